"""What is wrong with a store, in sentences for the operator."""

from __future__ import annotations

from collections.abc import Iterator

import psycopg

from bot.core.delivery import Channels
from bot.store.postgres import schema
from bot.store.postgres.dialect import PostgresTx
from bot.store.sql.rows import Row
from bot.store.sql.soundness import not_current

GUARDS = {"facts_are_never_changed", "facts_are_never_deleted", "facts_are_never_truncated"}


def look_over(conn: psycopg.Connection[Row], place: str) -> Iterator[str]:
    """Everything that is wrong, one sentence each. Changes nothing."""
    ran = schema.applied(conn)
    if unknown := schema.newer(ran):
        yield schema.say_newer(place, unknown)
        return
    if names := schema.pending(ran):
        yield f"The database {place} is not up to date ({', '.join(names)} to run). Run `charter-bot migrate`."
        return
    found = conn.execute("SELECT tgname FROM pg_trigger WHERE tgrelid = 'facts'::regclass AND tgenabled <> 'D'")
    if not {row[0] for row in found} >= GUARDS:
        yield f"The database {place} has lost the guard that keeps facts from being changed. Restore the last backup."
    if wrong := not_current(PostgresTx(conn, Channels(), writes=False)):
        yield f"{wrong} Somebody wrote to {place} by hand: restore the last backup."
