"""What is kept for a time only is taken out once a day, a few rows at a time. Each run is a line in the log."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from functools import partial

import structlog

from bot.runtime.clock import Clock
from bot.store.ageing import FOR_EVER, KEEPS
from bot.store.port import Store, StoreError

log = structlog.get_logger(__name__)

LAST_KEY = "retention last"
"""The small value that says on which day it was done last."""
LOOK_SECONDS = 600.0
AT_ONCE = 500
"""Rows of one transaction: turns come between."""
LEAVERS = "leavers"


class Retention:
    """Takes out what is old. `days`: for each kind how long it is kept; `former` is what stands for somebody gone."""

    def __init__(self, store: Store, clock: Clock, days: Mapping[str, int], former: Callable[[], str]) -> None:
        self._store, self._clock, self._days, self._former = store, clock, days, former

    async def run(self) -> None:
        """Once a day, whoever works; until cancelled."""
        while True:
            try:
                await self.run_if_due()
            except StoreError as error:
                log.error("retention_failed", error=str(error))
            await asyncio.sleep(LOOK_SECONDS)

    async def run_if_due(self) -> dict[str, int] | None:
        """None where it was done today."""
        now = self._clock.now()
        today = now.date().isoformat()
        if await self._store.read(lambda tx: tx.value(LAST_KEY)) == today:
            return None
        counts = await self.take_out(now)
        await self._store.write(lambda tx: tx.set_value(LAST_KEY, today))
        log.info("retention", taken_out=counts)
        return counts

    async def take_out(self, now: datetime) -> dict[str, int]:
        """Takes out what is old at that time. Returns how many rows of each kind; of leavers, how many people."""
        return {what: await self._one(what, now) for what in KEEPS if self._days[what] != FOR_EVER}

    async def _one(self, what: str, now: datetime) -> int:
        before, done = now - timedelta(days=self._days[what]), 0
        while True:
            if what == LEAVERS:
                some = await self._leavers(before, now)
            else:
                some = await self._store.write(lambda tx: tx.take_out_old(what, before, AT_ONCE))
            done += some
            if not some:
                return done
            await asyncio.sleep(0)

    async def _leavers(self, before: datetime, now: datetime) -> int:
        """People who left so long ago are deleted as if they had asked for it."""
        gone = await self._store.read(lambda tx: tx.left_before(before.date(), AT_ONCE))
        for person in gone:
            await self._store.write(partial(lambda tx, person: tx.erase(person, self._former(), now), person=person))
        return len(gone)
