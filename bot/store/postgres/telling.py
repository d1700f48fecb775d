"""LISTEN and NOTIFY: a process tells the others what it kept, and hears what they did.

It only saves time. Whoever hears nothing looks by themselves now and then, so what is lost here is lost to nobody.

A NOTIFY inside a transaction takes a lock at the commit that all commits with one share. So it is sent after the
commit, on a connection of its own: one at a time, with all that was kept since the last.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import secrets
from collections.abc import AsyncIterator, Iterable

import psycopg
import structlog

from bot.store.port import EVERYTHING
from bot.store.postgres.connection import CONNECT

log = structlog.get_logger(__name__)

CHANNEL = "charter_bot"
LONGEST = 7000
"""Characters of a NOTIFY. PostgreSQL takes 8,000 bytes; what does not fit is told as everything."""
WAIT_SECONDS = 1.0
"""How long after a fault it is tried again."""


class Telling:
    """What this process tells and hears. It tells once somebody in it listens: a command of the operator does not."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._me = secrets.token_hex(8)
        self._listens = False
        self._waiting: set[str] = set()
        self._sending: asyncio.Task[None] | None = None

    def tell(self, changed: Iterable[str]) -> None:
        """Others are to hear of this. Returns at once."""
        if not self._listens:
            return
        self._waiting.update(changed)
        if self._waiting and (self._sending is None or self._sending.done()):
            self._sending = asyncio.create_task(self._send(), name="store-notify")

    async def _send(self) -> None:
        """Sends until nothing waits. The connection stays for as long as the server keeps it."""
        while self._waiting:
            try:
                async with await psycopg.AsyncConnection.connect(self._url, autocommit=True, **CONNECT) as conn:
                    await self._send_on(conn)
            except (psycopg.Error, OSError) as error:
                log.warning("store.notify", error=type(error).__name__)
                await asyncio.sleep(WAIT_SECONDS)

    async def _send_on(self, conn: psycopg.AsyncConnection) -> None:
        idle = 0.0
        while idle < WAIT_SECONDS * 60:
            if not self._waiting:
                await asyncio.sleep(0.01)
                idle += 0.01
                continue
            idle, names = 0.0, sorted(self._waiting)
            self._waiting.clear()
            payload = json.dumps([self._me, *names])
            if len(payload) > LONGEST:
                payload = json.dumps([self._me, EVERYTHING])
            await conn.execute("SELECT pg_notify(%s, %s)", (CHANNEL, payload))

    async def changes(self) -> AsyncIterator[frozenset[str]]:
        """What other processes kept. Everything, whenever something may have been missed."""
        self._listens = True
        while True:
            try:
                async with await psycopg.AsyncConnection.connect(self._url, autocommit=True, **CONNECT) as conn:
                    await conn.execute(f"LISTEN {CHANNEL}")
                    yield frozenset({EVERYTHING})
                    async for heard in conn.notifies():
                        sender, *names = json.loads(heard.payload)
                        if sender != self._me:
                            yield frozenset(names)
            except (psycopg.Error, OSError) as error:
                log.warning("store.listen", error=type(error).__name__)
            await asyncio.sleep(WAIT_SECONDS)

    async def close(self) -> None:
        """Tells nothing more."""
        if self._sending is not None:
            self._sending.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._sending
