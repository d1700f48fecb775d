"""A real hall on a real store in a file, with the shipped content: people speak, what the bot says is gathered."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from aiohttp import web

from bot.channels.abilities import ABILITIES, for_delivery
from bot.channels.port import Ending, Sent
from bot.core.model import Account, Address, Kind, Message, Person, Turn
from bot.core.turn.reply import Programme
from bot.runtime.clock import StoppedClock
from bot.runtime.outbox import Outbox
from bot.runtime.turns import TurnHandler
from bot.store.open import open_store
from bot.store.port import Store, Tx
from tests.programmes import together

ROOT = Path(__file__).parents[2]
NOW = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)
ADOPTER = "riverside-homes"


@cache
def programme() -> Programme:
    """The shipped content."""
    return together()


@dataclass
class Stage:
    """A channel that takes everything."""

    name: str
    heard: list[tuple[Address, Message]] = field(default_factory=list)

    def routes(self) -> list[web.RouteDef]:
        return []

    async def start(self) -> None: ...

    async def close(self) -> None: ...

    async def send(self, address: Address, message: Message, delivery: int, doubtful: bool) -> Sent:
        self.heard.append((address, message))
        return Sent(Ending.SENT, handle=f"m{delivery}")


class World:
    """`await world.says("…")` gives what the bot said to that."""

    def __init__(self, folder: Path, content: Programme | None = None) -> None:
        self.path = folder / "ledger.db"
        self.store: Store = open_store(f"sqlite:///{self.path}", for_delivery())
        self.clock = StoppedClock(NOW)
        self.content = content or programme()
        self.stages = {name: Stage(name) for name in ("web", "slack")}
        self.outbox = Outbox(self.store, self.stages, self.clock)
        self.turns = TurnHandler(self.store, lambda: self.content)
        self.events = 0
        self.last: list[Message] = []

    async def open(self) -> World:
        await self.store.migrate()

        def make(tx: Tx) -> None:
            tx.add_adopter("Riverside Homes", "ABCD-EFGH", NOW)
            for name, role in (("Asha", "lead"), ("Priya", "resident_engagement")):
                person = Person(f"p-{name.casefold()}", ADOPTER, name, role)
                for channel in self.stages:
                    tx.save_person(person, Account(channel, "w", name.casefold()))

        await self.store.write(make)
        return self

    async def close(self) -> None:
        await self.store.close()

    async def says(
        self, text: str, who: str = "Asha", kind: Kind = Kind.TEXT, channel: str = "web", place: str = "",
        press: str = "", fields: tuple[tuple[str, str], ...] = (), thread: str = "",
    ) -> list[Message]:  # fmt: skip
        self.events += 1
        account = Account(channel, "w", who.casefold())
        address = Address(channel, "w", place or account.user, thread, private=not place)
        await self.turns.take(
            Turn(
                f"e{self.events}", kind, account, address, self.clock.now(), text=text, press=press, name=who,
                fields=fields, can=ABILITIES[channel],
            )
        )  # fmt: skip
        return await self.deliver()

    async def presses(self, label: str, who: str = "Asha", **where: str) -> list[Message]:
        choice = next(c for m in reversed(self.last) for c in m.choices if c.label == label)
        return await self.says("", who, Kind.PRESS, press=choice.value, **where)  # type: ignore[arg-type]

    async def deliver(self) -> list[Message]:
        await self.outbox.drain(self.clock.now())
        said = [message for stage in self.stages.values() for _, message in stage.heard]
        for stage in self.stages.values():
            stage.heard.clear()
        self.last += said
        return said

    async def bytes_kept(self) -> bytes:
        """Everything on the disk: the file, its log of writes, a backup and an export."""
        backup = self.path.with_name(f"backup-{self.events}.db")
        await self.store.backup(str(backup))
        rows = await self.store.read(lambda tx: repr([(kind, list(found)) for kind, found in tx.dump()]))
        files = [p.read_bytes() for p in self.path.parent.iterdir() if p.is_file()]
        return b"".join([*files, rows.encode()])


def phrases(said: list[Message]) -> list[str]:
    """The phrases of what was said, one by one."""
    return " ".join(m.phrase for m in said).split()


def texts(said: list[Message]) -> str:
    return "\n".join(m.text for m in said)
