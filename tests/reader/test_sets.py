"""The labelled sets as they are read: every reading is written down, and no set falls below what it has reached.

The weights were learned from these lines, so the figures say that nothing is lost; how strangers are understood,
`python -m tests.training.left_out` says.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import pytest

from bot.core.reader import Vocabulary
from tests.training.data import ROOT, Line, lines, score
from tests.training.readings import FILE, rows_of, shown


class Floor(NamedTuple):
    """Shares in percent. A reader that doubts everything, or asks nothing, is below them too."""

    intents: float
    false: float
    recall: float
    sure: float
    asks: float


FLOORS = {
    "absences_and_wishes": Floor(98, 0.3, 92, 58, 100),
    "comms_and_publishing": Floor(99, 0.0, 83, 56, 78),
    "dev_dialogues": Floor(100, 0.7, 93, 52, 91),
    "dev_englishes": Floor(98, 0.6, 89, 68, 80),
    "dev_entries": Floor(100, 1.2, 96, 77, 91),
    "dev_other_hand": Floor(99, 0.5, 86, 54, 91),
    "dev_pasted": Floor(95, 0.9, 73, 13, 70),
    "dev_requests": Floor(99, 0.0, 91, 57, 100),
    "minutes_secretaries": Floor(100, 0.6, 87, 65, 84),
    "northern_officers": Floor(99, 0.6, 82, 56, 84),
    "pasted_records": Floor(99, 0.3, 68, 7, 65),
    "scrutiny_coordinators": Floor(99, 1.5, 85, 56, 86),
    "second_language": Floor(99, 0.3, 80, 47, 78),
    "small_providers": Floor(98, 0.9, 79, 47, 94),
}
FIRST_FORM = Floor(99, 2.9, 89, 63, 79)
"""All sets that were written before entries, together."""

FIRST = "first form"


def _set_of(line: Line) -> str:
    return line.author if (ROOT / "sets" / line.author).is_dir() else FIRST


Read = list[tuple[Line, dict[str, Any]]]


@pytest.fixture(scope="module")
def read_lines(vocabulary: Vocabulary) -> Read:
    data = lines()
    return list(zip(data, rows_of(data, vocabulary), strict=True))


def test_every_reading_is_the_one_written_down(read_lines: Read) -> None:
    now = [shown(line.author, row) for line, row in read_lines]
    before = FILE.read_text(encoding="utf-8").splitlines()
    changed = [f"- {a}\n+ {b}" for a, b in zip(before, now, strict=True) if a != b]
    assert changed == [], "\n".join(["look at them, then: python -m tests.training.readings", *changed[:20]])


def _figures(read: Read) -> dict[str, float]:
    result = score.figures([score.judge(line.row, row) for line, row in read])
    return {
        "intents": 100 * result["intent_accuracy"], "false": 100 * result["false_fact_share"],
        "recall": 100 * (result["fact_recall"] or 0), "sure": 100 * (result["sure_recall"] or 0),
        "asks": 100 * (result["asks_recall"] or 0),
    }  # fmt: skip


def _below(figures: dict[str, float], floor: Floor) -> dict[str, float]:
    wanted = floor._asdict()
    return {k: round(v, 1) for k, v in figures.items() if (v > wanted[k] if k == "false" else v < wanted[k])}


def test_every_set_has_its_floor(read_lines: Read) -> None:
    assert {_set_of(line) for line, _ in read_lines} == {*FLOORS, FIRST}


@pytest.mark.parametrize("name", [*FLOORS, FIRST])
def test_no_set_falls_below_its_floor(name: str, read_lines: Read) -> None:
    mine = [(line, row) for line, row in read_lines if _set_of(line) == name]
    assert _below(_figures(mine), FLOORS.get(name, FIRST_FORM)) == {}
