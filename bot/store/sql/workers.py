"""Which processes hold leases. Whether one is dead is not said here: see bot/core/delivery.py."""

from __future__ import annotations

from datetime import datetime

from bot.store.codec import time_text
from bot.store.port import Worker
from bot.store.sql.rows import Part


class WorkersTx(Part):
    __slots__ = ()

    def beat(self, worker: Worker) -> None:
        """This process lives."""
        self.conn.execute(
            "INSERT INTO workers (id, host, pid, beats) VALUES (?, ?, ?, 1) ON CONFLICT (id) DO UPDATE SET"
            " beats = workers.beats + 1",
            (worker.id, worker.host, worker.pid),
        )

    def workers(self) -> list[Worker]:
        """The processes that hold leases."""
        found = self.all(
            "SELECT id, host, pid, beats FROM workers WHERE id IN (SELECT leased_by FROM outbox WHERE leased = 1)"
        )
        return [Worker(*row) for row in found]

    def free(self, worker: str, now: datetime) -> int:
        """The leases of this process end: what it held is due, and doubtful. Returns how many there were."""
        freed = self.conn.execute(
            "UPDATE outbox SET due_at = CASE WHEN due_at < ? THEN due_at ELSE ? END, leased_by = '' WHERE leased = 1"
            " AND leased_by = ?",
            (time_text(now), time_text(now), worker),
        )
        # Rows of processes that died holding nothing go too. One that lives and holds nothing comes back by itself.
        self.conn.execute(
            "DELETE FROM workers WHERE id = ? OR id NOT IN (SELECT leased_by FROM outbox WHERE leased = 1)", (worker,)
        )
        return freed.rowcount
