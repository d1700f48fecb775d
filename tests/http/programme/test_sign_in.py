"""Who comes in to the officer's pages, what a viewer may, and how it ends."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from bot.channels.passes import PassKind, make_pass, read_pass
from tests.guidance.world import NOW, World
from tests.http.programme.served import (
    KEY,
    NAME,
    OFFICERS,
    VIEWER,
    Client,
    ask,
    come_in,
    link,
    serving,
    text_of,
    token,
)

PAGES = ("/programme", "/programme/inbox", "/programme/guidance", "/programme/workspaces", "/programme/audit")


@pytest.mark.parametrize("path", [*PAGES, "/programme/inbox/ABCDEF", "/programme/join/nonsense"])
async def test_nobody_else_comes_in(client: Client, path: str) -> None:
    page = await text_of(client, path, 403)
    assert "for the programme's officers" in page.replace("&#39;", "'")


async def test_every_page_of_the_navigation_is_there(client: Client) -> None:
    await come_in(client)
    page = await text_of(client, "/programme")
    for path in re.findall(r'href="(/programme[^"]*)"', page):
        await text_of(client, path.replace("&amp;", "&"))


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
        assert f"This link signs in {NAME}" in await text_of(client, once)
        await text_of(client, "/programme", 403)
    assert (await client.post(once)).status == 200
    assert (await client.post(once)).status == 403
    await text_of(client, once, 403)


def cookie_of(client: Client) -> str:
    return client.session.cookie_jar.filter_cookies(client.make_url("/"))["officer"].value


async def test_signing_out_ends_every_session_and_link_at_once(world: World, client: Client) -> None:
    waits = link()
    await come_in(client)
    kept = cookie_of(client)
    assert (await client.post("/programme/leave", data={"token": await token(client, "/programme")})).status == 200
    client.session.cookie_jar.update_cookies({"officer": kept}, client.make_url("/"))
    await text_of(client, "/programme", 403)
    assert (await client.post(waits)).status == 403
    assert (await client.post(link(round_=1))).status == 200
    acts = await world.store.read(lambda tx: tx.acts(officer=NAME))
    assert [act.act for act in acts] == ["signed in", "signed out", "signed in"]


async def test_a_kept_cookie_opens_nothing_past_its_end(world: World, client: Client) -> None:
    await come_in(client)
    kept = cookie_of(client)
    for step, status in ((timedelta(days=14) - timedelta(seconds=1), 200), (timedelta(seconds=1), 403)):
        world.clock.move(step)
        client.session.cookie_jar.update_cookies({"officer": kept}, client.make_url("/"))
        await text_of(client, "/programme", status)


@pytest.mark.parametrize(
    "headers", [{"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}, {"Origin": "null"}]
)
async def test_what_another_site_sends_is_refused(world: World, client: Client, headers: dict[str, str]) -> None:
    case = await ask(world)
    waits = link()
    await come_in(client)
    form = {"token": await token(client, f"/programme/inbox/{case}"), "words": "hello"}
    for path in (f"/programme/inbox/{case}", "/programme/leave", "/programme/workspaces", waits):
        assert (await client.post(path, data=form, headers=headers)).status == 403, path
    assert await world.deliver() == []
    await text_of(client, "/programme")
    assert (await client.post(waits)).status == 200, "another site used the link up"


async def test_nothing_is_done_by_a_form_without_our_token(client: Client) -> None:
    await come_in(client)
    for form in ({}, {"token": "x"}):
        for path in ("/programme/leave", "/programme/workspaces"):
            assert (await client.post(path, data=form)).status == 400
    await text_of(client, "/programme")


async def test_on_public_https_the_cookie_is_secure(world: World) -> None:
    async with serving(world, "https://bot.example.org") as client:
        answer = await client.post(link(), allow_redirects=False)
        given = answer.headers["Set-Cookie"]
        cookie = {"Cookie": given.partition(";")[0]}
        assert cookie["Cookie"].startswith("__Host-officer=")
        page = await (await client.get("/programme/inbox", headers=cookie)).text()
        found = re.search(r'name="token" value="([^"]+)"', page)
        assert found is not None
        answer = await client.post("/programme/leave", data={"token": found[1]}, headers=cookie)
        assert answer.status == 200
        for each in (given, answer.headers["Set-Cookie"]):
            assert {"Secure", "HttpOnly", "SameSite=Lax", "Path=/"} <= set(re.split(r";\s*", each))


async def test_taken_out_of_the_officers_is_out(client: Client) -> None:
    await come_in(client)
    OFFICERS.remove(NAME)
    try:
        await text_of(client, "/programme", 403)
    finally:
        OFFICERS.append(NAME)


async def test_a_viewer_sees_everything_and_changes_nothing(world: World, client: Client) -> None:
    case = await ask(world)
    await come_in(client, VIEWER)
    for path in PAGES:
        await text_of(client, path)
    page = await text_of(client, f"/programme/inbox/{case}")
    assert "<textarea" not in page
    form = {"token": await token(client, "/programme/inbox"), "words": "hello", "do": "next"}
    for path in (f"/programme/inbox/{case}", "/programme/workspaces"):
        assert (await client.post(path, data=form)).status == 403
    assert await world.deliver() == []
    assert (await client.post("/programme/leave", data=form)).status == 200


async def test_the_style_is_kept_by_its_fingerprint(client: Client) -> None:
    page = await text_of(client, "/programme", 403)
    found = re.search(r'href="(/programme/programme\.css\?v=\w{12})"', page)
    assert found is not None
    answer = await client.get(found[1])
    assert (answer.status, answer.content_type) == (200, "text/css")
    assert "immutable" in answer.headers["Cache-Control"]
