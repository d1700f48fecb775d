"""A real bot in a process of its own, for tests that stop it, kill it, or talk to it over HTTP."""

from __future__ import annotations

import asyncio
import contextlib
import os
import re
import signal
import socket
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp

ROOT = Path(__file__).parent.parent


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def environment(folder: Path, **more: str) -> dict[str, str]:
    """The process's settings: nothing of this machine's but the path, a database in the folder."""
    kept = {k: v for k, v in os.environ.items() if k in ("PATH", "HOME", "LANG", "VIRTUAL_ENV")}
    own = {
        "DATABASE_URL": f"sqlite:///{folder}/bot.db",
        "BOT_CONTENT": str(ROOT / "conversations"),
        "WORKER_PORT": "0",
    }
    return {**kept, **own, "PYTHONPATH": str(ROOT), **more}


@contextlib.asynccontextmanager
async def serving(folder: Path, *args: str, **more: str) -> AsyncIterator[tuple[str, asyncio.subprocess.Process]]:
    """(address, process) of a bot that answers."""
    port = free_port()
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "serve", *args, cwd=folder, env=environment(folder, PORT=str(port), **more),
        stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.DEVNULL,
    )  # fmt: skip
    address = f"http://127.0.0.1:{port}"
    try:
        await _until_alive(address, process)
        yield address, process
    finally:
        if process.returncode is None:
            process.send_signal(signal.SIGTERM)
            await asyncio.wait_for(process.wait(), 20)


@contextlib.asynccontextmanager
async def working(folder: Path, **more: str) -> AsyncIterator[asyncio.subprocess.Process]:
    """A worker, which listens nowhere."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "serve", "--only", "worker", cwd=folder, env=environment(folder, **more),
        stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.DEVNULL,
    )  # fmt: skip
    try:
        yield process
    finally:
        if process.returncode is None:
            process.send_signal(signal.SIGTERM)
            await asyncio.wait_for(process.wait(), 20)


async def _until_alive(address: str, process: asyncio.subprocess.Process) -> None:
    async with asyncio.timeout(30), aiohttp.ClientSession() as session:
        while True:
            assert process.returncode is None, "the bot ended by itself"
            with contextlib.suppress(aiohttp.ClientError):
                async with session.get(f"{address}/healthz") as response:
                    if response.status == 200:
                        return
            await asyncio.sleep(0.05)


async def command(folder: Path, *args: str, stdin: str = "", **more: str) -> tuple[int, str, str]:
    """(exit code, standard output, standard error) of one command."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", *args, cwd=folder, env=environment(folder, **more),
        stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    out, err = await process.communicate(stdin.encode())
    assert process.returncode is not None
    return process.returncode, out.decode(), err.decode()


def text_of(page: str) -> str:
    """A page's text without its tags."""
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())
