"""The values of reminding: what is said to whom, what is held back, what is noted when something was said.

`planning.py` works them out, `nudging.py` makes the messages.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Literal

from bot.core.model import (
    WHOLE,
    Assignment,
    Change,
    Reminded,
    SaveAssignment,
    SavePersonState,
    TurnContext,
)
from bot.core.record.assignments import OFFICER, TEAM, assignment_of, person_state_of
from bot.core.reminders.occasions import KEPT, Kind

ItemKind = Kind | Literal["returned", "tell", "escalate"]
"""What an item is: an occasion of a step; "returned": an offer that nobody accepted; "tell": a step went quiet, and
the lead hears of it; "escalate": so does the officer, where the adopter agreed to that."""


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to say to somebody."""

    step: str
    kind: ItemKind
    key: str
    day: date
    person: str
    """Whose step it is (for "tell" and "returned": whom it was with)."""
    fact: str = ""
    since: date | None = None
    count: int = 0
    """Reminders about this step that nobody has answered."""
    entry: str = ""
    """The entry that it is about; empty for the step as a whole."""


@dataclass(frozen=True, slots=True)
class Tell:
    """One message: to whom, and what comes together in it, the most important first."""

    to: str
    """A person's id, or TEAM."""
    items: tuple[Item, ...]
    day: date

    @property
    def key(self) -> str:
        """Unique: one message a day."""
        return f"{self.to}:day:{self.day.isoformat()}"


@dataclass(frozen=True, slots=True)
class Held:
    """What is due and not said, and why."""

    to: str
    steps: tuple[str, ...]
    why: str
    until: datetime | None


@dataclass(frozen=True, slots=True)
class Plan:
    """What the clock does for one adopter now."""

    tell: tuple[Tell, ...] = ()
    held: tuple[Held, ...] = ()
    changes: tuple[Change, ...] = ()
    """What is only noted: a step seen open for the first time, an offer that came back."""
    wake: datetime | None = None


# ---------------------------------------------------------------- what telling changes


DATED = ("before", "after", "recurs")
"""Occasions that stay what they are once they were said: their keys are remembered."""


def changes_of(context: TurnContext, tell: Tell, at: datetime) -> tuple[Change, ...]:
    """What is noted when a message goes out: each thing said, the day of the person, the counts."""
    changes: list[Change] = []
    for item in tell.items:
        state = assignment_of(context, item.step)
        said = (*state.said, item.key)[-KEPT:] if item.kind in DATED else state.said
        if item.kind == "returned":
            state = replace(state, offered_to="", offered_by="", offered_at=None)
        elif item.kind == "tell":
            state = replace(state, told=True)
        elif item.kind == "escalate":
            state = replace(state, escalated=True)
        elif item.kind == "quiet":
            state = replace(state, quiet=at, told=False, escalated=False)
        else:
            count = item.count + 1
            before = state.before if state.last_nudge == at else state.last_nudge
            state = replace(_asked_now(state, item), last_nudge=at, before=before, unanswered=count)
        context = _with_assignment(context, replace(state, said=said))
        changes.append(SaveAssignment(assignment_of(context, item.step)))
    if tell.to == TEAM:
        changes.append(SaveAssignment(replace(assignment_of(context, WHOLE), last_nudge=at)))
    people: Iterable[str] = () if tell.to == OFFICER else (tell.to,)
    if tell.to == TEAM:
        people = dict.fromkeys(i.person for i in tell.items)
    changes += [SavePersonState(replace(person_state_of(context, p), last_nudge=at)) for p in people]
    return tuple(changes)


def _asked_now(state: Assignment, item: Item) -> Assignment:
    """The day on which to ask again has come: of an entry, or of the step."""
    if item.kind != "asked":
        return state
    if item.entry:
        return replace(state, later=tuple(one for one in state.later if one[0] != item.entry))
    return replace(state, until=None)


def marks_of(adopter: str, tell: Tell, why: str) -> tuple[Reminded, ...]:
    """The rows that make a message one: one for the day, one for each thing said."""
    steps = tuple(i.step for i in tell.items)
    day = Reminded(f"{adopter}:{tell.key}", tell.to, steps, why)
    return (day, *(Reminded(f"{adopter}:{i.key}:{tell.to}", i.person, (i.step,), i.kind) for i in tell.items))


def advance(context: TurnContext, changes: Iterable[Change]) -> TurnContext:
    """The context as it is once these changes are kept."""
    for change in changes:
        if isinstance(change, SaveAssignment):
            context = _with_assignment(context, change.assignment)
        elif isinstance(change, SavePersonState):
            others = tuple(c for c in context.people_states if c.person != change.state.person)
            context = replace(context, people_states=(*others, change.state))
    return context


def _with_assignment(context: TurnContext, assignment: Assignment) -> TurnContext:
    return replace(context, assignments=(*(c for c in context.assignments if c.step != assignment.step), assignment))
