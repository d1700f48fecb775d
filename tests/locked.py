"""Writes the locks of `.ci/run`: the versions of requirements.lock and what builds the bot, with the files' hashes.

    python -m tests.locked      (`make lock` runs it)

pip says which file each Python from 3.11 on takes on the machines that run the tests, from the package index itself
and not from what happens to lie on this machine.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from tests.process import ROOT

VERSIONS = ROOT / "requirements.lock"
LOCK, BUILD_LOCK = ROOT / ".ci" / "requirements.lock", ROOT / ".ci" / "build.lock"
PYTHONS = ("3.11", "3.12", "3.13")
BUILDS = ("setuptools>=77",)
"""What builds the bot itself, without a look at the network."""
HEAD = "# {}, with the hashes of their files: `.ci/run` installs these and no other. Made by `make lock`.\n"


def pinned(text: str) -> dict[str, str]:
    """name -> version of a lock, with or without hashes."""
    lines = (line.split()[0] for line in text.splitlines() if "==" in line and not line.startswith("#"))
    return dict(line.split("==") for line in lines)


def asked(requirements: Iterable[str], *how: str) -> list[dict[str, Any]]:
    """Which files pip takes for these, each as its report names it."""
    with tempfile.TemporaryDirectory() as folder:
        wanted, report = Path(folder, "wanted.txt"), Path(folder, "report.json")
        wanted.write_text("\n".join(requirements), encoding="utf-8")
        pip = [sys.executable, "-m", "pip", "install", "-q", "--dry-run", "--ignore-installed", "--no-deps"]
        env = os.environ | {"PIP_CONFIG_FILE": os.devnull}
        subprocess.run([*pip, "--report", str(report), *how, "-r", str(wanted)], env=env, check=True)
        found: list[dict[str, Any]] = json.loads(report.read_text(encoding="utf-8"))["install"]
    return found


def lock(what: str, requirements: Iterable[str]) -> str:
    """A lock's text."""
    hashes: dict[str, set[str]] = defaultdict(set)
    built = []
    for one in asked(requirements):
        name = _named(one)
        hashes[name].add(_hash(one))
        if not one["download_info"]["url"].endswith(("-none-any.whl", ".tar.gz")):
            built.append(name)
    for version in PYTHONS if built else ():
        other = ("--python-version", version, "--only-binary=:all:", "--target", "nowhere")
        for one in asked(built, *other):
            hashes[_named(one)].add(_hash(one))
    lines = (" \\\n    ".join([name, *sorted(hashes[name])]) for name in sorted(hashes))
    return HEAD.format(what) + "\n".join(lines) + "\n"


def _named(one: dict[str, Any]) -> str:
    return f"{one['metadata']['name'].lower().replace('_', '-').replace('.', '-')}=={one['metadata']['version']}"


def _hash(one: dict[str, Any]) -> str:
    return f"--hash=sha256:{one['download_info']['archive_info']['hashes']['sha256']}"


if __name__ == "__main__":
    versions = VERSIONS.read_text(encoding="utf-8").splitlines()
    LOCK.write_text(lock("The versions of ../requirements.lock", versions), encoding="utf-8")
    BUILD_LOCK.write_text(lock("What builds the bot", BUILDS), encoding="utf-8")
