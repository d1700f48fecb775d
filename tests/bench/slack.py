"""The whole durable Slack turn beside a bare durable handler and stock bolt, alternating, against one local stub.

Each server runs in a process of its own (tests/bench/slack_servers.py says what each is); the events and the stub of
Slack's Web API run in this one. A turn is measured from the post of its event until its reply has arrived in that
conversation; "ack" until Slack has its 200. Run alone: python -m tests.bench.slack [bare stock door ours]
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import statistics
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiohttp

from bot.channels.slack.signing import sign
from tests.bench.slack_servers import BARE, DOOR, OURS, PEOPLE, SECRET, STOCK, TEAM
from tests.stubs.slack import SlackStub

TURNS, ROUNDS = 320, 5
WORDS = "status"
ALL = (BARE, STOCK, DOOR, OURS)


@dataclass
class Server:
    """A server in its own process, and what was measured of it."""

    process: asyncio.subprocess.Process
    url: str
    seconds: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)
    acks: list[float] = field(default_factory=list)

    async def cpu_now(self) -> float:
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(b"cpu\n")
        return float(await self.process.stdout.readline())

    def forget(self) -> None:
        self.seconds.clear()
        self.cpu.clear()
        self.acks.clear()


@contextlib.asynccontextmanager
async def server(which: str, folder: Path, api: str) -> AsyncIterator[Server]:
    """Starts one, and ends it."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.bench.slack_servers", which, str(folder), api),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=None if os.environ.get("BENCH_DEBUG") else asyncio.subprocess.DEVNULL,
    )
    assert process.stdout
    assert process.stdin
    try:
        url = (await asyncio.wait_for(process.stdout.readline(), 60)).decode().strip()
        if not url:
            raise RuntimeError(f"the server {which!r} did not start (BENCH_DEBUG=1 shows why)")
        yield Server(process, url)
    finally:
        process.stdin.close()
        try:
            await asyncio.wait_for(process.wait(), 15)
        except TimeoutError:
            process.kill()


class Slack(SlackStub):
    """The stub, which tells when a reply has come."""

    waiting: dict[str, asyncio.Event]

    def _keep(self, channel: str, args: dict[str, Any]) -> dict[str, Any]:
        kept = super()._keep(channel, args)
        if event := self.waiting.get(channel):
            event.set()
        return kept


class Load:
    """People who each say something, wait for the reply, and go on."""

    def __init__(self, slack: Slack, session: aiohttp.ClientSession) -> None:
        self.slack = slack
        self.session = session
        self.number = 0

    async def turn(self, target: Server, person: int, words: str = WORDS) -> None:
        """One event, until its reply is there."""
        self.number += 1
        place = f"D0P{person}"
        self.slack.waiting[place] = replied = asyncio.Event()
        raw = json.dumps(event(self.number, place, f"U0P{person}", words)).encode()
        stamp = str(int(time.time()))
        headers = {
            "Content-Type": "application/json",
            "X-Slack-Request-Timestamp": stamp,
            "X-Slack-Signature": sign(SECRET, stamp, raw),
        }
        begun = time.perf_counter()
        async with self.session.post(target.url, data=raw, headers=headers) as response:
            assert response.status == 200, response.status
        target.acks.append(time.perf_counter() - begun)
        await asyncio.wait_for(replied.wait(), 20)

    async def run(self, target: Server, turns: int) -> None:
        """So many turns, spread over the people; notes seconds and CPU seconds a turn."""

        async def person(number: int) -> None:
            for _ in range(turns // PEOPLE):
                await self.turn(target, number)

        cpu, begun = await target.cpu_now(), time.perf_counter()
        await asyncio.gather(*(person(number) for number in range(PEOPLE)))
        target.seconds.append((time.perf_counter() - begun) / turns)
        target.cpu.append((await target.cpu_now() - cpu) / turns)
        self.slack.messages.clear()
        self.slack.calls.clear()


def event(number: int, channel: str, user: str, words: str) -> dict[str, Any]:
    """A direct message as the Events API delivers it."""
    ts = f"{time.time():.0f}.{number:06d}"
    return {
        "token": "unused",
        "team_id": TEAM,
        "api_app_id": "A0APP",
        "type": "event_callback",
        "event_id": f"Ev{number:09d}",
        "event_time": int(time.time()),
        "authorizations": [{"team_id": TEAM, "user_id": "U0BOT", "is_bot": True, "is_enterprise_install": False}],
        "event": {
            "type": "message",
            "user": user,
            "team": TEAM,
            "channel": channel,
            "channel_type": "im",
            "ts": ts,
            "event_ts": ts,
            "text": words,
        },
    }


async def measure(kinds: tuple[str, ...] = ALL, turns: int = TURNS, rounds: int = ROUNDS) -> dict[str, Server]:
    """Runs the servers side by side and loads them in turn."""
    async with contextlib.AsyncExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        slack = Slack(strict=False, people={f"U0P{number}": f"Person {number}" for number in range(PEOPLE)})
        slack.waiting = {}
        await stack.enter_async_context(slack)
        session = await stack.enter_async_context(aiohttp.ClientSession())
        servers = {kind: await stack.enter_async_context(server(kind, folder, slack.api_url)) for kind in kinds}
        load = Load(slack, session)
        for one in servers.values():
            await load.run(one, PEOPLE * 4)
            one.forget()
        for _ in range(rounds):
            for one in servers.values():
                await load.run(one, turns)
        return servers


async def run(kinds: tuple[str, ...] = ALL) -> list[str]:
    """The lines that `make bench` prints."""
    servers = await measure(kinds)
    first = servers[kinds[0]]
    base, base_cpu = statistics.median(first.seconds), statistics.median(first.cpu)
    lines = [f"Slack, {PEOPLE} people at once, {ROUNDS} x {TURNS} turns, alternating:"]
    for kind, one in servers.items():
        seconds, cpu = statistics.median(one.seconds), statistics.median(one.cpu)
        acks = sorted(one.acks)
        lines.append(
            f"  {kind:5} {seconds * 1000:6.2f} ms a turn  {1 / seconds:6.0f} turns/s  {cpu * 1000:5.2f} ms CPU  "
            f"{seconds / base:4.2f}x ({cpu / base_cpu:4.2f}x in CPU)  "
            f"ack p50 {acks[len(acks) // 2] * 1000:.1f} ms, p99 {acks[len(acks) * 99 // 100] * 1000:.1f} ms"
        )
    return [*lines, "  to reach: ours at most 3.00x bare, and not slower than stock"]


if __name__ == "__main__":
    print("\n".join(asyncio.run(run(tuple(sys.argv[1:]) or ALL))))
