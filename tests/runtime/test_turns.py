"""Turns on a real store: words are read outside the write lock, and again only when what was known has changed."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.core.model import Account, Address, Kind, Person, Turn
from bot.core.model.reading import Context, Understood
from bot.core.turn.reply import Programme
from bot.runtime.turns import TurnHandler
from bot.store.port import Store
from tests.programmes import together
from tests.store.factories import add_adopter, add_person, new_store

AT = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)
ACCOUNT = Account("slack", "T1", "U1")
PLACE = Address("slack", "T1", "D1")


@dataclass
class SecondReader:
    """A second opinion that has none, and notes on which thread and with what question it was asked."""

    waits_at: str = ""
    """Words whose first reading, before the transaction, waits for `go_on`."""
    go_on: threading.Event = field(default_factory=threading.Event)
    calls: list[tuple[str, bool, str | None]] = field(default_factory=list)

    def __call__(self, text: str, context: Context) -> tuple[Understood, ...]:
        writing = threading.current_thread().name == "store-writer"
        if text == self.waits_at and not writing:
            assert self.go_on.wait(20), "the other turn was never kept"
        self.calls.append((text, writing, context.asked))
        return ()


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    async with new_store(tmp_path) as made:
        yield made


@pytest.fixture
async def asha(store: Store) -> Person:
    adopter = await add_adopter(store)
    return await add_person(store, adopter, "Asha", id_="asha", role="lead", user="U1", at=AT)


def handler(store: Store, second: SecondReader) -> TurnHandler:
    programme: Programme = replace(together(), second=second)
    return TurnHandler(store, lambda: programme)


def words(event: str, text: str) -> Turn:
    return Turn(event, Kind.TEXT, ACCOUNT, PLACE, AT, text)


async def test_words_are_read_outside_the_write_lock(store: Store, asha: Person) -> None:
    second = SecondReader()
    await handler(store, second).take(words("e1", "the board noted it on 3 March"))
    assert second.calls, "the words were never read"
    assert not any(writing for _, writing, _ in second.calls)


async def test_an_event_that_comes_again_is_not_read_again(store: Store, asha: Person) -> None:
    second = SecondReader()
    turns = handler(store, second)
    await turns.take(words("e1", "the board noted it on 3 March"))
    before = len(second.calls)
    await turns.take(words("e1", "the board noted it on 3 March"))
    assert len(second.calls) == before


async def test_what_was_read_too_early_is_read_again_inside(store: Store, asha: Person) -> None:
    """ "yes" arrives while the read-back that it answers is still being made: it is a yes to that read-back."""
    early = SecondReader(waits_at="yes, and it was minute 7")
    turns = handler(store, early)
    other = handler(store, SecondReader())  # another process: within one, a person's turns come one after another
    second = asyncio.create_task(turns.take(words("e2", early.waits_at)))
    await other.take(words("e1", "the board noted it on 3 March"))
    early.go_on.set()
    await second
    facts = await store.read(lambda tx: {f.name: f.value for f in tx.facts(asha.adopter)})
    assert facts.get("board.outcome") == "noted", "read before the read-back was put, a yes means nothing"
