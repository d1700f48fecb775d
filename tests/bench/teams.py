"""The whole durable Teams turn beside a bare handler, alternating, on the same machine and the same stub.

    bare   an aiohttp handler: no JWT, dedupes and commits (SQLite, synchronous=FULL), posts by a shared session
    door   this bot's way in and out (JWT, parsing, card, token) around the same commit, without the conversation
    ours   this bot, whole: JWT, conversation, ledger, outbox, card, post

Each server runs in a process of its own; events and the stub of the Bot Connector run in this one. Measured from the
post of an event until the reply of that conversation has arrived. `--fresh` signs a new token for every event (Teams
sends one token for many), so that each signature is checked anew.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import aiohttp
from aiohttp import web

from bot.core.model import Account, Message, Person, Turn
from bot.store.port import Tx
from tests.stubs.connector import APP_ID, PASSWORD, TENANT, Connector, Delivered, signed

PEOPLE, TURNS, ROUNDS = 16, 320, 4
BARE, DOOR, OURS = "bare", "door", "ours"
WORDS = "status"


# ---------------------------------------------------------------- the servers (each in its own process)


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


def _bare(folder: Path) -> web.Application:
    kept = Kept(folder / "bare.db")
    tasks: set[asyncio.Task[None]] = set()
    shared: list[aiohttp.ClientSession] = []

    async def post(url: str, reply: dict[str, Any]) -> None:
        async with shared[0].post(url, json=reply, headers={"Authorization": "Bearer free"}) as response:
            await response.read()

    async def handle(request: web.Request) -> web.Response:
        activity = await request.json()
        place, said = activity["conversation"]["id"], activity["text"]
        if kept.keep(f"{place}:{activity['id']}", said, "You said: " + said):
            url = f"{activity['serviceUrl'].rstrip('/')}/v3/conversations/{place}/activities"
            reply = {"type": "message", "from": activity["recipient"], "text": "You said: " + said}
            task = asyncio.create_task(post(url, reply))
            tasks.add(task)
            task.add_done_callback(tasks.discard)
        return web.Response(status=202)

    async def session(_app: web.Application) -> AsyncIterator[None]:
        shared.append(aiohttp.ClientSession())
        yield
        await shared[0].close()

    app = web.Application()
    app.add_routes([web.post("/api/messages", handle)])
    app.cleanup_ctx.append(session)
    return app


def _teams(hall: Callable[[Turn], Awaitable[bool]], stub: str) -> Any:
    from bot.channels.teams import TeamsChannel, TeamsValues

    values = TeamsValues(
        APP_ID, PASSWORD, TENANT, "SingleTenant", token_url=f"{stub}/token", openid_url=f"{stub}/openid"
    )
    return TeamsChannel(values, hall, clock=lambda: datetime.now(UTC))


def _door(folder: Path, stub: str) -> web.Application:
    kept = Kept(folder / "door.db")
    tasks: set[asyncio.Task[Any]] = set()

    async def hall(turn: Turn) -> bool:
        reply = Message("You said: **" + turn.text + "**")
        if kept.keep(turn.event, turn.text, reply.text):
            task = asyncio.create_task(channel.send(turn.address, reply, 1, False))
            tasks.add(task)
            task.add_done_callback(tasks.discard)
        return True

    channel = _teams(hall, stub)

    async def running(_app: web.Application) -> AsyncIterator[None]:
        await channel.start()
        yield
        await channel.close()

    app = web.Application()
    app.add_routes(channel.routes())
    app.cleanup_ctx.append(running)
    return app


def _known(tx: Tx, person: Person, account: Account) -> str:
    return tx.save_person(person, account)


@contextlib.asynccontextmanager
async def _whole(folder: Path, stub: str) -> AsyncIterator[web.Application]:
    """This bot as `serve` joins it, with one adopter whose people are known."""
    from bot.app import ensure_adopter, open_app, web_application
    from bot.settings import read_settings

    settings = read_settings(database_url=f"sqlite:///{folder}/ours.db", teams_emulator=False, _env_file=None)
    async with open_app(settings, sending=True) as bot:
        adopter = await ensure_adopter(bot, "Bench Homes")
        for n in range(PEOPLE):
            person, account = Person("", adopter.key, f"Person {n}", "lead"), Account("teams", TENANT, f"29:p{n}")
            await bot.store.write(partial(_known, person=person, account=account))
        bot.add(_teams(bot.hall.take, stub))
        await bot.start()
        post = asyncio.create_task(bot.outbox.run())
        try:
            yield web_application(bot)
        finally:
            await bot.outbox.stop()
            await post
            for channel in bot.channels.values():
                await channel.close()


async def serve(which: str, folder: Path, stub: str) -> None:
    """Serves until its standard input closes; prints its address, and at the end its CPU seconds."""
    async with contextlib.AsyncExitStack() as stack:
        if which == OURS:
            app = await stack.enter_async_context(_whole(folder, stub))
        else:
            app = _bare(folder) if which == BARE else _door(folder, stub)
        runner = web.AppRunner(app, access_log=None)
        await runner.setup()
        stack.push_async_callback(runner.cleanup)
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        print(f"http://127.0.0.1:{runner.addresses[0][1]}/api/messages", flush=True)
        loop = asyncio.get_running_loop()
        while line := await loop.run_in_executor(None, sys.stdin.readline):
            if line.strip() == "cpu":
                print(time.process_time(), flush=True)


# ---------------------------------------------------------------- the load


@dataclass
class Server:
    """A server in its own process."""

    process: asyncio.subprocess.Process
    url: str
    seconds: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)

    async def cpu_now(self) -> float:
        assert self.process.stdin and self.process.stdout
        self.process.stdin.write(b"cpu\n")
        return float(await self.process.stdout.readline())


@contextlib.asynccontextmanager
async def _server(which: str, folder: Path, stub: str) -> AsyncIterator[Server]:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.bench.teams", "--serve", which, str(folder), stub),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=None if os.environ.get("BENCH_DEBUG") else asyncio.subprocess.DEVNULL,
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
    )
    assert process.stdout and process.stdin
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

    async def _turn(self, url: str, person: int) -> None:
        self._number += 1
        place = f"a:talk{person}"
        self._waiting[place] = replied = asyncio.Event()
        activity = {
            "type": "message",
            "id": f"17{self._number:011}",
            "timestamp": datetime.now(UTC).isoformat(),
            "channelId": "msteams",
            "serviceUrl": self._service,
            "from": {"id": f"29:p{person}", "name": f"Person {person}"},
            "recipient": {"id": f"28:{APP_ID}", "name": "Charter Bot"},
            "conversation": {"id": place, "conversationType": "personal", "tenantId": TENANT},
            "channelData": {"tenant": {"id": TENANT}},
            "text": WORDS,
            "textFormat": "plain",
            "locale": "en-GB",
        }
        token = signed(self._service) if self._fresh else self._token
        headers = {"Content-Type": "application/json", "Authorization": token}
        async with self._session.post(url, data=json.dumps(activity), headers=headers) as response:
            assert response.status == 202, response.status
        await asyncio.wait_for(replied.wait(), 20)

    async def run(self, server: Server, turns: int) -> None:
        """So many turns, spread over the people; notes seconds and CPU seconds a turn."""

        async def person(n: int) -> None:
            for _ in range(turns // PEOPLE):
                await self._turn(server.url, n)

        cpu, begun = await server.cpu_now(), time.perf_counter()
        await asyncio.gather(*(person(n) for n in range(PEOPLE)))
        server.seconds.append((time.perf_counter() - begun) / turns)
        server.cpu.append((await server.cpu_now() - cpu) / turns)


async def measure(kinds: tuple[str, ...], fresh: bool = False) -> dict[str, Server]:
    """Runs the servers side by side and loads them in turn."""
    async with contextlib.AsyncExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        connector = await stack.enter_async_context(Connector())
        connector.anyone = True
        session = await stack.enter_async_context(aiohttp.ClientSession())
        servers = {kind: await stack.enter_async_context(_server(kind, folder, connector.url)) for kind in kinds}
        load = Load(connector, session, fresh)
        for server in servers.values():
            await load.run(server, PEOPLE * 4)
            server.seconds.clear()
            server.cpu.clear()
        for _ in range(ROUNDS):
            for server in servers.values():
                await load.run(server, TURNS)
                connector.delivered.clear()
        return servers


async def run(fresh: bool = False) -> list[str]:
    """The lines that `make bench` prints."""
    servers = await measure((BARE, DOOR, OURS), fresh)
    bare, bare_cpu = statistics.median(servers[BARE].seconds), statistics.median(servers[BARE].cpu)
    lines = [f"Teams, {PEOPLE} people at once, {ROUNDS} x {TURNS} turns{', a fresh token each' if fresh else ''}:"]
    for kind, server in servers.items():
        seconds, cpu = statistics.median(server.seconds), statistics.median(server.cpu)
        lines.append(
            f"  {kind:5} {seconds * 1000:6.2f} ms a turn  {1 / seconds:6.0f} turns/s  "
            f"{cpu * 1000:5.2f} ms CPU  {seconds / bare:4.2f}x ({cpu / bare_cpu:4.2f}x in CPU)"
        )
    lines.append("  to reach: ours at most 3.50x bare")
    return lines


if __name__ == "__main__":
    if "--serve" in sys.argv:
        kind, where, stub_url = sys.argv[sys.argv.index("--serve") + 1 :][:3]
        asyncio.run(serve(kind, Path(where), stub_url))
    elif "--door" in sys.argv:
        for name, each in asyncio.run(measure((BARE, DOOR), "--fresh" in sys.argv)).items():
            print(name, [f"{s * 1000:.2f}" for s in each.seconds], [f"{s * 1000:.2f}" for s in each.cpu])
    else:
        print("\n".join(asyncio.run(run("--fresh" in sys.argv))))
