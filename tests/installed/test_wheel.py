"""The built wheel, in an empty environment, started from a folder that knows nothing of it: on each Python here."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import subprocess
import sys
import tomllib
import urllib.request
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.process import ROOT, free_port

pytestmark = [pytest.mark.installed, pytest.mark.timeout(600)]
OLDEST = (3, 11)
SERVED = re.compile(r"Charter Bot is open at (http://\S+)")


def pythons() -> dict[str, str]:
    """Interpreters from 3.11 on, by version: the one that runs this, those on the path, and pyenv's."""
    root = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"
    candidates = [sys.executable, *(shutil.which(f"python3.{minor}") for minor in range(11, 20))]
    candidates += [str(path) for path in sorted(root.glob("3.*/bin/python"))]
    found: dict[str, str] = {}
    for candidate in filter(None, candidates):
        asked = subprocess.run(
            [candidate, "-c", "import sys, venv, ensurepip; print('%d.%d' % sys.version_info[:2])"],
            capture_output=True, text=True,
        )  # fmt: skip
        version = asked.stdout.strip()
        if asked.returncode == 0 and tuple(map(int, version.split("."))) >= OLDEST:
            found.setdefault(version, candidate)
    return found


PYTHONS = pythons()


def by_version(version: str) -> tuple[int, ...]:
    return tuple(map(int, version.split(".")))


VERSIONS: list[str] = sorted(PYTHONS, key=by_version)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Built from what is committed or about to be: nothing that an earlier build left here comes in."""
    source, out = tmp_path_factory.mktemp("source"), tmp_path_factory.mktemp("wheel")
    for name in tracked():
        (source / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / name, source / name)
    run(sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "-w", str(out), str(source))
    (made,) = out.glob("*.whl")
    return made


def tracked() -> list[str]:
    names = run("git", "-C", str(ROOT), "ls-files", "-co", "--exclude-standard").split("\n")
    return [name for name in names if name and (ROOT / name).is_file()]


def run(*words: str, cwd: Path | str = "/", **more: str) -> str:
    """Standard output of a command in an environment without anything of ours."""
    done = subprocess.run(words, cwd=cwd, env=environment(**more), capture_output=True, text=True, timeout=550)
    assert done.returncode == 0, f"{words}: {done.stdout}{done.stderr}"
    return done.stdout


def environment(**more: str) -> dict[str, str]:
    ours = ("PYTHONPATH", "VIRTUAL_ENV", "DATABASE_URL", "BOT_CONTENT", "PUBLIC_URL", "HOST")
    return {**{name: value for name, value in os.environ.items() if name not in ours}, **more}


def test_the_wheel_has_all_that_the_package_reads(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        packed = set(archive.namelist())
    read = [name for name in tracked() if name.startswith("bot/")]
    read += [f"bot/{name}" for name in tracked() if name.startswith("conversations/")]
    assert len(read) > 100
    assert sorted(set(read) - packed) == []
    assert not any(name.startswith(("tests/", "conversations/")) for name in packed)


@pytest.mark.parametrize("version", VERSIONS)
def test_installed_from_the_wheel_it_serves_the_welcome_pack_from_anywhere(
    wheel: Path, tmp_path: Path, version: str
) -> None:
    run(PYTHONS[version], "-m", "venv", str(tmp_path / "empty"))
    bin_ = tmp_path / "empty" / "bin"
    run(str(bin_ / "pip"), "install", "-q", "--disable-pip-version-check", str(wheel))
    bot, home = str(bin_ / "charter-bot"), {"HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path / "data")}
    assert run(bot, "--version", **home).startswith("charter-bot ")
    assert run(bot, "check", **home) == "No problems.\n"
    with served(bot, **home) as address:
        assert "Together with Tenants" in read(f"{address}/")
        assert '"content": "together-with-tenants"' in read(f"{address}/readyz")
        assert "Guidance" in read(f"{address}/guidance")
        assert "body" in read(f"{address}/guidance/guidance.css")
    copy = tmp_path / "copy"
    assert f"BOT_CONTENT={copy}" in run(bot, "content", "copy", str(copy), **home)
    assert run(bot, "check", BOT_CONTENT=str(copy), **home) == "No problems.\n"
    assert sorted(p.name for p in copy.iterdir()) == sorted(p.name for p in (ROOT / "conversations").iterdir())


@contextlib.contextmanager
def served(bot: str, **more: str) -> Iterator[str]:
    """`cd /`, `charter-bot serve`: its address. Where `/` can be written, what was made there is taken away again."""
    made = [Path("/") / f"charter-bot{end}" for end in (".db", ".db-wal", ".db-shm", ".key", ".content.zip")]
    assert not any(path.exists() for path in made), "a bot is kept in / already: this test would write to it"
    process = subprocess.Popen(
        [bot, "serve"], cwd="/", env=environment(PORT=str(free_port()), **more), text=True,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    try:
        assert process.stdout is not None
        line = process.stdout.readline()
        address = SERVED.search(line)
        assert address is not None, f"{line}{process.communicate(timeout=60)}"
        yield address[1]
    finally:
        process.terminate()
        process.communicate(timeout=60)
        for path in made:
            path.unlink(missing_ok=True)


def read(url: str) -> str:
    with urllib.request.urlopen(url, timeout=60) as answer:
        text: str = answer.read().decode()
        return text


def test_no_python_is_claimed_that_was_not_tried() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    claimed = {line.rpartition(" ")[2] for line in project["classifiers"] if ":: Python ::" in line}
    assert claimed == {"3.11", "3.12", "3.13"}
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert "Tried on Python 3.11, 3.12 and 3.13." in readme
    if missing := claimed - set(PYTHONS):
        pytest.skip(f"not tried here, for this machine has no Python {', '.join(sorted(missing))}")
