"""Time that is moved on: a little at a time, so that what comes due on the way comes at its own hour."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime, timedelta

from bot.runtime.clock import Clock
from bot.runtime.turns import TurnHandler

STEP = timedelta(minutes=30)
"""How finely time passes: the clock looks every so often, as the worker does."""


async def passing(clock: Clock, turns: TurnHandler, end: datetime) -> AsyncIterator[datetime]:
    """Moves the clock until it is `end`. Gives each time at which reminders were looked for, for what became due to
    be sent."""
    while (left := end - clock.now()) > timedelta(0):
        now = clock.move(min(STEP, left))
        await turns.sweep(now)
        yield now


__all__ = ["STEP", "passing"]
