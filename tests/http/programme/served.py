"""The officer's pages over HTTP on a real store, and what tests do there."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime

from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from bot.channels.passes import PassKind, make_pass, officer_subject
from bot.channels.web.assets import Assets
from bot.http.guidance import GuidancePages
from bot.http.programme.openid import Provider
from bot.http.programme.pages import ProgrammePages
from bot.http.programme.site import Site
from tests.guidance.world import NOW, World

Client = TestClient[web.Request, web.Application]
KEY = "a-secret-for-tests"
NAME, VIEWER = "Evelyn Williams", "Vic Looker"
OFFICERS = [NAME]
"""Who may act; a test that takes somebody out puts them back."""


@asynccontextmanager
async def serving(
    world: World, public_url: str = "", provider: Provider | None = None
) -> AsyncIterator[Client]:  # fmt: skip
    async def search(words: str, most: int) -> tuple[str, ...]:
        return ()

    zone = world.content.zone
    site = Site(
        KEY, lambda: tuple(OFFICERS), lambda: (VIEWER,), world.turns.programme, world.store, world.clock.now, zone,
        public_url,
    )  # fmt: skip
    app = web.Application()
    app.add_routes(
        ProgrammePages(site, world.turns.officer, world.turns.tracks.stamp, provider, "http://bot.test").routes()
    )
    journey = world.content.journey
    app.add_routes([web.get("/static/{name}", Assets(lambda: journey.identity).serve)])
    app.add_routes(GuidancePages(lambda: journey, search, lambda: NOW.date(), "https://guide.example.org").routes())
    async with TestClient(TestServer(app)) as made:
        yield made


def link(name: str = NAME, now: datetime = NOW, kind: PassKind = PassKind.OFFICER_LINK, round_: int = 0) -> str:
    return f"/programme/join/{make_pass(KEY, kind, officer_subject(name), now, round_)}"


async def come_in(client: Client, name: str = NAME, now: datetime = NOW) -> None:
    answer = await client.post(link(name, now))
    assert answer.status == 200
    assert answer.url.path.startswith("/programme")


async def text_of(client: Client, path: str, status: int = 200) -> str:
    async with client.get(path) as answer:
        assert answer.status == status, path
        return await answer.text()


async def token(client: Client, path: str) -> str:
    """Of the forms on this page."""
    found = re.search(r'name="token" value="([^"]+)"', await text_of(client, path))
    assert found is not None
    return found.group(1)


async def ask(world: World, words: str = "Does <b>our</b> merger change anything?", who: str = "Asha") -> str:
    """Somebody asks a person at the programme. Returns the case's id."""
    before = {case.id for case in await world.store.read(lambda tx: tx.cases())}
    await world.says("can I talk to someone?", who)
    await world.says(words, who)
    await world.presses("Send it", who)
    (case,) = {case.id for case in await world.store.read(lambda tx: tx.cases())} - before
    return case
