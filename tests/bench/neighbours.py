"""One served bot, quiet and then beside 20 flooding people, 20 streams and 500 slow connections: what others notice.

To reach: p99 of others' acknowledgements and answers under 250 ms, nothing of theirs lost, memory at most +64 MiB.
The load is made in this process, the bot is served in one of its own, with a stub of Slack's Web API.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import re
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiohttp

from bot.channels.abilities import ABILITIES, for_delivery
from bot.channels.passes import PassKind, make_pass
from bot.channels.slack.signing import sign
from bot.core.model import Account, Address, Kind, Message, Outcome, Outgoing, Person, Turn
from bot.runtime.clock import Clock
from bot.store.open import open_store
from bot.store.port import Tx
from tests.bench.harness import share
from tests.bench.slack import Slack, event
from tests.bench.slack_servers import SECRET, TEAM, TOKEN
from tests.process import serving

FLOODING, STREAMS, SLOW, OTHERS = 20, 20, 500, 10
SECONDS = 20.0
FLOOD_EVERY = 0.2
HOSTILE = "12 tenants and 13 staff " * 160
LINES = 10_000
KEY = "k" * 48


@dataclass
class Figures:
    acks: list[float] = field(default_factory=list)
    answers: list[float] = field(default_factory=list)
    health: list[float] = field(default_factory=list)
    lost: int = 0
    memory: float = 0.0
    flooded: int = 0
    refused: int = 0


async def run() -> list[str]:
    """A line a figure."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        await _people(folder)
        async with _slack() as slack:
            more = {
                "SLACK_SIGNING_SECRET": SECRET, "SLACK_BOT_TOKEN": TOKEN, "SLACK_API_URL": slack.api_url,
                "BOT_SECRET_KEY": KEY, "LOG_LEVEL": "error",
            }  # fmt: skip
            async with (
                serving(folder, **more) as (address, process),
                aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as session,
            ):
                load = Load(slack, session, address, process.pid)
                await load.others(Figures(), 3.0)
                quiet, loud = Figures(), Figures()
                await load.others(quiet, SECONDS / 2)
                async with load.bad_neighbours(loud):
                    await load.others(loud, SECONDS)
    return [_line("alone", quiet), _line("beside them", loud), *_judged(quiet, loud)]


def _line(what: str, found: Figures) -> str:
    return (
        f"{what}: others' acknowledgement p50 {share(found.acks, 50) * 1000:.0f} ms, p99 "
        f"{share(found.acks, 99) * 1000:.0f} ms; answer p50 {share(found.answers, 50) * 1000:.0f} ms, p99 "
        f"{share(found.answers, 99) * 1000:.0f} ms ({len(found.answers)} turns, {found.lost} lost); /healthz p99 "
        f"{share(found.health, 99) * 1000:.0f} ms; {found.memory:.0f} MiB"
    )


def _judged(quiet: Figures, loud: Figures) -> list[str]:
    grown = loud.memory - quiet.memory
    worst = max(share(loud.acks, 99), share(loud.answers, 99)) * 1000
    return [
        f"p99 {worst:.0f} ms (to reach: under 250), lost {loud.lost} (0), memory +{grown:.0f} MiB (at most +64): "
        + ("reached" if worst < 250 and not loud.lost and grown <= 64 else "MISSED"),
        f"the flood: {loud.flooded} messages acknowledged, {loud.refused} not",
    ]


@dataclass
class Load:
    slack: Slack
    session: aiohttp.ClientSession
    address: str
    pid: int
    number: int = 0

    async def post(self, user: str, place: str, text: str) -> int:
        self.number += 1
        raw = json.dumps(event(self.number, place, user, text)).encode()
        stamp = str(int(time.time()))
        headers = {
            "Content-Type": "application/json", "X-Slack-Request-Timestamp": stamp,
            "X-Slack-Signature": sign(SECRET, stamp, raw),
        }  # fmt: skip
        async with self.session.post(f"{self.address}/slack/events", data=raw, headers=headers) as answer:
            await answer.read()
            return answer.status

    async def others(self, found: Figures, seconds: float) -> None:
        """People who each say something, wait for the answer, and go on; and somebody who asks how the bot is."""
        ends = time.perf_counter() + seconds
        await asyncio.gather(self._health(found, ends), *(self._other(found, ends, n) for n in range(OTHERS)))
        found.memory = memory_of(self.pid)

    async def _other(self, found: Figures, ends: float, number: int) -> None:
        while time.perf_counter() < ends:
            place = f"D0P{number}"
            self.slack.waiting[place] = replied = asyncio.Event()
            begun = time.perf_counter()
            status = await self.post(f"U0P{number}", place, "status")
            found.acks.append(time.perf_counter() - begun)
            try:
                await asyncio.wait_for(replied.wait(), 20)
                found.answers.append(time.perf_counter() - begun)
            except TimeoutError:
                found.lost += 1
            found.lost += status != 200
            await asyncio.sleep(0.2)

    async def _health(self, found: Figures, ends: float) -> None:
        while time.perf_counter() < ends:
            begun = time.perf_counter()
            async with self.session.get(f"{self.address}/healthz") as answer:
                await answer.read()
            found.health.append(time.perf_counter() - begun)
            await asyncio.sleep(0.1)

    @contextlib.asynccontextmanager
    async def bad_neighbours(self, found: Figures) -> Any:
        """In a process of their own, so that what is measured here is the bot and not the load."""
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "tests.bench.neighbours", self.address,
            stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE,
        )  # fmt: skip
        await asyncio.sleep(3)
        yield
        out, _ = await process.communicate(b"\n")
        found.flooded, found.refused = json.loads(out)

    async def be_bad(self) -> Figures:
        """Floods, streams and slow connections, until a line comes in."""
        found = Figures()
        jobs = [asyncio.create_task(self._flood(found, n)) for n in range(FLOODING)]
        jobs += [asyncio.create_task(self._stream(n)) for n in range(STREAMS)]
        jobs += [asyncio.create_task(self._slow()) for _ in range(SLOW)]
        await asyncio.to_thread(sys.stdin.readline)
        for job in jobs:
            job.cancel()
        await asyncio.gather(*jobs, return_exceptions=True)
        return found

    async def _flood(self, found: Figures, number: int) -> None:
        """Sends five hostile messages a second, whatever is answered: a script, since nobody types so fast."""

        async def one() -> None:
            status = await self.post(f"U0F{number}", f"D0F{number}", HOSTILE[:4000])
            found.flooded += status == 200
            found.refused += status != 200

        async with asyncio.TaskGroup() as sent:
            while True:
                sent.create_task(one())
                await asyncio.sleep(FLOOD_EVERY)

    async def _stream(self, number: int) -> None:
        """Catches up with a long history, stays, and comes back after a while."""
        token = make_pass(KEY, PassKind.SESSION, f"long-{number % 4}", Clock().now())
        while True:
            headers = {"Cookie": f"chat={token}"}
            async with self.session.get(f"{self.address}/api/stream?after=0", headers=headers) as answer:
                assert answer.status == 200, answer.status
                for _ in range(600):
                    await answer.content.readline()
                await asyncio.sleep(10)

    async def _slow(self) -> None:
        """Begins to ask, and never comes to an end."""
        host, port = self.address.removeprefix("http://").split(":")
        while True:
            with contextlib.suppress(OSError):
                reader, writer = await asyncio.open_connection(host, int(port))
                writer.write(b"GET / HTTP/1.1\r\nHost: x\r\nX-Slow: ")
                while not reader.at_eof():
                    writer.write(b"x")
                    with contextlib.suppress(TimeoutError):
                        await asyncio.wait_for(reader.read(1), 1)
                writer.close()
            await asyncio.sleep(1)


def memory_of(pid: int) -> float:
    """What the process holds, in MiB."""
    status = Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
    return int(re.findall(r"VmRSS:\s+(\d+)", status)[0]) / 1024


@contextlib.asynccontextmanager
async def _slack() -> Any:
    people = {user: user for n in range(FLOODING) for user in (f"U0P{n}", f"U0F{n}")}
    slack = Slack(strict=False, people=people)
    slack.waiting = {}
    async with slack:
        yield slack


async def _people(folder: Path) -> None:
    """Everybody is known, and four have a long history on the web."""
    store = open_store(f"sqlite:///{folder}/bot.db", for_delivery())
    await store.migrate()
    now = Clock().now()

    def make(tx: Tx) -> None:
        adopter = tx.add_adopter("Bench Homes", "ABCD-EFGH", now)
        for user in (*(f"U0P{n}" for n in range(OTHERS)), *(f"U0F{n}" for n in range(FLOODING))):
            tx.save_person(Person("", adopter.key, user, "lead"), Account("slack", TEAM, user))
        for number in range(4):
            person = f"long-{number}"
            tx.save_person(Person(person, adopter.key, "Long", "lead"), Account("web", "web", person))
            for line in range(LINES // 2 if number == 0 else 150):
                turn = Turn(
                    f"web:{person}:{line}", Kind.TEXT, Account("web", "web", person), Address("web", "web", person),
                    now, f"message {line}", can=ABILITIES["web"],
                )  # fmt: skip
                tx.keep(turn, tx.context(turn.account), Outcome((Outgoing(Message(f"answer **{line}**")),)))

    await store.write(make)
    await store.close()


async def _bad(address: str) -> None:
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as session:
        found = await Load(Slack(strict=False), session, address, 0, number=1_000_000).be_bad()
    print(json.dumps([found.flooded, found.refused]))


if __name__ == "__main__":
    asyncio.run(_bad(sys.argv[1]))
