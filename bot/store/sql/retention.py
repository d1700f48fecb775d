"""What is kept for a time only: which rows are old, and taking them out a few at a time, so that turns come between.

How long is a setting (`RETENTION_…`), and `bot/runtime/retention.py` says when. What a person's leaving leads to is
an erasure like any other.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from bot.store.codec import time_text
from bot.store.sql.rows import Part


@dataclass(frozen=True, slots=True)
class Ageing:
    """Rows of a table that grow old: `old` has one place, for the time before which they are."""

    table: str
    key: str
    """The column by which they are taken out."""
    old: str
    also: str = ""
    """A table whose rows hang on these, and its column that names them: `case_lines.case_id`."""


_STRANGERS = "talker NOT IN (SELECT id FROM people)"
_CLOSED = "about_case NOT IN (SELECT id FROM cases WHERE closed_at IS NULL)"
"""Whoever answers in the thread of a message about an open question still answers that question."""

AGEING: dict[str, tuple[Ageing, ...]] = {
    "events": (Ageing("events", "event", "at < ?"),),
    "messages": (Ageing("outbox", "id", f"state <> 'waiting' AND ended_at < ? AND {_CLOSED}"),),
    "history": (Ageing("said", "seq", "at < ?"),),
    "cases": (Ageing("cases", "id", "closed_at < ?", also="case_lines.case_id"),),
    "reminders": (Ageing("nudges", "key", "at < ?"),),
    "wishes": (Ageing("wishes", "words", "last_at < ?"),),
    "strangers": (
        Ageing("said", "seq", f"{_STRANGERS} AND at < ?"),
        Ageing("talks", "talker", f"{_STRANGERS} AND at < ?"),
        Ageing("wrong_codes", "id", "at < ?"),
    ),
}
"""By the name of the setting, in small letters and without its beginning."""


class RetentionTx(Part):
    __slots__ = ()

    def take_out_old(self, what: str, before: datetime, limit: int) -> int:
        """Takes out at most so many rows of this kind from before then. Returns how many there were."""
        done = 0
        for ageing in AGEING[what]:
            old = f"SELECT {ageing.key} FROM {ageing.table} WHERE {ageing.old} ORDER BY {ageing.key} LIMIT ?"  # noqa: S608
            if ageing.also:
                table, _, column = ageing.also.partition(".")
                hanging = f"DELETE FROM {table} WHERE {column} IN ({old})"  # noqa: S608
                self.conn.execute(hanging, (time_text(before), limit))
            sql = f"DELETE FROM {ageing.table} WHERE {ageing.key} IN ({old})"  # noqa: S608
            done += self.conn.execute(sql, (time_text(before), limit - done)).rowcount
            if done >= limit:
                break
        return done

    def left_before(self, day: date, limit: int) -> list[str]:
        """People who left their organisation before that day."""
        sql = "SELECT id FROM people WHERE left_on < ? ORDER BY left_on LIMIT ?"
        return [str(id_) for (id_,) in self.all(sql, (day.isoformat(), limit))]
