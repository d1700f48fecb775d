"""In which threads of channels the bot talks: there it goes on without being mentioned."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Awaitable, Callable

from bot.core.model import Address

Known = Callable[[Address], Awaitable[bool]]
"""Asks the ledger whether anything was ever said or sent in this thread. Only asked when memory does not know."""
MOST = 50_000


async def unknown(address: Address) -> bool:
    """When there is no ledger to ask: only memory counts."""
    return False


class Threads:
    """Memory saves the question; the ledger has the answer also after a restart."""

    def __init__(self, known: Known = unknown) -> None:
        self._known = known
        self._held: OrderedDict[tuple[str, str, str], bool] = OrderedDict()

    def joined(self, address: Address) -> None:
        """The bot was spoken to, or spoke, here."""
        if address.thread and not address.conversation.startswith("D"):
            self._keep((address.workspace, address.conversation, address.thread), True)

    async def has(self, workspace: str, channel: str, thread: str) -> bool:
        """Whether the bot is part of this thread."""
        key = (workspace, channel, thread)
        if key not in self._held:
            self._keep(key, await self._known(Address("slack", workspace, channel, thread, private=False)))
        return self._held[key]

    def _keep(self, key: tuple[str, str, str], value: bool) -> None:
        self._held[key] = value
        self._held.move_to_end(key)
        if len(self._held) > MOST:
            self._held.popitem(last=False)
