"""`charter-bot restore`: a backup becomes the database, as commands in a process."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.runtime.backups import ERASURES
from bot.store.sql.rows import mark_of
from tests.process import command

NAME = "Zephyrine Quackenbush"


@pytest.fixture
async def backed_up(tmp_path: Path) -> Path:
    """A folder with a backup, and no database any more."""
    assert (await command(tmp_path, "adopters", "add", "Hillside Homes"))[0] == 0
    told = "Our board adopted the charter on 12 May 2026, quaintly\nyes\n"
    assert (await command(tmp_path, "chat", "--as", NAME, "--adopter", "hillside-homes", stdin=told))[0] == 0
    assert (await command(tmp_path, "backup", "kept.db"))[0] == 0
    assert (await command(tmp_path, "people", "access", NAME, "--out", "given"))[0] == 0
    _lose_database(tmp_path)
    return tmp_path


def _lose_database(folder: Path) -> None:
    for path in folder.glob("bot.db*"):
        path.unlink()


def _person(folder: Path) -> str:
    (file,) = (folder / "given").glob("*.json")
    held = {part["table"]: part["rows"] for part in json.loads(file.read_text())["held"]}
    return str(held["people"][0]["id"])


async def test_everything_is_there_again(backed_up: Path) -> None:
    code, out, err = await command(backed_up, "restore", "kept.db")
    assert (code, err) == (0, "")
    assert "Restored" in out
    assert "nobody is deleted again" in out
    _, said, _ = await command(backed_up, "chat", "--as", NAME, "--adopter", "hillside-homes", stdin="report\n")
    assert "quaintly" in _bytes(backed_up)
    assert "12 May 2026" in said
    code, _, err = await command(backed_up, "restore", "kept.db")
    assert code == 1
    assert "in use" in err


async def test_who_was_deleted_since_is_in_no_byte_of_it(backed_up: Path) -> None:
    line = {"mark": mark_of(_person(backed_up)), "at": "2026-11-30T12:00:00+00:00", "adopter": "hillside-homes"}
    (backed_up / ERASURES).write_text(json.dumps(line) + "\n")
    code, out, err = await command(backed_up, "restore", "kept.db")
    assert (code, err) == (0, "")
    assert "Deleted again, since they had asked for it after it was made: 1." in out
    assert not any(word in _bytes(backed_up) for word in (NAME, "quaintly"))
    _, said, _ = await command(backed_up, "chat", "--as", "Ann", "--adopter", "hillside-homes", stdin="report\n")
    assert "12 May 2026" in said


async def test_a_wrong_file_is_refused_in_a_line(backed_up: Path) -> None:
    for name, told in (("none.db", "cannot be read"), ("given", "cannot be read"), (".env", "no backup")):
        (backed_up / ".env").write_text("LOG_LEVEL=info\n")
        code, _, err = await command(backed_up, "restore", name)
        assert code == 1
        assert told in err
        assert len(err.strip().splitlines()) == 1


def _bytes(folder: Path) -> str:
    return b"".join(path.read_bytes() for path in folder.glob("bot.db*")).decode("latin-1")
