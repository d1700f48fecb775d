"""The store itself."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from datetime import datetime
from typing import Protocol, TypeVar

from bot.store.port.transactions import Tx

T = TypeVar("T")


class Store(Protocol):
    """A store."""

    async def write(self, work: Callable[[Tx], T]) -> T:
        """Runs `work` in a transaction that is durable when this returns. Raises StoreError."""

    async def read(self, work: Callable[[Tx], T]) -> T:
        """Runs `work` on a snapshot, beside writers. Raises StoreError."""

    async def migrate(self) -> list[str]:
        """Brings the schema up to date; returns the names of the migrations that ran. A file of our own is copied
        first. Raises StoreError for a store that a newer version has written to."""

    async def backup(self, path: str) -> None:
        """Copies the whole store. Raises StoreError when it is damaged, or the copy is, or it cannot be written."""

    async def clear_traces(self) -> None:
        """After something was erased: it is in nothing that the store keeps beside its rows (free pages, logs of
        writes). Writers wait meanwhile. Raises StoreError when somebody still reads what was there."""

    async def probe(self, at: datetime) -> None:
        """Keeps something small, and makes sure that there is room for more. Raises StoreError when there is not."""

    async def check(self) -> list[str]:
        """What is wrong with the store, in sentences for the operator; empty when nothing is. Changes nothing."""

    async def look(self, work: Callable[[Tx], T]) -> T:
        """Runs `work` on a snapshot and changes nothing, not even beside the store: for `doctor`, which may run as
        somebody else. Raises StoreError."""

    def changes(self) -> AsyncIterator[frozenset[str]]:
        """What other processes kept, soon after they did, by the names in `values.py`. It only saves time: a store
        whose processes hear nothing of each other says nothing, ever, and whoever waits looks now and then."""

    async def close(self) -> None: ...
