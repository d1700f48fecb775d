"""A process that dies at random points, and a store that notices: nothing runs on once it is dead."""

from __future__ import annotations

import random
from collections.abc import AsyncIterator, Callable
from datetime import datetime
from typing import TypeVar

from bot.store.port import Store, Tx

T = TypeVar("T")


class KilledError(BaseException):
    """The process is dead. No `except Exception` may catch it."""


class Fate:
    """Says when the process dies: after so many steps, drawn anew at each start."""

    def __init__(self, luck: random.Random, every: int) -> None:
        self._luck, self._every = luck, every
        self.deaths = 0
        self.dead = False
        self._left = self._draw()

    def _draw(self) -> int:
        return self._luck.randint(1, 2 * self._every) if self._every else -1

    def step(self) -> None:
        """One step of the process. Raises KilledError when it was the last, and ever after."""
        if not self.dead and self._left > 0:
            self._left -= 1
            self.dead = self._left == 0
            self.deaths += self.dead
        if self.dead:
            raise KilledError

    def reborn(self) -> None:
        self.dead = False
        self._left = self._draw()


class MortalStore:
    """The real store, for a process that can die before, in and after each transaction."""

    def __init__(self, store: Store, fate: Fate) -> None:
        self._store, self._fate = store, fate

    async def write(self, work: Callable[[Tx], T]) -> T:
        self._fate.step()

        def inside(tx: Tx) -> T:
            result = work(tx)
            self._fate.step()  # dies with the transaction open: nothing of it is kept
            return result

        result = await self._store.write(inside)
        self._fate.step()  # kept, and nobody hears of it
        return result

    async def read(self, work: Callable[[Tx], T]) -> T:
        self._fate.step()
        return await self._store.read(work)

    async def migrate(self) -> list[str]:
        return await self._store.migrate()

    async def backup(self, path: str) -> None:
        await self._store.backup(path)

    async def check(self) -> list[str]:
        return await self._store.check()

    async def clear_traces(self) -> None:
        await self._store.clear_traces()

    async def probe(self, at: datetime) -> None:
        await self._store.probe(at)

    async def look(self, work: Callable[[Tx], T]) -> T:
        return await self._store.look(work)

    def changes(self) -> AsyncIterator[frozenset[str]]:
        return self._store.changes()

    async def close(self) -> None:
        await self._store.close()
