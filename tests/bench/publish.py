"""Publishing a briefing to 10,000 subscribers in Slack: 5 % of answers are 429, and a kill in the middle.

The sender runs in a process of its own and is killed with SIGKILL when 40 % have arrived; then another one goes on.
At the end each subscriber has the message once. The local Slack stub answers over real HTTP.
"""

from __future__ import annotations

import asyncio
import os
import random
import sys
import tempfile
import time
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.channels.abilities import for_delivery
from bot.channels.slack.channel import SlackChannel, SlackSettings
from bot.core.model import Turn
from bot.runtime.briefing_index import BriefingIndex
from bot.runtime.clock import Clock
from bot.runtime.outbox import Outbox
from bot.runtime.publisher import Publisher
from bot.store.codes import new_code
from bot.store.open import open_store
from bot.store.port import Tx
from tests.programmes import together
from tests.stubs.slack import TOKEN, Fault, SlackStub

ROOT = Path(__file__).parents[2]
KEY = "complaint-handling-code"
READERS, REFUSED, KILL_AT = 10_000, 0.05, 0.4
PATIENCE = 600.0


# ---------------------------------------------------------------- the sender, in a process of its own


async def send(path: str, api_url: str, shift: float) -> None:
    """Serves the publication until it is killed. `shift`: how far its clock is ahead, so that leases have run out."""
    clock = Clock(timedelta(seconds=shift))
    store = open_store(f"sqlite:///{path}", for_delivery())
    programme = together()
    briefing_index = BriefingIndex(lambda: programme)

    async def turns(turn: Turn) -> bool:
        return True

    settings = SlackSettings(signing_secret="unused", bot_token=TOKEN, api_url=api_url)
    channel = SlackChannel(settings, turns, clock.now)
    await channel.start()
    outbox = Outbox(store, {"slack": channel}, clock)
    publisher = Publisher(store, briefing_index.programme, clock, outbox)
    await publisher.begin(KEY)
    await asyncio.gather(outbox.run(), publisher.run())


# ---------------------------------------------------------------- the measure


def fill(tx: Tx, count: int) -> None:
    """So many people, each with a direct message in Slack, each subscribed."""
    at = datetime.now(UTC).isoformat(timespec="microseconds")
    adopter = tx.add_adopter("Riverside Homes", new_code(), datetime.now(UTC)).key
    conn = tx.conn  # type: ignore[attr-defined]
    people = [f"p{n:05d}" for n in range(count)]
    conn.executemany("INSERT INTO people (id, adopter, name) VALUES (?, ?, ?)", [(p, adopter, p) for p in people])
    conn.executemany(
        "INSERT INTO met (person, channel, workspace, conversation, thread, private, reference, met_at)"
        " VALUES (?, 'slack', 'T0TEAM', ?, '', 1, '', ?)",
        [(p, f"D{p[1:]}", at) for p in people],
    )
    conn.executemany(
        "INSERT INTO subscriptions (person, adopter, place_key, place, topic, rhythm, since)"
        " VALUES (?, ?, '', NULL, 'complaints', 'at_once', ?)",
        [(p, adopter, at) for p in people],
    )


async def run(count: int = READERS) -> list[str]:
    """Lines for the report."""
    chance = random.Random(6)
    with tempfile.TemporaryDirectory(prefix="publish-") as folder:
        path = f"{folder}/ledger.db"
        store = open_store(f"sqlite:///{path}", for_delivery())
        await store.migrate()
        await store.write(lambda tx: fill(tx, count))
        async with SlackStub() as slack:
            refusals = [Fault(429, retry_after=1) if chance.random() < REFUSED else None for _ in range(2 * count)]
            slack.fail("chat.postMessage", *refusals)
            begun = time.perf_counter()
            first = await sender(path, slack.api_url, 0.0)
            await until(slack, int(count * KILL_AT))
            first.kill()
            await first.wait()
            at_kill = arrived(slack)
            second = await sender(path, slack.api_url, 200.0)
            await until(slack, count)
            await asyncio.sleep(3)  # whatever might still come twice
            taken = time.perf_counter() - begun
            second.kill()
            await second.wait()
            await store.close()
            return report(slack, count, at_kill, taken)


async def sender(path: str, api_url: str, shift: float) -> asyncio.subprocess.Process:
    """It logs a line for each answer that is 429, on standard output: shown with BENCH_DEBUG=1 only."""
    quiet = None if os.environ.get("BENCH_DEBUG") else asyncio.subprocess.DEVNULL
    return await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.bench.publish", path, api_url, str(shift), cwd=ROOT, stdout=quiet, stderr=quiet
    )


def arrived(slack: SlackStub) -> int:
    return sum(map(len, slack.messages.values()))


async def until(slack: SlackStub, count: int) -> None:
    """Waits for so many to arrive."""
    end = time.perf_counter() + PATIENCE
    while arrived(slack) < count and time.perf_counter() < end:
        await asyncio.sleep(0.1)


def report(slack: SlackStub, count: int, at_kill: int, taken: float) -> list[str]:
    times = Counter(len(slack.messages[f"D{n:05d}"]) for n in range(count))
    refused = slack.count("chat.postMessage") - arrived(slack)
    once = times[1]
    twice = sum(many for got, many in times.items() if got > 1)
    return [
        f"publish to {count:,}: {once:,} got it once, {times[0]:,} not, {twice:,} more than once "
        f"({'good' if once == count else 'BAD'})",
        f"  {refused:,} answers were 429; killed when {at_kill:,} had arrived; {taken:.0f} s in all, "
        f"{count / taken:.0f} messages a second",
    ]


if __name__ == "__main__":
    asyncio.run(send(sys.argv[1], sys.argv[2], float(sys.argv[3])))
