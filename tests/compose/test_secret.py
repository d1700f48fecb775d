"""The key that signs and encrypts: made once, whole, and never a short one."""

from __future__ import annotations

import asyncio
import os
import re
from pathlib import Path

import pytest

from bot.compose.secret import LEAST_BYTES, MAKE_ONE, secret_key
from bot.compose.settings import Settings, SettingsError, read_settings
from tests.process import command, environment

RACE = """
import sys
from bot.compose.secret import secret_key
from bot.compose.settings import read_settings
settings = read_settings(_env_file=None)
print("ready", flush=True)
sys.stdin.readline()
print(secret_key(settings))
"""


def settings_in(folder: Path, **more: object) -> Settings:
    return read_settings(database_url=f"sqlite:///{folder}/new/bot.db", _env_file=None, **more)


def test_a_key_is_made_once_for_its_owner_alone(tmp_path: Path) -> None:
    made = secret_key(settings_in(tmp_path))
    assert len(made.encode()) >= LEAST_BYTES
    assert secret_key(settings_in(tmp_path)) == made
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["bot.key"], "nothing half-made is left behind"
    assert (tmp_path / "new" / "bot.key").stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "new").stat().st_mode & 0o777 == 0o700


async def test_processes_that_start_together_share_one_key(tmp_path: Path) -> None:
    env = environment(tmp_path)
    started = [
        await asyncio.create_subprocess_exec(
            *("python", "-c", RACE), env=env, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE
        )
        for _ in range(4)
    ]
    for process in started:
        assert process.stdout is not None
        assert await process.stdout.readline() == b"ready\n"
    said = await asyncio.gather(*(process.communicate(b"\n") for process in started))
    keys = {out.decode().strip() for out, _ in said}
    assert keys == {(tmp_path / "bot.key").read_text()}


@pytest.mark.parametrize("found", ["", "\n", "k" * 31, "é" * 15])
def test_a_key_file_that_is_too_short_is_refused(tmp_path: Path, found: str) -> None:
    (tmp_path / "new").mkdir()
    (tmp_path / "new" / "bot.key").write_text(found, encoding="utf-8")
    with pytest.raises(SettingsError) as refused:
        secret_key(settings_in(tmp_path))
    assert str(tmp_path / "new" / "bot.key") in str(refused.value)
    assert "Delete the file" in str(refused.value)
    assert MAKE_ONE in str(refused.value)


@pytest.mark.parametrize("given", ["", " ", "k" * 31])
@pytest.mark.parametrize("public", ["", "https://bot.example.org"])
def test_a_short_key_of_the_environment_is_refused(tmp_path: Path, given: str, public: str) -> None:
    with pytest.raises(SettingsError) as refused:
        secret_key(settings_in(tmp_path, bot_secret_key=given, public_url=public))
    assert MAKE_ONE in str(refused.value)
    assert not (tmp_path / "new").exists(), "no other key is made in its place"


def test_a_key_of_the_environment_is_taken(tmp_path: Path) -> None:
    assert secret_key(settings_in(tmp_path, bot_secret_key="k" * 32)) == "k" * 32


def test_the_command_that_is_named_makes_a_good_key(tmp_path: Path) -> None:
    code = re.search(r"'(.*)'", MAKE_ONE)
    assert code is not None
    made = os.popen(f"python -c '{code.group(1)}'").read().strip()
    assert secret_key(settings_in(tmp_path, bot_secret_key=made)) == made


@pytest.mark.parametrize("args", [("serve",), ("officers", "invite", "Evelyn")])
async def test_no_command_works_with_a_short_key(tmp_path: Path, args: tuple[str, ...]) -> None:
    code, _out, err = await command(tmp_path, *args, BOT_SECRET_KEY="short", BOT_OFFICERS="Evelyn")
    assert code == 1
    assert "BOT_SECRET_KEY: a key needs at least 32 bytes; this one has 5" in err
    assert "Traceback" not in err
