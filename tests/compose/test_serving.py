"""The whole bot, served in a process, over HTTP: talk, health, bad input, and being killed."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from tests.process import command, serving, text_of


async def say(session: aiohttp.ClientSession, address: str, made: str, text: str) -> int:
    async with session.post(f"{address}/api/chat", json={"id": made, "text": text}, headers=_same(address)) as answer:
        return answer.status


def _same(address: str) -> dict[str, str]:
    return {"Origin": address, "Sec-Fetch-Site": "same-origin"}


async def page(session: aiohttp.ClientSession, address: str) -> str:
    async with session.get(address) as answer:
        assert answer.status == 200
        return text_of(await answer.text())


async def shown(session: aiohttp.ClientSession, address: str, words: str) -> str:
    """The page, once it shows the words."""
    async with asyncio.timeout(15):
        while words not in (text := await page(session, address)):
            await asyncio.sleep(0.05)
    return text


async def test_a_talk_survives_a_kill(tmp_path: Path) -> None:
    jar = aiohttp.CookieJar(unsafe=True)
    async with aiohttp.ClientSession(cookie_jar=jar) as session:
        async with serving(tmp_path) as (address, process):
            await page(session, address)
            assert await say(session, address, "m1-aaaaaaaa", "Board approved it on 3 March") == 202
            process.kill()
            await process.wait()
        async with serving(tmp_path) as (address, _):
            await shown(session, address, "3 March 2026")
            assert await say(session, address, "m1-aaaaaaaa", "Board approved it on 3 March") in (200, 202)
            assert await say(session, address, "m2-aaaaaaaa", "yes") == 202
            await shown(session, address, "is done")
    await command(tmp_path, "export", "out")
    rows = [json.loads(line) for line in (tmp_path / "out" / "facts.jsonl").read_text().splitlines()]
    assert sorted(row["name"] for row in rows) == ["board.date", "board.outcome"]


async def test_health_is_told(tmp_path: Path) -> None:
    async with serving(tmp_path) as (address, _), aiohttp.ClientSession() as session:
        async with session.get(f"{address}/readyz") as answer:
            assert answer.status == 200
            body: dict[str, Any] = await answer.json()
            assert body["ready"] is True
        async with session.get(f"{address}/metrics") as answer:
            assert "charter_bot_outbox_waiting 0.0" in await answer.text()


@pytest.mark.parametrize(
    ("method", "path", "body", "kind", "status"),
    [
        ("GET", "/nowhere", None, "", 404),
        ("POST", "/api/chat", "not json", "application/json", 400),
        ("POST", "/api/chat", "{}", "text/plain", 415),
        ("POST", "/api/chat", json.dumps({"id": "x" * 12, "text": "x" * 1_200_000}), "application/json", 413),
        ("DELETE", "/api/chat", None, "", 405),
    ],
)
async def test_bad_requests_are_refused_plainly(
    tmp_path: Path, method: str, path: str, body: str | None, kind: str, status: int
) -> None:
    async with (
        serving(tmp_path) as (address, _),
        aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as s,
    ):
        await page(s, address)
        headers = {**_same(address), **({"Content-Type": kind} if kind else {})}
        async with s.request(method, address + path, data=body, headers=headers) as answer:
            assert answer.status == status
            assert "Traceback" not in await answer.text()


async def test_web_and_worker_share_a_database(tmp_path: Path) -> None:
    async with serving(tmp_path, "--only", "web") as (address, _):
        session = aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True))
        async with session:
            await page(session, address)
            assert await say(session, address, "m1-bbbbbbbb", "help") == 202
            await shown(session, address, "I am a bot")
