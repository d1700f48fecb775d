"""The outbox: sends what the store has committed, once, in order, whatever dies in between.

    claim (leased, in a transaction) -> channel.send -> ended (in a transaction, which claims more) -> ...

- What follows an ending is said by bot/core/delivery.py.
- Lanes are sent side by side, `AT_ONCE` at most; within a lane one message at a time.
- A kill at any point: the leases end with the process, and its rows are sent again as doubtful; the
  channel's written rule decides.
- An ending that cannot be written (a full disk) is tried until it can: the delivery is not sent again meanwhile.
- Giving up is loud: an error in the log with ids and never words, a count, and a row that `doctor` shows.
"""

from __future__ import annotations

import asyncio
import contextlib
import secrets
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
from weakref import WeakValueDictionary

import structlog
from structlog.contextvars import bound_contextvars

from bot.channels.port import Channel, Ending, Sent
from bot.core.delivery import BEAT_SECONDS, LEASE, SEND_SECONDS, last_word, next_wait
from bot.runtime.clock import Clock
from bot.runtime.measuring import Measuring, NoMeasuring, NoTracing, Tracing, ticks
from bot.runtime.workers import Watch, this_process
from bot.store.port import Delivery, OutboxFigures, OutboxTx, Store, StoreError, Worker

log = structlog.get_logger(__name__)

AT_ONCE = 16
"""Sends at once."""
LOOK_SECONDS = 1.0
"""How often the loop looks for rows that another process put in."""
STUCK = timedelta(minutes=10)
"""A message that has been due for longer means that nothing is sent."""
FEW = 2
"""How many a turn or an ending claims with its own transaction. The loop claims all that there is part for."""
STORE_SECONDS = 0.5
"""How long to wait before asking a store again that could not answer."""


def _chance() -> float:
    return secrets.randbelow(1000) / 1000


class Outbox:
    """Sends the deliveries of these channels. One for a process; several processes may share a store."""

    def __init__(
        self,
        store: Store,
        channels: Mapping[str, Channel],
        clock: Clock,
        *,
        at_once: int = AT_ONCE,
        lease: timedelta = LEASE,
        send_seconds: float = SEND_SECONDS,
        me: Worker | None = None,
        chance: Callable[[], float] = _chance,
        measuring: Measuring | None = None,
        tracing: Tracing | None = None,
    ) -> None:
        self._store = store
        self._channels = channels
        self._clock = clock
        self._at_once = at_once
        self._lease = lease
        self._me = me or this_process()
        self._watch = Watch(self._me)
        self._sending = 0
        self._beating: asyncio.Task[None] | None = None
        self._send_seconds = send_seconds
        self._chance = chance
        self._measuring = measuring or NoMeasuring()
        self._tracing = tracing or NoTracing()
        self._poked = asyncio.Event()
        self._stopping = False
        self._flying: dict[int, asyncio.Task[None]] = {}
        self._lanes: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        """A message to a person waits in the person's lane, and may meet a reply in the lane of the place."""
        self._looping: asyncio.Task[None] | None = None
        self.counts: Counter[str] = Counter()
        """How attempts ended since the start, by the ending's name, and `given_up`."""

    # ------------------------------------------------------------ for the turn handler

    def claim(self, tx: OutboxTx, now: datetime) -> list[Delivery]:
        """Claims what can be sent at once, inside the caller's transaction. Give it to `take` after the commit.

        This saves a commit of its own: a turn and the claim of its answer are one transaction. `now` may be an
        event's time, long ago; the lease counts from this process's own.
        """
        return self._claim(tx, max(now, self._clock.now()), min(FEW, self._room()))

    def take(self, deliveries: Iterable[Delivery]) -> None:
        """Sends these, which were claimed in a transaction that is now committed. Returns at once."""
        for delivery in deliveries:
            if delivery.id not in self._flying:  # a slow send whose lease ran out is still ours
                self._flying[delivery.id] = asyncio.create_task(self._carry(delivery), name=f"delivery-{delivery.id}")

    def poke(self) -> None:
        """There may be something to send."""
        self._poked.set()

    # ------------------------------------------------------------ the loop

    async def run(self) -> None:
        """Sends until `stop`. The world's faults are logged and waited out, never raised."""
        self._stopping = False
        self._looping = asyncio.current_task()
        try:
            while not self._stopping:
                self._poked.clear()
                try:
                    wait = await self._look()
                except StoreError as error:
                    log.error("outbox.store", error=str(error))
                    wait = STORE_SECONDS
                except Exception:  # a fault of ours: the outbox must go on
                    log.exception("outbox.look_failed")
                    wait = STORE_SECONDS
                if not self._stopping:
                    with contextlib.suppress(TimeoutError):
                        await asyncio.wait_for(self._poked.wait(), wait)
        finally:
            self._looping = None

    async def stop(self, grace: float = 10.0) -> None:
        """Claims nothing more, lets sends end for `grace` seconds, then leaves the rest to others, as doubtful."""
        self._stopping = True
        self._poked.set()
        if self._flying:
            _, late = await asyncio.wait(self._flying.values(), timeout=grace)
            for task in late:
                task.cancel()
            if late:
                log.warning("outbox.stopped_in_flight", deliveries=len(late))
                await asyncio.wait(late)
        if self._looping is not None and self._looping is not asyncio.current_task():
            await asyncio.wait([self._looping])
        if self._beating is not None:
            self._beating.cancel()
        with contextlib.suppress(StoreError):
            await self._store.write(lambda tx: tx.free(self._me.id, self._clock.now()))

    async def drain(self, now: datetime) -> int:
        """Sends everything that is due at `now`, each once, and waits for it. Returns how many were tried.

        Raises StoreError when the store cannot be read.
        """
        tried = 0
        while True:
            claimed = await self._store.write(
                lambda tx: tx.claim(now, now + self._lease, self._at_once, tuple(self._channels), self._me)
            )
            if not claimed:
                return tried
            deliveries = [delivery for delivery in claimed if delivery.id not in self._flying]
            tried += len(deliveries)
            await asyncio.gather(*(self._send_and_end(delivery, now) for delivery in deliveries))

    async def figures(self) -> OutboxFigures:
        """What waits on this process's channels, and what was given up on any. Raises StoreError."""
        names = tuple(self._channels)
        return await self._store.read(lambda tx: tx.outbox_figures(names))

    def _claim(self, tx: OutboxTx, now: datetime, limit: int) -> list[Delivery]:
        if limit <= 0 or self._stopping:
            return []
        return tx.claim(now, now + self._lease, limit, tuple(self._channels), self._me)

    def _room(self) -> int:
        return self._at_once - len(self._flying)

    async def _look(self) -> float:
        """Claims and begins what is due. Returns how many seconds may pass before the next look."""
        now = self._clock.now()
        names = tuple(self._channels)
        due, holding = await self._store.read(lambda tx: (tx.next_due(names), tx.workers()))
        if dead := self._watch.dead(holding, now):
            await self._free(dead, now)
            return 0.0
        if due is None or due > now:
            return LOOK_SECONDS if due is None else min(LOOK_SECONDS, (due - now).total_seconds())
        if self._room() <= 0:
            return LOOK_SECONDS  # whoever ends a send claims the next
        deliveries = await self._store.write(lambda tx: self._claim(tx, now, self._room()))
        self.take(deliveries)
        return 0.0 if deliveries and self._room() > 0 else LOOK_SECONDS

    # ------------------------------------------------------------ processes

    async def _free(self, dead: list[Worker], now: datetime) -> None:
        """What these processes held is to be sent by whoever lives."""
        freed = await self._store.write(lambda tx: sum(tx.free(worker.id, now) for worker in dead))
        log.warning("outbox.leases_freed", workers=[worker.id for worker in dead], deliveries=freed)

    async def _beat(self) -> None:
        """Says that this process lives, while it sends."""
        while self._sending:
            await asyncio.sleep(BEAT_SECONDS)
            if self._sending:
                with contextlib.suppress(StoreError):  # whoever could take over cannot write either
                    await self._store.write(lambda tx: tx.beat(self._me))

    # ------------------------------------------------------------ one delivery

    async def _carry(self, delivery: Delivery) -> None:
        """Sends a delivery, writes how it ended, and goes on with what that transaction claimed."""
        more: list[Delivery] = []
        try:
            more = await self._send_and_end(delivery, None)
        except Exception:  # a fault of ours: the lease runs out, and the delivery comes again
            log.exception("outbox.delivery_failed", delivery=delivery.id)
        finally:
            self._flying.pop(delivery.id, None)
            self.take(more)

    async def _send_and_end(self, delivery: Delivery, now: datetime | None) -> list[Delivery]:
        """One attempt and its ending. `now`: the time to write; None: the clock's, and more is claimed with it."""
        self._sending += 1
        if self._beating is None or self._beating.done():
            self._beating = asyncio.create_task(self._beat(), name="outbox-beats")
        turn, channel = delivery.turn, delivery.address.channel
        try:
            with bound_contextvars(turn=turn), self._tracing.span("delivery", turn, channel=channel):
                return await self._tried_and_ended(delivery, now)
        finally:
            self._sending -= 1

    async def _tried_and_ended(self, delivery: Delivery, now: datetime | None) -> list[Delivery]:
        sent = await self._attempt(delivery)
        self.counts[sent.ending.value] += 1
        channel = delivery.address.channel
        if sent.ending is not Ending.SENT:
            log.warning(
                "outbox.not_sent", channel=channel, ending=sent.ending.value, error=sent.error, delivery=delivery.id
            )
        elif not delivery.person:  # What is for a person may wait for their hours: nobody waits for it.
            self._measuring.delivered(channel, (self._clock.now() - delivery.created).total_seconds())
        while True:
            at = self._clock.now() if now is None else now
            why = last_word(
                sent.ending, sent.error, delivery.attempts, delivery.doubts, delivery.created, delivery.give_up, at
            )

            def end(tx: OutboxTx, at: datetime = at, why: str | None = why) -> list[Delivery]:
                self._end(tx, delivery, sent, at, why)
                return [] if now is not None else self._claim(tx, at, min(FEW, self._room() + 1))

            try:
                more = await self._store.write(end)
            except StoreError as error:
                log.error("outbox.store", delivery=delivery.id, ending=sent.ending.value, error=str(error))
                if self._stopping:
                    return []  # the lease runs out, and the delivery is doubtful
                await asyncio.sleep(STORE_SECONDS)
                continue
            if why is not None:
                self._given_up(delivery, sent, why)
            return more

    async def _attempt(self, delivery: Delivery) -> Sent:
        """Sends, when the lane is free. All of it ends well inside the lease."""
        channel = self._channels[delivery.address.channel]
        lane = self._lanes.setdefault(delivery.address.lane, asyncio.Lock())
        begun = 0.0
        try:
            async with asyncio.timeout(self._send_seconds), lane:
                begun = ticks()
                return await channel.send(delivery.address, delivery.message, delivery.id, delivery.doubtful)
        except TimeoutError:
            ending = Ending.DOUBTFUL if begun or delivery.doubtful else Ending.AGAIN
            return Sent(ending, error=f"no answer within {self._send_seconds:g} seconds")
        except Exception as error:  # a channel must not raise; one that does must not stop the outbox
            log.exception("outbox.channel_raised", delivery=delivery.id, channel=delivery.address.channel)
            return Sent(Ending.AGAIN, error=f"{type(error).__name__} in the channel {delivery.address.channel}")
        finally:
            if begun:
                self._measuring.attempt(delivery.address.channel, ticks() - begun)

    def _end(self, tx: OutboxTx, delivery: Delivery, sent: Sent, at: datetime, why: str | None) -> None:
        """Writes how the attempt ended. `why`: it was the last."""
        if sent.ending is Ending.SENT:
            tx.sent(delivery.id, at, sent.handle)
        elif why is not None:
            tx.failed(delivery.id, at, why, sent.ending is Ending.GONE)
        else:
            wait = next_wait(sent.ending, delivery.attempts, self._chance(), sent.retry_after)
            tx.again(delivery.id, at + wait, sent.error, sent.ending is Ending.DOUBTFUL)

    def _given_up(self, delivery: Delivery, sent: Sent, why: str) -> None:
        self.counts["given_up"] += 1
        log.error(
            "outbox.given_up",
            delivery=delivery.id,
            adopter=delivery.adopter,
            channel=delivery.address.channel,
            attempts=delivery.attempts,
            ending=sent.ending.value,
            error=why,
        )
