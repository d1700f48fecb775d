"""Figures of the outbox: when the next row is due, what waits, what did not arrive."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.core.delivery import RANKS
from bot.core.model import Address
from bot.store.codec import maybe_time, time_of
from bot.store.port import OutboxFigures, Undelivered
from bot.store.sql.rows import NO_END, Part

NEXT_DUE = "SELECT min(due_at) FROM outbox WHERE state = 'waiting' AND channel = ? AND rank = ? AND due_at > ''"


class FiguresTx(Part):
    __slots__ = ()

    def next_due(self, channels: Sequence[str]) -> datetime | None:
        """When the next delivery of these channels is due, leased ones included."""
        dues = (self.one(NEXT_DUE, (name, rank)) for name in (*channels, "") for rank in RANKS)
        return maybe_time(min((row[0] for row in dues if row is not None and row[0] is not None), default=None))

    def spoke_in(self, address: Address) -> bool:
        """Whether anything was sent, or waits to be, in this conversation's thread."""
        sql = (
            f"SELECT 1 FROM outbox WHERE lane = ? AND {self.THREAD} = ?"  # noqa: S608
            " AND state IN ('sent', 'waiting') LIMIT 1"
        )
        return bool(address.thread) and self.one(sql, (address.lane, address.thread)) is not None

    def outbox_figures(self, channels: Sequence[str] | None = None) -> OutboxFigures:
        """What waits (on these channels, where some are named), since when, and what was given up."""
        only = "" if channels is None else f" AND channel IN ({', '.join(['?'] * (len(channels) + 1))})"
        waiting = self.one(
            f"SELECT count(*), min(created_at) FROM outbox INDEXED BY outbox_lane WHERE state = 'waiting'{only}",  # noqa: S608
            () if channels is None else ("", *channels),
        )
        failed = self.one("SELECT count(*) FROM outbox WHERE state = 'failed'")
        last = self.one("SELECT error FROM outbox WHERE state = 'failed' ORDER BY ended_at DESC LIMIT 1") or self.one(
            "SELECT error FROM outbox INDEXED BY outbox_lane WHERE state = 'waiting' AND error <> '' LIMIT 1"
        )
        return OutboxFigures(
            waiting=waiting[0] if waiting else 0,
            oldest=maybe_time(waiting[1] if waiting else None),
            failed=failed[0] if failed else 0,
            last_error=last[0] if last else "",
        )

    def given_up(self, limit: int | None) -> list[Undelivered]:
        """Messages that were given up, the newest first. No text."""
        return self._undelivered("state = 'failed'", NO_END if limit is None else limit)

    def undelivered(self, limit: int = 50) -> list[Undelivered]:
        """Messages given up or diverted, the newest first. No text."""
        diverted = self._undelivered("diverted <> '' AND state = 'sent'", limit)
        return sorted([*self.given_up(limit), *diverted], key=lambda u: u.at, reverse=True)[:limit]

    def _undelivered(self, which: str, limit: int) -> list[Undelivered]:
        found = self.all(
            "SELECT id, adopter, person, channel, ended_at, error, turn, diverted FROM outbox"  # noqa: S608
            f" WHERE {which} ORDER BY ended_at DESC, id DESC LIMIT ?",
            (limit,),
        )
        return [Undelivered(d, a, p, c, time_of(at), error, *whose) for d, a, p, c, at, error, *whose in found]
