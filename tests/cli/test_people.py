"""`charter-bot people`: what is held about a person is handed over, and deleted, as commands in a process."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.process import command

NAME = "Zephyrine Quackenbush"


@pytest.fixture
async def invited(tmp_path: Path) -> Path:
    """A folder with a store in which Zephyrine has told something."""
    assert (await command(tmp_path, "adopters", "add", "Hillside Homes"))[0] == 0
    told = "Our board adopted the charter on 12 May 2026, quaintly\nyes\n"
    code, _, err = await command(tmp_path, "chat", "--as", NAME, "--adopter", "hillside-homes", stdin=told)
    assert code == 0, err
    return tmp_path


async def test_what_is_held_is_written_for_people_and_for_programs(invited: Path) -> None:
    code, out, err = await command(invited, "people", "access", NAME.lower(), "--out", "given")
    assert (code, err) == (0, "")
    files = {path.suffix: path for path in (invited / "given").iterdir()}
    assert sorted(files) == [".json", ".txt"]
    assert all(str(path.name) in out and path.stat().st_mode & 0o077 == 0 for path in files.values())
    held = {part["table"]: part["rows"] for part in json.loads(files[".json"].read_text())["held"]}
    assert held["people"][0]["name"] == NAME
    assert any("quaintly" in row["words"] for row in held["facts"])
    text = files[".txt"].read_text()
    assert f"name: {NAME}" in text
    assert "Why: " in text


async def test_a_dry_run_and_a_no_change_nothing(invited: Path) -> None:
    for how, code in ((("--dry-run",), 0), ((), 1)):
        done = await command(invited, "people", "erase", NAME, *how, stdin="no\n")
        assert done[0] == code
        assert "Nothing was changed." in done[1]
    assert NAME.encode() in _bytes(invited)


async def test_what_is_deleted_is_gone_and_the_evidence_stays(invited: Path) -> None:
    code, out, err = await command(invited, "people", "erase", NAME, stdin="yes\n")
    assert (code, err) == (0, "")
    assert 'told by "a former colleague"' in out
    assert not any(word in _bytes(invited) for word in (NAME.encode(), b"quaintly"))
    assert (await command(invited, "export", "out"))[0] == 0
    facts = [json.loads(line) for line in (invited / "out" / "facts.jsonl").read_text().splitlines()]
    assert {("board.outcome", "adopted", "former"), ("board.date", "2026-05-12/2026-05-12", "former")} <= {
        (fact["name"], fact["value"], fact["person"]) for fact in facts
    }
    asked = "report\n"
    _, said, _ = await command(invited, "chat", "--as", "Ann", "--adopter", "hillside-homes", stdin=asked)
    assert "a former colleague" in said


async def test_nobody_is_told_of_in_one_line(invited: Path) -> None:
    for action in ("access", "erase"):
        code, _, err = await command(invited, "people", action, "Nobody")
        assert code == 1
        assert err == "charter-bot people: nobody is called 'Nobody'.\n"


async def test_in_chat_it_is_handed_over_at_once(invited: Path) -> None:
    asked = "what do you hold about me?\n"
    _, out, _ = await command(invited, "chat", "--as", NAME, "--adopter", "hillside-homes", stdin=asked)
    files = _named(invited, "What is held about me.*")
    assert sorted(files) == [".json", ".txt"]
    assert all(path.name in out for path in files.values())
    assert NAME in files[".txt"].read_text()
    assert "quaintly" in files[".json"].read_text()


async def test_in_chat_it_is_deleted_after_two_yeses_to_the_last_byte(invited: Path) -> None:
    for said, asked in (
        ("delete my data\nyes\nno\n", "last question"),
        ("delete my data\nyes\nyes\n", "It is deleted."),
    ):
        assert NAME.encode() in _bytes(invited)
        _, out, err = await command(invited, "chat", "--as", NAME, "--adopter", "hillside-homes", stdin=said)
        assert err == ""
        assert asked in out
    assert not any(word in _bytes(invited) for word in (NAME.encode(), b"quaintly", b"It is deleted"))


def _named(folder: Path, pattern: str) -> dict[str, Path]:
    return {path.suffix: path for path in folder.rglob(pattern)}


def _bytes(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.glob("bot.db*"))
