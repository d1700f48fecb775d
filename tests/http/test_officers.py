"""The officer's casework: over HTTP on the real store, and in a real Chromium."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from playwright.async_api import Browser, Page

from bot.http.guidance import GuidancePages
from bot.http.officers import OfficerPages
from bot.http.signing import make_link, read, sign
from tests.browser import axe_violations, browser
from tests.guidance.world import NOW, World, phrases, programme, texts

__all__ = ["browser"]
Client = TestClient[web.Request, web.Application]
KEY = "a-secret-for-tests"
NAME = "Evelyn Williams"
OFFICERS = [NAME]


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    made = await World(tmp_path).open()
    yield made
    await made.close()


@pytest.fixture
async def client(world: World) -> AsyncIterator[Client]:
    async def search(words: str, most: int) -> tuple[str, ...]:
        return ()

    journey = programme().journey
    zone = programme().zone
    casework = OfficerPages(
        KEY, lambda: tuple(OFFICERS), lambda: journey, world.store, world.turns.officer, world.clock.now, zone
    )
    app = web.Application()
    app.add_routes(casework.routes())
    app.add_routes(GuidancePages(lambda: journey, search, lambda: NOW.date()).routes())
    async with TestClient(TestServer(app)) as made:
        yield made


async def come_in(client: Client) -> None:
    link = make_link(KEY, "", NAME, NOW)
    answer = await client.get(link)
    assert answer.status == 200


async def ask(world: World) -> str:
    await world.says("can I talk to someone?")
    await world.says("Does <b>our</b> merger change anything?")
    await world.presses("Pass it on")
    return (await world.store.read(lambda tx: tx.cases()))[0].id


async def token(client: Client, case: str) -> str:
    page = await (await client.get(f"/programme/questions/{case}")).text()
    found = re.search(r'name="token" value="([^"]+)"', page)
    assert found is not None
    return found.group(1)


@pytest.mark.parametrize("path", ["/programme", "/programme/questions/ABCDEF", "/programme/join/nonsense"])
async def test_nobody_else_comes_in(client: Client, path: str) -> None:
    answer = await client.get(path)
    assert answer.status == 403
    assert "for the programme's officers" in (await answer.text()).replace("&#39;", "'")


async def test_links_end_and_kinds_do_not_pass_for_each_other(client: Client) -> None:
    old = make_link(KEY, "", NAME, NOW - timedelta(days=3))
    assert (await client.get(old)).status == 403
    session = sign(KEY, "session", NAME, NOW)
    assert (await client.get(f"/programme/join/{session}")).status == 403
    assert read("another key", "session", session, NOW) is None
    other = make_link(KEY, "", "Mallory", NOW)
    assert (await client.get(other)).status == 403


async def test_taken_out_of_the_officers_is_out(client: Client) -> None:
    await come_in(client)
    OFFICERS.remove(NAME)
    try:
        assert (await client.get("/programme")).status == 403
    finally:
        OFFICERS.append(NAME)


async def test_questions_wishes_and_worth_are_shown(world: World, client: Client) -> None:
    case = await ask(world)
    await world.says("bot")
    await world.says("any guidance on hamsters?")
    await come_in(client)
    page = await (await client.get("/programme")).text()
    assert case in page
    assert "Asha at Riverside Homes" in page
    assert "hamsters" in page
    assert "<b>our</b>" not in page


async def test_an_answer_goes_where_it_was_asked_once(world: World, client: Client) -> None:
    case = await ask(world)
    await come_in(client)
    form = {"token": await token(client, case), "words": "No, **both** stay."}
    for _ in range(2):
        assert (await client.post(f"/programme/questions/{case}", data=form)).status == 200
    said = await world.deliver()
    assert phrases(said) == ["from_person"]
    assert "Evelyn Williams, a person at the programme" in texts(said)
    form = {"token": await token(client, case), "words": "", "close": "yes"}
    await client.post(f"/programme/questions/{case}", data=form)
    assert phrases(await world.deliver()) == ["case_closed_by"]
    assert await world.store.read(lambda tx: tx.cases()) == []


async def test_only_our_own_form_answers(world: World, client: Client) -> None:
    case = await ask(world)
    await come_in(client)
    for form in (
        {"words": "hello"},
        {"words": "hello", "token": "x"},
        {"words": "", "token": await token(client, case)},
    ):
        assert (await client.post(f"/programme/questions/{case}", data=form)).status == 400
    other = sign(KEY, "form", "Mallory|1", NOW)
    answer = await client.post(f"/programme/questions/{case}", data={"words": "hello", "token": other})
    assert answer.status == 400
    assert await world.deliver() == []


async def test_no_such_question(client: Client) -> None:
    await come_in(client)
    assert (await client.get("/programme/questions/NOTONE")).status == 404


@pytest.mark.browser
async def test_axe_finds_nothing(world: World, client: Client, browser: Browser) -> None:
    case = await ask(world)
    await world.says("bot")
    await world.says("any guidance on hamsters?")
    base = str(client.make_url("")).rstrip("/")
    page = await browser.new_page()
    assert await axe_violations_at(page, f"{base}/programme") == []
    await page.goto(make_link(KEY, base, NAME, NOW))
    for path in ("/programme", f"/programme/questions/{case}", "/programme/questions/NOTONE"):
        assert await axe_violations_at(page, base + path) == []


async def axe_violations_at(page: Page, url: str) -> list[str]:
    await page.goto(url)
    return await axe_violations(page)
