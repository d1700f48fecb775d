"""The contract: the officers' inbox as lists, and what officers did."""

from __future__ import annotations

import pytest

from bot.core.model import Change
from bot.core.model.casework import CloseCase, OpenCase, SayInCase
from bot.store.port import InboxShow, Store
from tests.store.factories import NOW, Maker, add_adopter, add_person, later
from tests.store.test_contract_casework import keep

WAITING, OPEN, MINE, CLOSED = InboxShow
MADE = Maker("inbox")


async def asks(store: Store, case: str, words: str, minutes: float, user: str = "U1") -> None:
    await keep(store, MADE.turn(user=user, at=later(minutes)), OpenCase(case, words))


async def officer(store: Store, minutes: float, *changes: Change) -> None:
    await keep(store, MADE.turn(at=later(minutes)), *changes)


@pytest.fixture
async def people(store: Store) -> Store:
    await add_person(store, await add_adopter(store))
    await add_person(store, await add_adopter(store, "Meadow_Homes", "MDWH-2345"), "Tom Reed", id_="tom", user="U2")
    await asks(store, "AAAAAA", "Does our merger matter?", 0)
    await asks(store, "BBBBBB", "100% of tenants, or fewer?", 10, "U2")
    await asks(store, "CCCCCC", "May we use the badge?", 20)
    return store


async def listed(store: Store, show: InboxShow, words: str = "", limit: int = 20, offset: int = 0) -> list[str]:
    found = await store.read(lambda tx: tx.inbox(show, "Evelyn", words, limit, offset))
    return [row.case.id for row in found]


async def test_who_waits_longest_comes_first_in_pages(people: Store) -> None:
    assert await listed(people, WAITING) == ["AAAAAA", "BBBBBB", "CCCCCC"]
    assert await listed(people, WAITING, limit=2, offset=2) == ["CCCCCC"]
    (first, *_) = await people.read(lambda tx: tx.inbox(WAITING))
    assert (first.adopter, first.person, first.words, first.waits_since, first.officer) == (
        "Riverside Homes", "Priya Shah", "Does our merger matter?", NOW, "",
    )  # fmt: skip


async def test_an_answer_waits_for_the_person_and_more_words_wait_again(people: Store) -> None:
    await officer(people, 30, SayInCase("AAAAAA", "officer", "Evelyn", "No."))
    assert await listed(people, WAITING) == ["BBBBBB", "CCCCCC"]
    assert (await listed(people, OPEN), await listed(people, MINE)) == (["AAAAAA", "BBBBBB", "CCCCCC"], ["AAAAAA"])
    for minutes in (40, 50):
        await officer(people, minutes, SayInCase("AAAAAA", "person", "priya", "Really?"))
    assert await listed(people, WAITING) == ["BBBBBB", "CCCCCC", "AAAAAA"]
    row = (await people.read(lambda tx: tx.inbox(WAITING)))[-1]
    assert row.waits_since == later(40), "the first of the words that wait"


async def test_closed_waits_for_nobody(people: Store) -> None:
    await officer(people, 30, CloseCase("AAAAAA", "Evelyn"))
    await officer(people, 40, CloseCase("BBBBBB", "Evelyn"))
    await officer(people, 50, SayInCase("AAAAAA", "person", "priya", "Thanks!"))
    assert await listed(people, CLOSED) == ["BBBBBB", "AAAAAA"]
    assert await listed(people, WAITING) == await listed(people, OPEN) == ["CCCCCC"]
    counts = await people.read(lambda tx: tx.inbox_counts("Evelyn"))
    assert counts == {WAITING: 1, OPEN: 1, MINE: 0, CLOSED: 2}


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("MERGER", ["AAAAAA"]), ("riverside badge", ["CCCCCC"]), ("tom", ["BBBBBB"]), ("ccCccc", ["CCCCCC"]),
        ("100%", ["BBBBBB"]), ("%", ["BBBBBB"]), ("meadow_", ["BBBBBB"]), ("_", ["BBBBBB"]), ("!", []),
        ("merger badge", []),
    ],
)  # fmt: skip
async def test_a_search_wants_every_word_as_it_is_written(people: Store, words: str, found: list[str]) -> None:
    assert await listed(people, OPEN, words) == found


async def test_what_officers_did_is_listed_newest_first(people: Store) -> None:
    def note(tx) -> None:  # type: ignore[no-untyped-def]
        tx.note_act("Evelyn", "answered", NOW, "riverside-homes", "AAAAAA")
        tx.note_act("Omar", "code", later(1), "meadow-homes")
        tx.note_act("Evelyn", "signed in", later(2))

    await people.write(note)
    acts = await people.read(lambda tx: tx.acts())
    assert [(act.officer, act.act, act.at) for act in acts] == [
        ("Evelyn", "signed in", later(2)), ("Omar", "code", later(1)), ("Evelyn", "answered", NOW),
    ]  # fmt: skip
    assert [a.about for a in await people.read(lambda tx: tx.acts(adopter="riverside-homes"))] == ["AAAAAA"]
    assert [a.act for a in await people.read(lambda tx: tx.acts(officer="Evelyn", before=acts[0].id))] == ["answered"]
    assert len(await people.read(lambda tx: tx.acts(limit=1))) == 1
