"""Links and sessions: whom they let in, how often, until when, and that ending them ends them at once, everywhere."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import cast

import pytest
from aiohttp import CookieJar, DummyCookieJar
from aiohttp.test_utils import TestClient

from bot.core.model import Person
from tests.channels.web.world import HTML, START, Client, World, endpoint, enter, link, page, post, world_in

OUT = "opens with a personal link"


@asynccontextmanager
async def device(client: Client) -> AsyncIterator[Client]:
    """Another browser, at the same bot."""
    other = cast("Client", TestClient(client.server, cookie_jar=CookieJar(unsafe=True)))
    try:
        yield other
    finally:
        await other.session.close()


async def is_in(client: Client) -> bool:
    async with client.get("/", headers=HTML) as answer:
        assert answer.status in (200, 403)
        return answer.status == 200


# ---------------------------------------------------------------- links


async def test_a_link_says_whom_it_signs_in_and_the_press_uses_it_up(private: World, stranger: Client) -> None:
    token = link("tom")
    assert "This link is for Tom Okafor at Meadow Homes" in await page(stranger, f"/join/{token}")
    assert not await is_in(stranger), "a link that was only opened lets nobody in"
    await enter(stranger, "tom", token)
    assert private.taken[0].account.user == "tom"
    async with device(stranger) as other:
        assert "This link was used already" in await page(other, f"/join/{token}")
        async with other.post(f"/join/{token}", headers=HTML) as answer:
            assert answer.status == 403
        assert not await is_in(other)


async def test_a_scanner_that_fetches_a_link_uses_nothing_up(stranger: Client) -> None:
    token = link("tom")
    async with device(stranger) as scanner:
        for _ in range(3):
            await page(scanner, f"/join/{token}")
        async with scanner.head(f"/join/{token}") as answer:
            assert answer.status == 405
        assert not await is_in(scanner)
    await enter(stranger, "tom", token)


async def test_two_presses_at_once_let_one_in(stranger: Client) -> None:
    token = link("tom")

    async def go_in() -> int:
        async with device(stranger) as one, one.post(f"/join/{token}", allow_redirects=False) as answer:
            return answer.status

    assert sorted(await asyncio.gather(*(go_in() for _ in range(6)))) == [303] + [403] * 5


async def test_several_links_of_one_person_each_work_once(stranger: Client) -> None:
    async with device(stranger) as phone:
        await enter(stranger, "tom", link("tom"))
        await enter(phone, "tom", link("tom"))
        assert await is_in(stranger)
        assert await is_in(phone)


@pytest.mark.parametrize(
    ("token", "said"),
    [
        (link("tom", START - timedelta(days=15)), "This link has ended"),
        (link("tom", key="another key"), "does not open"),
        (link("nobody"), "does not open"),
        (link("tom")[:-2], "does not open"),
        (link("tom", round_=1), "was taken back"),
        ("x", "does not open"),
    ],
    ids=["ended", "another key", "nobody", "cut short", "taken back", "no link"],
)
async def test_a_bad_link_is_refused_kindly(stranger: Client, token: str, said: str) -> None:
    for method in ("GET", "POST"):
        async with stranger.request(method, f"/join/{token}", headers=HTML) as answer:
            text = await answer.text()
            assert answer.status == 403
        assert said in text
        assert "officer@example.org" in text


async def test_a_kept_link_opens_nothing_past_its_end(private: World, stranger: Client) -> None:
    token = link("tom")
    private.now += timedelta(days=14) - timedelta(seconds=1)
    assert "This link is for Tom" in await page(stranger, f"/join/{token}")
    private.now += timedelta(seconds=1)
    assert "This link has ended" in await page(stranger, f"/join/{token}")
    async with stranger.post(f"/join/{token}", headers=HTML) as answer:
        assert answer.status == 403


async def test_a_link_is_no_cookie(stranger: Client) -> None:
    stranger.session.cookie_jar.update_cookies({"chat": link("tom")}, stranger.make_url("/"))
    assert OUT in await page(stranger)


async def test_another_persons_link_asks_first(private: World, stranger: Client) -> None:
    await enter(stranger, "tom")
    token = link("priya")
    text = await page(stranger, f"/join/{token}")
    assert "This link is for Priya Nair" in text
    assert "signed in as Tom Okafor" in text
    assert {turn.account.user for turn in private.taken} == {"tom"}
    await enter(stranger, "priya", token)
    assert private.taken[-1].account.user == "priya"


async def test_ones_own_link_again_leads_to_the_chat_and_stays_unused(stranger: Client) -> None:
    await enter(stranger, "tom")
    token = link("tom")
    async with stranger.get(f"/join/{token}", headers=HTML) as answer:
        assert answer.url.path == "/"
    async with device(stranger) as other:
        await enter(other, "tom", token)


# ---------------------------------------------------------------- ending


async def test_signing_out_ends_every_session_and_link_at_once(private: World, stranger: Client) -> None:
    """By person, on the server: a cookie that was copied, another device, a link that waits in a mailbox."""
    waits = link("tom")
    await enter(stranger, "tom")
    cookie = stranger.session.cookie_jar.filter_cookies(stranger.make_url("/"))["chat"].value
    async with device(stranger) as phone, device(stranger) as priya:
        await enter(phone, "tom")
        await enter(priya, "priya")
        async with stranger.post("/leave", headers=HTML) as answer:
            assert "You are signed out" in await answer.text()
        assert not await is_in(stranger)
        assert not await is_in(phone)
        assert (await post(phone, {"id": "m", "text": "hi"}))[0] == 403
        assert "was taken back" in await page(phone, f"/join/{waits}")
        phone.session.cookie_jar.update_cookies({"chat": cookie}, phone.make_url("/"))
        assert not await is_in(phone), "the cookie was kept, and is over"
        assert await is_in(priya), "nobody else is signed out"
        await enter(phone, "tom", link("tom", round_=1))


async def test_an_open_window_shows_nothing_after_the_end(private: World, stranger: Client) -> None:
    await enter(stranger, "tom")
    async with device(stranger) as phone, asyncio.timeout(20):
        await enter(phone, "tom")
        async with phone.get("/api/stream") as stream:
            assert stream.status == 200
            await stream.content.readuntil(b"event: said")
            async with stranger.post("/leave") as answer:
                assert answer.status == 200
            await private.remind("tom")
            assert b"reminder" not in await stream.content.read(), "the stream ends, and says nothing more"


async def test_who_is_removed_is_out_at_once_and_stays_out(private: World, stranger: Client) -> None:
    waits = link("tom")
    await enter(stranger, "tom")
    await private.save(Person("tom", "meadow-homes", "Tom Okafor", left_on=START.date()))
    assert (await post(stranger, {"id": "m", "text": "hi"}))[0] == 403
    assert "does not open" in await page(stranger, f"/join/{waits}")
    await private.save(Person("tom", "meadow-homes", "Tom Okafor"))
    assert not await is_in(stranger), "coming back does not bring old sessions back"
    assert "was taken back" in await page(stranger, f"/join/{waits}")


async def test_a_change_of_name_signs_nobody_out(private: World, stranger: Client) -> None:
    await enter(stranger, "tom")
    await private.save(Person("tom", "meadow-homes", "Thomas Okafor", "secretary"))
    assert await is_in(stranger)


async def test_a_session_ends_after_long_absence_and_not_before(private: World, stranger: Client) -> None:
    await enter(stranger, "tom")
    for _ in range(3):
        private.now += timedelta(days=89)
        assert await is_in(stranger), "each visit counts anew"
    private.now += timedelta(days=90)
    assert OUT in await page(stranger)


async def test_a_kept_cookie_opens_nothing_past_its_end(private: World, stranger: Client) -> None:
    """Whoever keeps the cookie's text keeps it longer than a browser would."""
    await enter(stranger, "tom")
    cookie = stranger.session.cookie_jar.filter_cookies(stranger.make_url("/"))["chat"].value
    private.now += timedelta(days=90)
    headers = {**HTML, "Cookie": f"chat={cookie}"}
    async with device(stranger) as other:
        other.session._cookie_jar = DummyCookieJar()
        async with other.get("/", headers=headers) as answer:
            assert answer.status == 403
        async with other.post("/api/chat", json={"id": "m", "text": "hi"}, headers=headers) as answer:
            assert answer.status == 403


# ---------------------------------------------------------------- the cookie itself


@pytest.mark.parametrize(
    ("public_url", "name", "secure"),
    [
        ("https://chat.example.org", "__Host-chat", True),
        ("http://chat.example.org", "chat", False),
        ("", "chat", False),
    ],
)
async def test_on_public_https_the_cookie_is_secure(tmp_path: Path, public_url: str, name: str, secure: bool) -> None:
    async with world_in(tmp_path, demo=False, public_url=public_url) as world, endpoint(world) as client:
        async with client.post(f"/join/{link('tom')}", allow_redirects=False) as answer:
            given = answer.headers["Set-Cookie"]
        value = given.partition(";")[0].partition("=")[2]
        headers = {"Cookie": f"{name}={value}"}
        async with client.get("/", headers=headers) as answer:
            again = answer.headers["Set-Cookie"]
        async with client.post("/leave", headers=headers) as answer:
            gone = answer.headers["Set-Cookie"]
        for cookie in (given, again, gone):
            assert cookie.startswith(f"{name}=")
            assert ("Secure" in re.split(r";\s*", cookie)) == secure
            assert {"HttpOnly", "SameSite=Lax", "Path=/"} <= set(re.split(r";\s*", cookie))
            assert "Domain" not in cookie
