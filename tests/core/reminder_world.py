"""Contexts for tests of reminding: an adopter with people and facts at given times, and the shipped programme."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.content.journey import load
from bot.core.model import Account, Adopter, Assignment, Fact, Person, TurnContext
from bot.core.model.reading import Value
from bot.core.reader import Vocabulary
from bot.core.reminders.plan import Plan, advance, changes_of
from bot.core.reminders.planning import plan
from bot.core.turn.reply import Programme

LONDON = ZoneInfo("Europe/London")
ASHA = Person("p-asha", "riverside", "Asha", "lead")
PRIYA = Person("p-priya", "riverside", "Priya", "resident_engagement")
BEN = Person("p-ben", "riverside", "Ben", "board_secretary")


@cache
def programme() -> Programme:
    """The shipped programme, with a vocabulary that knows nothing: planning reads no words."""
    journey = load(Path("conversations")).journey
    assert journey is not None
    return Programme(journey, Vocabulary(), LONDON)


def local(text: str) -> datetime:
    """A London time in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=LONDON).astimezone(UTC)


def fact(id_: int, name: str, value: Value, at: str, person: str = "p-asha") -> Fact:
    return Fact(id_, "riverside", name, value, "", person, "slack", local(at), True, person, None)


def context(
    *facts: Fact, people: tuple[Person, ...] = (ASHA, BEN, PRIYA), assignments: tuple[Assignment, ...] = ()
) -> TurnContext:
    """What the clock sees of Riverside."""
    adopter = Adopter("riverside", "Riverside", date(2026, 11, 1))
    return TurnContext(Account("", "", ""), adopter, people=people, facts=facts, assignments=assignments)


def settled(*left_out: str, at: str = "2026-11-02 10:00") -> tuple[Fact, ...]:
    """Facts with which every step is done, except those left out."""
    done: dict[str, Value] = {
        "board.outcome": "adopted", "residents.state": "done", "colleagues.state": "done",
        "way_forward.state": "agreed", "commitments.state": "published", "oversight.state": "published",
        "updates.frequency": "other", "updates.last": "2026-10-01/2026-10-31",
    }  # fmt: skip
    names = [n for n in done if n.partition(".")[0] not in left_out]
    return tuple(fact(n, name, done[name], at) for n, name in enumerate(names, 1))


def told(at: str, before: TurnContext) -> tuple[Plan, TurnContext]:
    """The plan at that time, and the context once it is kept."""
    made = plan(programme(), before, local(at))
    after = advance(before, made.changes)
    for tell in made.tell:
        after = advance(after, changes_of(after, tell, local(at)))
    return made, after


def answered(before: TurnContext, step: str, at: str) -> TurnContext:
    """Somebody said "not yet" to a reminder."""
    assignments = tuple(replace(c, answered=local(at)) if c.step == step else c for c in before.assignments)
    return replace(before, assignments=assignments)


def run(before: TurnContext, start: str, end: str) -> list[tuple[str, str, str]]:
    """Everything that is said until then if nobody answers: (local day, to, kinds and steps)."""
    at, until = local(start), local(end)
    said: list[tuple[str, str, str]] = []
    now = before
    while at <= until:
        made = plan(programme(), now, at)
        now = advance(now, made.changes)
        for tell in made.tell:
            now = advance(now, changes_of(now, tell, at))
            what = " ".join(f"{i.kind}:{i.step}" for i in tell.items)
            said.append((at.astimezone(LONDON).date().isoformat(), tell.to, what))
        if made.wake is None or made.wake <= at:
            break
        at = made.wake
    return said
