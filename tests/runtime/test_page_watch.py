"""The worker looks at published pages now and then, and tells who looks after the step, once, that one is gone."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.core.model import Account, Address, Kind, NewFact, Outcome, Person, SaveAssignment, Turn
from bot.core.model.context import Assignment
from bot.runtime.clock import StoppedClock
from bot.runtime.page_watch import PageWatch
from bot.runtime.public_pages import Page
from bot.store.port import Store
from tests.programmes import together
from tests.store.factories import new_store

NOW = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)  # a Tuesday
PAGE = "https://riverside.example/commitments"


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    async with new_store(tmp_path) as made:
        await made.write(lambda tx: tx.add_adopter("Riverside Homes", "CODE-2342", NOW))
        for id_, role in (("asha", "lead"), ("ben", "communications")):
            person, account = Person(id_, "riverside-homes", id_.title(), role), Account("web", "web", id_)
            await made.write(lambda tx, p=person, a=account: tx.save_person(p, a))  # type: ignore[misc]
        yield made


async def tell(store: Store, event: str, name: str, value: str, *changes: SaveAssignment) -> None:
    account = Account("web", "web", "asha")
    facts = (NewFact(name, value, "words", True, "asha", "asha", name.partition(".")[0]),)
    turn = Turn(event, Kind.TEXT, account, Address("web", "web", "asha"), NOW, "words")
    await store.write(lambda tx: tx.keep(turn, tx.context(account), Outcome(facts=facts, changes=changes)))


class Web:
    """What comes of looking at each page; and what was looked at."""

    def __init__(self, **pages: Page) -> None:
        self.came = Page.THERE
        self.looked: list[str] = []

    async def look(self, address: str) -> Page:
        self.looked.append(address)
        return self.came


async def sent(store: Store) -> list[tuple[str, str]]:
    """Whom the bot wrote to, and what."""
    found = []
    for at in (NOW + timedelta(days=day, hours=4) for day in range(60)):
        for one in await store.write(lambda tx, at=at: tx.claim(at, at + timedelta(minutes=1), 50, ["web"])):  # type: ignore[misc]
            await store.write(lambda tx, one=one, at=at: tx.sent(one.id, at, ""))  # type: ignore[misc]
            found.append(one)
    return [(d.person, d.message.text) for d in found if d.message.phrase == "page_gone"]


def watch(store: Store, pages: Web) -> PageWatch:
    return PageWatch(store, together, StoppedClock(NOW), pages.look, pause=0)


async def test_a_page_is_looked_at_once_a_week(store: Store) -> None:
    await tell(store, "e1", "commitments.url", PAGE)
    pages = Web()
    for hours in (0, 1, 24 * 6, 24 * 7):
        await watch(store, pages).round(NOW + timedelta(hours=hours))
    assert pages.looked == [PAGE, PAGE]


async def test_who_looks_after_the_step_hears_once_that_it_is_gone(store: Store) -> None:
    await tell(store, "e1", "commitments.url", PAGE, SaveAssignment(Assignment("commitments", owner="ben")))
    pages = Web()
    pages.came = Page.GONE
    for days in (0, 1, 8, 15):
        await watch(store, pages).round(NOW + timedelta(days=days))
    ((to, text),) = await sent(store)
    assert to == "ben"
    assert PAGE in text


async def test_a_page_that_came_back_and_goes_again_is_told_again(store: Store) -> None:
    await tell(store, "e1", "commitments.url", PAGE)
    pages, day = Web(), 0
    for came in (Page.GONE, Page.SILENT, Page.THERE, Page.GONE, Page.GONE):
        pages.came = came
        await watch(store, pages).round(NOW + timedelta(days=day))
        day += 8
    assert [to for to, _ in await sent(store)] == ["asha", "asha"]


async def test_once_may_be_a_mistake(store: Store) -> None:
    await tell(store, "e1", "commitments.url", PAGE)
    pages = Web()
    for pages.came in (Page.GONE, Page.THERE, Page.SILENT, Page.THERE):
        await watch(store, pages).round(NOW + timedelta(days=8 * len(pages.looked)))
    assert len(pages.looked) == 4
    assert await sent(store) == []


async def test_what_leads_inside_says_nothing_to_anybody(store: Store) -> None:
    await tell(store, "e1", "commitments.url", "http://10.0.0.1/")
    pages = Web()
    pages.came = Page.REFUSED
    for days in (0, 8, 16):
        await watch(store, pages).round(NOW + timedelta(days=days))
    assert await sent(store) == []


async def test_another_address_is_another_page(store: Store) -> None:
    await tell(store, "e1", "commitments.url", PAGE)
    pages = Web()
    pages.came = Page.GONE
    for days in (0, 1):
        await watch(store, pages).round(NOW + timedelta(days=days))
    other = "https://riverside.example/new"
    known = await store.read(lambda tx: tx.context_of("riverside-homes").facts[0].id)
    account = Account("web", "web", "asha")
    fact = NewFact("commitments.url", other, "words", True, "asha", "asha", "commitments", replaces=known)
    turn = Turn("e2", Kind.TEXT, account, Address("web", "web", "asha"), NOW, "words")
    await store.write(lambda tx: tx.keep(turn, tx.context(account), Outcome(facts=(fact,))))
    pages.came = Page.THERE
    await watch(store, pages).round(NOW + timedelta(days=2))
    assert pages.looked[-1] == other
    assert len(await sent(store)) == 1


async def test_what_was_kept_of_a_page_goes_when_its_address_counts_no_more(store: Store) -> None:
    await tell(store, "e1", "commitments.url", PAGE)
    await watch(store, Web()).round(NOW)
    (first,) = await store.read(lambda tx: tx.values("page:"))
    await store.write(lambda tx: tx.set_value("pages", "another value"))
    await tell(store, "e2", "commitments.url", "https://riverside.example/new")
    await watch(store, Web()).round(NOW + timedelta(days=1))
    (second,) = await store.read(lambda tx: tx.values("page:"))
    assert second != first
    assert await store.read(lambda tx: tx.value("pages")) == "another value"


async def test_every_page_is_found_where_there_are_many(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.runtime.page_watch.SOME", 2)
    names = ["commitments.url", "oversight.url", "updates.url"]
    for number, name in enumerate(names):
        await tell(store, f"e{number}", name, f"https://riverside.example/{name}")
    for number in range(3):
        code = f"CODE-234{number + 3}"
        made = await store.write(lambda tx, n=number, c=code: tx.add_adopter(f"Homes {n}", c, NOW))  # type: ignore[misc]
        out = Outcome(facts=(NewFact("commitments.url", f"https://{number}.example/", "w", True, "x", "x"),))
        await store.write(lambda tx, k=made.key, o=out: tx.keep_clock(k, NOW, tx.context_of(k), o))  # type: ignore[misc]
    pages = Web()
    await watch(store, pages).round(NOW)
    assert len(pages.looked) == len(set(pages.looked)) == 6


async def test_of_a_page_that_was_taken_back_while_it_was_looked_at_nobody_is_told(store: Store) -> None:
    await tell(store, "e1", "commitments.url", PAGE)
    pages = Web()
    pages.came = Page.GONE
    await watch(store, pages).round(NOW)

    async def taken_back_meanwhile(address: str) -> Page:
        await tell(store, "e2", "commitments.url", "https://riverside.example/new")
        return Page.GONE

    await PageWatch(store, together, StoppedClock(NOW), taken_back_meanwhile, pause=0).round(NOW + timedelta(days=1))
    assert await sent(store) == []
