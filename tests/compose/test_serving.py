"""The whole bot, served in a process, over HTTP: talk, health, bad input, and being killed."""

from __future__ import annotations

import asyncio
import contextlib
import json
import sys
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from tests.process import command, environment, free_port, serving, text_of, working


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


async def figures(session: aiohttp.ClientSession, address: str) -> dict[str, float]:
    """Every figure of /metrics by its whole name."""
    async with session.get(f"{address}/metrics") as answer:
        assert answer.status == 200
        rows = [line.rsplit(" ", 1) for line in (await answer.text()).splitlines() if not line.startswith("#")]
    return {name: float(value) for name, value in rows}


async def test_a_talk_is_measured_from_its_acknowledgement_to_its_arrival(tmp_path: Path) -> None:
    async with (
        serving(tmp_path) as (address, _),
        aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as session,
    ):
        await page(session, address)
        before = await figures(session, address)
        assert await say(session, address, "m1-cccccccc", "Board approved it on 3 March") == 202
        await shown(session, address, "3 March 2026")
        assert await say(session, address, "m2-cccccccc", "yes") == 202
        await shown(session, address, "is done")
        assert await say(session, address, "m3-cccccccc", "xyzzy plugh grumpf") == 202
        async with asyncio.timeout(15):
            while (after := await figures(session, address))['charter_bot_delivery_seconds_count{channel="web"}'] < 4:
                await asyncio.sleep(0.05)
    for name in ("turn", "reading"):
        count = f'charter_bot_{name}_seconds_count{{channel="web"}}'
        assert after[count] - before[count] == 3
        assert after[f'charter_bot_{name}_seconds_sum{{channel="web"}}'] > 0
    assert after['charter_bot_acknowledgement_seconds_count{channel="web"}'] == 3
    assert after['charter_bot_attempt_seconds_count{channel="web"}'] == 4, "the greeting, and three answers"
    assert after['charter_bot_words_total{channel="web",what="understood"}'] == 2
    assert after['charter_bot_words_total{channel="web",what="unclear"}'] == 1
    assert after["process_resident_memory_bytes"] > 10_000_000
    assert [n for n in after if n.startswith("charter_bot_build_info") and 'role="both"' in n and '"sqlite"' in n]


async def test_a_worker_tells_how_it_does_and_works_where_its_port_is_taken(tmp_path: Path) -> None:
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    async with working(tmp_path, WORKER_PORT=str(port)), aiohttp.ClientSession() as session:
        async with asyncio.timeout(60):
            while not await alive(session, address):
                await asyncio.sleep(0.05)
        async with session.get(f"{address}/readyz") as answer:
            jobs = (await answer.json())["jobs"]
            assert (answer.status, jobs["outbox"], jobs["sweep"]) == (200, "running", "running")
        assert [name for name in await figures(session, address) if 'role="worker"' in name]
        async with session.get(f"{address}/") as answer:
            assert answer.status == 404, "a worker has no pages for people"
        code, told = await begun(tmp_path, WORKER_PORT=str(port))
        assert code is None, "a second worker ended, since the first has the port"
        assert "worker_port_taken" in told


async def alive(session: aiohttp.ClientSession, address: str) -> bool:
    with contextlib.suppress(aiohttp.ClientError):
        async with session.get(f"{address}/healthz") as answer:
            return answer.status == 200
    return False


async def begun(folder: Path, **more: str) -> tuple[int | None, str]:
    """How a worker ended before it was ended here, if it did, and what it logged by when it had begun."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "serve", "--only", "worker", cwd=folder, env=environment(folder, **more),
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    assert process.stdout is not None
    async with asyncio.timeout(60):
        assert b"The worker has begun" in await process.stdout.readline()
    ended = process.returncode
    if ended is None:
        process.terminate()
    return ended, (await process.communicate())[1].decode()


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
