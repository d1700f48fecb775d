"""How far adopters are is kept beside their facts: after each turn in its own transaction, and counted again where
something else told facts, or the content says anew when a step is done.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Protocol

import structlog

from bot.core.model import NewFact
from bot.core.model.journey import Journey
from bot.core.model.tracks import Track
from bot.core.officers.tracks import NOTHING, stamp_of, told, track_of
from bot.core.record.progress import progress_of
from bot.core.turn.reply import Programme
from bot.store.port import EvidenceTx, Store, StoreError, TracksTx

log = structlog.get_logger(__name__)

AT_ONCE = 20
"""Adopters that are counted again in one round."""
LOOK_SECONDS = 5.0


class CountTx(TracksTx, EvidenceTx, Protocol):
    """What is needed to count an adopter's facts."""


class Tracks:
    """Keeps the summary. `programme` gives the content in force."""

    def __init__(self, programme: Callable[[], Programme]) -> None:
        self._programme = programme
        self._stamped: tuple[Journey, str] | None = None

    def stamp(self) -> str:
        """Of the content in force; worked out once for each."""
        journey = self._programme().journey
        if self._stamped is None or self._stamped[0] is not journey:
            self._stamped = (journey, stamp_of(journey))
        return self._stamped[1]

    def after(
        self, tx: TracksTx, adopter: str, before: tuple[Track, str] | None, facts: Iterable[NewFact], at: datetime
    ) -> None:
        """To be called when facts were kept, with what `track` said before that. What was to be counted again before
        still is."""
        stamp = self.stamp()
        track, by = before or (NOTHING, stamp)
        if by == stamp:
            progress = progress_of(self._programme().journey, tx.current_facts(adopter))
            tx.save_track(adopter, told(track, progress, [fact.name for fact in facts], at), stamp)

    async def count_again(self, store: Store, limit: int = AT_ONCE) -> int:
        """Counts adopters again that have to be. Returns how many there were. Raises StoreError."""
        stamp = self.stamp()
        keys = await store.read(lambda tx: tx.stale_tracks(stamp, limit))
        for key in keys:
            await self._count(store, key, stamp)
        return len(keys)

    async def _count(self, store: Store, adopter: str, stamp: str) -> None:
        """One adopter, on what was known a moment ago: what was told meanwhile is counted in the next round."""
        journey = self._programme().journey

        def count(tx: CountTx) -> tuple[int, Track]:
            return tx.last_fact(adopter), track_of(journey, tx.facts(adopter))

        last, track = await store.read(count)

        def keep(tx: CountTx) -> None:
            if tx.last_fact(adopter) == last:
                tx.save_track(adopter, track, stamp)

        await store.write(keep)

    async def run(self, store: Store) -> None:
        """Looks now and then until cancelled. A fault of the store is logged and waited out."""
        while True:
            counted = 0
            try:
                counted = await self.count_again(store)
            except StoreError as error:
                log.error("tracks_failed", error=str(error))
            await asyncio.sleep(0 if counted == AT_ONCE else LOOK_SECONDS)
