"""The whole durable Slack turn beside a bare durable handler and stock bolt, alternating, against one local stub.

Each server runs in a process of its own (tests/bench/slack_servers.py says what each is); the events and the stub of
Slack's Web API run in this one; "ack" is until Slack has its 200. Then, for ours alone: one slash command after the
other, and a burst of 2,000 events from 200 people, each answered once. Run alone:
python -m tests.bench.slack [bare stock channel ours]
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import aiohttp

from bot.channels.slack.signing import sign
from tests.bench.harness import (
    BARE,
    CROWD,
    DOOR,
    OURS,
    PEOPLE,
    STOCK,
    Server,
    alternating,
    burst,
    one_at_a_time,
    server,
    share,
    table,
)
from tests.bench.slack_servers import SECRET, TEAM
from tests.stubs.slack import SlackStub

TURNS, SINGLE, ROUNDS = 320, 80, 5
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

    async def turn(self, target: Server, person: int, which: int) -> None:
        """One event, until its reply is there."""
        place = f"D0P{person}"
        self.slack.waiting[place] = replied = asyncio.Event()
        await self.event(target, person, which)
        await asyncio.wait_for(replied.wait(), 30)

    async def event(self, target: Server, person: int, which: int) -> None:
        """One event, until it is acknowledged."""
        self.number += 1
        words = WORDS[which % len(WORDS)]
        raw = json.dumps(event(self.number, f"D0P{person}", f"U0P{person}", words)).encode()
        target.acks.append(await self.post(target, raw, signed(raw)))

    def forget(self) -> None:
        self.slack.messages.clear()
        self.slack.calls.clear()

    async def quiet(self) -> None:
        """Until nothing has come for two seconds: what a busy machine sends late belongs to the round before."""
        before = -1
        while before != (now := len(self.slack.calls)):
            before = now
            await asyncio.sleep(2)

    def twice(self) -> int:
        """How many messages there are beside the first one of each mark."""
        marks = [json.dumps(one.get("metadata")) for told in self.slack.messages.values() for one in told]
        return len(marks) - len(set(marks))

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
        servers = {
            kind: await stack.enter_async_context(server("tests.bench.slack_servers", kind, folder, slack.api_url))
            for kind in kinds
        }
        yield Load(slack, session), servers


async def run(kinds: tuple[str, ...] = ALL) -> list[str]:
    """The lines that `make bench` prints."""
    async with started(kinds) as (load, servers):
        await alternating(servers, load.turn, TURNS, ROUNDS, load.forget)
        at_once = table(servers)
        await one_at_a_time(servers, load.turn, SINGLE, ROUNDS, load.forget)
        singly = table(servers)
    return [
        f"Slack, {PEOPLE} people at once, {ROUNDS} x {TURNS} turns, alternating:",
        *at_once,
        "  to reach: ours at most 1.0 ms CPU, at most 3.00x bare in CPU, and at least 0.7 of the turns of stock",
        f"Slack, one person, one turn at a time, {ROUNDS} x {SINGLE} turns, alternating:",
        *singly,
        "  to reach: ours at most 2.20x bare",
        *(await alone() if OURS in kinds else []),
    ]


async def alone() -> list[str]:
    """Ours by itself: slash commands one after the other, then the burst."""
    async with started((OURS,)) as (load, servers):
        target = servers[OURS]
        for number in range(PEOPLE * 4):
            await load.turn(target, number % PEOPLE, number // PEOPLE)
        commands = [await load.command(target, number) for number in range(400)]
        await load.quiet()
        load.forget()
        line = await burst(target, load.event, lambda: sum(map(len, load.slack.messages.values())))
        return [
            f"Slash command, one after the other: acknowledged p50 {share(commands, 50) * 1000:.1f} ms, "
            f"p99 {share(commands, 99) * 1000:.1f} ms (to reach: p50 under 4 ms)",
            line,
            f"  of these messages {load.twice()} stand twice, by the mark that each carries (to reach: 0)",
        ]


if __name__ == "__main__":
    print("\n".join(asyncio.run(run(tuple(sys.argv[1:]) or ALL))))
