"""Who looks after a step, who is there to be told, and whether a step went quiet. Pure: from what is known."""

from __future__ import annotations

from datetime import datetime

from bot.core.model import (
    Assignment,
    Person,
    PersonState,
    TurnContext,
)
from bot.core.model.journey import Step
from bot.core.record.progress import Progress


def assignment_of(context: TurnContext, step: str) -> Assignment:
    """Who looks after the step, and its reminders."""
    return next((c for c in context.assignments if c.step == step), Assignment(step))


def person_state_of(context: TurnContext, person: str) -> PersonState:
    return next((c for c in context.people_states if c.person == person), PersonState(person))


def active(context: TurnContext) -> list[Person]:
    """The adopter's people who are there. Whoever said that they leave hears nothing more."""
    return [p for p in context.people if p.left_on is None and not p.officer]


def reachable(context: TurnContext) -> list[Person]:
    """Those of them who can be told something: everybody, where the adopter has a channel of its own."""
    if context.adopter is not None and context.adopter.team_address is not None:
        return active(context)
    return [p for p in active(context) if p.id not in context.unreachable]


def with_role(people: list[Person], role: str) -> Person | None:
    return next((p for p in people if p.role == role), None)


def responsible(context: TurnContext, step: Step, without: str = "") -> Person | None:
    """Who is reminded of a step: its owner, else somebody of its role, else the lead, else whoever is there.

    `without` leaves one person out: who would it be if they were not there?
    """
    assignment = assignment_of(context, step.key)
    people = [p for p in reachable(context) if p.id != without and p.id not in assignment.not_for]
    own = next((p for p in people if p.id == assignment.owner), None)
    return own or with_role(people, step.owner) or with_role(people, "lead") or next(iter(people), None)


def touched(progress: Progress, assignment: Assignment) -> datetime | None:
    """When something was last heard of a step: a fact, of whichever entry, or an answer to a reminder."""
    step = progress.of(assignment.step)
    facts = (*step.facts, *(fact for entry in step.entries for fact in entry.facts.values()))
    return max((t for t in (*(f.at for f in facts), assignment.answered) if t is not None), default=None)


def gone_quiet(progress: Progress, assignment: Assignment) -> bool:
    """The bot has said that it stops reminding of a step, and nothing was heard since."""
    last = touched(progress, assignment)
    return assignment.quiet is not None and not (last is not None and last > assignment.quiet)


TEAM = "team"
"""The recipient that stands for the adopter's own channel."""


OFFICER = "officer"
"""The recipient that stands for the programme's inbox."""
