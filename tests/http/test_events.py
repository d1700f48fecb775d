"""What is on, for everybody: never the joining link; people's own calendars; in Chromium, on a phone and dark."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import vobject
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from playwright.async_api import Browser

from bot.channels.documents import link_to
from bot.channels.passes import PassKind, make_pass
from bot.channels.web.assets import Assets
from bot.core.model import Account, Enclosed, Outcome, Person, TurnContext
from bot.core.model.gatherings import Gathering, RenewCalendar, SignUpFor
from bot.documents.calendar import own_calendar
from bot.http.events import EventPages
from bot.http.guidance import GuidancePages
from bot.runtime.gatherings import Gatherings, OwnCalendar, sender_of
from bot.store.port import Store
from tests.browser import axe_violations, browser
from tests.programmes import together
from tests.store.factories import add_adopter, new_store

__all__ = ["browser"]
Client = TestClient[web.Request, web.Application]
NOW = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)
KEY = "k" * 40
SITE = "https://bot.example.org"
EVIL = "</title><script>alert(1)</script> \u202esdrawkcab & more"
NETWORKING = Gathering(
    "networking", "Networking for adopters", "Meet others who are on the same step, and compare notes.",
    datetime(2026, 12, 8, 14, tzinfo=UTC), datetime(2026, 12, 8, 15, 30, tzinfo=UTC), "Europe/London",
    "anybody at an adopter", link="https://meet.example.org/secret", places=20, steps=("learning",),
)  # fmt: skip


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    async with new_store(tmp_path) as made:
        scrutiny = replace(
            NETWORKING, key="scrutiny", title="Resident scrutiny that works", place="Leeds Civic Hall", places=None,
            area="the north", starts=NETWORKING.starts + timedelta(days=7), ends=NETWORKING.ends + timedelta(days=7),
        )  # fmt: skip
        evil = replace(NETWORKING, key="evil", title=EVIL, about=EVIL, audience=EVIL, place=EVIL, places=1)
        over = replace(NETWORKING, key="over", title="Long ago", starts=NOW, ends=NOW)
        off = replace(NETWORKING, key="off", title="Not this one", state="cancelled")
        for one in (NETWORKING, scrutiny, evil, over, off):
            await made.write(lambda tx, o=one: tx.save_gathering(o, NOW))  # type: ignore[misc]
        adopter = await add_adopter(made)
        for name in ("asha", "ben"):
            person = Person(name, adopter.key, name.title())
            await made.write(lambda tx, p=person: tx.save_person(p))  # type: ignore[misc]
        await sign_up(made, "asha", "networking")
        yield made


async def sign_up(store: Store, who: str, key: str, *more: RenewCalendar) -> None:
    async def keep() -> None:
        person = await store.read(lambda tx: tx.person(who))
        assert person is not None
        context = TurnContext(Account("", "", ""), await store.read(lambda tx: tx.adopter(person.adopter)), person)
        changes = more or (SignUpFor(key, "in"),)
        event = f"{who}-{key}-{len(more)}"
        await store.write(lambda tx: tx.keep_clock(event, NOW, context, Outcome(changes=changes)))

    await keep()


@pytest.fixture
async def client(store: Store) -> AsyncIterator[Client]:
    async def nothing(words: str, limit: int) -> list[str]:
        return []

    def written(own: OwnCalendar) -> bytes:
        return own_calendar(sender_of(together()), own.name, own.signed, NOW)

    journey = together().journey
    app = web.Application()
    app.add_routes(EventPages(KEY, lambda: journey, Gatherings(store, lambda: NOW), written, lambda: NOW).routes())
    app.add_routes([web.get("/static/{name}", Assets(lambda: journey.identity).serve)])
    app.add_routes(GuidancePages(lambda: journey, nothing, NOW.date, SITE).routes())
    client: Client = TestClient(TestServer(app))
    async with client:
        yield client


async def get(client: Client, path: str, status: int = 200) -> str:
    async with client.get(path) as answer:
        assert answer.status == status, path
        return await answer.text()


async def test_what_is_on_is_listed_and_what_is_over_or_off_is_not(client: Client) -> None:
    page = await get(client, "/events")
    assert "Networking for adopters" in page
    assert "Tuesday 8 December 2026, 2pm to 3:30pm" in page
    assert "19 places left" in page
    assert "Leeds Civic Hall" in page
    assert "Long ago" not in page and "Not this one" not in page


async def test_a_page_says_what_it_is_and_never_how_to_join_or_who_comes(client: Client) -> None:
    page = await get(client, "/events/networking")
    assert "Meet others who are on the same step" in page
    assert "Join the learning journey" in page
    assert "19 places left" in page
    for path in ("/events", "/events/networking", "/events/scrutiny", "/events/evil"):
        assert "secret" not in await get(client, path)
        assert "Asha" not in await get(client, path)
    assert "This was cancelled." in await get(client, "/events/off")
    assert "This is over." in await get(client, "/events/over")
    assert "Nothing here has this address" in await get(client, "/events/none", 404)


async def test_a_hostile_title_is_text(client: Client) -> None:
    for path in ("/events", "/events/evil"):
        page = await get(client, path)
        assert "<script>alert" not in page and "\u202e" not in page
        assert "&lt;script&gt;alert(1)" in page


async def test_whoever_has_it_still_is_told_so(client: Client) -> None:
    async with client.get("/events") as first:
        tag = first.headers["ETag"]
    async with client.get("/events", headers={"If-None-Match": tag}) as again:
        assert (again.status, await again.text()) == (304, "")


class TestOwnCalendar:
    def address(self, person: str, round_: int) -> str:
        own = Enclosed("calendar", "mine", "Yours", "riverside-homes", person)
        return link_to(KEY, SITE, own, NOW, round_).removeprefix(SITE)

    async def test_a_calendar_program_is_given_what_its_person_signed_up_for(self, client: Client) -> None:
        path = self.address("asha", 0)
        assert path.startswith("/events/calendar/") and path.endswith(".ics")
        async with client.get(path) as answer:
            assert answer.content_type == "text/calendar"
            assert answer.headers["Cache-Control"] == "private, no-store"
            made = vobject.readOne(await answer.text())
        assert [e.summary.value for e in made.vevent_list] == ["Networking for adopters"]
        assert made.vevent.location.value == "https://meet.example.org/secret"
        empty = vobject.readOne(await get(client, self.address("ben", 0)))
        assert "vevent" not in empty.contents

    async def test_a_renewed_address_ends_and_every_other_is_the_same_not_here(
        self, client: Client, store: Store
    ) -> None:
        old = self.address("asha", 0)
        await sign_up(store, "asha", "", RenewCalendar())
        session = make_pass(KEY, PassKind.SESSION, "asha", NOW, 1)
        other_site = link_to("o" * 40, SITE, Enclosed("calendar", "m", "Y", "a", "asha"), NOW, 1).removeprefix(SITE)
        nobody = self.address("nobody", 0)
        later = self.address("asha", 2)
        made_up = "/events/calendar/asha.ics"
        said = {await get(client, p, 404) for p in (old, other_site, nobody, later, made_up)}
        said.add(await get(client, f"/events/calendar/{session}.ics", 404))
        assert said == {"There is no calendar here."}
        assert "BEGIN:VEVENT" in await get(client, self.address("asha", 1))


@pytest.mark.browser
@pytest.mark.parametrize("path", ["/events", "/events/networking", "/events/evil", "/events/none"])
@pytest.mark.parametrize(("name", "width", "scheme"), [("phone", 360, "light"), ("wide", 1280, "dark")])
async def test_in_a_browser(browser: Browser, client: Client, path: str, name: str, width: int, scheme: str) -> None:
    page = await browser.new_page(viewport={"width": width, "height": 800}, color_scheme=scheme)  # type: ignore[arg-type]
    await page.goto(str(client.make_url(path)))
    assert await axe_violations(page) == []
    assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    if folder := os.environ.get("KEEP_PICTURES"):
        await page.screenshot(path=f"{folder}/events-{name}-{path.rpartition('/')[2]}.png", full_page=True)
        await page.emulate_media(media="print")
        await page.screenshot(path=f"{folder}/events-print-{path.rpartition('/')[2]}.png", full_page=True)
