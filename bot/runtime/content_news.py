"""Tells the officers, where their questions arrive, that new content was refused: once for each such content."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Callable
from datetime import datetime

from bot.core.model import Account, Outcome, Outgoing, TurnContext
from bot.core.turn.reply import Programme
from bot.core.turn.saying import message
from bot.core.turn.wording import escape
from bot.runtime.clock import Clock
from bot.store.port import Store, Tx

LOOK_SECONDS = 30.0
TOLD = "content refused"
"""Where it is kept which refused content the officers have heard of."""
_NOBODY = Account("content", "content", "content")


class ContentNews:
    """The teller. `refused` gives what is wrong with the newest content: a line each, none where it was taken."""

    def __init__(
        self, store: Store, programme: Callable[[], Programme], refused: Callable[[], tuple[str, ...]], clock: Clock
    ) -> None:
        self._store, self._programme, self._refused, self._clock = store, programme, refused, clock

    async def run(self) -> None:
        """Looks until cancelled."""
        while True:
            await asyncio.sleep(LOOK_SECONDS)
            await self.look(self._clock.now())

    async def look(self, now: datetime) -> None:
        """Tells what is new; forgets it when the content is sound again. Raises StoreError."""
        lines = self._refused()
        mark = hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16] if lines else None
        if await self._store.read(lambda tx: tx.value(TOLD)) != mark:
            await self._store.write(lambda tx: self._tell(tx, lines, mark, now))

    def _tell(self, tx: Tx, lines: tuple[str, ...], mark: str | None, now: datetime) -> None:
        inbox = tx.context(_NOBODY).casework.inbox
        if mark is not None and inbox is None:
            return  # There is nobody to tell yet; /readyz and the log say it.
        if mark is not None:
            journey = self._programme().journey
            said = message(journey, "content_refused", count=len(lines), first=escape(lines[0]))
            event = f"content:{mark}:{now.isoformat()}"
            tx.keep_clock(event, now, TurnContext(_NOBODY), Outcome((Outgoing(said, inbox),)))
        tx.set_value(TOLD, mark)
