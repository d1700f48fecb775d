"""Turns on a real store: words are read outside the write lock, and again only when what was known has changed."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import cast

import pytest

from bot.core.model import Account, Address, Kind, Outcome, Person, Turn, TurnContext
from bot.core.model.casework import Casework, CloseCase, OpenCase, SayInCase, SetInbox
from bot.core.reader.patterns import Node
from bot.core.reader.vocabulary import Vocabulary
from bot.runtime.turns import TurnHandler, shown_to
from bot.store.port import Store
from tests.programmes import together
from tests.store.factories import add_adopter, add_person, new_store

AT = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)
ACCOUNT = Account("slack", "T1", "U1")
PLACE = Address("slack", "T1", "D1")


@dataclass
class Looks:
    """On which thread words were looked up; the first look waits for `go_on` where it is to wait."""

    waits: bool = False
    go_on: threading.Event = field(default_factory=threading.Event)
    writing: list[bool] = field(default_factory=list)

    def __call__(self) -> None:
        first = not self.writing
        self.writing.append(threading.current_thread().name == "store-writer")
        if self.waits and first:
            assert self.go_on.wait(20), "the other turn was never kept"


@dataclass(frozen=True, eq=False)
class Watched(Vocabulary):
    """The vocabulary, telling of each look into it."""

    look: Callable[[], None] = field(default_factory=Looks)

    @property
    def index(self) -> Node:
        self.look()
        return super().index


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    async with new_store(tmp_path) as made:
        yield made


@pytest.fixture
async def asha(store: Store) -> Person:
    adopter = await add_adopter(store)
    return await add_person(store, adopter, "Asha", id_="asha", role="lead", user="U1", at=AT)


def handler(store: Store, looks: Looks) -> TurnHandler:
    words = together().vocabulary
    assert words is not None
    watched = Watched(words.steps, words.phrases, words.ordinary, words.examples, words.weights, looks)
    programme = replace(together(), vocabulary=watched)
    return TurnHandler(store, lambda: programme)


def words(event: str, text: str) -> Turn:
    return Turn(event, Kind.TEXT, ACCOUNT, PLACE, AT, text)


LONG = "We had a long talk about it with everybody who was there, and it was a good one in the end. " * 2
LOOKED_UP = (
    "as I see now that I have found the right page in the big green folder that is kept beside the printer in the "
    "upstairs office where nobody ever looks for it"
)
"""Words that take longer to read than what is known takes to load; of one part: parts are read one by one later."""


async def test_words_are_read_outside_the_write_lock(store: Store, asha: Person) -> None:
    looks = Looks()
    await handler(store, looks).take(words("e1", f"The board noted it on 3 March {LOOKED_UP}"))
    assert looks.writing, "the words were never read"
    assert not any(looks.writing)


async def test_an_event_that_comes_again_is_not_read_again(store: Store, asha: Person) -> None:
    looks = Looks()
    turns = handler(store, looks)
    await turns.take(words("e1", "the board noted it on 3 March"))
    before = len(looks.writing)
    await turns.take(words("e1", "the board noted it on 3 March"))
    assert len(looks.writing) == before


async def test_what_was_read_too_early_is_read_again_inside(store: Store, asha: Person) -> None:
    """The words arrive while the read-back that they answer is still being made: they are about that read-back. Read
    by themselves "no, 4 March" names no question, and would be answered with "not understood"."""
    early = Looks(waits=True)
    turns = handler(store, early)
    other = handler(store, Looks())  # another process: within one, a person's turns come one after another
    second = asyncio.create_task(turns.take(words("e2", f"No, 4 March, {LOOKED_UP}")))
    await other.take(words("e1", "the board noted it on 3 March 2026"))
    early.go_on.set()
    await second
    assert early.writing[0] is False
    assert True in early.writing, "what was read before the read-back was not read again"
    context = await store.read(lambda tx: tx.context(ACCOUNT))
    heard = {u.name: u.value for u in context.dialogue.heard}
    assert heard == {"board.outcome": "noted", "board.date": "2026-03-04/2026-03-04"}


class CountingStore:
    """The store, with the reads counted that are made of it beside its transactions."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.reads = 0

    def __getattr__(self, name: str) -> object:
        self.reads += name == "read"
        return getattr(self._store, name)


CODE = "972X8-2G4QS-1"


@pytest.mark.parametrize(
    ("text", "reads"),
    [
        ("the board noted it on 3 March 2026", 0),
        (f"{LONG} The board noted it on 3 March 2026", 1),
        (f"my code is {CODE}", 1),
        ("use another channel", 0),
    ],
)
async def test_only_what_takes_long_is_read_before_its_transaction(
    store: Store, asha: Person, text: str, reads: int
) -> None:
    """Whatever is known is loaded once for short words: they are read where they are answered."""
    counting = CountingStore(store)
    turns = TurnHandler(cast("Store", counting), together)
    await turns.take(words("e1", text))
    assert counting.reads == reads
    assert await store.read(lambda tx: tx.seen("e1"))


# ---------------------------------------------------------------- whose pages show it


OFFICER = Account("slack", "T9", "U-OFFICER")
COLLEAGUE = Account("teams", "tenant", "U2")


@pytest.mark.parametrize(
    ("outcome", "shown"),
    [
        (Outcome(), ()),
        (Outcome(changes=(SetInbox(),)), (ACCOUNT, COLLEAGUE)),
        (Outcome(changes=(OpenCase("c1", "Do both histories stay?"),)), (ACCOUNT, COLLEAGUE, OFFICER)),
        (Outcome(changes=(SayInCase("c1", "person", "Asha", "And the dates?"),)), (ACCOUNT, COLLEAGUE, OFFICER)),
        (Outcome(changes=(CloseCase("c1", "Sam"),)), (ACCOUNT, COLLEAGUE, OFFICER)),
    ],
    ids=["nothing changed", "nothing of a case", "a case opened", "a case went on", "a case closed"],
)
def test_a_case_shows_on_the_officers_pages_too(outcome: Outcome, shown: tuple[Account, ...]) -> None:
    context = TurnContext(
        ACCOUNT, accounts=((ACCOUNT, "asha"), (COLLEAGUE, "ben")), casework=Casework(officers=(OFFICER,))
    )
    assert shown_to(context, outcome) == shown
