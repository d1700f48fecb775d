"""A process of its own for tests that kill it, run two of it, or take its rights away.

python -m tests.store.child turns  URL PREFIX COUNT     keeps turns; prints each event once it is durable
python -m tests.store.child send   URL FILE SECONDS LEASE   sends the outbox into a file, until nothing is left
python -m tests.store.child hold   URL FILE SECONDS HOST    the same, each send so long, on that machine
python -m tests.store.child nobody URL                  writes as a user without rights, and prints what is said
python -m tests.store.child small  URL BYTES            writes with a limit on the file's size, then without
"""

from __future__ import annotations

import asyncio
import os
import random
import resource
import sys
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import structlog
from aiohttp import web

from bot.channels.port import Ending, Sent
from bot.core.model import Address, Message, Outcome
from bot.runtime.clock import Clock
from bot.runtime.outbox import Outbox
from bot.runtime.workers import this_process
from bot.store.open import open_store
from bot.store.port import StoreError, Tx
from tests.store.factories import Maker, fact, says


def say(line: str) -> None:
    print(line, flush=True)


async def turns(url: str, prefix: str, count: str) -> None:
    """Each turn: a fact and two messages. Four callers at once, so that transactions are grouped."""
    store = open_store(url)
    maker = Maker(prefix)
    left = iter(range(int(count)))

    async def caller() -> None:
        for number in left:
            turn = maker.turn(f"turn {number}", user="U1")
            kept = Outcome((says(f"{turn.event} a"), says(f"{turn.event} b")), (fact("a.b", turn.event),))
            await store.write(lambda tx, turn=turn, kept=kept: tx.keep(turn, tx.context(turn.account), kept))  # type: ignore[misc]
            say(turn.event)

    await asyncio.gather(*(caller() for _ in range(4)))
    await store.close()


class Paper:
    """A channel that writes into a file: what is in it has arrived. When in doubt it looks, as its rule says."""

    name = "slack"

    def __init__(self, path: Path, seconds: float) -> None:
        self.path = path
        self.seconds = seconds
        self.chance = random.Random(7)

    def routes(self) -> list[web.RouteDef]:
        return []

    async def start(self) -> None: ...
    async def close(self) -> None: ...

    async def send(self, address: Address, message: Message, delivery: int, doubtful: bool) -> Sent:
        if doubtful and any(line.startswith(f"{delivery} ") for line in self.path.read_text().splitlines()):
            return Sent(Ending.SENT, "found")
        await asyncio.sleep(self.seconds * self.chance.random())
        if self.chance.random() < 0.05:
            return Sent(Ending.AGAIN, error="503", retry_after=0.01)
        with self.path.open("a") as file:
            file.write(f"{delivery} {address.lane} {message.text}\n")
        await asyncio.sleep(self.seconds * self.chance.random())
        return Sent(Ending.SENT, str(delivery))


async def send(url: str, file: str, seconds: str, lease: str) -> None:
    store = open_store(url)
    paper = Paper(Path(file), float(seconds))
    post = Outbox(store, {"slack": paper}, Clock(), chance=lambda: 0.0, lease=timedelta(seconds=float(lease)))
    running = asyncio.create_task(post.run())
    while (await post.figures()).waiting:
        await asyncio.sleep(0.02)
    await post.stop()
    await running
    await store.close()


class SlowPaper(Paper):
    """Each send takes as long as told, and says so."""

    async def send(self, address: Address, message: Message, delivery: int, doubtful: bool) -> Sent:
        say(f"{'again' if doubtful else 'first'} {message.text}")
        if not (doubtful and message.text in self.path.read_text()):
            await asyncio.sleep(self.seconds)
            with self.path.open("a") as file:
                file.write(f"{message.text}\n")
        return Sent(Ending.SENT, str(delivery))


async def hold(url: str, file: str, seconds: str, host: str) -> None:
    store = open_store(url)
    me = replace(this_process(), host=host)
    outbox = Outbox(store, {"slack": SlowPaper(Path(file), float(seconds))}, Clock(), me=me)
    running = asyncio.create_task(outbox.run())
    say("ready")
    while (await outbox.figures()).waiting:
        await asyncio.sleep(0.02)
    await outbox.stop()
    await running
    await store.close()


async def attempt(url: str) -> None:
    store = open_store(url)
    try:
        await store.write(lambda tx: tx.set_value("k", "x" * 200_000))
        say("kept")
    except StoreError as error:
        say(str(error))
    for sentence in await store.check():
        say(sentence)
    await store.close()


async def nobody(url: str) -> None:
    await open_store(url).check()  # whatever is imported late is imported now
    os.setuid(65534)
    await attempt(url)


async def small(url: str, limit: str) -> None:
    """The disk fills up under an open store, and is freed again."""
    store = open_store(url)
    await store.write(lambda tx: tx.set_value("before", "1"))
    hard = resource.getrlimit(resource.RLIMIT_FSIZE)[1]
    resource.setrlimit(resource.RLIMIT_FSIZE, (int(limit), hard))

    def big(tx: Tx) -> None:
        tx.set_value("big", "x" * 2_000_000)

    for _ in range(2):
        try:
            await store.write(big)
            say("kept")
        except StoreError as error:
            say(str(error))
    resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))
    await store.write(lambda tx: tx.set_value("after", "1"))
    say(str(await store.read(lambda tx: (tx.value("before"), tx.value("big"), tx.value("after")))))
    say(str(await store.check()))
    await store.close()


if __name__ == "__main__":
    structlog.configure(logger_factory=structlog.PrintLoggerFactory(sys.stderr))
    asyncio.run(globals()[sys.argv[1]](*sys.argv[2:]))
