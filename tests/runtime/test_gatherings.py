"""Signing up through turns: of different adopters at once; links to calendars; the officer's acts; who leaves."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest

from bot.channels.documents import link_to
from bot.core.model import Account, Kind, Person
from bot.core.model.gatherings import Gathering
from bot.core.model.presses import Press
from bot.runtime.gatherings import GatheringError, Gatherings
from bot.runtime.turns import TurnHandler
from bot.store.port import Store, Tx
from tests.programmes import together
from tests.store.conftest import House, house, postgres
from tests.store.factories import NOW, Maker, add_adopter, later, new_store

__all__ = ["house", "postgres"]
MEETING = Gathering(
    "networking", "Networking", "Meet other adopters.", later(days=14), later(days=14) + timedelta(hours=1),
    "Europe/London", link="https://meet.example.org/secret", places=10,
)  # fmt: skip
PEOPLE = 60
PRESS = Kind.PRESS
JOIN, LEAVE = (str(Press("gathering", "", 0, (act, MEETING.key))) for act in ("join", "leave"))


async def crowd(store: Store, count: int = PEOPLE) -> list[str]:
    """So many people, each of an adopter of their own."""
    for n in range(count):
        adopter = await add_adopter(store, f"Adopter {n}", f"CODE-{2222 + n}")
        person = Person(f"p{n:03}", adopter.key, f"Person {n}", "lead")
        account = Account("slack", "T1", f"U{n:03}")
        await store.write(lambda tx, p=person, a=account: tx.save_person(p, a, NOW))  # type: ignore[misc]
    return [f"U{n:03}" for n in range(count)]


async def said_to(store: Store, person: str) -> list[str]:
    """The phrases of what waits for this person."""

    def look(tx: Tx) -> list[str]:
        found = tx.all("SELECT message FROM outbox WHERE person = ? OR lane LIKE ?", (person, f"%{person}%"))  # type: ignore[attr-defined]
        return [row[0] for row in found]

    return await store.read(look)


async def test_sixty_adopters_press_at_once_on_two_processes(house: House) -> None:
    async with house.open() as one, house.open() as other:
        users = await crowd(one)
        await one.write(lambda tx: tx.save_gathering(MEETING, NOW))
        handlers = [TurnHandler(store, together) for store in (one, other)]
        maker = Maker("press")
        turns = [maker.turn("", user=user, press=JOIN, kind=PRESS) for user in users]

        await asyncio.gather(*(handlers[n % 2].take(turn) for n, turn in enumerate(turns)))

        signed = await one.read(lambda tx: tx.sign_ups(MEETING.key))
        assert [s.state for s in signed] == ["in"] * 10 + ["waiting"] * (PEOPLE - 10)
        texts = {s.person: " ".join(await said_to(one, s.person.replace("p", "U"))) for s in signed}
        told_in = {person for person, text in texts.items() if "gathering_in" in text}
        assert told_in == {s.person for s in signed if s.state == "in"}, "each was told what is so"
        assert all("secret" not in texts[s.person] for s in signed if s.state == "waiting")

        leaving = [s.person.replace("p", "U") for s in signed[:5]]
        turns = [maker.turn("", user=user, press=LEAVE, kind=PRESS) for user in leaving]
        await asyncio.gather(*(handlers[n % 2].take(turn) for n, turn in enumerate(turns)))
        signed = await other.read(lambda tx: tx.sign_ups(MEETING.key))
        assert [s.state for s in signed] == ["left"] * 5 + ["in"] * 10 + ["waiting"] * (PEOPLE - 15)


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    async with new_store(tmp_path) as made:
        await made.write(lambda tx: tx.save_gathering(MEETING, NOW))
        yield made


async def test_the_same_press_twice_is_one_sign_up(store: Store) -> None:
    await crowd(store, 1)
    turns = TurnHandler(store, together)
    turn = Maker().turn("", user="U000", press=JOIN, kind=PRESS)
    for one in (turn, turn, replace(turn, event="another")):
        await turns.take(one)
    signed = await store.read(lambda tx: tx.sign_ups(MEETING.key))
    assert [(s.number, s.state) for s in signed] == [(1, "in")]


async def test_a_renewed_calendar_has_the_new_address_in_the_answer(store: Store) -> None:
    await crowd(store, 1)
    link = partial(link_to, "k" * 40, "https://bot.example.org")
    turns = TurnHandler(store, together, site="https://bot.example.org", link=link)
    maker = Maker()
    await turns.take(maker.turn("sign me up", user="U000"))
    await turns.take(maker.turn("put it in my calendar", user="U000"))
    await turns.take(maker.turn("give me a new calendar address", user="U000"))
    said = " ".join(await said_to(store, "U000"))
    assert said.count("https://bot.example.org/events/calendar/") == 2
    assert "https://bot.example.org/papers/" in said, "the file"
    acts = Gatherings(store, lambda: NOW)
    assert await acts.own("p000", 0) is None
    own = await acts.own("p000", 1)
    assert own is not None
    assert [g.key for g, _ in own.signed] == ["networking"]


async def test_what_the_officer_cannot_do(store: Store) -> None:
    acts = Gatherings(store, lambda: NOW)
    with pytest.raises(GatheringError, match="already"):
        await acts.add(MEETING)
    with pytest.raises(GatheringError, match="no gathering 'other'"):
        await acts.cancel("other")
    await acts.cancel(MEETING.key)
    with pytest.raises(GatheringError, match="cancelled already"):
        await acts.change(MEETING, lambda a, b: ("when",))
    assert await acts.listed() == []


async def test_who_left_gives_their_place_to_who_waits(store: Store) -> None:
    await store.write(lambda tx: tx.save_gathering(replace(MEETING, places=1), NOW))
    await crowd(store, 2)
    turns = TurnHandler(store, together)
    maker = Maker()
    for user in ("U000", "U001"):
        await turns.take(maker.turn("", user=user, press=JOIN, kind=PRESS))
    first = await store.read(lambda tx: tx.person("p000"))
    assert first is not None
    await store.write(lambda tx: tx.save_person(replace(first, left_on=NOW.date())))
    await store.write(lambda tx: tx.set_wake(first.adopter, later(60)))
    for minutes in (61, 62, 63):
        await turns.sweep(later(minutes))
    signed = await store.read(lambda tx: tx.sign_ups(MEETING.key))
    assert [s.state for s in signed] == ["left", "in"]
    assert any("gathering_moved_up" in said for said in await said_to(store, "p001"))
