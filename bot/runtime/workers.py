"""Which processes hold deliveries, and whether they still live.

A lease names the process that took it. A process that holds leases beats: the number in its row grows. Others watch
that number by their own time, since the clocks of two machines differ; what stands still belongs to a process that
will not come back, and its leases end.
"""

from __future__ import annotations

import os
import secrets
import socket
from collections.abc import Iterable
from datetime import datetime, timedelta

from bot.core.delivery import is_dead
from bot.store.port import Worker


def this_process() -> Worker:
    """This process under a name of its own."""
    return Worker(secrets.token_hex(8), socket.gethostname(), os.getpid())


class Watch:
    """What this process has seen of the others."""

    def __init__(self, me: Worker) -> None:
        self._me = me
        self._seen: dict[str, tuple[int, datetime]] = {}
        """Each one's last beat, and when it was first seen."""

    def dead(self, holding: Iterable[Worker], now: datetime) -> list[Worker]:
        """Which of those that hold deliveries will not come back."""
        others = [worker for worker in holding if worker.id != self._me.id]
        before, self._seen = self._seen, {}
        for worker in others:
            beats, since = before.get(worker.id, (worker.beats, now))
            self._seen[worker.id] = (beats, since) if beats == worker.beats else (worker.beats, now)
        return [worker for worker in others if is_dead(self._silent(worker, now), self._ended(worker))]

    def _silent(self, worker: Worker, now: datetime) -> timedelta:
        return now - self._seen[worker.id][1]

    def _ended(self, worker: Worker) -> bool:
        """Whether the machine says that its process is no more. It can for processes of its own only."""
        if worker.host != self._me.host or os.name != "posix":
            return False
        if worker.pid == self._me.pid:
            return True  # our own number, in another life
        try:
            os.kill(worker.pid, 0)
        except ProcessLookupError:
            return True
        except OSError:
            return False
        return False
