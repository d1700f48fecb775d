"""Serving as an operator sees it: broken content, health kept to this machine, background jobs, what is printed."""

from __future__ import annotations

import asyncio
import json
import re
import shutil
import socket
import sys
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from bot.compose.settings import SettingsError, read_settings
from tests.process import ROOT, command, environment, free_port, serving

REQUESTS = (
    b"GET /nowhere HTTP/1.1\r\nHost: x\r\n\r\n",
    b"GET /join/secret-words bad bad\r\n\r\n",
    b"\x16\x03\r\n\r\n",
)
PUBLIC = {"PUBLIC_URL": "https://bot.example.org", "BOT_SECRET_KEY": "k" * 40}


@pytest.fixture
def content(tmp_path: Path) -> Path:
    return Path(shutil.copytree(ROOT / "conversations", tmp_path / "content"))


async def ready(address: str) -> tuple[int, dict[str, Any]]:
    async with aiohttp.ClientSession() as session, session.get(f"{address}/readyz") as answer:
        return answer.status, await answer.json()


async def served(folder: Path, words: str, **more: str) -> tuple[str, str]:
    """What `serve` has printed and logged when these words were printed; then it is stopped."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "serve", cwd=folder, env=environment(folder, PORT=str(free_port()), **more),
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    assert process.stdout is not None
    printed = ""
    try:
        async with asyncio.timeout(60):
            while words not in printed and (line := await process.stdout.readline()):
                printed += line.decode()
    finally:
        if process.returncode is None:
            process.terminate()
    rest, log = await process.communicate()
    return printed + rest.decode(), log.decode()


async def test_serve_starts_on_the_last_good_content_and_says_so(tmp_path: Path, content: Path) -> None:
    async with serving(tmp_path, BOT_CONTENT=str(content)) as (address, _):
        assert (await ready(address))[1]["degraded"] == []
    kept = tmp_path / "bot.content.zip"
    assert kept.stat().st_mode & 0o777 == 0o600
    journey = content / "journey.yaml"
    good = journey.read_text(encoding="utf-8")
    journey.write_text(good + "\n\tnote: a tab\n", encoding="utf-8")
    printed, log = await served(tmp_path, "last good content", BOT_CONTENT=str(content))
    assert re.search(r"The content has \d+ problems?, so this is the last good content, kept on 20", printed), printed
    assert "content_last_good" in log
    async with serving(tmp_path, BOT_CONTENT=str(content)) as (address, _):
        status, body = await ready(address)
        assert (status, body["content"]) == (200, "together-with-tenants")
        assert re.search(r"the newest has \d+ problems?; the last good one, kept on 20", body["degraded"][0])
        async with aiohttp.ClientSession() as session, session.get(address) as page:
            assert page.status == 200
        journey.write_text(good, encoding="utf-8")
        async with asyncio.timeout(60):
            while (await ready(address))[1]["degraded"]:
                await asyncio.sleep(0.2)


async def test_without_a_last_good_content_serve_lists_the_problems(tmp_path: Path, content: Path) -> None:
    (content / "steps" / "board.yaml").unlink()
    (tmp_path / "bot.content.zip").write_bytes(b"no archive")
    code, out, err = await command(tmp_path, "serve", BOT_CONTENT=str(content))
    assert code == 1
    assert "The file 'steps/board.yaml' is missing" in err
    assert out == ""


async def test_nothing_is_announced_before_it_is_true(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        code, out, err = await command(tmp_path, "serve", PORT=str(taken.getsockname()[1]))
    assert (code, out) == (1, "")
    assert "cannot be listened on" in err
    code, out, err = await command(tmp_path, "serve", PUBLIC_URL="https://bot.example.org")
    assert (code, out) == (1, "")
    assert "BOT_SECRET_KEY" in err
    printed, _ = await served(tmp_path, "demo")
    assert printed.startswith("Charter Bot is open at http://127.0.0.1:")


async def test_health_is_kept_to_this_machine_once_the_bot_is_public(tmp_path: Path) -> None:
    headers = {"Host": "bot.example.org", "X-Forwarded-For": "203.0.113.7"}
    for given, status in (({}, 404), ({"HEALTH_PAGES": "open"}, 200)):
        async with serving(tmp_path, **PUBLIC, **given) as (address, _), aiohttp.ClientSession() as session:
            for page in ("/readyz", "/metrics"):
                async with session.get(address + page, headers=headers) as answer:
                    assert answer.status == status
                async with session.get(address + page) as answer:
                    assert answer.status == 200
            async with session.get(f"{address}/healthz", headers=headers) as answer:
                assert answer.status == 200


async def test_every_background_job_is_shown(tmp_path: Path) -> None:
    async with serving(tmp_path) as (address, _):
        assert (await ready(address))[1]["jobs"] == dict.fromkeys(
            (
                "content", "content news", "outbox", "sweep", "publisher", "unread", "hearing", "forgetting",
                "retention", "traces", "tracks",
            ),
            "running",
        )  # fmt: skip


async def test_no_answer_names_versions_and_no_request_is_logged(tmp_path: Path) -> None:
    port = free_port()
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "serve", cwd=tmp_path, env=environment(tmp_path, PORT=str(port)),
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    assert process.stdout is not None
    await asyncio.wait_for(process.stdout.readline(), 60)
    answers = []
    for request in REQUESTS:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(request)
        answers.append((await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), 20)).decode())
        writer.close()
    process.terminate()
    _, log = await process.communicate()
    assert all("Server: charter-bot\r\n" in answer for answer in answers)
    assert "aiohttp" not in "".join(answers)
    assert b"secret-words" not in log
    written = [json.loads(line) for line in log.decode().splitlines()]
    assert written
    assert all({"timestamp", "level", "event"} <= set(line) for line in written)


@pytest.mark.parametrize("url", ["bot.example.org", "ftp://bot.example.org", "https://", "https://a b"])
def test_an_address_without_a_scheme_is_refused(url: str) -> None:
    with pytest.raises(SettingsError, match="PUBLIC_URL: is not a whole address; write it like https://"):
        read_settings(public_url=url)
