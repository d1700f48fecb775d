"""In which threads of channels the bot talks: there it goes on without being mentioned."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable

from bot.core.model import Address

Known = Callable[[Address], Awaitable[bool]]
"""Asks the store whether anything was ever said or sent in this thread. Only asked when memory does not know."""
MOST = 50_000
UNKNOWN_SECONDS = 60.0
"""How long a thread stays unknown: another process may have spoken there meanwhile."""


async def unknown(address: Address) -> bool:
    """When there is no store to ask: only memory counts."""
    return False


class Threads:
    """Memory saves the question; the store has the answer also after a restart."""

    def __init__(self, known: Known = unknown) -> None:
        self._known = known
        self._held: OrderedDict[tuple[str, str, str], float] = OrderedDict()
        """Thread -> until when it counts as unknown; 0 for one that the bot is part of."""

    def joined(self, address: Address) -> None:
        """The bot was spoken to, or spoke, here."""
        if address.thread and not address.conversation.startswith("D"):
            self._keep((address.workspace, address.conversation, address.thread), 0.0)

    async def has(self, workspace: str, channel: str, thread: str) -> bool:
        """Whether the bot is part of this thread."""
        key, now = (workspace, channel, thread), time.monotonic()
        until = self._held.get(key)
        if until is None or 0 < until <= now:
            known = await self._known(Address("slack", workspace, channel, thread, private=False))
            until = 0.0 if known else now + UNKNOWN_SECONDS
            self._keep(key, until)
        return until == 0.0

    def _keep(self, key: tuple[str, str, str], until: float) -> None:
        self._held[key] = until
        self._held.move_to_end(key)
        if len(self._held) > MOST:
            self._held.popitem(last=False)
