"""The whole durable Slack turn on PostgreSQL beside SQLite, and two processes on one PostgreSQL beside one.

Server, load, stub and PostgreSQL are on this machine, and share its processors: with two of them, two processes can
hardly do more than one. What is committed is on the disk (`fsync=on`).
"""

from __future__ import annotations

import contextlib
import os
import statistics
from collections.abc import AsyncIterator
from pathlib import Path
from tempfile import TemporaryDirectory

import aiohttp

from tests.bench import slack
from tests.bench.harness import OURS, PEOPLE, Server, alternating, rounds, server, table
from tests.bench.serving import DATABASE
from tests.postgres import SETTINGS, begin, programs

TURNS, ROUNDS = 320, 3
DURABLE = {**SETTINGS, "fsync": "on", "full_page_writes": "on"}


async def run() -> list[str]:
    """The lines that `make bench` prints."""
    if programs() is None:
        return ["PostgreSQL is not installed here (Debian's package: postgresql): not measured"]
    with contextlib.contextmanager(begin)(DURABLE) as postgres:
        async with _started(postgres.new_database()) as (load, sqlite, first, second):
            both = {"sqlite": sqlite, "postgresql": first}
            await alternating(both, load.turn, TURNS, ROUNDS, load.forget)
            return [
                f"Slack, {PEOPLE} people at once, {ROUNDS} x {TURNS} turns, alternating:",
                *table(both),
                await _two_beside_one(load, first, second),
            ]


async def _two_beside_one(load: slack.Load, first: Server, second: Server) -> str:
    """How many turns two processes make in the time in which one makes one."""

    async def either(_: Server, person: int, which: int) -> None:
        await load.turn(second if person % 2 else first, person, which)

    await rounds(second, load.turn, PEOPLE * 4)
    alone, together = list[float](), list[float]()
    for _ in range(ROUNDS):
        for turn, seconds in ((load.turn, alone), (either, together)):
            first.forget()
            await rounds(first, turn, TURNS)
            seconds += first.seconds
            load.forget()
    ratio = statistics.median(alone) / statistics.median(together)
    return f"two processes on one PostgreSQL: {ratio:.2f} times the turns of one (to reach: 1.7)"


@contextlib.asynccontextmanager
async def _started(database: str) -> AsyncIterator[tuple[slack.Load, Server, Server, Server]]:
    """The load, this bot on SQLite, and twice on that PostgreSQL."""
    async with contextlib.AsyncExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory()))
        stub = slack.Slack(strict=False, people={f"U0P{number}": f"Person {number}" for number in range(PEOPLE)})
        stub.waiting = {}
        await stack.enter_async_context(stub)
        session = await stack.enter_async_context(aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)))
        servers = []
        for url in ("", database, database):
            os.environ[DATABASE] = url
            servers.append(
                await stack.enter_async_context(server("tests.bench.slack_servers", OURS, folder, stub.api_url))
            )
        del os.environ[DATABASE]
        sqlite, first, second = servers
        yield slack.Load(stub, session), sqlite, first, second
