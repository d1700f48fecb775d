"""Small makers for tests of every part: a store in a temporary file, an adopter, a person, a turn. No clock."""

from __future__ import annotations

import contextlib
import itertools
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.channels.abilities import ABILITIES, for_delivery
from bot.core.model import (
    Account,
    Address,
    Adopter,
    Kind,
    LinkAccount,
    Message,
    NewFact,
    Outcome,
    Outgoing,
    Person,
    SavePerson,
    Turn,
)
from bot.core.model.reading import Value
from bot.store.open import open_store
from bot.store.port import Store

NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
"""A Tuesday morning."""


def later(minutes: float = 0, *, seconds: float = 0, days: float = 0) -> datetime:
    """NOW and so much."""
    return NOW + timedelta(minutes=minutes, seconds=seconds, days=days)


@contextlib.asynccontextmanager
async def new_store(folder: Path, name: str = "test.db") -> AsyncIterator[Store]:
    """A migrated store in a file of this folder, closed at the end."""
    store = open_store(f"sqlite:///{folder / name}", for_delivery())
    await store.migrate()
    try:
        yield store
    finally:
        await store.close()


@dataclass
class Maker:
    """Makes turns with ids of their own: `test-1`, `test-2`, …"""

    prefix: str = "test"

    def __post_init__(self) -> None:
        self._numbers = itertools.count(1)

    def event(self) -> str:
        return f"{self.prefix}-{next(self._numbers)}"

    def turn(
        self,
        text: str = "hello",
        *,
        user: str = "U1",
        at: datetime = NOW,
        channel: str = "slack",
        workspace: str = "T1",
        kind: Kind = Kind.TEXT,
        event: str = "",
        conversation: str = "",
        private: bool = True,
        press: str = "",
        home: str | None = None,
    ) -> Turn:
        """A text turn of this user in a private conversation named after them (`D-U1`), unless told otherwise."""
        return Turn(
            event=event or self.event(),
            kind=kind,
            account=Account(channel, workspace, user),
            address=Address(channel, workspace, conversation or f"D-{user}", private=private),
            at=at,
            text=text,
            press=press,
            home=home,
            can=ABILITIES.get(channel, frozenset()),
        )


def fact(name: str = "board.outcome", value: Value = "adopted", **parts: object) -> NewFact:
    """A fact said and confirmed by whose turn it is."""
    made = NewFact(name=name, value=value, words=f"{name} is {value}", sure=True, person="", confirmed_by="")
    return replace(made, **parts)  # type: ignore[arg-type]


def says(text: str = "Noted.", **parts: object) -> Outgoing:
    """A message back to where the turn came from, unless told otherwise."""
    return replace(Outgoing(Message(text)), **parts)  # type: ignore[arg-type]


async def add_adopter(store: Store, name: str = "Riverside Homes", code: str = "RVSD-2345") -> Adopter:
    """An adopter with a join code."""
    return await store.write(lambda tx: tx.add_adopter(name, code, NOW))


async def add_person(
    store: Store,
    adopter: Adopter,
    name: str = "Priya Shah",
    *,
    id_: str = "priya",
    role: str = "lead",
    user: str = "U1",
    channel: str = "slack",
    workspace: str = "T1",
    at: datetime = NOW,
) -> Person:
    """A person with an account, met in a private conversation at `at`."""
    person = Person(id_, adopter.key, name, role)
    turn = Maker(f"joined-{id_}-{channel}-{workspace}-{user}").turn(
        "", user=user, channel=channel, workspace=workspace, at=at
    )
    joined = Outcome(changes=(SavePerson(person), LinkAccount(turn.account, person.id)))
    await store.write(lambda tx: tx.keep(turn, tx.context(turn.account), joined))
    return person
