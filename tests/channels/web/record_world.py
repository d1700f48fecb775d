"""The record's pages over the whole bot: the real programme, turn handler and store, two organisations."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from html import unescape
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

from aiohttp import CookieJar, web
from aiohttp.test_utils import TestClient, TestServer

from bot.channels.documents import link_to
from bot.channels.passes import PassKind, make_pass
from bot.channels.web import WebChannel, WebSettings
from bot.core.model import Account, Fact, Person
from bot.core.model.views import Glance
from bot.core.turn.saying import text_of
from bot.http.guidance import GuidancePages
from bot.runtime.documents import StoredDocuments
from bot.runtime.turns import TurnHandler
from bot.runtime.views import StoredViews
from bot.store.port import Store, StoreError
from tests.programmes import together
from tests.store.factories import new_store

Client = TestClient[web.Request, web.Application]
START = datetime(2026, 11, 24, 14, 5, tzinfo=UTC)
SECRET = "a secret for tests only"
HTML = {"Accept": "text/html"}
SURVEY: dict[str, str | list[str]] = {
    "residents.state": "done", "residents.method": ["survey", "online"], "residents.date": "May 2026",
    "residents.took_part": "212", "residents.counted": "responses",
    "residents.findings": "Most wanted repairs answered sooner. <b>Older</b> residents wanted letters.",
}  # fmt: skip
WORKSHOP: dict[str, str | list[str]] = {
    "residents.state": "done", "residents.method": ["workshop"], "residents.date": "12 June 2026",
    "residents.took_part": "19",
}  # fmt: skip
Answers = Mapping[str, str | list[str]]
"""What is filled in, by the question's key."""


class Views(StoredViews):
    """The real ones, with a switch to break them."""

    broken = False

    async def glance(self, account: Account) -> Glance | None:
        if self.broken:
            raise StoreError("The disk is full.")
        return await super().glance(account)


@dataclass
class Office:
    """The application, and who is at which browser."""

    store: Store
    now: datetime = START
    client: Client = field(init=False)
    views: Views = field(init=False)
    turns: TurnHandler = field(init=False)
    at: str = ""
    """Where the browser was led by what was sent last."""

    async def enter(self, person: str) -> None:
        """Comes in by a personal link."""
        self.now += timedelta(minutes=1)
        token = make_pass(SECRET, PassKind.LINK, person, self.now, 0)
        self.client.session.cookie_jar.clear()
        async with self.client.post(f"/join/{token}", headers=HTML) as answer:
            assert answer.status == 200

    async def page(self, path: str) -> str:
        async with self.client.get(path, headers=HTML) as answer:
            return await answer.text()

    async def form(self, key: str) -> str:
        return await self.page(f"/record/form?key={key.replace('#', '%23')}")

    async def send(self, page: str, changes: Answers | None = None, do: str = "") -> tuple[int, str]:
        """Sends the form of a page as a browser does, with what it shows but for these. The status of the page that
        follows (303 for the record itself), and that page. Every answer is a redirect, but where nobody is let in."""
        action, pairs = form_on(page)
        changes = dict(changes or {})
        pairs = [(name, value) for name, value in pairs if name not in changes]
        for name, value in changes.items():
            pairs += [(name, v) for v in ([value] if isinstance(value, str) else value)]
        buttons = re.findall(r'<button[^>]*name="do" value="([^"]*)"', page)
        if do or buttons:
            pairs.append(("do", do or buttons[0]))
        self.now += timedelta(minutes=1)
        async with self.client.post(action, data=pairs, headers=HTML) as answer:
            assert answer.history or answer.status == 403, "a page must never answer a POST"
            self.at = answer.url.raw_path_qs
            return 303 if answer.url.path == "/record" else answer.status, await answer.text()

    async def tell(self, changes: Answers, key: str = "residents#new") -> None:
        """Adds one entry by its form."""
        status, page = await self.send(await self.form(key), changes)
        assert (status, "That is saved." in page) == (303, True), page

    async def writes(self, case: str, officer: str) -> None:
        """What the officer's page does while an answer is written there."""
        until = self.now + timedelta(seconds=8)
        await self.store.write(lambda tx: tx.note_writing(case, officer, self.now, until))

    async def facts(self, person: str = "priya") -> dict[tuple[str, str], Fact]:
        context = await self.store.read(lambda tx: tx.context(Account("web", "web", person)))
        return {(f.name, f.entry): f for f in context.facts}


def form_on(page: str) -> tuple[str, list[tuple[str, str]]]:
    """The page's own form: where it goes, and what a browser would send with nothing touched."""
    found = re.search(r'<form[^>]*action="(/record/[^"]*)"[^>]*>(.*?)</form>', page, re.DOTALL)
    assert found, page
    pairs: list[tuple[str, str]] = []
    for match in re.finditer(r"<input([^>]*)>|<textarea([^>]*)>(.*?)</textarea>", found[2], re.DOTALL):
        tag = match[1] or match[2]
        attributes = dict(re.findall(r'([\w-]+)="([^"]*)"', tag))
        if attributes.get("type") in ("radio", "checkbox") and " checked" not in tag:
            continue
        value = match[3] if match[2] is not None else attributes.get("value", "")
        pairs.append((attributes["name"], unescape(value)))
    return found[1], pairs


def links_on(page: str) -> list[dict[str, str]]:
    """What the page's links to forms and to taking back carry."""
    return [
        dict(parse_qsl(urlsplit(unescape(href)).query)) for href in re.findall(r'href="(/record/[^"]*\?[^"]*)"', page)
    ]


async def _nothing(words: str, most: int) -> list[str]:
    """What a search of briefings finds here."""
    return []


@asynccontextmanager
async def office_in(folder: Path, port: int | None = None) -> AsyncIterator[Office]:
    """Meadow Homes with Priya and Tom, and Other Homes with Olga."""
    async with new_store(folder) as store:
        office = Office(store)
        for name, code, people in (
            ("Meadow Homes", "MEAD-2345", (("priya", "Priya Nair"), ("tom", "Tom Okafor"))),
            ("Other Homes", "OTHR-2345", (("olga", "Olga Ray"),)),
        ):
            adopter = await store.write(lambda tx, n=name, c=code: tx.add_adopter(n, c, START))  # type: ignore[misc]
            for key, called in people:
                person, account = Person(key, adopter.key, called, "lead"), Account("web", "web", key)
                await store.write(lambda tx, p=person, a=account: tx.save_person(p, a))  # type: ignore[misc]
        office.turns = turns = TurnHandler(store, together, link=partial(link_to, SECRET, ""))
        settings = WebSettings(
            secret_key=SECRET, demo=False, programme_name="Together with Tenants",
            organisation="National Housing Federation", contact="officer@example.org",
        )  # fmt: skip
        office.views = views = Views(store, turns.programme, lambda: office.now)
        documents = StoredDocuments(store, turns.programme, lambda: office.now)
        channel = WebChannel(
            settings, turns.take_or_refuse, store, lambda: office.now, views=views, documents=documents,
            papers=lambda: together().journey.papers, identity=lambda: together().journey.identity,
            words=lambda phrase: text_of(together().journey, phrase),
        )  # fmt: skip
        app = web.Application()
        app.add_routes(channel.routes())
        app.add_routes(GuidancePages(lambda: together().journey, _nothing, lambda: office.now.date(), "").routes())
        channel.set_up(app)
        office.client = TestClient(TestServer(app, port=port), cookie_jar=CookieJar(unsafe=True))
        async with office.client:
            yield office
