"""The whole bot on PostgreSQL: two webs and a worker as processes, a talk across them, a server that goes away."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator
from pathlib import Path

import aiohttp
import pytest

from tests.compose.test_serving import page, say, shown
from tests.postgres import Server, begin
from tests.process import command, serving, working

KEY = "a-secret-of-more-than-thirty-two-bytes"


@pytest.fixture(scope="module")
def own() -> Iterator[Server]:
    yield from begin()


def browser() -> aiohttp.ClientSession:
    return aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True))


async def readiness(session: aiohttp.ClientSession, address: str) -> tuple[int, list[str]]:
    async with session.get(f"{address}/readyz") as answer:
        return answer.status, (await answer.json())["troubles"]


@pytest.mark.slow
async def test_a_talk_goes_on_across_processes_and_restarts_of_the_server(own: Server, tmp_path: Path) -> None:
    more = {"DATABASE_URL": own.new_database(), "BOT_SECRET_KEY": KEY}
    async with (
        serving(tmp_path, "--only", "web", **more) as (one, first),
        serving(tmp_path, "--only", "web", **more) as (other, _),
        working(tmp_path, **more),
        browser() as here,
        browser() as there,
    ):
        await page(here, one)
        await page(there, other)
        assert await say(here, one, "m1-aaaaaaaa", "Board approved it on 3 March") == 202
        await shown(there, other, "3 March 2026")
        await asyncio.to_thread(own.restart)
        async with asyncio.timeout(20):
            while await say(there, other, "m2-aaaaaaaa", "yes") not in (200, 202):
                await asyncio.sleep(0.2)
        await shown(here, one, "is done")
        first.kill()
        await first.wait()
        await asyncio.to_thread(own.stop)
        status, troubles = await readiness(there, other)
        async with asyncio.timeout(20):
            while status == 200:  # what it said a moment ago counts for ten seconds
                await asyncio.sleep(0.5)
                status, troubles = await readiness(there, other)
        assert (status, [re.sub(" \\(.*", "", t) for t in troubles]) == (503, ["store: it cannot be reached"])
        assert await say(there, other, "m3-aaaaaaaa", "status") == 503
        await asyncio.to_thread(own.start)
        async with asyncio.timeout(20):
            while await say(there, other, "m3-aaaaaaaa", "status") not in (200, 202):
                await asyncio.sleep(0.2)
        async with asyncio.timeout(20):
            while (await readiness(there, other))[0] != 200:
                await asyncio.sleep(0.5)
    await command(tmp_path, "export", "out", **more)
    rows = (tmp_path / "out" / "facts.jsonl").read_text().splitlines()
    assert len(rows) == 2, "each kept once"
