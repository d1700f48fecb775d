"""The contract: a place is one. Nobody gets one twice, none is lost, and those who wait move up in order."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.core.gatherings.places import state_for
from bot.core.model import Account, Outcome, Person, TurnContext
from bot.core.model.gatherings import (
    Gathering,
    GatheringsKnown,
    GiveUpPlace,
    KeepReflection,
    Learning,
    NoteAttendance,
    NoteTold,
    Places,
    RenewCalendar,
    SignUpFor,
)
from bot.store.moving import move
from bot.store.port import Store, StoreError, Tx
from tests.store.conftest import House
from tests.store.factories import NOW, add_adopter, add_person, later, new_store

MEETING = Gathering(
    "networking", "Networking", "Meet other adopters.", later(days=20), later(days=20) + timedelta(hours=1),
    "Europe/London", link="https://meet.example.org/abc", places=2,
)  # fmt: skip

AGAIN = 5
"""So often a provider sends an event again that was refused."""


@pytest.fixture
async def two(house: House) -> AsyncIterator[tuple[Store, Store]]:
    async with house.open() as one, house.open() as other:
        await one.write(lambda tx: tx.save_gathering(MEETING, NOW))
        yield one, other


def joins(person: Person, event: str, places: Gathering = MEETING) -> Callable[[Tx], str]:
    """Signs up as a turn does: the gathering is held, the core decides, the outcome is kept."""

    def work(tx: Tx) -> str:
        known = tx.hold_gathering(GatheringsKnown((Places(places),)), places.key)
        found = known.find(places.key)
        assert found is not None
        state = state_for(found)
        context = TurnContext(Account("", "", ""), tx.adopter(person.adopter), person)
        tx.keep_clock(event, NOW, context, Outcome(changes=(SignUpFor(places.key, state),)))
        return state

    return work


def does(person: Person, event: str, *changes: object) -> Callable[[Tx], bool]:
    def work(tx: Tx) -> bool:
        context = TurnContext(Account("", "", ""), tx.adopter(person.adopter), person)
        return tx.keep_clock(event, NOW, context, Outcome(changes=changes))  # type: ignore[arg-type]

    return work


async def people(store: Store, count: int) -> list[Person]:
    """So many people, of ten adopters."""
    adopters = [await add_adopter(store, f"Adopter {n}", f"CODE-{2222 + n}") for n in range(min(count, 10))]
    made = [Person(f"p{n:05}", adopters[n % len(adopters)].key, f"Person {n}") for n in range(count)]
    await store.write(lambda tx: [tx.save_person(person) for person in made])
    return made


async def states(store: Store, key: str = MEETING.key) -> list[tuple[str, str]]:
    return [(s.person, s.state) for s in await store.read(lambda tx: tx.sign_ups(key))]


async def _until_kept(store: Store, work: Callable[[Tx], object]) -> None:
    """An event that a busy server refused comes again, as a provider sends it."""
    for _ in range(AGAIN):
        with contextlib.suppress(StoreError):
            await store.write(work)
            return
    raise AssertionError(f"refused {AGAIN} times")


async def test_ten_thousand_at_once_for_a_hundred_places(two: tuple[Store, Store]) -> None:
    big = replace(MEETING, places=100)
    await two[0].write(lambda tx: tx.save_gathering(big, NOW))
    everybody = await people(two[0], 10_000)

    await asyncio.gather(*(_until_kept(two[n % 2], joins(p, f"e{n}", big)) for n, p in enumerate(everybody)))

    found = await two[1].read(lambda tx: tx.sign_ups(big.key))
    assert [s.number for s in found] == list(range(1, 10_001)), "each has a place in the order, and no two the same"
    assert [s.state for s in found] == ["in"] * 100 + ["waiting"] * 9_900
    places = await two[1].read(lambda tx: tx.gathering(big.key))
    assert places is not None
    assert (places.taken, places.waiting, places.left) == (100, 9_900, 0)


async def test_who_waits_longest_moves_up_and_their_adopter_is_looked_at(store: Store) -> None:
    await store.write(lambda tx: tx.save_gathering(MEETING, NOW))
    anna, ben, carla, dan = await people(store, 4)
    for n, person in enumerate((anna, ben, carla, dan)):
        await store.write(joins(person, f"e{n}"))
    for person in (anna, ben, carla, dan):
        await store.write(lambda tx, key=person.adopter: tx.set_wake(key, None))  # type: ignore[misc]

    await store.write(does(anna, "e9", GiveUpPlace(MEETING.key)))

    assert await states(store) == [(anna.id, "left"), (ben.id, "in"), (carla.id, "in"), (dan.id, "waiting")]
    assert await store.read(lambda tx: tx.due_adopters(NOW, 9)) == [carla.adopter]
    moved = await store.read(lambda tx: tx.sign_ups_of(carla.id))
    assert moved[0].said == ("waited",)

    await store.write(joins(anna, "e10"))
    assert (await states(store))[-1] == (anna.id, "waiting"), "who comes back stands behind the others"


async def test_more_places_and_no_fewer(store: Store) -> None:
    await store.write(lambda tx: tx.save_gathering(MEETING, NOW))
    everybody = await people(store, 5)
    for n, person in enumerate(everybody):
        await store.write(joins(person, f"e{n}"))

    await store.write(lambda tx: tx.save_gathering(replace(MEETING, places=4, sequence=1), NOW))
    assert [state for _, state in await states(store)] == ["in"] * 4 + ["waiting"]
    await store.write(lambda tx: tx.save_gathering(replace(MEETING, places=1, sequence=2), NOW))
    assert [state for _, state in await states(store)] == ["in"] * 4 + ["waiting"], "nobody loses a place"
    await store.write(does(everybody[0], "e8", GiveUpPlace(MEETING.key)))
    assert [state for _, state in await states(store)] == ["left", *["in"] * 3, "waiting"], "and none is free"
    await store.write(lambda tx: tx.save_gathering(replace(MEETING, places=None, sequence=3), NOW))
    assert [state for _, state in await states(store)] == ["left", *["in"] * 4]


async def test_nobody_moves_up_in_what_is_cancelled(store: Store) -> None:
    await store.write(lambda tx: tx.save_gathering(replace(MEETING, places=1), NOW))
    anna, ben = await people(store, 2)
    for n, person in enumerate((anna, ben)):
        await store.write(joins(person, f"e{n}", replace(MEETING, places=1)))
    await store.write(lambda tx: tx.save_gathering(replace(MEETING, state="cancelled", sequence=1), NOW))
    await store.write(does(anna, "e9", GiveUpPlace(MEETING.key)))
    assert await states(store) == [(anna.id, "left"), (ben.id, "waiting")]
    assert set(await store.read(lambda tx: tx.due_adopters(NOW, 9))) == {anna.adopter, ben.adopter}


async def test_erasure_frees_a_place(store: Store) -> None:
    await store.write(lambda tx: tx.save_gathering(replace(MEETING, places=1), NOW))
    adopter = await add_adopter(store)
    await add_person(store, adopter)
    ben = Person("ben", adopter.key, "Ben")
    await store.write(lambda tx: tx.save_person(ben))
    priya = await store.read(lambda tx: tx.person("priya"))
    assert priya is not None
    for n, person in enumerate((priya, ben)):
        await store.write(joins(person, f"e{n}", replace(MEETING, places=1)))
    learned = KeepReflection(MEETING.key, "Networking", "ask early", "try it", shared=True)
    await store.write(does(priya, "e8", learned, RenewCalendar()))

    held = {part.table: len(part.rows) for part in await store.read(lambda tx: tx.held_about("priya"))}
    assert (held["sign_ups"], held["reflections"], held["access"]) == (1, 1, 1)
    counts = await store.write(lambda tx: tx.erase("priya", "a former colleague", NOW))
    assert (counts["sign_ups"], counts["reflections"]) == (1, 1)
    assert await states(store) == [("ben", "in")]
    assert await store.read(lambda tx: tx.learnings(NOW, later(days=1))) == []


async def test_what_is_kept_of_a_person(house: House) -> None:
    async with house.open() as store:
        await store.write(lambda tx: tx.save_gathering(MEETING, NOW))
        (anna,) = await people(store, 1)
        await store.write(joins(anna, "e1"))
        await store.write(does(anna, "e2", NoteTold(MEETING.key, anna.id, "day:0")))
        await store.write(does(anna, "e3", NoteTold(MEETING.key, anna.id, "day:0")))
        private = KeepReflection("board", "Board", "mine", "alone", shared=False)
        shared = KeepReflection(MEETING.key, "Networking", "ask early", "try it", shared=True)
        await store.write(does(anna, "e4", NoteAttendance(MEETING.key, True), private, shared))
    async with house.open() as store:
        known = (await store.read(lambda tx: tx.context_of(anna.adopter))).gatherings
        mine = known.sign_up(MEETING.key, anna.id)
        assert mine is not None
        assert (mine.state, mine.said, mine.number) == ("attended", ("day:0",), 1)
        found = known.find(MEETING.key)
        assert found is not None
        assert found.gathering == MEETING
        assert (found.taken, found.left) == (1, 1), "who was there had a place"
        learned = await store.read(lambda tx: tx.learnings(NOW, later(days=1)))
        assert learned == [Learning("Networking", "ask early", "try it", NOW)]
        assert await store.read(lambda tx: tx.shared_by(anna.adopter)) == 1
        dumped = {
            kind: list(rows) for kind, rows in await store.read(lambda tx: [(k, list(r)) for k, r in tx.dump()])
        }
        assert [row["shared"] for row in dumped["reflections"]] == [True], "what is private leaves with nobody"
        assert dumped["gatherings"][0]["gathering"]["title"] == "Networking"


async def test_all_of_it_moves(house: House, tmp_path) -> None:  # type: ignore[no-untyped-def]
    async with house.open() as store, new_store(tmp_path, "other.db") as other:
        await store.write(lambda tx: tx.save_gathering(MEETING, NOW))
        (anna,) = await people(store, 1)
        await store.write(joins(anna, "e1"))
        await store.write(does(anna, "e2", KeepReflection("x", "X", "a", "b", shared=True)))
        await move(store, other)
        assert await states(other) == [(anna.id, "in")]
        assert len(await other.read(lambda tx: tx.learnings(NOW, later(days=1)))) == 1
