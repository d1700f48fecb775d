"""How long a fresh process takes to its first answer, and how much memory it holds then."""

from __future__ import annotations

import asyncio
import os
import re
import socket
import statistics
import sys
import tempfile
import time
from pathlib import Path

import aiohttp

RUNS = 5


async def run() -> list[str]:
    """Printable lines."""
    served = [await _serve() for _ in range(RUNS)]
    chats = [await _timed("chat", "--as", "Asha", words="help\n") for _ in range(RUNS)]
    understands = [
        await _timed("understand", words='{"id":"1","text":"board noted it","today":"2026-11-24"}\n')
        for _ in range(RUNS)
    ]
    return [
        f"serve, from start to the first page with a greeting: {_middle([s for s, _ in served]):.2f} s",
        f"serve, memory then: {_middle([m for _, m in served]):.0f} MiB",
        f"chat, a whole sitting of one question: {_middle(chats):.2f} s",
        f"understand, a whole run of one line: {_middle(understands):.2f} s",
    ]


def _middle(values: list[float]) -> float:
    return statistics.median(values)


async def _serve() -> tuple[float, float]:
    """(seconds, MiB)."""
    with tempfile.TemporaryDirectory() as folder, socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
        free.close()
        env = {**os.environ, "PORT": str(port), "DATABASE_URL": f"sqlite:///{folder}/b.db"}
        began = time.perf_counter()
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", "serve", env=env, stdout=asyncio.subprocess.DEVNULL
        )
        try:
            async with aiohttp.ClientSession() as session:
                await _first_page(session, f"http://127.0.0.1:{port}/")
            took = time.perf_counter() - began
            status = await asyncio.to_thread(Path(f"/proc/{process.pid}/status").read_text)
            return took, int(re.findall(r"VmRSS:\s+(\d+)", status)[0]) / 1024
        finally:
            process.terminate()
            await process.wait()


async def _first_page(session: aiohttp.ClientSession, url: str) -> None:
    while True:
        try:
            async with session.get(url) as response:
                await response.read()
                return
        except aiohttp.ClientConnectionError:
            await asyncio.sleep(0.01)


async def _timed(*command: str, words: str) -> float:
    with tempfile.TemporaryDirectory() as folder:
        env = {**os.environ, "DATABASE_URL": f"sqlite:///{folder}/b.db"}
        began = time.perf_counter()
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", *command, env=env,
            stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.DEVNULL,
        )  # fmt: skip
        await process.communicate(words.encode())
        return time.perf_counter() - began
