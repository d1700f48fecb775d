"""What is kept for a time only: what is old goes, a few rows at a time, and nothing else does."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial

import pytest

from bot.core.model import Account, DialogueState, Outcome, Person, Reminded
from bot.core.model.casework import CloseCase, NoteUnmetSearch, OpenCase, SayInCase
from bot.store.ageing import KEEPS
from bot.store.port import Store, Tx
from bot.store.sql.retention import AGEING
from tests.store.factories import NOW, Maker, add_adopter, add_person, fact, later, says

OLD, YOUNG = NOW - timedelta(days=100), NOW
BEFORE = NOW - timedelta(days=50)


async def _lived(store: Store, at: datetime, name: str) -> None:
    """Somebody and a stranger say something, a reminder goes, a question is put and closed; all at that time."""
    await store.write(partial(_live, at, name))


def _live(at: datetime, name: str, tx: Tx) -> None:
    maker = Maker(name)
    changes = (
        OpenCase(f"case-{name}", "why?"), SayInCase(f"case-{name}", "person", "Sam", "why?"),
        NoteUnmetSearch(f"looked-{name}"), Reminded(f"n-{name}", "sam", ("board",), "why"),
    )  # fmt: skip
    turn = maker.turn("told", user="U1", at=at)
    told = Outcome((says("noted"),), (fact(words="told"),), DialogueState(), changes)
    tx.keep(turn, tx.context(turn.account), told)
    case = tx.case(f"case-{name}")
    assert case is not None
    closing = Outcome(changes=(CloseCase(case.id, "Evelyn"),))
    tx.keep_clock(f"close-{name}", at, tx.context_of("riverside-homes", "sam"), closing)
    stranger = maker.turn("hello?", user=f"w-{name}", at=at, channel="web", workspace="web")
    tx.keep(stranger, tx.context(stranger.account), Outcome((says("who are you?"),), dialogue=DialogueState()))
    tx.count_wrong_codes(Account("slack", f"T-{name}", "U9"), 1, at)  # type: ignore[attr-defined]
    for delivery in tx.claim(at, at + timedelta(minutes=1), 9, ("slack", "web")):
        tx.sent(delivery.id, at, "h")


async def _count(store: Store, table: str) -> int:
    found = await store.read(lambda tx: tx.all(f"SELECT count(*) FROM {table}"))  # type: ignore[attr-defined]
    return int(found[0][0])


@pytest.fixture
async def lived(store: Store) -> Store:
    """The same long ago and now."""
    await add_person(store, await add_adopter(store), "Sam", id_="sam", user="U1")
    for at, name in ((OLD, "old"), (YOUNG, "young")):
        await _lived(store, at, name)
    return store


def test_every_setting_has_its_rows_and_no_other() -> None:
    assert {*AGEING, "leavers"} == set(KEEPS)


@pytest.mark.parametrize("what", sorted(AGEING))
async def test_what_is_old_goes_and_what_is_young_stays(lived: Store, what: str) -> None:
    tables = {part for ageing in AGEING[what] for part in (ageing.table, ageing.also.partition(".")[0]) if part}
    before = {table: await _count(lived, table) for table in tables}
    done = await lived.write(lambda tx: tx.take_out_old(what, BEFORE, 1000))
    assert done > 0
    for table in tables:
        assert 0 < await _count(lived, table) < before[table], table
    assert await lived.write(lambda tx: tx.take_out_old(what, BEFORE, 1000)) == 0
    assert await lived.read(lambda tx: tx.fact_count()) == 2
    assert await lived.check() == []


async def test_no_more_at_once_than_was_asked_for(lived: Store) -> None:
    assert await lived.write(lambda tx: tx.take_out_old("events", BEFORE, 1)) == 1
    rest = await lived.write(lambda tx: tx.take_out_old("events", BEFORE, 1000))
    assert rest == 2


async def test_what_waits_and_what_is_open_is_never_old(lived: Store) -> None:
    open_case = Outcome((says("a question"),), changes=(OpenCase("open", "why?"),))
    turn = Maker("open").turn("ask", user="U1", at=OLD)
    await lived.write(lambda tx: tx.keep(turn, tx.context(turn.account), open_case))
    for what in ("messages", "cases"):
        await lived.write(partial(lambda tx, what: tx.take_out_old(what, later(days=1), 1000), what=what))
    assert await _count(lived, "cases") == 1
    assert await _count(lived, "outbox") == 1


async def test_a_stranger_who_came_in_is_none(lived: Store) -> None:
    person = Person("known", "riverside-homes", "Known")
    await lived.write(lambda tx: tx.save_person(person, Account("web", "web", "w-old"), OLD))
    linked = Maker("known").turn("hello again", user="w-old", at=OLD, channel="web", workspace="web")
    await lived.write(lambda tx: tx.keep(linked, tx.context(linked.account), Outcome((says("hello"),))))
    await lived.write(lambda tx: tx.take_out_old("strangers", BEFORE, 1000))
    assert "hello again" in [line.text for line in await lived.read(lambda tx: tx.history("known"))]


async def test_who_left_long_ago_is_named_once(lived: Store) -> None:
    for id_, left in (("gone", OLD), ("going", YOUNG)):
        person = Person(id_, "riverside-homes", id_, left_on=left.date())
        await lived.write(partial(lambda tx, person: tx.save_person(person), person=person))
    assert await lived.read(lambda tx: tx.left_before(BEFORE.date(), 9)) == ["gone"]
