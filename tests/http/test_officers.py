"""The officer's casework: over HTTP on the real store, and in a real Chromium."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from playwright.async_api import Browser, Page

from bot.channels.passes import PassKind, make_pass, officer_subject, read_pass
from bot.http.guidance import GuidancePages
from bot.http.officers import OfficerPages
from bot.store.port import BoundWorkspace
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
    async with serving(world) as made:
        yield made


@asynccontextmanager
async def serving(world: World, public_url: str = "") -> AsyncIterator[Client]:
    async def search(words: str, most: int) -> tuple[str, ...]:
        return ()

    journey = programme().journey
    zone = programme().zone
    casework = OfficerPages(
        KEY,
        lambda: tuple(OFFICERS),
        lambda: journey,
        world.store,
        world.turns.officer,
        world.clock.now,
        zone,
        public_url,
    )
    app = web.Application()
    app.add_routes(casework.routes())
    app.add_routes(GuidancePages(lambda: journey, search, lambda: NOW.date(), "https://guide.example.org").routes())
    async with TestClient(TestServer(app)) as made:
        yield made


def link(name: str = NAME, now: datetime = NOW, kind: PassKind = PassKind.OFFICER_LINK, round_: int = 0) -> str:
    return f"/programme/join/{make_pass(KEY, kind, officer_subject(name), now, round_)}"


async def come_in(client: Client) -> None:
    answer = await client.post(link())
    assert answer.status == 200
    assert answer.url.path == "/programme"


async def ask(world: World) -> str:
    await world.says("can I talk to someone?")
    await world.says("Does <b>our</b> merger change anything?")
    await world.presses("Send it")
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
    session = link(kind=PassKind.OFFICER_SESSION)
    person = f"/programme/join/{make_pass(KEY, PassKind.OFFICER_LINK, NAME, NOW)}"
    for bad in (link(now=NOW - timedelta(days=2)), link("Mallory"), link(round_=1), session, person):
        assert (await client.get(bad)).status == 403
        assert (await client.post(bad)).status == 403
    assert read_pass("another key", PassKind.OFFICER_SESSION, session.rpartition("/")[2]) is None


async def test_a_link_says_whom_it_signs_in_and_the_press_uses_it_up(client: Client) -> None:
    once = link()
    for _ in range(2):
        assert f"This link signs in {NAME}" in await (await client.get(once)).text()
        assert (await client.get("/programme")).status == 403, "a link that was only opened lets nobody in"
    assert (await client.post(once)).status == 200
    assert (await client.post(once)).status == 403
    assert (await client.get(once)).status == 403


def cookie_of(client: Client) -> str:
    return client.session.cookie_jar.filter_cookies(client.make_url("/"))["officer"].value


async def test_signing_out_ends_every_session_and_link_at_once(client: Client) -> None:
    waits = link()
    await come_in(client)
    kept = cookie_of(client)
    assert (await client.post("/programme/leave")).status == 200
    client.session.cookie_jar.update_cookies({"officer": kept}, client.make_url("/"))
    assert (await client.get("/programme")).status == 403
    assert (await client.post(waits)).status == 403
    assert (await client.post(link(round_=1))).status == 200


async def test_a_kept_cookie_opens_nothing_past_its_end(world: World, client: Client) -> None:
    await come_in(client)
    kept = cookie_of(client)
    world.clock.move(timedelta(days=14) - timedelta(seconds=1))
    client.session.cookie_jar.update_cookies({"officer": kept}, client.make_url("/"))
    assert (await client.get("/programme")).status == 200
    world.clock.move(timedelta(seconds=1))
    client.session.cookie_jar.update_cookies({"officer": kept}, client.make_url("/"))
    assert (await client.get("/programme")).status == 403


@pytest.mark.parametrize(
    "headers", [{"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}, {"Origin": "null"}]
)
async def test_what_another_site_sends_is_refused(world: World, client: Client, headers: dict[str, str]) -> None:
    case = await ask(world)
    waits = link()
    await come_in(client)
    form = {"token": await token(client, case), "words": "hello"}
    for path, data in ((f"/programme/questions/{case}", form), ("/programme/leave", {}), (waits, {})):
        assert (await client.post(path, data=data, headers=headers)).status == 403
    assert await world.deliver() == []
    assert (await client.get("/programme")).status == 200, "another site signed the officer out"
    assert (await client.post(waits)).status == 200, "another site used the link up"


async def test_on_public_https_the_cookie_is_secure(world: World) -> None:
    async with serving(world, "https://bot.example.org") as client:
        answer = await client.post(link(), allow_redirects=False)
        given = answer.headers["Set-Cookie"]
        cookie = given.partition(";")[0]
        assert cookie.startswith("__Host-officer=")
        answer = await client.post("/programme/leave", headers={"Cookie": cookie})
        assert answer.status == 200
        for each in (given, answer.headers["Set-Cookie"]):
            assert {"Secure", "HttpOnly", "SameSite=Lax", "Path=/"} <= set(re.split(r";\s*", each))


async def test_taken_out_of_the_officers_is_out(client: Client) -> None:
    await come_in(client)
    OFFICERS.remove(NAME)
    try:
        assert (await client.get("/programme")).status == 403
    finally:
        OFFICERS.append(NAME)


async def test_questions_and_what_was_not_found_are_shown(world: World, client: Client) -> None:
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


async def test_the_same_page_with_other_words_is_another_answer(world: World, client: Client) -> None:
    """Sent, gone back, changed, sent again: the second words are not lost."""
    case = await ask(world)
    await come_in(client)
    made = await token(client, case)
    for words in ("No, both stay.", "No, both stay.", "Yes: both stay."):
        await client.post(f"/programme/questions/{case}", data={"token": made, "words": words})
    lines = await world.store.read(lambda tx: [line.words for line in tx.case_lines(case) if line.who == "officer"])
    assert lines == ["No, both stay.", "Yes: both stay."]


@pytest.mark.parametrize(
    ("kind", "body", "status"),
    [
        ("multipart/form-data", b"no boundary", 415),
        ("multipart/form-data; boundary=x", b"--x\r\nbroken", 415),
        ("application/x-www-form-urlencoded", b"words=%ff%fe&token=%00", 400),
        ("application/x-www-form-urlencoded; charset=nothing", b"words=a", 400),
        ("application/x-www-form-urlencoded", b"&".join([b"a=b"] * 500), 400),
        ("application/x-www-form-urlencoded", b"\xff\xfe", 400),
        ("application/json", b"{", 415),
    ],
)
async def test_a_bad_body_is_refused_and_breaks_nothing(
    world: World, client: Client, kind: str, body: bytes, status: int
) -> None:
    case = await ask(world)
    await come_in(client)
    for page in (f"/programme/questions/{case}", "/programme/workspaces"):
        answer = await client.post(page, data=body, headers={"Content-Type": kind})
        assert answer.status < 500, page
    answer = await client.post(f"/programme/questions/{case}", data=body, headers={"Content-Type": kind})
    assert answer.status == status


async def test_only_our_own_form_answers(world: World, client: Client) -> None:
    case = await ask(world)
    await come_in(client)
    for form in (
        {"words": "hello"},
        {"words": "hello", "token": "x"},
        {"words": "", "token": await token(client, case)},
    ):
        assert (await client.post(f"/programme/questions/{case}", data=form)).status == 400
    other = make_pass(KEY, PassKind.OFFICER_FORM, officer_subject("Mallory"), NOW)
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
    assert await axe_violations_at(page, base + link()) == []
    await page.get_by_role("button", name=f"Go on as {NAME}").click()
    await page.wait_for_url(f"{base}/programme")
    for path in ("/programme", f"/programme/questions/{case}", "/programme/questions/NOTONE"):
        assert await axe_violations_at(page, base + path) == []


async def axe_violations_at(page: Page, url: str) -> list[str]:
    await page.goto(url)
    return await axe_violations(page)


async def test_an_officer_lets_a_bound_workspace_go(world: World, client: Client) -> None:
    key = (await world.store.read(lambda tx: tx.adopters()))[0].key
    bound = BoundWorkspace("slack", "T1", key, NOW, "")
    await world.store.write(lambda tx: tx.bind_workspace(bound))
    refused = await client.post("/programme/workspaces", data={"workspace": "T1"})
    assert refused.status == 403
    await come_in(client)
    page = await (await client.get("/programme")).text()
    assert "everybody in slack T1" in page
    fields = {"channel": "slack", "workspace": "T1", "adopter": key}
    foreign = await client.post("/programme/workspaces", data=fields, headers={"Origin": "https://evil.example.org"})
    assert foreign.status == 403
    assert await world.store.read(lambda tx: tx.bound_workspaces()) == [bound]
    page = await (await client.post("/programme/workspaces", data=fields)).text()
    assert "everybody in slack T1" not in page
    assert await world.store.read(lambda tx: tx.bound_workspaces()) == []
