"""What an erasure leaves beside the rows: cleared by whoever works, after the person's last message is out.

The rows go in the transaction of the turn. Free pages and the log of writes hold what was there until the store is
told to clear them, which waits for the last message: its words are a row too. The store knows what is left, so a
process that dies in between leaves it to the next.
"""

from __future__ import annotations

import asyncio

import structlog

from bot.runtime.clock import Clock
from bot.store.port import Store, StoreError

log = structlog.get_logger(__name__)

LOOK_SECONDS = 5.0
"""How often it is looked whether somebody was taken out."""


async def clear_traces(store: Store, clock: Clock) -> int:
    """Clears what can be cleared now. Returns of how many erasures. Raises StoreError where somebody still reads what
    was there: it is left for the next time."""
    before = clock.now()
    left = await store.read(lambda tx: tx.traces_left())
    if left:
        await store.clear_traces()
        await store.write(lambda tx: tx.traces_cleared(before, clock.now()))
    return left


async def watch_traces(store: Store, clock: Clock) -> None:
    """Does so until cancelled."""
    while True:
        try:
            if cleared := await clear_traces(store, clock):
                log.info("traces_cleared", erasures=cleared)
        except StoreError as error:
            log.warning("traces_not_cleared", error=str(error))
        await asyncio.sleep(LOOK_SECONDS)
