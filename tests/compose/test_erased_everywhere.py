"""One of a hundred people has what is held about them deleted, by chat: then they are in no byte of anything.

They are known in Slack and on the web, told something, asked a person, looked for guidance, were reminded, and are
named by a colleague. What is looked through: the database with its log of writes, an export, a new backup, the log,
the figures, and what the process remembers.
"""

from __future__ import annotations

import asyncio
import contextlib
import gc
import io
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from aiohttp.test_utils import TestClient, TestServer

from bot.channels.abilities import ABILITIES
from bot.compose.app import App, open_app, web_application
from bot.compose.forgetting import forget
from bot.compose.logs import set_up_logs
from bot.compose.settings import read_settings
from bot.core.model import Account, Address, Kind, Person, Turn
from bot.core.model.reading import Value
from bot.rehearsal.player import Stage
from bot.runtime.backups import Backups
from bot.runtime.clock import StoppedClock
from bot.runtime.traces import clear_traces
from bot.store.codes import new_code
from bot.store.port import Tx
from bot.store.restoring import look_into
from tests.programmes import CONVERSATIONS, read_once

NOW = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)
ID, NAME, SLACK = "p-zqxj7731deadbeef", "Zephyrine Quackenbush", "UZQXJ7732"
WORDS, ASKED, LOOKED = "vermilionish", "cobaltish", "ochreish"
MARKS = (ID, "Zephyrine", "Quackenbush", SLACK, WORDS, ASKED, LOOKED)
EACH, ADOPTERS = 10, 10


@dataclass
class Town:
    """A hundred people at ten adopters, each with an account in Slack."""

    app: App
    stages: dict[str, Stage]
    number: int = 0

    async def say(self, text: str, user: str, channel: str = "slack", press: str = "") -> list[str]:
        """The bot's answer."""
        self.number += 1
        workspace = "T1" if channel == "slack" else "web"
        conversation = f"D-{user}" if channel == "slack" else user
        await self.app.turns.take(
            Turn(
                f"{channel}:{user}:{self.number}", Kind.PRESS if press else Kind.TEXT,
                Account(channel, workspace, user), Address(channel, workspace, conversation, private=True),
                self.app.clock.now(), text=text, press=press, name=user, can=ABILITIES[channel],
            )
        )  # fmt: skip
        await self.settle()
        said = [message.text for _, message in self.stages[channel].heard]
        self.stages[channel].heard.clear()
        return said

    async def settle(self) -> None:
        """Until everything that is due has been sent."""
        async with asyncio.timeout(20):
            while await self.app.outbox.drain(self.app.clock.now()) or (await self.app.outbox.figures()).waiting:
                await asyncio.sleep(0.001)


def _people(tx: Tx) -> None:
    for a in range(ADOPTERS):
        adopter = tx.add_adopter(f"Homes {a}", new_code(), NOW)
        for p in range(EACH):
            victim = (a, p) == (5, 7)
            id_, name, user = (ID, NAME, SLACK) if victim else (f"p-{a}-{p}", f"Person{a} Number{p}", f"U{a}{p}")
            role = "lead" if p == 0 else "board_secretary"
            tx.save_person(Person(id_, adopter.key, name, role), Account("slack", "T1", user))
            if victim:
                tx.save_person(Person(id_, adopter.key, name, role), Account("web", "web", ID))


@contextlib.asynccontextmanager
async def _town(url: str) -> AsyncIterator[Town]:
    settings = read_settings(
        database_url=url, bot_content=CONVERSATIONS, bot_secret_key="k" * 48, _env_file=None,
        public_url="https://bot.example.org", health_pages="open",
    )  # fmt: skip
    async with open_app(settings, StoppedClock(NOW), sending=True, reads=read_once) as app:
        await app.store.write(_people)
        stages = {name: Stage(name) for name in ("slack", "web", "teams", "console")}
        app.channels.update(stages)
        yield Town(app, stages)
        await app.outbox.stop()


async def _lived(town: Town) -> None:
    """Everybody tells something; one does all that can be done."""
    for a in range(ADOPTERS):
        for p in range(EACH):
            if (a, p) != (5, 7):
                await town.say("the board noted it on 3 March", f"U{a}{p}")
                await town.say("yes", f"U{a}{p}")
    await town.say(f"We ran a survey in May 2026, 380 came back, {WORDS}", SLACK)
    await town.say("yes", SLACK)
    await town.say(f"anything on {LOOKED} and {WORDS}?", ID, "web")
    await town.say("can I talk to a person", SLACK)
    await town.say(f"Why is {ASKED} so, {NAME} asks", SLACK)
    await town.say("yes", SLACK)
    await town.say("remind me tomorrow", ID, "web")
    await town.say(f"{NAME} told the board, they adopted it on 12 May 2026", "U50")
    await town.say("yes", "U50")
    town.app.clock.move(timedelta(days=1))
    await town.app.turns.sweep(town.app.clock.now())
    await town.settle()


async def _asks_to_be_deleted(town: Town) -> None:
    await town.say("that is all, back to the bot please", ID, "web")
    await town.app.turns.officer("close", await _open_case(town), "Evelyn", "", True, town.app.clock.now())
    assert "What goes" in " ".join(await town.say("delete what you hold about me", SLACK))
    assert NAME in " ".join(await town.say("yes", SLACK))
    assert "It is deleted" in " ".join(await town.say("yes", SLACK))


async def _open_case(town: Town) -> str:
    (case,) = await town.app.store.read(lambda tx: [case.id for case in tx.cases() if case.person == ID])
    return case


def _in_files(folder: Path) -> set[str]:
    every = b"".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())
    return {mark for mark in MARKS if mark.encode() in every}


def _in(text: str) -> set[str]:
    return {mark for mark in MARKS if mark in text}


def _remembered() -> set[str]:
    """What is in any text that this process holds, but for this module's own."""
    gc.collect()
    own = {id(globals()), id(MARKS)}
    found: set[str] = set()
    for thing in gc.get_objects():
        if id(thing) not in own:
            texts = [part for part in _parts(thing) if isinstance(part, str) and len(part) < 5000]
            found |= {mark for text in texts for mark in MARKS if mark in text}
    return found


def _parts(thing: object) -> list[object]:
    """What a container holds, or a value of our own."""
    if isinstance(thing, dict):
        return [*thing.keys(), *thing.values()]
    if isinstance(thing, (list, tuple, set)):
        return list(thing)
    if str(type(thing).__module__).startswith("bot."):
        return [getattr(thing, slot, None) for slot in getattr(type(thing), "__slots__", ())]
    return []


async def test_of_a_hundred_people_one_is_in_no_byte_of_anything(tmp_path: Path, stream: io.StringIO) -> None:
    set_up_logs("debug", stream=stream)
    data, beside = tmp_path / "data", tmp_path / "beside"
    data.mkdir()
    async with _town(f"sqlite:///{data}/bot.db") as town:
        await _lived(town)
        assert _in_files(data) == set(MARKS)
        assert len(await town.app.store.read(lambda tx: [p for a in tx.adopters() for p in tx.people(a.key)])) == 100
        facts = await town.app.store.read(lambda tx: [(f.id, f.name, f.value) for f in tx.facts()])
        await _asks_to_be_deleted(town)
        assert await clear_traces(town.app.store, town.app.clock) == 1
        assert _in_files(data) == set()
        assert len(await town.app.store.read(lambda tx: [p for a in tx.adopters() for p in tx.people(a.key)])) == 99
        left = await town.app.store.read(lambda tx: [(f.id, f.name, f.value) for f in tx.facts()])
        assert left == [(n, name, _nameless(value)) for n, name, value in facts]
        exported = await town.app.store.read(lambda tx: json.dumps([(k, list(r)) for k, r in tx.dump()]))
        assert _in(exported) == set()
        backups = Backups(town.app.store, town.app.clock, beside, timedelta(days=1), 2, ".db", look_into)
        assert await backups.run_if_due() is not None
        assert _in_files(beside) == set()
        assert await _figures(town) == set()
        assert await town.app.store.check() == []
    assert _in_files(data) == set()
    assert _in(stream.getvalue()) == set()


def _nameless(value: Value) -> Value:
    """A value in which the deleted person stands by no name: in a colleague's note there was one."""
    return value.replace(NAME, "a former colleague") if isinstance(value, str) else value


async def _figures(town: Town) -> set[str]:
    client = TestClient(TestServer(web_application(town.app)))
    async with client, client.get("/metrics") as answer:
        assert answer.status == 200
        return _in(await answer.text())


async def test_what_the_process_remembers_is_forgotten(tmp_path: Path) -> None:
    async with _town(f"sqlite:///{tmp_path}/bot.db") as town:
        await _lived(town)
        assert _remembered() >= {ID, "Zephyrine", SLACK}
        await _asks_to_be_deleted(town)
        forget()
        assert _remembered() & {ID, NAME, WORDS, ASKED} == set()
