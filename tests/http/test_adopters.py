"""The public list of adopters: found, cached, read by machines; in Chromium on a phone, wide, dark, on paper."""

from __future__ import annotations

import html
import json
import os
import re
import xml.etree.ElementTree as ET
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from playwright.async_api import Browser

from bot.channels.port import MadeFile
from bot.channels.web.assets import Assets
from bot.core.model import Account, Address, Kind, NewFact, Outcome, Person, Turn
from bot.core.model.journey import Journey
from bot.http.adopters import AdopterPages
from bot.http.guidance import GuidancePages
from bot.runtime.adopters import StoredAdopters
from bot.runtime.documents import picture
from bot.store.port import Store
from tests.browser import axe_violations, browser
from tests.programmes import together
from tests.store.factories import new_store

__all__ = ["browser"]
Client = TestClient[web.Request, web.Application]
NOW = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)
ATOM = "{http://www.w3.org/2005/Atom}"
EVIL = "Ev</script><script>alert(1)</script>il & Sons"


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    async with new_store(tmp_path) as made:
        for n, name in enumerate(("Riverside Homes", "Meadow Homes", EVIL, "Gone Homes")):
            day = NOW.replace(day=n + 1)
            await made.write(lambda tx, n=name, c=f"CODE-234{n + 2}", d=day: tx.add_adopter(n, c, d))  # type: ignore[misc]
        yield made


async def tell(store: Store, **facts: str | tuple[str, ...]) -> None:
    """Riverside's lead tells these."""
    account = Account("web", "web", "asha")
    await store.write(lambda tx: tx.save_person(Person("asha", "riverside-homes", "Asha Rahman", "lead"), account))
    kept = tuple(
        NewFact(name.replace("__", "."), value, "words", True, "asha", "asha", name.partition("__")[0])
        for name, value in facts.items()
    )
    turn = Turn(f"e{sorted(facts)}{facts.values()}", Kind.TEXT, account, Address("web", "web", "asha"), NOW, "words")
    await store.write(lambda tx: tx.keep(turn, tx.context(account), Outcome(facts=kept)))


@pytest.fixture
async def client(store: Store) -> AsyncIterator[Client]:
    async def drawn(journey: Journey, name: str) -> MadeFile | None:
        return picture(journey, name)

    async def nothing(words: str, limit: int) -> list[str]:
        return []

    journey = together().journey
    adopters = StoredAdopters(store, together, lambda: NOW)
    app = web.Application()
    app.add_routes(AdopterPages(lambda: journey, adopters, drawn, "https://bot.example.org").routes())
    app.add_routes([web.get("/static/{name}", Assets(lambda: journey.identity).serve)])
    app.add_routes(GuidancePages(lambda: journey, nothing, NOW.date, "https://bot.example.org").routes())
    client: Client = TestClient(TestServer(app))
    async with client:
        yield client


async def get(client: Client, path: str, status: int = 200) -> str:
    async with client.get(path) as answer:
        assert answer.status == status
        return await answer.text()


PUBLISHED: dict[str, str | tuple[str, ...]] = {
    "commitments__state": "published", "commitments__url": "https://riverside.example/charter",
    "oversight__state": "planned", "oversight__mechanism": ("kpi_reporting",),
    "updates__last": "2026-11-02/2026-11-02", "board__outcome": "noted",
}  # fmt: skip


async def test_everybody_is_listed_with_since_and_can_be_looked_for(client: Client) -> None:
    page = await get(client, "/adopters")
    assert "4 organisations on this list have adopted Together with Tenants." in page
    assert "Listed since 1 November 2026" in page
    found = await get(client, "/adopters?q=river+HOMES")
    assert ("Riverside Homes" in found, "Meadow Homes" in found) == (True, False)
    assert "No adopter listed here has “nobody” in its name" in await get(client, "/adopters?q=nobody")
    assert "<script>" not in await get(client, "/adopters?q=%3Cscript%3E")


async def test_a_page_shows_what_was_made_public_and_nothing_else(client: Client, store: Store) -> None:
    await tell(store, **PUBLISHED)
    page = await get(client, "/adopters/riverside-homes")
    assert "Listed here since 1 November 2026." in page
    assert 'href="https://riverside.example/charter"' in page
    assert "2 November 2026" in page and "(told on 24 November 2026)" in page
    for private in ("Reported figures", "noted", "Noted", "Asha"):
        assert private not in page.partition("Using the badge")[0].replace("not a mark", "")


async def test_an_adopter_can_hide_the_details_and_not_the_listing(client: Client, store: Store) -> None:
    await tell(store, **PUBLISHED)
    await tell(store, badge__details="hidden")
    page = await get(client, "/adopters/riverside-homes")
    assert "riverside.example" not in page and "2 November" not in page
    assert "Listed here since 1 November 2026." in page
    assert "Riverside Homes" in await get(client, "/adopters")


async def test_who_became_part_of_another_is_listed_no_more(client: Client, store: Store) -> None:
    from dataclasses import replace

    from bot.core.model import SaveAdopter

    def merge(tx):  # type: ignore[no-untyped-def]
        context = tx.context_of("gone-homes")
        change = SaveAdopter(replace(context.adopter, merged_into="meadow-homes"))
        tx.keep_clock("merge", NOW, context, Outcome(changes=(change,)))

    await store.write(merge)
    assert "Gone Homes" not in await get(client, "/adopters")
    await get(client, "/adopters/gone-homes", 404)
    await get(client, "/adopters/nobody", 404)


async def test_names_are_words_for_machines_too(client: Client, store: Store) -> None:
    listed = await StoredAdopters(store, together, lambda: NOW).listed()
    key = next(a.key for a in listed if a.name == EVIL)
    page = await get(client, f"/adopters/{key}")
    assert "<script>alert" not in page
    data = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    assert json.loads(data[0])["name"] == EVIL


async def test_pages_are_cached_and_asked_about_cheaply(client: Client) -> None:
    for path in ("/adopters", "/adopters/riverside-homes", "/adopters/feed.atom", "/adopters/badge/light.svg"):
        async with client.get(path) as answer:
            tag = answer.headers["ETag"]
            assert answer.headers["Cache-Control"].startswith("public, max-age=")
        async with client.get(path, headers={"If-None-Match": tag}) as again:
            assert (again.status, await again.read()) == (304, b"")


async def test_new_adopters_are_a_feed(client: Client) -> None:
    feed = ET.fromstring(await get(client, "/adopters/feed.atom"))
    titles = [entry.findtext(f"{ATOM}title") for entry in feed.findall(f"{ATOM}entry")]
    assert titles[0] == "Gone Homes" and titles[-1] == "Riverside Homes"


async def test_a_name_that_no_feed_may_hold_takes_it_from_nobody(client: Client, store: Store) -> None:
    await store.write(lambda tx: tx.add_adopter("Bell \x07 & <Homes>", "WXYZ-2345", NOW))
    feed = ET.fromstring(await get(client, "/adopters/feed.atom"))
    assert "Bell  & <Homes>" in [entry.findtext(f"{ATOM}title") for entry in feed.findall(f"{ATOM}entry")]


async def test_the_badge_is_a_picture_that_any_site_may_show(client: Client) -> None:
    for name, kind in (("light.svg", "image/svg+xml"), ("dark-320.png", "image/png")):
        async with client.get(f"/adopters/badge/{name}") as answer:
            assert answer.headers["Content-Type"].startswith(kind)
            assert answer.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
            assert "sandbox" in answer.headers["Content-Security-Policy"]
    await get(client, "/adopters/badge/light-1.png", 404)


@pytest.mark.browser
@pytest.mark.parametrize("path", ["/adopters", "/adopters/riverside-homes", "/adopters/nobody"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("name", "width"), [("phone", 360), ("wide", 1280)])
async def test_in_a_browser(
    browser: Browser, client: Client, store: Store, path: str, name: str, width: int, scheme: str
) -> None:
    await tell(store, **PUBLISHED)
    page = await browser.new_page(viewport={"width": width, "height": 800}, color_scheme=scheme)  # type: ignore[arg-type]
    await page.goto(str(client.make_url(path)))
    assert await axe_violations(page) == []
    assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    broken = await page.evaluate("[...document.images].filter(i => !i.naturalWidth).length")
    assert broken == 0
    if folder := os.environ.get("KEEP_PICTURES"):
        looks = f"{name}-{scheme}-{path.rpartition('/')[2]}"
        await page.screenshot(path=f"{folder}/adopters-{looks}.png", full_page=True)
        await page.emulate_media(media="print")
        await page.screenshot(path=f"{folder}/adopters-print-{path.rpartition('/')[2]}.png", full_page=True)


SITE = (
    '<!doctype html><html lang="en"><head><title>A site</title></head><body style="margin:0">'
    '<main style="background:{ground};color:{ink};padding:2em;font-family:serif"><h1>About us</h1>{badge}</main>'
)
SIGNATURE = "<p>Asha Rahman<br>Resident engagement, Riverside Homes</p>{badge}"
PLACES = {
    "white site": ("light background", "#ffffff", "#111111", "{badge}"),
    "dark site": ("dark background", "#101820", "#f5f5f5", "{badge}"),
    "signature": ("email signature", "#ffffff", "#111111", SIGNATURE),
}


@pytest.mark.browser
@pytest.mark.parametrize("place", PLACES)
async def test_the_ready_html_shows_the_badge_where_it_is_put(browser: Browser, client: Client, place: str) -> None:
    """What the public page gives to copy, put on somebody's white or dark site, or under an e-mail."""
    heading, ground, ink, around = PLACES[place]
    shown = await get(client, "/adopters/riverside-homes")
    code = re.search(rf"<h3>[^<]*{heading}</h3>\s*<pre[^>]*><code>(.*?)</code>", shown, re.DOTALL)
    assert code is not None
    badge = html.unescape(code.group(1))
    assert badge.startswith('<a href="https://bot.example.org/adopters/riverside-homes"><img ')
    here = str(client.make_url("/")).rstrip("/")
    page = await browser.new_page(viewport={"width": 480, "height": 260}, color_scheme="dark")
    within = around.replace("{badge}", badge.replace("https://bot.example.org", here))
    await page.set_content(SITE.format(ground=ground, ink=ink, badge=within), wait_until="networkidle")
    assert await axe_violations(page) == []
    width, height, alt = await page.evaluate("(i => [i.naturalWidth, i.naturalHeight, i.alt])(document.images[0])")
    assert (width > 0, round(width / height, 1), alt) == (True, 3.2, "Together with Tenants charter adopter")
    if folder := os.environ.get("KEEP_PICTURES"):
        await page.screenshot(path=f"{folder}/badge-{place.replace(' ', '-')}.png")
