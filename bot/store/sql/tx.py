"""The transaction: all its parts together. What the port calls `Tx`."""

from __future__ import annotations

from datetime import datetime

from bot.store.codec import maybe_time, time_text
from bot.store.sql.evidence import EvidenceTx
from bot.store.sql.inbox import InboxTx
from bot.store.sql.outcomes import OutcomesTx
from bot.store.sql.publishing import PublishingTx
from bot.store.sql.retention import RetentionTx
from bot.store.sql.unread import UnreadTx


class SqlTx(OutcomesTx, PublishingTx, EvidenceTx, UnreadTx, RetentionTx, InboxTx):
    """One transaction on one connection. Nothing in it begins or ends the transaction."""

    __slots__ = ()

    def due_adopters(self, now: datetime, limit: int) -> list[str]:
        """Adopters whose wake time has come, the longest waiting first."""
        found = self.all(
            "SELECT key FROM adopters WHERE wake_at <= ? ORDER BY wake_at LIMIT ?", (time_text(now), limit)
        )
        return [row[0] for row in found]

    def waking(self, now: datetime) -> tuple[int, datetime | None]:
        """How many adopters wait for the clock, and since when the first of them does."""
        row = self.one("SELECT count(*), min(wake_at) FROM adopters WHERE wake_at <= ?", (time_text(now),))
        return (0, None) if row is None else (row[0], maybe_time(row[1]))
