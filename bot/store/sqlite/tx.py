"""The transaction: all its parts together. What the port calls `Tx`."""

from __future__ import annotations

from datetime import datetime

from bot.store.codec import time_text
from bot.store.sqlite.evidence import EvidenceTx
from bot.store.sqlite.outcomes import OutcomesTx
from bot.store.sqlite.publishing import PublishingTx
from bot.store.sqlite.unread import UnreadTx


class SqliteTx(OutcomesTx, PublishingTx, EvidenceTx, UnreadTx):
    """One transaction on one connection. Nothing in it begins or ends the transaction."""

    __slots__ = ()

    def due_adopters(self, now: datetime, limit: int) -> list[str]:
        """Adopters whose wake time has come, the longest waiting first."""
        found = self.all(
            "SELECT key FROM adopters WHERE wake_at <= ? ORDER BY wake_at LIMIT ?", (time_text(now), limit)
        )
        return [row[0] for row in found]
