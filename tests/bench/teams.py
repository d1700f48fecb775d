"""The whole durable Teams turn beside a bare handler, alternating, on the same machine and the same stub.

Each server runs in a process of its own (tests/bench/teams_servers.py says what each is); events and the stub of the
Bot Connector run in this one. Then, for ours alone, a burst of 2,000 events from 200 people, each answered once.
`python -m tests.bench.teams --fresh` signs a new token for every event (Teams sends one token for many), so that each
signature is checked anew.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import aiohttp

from tests.bench.harness import BARE, DOOR, OURS, PEOPLE, Server, alternating, burst, server, table
from tests.bench.slack import WORDS
from tests.stubs.connector import APP_ID, TENANT, Connector, Delivered, signed

TURNS, ROUNDS = 320, 4


class Load:
    """People who each say something, wait for the reply, and go on."""

    def __init__(self, connector: Connector, session: aiohttp.ClientSession, fresh: bool) -> None:
        self._connector = connector
        self._session = session
        self._fresh = fresh
        self._service = connector.url + "/"
        self._token = signed(self._service)
        self._number = 0
        self._waiting: dict[str, asyncio.Event] = {}
        connector.on_delivered = self._delivered

    def _delivered(self, delivered: Delivered) -> None:
        if event := self._waiting.get(delivered.conversation):
            event.set()

    async def turn(self, target: Server, person: int, which: int) -> None:
        """One event, until its reply is there."""
        self._waiting[f"a:talk{person}"] = replied = asyncio.Event()
        await self.event(target, person, which)
        await asyncio.wait_for(replied.wait(), 20)

    async def event(self, target: Server, person: int, which: int) -> None:
        """One event, until it is acknowledged."""
        self._number += 1
        activity = {
            "type": "message",
            "id": f"17{self._number:011}",
            "timestamp": datetime.now(UTC).isoformat(),
            "channelId": "msteams",
            "serviceUrl": self._service,
            "from": {"id": f"29:p{person}", "name": f"Person {person}"},
            "recipient": {"id": f"28:{APP_ID}", "name": "Charter Bot"},
            "conversation": {"id": f"a:talk{person}", "conversationType": "personal", "tenantId": TENANT},
            "channelData": {"tenant": {"id": TENANT}},
            "text": WORDS[which % len(WORDS)],
            "textFormat": "plain",
            "locale": "en-GB",
        }
        token = signed(self._service) if self._fresh else self._token
        headers = {"Content-Type": "application/json", "Authorization": token}
        begun = time.perf_counter()
        async with self._session.post(target.url, data=json.dumps(activity), headers=headers) as response:
            assert response.status == 202, response.status
        target.acks.append(time.perf_counter() - begun)


@contextlib.asynccontextmanager
async def started(kinds: tuple[str, ...], fresh: bool) -> AsyncIterator[tuple[Load, Connector, dict[str, Server]]]:
    """The stub, the load, and the servers, each in its process."""
    async with contextlib.AsyncExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        connector = await stack.enter_async_context(Connector())
        connector.anyone = True
        session = await stack.enter_async_context(aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)))
        servers = {
            kind: await stack.enter_async_context(server("tests.bench.teams_servers", kind, folder, connector.url))
            for kind in kinds
        }
        yield Load(connector, session, fresh), connector, servers


async def run(fresh: bool = False) -> list[str]:
    """The lines that `make bench` prints."""
    async with started((BARE, DOOR, OURS), fresh) as (load, connector, servers):
        await alternating(servers, load.turn, TURNS, ROUNDS, connector.delivered.clear)
    async with started((OURS,), fresh) as (load, connector, alone):
        for number in range(PEOPLE * 4):
            await load.turn(alone[OURS], number % PEOPLE, number // PEOPLE)
        connector.delivered.clear()
        last = await burst(alone[OURS], load.event, lambda: len(connector.delivered))
    return [
        f"Teams, {PEOPLE} people at once, {ROUNDS} x {TURNS} turns{', a fresh token each' if fresh else ''}:",
        *table(servers),
        "  to reach: ours at most 3.50x bare",
        last,
    ]


if __name__ == "__main__":
    print("\n".join(asyncio.run(run("--fresh" in sys.argv))))
