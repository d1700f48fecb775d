"""What fits no question is kept in the person's own words, and nothing that only talks is."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from bot.core.dialogue.untaken import SortedOut, sort_out
from bot.core.model.reading import Context
from bot.core.safety.details import has_details
from bot.core.safety.look import look_with
from bot.core.turn.understand import understand
from tests.programmes import together

FOLDER = Path(__file__).parent / "notes"
TODAY = date(2026, 11, 30)
NOT_NOTED = (
    "snooze",
    "pause",
    "hand_over",
    "skip",
    "help",
    "status",
    "next",
    "guidance",
    "undo",
    "thanks",
    "greeting",
)
"""Intents of messages that are served as a whole: nothing of them is looked at for notes."""


@dataclass(frozen=True, slots=True)
class Line:
    """A message, with the facts and the notes that it holds."""

    text: str
    facts: tuple[str, ...]
    notes: tuple[str, ...]
    asked: str | None = None


def lines(name: str) -> list[Line]:
    rows = map(json.loads, (FOLDER / name).read_text(encoding="utf-8").splitlines())
    return [Line(r["text"], tuple(r["facts"]), tuple(r["notes"]), r.get("asked")) for r in rows]


def sorted_out(line: Line) -> SortedOut:
    programme = together()
    context = Context(TODAY, line.asked)
    reading = understand(programme, line.text, context)
    hurt = look_with(line.text, reading, programme.journey.safety) or has_details(line.text)
    if hurt or reading.intent in NOT_NOTED:
        return SortedOut(reading.facts, reading.open, ())
    return sort_out(programme, line.text, context, reading)


def counted(name: str) -> tuple[int, int, int]:
    """How many notes there should be, how many were found word for word, and how many were made of anything else."""
    wanted = found = other = 0
    for line in lines(name):
        made = [u.text for u in sorted_out(line).untaken]
        wanted += len(line.notes)
        found += sum(note in made for note in line.notes)
        other += sum(note not in line.notes for note in made)
    return wanted, found, other


@pytest.mark.parametrize(("name", "share", "most"), [("messages.jsonl", 0.85, 2), ("unseen.jsonl", 0.85, 1)])
def test_most_of_what_is_told_is_noted_and_hardly_anything_else(name: str, share: float, most: int) -> None:
    wanted, found, other = counted(name)
    assert found >= share * wanted
    assert other <= most


def test_what_nobody_stands_by_is_no_fact() -> None:
    doubted = [line for line in lines("messages.jsonl") if line.notes and not line.facts and "quote" in line.text]
    assert doubted
    for line in doubted:
        assert sorted_out(line).facts == (), line.text
        assert sorted_out(line).open == (), line.text


def test_facts_stay_beside_notes() -> None:
    for line in (line for line in lines("messages.jsonl") if line.facts and line.notes):
        assert set(line.facts) <= {f.name for f in sorted_out(line).facts}, line.text
