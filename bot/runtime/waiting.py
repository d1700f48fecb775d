"""How many turns of one person wait at once, and in which order they are taken: one after another.

Whoever has something waiting behind something else, or sends something long, goes through one gate, together with
everybody else who does: so however many people send however much, they take the time of one, and all others are
answered as ever.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

from bot.core.model import Account

MOST_WAITING = 12
"""Turns of one person that wait at once, the one that is being answered among them."""
HEAVY = 500
"""Characters of a message from which on it is long: most answers have fewer than a hundred."""
PATIENCE = 1.2
"""Seconds that a turn waits for its place. Slack waits three for its acknowledgement."""


@dataclass(slots=True)
class PersonsTurns:
    """One person's turns. Exists while there are any."""

    order: asyncio.Lock = field(default_factory=asyncio.Lock)
    waiting: int = 0
    behind: bool = False
    """Turns of theirs are kept unread: what comes now comes after those."""
    overtaken: bool = False
    """One that waited here is among those: so are all that waited behind it."""


class WaitingTurns:
    """Everybody's turns that wait."""

    def __init__(self, most: int = MOST_WAITING, patience: float = PATIENCE) -> None:
        self._most, self._patience = most, patience
        self._people: dict[Account, PersonsTurns] = {}
        self._gate = asyncio.Lock()

    @contextlib.asynccontextmanager
    async def place(self, account: Account, heavy: bool = False, keeping: bool = True) -> AsyncIterator[bool]:
        """Waits until it is this person's turn: True. False when it is not to be waited for; what comes then from
        this person comes behind what is kept unread, where it is kept (`keeping`)."""
        mine = self._people.setdefault(account, PersonsTurns())
        if mine.behind or mine.waiting >= self._most:
            yield False
            return
        mine.waiting += 1
        try:
            async with contextlib.AsyncExitStack() as held:
                yield await self._come(mine, held, heavy, keeping)
        finally:
            mine.waiting -= 1
            self._tidy(account)

    async def _come(self, mine: PersonsTurns, held: contextlib.AsyncExitStack, heavy: bool, keeping: bool) -> bool:
        crowded = heavy or mine.waiting > 1
        if not crowded and not mine.order.locked():  # As nearly always: nothing to wait for.
            await held.enter_async_context(mine.order)
            return not mine.overtaken
        try:
            async with asyncio.timeout(self._patience):
                await held.enter_async_context(mine.order)
                if crowded:
                    await held.enter_async_context(self._gate)
        except TimeoutError:
            mine.behind = mine.overtaken = mine.overtaken or keeping
            return False
        return not mine.overtaken

    @contextlib.asynccontextmanager
    async def after_these(self, account: Account) -> AsyncIterator[None]:
        """Waits, for as long as it takes, until everything that waits here was taken, and for the gate."""
        mine = self._people.setdefault(account, PersonsTurns())
        mine.waiting += 1
        try:
            async with mine.order, self._gate:
                yield
        finally:
            mine.waiting -= 1
            self._tidy(account)

    def fell_behind(self, account: Account) -> None:
        """A turn of theirs is kept unread."""
        self._people.setdefault(account, PersonsTurns()).behind = True

    def caught_up(self) -> None:
        """Nothing is kept unread."""
        for account, mine in list(self._people.items()):
            mine.behind = mine.overtaken = False
            self._tidy(account)

    def _tidy(self, account: Account) -> None:
        mine = self._people.get(account)
        if mine is not None and not mine.waiting and not mine.behind:
            del self._people[account]
