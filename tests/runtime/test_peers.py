"""Rounds: once a period, for those who want them, and a yes that was taken back meanwhile counts."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.core.model import Account, Kind, Outcome, Person, PersonState, SavePersonState, TurnContext
from bot.core.model.peers import OrganisationProfile, PeerProfile, SaveOrganisationProfile, SavePeerProfile
from bot.core.model.presses import Press
from bot.runtime.adopter_acts import By, close, remove
from bot.runtime.peers import PeerCount, counts, keep_round, pairs_of, round_when_due, run_round
from bot.runtime.turns import TurnHandler
from bot.store.port import Store, Tx
from tests.programmes import together
from tests.store.factories import NOW, Maker, add_adopter, add_person, later, new_store

WANTS = PeerProfile(("survey",), ("reach",), shared=True, rounds=True)


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    async with new_store(tmp_path) as made:
        yield made


def keep(store: Store, person: Person, *changes: Any) -> Any:
    def work(tx: Tx) -> None:
        context = TurnContext(Account("", "", ""), tx.adopter(person.adopter), person)
        tx.keep_clock(f"{person.id}-{changes}", NOW, context, Outcome(changes=changes))

    return store.write(work)


async def people(store: Store, count: int) -> list[Person]:
    """So many who want rounds, each of an adopter of their own that shares."""
    made = []
    for number in range(count):
        adopter = await add_adopter(store, f"Adopter {number}", f"CODE-{2222 + number}")
        person = await add_person(store, adopter, f"Person {number}", id_=f"p{number}", user=f"U{number}")
        await keep(store, person, SaveOrganisationProfile(OrganisationProfile("london", shared=True)))
        await keep(store, person, SavePeerProfile(WANTS))
        made.append(person)
    return made


async def introduced(store: Store) -> list[frozenset[str]]:
    return sorted(await store.read(lambda tx: tx.met_of()), key=sorted)


async def test_a_round_comes_once_a_period_and_never_the_same_two(store: Store) -> None:
    programme, _ = together(), await people(store, 4)
    days = timedelta(days=programme.journey.peers.round_days)

    assert await round_when_due(store, programme, NOW) == 0, "people have yet to hear of rounds"
    assert await round_when_due(store, programme, NOW + days) == 4
    assert await round_when_due(store, programme, NOW + days) == 0
    first = await introduced(store)
    assert len(first) == 2
    assert await round_when_due(store, programme, NOW + 2 * days) == 4
    assert await round_when_due(store, programme, NOW + 3 * days) == 4
    assert await round_when_due(store, programme, NOW + 4 * days) == 0, "everybody has met everybody"
    assert len(await introduced(store)) == 6


async def test_both_are_asked_and_nobody_has_said_yes_by_it(store: Store) -> None:
    programme, there = together(), await people(store, 2)

    assert await run_round(store, programme, NOW) == 2

    one = await store.read(lambda tx: tx.peer_introduction(1))
    assert one is not None
    assert (one.state, one.first.said, one.second.said, one.in_round) == ("asked", "", "", True)
    assert set(await store.read(lambda tx: tx.due_adopters(NOW, 9))) >= {p.adopter for p in there}
    assert await counts(store) == [PeerCount(one.topic, 1, 0, 0)]


async def test_both_say_yes_at_once_and_each_hears_who_the_other_is(store: Store) -> None:
    programme, there = together(), await people(store, 2)
    turns = TurnHandler(store, together)
    await run_round(store, programme, NOW)
    lines = await turns.sweep(NOW)
    assert len(lines) == 2 and all("introduction 1 (asked)" in line for line in lines)

    maker, yes = Maker("yes"), [str(Press("peer", p.adopter, 0, ("yes", "1"))) for p in there]
    presses = [maker.turn("", user=f"U{n}", kind=Kind.PRESS, press=yes[n], at=later(1)) for n in range(2)]
    await asyncio.gather(*map(turns.take, presses))

    one = await store.read(lambda tx: tx.peer_introduction(1))
    assert one is not None and one.state == "open"
    told = {mark for mark in one.told if mark.startswith("open:")}
    assert len(told) == 1, "whoever said the second yes knows by their answer"
    assert [line for line in await turns.sweep(later(5)) if "(open)" in line], "and the clock tells the other"
    assert await turns.sweep(later(9)) == [], "once"


async def test_an_ask_waits_for_the_day_after_a_reminder_and_ends_by_itself_without_an_answer(store: Store) -> None:
    programme, there = together(), await people(store, 2)
    turns = TurnHandler(store, together)
    for person in there:
        await keep(store, person, SavePersonState(PersonState(person.id, last_nudge=NOW)))
    await store.write(lambda tx: tx.introduce("p0", "p1", "", NOW))

    assert await turns.sweep(later(5)) == []
    assert any("introduction 1 (asked)" in line for line in await turns.sweep(later(days=1)))
    gone_by = later(days=programme.journey.peers.answer_days)
    lines = [*await turns.sweep(gone_by), *await turns.sweep(gone_by + timedelta(hours=1))]

    one = await store.read(lambda tx: tx.peer_introduction(1))
    assert one is not None and one.state == "lapsed"
    assert [line for line in lines if "(lapsed)" in line] == [
        f"{there[0].adopter}: tell Person 0: introduction 1 (lapsed)"
    ]


@pytest.mark.parametrize("who", ["leaves", "closes"])
async def test_whoever_is_there_no_more_ends_it_and_the_other_hears_of_it_once(store: Store, who: str) -> None:
    there = await people(store, 2)
    turns = TurnHandler(store, together)
    await store.write(lambda tx: tx.introduce("p0", "p1", "", NOW))
    await turns.sweep(NOW)
    by = By("operator", later(2))
    if who == "leaves":
        await store.write(lambda tx: remove(tx, there[1], NOW.date(), by))
    else:
        await store.write(lambda tx: close(tx, there[1].adopter, NOW.date(), by))

    lines = [line for minute in (3, 4, 5, 6) for line in await turns.sweep(later(minute))]

    assert [line for line in lines if "introduction" in line] == [
        f"{there[0].adopter}: tell Person 0: introduction 1 (gone)"
    ]


async def test_a_yes_taken_back_while_the_round_was_worked_out_counts(store: Store) -> None:
    programme, there = together(), await people(store, 4)
    pairs = await pairs_of(store, programme, NOW, "seed")
    assert len(pairs) == 2

    await keep(store, there[0], SavePeerProfile(replace(WANTS, rounds=False)))

    assert await keep_round(store, programme, pairs, NOW) == 2
    assert all(there[0].id not in couple for couple in await introduced(store))


async def test_without_the_library_nothing_else_stops_and_the_round_can_be_run_later(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    programme, _ = together(), await people(store, 2)
    due = NOW + timedelta(days=programme.journey.peers.round_days)
    await round_when_due(store, programme, NOW)
    with monkeypatch.context() as there_is_none:
        there_is_none.setitem(sys.modules, "rustworkx", None)
        assert await round_when_due(store, programme, due) == 0

    assert await run_round(store, programme, due) == 2
