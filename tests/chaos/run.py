"""Two webs and three workers on one PostgreSQL, killed again and again, while people write to them through Slack.

Slack's side is played as Slack does it: an event that is not acknowledged comes again, to whichever web, and some
come twice for no reason. At the end the run judges its own history.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import random
import signal
import sys
import time
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import Any

import aiohttp
from aiohttp import web

from bot.channels.slack.signing import sign
from bot.store.open import open_store
from bot.store.port import Store
from tests.chaos.process import SECRET
from tests.postgres import Server
from tests.process import ROOT, free_port
from tests.store.factories import NOW, add_adopter, add_person
from tests.stubs.slack import SlackStub

WEBS, WORKERS, ADOPTERS, PEOPLE = 2, 3, 3, 2
QUIET_SECONDS = 60.0
"""How long the last answers may take when nobody is killed any more."""


class SlowSlack(SlackStub):
    """Slack at its own pace: at any moment something is on its way."""

    async def _handle(self, request: web.Request) -> web.StreamResponse:
        await asyncio.sleep(random.uniform(0.02, 0.12))
        return await super()._handle(request)


@dataclass
class Run:
    """One run and its history."""

    server: Server
    slack: SlackStub
    kills: int
    restarts: int
    bug: str = ""
    seed: int = 1
    acknowledged: set[int] = field(default_factory=set)
    history: Counter[str] = field(default_factory=Counter)
    processes: list[asyncio.subprocess.Process] = field(default_factory=list)
    going: bool = True

    def __post_init__(self) -> None:
        self.luck = random.Random(self.seed)
        self.url = self.server.new_database()
        self.ports = [free_port() for _ in range(WEBS)]

    async def whole(self) -> list[str]:
        """The run. Returns what is wrong at its end; empty when all is well."""
        store = open_store(self.url)
        await store.migrate()
        for number in range(ADOPTERS):
            adopter = await add_adopter(store, f"Homes {number}", f"HMES-234{number + 2}")
            for n in range(PEOPLE):
                await add_person(
                    store, adopter, id_=f"p{number}{n}", user=f"U{number}{n}", workspace="T0TEAM", at=NOW
                )
        try:
            for number in range(WEBS + WORKERS):
                self.processes.append(await self._begin(number))
            async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=5)) as session:
                people = [f"U{a}{n}" for a in range(ADOPTERS) for n in range(PEOPLE)]
                writing = [asyncio.create_task(self._write(session, user)) for user in people]
                await self._harm()
                self.going = False
                await asyncio.gather(*writing)
                await self._quiet(store)
            return await self._judge(store)
        finally:
            for process in self.processes:
                with contextlib.suppress(ProcessLookupError):
                    process.kill()
                await process.wait()
            await store.close()

    async def _begin(self, number: int) -> asyncio.subprocess.Process:
        kind = "web" if number < WEBS else "worker"
        port = self.ports[number] if kind == "web" else 0
        words = [kind, self.url, self.slack.api_url, str(port), *([self.bug] if self.bug else [])]
        return await asyncio.create_subprocess_exec(
            sys.executable, "-m", "tests.chaos.process", *words, cwd=ROOT,
            stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.DEVNULL,
        )  # fmt: skip

    async def _harm(self) -> None:
        """Kills processes and restarts the server, until all of it is done."""
        while not self.acknowledged:
            await asyncio.sleep(0.1)
        left = ["kill"] * self.kills + ["restart"] * self.restarts
        self.luck.shuffle(left)
        for what in left:
            await asyncio.sleep(self.luck.uniform(0.3, 1.2))
            self.history[what] += 1
            if what == "restart":
                how = self.luck.choice([signal.SIGINT, signal.SIGQUIT])
                await asyncio.to_thread(self.server.restart, how)
                continue
            number = self.luck.randrange(WEBS + WORKERS)
            with contextlib.suppress(ProcessLookupError):
                self.processes[number].kill()
            await self.processes[number].wait()
            self.processes[number] = await self._begin(number)
        await asyncio.sleep(1.0)

    async def _write(self, session: aiohttp.ClientSession, user: str) -> None:
        """One person writes, one thing after another; two of an adopter write at once."""
        number = int(user[1:]) * 100_000
        while self.going:
            number += 1
            kind = "snooze" if self.luck.random() < 0.2 else "say"
            await self._deliver(session, user, number, kind)
            await asyncio.sleep(self.luck.uniform(0, 0.1))

    async def _deliver(self, session: aiohttp.ClientSession, user: str, number: int, kind: str) -> None:
        """Sends an event until it is acknowledged, and some of them once more."""
        event = {
            "type": "message", "user": user, "channel": f"D-{user}", "channel_type": "im", "team": "T0TEAM",
            "ts": f"{time.time():.6f}", "text": f"{kind} {number}",
        }  # fmt: skip
        body = json.dumps(
            {"type": "event_callback", "team_id": "T0TEAM", "api_app_id": "A0APP", "event_id": f"Ev{number}",
             "event": event, "event_time": int(time.time())}
        ).encode()  # fmt: skip
        while not await self._post(session, body):
            self.history["sent again"] += 1
            await asyncio.sleep(0.2)
        self.acknowledged.add(number)
        self.history[kind] += 1
        if self.luck.random() < 0.2:
            self.history["sent twice"] += 1
            await self._post(session, body)

    async def _post(self, session: aiohttp.ClientSession, body: bytes) -> bool:
        stamp = str(int(time.time()))
        headers = {"Content-Type": "application/json", "X-Slack-Request-Timestamp": stamp,
                   "X-Slack-Signature": sign(SECRET, stamp, body)}  # fmt: skip
        address = f"http://127.0.0.1:{self.luck.choice(self.ports)}/slack/events"
        try:
            async with session.post(address, data=body, headers=headers) as answer:
                return answer.status == 200
        except (aiohttp.ClientError, TimeoutError):
            return False

    async def _quiet(self, store: Store) -> None:
        """Waits until everything that was promised is sent, or nothing happens any more."""
        deadline = time.monotonic() + QUIET_SECONDS
        while time.monotonic() < deadline and await self._judge(store):
            await asyncio.sleep(1.0)

    async def _judge(self, store: Store) -> list[str]:
        """What is wrong with the history."""
        texts = [(lane, str(said["text"])) for lane, all_ in self.slack.messages.items() for said in all_]
        numbers: dict[str, list[int]] = defaultdict(list)
        answers: Counter[int] = Counter()
        again: Counter[int] = Counter()
        for lane, text in texts:
            words: list[Any] = text.split()
            if words[0] == "again":
                again[int(words[1])] += 1
            else:
                answers[int(words[1])] += 1
                numbers[lane].append(int(words[2].lstrip("#")))
        snoozed = {int(text.split()[1]) for _, text in texts if text.startswith("snooze")}
        wrong = [f"not answered: {n}" for n in sorted(self.acknowledged - set(answers))]
        wrong += [f"answered {count} times: {n}" for n, count in answers.items() if count > 1]
        wrong += [f"snoozed and not said again: {n}" for n in sorted(snoozed - set(again))]
        wrong += [f"said again {count} times: {n}" for n, count in again.items() if count > 1]
        for adopter in range(ADOPTERS):
            theirs = [n for lane, found in numbers.items() if lane.startswith(f"D-U{adopter}") for n in found]
            if sorted(theirs) != list(range(1, len(theirs) + 1)):
                wrong.append(f"adopter {adopter}: a turn did not see the one before it")
        wrong += [f"{lane}: out of order" for lane, found in numbers.items() if found != sorted(found)]
        figures = await store.read(lambda tx: tx.outbox_figures())
        wrong += [f"{figures.waiting} wait, {figures.failed} given up"] if figures.waiting or figures.failed else []
        return wrong + await store.check()


async def run(server: Server, kills: int, restarts: int, bug: str = "", seed: int = 1) -> tuple[list[str], Run]:
    """One run on a database of its own."""
    async with SlowSlack(strict=False) as slack:
        whole = Run(server, slack, kills, restarts, bug, seed)
        return await whole.whole(), whole
