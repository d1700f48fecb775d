"""One person who sends much: nothing of theirs is lost or sent again, and the others are answered as ever."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.channels.port import BusyError
from bot.core.model import Account, Address, Kind, Turn
from bot.runtime.turns import TurnHandler
from bot.runtime.waiting import MOST_WAITING, WaitingTurns
from bot.store.port import Store
from tests.programmes import together
from tests.runtime.test_turns import AT, words
from tests.store.factories import add_adopter, add_person, new_store

OTHER = Account("slack", "T1", "U2")


@dataclass
class Slow(TurnHandler):
    """A real handler whose reading can be held up for one account."""

    store: Store
    held: asyncio.Event = field(default_factory=asyncio.Event)
    began: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        programme = together()
        super().__init__(self.store, lambda: programme)

    async def _take(self, turn: Turn) -> None:
        self.began.append(turn.event)
        if turn.account != OTHER:
            await self.held.wait()
        await super()._take(turn)


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    async with new_store(tmp_path) as made:
        adopter = await add_adopter(made)
        await add_person(made, adopter, "Asha", id_="asha", role="lead", user="U1", at=AT)
        await add_person(made, adopter, "Priya", id_="priya", role="lead", user="U2", at=AT)
        yield made


async def flood(handler: TurnHandler, count: int, first: int = 0) -> list[asyncio.Task[bool]]:
    """So many turns of one person, one right after the other."""
    tasks = []
    for number in range(first, first + count):
        turn = replace(words(f"e{number}", "status"), at=AT + timedelta(seconds=number))
        tasks.append(asyncio.create_task(handler.take(turn)))
        await asyncio.sleep(0)
    return tasks


async def seen(store: Store, count: int) -> list[int]:
    """Which of the flood's turns were answered."""
    return await store.read(lambda tx: [n for n in range(count) if tx.seen(f"e{n}")])


async def test_what_is_more_is_kept_unread_and_read_later_in_order(store: Store) -> None:
    handler = Slow(store)
    tasks = await flood(handler, MOST_WAITING + 20)
    acknowledged = await asyncio.wait_for(asyncio.gather(*tasks[MOST_WAITING:]), 30)
    assert acknowledged == [True] * 20, "kept, so acknowledged, though the first is still being answered"
    assert await seen(store, 40) == []
    handler.held.set()
    await asyncio.wait_for(asyncio.gather(*tasks), 60)
    while await handler.read_unread():
        pass
    assert await seen(store, 40) == list(range(MOST_WAITING + 20)), "something was lost"
    assert handler.began == [f"e{n}" for n in range(MOST_WAITING + 20)], "not in the order in which they were sent"
    assert await store.read(lambda tx: tx.next_unread()) == []


async def test_one_kind_line_a_minute_says_so(store: Store) -> None:
    handler = Slow(store)
    tasks = await flood(handler, MOST_WAITING + 100)
    await asyncio.wait_for(asyncio.gather(*tasks[MOST_WAITING:]), 60)
    lanes = await store.read(lambda tx: [tx.seen(f"busy:slack:T1:U1:2026-11-24T10:0{n}") for n in range(3)])
    assert lanes == [True, True, False], "a hundred turns in two minutes: two lines"
    handler.held.set()
    await asyncio.wait_for(asyncio.gather(*tasks), 60)


async def test_others_are_answered_meanwhile(store: Store) -> None:
    handler = Slow(store)
    tasks = await flood(handler, 50)
    turn = Turn("other", Kind.TEXT, OTHER, Address("slack", "T1", "D2"), AT, "status")
    assert await asyncio.wait_for(handler.take(turn), 20)
    assert await store.read(lambda tx: tx.seen("other"))
    handler.held.set()
    await asyncio.wait_for(asyncio.gather(*tasks), 60)


async def test_what_comes_twice_is_kept_once(store: Store) -> None:
    handler = Slow(store)
    tasks = await flood(handler, MOST_WAITING + 3) + await flood(handler, MOST_WAITING + 3)
    handler.held.set()
    await asyncio.wait_for(asyncio.gather(*tasks), 60)
    while await handler.read_unread():
        pass
    assert len(set(handler.began)) == MOST_WAITING + 3
    answers = await store.read(lambda tx: next([row["event"] for row in r] for k, r in tx.dump() if k == "events"))
    ours = [event for event in answers if event.startswith(("e", "busy"))]
    assert sorted(ours) == sorted({*handler.began, "busy:slack:T1:U1:2026-11-24T10:00"}), "each once, and one line"


async def test_what_was_kept_unread_survives_the_process(store: Store) -> None:
    handler = Slow(store)
    tasks = await flood(handler, MOST_WAITING + 3)
    await asyncio.wait_for(asyncio.gather(*tasks[MOST_WAITING:]), 30)
    for task in tasks[:MOST_WAITING]:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    later = Slow(store)
    later.held.set()
    job = asyncio.create_task(later.catch_up())
    async with asyncio.timeout(30):
        while await store.read(lambda tx: tx.next_unread()):
            await asyncio.sleep(0.02)
    job.cancel()
    assert await seen(store, 40) == [MOST_WAITING, MOST_WAITING + 1, MOST_WAITING + 2]


async def test_where_words_stay_in_the_box_they_are_refused(store: Store) -> None:
    handler = Slow(store)
    tasks = await flood(handler, MOST_WAITING)
    with pytest.raises(BusyError):
        await handler.take_or_refuse(words("more", "status"))
    handler.held.set()
    await asyncio.wait_for(asyncio.gather(*tasks), 60)
    while await handler.read_unread():
        pass
    assert await handler.take_or_refuse(words("more", "status"))
    assert await store.read(lambda tx: tx.seen("more"))


async def test_nobody_waits_for_longer_than_a_provider_does(store: Store) -> None:
    handler = Slow(store)
    handler._waiting = WaitingTurns(patience=0.1)
    tasks = await flood(handler, 3)
    assert await asyncio.wait_for(asyncio.gather(*tasks[1:]), 20) == [True, True]
    handler.held.set()
    await tasks[0]
    while await handler.read_unread():
        pass
    assert handler.began == ["e0", "e1", "e2"]


async def test_many_who_send_much_take_the_time_of_one() -> None:
    waiting, at_once, most = WaitingTurns(), 0, 0

    async def one(account: Account) -> None:
        nonlocal at_once, most
        async with waiting.place(account) as come:
            assert come
            at_once += 1
            most = max(most, at_once)
            await asyncio.sleep(0.005)
            at_once -= 1

    people = [Account("slack", "T1", f"U{n}") for n in range(10)]
    await asyncio.gather(*(one(account) for account in people for _ in range(3)))
    assert most <= len(people) + 1
    assert not waiting._people, "nothing is remembered of people who have nothing waiting"


def test_a_turn_is_the_same_after_it_was_put_by(store: Store) -> None:
    """(With everything that a turn can have.)"""
    from bot.core.model import Ability, Mention
    from bot.store.codec import dumps, loads

    whole = replace(
        words("e", "hello"), press="p", fields=(("a", "b"),), mentions=(Mention("@x", OTHER, "X"),),
        can=frozenset(Ability), name="Asha", link="https://x", message="1.2", timezone="Europe/London",
    )  # fmt: skip
    assert loads(Turn, dumps(whole)) == whole
