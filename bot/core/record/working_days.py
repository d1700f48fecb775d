"""The days and hours on which somebody may hear from the bot by itself. Pure."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, tzinfo

from bot.core.calendar import Hours, WorkingDays, hours_of, span_of, time_of
from bot.core.model import Fact, TurnContext
from bot.core.model.journey import Nudging
from bot.core.record.assignments import TEAM, person_state_of

CLOSED = "reminders.closed"
"""The fact that holds an organisation's closures, as spans."""


def working_days(nudging: Nudging, closed: Fact | None) -> WorkingDays:
    """The days on which an organisation works, given its closures."""
    spans = closed.value if closed is not None and isinstance(closed.value, tuple) else ()
    return WorkingDays(nudging, tuple(span_of(s) for s in spans))


def held_until(held: str) -> date | None:
    """The day until which the operator holds all reminders; None when they are not held, or `paused`."""
    return date.fromisoformat(held) if held and held != "paused" else None


def hours_for(nudging: Nudging, zone: tzinfo, context: TurnContext, days: WorkingDays, to: str) -> Hours:
    """When a recipient (a person's id, TEAM or OFFICER) may hear from the bot by itself.

    `days` are the organisation's; a place outside it, such as the programme's inbox, keeps the programme's own.
    """
    person = next((p for p in context.people if p.id == to), None)
    if person is None:
        key = context.adopter.key if context.adopter else ""
        return hours_of(days if to == TEAM else WorkingDays(nudging), zone, f"{to}:{key}")
    state = person_state_of(context, to)
    return hours_of(days, zone, to, person.timezone, state.hours, state.leave, state.days)


def open_hours_for(nudging: Nudging, zone: tzinfo, context: TurnContext, days: WorkingDays, to: str) -> Hours:
    """The same without the person's own time of the morning: for what a colleague asked to pass on."""
    hours = hours_for(nudging, zone, context, days, to)
    own = person_state_of(context, to).hours
    return hours if own else replace(hours, opens=time_of(nudging.opens))


WINDOWS = 15
"""For so many working days a reminder that could not be sent waits for the next working hours."""
