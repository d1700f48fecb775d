"""The servers that tests/bench/slack.py compares, each made the way its kind is made.

bare   an aiohttp handler: HMAC, dedupe, commit (SQLite, synchronous=FULL), post by a shared session
stock  slack-bolt as its first page shows it, echoing by `say`; keeps nothing
door   this bot's way in and out around the bare handler's commit, without the conversation
ours   this bot, whole: signature, bolt, conversation, ledger, outbox, blocks, post
"""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import hmac
import json
import re
import sqlite3
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import aiohttp
from aiohttp import web

from bot.core.model import Account, Message, Person, Turn
from bot.store.port import Tx

SECRET, TOKEN, TEAM = "bench-secret", "xoxb-stub-token", "T0TEAM"
PEOPLE, CROWD = 16, 200
BARE, STOCK, DOOR, OURS = "bare", "stock", "door", "ours"


class Kept:
    """Dedupe and commit, durably: what the bare handler has for a ledger."""

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


def bare(folder: Path, api: str) -> web.Application:
    """The least that is durable."""
    kept = Kept(folder / "bare.db")
    tasks: set[asyncio.Task[None]] = set()
    shared: list[aiohttp.ClientSession] = []

    async def post(channel: str, text: str) -> None:
        headers = {"Authorization": f"Bearer {TOKEN}"}
        body = {"channel": channel, "text": text}
        async with shared[0].post(api + "chat.postMessage", json=body, headers=headers) as response:
            await response.json()

    async def handle(request: web.Request) -> web.Response:
        raw = await request.read()
        stamp = request.headers["X-Slack-Request-Timestamp"]
        mac = hmac.new(SECRET.encode(), f"v0:{stamp}:".encode() + raw, hashlib.sha256).hexdigest()
        fresh = abs(time.time() - int(stamp)) < 300
        if not (fresh and hmac.compare_digest("v0=" + mac, request.headers["X-Slack-Signature"])):
            return web.Response(status=401)
        body = json.loads(raw)
        event, reply = body["event"], "You said: " + body["event"]["text"]
        if kept.keep(body["event_id"], event["text"], reply):
            task = asyncio.create_task(post(event["channel"], reply))
            tasks.add(task)
            task.add_done_callback(tasks.discard)
        return web.Response()

    async def session(_app: web.Application) -> AsyncIterator[None]:
        shared.append(aiohttp.ClientSession())
        yield
        await shared[0].close()

    app = web.Application()
    app.add_routes([web.post("/slack/events", handle)])
    app.cleanup_ctx.append(session)
    return app


def stock(api: str) -> web.Application:
    """bolt as its documentation begins."""
    from slack_bolt.async_app import AsyncApp
    from slack_sdk.web.async_client import AsyncWebClient

    app = AsyncApp(client=AsyncWebClient(token=TOKEN, base_url=api), signing_secret=SECRET)

    @app.message(re.compile(".*"))
    async def echo(message: dict[str, Any], say: Callable[[str], Awaitable[Any]]) -> None:
        await say("You said: " + message["text"])

    return app.web_app()


def _slack(hall: Callable[[Turn], Awaitable[bool]], api: str) -> Any:
    from bot.channels.slack import SlackChannel, SlackSettings

    return SlackChannel(SlackSettings(SECRET, TOKEN, api_url=api), hall)


def door(folder: Path, api: str) -> web.Application:
    """Our rim, the bare handler's heart."""
    kept = Kept(folder / "door.db")
    tasks: set[asyncio.Task[Any]] = set()

    async def hall(turn: Turn) -> bool:
        reply = Message("You said: " + turn.text)
        if kept.keep(turn.event, turn.text, reply.text):
            task = asyncio.create_task(channel.send(turn.address, reply, 1, False))
            tasks.add(task)
            task.add_done_callback(tasks.discard)
        return True

    channel = _slack(hall, api)

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
async def ours(folder: Path, api: str) -> AsyncIterator[web.Application]:
    """This bot as `serve` joins it, with one adopter whose people are known."""
    from bot.app import ensure_adopter, open_app, web_application
    from bot.settings import read_settings

    settings = read_settings(database_url=f"sqlite:///{folder}/ours.db", _env_file=None)
    async with open_app(settings, sending=True) as bot:
        for number in range(CROWD):
            adopter = await ensure_adopter(bot, f"Bench Homes {number % 40}")
            person = Person("", adopter.key, f"Person {number}", "lead")
            account = Account("slack", TEAM, f"U0P{number}")
            await bot.store.write(partial(_know, person=person, account=account))
        bot.add(_slack(bot.hall.take, api))
        await bot.start()
        post = asyncio.create_task(bot.outbox.run())
        try:
            yield web_application(bot)
        finally:
            await bot.outbox.stop(timedelta(seconds=2).total_seconds())
            await post
            for channel in bot.channels.values():
                await channel.close()


async def serve(which: str, folder: Path, api: str) -> None:
    """Serves until its standard input closes; prints its address, and its CPU seconds when asked."""
    async with contextlib.AsyncExitStack() as stack:
        if which == OURS:
            app = await stack.enter_async_context(ours(folder, api))
        else:
            app = stock(api) if which == STOCK else bare(folder, api) if which == BARE else door(folder, api)
        runner = web.AppRunner(app, access_log=None)
        await runner.setup()
        stack.push_async_callback(runner.cleanup)
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        print(f"http://127.0.0.1:{runner.addresses[0][1]}/slack/events", flush=True)
        loop = asyncio.get_running_loop()
        while line := await loop.run_in_executor(None, sys.stdin.readline):
            if line.strip() == "cpu":
                print(time.process_time(), flush=True)


if __name__ == "__main__":
    asyncio.run(serve(sys.argv[1], Path(sys.argv[2]), sys.argv[3]))
