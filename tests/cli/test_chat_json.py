"""`bot chat --json`, as a program meets it: over pipes, one object a message, a mark at the end of each answer."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tests.process import command


async def converse(folder: Path, *lines: dict[str, Any] | str) -> list[list[dict[str, Any]]]:
    """The answers to each line, in order."""
    text = "".join((line if isinstance(line, str) else json.dumps(line)) + "\n" for line in lines)
    code, out, err = await command(folder, "chat", "--json", "--as", "Moira", "--now", "2026-11-24T10:00", stdin=text)
    assert code == 0, err
    rows = [json.loads(row) for row in out.splitlines()]
    answers = [[r for r in rows if r["of"] == number] for number in range(1, len(lines) + 1)]
    assert all(answer and answer[-1]["last"] for answer in answers)
    return answers


async def test_a_program_is_told_what_is_read_back_and_kept(tmp_path: Path) -> None:
    _, told, kept = await converse(
        tmp_path,
        {"text": "hi, I'm the governance manager"},
        {"text": "the board noted it on 4 February"},
        {"press": "Yes, save it"},
    )
    assert {u["name"]: u["value"] for u in told[-1]["reads_back"]} == {
        "board.outcome": "noted",
        "board.date": "2026-02-04/2026-02-04",
    }
    assert told[-1]["kept"] == [] and told[-1]["acts"] == ["answer"]
    assert {f["name"] for f in kept[-1]["kept"]} == {"board.outcome", "board.date"}
    assert kept[-1]["reads_back"] == []


async def test_colleagues_speak_and_time_passes(tmp_path: Path) -> None:
    greeted, _, passed = await converse(
        tmp_path, {"text": "hi, I'm the lead"}, {"as": "Priya", "text": "hello"}, {"pass": "8 days"}
    )
    assert {a["to"] for a in greeted} == {"Moira"}
    assert any("nudge" in a["phrase"] for a in passed), "eight days with nothing told bring a reminder"


async def test_bad_lines_are_told_and_the_conversation_goes_on(tmp_path: Path) -> None:
    bad, none, empty, good = await converse(
        tmp_path, "no json", {"press": "No such button"}, {"text": ""}, {"text": "hello"}
    )
    assert "not JSON" in bad[0]["error"]
    assert "no button" in none[0]["error"]
    assert "should be some text" in empty[0]["error"]
    assert good[-1]["text"]
