"""The whole durable Slack turn beside a bare durable handler and stock bolt, alternating, against one local stub.

Each server runs in a process of its own (tests/bench/slack_servers.py says what each is); the events and the stub of
Slack's Web API run in this one. A turn is measured from the post of its event until its reply has arrived in that
conversation; "ack" until Slack has its 200. Then, for ours alone: one slash command after the other, and a burst of
2,000 events from 200 people, each answered once. Run alone: python -m tests.bench.slack [bare stock door ours]
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
from urllib.parse import urlencode

import aiohttp

from bot.channels.slack.signing import sign
from tests.bench.slack_servers import BARE, CROWD, DOOR, OURS, PEOPLE, SECRET, STOCK, TEAM
from tests.stubs.slack import SlackStub

TURNS, ROUNDS = 320, 5
WORDS = (
    "status",
    "our board met on 3 November 2026 and agreed",
    "no, the 13th",
    "yes",
    "next",
    "40 residents came to two drop-ins",
    "why do you ask?",
    "yes",
)
"""What everybody says, in turn."""
ALL = (BARE, STOCK, DOOR, OURS)


@dataclass
class Server:
    """A server in its own process, and what was measured of it."""

    process: asyncio.subprocess.Process
    url: str
    seconds: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)
    acks: list[float] = field(default_factory=list)
    again: int = 0
    """Events that had to be sent a second time."""

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

    async def turn(self, target: Server, person: int, words: str) -> None:
        """One event, until its reply is there."""
        self.number += 1
        place = f"D0P{person}"
        self.slack.waiting[place] = replied = asyncio.Event()
        raw = json.dumps(event(self.number, place, f"U0P{person}", words)).encode()
        target.acks.append(await self.post(target, raw, signed(raw)))
        await asyncio.wait_for(replied.wait(), 30)

    async def post(self, target: Server, raw: bytes, headers: dict[str, str]) -> float:
        """Seconds until it was answered. What was not acknowledged comes again, as from Slack, and is counted."""
        while True:
            begun = time.perf_counter()
            async with self.session.post(target.url, data=raw, headers=headers) as response:
                assert response.status in (200, 503), response.status
            seconds = time.perf_counter() - begun
            if response.status == 200:
                return seconds
            target.again += 1
            await asyncio.sleep(0.5)

    async def command(self, target: Server, number: int) -> float:
        """Seconds until a slash command was acknowledged."""
        self.number += 1
        form = {
            "team_id": TEAM,
            "channel_id": "C0TEAM",
            "user_id": f"U0P{number % PEOPLE}",
            "user_name": "somebody",
            "command": "/charter",
            "text": WORDS[0],
            "trigger_id": f"t{self.number}",
        }
        raw = urlencode(form).encode()
        return await self.post(target, raw, signed(raw, "application/x-www-form-urlencoded"))

    async def burst(self, target: Server, people: int, each: int) -> None:
        """Everybody at once, without waiting for replies."""

        async def person(number: int) -> None:
            for turn in range(each):
                self.number += 1
                words = WORDS[turn % len(WORDS)]
                raw = json.dumps(event(self.number, f"D0P{number}", f"U0P{number}", words)).encode()
                target.acks.append(await self.post(target, raw, signed(raw)))

        await asyncio.gather(*(person(number) for number in range(people)))

    async def run(self, target: Server, turns: int) -> None:
        """So many turns, spread over the people; notes seconds and CPU seconds a turn."""

        async def person(number: int) -> None:
            for turn in range(turns // PEOPLE):
                await self.turn(target, number, WORDS[turn % len(WORDS)])

        cpu, begun = await target.cpu_now(), time.perf_counter()
        await asyncio.gather(*(person(number) for number in range(PEOPLE)))
        target.seconds.append((time.perf_counter() - begun) / turns)
        target.cpu.append((await target.cpu_now() - cpu) / turns)
        self.slack.messages.clear()
        self.slack.calls.clear()


def signed(raw: bytes, kind: str = "application/json") -> dict[str, str]:
    """The headers that Slack sends."""
    stamp = str(int(time.time()))
    return {
        "Content-Type": kind,
        "X-Slack-Request-Timestamp": stamp,
        "X-Slack-Signature": sign(SECRET, stamp, raw),
    }


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


@contextlib.asynccontextmanager
async def started(kinds: tuple[str, ...]) -> AsyncIterator[tuple[Load, dict[str, Server]]]:
    """The stub, the load, and the servers, each in its process."""
    async with contextlib.AsyncExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        slack = Slack(strict=False, people={f"U0P{number}": f"Person {number}" for number in range(CROWD)})
        slack.waiting = {}
        await stack.enter_async_context(slack)
        session = await stack.enter_async_context(aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)))
        servers = {kind: await stack.enter_async_context(server(kind, folder, slack.api_url)) for kind in kinds}
        yield Load(slack, session), servers


async def measure(kinds: tuple[str, ...] = ALL, turns: int = TURNS, rounds: int = ROUNDS) -> dict[str, Server]:
    """Runs the servers side by side and loads them in turn."""
    async with started(kinds) as (load, servers):
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
    lines.append("  to reach: ours at most 3.00x bare, and not slower than stock")
    return lines + (await alone() if OURS in kinds else [])


async def alone() -> list[str]:
    """Ours by itself: slash commands one after the other, then the burst."""
    async with started((OURS,)) as (load, servers):
        target = servers[OURS]
        await load.run(target, PEOPLE * 4)
        commands = sorted([await load.command(target, number) for number in range(400)])
        await asyncio.sleep(1)
        load.slack.messages.clear()
        target.acks.clear()
        begun = time.perf_counter()
        await load.burst(target, CROWD, 10)
        acknowledged = time.perf_counter() - begun
        async with asyncio.timeout(120):
            while sum(map(len, load.slack.messages.values())) < CROWD * 10:
                await asyncio.sleep(0.05)
        sent = time.perf_counter() - begun
        await asyncio.sleep(2)
        acks, answers = sorted(target.acks), sum(map(len, load.slack.messages.values()))
        middle, longest = acks[len(acks) // 2] * 1000, acks[-1] * 1000
        return [
            f"Slash command, one after the other: acknowledged p50 {commands[200] * 1000:.1f} ms, "
            f"p99 {commands[396] * 1000:.1f} ms (to reach: p50 under 5 ms)",
            f"Burst of {CROWD * 10} events from {CROWD} people: acknowledged p50 {middle:.0f} ms, "
            f"longest {longest:.0f} ms, all within {acknowledged:.1f} s; {answers} messages within {sent:.1f} s "
            f"{target.again} sent again (to reach: each under 1 s, each answered once)",
        ]


if __name__ == "__main__":
    print("\n".join(asyncio.run(run(tuple(sys.argv[1:]) or ALL))))
