"""What the benches of both channels share on the side of the servers.

channel   this bot's way in and out around the bare handler's commit, without the conversation
ours   this bot, whole, as `serve` joins it, with adopters whose people are known
"""

from __future__ import annotations

import asyncio
import contextlib
import gc
import os
import sqlite3
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import aiohttp
from aiohttp import web

from bot.__main__ import COLLECTED_AFTER
from bot.channels.port import TurnHandler
from bot.compose.logs import set_up_logs
from bot.core.model import Account, Message, Person, Turn
from bot.runtime.clock import Clock
from bot.runtime.reminders import AT_ONCE
from bot.runtime.turns import TurnHandler as TurnsOfOurs
from bot.store.codec import time_text
from bot.store.port import Tx
from tests.bench.harness import CROWD
from tests.bench.sweep import fill

DATABASE = "BENCH_DATABASE_URL"
"""Names the database that ours is on, where that is not a SQLite file of its own."""
PENDING = "BENCH_PENDING"
"""Says how many more adopters ours has, all due for the clock."""
Post = Callable[[aiohttp.ClientSession], Coroutine[Any, Any, None]]
Behind = Callable[[Post], None]
"""Starts a post behind the acknowledgement."""


class Kept:
    """Dedupe and commit, durably: what the bare handler has for a store."""

    def __init__(self, path: Path) -> None:
        self._db = sqlite3.connect(path, isolation_level=None)
        self._db.execute("PRAGMA journal_mode=WAL")
        self._db.execute("PRAGMA synchronous=FULL")
        self._db.execute("CREATE TABLE events (id TEXT PRIMARY KEY, said TEXT, reply TEXT)")

    def keep(self, event: str, said: str, reply: str) -> bool:
        """True when it is new."""
        self._db.execute("BEGIN IMMEDIATE")
        done = self._db.execute("INSERT OR IGNORE INTO events VALUES (?, ?, ?)", (event, said, reply))
        self._db.execute("COMMIT")
        return done.rowcount == 1


class Tasks:
    """What runs behind an acknowledgement, held until it ends."""

    def __init__(self) -> None:
        self._running: set[asyncio.Task[Any]] = set()

    def start(self, work: Coroutine[Any, Any, Any]) -> None:
        task = asyncio.create_task(work)
        self._running.add(task)
        task.add_done_callback(self._running.discard)


def bare(path: str, handle: Callable[[web.Request, Behind], Awaitable[web.Response]]) -> web.Application:
    """The least that is durable: `handle` keeps the event, and starts its reply on a shared session."""
    tasks, shared = Tasks(), list[aiohttp.ClientSession]()

    async def session(_app: web.Application) -> AsyncIterator[None]:
        shared.append(aiohttp.ClientSession())
        yield
        await shared[0].close()

    app = web.Application()
    app.add_routes([web.post(path, lambda request: handle(request, lambda post: tasks.start(post(shared[0]))))])
    app.cleanup_ctx.append(session)
    return app


def endpoint(folder: Path, channel_of: Callable[[TurnHandler], Any]) -> web.Application:
    """Our rim, the bare handler's heart."""
    kept, tasks = Kept(folder / "door.db"), Tasks()

    async def turns(turn: Turn) -> bool:
        reply = Message("You said: " + turn.text)
        if kept.keep(turn.event, turn.text, reply.text):
            tasks.start(channel.send(turn.address, reply, 1, False))
        return True

    channel = channel_of(turns)

    async def running(_app: web.Application) -> AsyncIterator[None]:
        await channel.start()
        yield
        await channel.close()

    app = web.Application()
    app.add_routes(channel.routes())
    app.cleanup_ctx.append(running)
    return app


def _know(tx: Tx, person: Person, account: Account) -> str:
    return tx.save_person(person, account)


@contextlib.asynccontextmanager
async def ours(
    folder: Path, account: Callable[[int], Account], open_door: Callable[[Any], None], **settings: Any
) -> AsyncIterator[web.Application]:
    """This bot with forty adopters of five people; `account` is where each of them writes."""
    from bot.compose.app import ensure_adopter, open_app, settle, web_application
    from bot.compose.settings import read_settings
    from bot.content.live import prepare

    url = os.environ.get(DATABASE) or f"sqlite:///{folder}/ours.db"
    given = read_settings(database_url=url, bot_secret_key="k" * 48, _env_file=None, **settings)
    async with open_app(given, sending=True) as bot:
        known = await bot.store.read(lambda tx: bool(list(tx.adopters())))
        for number in range(0 if known else CROWD):
            adopter = await ensure_adopter(bot, f"Bench Homes {number % 40}")
            person = Person("", adopter.key, f"Person {number}", "lead")
            await bot.store.write(partial(_know, person=person, account=account(number)))
        if pending := int(os.environ.get(PENDING, "0")):
            await asyncio.to_thread(fill, folder / "ours.db", pending, time_text(bot.clock.now()))
        open_door(bot)
        await bot.start()
        prepare(bot.turns.programme())
        gc.set_threshold(COLLECTED_AFTER)
        settle()
        post = asyncio.create_task(bot.outbox.run())
        unread = asyncio.create_task(bot.turns.catch_up())
        try:
            application = web_application(bot)
            application[CLOCK] = Passes(bot.turns, bot.clock)
            yield application
        finally:
            unread.cancel()
            await bot.outbox.stop(timedelta(seconds=2).total_seconds())
            await post
            for channel in bot.channels.values():
                await channel.close()


class Passes:
    """The clock's passes, one after the other, for as long as somebody is due."""

    def __init__(self, turns: TurnsOfOurs, clock: Clock) -> None:
        self._turns, self._clock = turns, clock
        self._task: asyncio.Task[None] | None = None
        self.looked_at = 0

    def begin(self) -> None:
        self._task = asyncio.create_task(self._go())

    async def _go(self) -> None:
        while True:
            await self._turns.sweep(self._clock.now())
            self.looked_at += AT_ONCE
            await asyncio.sleep(0)


CLOCK = web.AppKey("clock", Passes)


async def serve(app: contextlib.AbstractAsyncContextManager[web.Application], path: str) -> None:
    """Serves until its standard input closes; prints its address, and when asked its CPU seconds; lets the clock
    sweep, and prints how many it has looked at."""
    set_up_logs()  # As `serve` does: what is printed here is for whoever measures.
    async with contextlib.AsyncExitStack() as stack:
        served = await stack.enter_async_context(app)
        runner = web.AppRunner(served, access_log=None)
        await runner.setup()
        stack.push_async_callback(runner.cleanup)
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        print(f"http://127.0.0.1:{runner.addresses[0][1]}{path}", flush=True)
        loop = asyncio.get_running_loop()
        while line := await loop.run_in_executor(None, sys.stdin.readline):
            match line.strip():
                case "cpu":
                    print(time.process_time(), flush=True)
                case "sweep":
                    served[CLOCK].begin()
                    print("begun", flush=True)
                case "swept":
                    print(served[CLOCK].looked_at, flush=True)
