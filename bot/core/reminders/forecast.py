"""The days to come: who would be told what if nobody answers until then. For the officer's pages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.core.model import TurnContext
from bot.core.record.assignments import OFFICER, TEAM
from bot.core.reminders.plan import advance, changes_of
from bot.core.reminders.planning import plan
from bot.core.turn.reply import Programme


@dataclass(frozen=True, slots=True)
class Forecast:
    """One message of the days to come."""

    adopter: str
    to: str
    name: str
    """Whom that is, in words."""
    at: datetime
    steps: tuple[str, ...]
    kinds: tuple[str, ...]
    """For each step, what is said of it: see `Item.kind`."""


def forecast(
    programme: Programme, context: TurnContext, at: datetime, days: int = 14, held: str = ""
) -> tuple[Forecast, ...]:
    """The messages of the days to come, in order of time, if nothing is heard until then."""
    found: list[Forecast] = []
    end = at + timedelta(days=days)
    key = context.adopter.key if context.adopter else ""
    while at <= end:
        made = plan(programme, context, at, held)
        context = advance(context, made.changes)
        for tell in made.tell:
            steps, kinds = tuple(i.step for i in tell.items), tuple(i.kind for i in tell.items)
            found.append(Forecast(key, tell.to, name_of(context, tell.to), at, steps, kinds))
            context = advance(context, changes_of(context, tell, at))
        if made.wake is None or made.wake <= at:
            break
        at = made.wake
    return tuple(found)


def name_of(context: TurnContext, to: str) -> str:
    """A recipient in words."""
    if to in (TEAM, OFFICER):
        return "the team's channel" if to == TEAM else "the officer's inbox"
    return next((p.name for p in context.people if p.id == to), to)
