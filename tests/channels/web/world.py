"""The web channel in a small world: a real application on a real port, a hall of few words, and a store."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from aiohttp import CookieJar, web
from aiohttp.test_utils import TestClient, TestServer

from bot.channels.abilities import ABILITIES
from bot.channels.passes import PassKind, make_pass
from bot.channels.port import BusyError
from bot.channels.web import WebChannel, WebSettings
from bot.core.model import NOT_KEPT, Account, Address, Choice, Kind, Message, Outcome, Outgoing, Person, Turn
from bot.core.turn.saying import text_of
from bot.store.port import Said, Store, StoreError, Tx
from tests.programmes import together
from tests.store.factories import new_store

Client = TestClient[web.Request, web.Application]
START = datetime(2026, 11, 24, 14, 5, tzinfo=UTC)
SECRET = "a secret for tests only"

GREETING = Message(
    "Hello. I walk you through the welcome pack of **Together with Tenants**, one short question at a time.\n\n"
    "Nothing here is compulsory, and you can stop at any point.",
    title="Welcome to the charter",
    choices=(Choice("Start with the board", "do|board", "primary"), Choice("What is in the pack?", "more|pack")),
)
QUESTION = Message(
    "Has the charter been to your board? If it has, what did the board decide?",
    choices=(
        Choice("Noted", "pick|noted"),
        Choice("Discussed", "pick|discussed"),
        Choice("Approved in principle", "pick|principle"),
        Choice("Adopted", "pick|adopted"),
        Choice("Not yet", "pick|not_yet"),
    ),
)
READ_BACK = Message(
    "This is what I understood. Is it right?",
    facts=(("Board’s decision", "noted, not approved"), ("Date", "Tuesday 17 November 2026")),
    choices=(Choice("Yes, record it", "yes|1", "primary"), Choice("No, change something", "no|1")),
)
GUIDANCE = Message(
    "Two briefings may help here:\n\n- **Taking the charter to the board**, for the paper itself\n"
    "- **Complaints**: acknowledge in 5 working days\n\nMore at [the regulator’s pages](https://www.gov.uk/).",
    choices=(Choice("Read the first", url="/guidance/board"),),
)
REMINDER = Message(
    "A small reminder: the board’s date is a week away.", choices=(Choice("Later", "later"), Choice("Done", "done"))
)


def answer(turn: Turn) -> tuple[Message, ...]:
    """What the turn handler says to a turn."""
    if turn.kind is Kind.OPEN:
        return (GREETING,) if turn.event.endswith(":first") else (Message("Welcome back. The board is still open."),)
    replies = {"do|board": (QUESTION,), "pick|noted": (READ_BACK,), "yes|1": (Message("Recorded. Thank you."),)}
    if turn.kind is Kind.PRESS:
        return replies.get(turn.press, (Message("That button is from an older message."),))
    if turn.text == "guidance":
        return (GUIDANCE,)
    if turn.text == "long":
        return (Message("\n\n".join(f"Paragraph {n}" for n in range(1, 31))), QUESTION)
    if turn.text == "two questions":
        return (QUESTION, READ_BACK)
    if turn.text == "board":
        return (QUESTION,)
    return (Message(f"You wrote {len(turn.text)} characters."),)


@dataclass
class World:
    """A clock, a hall over a real store, and switches to break them."""

    store: Store
    demo: bool = True
    public_url: str = ""
    now: datetime = START
    taken: list[Turn] = field(default_factory=list)
    broken: bool = False
    busy: bool = False
    slow: float = 0

    def __post_init__(self) -> None:
        self.channel = self.open()

    def open(self) -> WebChannel:
        """A channel, as a process that was just started has it."""
        settings = WebSettings(
            secret_key=SECRET,
            demo=self.demo,
            public_url=self.public_url,
            programme_name="Together with Tenants",
            organisation="National Housing Federation",
            contact="officer@example.org",
        )
        move = self.move_clock if self.demo else None
        return WebChannel(
            settings, self.take, self.store, lambda: self.now, move, self.visitor,
            identity=lambda: together().journey.identity, words=lambda phrase: text_of(together().journey, phrase),
        )  # fmt: skip

    async def take(self, turn: Turn) -> bool:
        """Keeps a turn and its answer, once."""
        await asyncio.sleep(self.slow)
        if self.busy:
            raise BusyError
        if self.broken:
            raise StoreError("The disk is full.")

        def work(tx: Tx) -> bool:
            if tx.seen(turn.event):
                return False
            keep, instead = "secret" not in turn.text, NOT_KEPT if "07700" in turn.text else None
            messages = tuple(Outgoing(message) for message in answer(turn))
            tx.keep(turn, tx.context(turn.account), Outcome(messages, keep_text=keep, text=instead))
            return True

        if await self.store.write(work):
            self.taken.append(turn)
        return True

    async def remind(self, person: str, message: Message = REMINDER) -> None:
        """What a worker in another process does: the message stands in the history, and nobody is woken."""
        out = Outgoing(message, Address("web", "web", person))
        event = f"nudge:{person}:{self.now}"
        await self.store.write(
            lambda tx: tx.keep_clock(event, self.now, tx.context_of("meadow-homes", person), Outcome((out,)))
        )

    async def say_much(self, count: int, person: str = "priya") -> None:
        """So many messages of a person, each answered: two lines each."""

        def work(tx: Tx) -> None:
            for number in range(count):
                turn = Turn(
                    f"web:{person}:much-{number}", Kind.TEXT, Account("web", "web", person),
                    Address("web", "web", person), self.now, f"message {number}", can=ABILITIES["web"],
                )  # fmt: skip
                said = Outgoing(Message(f"answer **{number}**"), turn.address)
                tx.keep(turn, tx.context(turn.account), Outcome((said,)))

        await self.store.write(work)

    async def history(self, person: str = "priya") -> list[Said]:
        return await self.store.read(lambda tx: tx.history(person))

    async def history_of_all(self, person: str = "priya") -> list[Said]:
        return await self.store.read(lambda tx: tx.history(person, limit=100_000))

    async def save(self, person: Person) -> None:
        await self.store.write(lambda tx: tx.save_person(person, Account("web", "web", person.id)))

    async def move_clock(self, by: timedelta) -> None:
        self.now += by
        await self.remind("priya")

    async def visitor(self) -> str:
        return "priya"


HTML = {"Accept": "text/html"}


async def page(client: Client, path: str = "/") -> str:
    async with client.get(path, headers=HTML) as answer:
        return await answer.text()


async def post(client: Client, body: Any, **headers: str) -> tuple[int, dict[str, Any]]:
    async with client.post("/api/chat", json=body, headers=headers) as answer:
        return answer.status, await answer.json()


def link(person: str, now: datetime = START, round_: int = 0, key: str = SECRET) -> str:
    """The secret part of a personal link."""
    return make_pass(key, PassKind.LINK, person, now, round_)


async def enter(client: Client, person: str, token: str = "") -> str:
    """Comes in by a personal link: the press on its page. Returns the page that follows."""
    async with client.post(f"/join/{token or link(person)}", headers=HTML) as answer:
        assert answer.status == 200
        assert answer.url.path == "/"
        return await answer.text()


@asynccontextmanager
async def world_in(folder: Path, demo: bool = True, public_url: str = "") -> AsyncIterator[World]:
    """A world with one adopter and two people."""
    async with new_store(folder) as store:
        world = World(store, demo, public_url)
        adopter = await store.write(lambda tx: tx.add_adopter("Meadow Homes", "MEAD-2345", START))
        for key, name in (("priya", "Priya Nair"), ("tom", "Tom Okafor")):
            await world.save(Person(key, adopter.key, name, "lead"))
        yield world


@asynccontextmanager
async def endpoint(world: World, port: int | None = None) -> AsyncIterator[Client]:
    """The application, listening."""
    app = web.Application(client_max_size=1024 * 1024)
    app.add_routes(world.channel.routes())
    world.channel.set_up(app)
    client: Client = TestClient(TestServer(app, port=port), cookie_jar=CookieJar(unsafe=True))
    async with client:
        yield client
