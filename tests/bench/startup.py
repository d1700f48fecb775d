"""How long a fresh process takes to its first answer, and how much memory it holds then.

As installed: with its modules compiled and its database made, which the first start of all does.
"""

from __future__ import annotations

import asyncio
import os
import re
import socket
import statistics
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import aiohttp

RUNS = 5
PREPARED = 4.0
"""Seconds after the first page at which all is prepared."""
UNDERSTOOD = '{"id":"1","text":"board noted it","today":"2026-11-24"}\n'


async def run() -> list[str]:
    """Printable lines."""
    with tempfile.TemporaryDirectory() as compiled:
        env = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
        env["PYTHONPYCACHEPREFIX"] = compiled
        env["DATABASE_URL"] = f"sqlite:///{compiled}/b.db"
        await _serve(env)
        served = [await _serve(env) for _ in range(RUNS)]
        chats = [await _timed(env, "chat", "--as", "Asha", words="help\n") for _ in range(RUNS)]
        understands = [await _timed(env, "understand", words=UNDERSTOOD) for _ in range(RUNS)]
    return [
        f"serve, from start to the first page with a greeting: {_middle([s.seconds for s in served]):.2f} s,"
        f" {_middle([s.cpu for s in served]):.2f} s of CPU (to reach: 1 s)",
        f"serve, memory then: {_middle([s.memory for s in served]):.0f} MiB (to reach: 95 MiB);"
        f" {_middle([s.prepared for s in served]):.0f} MiB when all is prepared that a turn needs",
        f"chat, a whole sitting of one question: {_middle(chats):.2f} s",
        f"understand, a whole run of one line: {_middle(understands):.2f} s",
    ]


def _middle(values: list[float]) -> float:
    return statistics.median(values)


@dataclass(frozen=True, slots=True)
class Served:
    """One start: seconds and CPU seconds to the first page, MiB then, and MiB a few seconds later."""

    seconds: float
    cpu: float
    memory: float
    prepared: float


async def _serve(base: dict[str, str]) -> Served:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
        free.close()
        env = {**base, "PORT": str(port)}
        began = time.perf_counter()
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", "serve",
            env=env, stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.DEVNULL,
        )  # fmt: skip
        try:
            async with aiohttp.ClientSession() as session:
                await _first_page(session, f"http://127.0.0.1:{port}/")
            took = time.perf_counter() - began
            cpu, memory = await _cpu(process.pid), await _memory(process.pid)
            await asyncio.sleep(PREPARED)
            return Served(took, cpu, memory, await _memory(process.pid))
        finally:
            process.terminate()
            await process.wait()


async def _memory(pid: int) -> float:
    """MiB that are held."""
    status = await asyncio.to_thread(Path(f"/proc/{pid}/status").read_text)
    return int(re.findall(r"VmRSS:\s+(\d+)", status)[0]) / 1024


async def _cpu(pid: int) -> float:
    """CPU seconds that were used."""
    stat = await asyncio.to_thread(Path(f"/proc/{pid}/stat").read_text)
    return sum(map(int, stat.rpartition(")")[2].split()[11:13])) / os.sysconf("SC_CLK_TCK")


async def _first_page(session: aiohttp.ClientSession, url: str) -> None:
    while True:
        try:
            async with session.get(url) as response:
                await response.read()
                return
        except aiohttp.ClientConnectionError:
            await asyncio.sleep(0.01)


async def _timed(base: dict[str, str], *command: str, words: str) -> float:
    with tempfile.TemporaryDirectory() as folder:
        env = {**base, "DATABASE_URL": f"sqlite:///{folder}/b.db"}
        began = time.perf_counter()
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", *command, env=env,
            stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.DEVNULL,
        )  # fmt: skip
        await process.communicate(words.encode())
        return time.perf_counter() - began
