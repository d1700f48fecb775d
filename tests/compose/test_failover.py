"""The database server dies, is away for a minute, and its copy takes its place: nobody has to do anything."""

from __future__ import annotations

import asyncio
import signal
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import aiohttp
import pytest

from tests.compose.test_postgres import KEY, browser, readiness
from tests.compose.test_serving import page, say, shown
from tests.postgres import Server, begin
from tests.process import command, serving, working


@contextmanager
def pair() -> Iterator[tuple[Server, Server]]:
    """A server, and the copy that follows it."""
    with contextmanager(begin)() as first, tempfile.TemporaryDirectory(prefix="bot-pg-copy-") as folder:
        copy = first.standby(Path(folder))
        try:
            yield first, copy
        finally:
            copy.stop(signal.SIGQUIT)


async def refused_until_back(session: aiohttp.ClientSession, address: str, back: float) -> tuple[int, set[int]]:
    """The same message again and again, as a channel sends it: how often it was refused, and what readiness said."""
    refused, ready = 0, set[int]()
    while time.monotonic() < back:
        status = await say(session, address, "m2-aaaaaaaa", "yes")
        assert status == 503
        refused += 1
        ready.add((await readiness(session, address))[0])
        await asyncio.sleep(2)
    return refused, ready


def both_named(url: str, first: Server, copy: Server) -> str:
    """The address of a database on either, whichever of them takes what is written."""
    both = f"{first.folder},{copy.folder}&target_session_attrs=read-write"
    return url.replace(f"host={first.folder}", f"host={both}")


@pytest.mark.slow
@pytest.mark.parametrize(("at_its_address", "away"), [(True, 60.0), (False, 10.0)])
async def test_a_copy_takes_the_place_of_a_server_that_is_gone(
    tmp_path: Path, at_its_address: bool, away: float
) -> None:
    with pair() as (first, copy):
        url = first.new_database()
        url = url if at_its_address else both_named(url, first, copy)
        more = {"DATABASE_URL": url, "BOT_SECRET_KEY": KEY}
        async with (
            serving(tmp_path, "--only", "web", **more) as (one, _),
            serving(tmp_path, "--only", "web", **more) as (other, _),
            working(tmp_path, **more),
            browser() as here,
            browser() as there,
        ):
            await page(here, one)
            await page(there, other)
            assert await say(here, one, "m1-aaaaaaaa", "Board approved it on 3 March") == 202
            await shown(there, other, "3 March 2026")
            await asyncio.to_thread(first.stop, signal.SIGQUIT)
            refused, ready = await refused_until_back(there, other, time.monotonic() + away)
            assert refused
            assert ready <= {200, 503}  # what it said a moment before counts for ten seconds
            assert 503 in ready
            await asyncio.to_thread(copy.promote)
            if at_its_address:
                copy.take_address(first)
            async with asyncio.timeout(30):
                while await say(there, other, "m2-aaaaaaaa", "yes") not in (200, 202):
                    await asyncio.sleep(0.5)
            await shown(here, one, "is done")
            async with asyncio.timeout(30):
                while {(await readiness(here, one))[0], (await readiness(there, other))[0]} != {200}:
                    await asyncio.sleep(0.5)
        await command(tmp_path, "export", "out", **more)
        kept = (tmp_path / "out" / "facts.jsonl").read_text(encoding="utf-8").splitlines()
        assert len(kept) == 2, "what was told before the server died, and once"
