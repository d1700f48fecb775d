"""The transaction: all its parts together. What the port calls `Tx`."""

from __future__ import annotations

from datetime import datetime

from bot.store.codec import time_text
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
