"""The contract where several processes share a store: two stores on one address, in each other's way."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace
from typing import TypeVar

import pytest

from bot.core.model import (
    Account,
    CodesTried,
    LinkAccount,
    Message,
    NewLinkCode,
    Outcome,
    SaveAdopter,
    Turn,
    UsedLinkCode,
)
from bot.core.model.casework import Subscribe
from bot.store.port import Delivery, Said, Store, Tx, Worker
from tests.store.conftest import House
from tests.store.factories import NOW, Maker, add_adopter, add_person, fact, later, says

T = TypeVar("T")
HERE = ("slack", "web")
PAUSE = 0.3


@pytest.fixture
async def two(house: House) -> AsyncIterator[tuple[Store, Store]]:
    async with house.open() as one, house.open() as other:
        await add_person(one, await add_adopter(one))
        yield one, other


async def test_turns_of_one_adopter_are_taken_one_after_another_by_whichever_process(
    two: tuple[Store, Store],
) -> None:
    maker = Maker("at-once")

    def count(turn: Turn) -> Callable[[Tx], tuple[int, ...]]:
        def work(tx: Tx) -> tuple[int, ...]:
            context = tx.context(turn.account)
            dialogue = replace(context.dialogue, stamp=context.dialogue.stamp + 1)
            said = Outcome(dialogue=dialogue, facts=(fact("board.outcome", f"turn {context.dialogue.stamp}"),))
            return tx.keep(turn, context, said)

        return work

    kept = await asyncio.gather(*(two[n % 2].write(count(maker.turn())) for n in range(60)))
    context = await two[0].read(lambda tx: tx.context(maker.turn().account))
    assert context.dialogue.stamp == 60
    assert [(f.id, f.value) for f in context.facts] == [(max(kept)[0], "turn 59")], "the last one has the last id"


async def test_an_event_that_comes_to_both_is_answered_once(two: tuple[Store, Store]) -> None:
    maker = Maker("twice")

    def once(turn: Turn) -> Callable[[Tx], bool]:
        def work(tx: Tx) -> bool:
            if tx.seen(turn.event):
                return False
            tx.keep(turn, tx.context(turn.account), Outcome((says(),)))
            return True

        return work

    turns = [maker.turn(user=f"U{n}") for n in range(30)]
    won = await asyncio.gather(*(store.write(once(turn)) for turn in turns for store in two))
    assert sum(won) == 30
    assert (await two[0].read(lambda tx: tx.outbox_figures())).waiting == 30


async def test_a_delivery_is_claimed_once_and_none_is_left_behind(two: tuple[Store, Store]) -> None:
    """Messages are put into lanes while both claim and end: each is sent once, in its lane's order."""
    lanes, each = 5, 12
    sent: dict[str, list[str]] = {}

    def put(lane: int, number: int) -> Callable[[Tx], object]:
        turn = Maker(f"put-{lane}-{number}").turn(user=f"V{lane}")
        return lambda tx: tx.keep(turn, tx.context(turn.account), Outcome((says(str(number)),)))

    async def write(store: Store, lane: int) -> None:
        for number in range(each):
            await store.write(put(lane, number))

    async def send(store: Store, name: str) -> None:
        worker = Worker(name, "here", 1)

        def claim(tx: Tx) -> list[Delivery]:
            return tx.claim(NOW, later(5), 4, HERE, worker)

        while sum(map(len, sent.values())) < lanes * each:
            claimed = await store.write(claim)
            for delivery in claimed:
                assert not delivery.doubtful
                sent.setdefault(delivery.address.lane, []).append(delivery.message.text)
                await store.write(lambda tx, d=delivery: tx.sent(d.id, NOW, "h"))  # type: ignore[misc]
            await asyncio.sleep(0.001)

    writing = (write(two[lane % 2], lane) for lane in range(lanes))
    async with asyncio.timeout(60):
        await asyncio.gather(*writing, send(two[0], "a"), send(two[1], "b"), send(two[0], "c"))
    assert sorted(sent) == [f"slack:T1:D-V{lane}" for lane in range(lanes)]
    assert all(texts == [str(n) for n in range(each)] for texts in sent.values())


async def test_a_linking_code_works_once(two: tuple[Store, Store]) -> None:
    code = NewLinkCode("hash", "priya", 30)
    first = Maker("made").turn()
    await two[0].write(lambda tx: tx.keep(first, tx.context(first.account), Outcome(changes=(code,))))

    def use(turn: Turn) -> Callable[[Tx], bool]:
        def work(tx: Tx) -> bool:
            context = tx.context(turn.account, at=NOW, tried=CodesTried(link="hash"))
            if context.link_person is None:
                return False
            found = context.link_person.id
            tx.keep(turn, context, Outcome(changes=(LinkAccount(turn.account, found), UsedLinkCode(found))))
            return True

        return work

    used = await asyncio.gather(*(two[n % 2].write(use(Maker(f"u{n}").turn(user=f"W{n}"))) for n in range(8)))
    assert sum(used) == 1


async def one_behind(first: Awaitable[T], second: Awaitable[T]) -> tuple[T, T]:
    """Both, the second begun while the first is in the middle of its transaction."""
    begun = asyncio.ensure_future(first)
    await asyncio.sleep(PAUSE / 3)
    return await asyncio.gather(begun, second)


def lingering(work: Callable[[Tx], T]) -> Callable[[Tx], T]:
    """The work, whose transaction stays open for a moment after it."""

    def run(tx: Tx) -> T:
        result = work(tx)
        time.sleep(PAUSE)
        return result

    return run


async def test_what_is_put_behind_a_message_that_is_just_ending_is_due(two: tuple[Store, Store]) -> None:
    first, second = (Maker(name).turn() for name in ("first", "second"))
    await two[0].write(lambda tx: tx.keep(first, tx.context(first.account), Outcome((says("a"),))))
    (a,) = await two[0].write(lambda tx: tx.claim(NOW, later(5), 4, HERE))
    await one_behind(
        two[0].write(lingering(lambda tx: tx.sent(a.id, NOW, "h"))),
        two[1].write(lambda tx: bool(tx.keep(second, tx.context(second.account), Outcome((says("b"),))))),
    )
    claimed = await two[0].write(lambda tx: tx.claim(NOW, later(5), 4, HERE))
    assert [delivery.message.text for delivery in claimed] == ["b"]


async def test_who_reads_on_from_a_line_misses_none(two: tuple[Store, Store]) -> None:
    """A line of a message that is being claimed, and one of a turn that comes meanwhile."""
    account = Account("web", "web", "P")
    await two[0].write(lambda tx: tx.save_person(tx.people("riverside-homes")[0], account, later(1)))
    turn = Maker("met").turn("hello", user="P", channel="web", workspace="web", at=later(1))
    await two[0].write(lambda tx: tx.keep(turn, tx.context(turn.account), Outcome((says("new", person="priya"),))))
    seen: list[Said] = await two[0].read(lambda tx: tx.history("priya"))
    more = Maker("more").turn("more", user="P", channel="web", workspace="web", at=later(2))

    async def said_and_read() -> None:
        await two[1].write(lambda tx: tx.keep(more, tx.context(more.account), Outcome()))
        seen.extend(await two[1].read(lambda tx: tx.history("priya", seen[-1].seq)))

    claim = two[0].write(lingering(lambda tx: tx.claim(later(2), later(5), 4, HERE)))
    await one_behind(claim, said_and_read())
    seen.extend(await two[0].read(lambda tx: tx.history("priya", seen[-1].seq)))
    assert sorted(line.text for line in seen) == ["hello", "more", "new"]


async def test_who_subscribes_while_others_are_gone_through_is_not_passed_over(two: tuple[Store, Store]) -> None:
    adopter = await add_adopter(two[0], "Hillside Homes", "HLSD-2345")
    await add_person(two[0], adopter, "Sam", id_="sam", user="S")
    slow, quick = (Maker(f"sub-{user}").turn(user=user) for user in ("S", "U1"))
    change = Subscribe("mould", "at_once")

    async def subscribed_and_published() -> None:
        await two[1].write(lambda tx: tx.keep(quick, tx.context(quick.account), Outcome(changes=(change,))))
        await two[1].write(lambda tx: tx.publish_some("b", ("mould",), Message("new"), NOW, 1))

    await two[0].write(lambda tx: tx.begin_publication("b", NOW))
    subscribing = lingering(lambda tx: tx.keep(slow, tx.context(slow.account), Outcome(changes=(change,))))
    await one_behind(two[0].write(subscribing), subscribed_and_published())
    while await two[0].write(lambda tx: tx.publish_some("b", ("mould",), Message("new"), NOW, 1)):
        pass
    found = await two[0].read(lambda tx: tx.publication("b"))
    assert found is not None
    assert found.handed == 2


async def test_a_briefing_reaches_each_subscriber_once_whoever_publishes(two: tuple[Store, Store]) -> None:
    adopter = (await two[0].read(lambda tx: tx.adopters()))[0]
    for number in range(12):
        await add_person(two[0], adopter, f"P{number}", id_=f"p{number}", user=f"S{number}")

    def subscribe(number: int) -> Callable[[Tx], object]:
        turn = Maker(f"sub-{number}").turn(user=f"S{number}")
        change = Subscribe("mould", "at_once", here=False)
        return lambda tx: tx.keep(turn, tx.context(turn.account), Outcome(changes=(change,)))

    def some(tx: Tx) -> int:
        return tx.publish_some("b", ("mould",), Message("new"), NOW, 3)

    await two[0].write(lambda tx: tx.begin_publication("b", NOW))
    for number in range(3):
        await two[0].write(subscribe(number))

    async def publish(store: Store) -> None:
        while await store.write(some) == 3:
            await asyncio.sleep(0)

    await asyncio.gather(*(two[n % 2].write(subscribe(n)) for n in range(3, 12)), publish(two[0]), publish(two[1]))
    await two[0].write(lambda tx: tx.begin_publication("b", NOW))
    await asyncio.gather(publish(two[0]), publish(two[1]))
    found = await two[0].read(lambda tx: tx.publication("b"))
    assert found is not None
    assert found.handed == 12
    assert (await two[0].read(lambda tx: tx.outbox_figures())).waiting == 12


async def test_of_two_who_change_a_value_at_once_one_has_seen_the_other(two: tuple[Store, Store]) -> None:
    def count(tx: Tx) -> None:
        tx.set_value("count", str(int(tx.value("count") or 0) + 1))

    await asyncio.gather(*(two[n % 2].write(count) for n in range(20)))
    assert await two[0].read(lambda tx: tx.value("count")) == "20"


async def test_works_of_two_adopters_that_cross_are_both_kept(two: tuple[Store, Store]) -> None:
    """Each has read what the other writes: one of them is run again."""
    names = ("crossing-0", "way-0")
    await add_adopter(two[0], "Crossing 0", "CRSS-2345")
    await add_adopter(two[0], "Way 0", "HLSD-2345")

    def cross(first: str, second: str, number: int) -> Callable[[Tx], None]:
        def work(tx: Tx) -> None:
            contexts = [tx.context_of(key) for key in (first, second)]
            for context in contexts:
                assert context.adopter is not None
                stem, _, count = context.adopter.name.rpartition(" ")
                kept = replace(context.adopter, name=f"{stem} {int(count) + 1}")
                tx.keep_clock(f"{kept.key}-{number}", NOW, context, Outcome(changes=(SaveAdopter(kept),)))

        return work

    works = [cross(*(names if n % 2 else names[::-1]), n) for n in range(10)]
    await asyncio.gather(*(two[n % 2].write(work) for n, work in enumerate(works)))
    for key in names:
        adopter = await two[1].read(lambda tx, key=key: tx.adopter(key))  # type: ignore[misc]
        assert adopter is not None
        assert adopter.name.endswith(" 10")


async def test_what_one_keeps_the_other_hears_of_or_looks_for(two: tuple[Store, Store], house: House) -> None:
    """A store whose processes hear nothing of each other says nothing: whoever waits looks by themselves."""
    heard: set[str] = set()

    async def listen(store: Store) -> None:
        async for names in store.changes():
            heard.update(names)

    listening = [asyncio.create_task(listen(store)) for store in two]
    turn = Maker("heard").turn()
    if house.url.startswith("postgresql"):
        async with asyncio.timeout(10):
            while "everything" not in heard:
                await asyncio.sleep(0.01)
            await two[0].write(lambda tx: tx.keep(turn, tx.context(turn.account), Outcome((says(),))))
            while "outbox" not in heard:
                await asyncio.sleep(0.01)
    else:
        await two[0].write(lambda tx: tx.keep(turn, tx.context(turn.account), Outcome((says(),))))
        assert heard == set()
    for task in listening:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task
