"""Publishing a briefing: it goes to its subscribers through the outbox, some at a time, each once; and the digests.

What was handed over is in the store with the message itself, so a kill repeats nothing. The pace is the outbox's: no
more is handed over while much still waits, and each provider's limits are kept where messages are sent. A publication
that was begun goes on in whatever process serves, until it is done or stopped.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Protocol

import structlog

from bot.core.guidance.subscribing import digest, published
from bot.core.model.journey import Briefing
from bot.core.turn.reply import Programme
from bot.runtime.clock import Clock
from bot.runtime.outbox import Outbox
from bot.store.port import Publication, PublishingTx, Readers, Store, StoreError, ValuesTx

log = structlog.get_logger(__name__)

BATCH = 100
"""Subscriptions looked at in one transaction."""
MOST_WAITING = 400
"""While so many messages wait in the outbox, no more are handed over."""
LOOK_SECONDS = 2.0
DIGEST_DAY, DIGEST_HOUR = 0, 9
"""Monday morning, in the programme's time zone."""
DIGEST_KEY = "digest week"


class UnknownBriefingError(ValueError):
    """There is no briefing of that name, or it was replaced."""


class DigestTx(PublishingTx, ValuesTx, Protocol):
    """What is needed to hand over digests once a week."""


class Publisher:
    """Hands briefings to the outbox."""

    def __init__(
        self, store: Store, programme: Callable[[], Programme], clock: Clock, outbox: Outbox | None = None
    ) -> None:
        self._store, self._programme, self._clock, self._outbox = store, programme, clock, outbox

    def briefing(self, key: str) -> Briefing:
        """Raises UnknownBriefingError."""
        found = next((b for b in self._programme().journey.briefings if b.key == key), None)
        if found is None:
            raise UnknownBriefingError(f"there is no briefing called '{key}'.")
        if found.status == "superseded":
            raise UnknownBriefingError(f"'{key}' was replaced by a newer one: publish that.")
        today = self._clock.now().astimezone(self._programme().zone).date()
        if found.published > today:
            raise UnknownBriefingError(f"'{key}' is to be published on {found.published}, which is still to come.")
        return found

    async def readers(self, key: str) -> Readers:
        """Who would get it that has not got it yet. Raises UnknownBriefingError."""
        topics = self.briefing(key).topics
        return await self._store.read(lambda tx: tx.readers(key, topics))

    async def begin(self, key: str) -> None:
        """Begins, or goes on after a stop. Raises UnknownBriefingError."""
        self.briefing(key)
        await self._store.write(lambda tx: tx.begin_publication(key, self._clock.now()))

    async def stop(self, key: str) -> bool:
        """Hands over no more. False when it was not going."""
        return await self._store.write(lambda tx: tx.stop_publication(key))

    async def state(self, key: str) -> Publication | None:
        return await self._store.read(lambda tx: tx.publication(key))

    async def go_on(self) -> int:
        """Hands over one batch of each publication that is going, where there is part. Returns how many were looked
        at: 0 when nothing is to be done now."""
        now = self._clock.now()
        programme = self._programme()
        by_key = {b.key: b for b in programme.journey.briefings}
        today = now.astimezone(programme.zone).date()

        def some(tx: PublishingTx) -> int:
            looked = 0
            for key in tx.publications_going():
                room = MOST_WAITING - tx.outbox_figures().waiting
                if room <= 0 or key not in by_key:
                    continue
                message = published(programme, by_key[key], today)
                looked += tx.publish_some(key, by_key[key].topics, message, now, min(BATCH, room))
            return looked

        looked = await self._store.write(some) if await self._store.read(lambda tx: tx.publications_going()) else 0
        if looked and self._outbox is not None:
            self._outbox.poke()
        return looked

    async def digests(self) -> int:
        """Once a week, everything that waits for weekly readers. Returns how many digests were handed over."""
        now = self._clock.now()
        programme = self._programme()
        week = digest_week(now, programme)
        if await self._store.read(lambda tx: tx.value(DIGEST_KEY)) == week:
            return 0
        by_key = {b.key: b for b in programme.journey.briefings}
        today = now.astimezone(programme.zone).date()

        def send(tx: DigestTx) -> int:
            found = tx.digests(BATCH)
            for to, keys in found:
                briefings = [by_key[key] for key in keys if key in by_key]
                tx.send_digest(to, digest(programme, briefings, today), now)
            if len(found) < BATCH:
                tx.set_value(DIGEST_KEY, week)
            return len(found)

        return await self._store.write(send)

    async def run(self) -> None:
        """Goes on with what is going, until cancelled. The store's faults are logged and waited out."""
        while True:
            try:
                busy = await self.go_on() + await self.digests()
            except StoreError as error:
                log.error("publishing.store", error=str(error))
                busy = 0
            await asyncio.sleep(0.05 if busy else LOOK_SECONDS)


def digest_week(now: datetime, programme: Programme) -> str:
    """The week whose digest is due: it changes on Monday morning."""
    local = now.astimezone(programme.zone) - timedelta(days=DIGEST_DAY, hours=DIGEST_HOUR)
    year, week, _ = local.isocalendar()
    return f"{year}-W{week:02d}"
