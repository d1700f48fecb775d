"""A reminder that did not go out is made as if it had never been: what `plan.changes_of` noted is taken back."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from bot.core.model import Assignment, PersonState


def is_of(key: str, reminder: str, to: str) -> bool:
    """Whether this mark belongs to the message of that reminder, which went to `to`."""
    return key == reminder or key.endswith(f":{to}")


def occasion(key: str, adopter: str, to: str) -> str:
    """What a mark was for: its key without whose and to whom."""
    return key.removeprefix(f"{adopter}:").removesuffix(f":{to}")


def uncounted(assignment: Assignment, at: datetime, key: str) -> Assignment:
    """The assignment as it was before the reminder of `at` for the occasion `key`."""
    said = tuple(k for k in assignment.said if k != key)
    if assignment.last_nudge == at:
        count = max(0, assignment.unanswered - 1)
        assignment = replace(assignment, last_nudge=assignment.before, unanswered=count)
    asked, _, day = key.rpartition(":")
    of, _, entry = asked.partition("#")
    if of == f"{assignment.step}:asked" and entry:
        assignment = replace(assignment, later=(*assignment.later, (entry, date.fromisoformat(day))))
    elif of == f"{assignment.step}:asked":
        assignment = replace(assignment, until=date.fromisoformat(day))
    return replace(assignment, said=said, quiet=None if assignment.quiet == at else assignment.quiet)


def with_day_free(state: PersonState, at: datetime) -> PersonState:
    """Whoever would have heard at `at` has had no message on that day."""
    return replace(state, last_nudge=None) if state.last_nudge == at else state
