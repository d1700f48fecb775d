"""One process of the chaos run: a web or a worker, with the real store, outbox and Slack channel.

    python -m tests.chaos.process web|worker DATABASE_URL SLACK_API_URL PORT [BUG]

The conversation is one whose right answer is known: each message of an adopter is answered by its number among all of
that adopter's, and "snooze" is answered once more some seconds later. `BUG` plants one of `tests/chaos/bugs.py`.
"""

from __future__ import annotations

import asyncio
import sys
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from aiohttp import web

from bot.channels.abilities import for_delivery
from bot.channels.slack import SlackChannel, SlackSettings
from bot.core.model import Message, Outcome, Outgoing, Reminded, Turn, TurnContext, Wake
from bot.runtime.clock import Clock
from bot.runtime.outbox import Outbox
from bot.store.open import open_store
from bot.store.port import EVERYTHING, OUTBOX, Delivery, Store, StoreError, Tx
from tests.chaos.bugs import BUGS
from tests.stubs.slack import TOKEN

SECRET = "a-signing-secret"
SNOOZE = timedelta(seconds=3)
SWEEP_SECONDS = 0.2
COUNT = "chaos.count"


@dataclass
class Counting:
    """Answers a message by its number. Commit, then send."""

    store: Store
    outbox: Outbox
    clock: Clock
    early: bool = False
    """A planted bug: it is sent before the commit."""

    async def __call__(self, turn: Turn) -> bool:
        loop, now = asyncio.get_running_loop(), self.clock.now()

        def keep(tx: Tx) -> list[Delivery]:
            if tx.seen(turn.event):
                return []
            context = tx.context(turn.account, "", now, turn.address)
            tx.keep(turn, context, answer(context, turn, now))
            claimed = self.outbox.claim(tx, now)
            if self.early:
                loop.call_soon_threadsafe(self.outbox.take, claimed)
                asyncio.run_coroutine_threadsafe(asyncio.sleep(0.2), loop).result()
                return []
            return claimed

        self.outbox.take(await self.store.write(keep))
        return True


def value_of(context: TurnContext, name: str) -> str:
    return next((str(fact.value) for fact in context.facts if fact.name == name), "")


def answer(context: TurnContext, turn: Turn, now: datetime) -> Outcome:
    from tests.store.factories import fact

    number = int(value_of(context, COUNT) or 0) + 1
    said = Outgoing(Message(f"{turn.text} #{number}"), turn.address)
    if not turn.text.startswith("snooze"):
        return Outcome((said,), (fact(COUNT, number),))
    until = now + SNOOZE
    mark = fact(f"snooze.{turn.text.split()[1]}", until.isoformat())
    return Outcome((said,), (fact(COUNT, number), mark), changes=(Wake(until),))


def remind(tx: Tx, adopter: str, now: datetime) -> None:
    """Everything that was snoozed until now, each once; then when to look again."""
    context = tx.context_of(adopter)
    later: list[datetime] = []
    for fact in context.facts:
        if not fact.name.startswith("snooze."):
            continue
        until, number = datetime.fromisoformat(str(fact.value)), fact.name.partition(".")[2]
        if until > now:
            later.append(until)
            continue
        said = Outgoing(Message(f"again {number}"), None, fact.person)
        changes = (Reminded(f"snooze {number}", fact.person, ("chaos",), "snoozed"),)
        tx.keep_clock(f"clock:{number}", now, context, Outcome((said,), changes=changes))
    tx.set_wake(adopter, min(later, default=None))


async def sweep(store: Store, clock: Clock) -> None:
    while True:
        now = clock.now()
        try:
            for key in await store.read(lambda tx, now=now: tx.due_adopters(now, 10)):  # type: ignore[misc]
                await store.write(lambda tx, key=key, now=now: remind(tx, key, now))  # type: ignore[misc]
        except StoreError as error:
            structlog.get_logger().warning("chaos.sweep", error=str(error))
        await asyncio.sleep(SWEEP_SECONDS)


async def hear(store: Store, outbox: Outbox) -> None:
    async for names in store.changes():
        if names & {OUTBOX, EVERYTHING}:
            outbox.poke()


async def main(kind: str, url: str, api: str, port: str, bug: str = "") -> None:
    if bug:
        BUGS[bug]()
    store, clock = open_store(url, for_delivery()), Clock()
    channels: dict[str, SlackChannel] = {}
    outbox = Outbox(store, channels, clock)
    turns = Counting(store, outbox, clock, early=bug == "send before commit")
    channel = SlackChannel(SlackSettings(SECRET, TOKEN, api_url=api), turns)
    channels["slack"] = channel
    await channel.start()
    jobs = [outbox.run(), hear(store, outbox)]
    if kind == "worker":
        jobs.append(sweep(store, clock))
    app = web.Application()
    app.add_routes(channel.routes())
    runner = web.AppRunner(app)
    await runner.setup()
    if kind == "web":
        await web.TCPSite(runner, "127.0.0.1", int(port)).start()
    await asyncio.gather(*jobs)


if __name__ == "__main__":
    structlog.configure(logger_factory=structlog.PrintLoggerFactory(sys.stderr))
    asyncio.run(main(*sys.argv[1:]))
