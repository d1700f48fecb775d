"""Entries of a step: which meeting counts, when several activities are done, what stands beside."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import count

import pytest

from bot.core.model import Fact
from bot.core.model.reading import Value
from bot.core.record.entries import entries_of, next_id
from bot.core.record.progress import Progress, State, progress_of
from tests.programmes import together

AT = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)
Told = dict[str, dict[str, Value]]


def kept(step: str, told: Told) -> list[Fact]:
    """Facts of entries, in the order written; the key "" is the step as a whole."""
    ids = count(1)
    return [
        Fact(next(ids), "a", f"{step}.{name}", value, "", "p", "web", AT, True, "p", None, entry=entry)
        for entry, facts in told.items()
        for name, value in facts.items()
    ]


def standing(step: str, told: Told) -> tuple[Progress, State, str]:
    progress = progress_of(together().journey, kept(step, told))
    of = progress.of(step)
    return progress, of.state, of.leading.id if of.leading else ""


def day(text: str) -> str:
    return f"{text}/{text}"


@pytest.mark.parametrize(
    ("told", "state", "leading"),
    [
        ({"e1": {"outcome": "noted", "date": day("2026-03-03")}}, State.DONE, "e1"),
        (
            {
                "e1": {"outcome": "noted", "date": day("2026-02-04")},
                "e2": {"outcome": "adopted", "date": day("2026-03-11")},
            },
            State.DONE,
            "e2",
        ),
        (
            # Told the other way round: the later meeting still counts.
            {
                "e1": {"outcome": "adopted", "date": day("2026-03-11")},
                "e2": {"outcome": "noted", "date": day("2026-02-04")},
            },
            State.DONE,
            "e1",
        ),
        ({"e1": {"outcome": "adopted", "body": "executive"}}, State.BEGUN, "e1"),
        (
            {
                "e1": {"outcome": "adopted", "body": "executive", "date": day("2026-02-04")},
                "e2": {"outcome": "noted", "date": day("2026-02-25")},
            },
            State.DONE,
            "e2",
        ),
        (
            # A return that is booked does not undo what the board decided.
            {
                "e1": {"outcome": "noted", "date": day("2026-02-04")},
                "e2": {"outcome": "scheduled", "date": day("2027-03-11")},
            },
            State.DONE,
            "e1",
        ),
        (
            # Left to the chair, who then agreed.
            {
                "e1": {"outcome": "delegated", "date": day("2026-02-04")},
                "e2": {"outcome": "adopted", "body": "other", "date": day("2026-02-20")},
            },
            State.DONE,
            "e2",
        ),
        (
            # Left to the chair, who put it off and then agreed: the chair's last word counts, in whatever order told.
            {
                "e1": {"outcome": "adopted", "body": "other", "date": day("2026-05-20")},
                "e2": {"outcome": "delegated", "date": day("2026-02-04")},
                "e3": {"outcome": "deferred", "body": "other", "date": day("2026-02-20")},
            },
            State.DONE,
            "e1",
        ),
        (
            # What another body said before the board left it to somebody is not their word on it.
            {
                "e1": {"outcome": "adopted", "body": "other", "date": day("2026-01-20")},
                "e2": {"outcome": "delegated", "date": day("2026-02-04")},
            },
            State.DONE,
            "e2",
        ),
        ({"e1": {"outcome": "scheduled", "date": day("2027-03-11")}}, State.BEGUN, "e1"),
        (
            {
                "e1": {"outcome": "adopted", "body": "committee", "date": day("2026-02-04")},
                "e2": {"outcome": "scheduled", "date": day("2027-03-11")},
            },
            State.BEGUN,
            "e2",
        ),
    ],
)
def test_which_meeting_counts(told: Told, state: State, leading: str) -> None:
    _, now, led = standing("board", told)
    assert (now, led) == (state, leading)


@pytest.mark.parametrize(
    ("told", "state"),
    [
        ({"e1": {"state": "done", "method": ("survey",)}}, State.DONE),
        ({"e1": {"state": "done", "method": ("survey",)}, "e2": {"state": "planned"}}, State.BEGUN),
        ({"e1": {"state": "under_way", "method": ("survey",)}}, State.BEGUN),
        ({"e1": {"state": "not_yet"}, "e2": {"state": "done"}}, State.DONE),
    ],
)
def test_residents_are_done_when_nothing_is_still_to_come(told: Told, state: State) -> None:
    assert standing("residents", told)[1] is state


def test_a_booked_return_stands_beside() -> None:
    told: Told = {
        "e1": {"outcome": "noted", "date": day("2026-02-04")},
        "e2": {"outcome": "scheduled", "date": day("2027-03-11")},
    }
    progress, _, _ = standing("board", told)
    assert [e.id for e in progress.of("board").beside] == ["e2"]
    assert progress.facts["board.outcome"].value == "noted"


def test_nothing_is_added_up() -> None:
    told: Told = {
        "e1": {"state": "done", "method": ("drop_in",), "took_part": 41},
        "e2": {"state": "done", "method": ("survey",), "took_part": 212},
    }
    progress, _, _ = standing("residents", told)
    assert [e.value("residents.took_part") for e in progress.of("residents").entries] == [41, 212]
    assert progress.facts["residents.took_part"].value in (41, 212)


def test_what_was_recorded_before_there_were_entries_is_the_first() -> None:
    step = together().journey.step("board")
    old = kept("board", {"": {"outcome": "noted"}, "e1": {"date": day("2026-03-03")}})
    (entry,) = entries_of(step, old)
    assert set(entry.facts) == {"board.outcome", "board.date"}
    assert next_id([entry]) == "e2"
