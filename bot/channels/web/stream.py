"""Server-Sent Events: every open page follows its person's history.

An event's id is the line's `seq`, so a browser that comes back says what it saw last and gets the rest, once. The
history is the only source: waking a stream merely makes it look sooner, and it looks by itself now and then, because
a worker in another process cannot wake it.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

import structlog
from aiohttp import web

from bot.channels.web.rendering import gap_html
from bot.channels.web.settings import Line, Reading, Record

LOOK_EVERY = 1.5
"""Seconds between looks when nobody wakes the stream."""
BEAT_EVERY = 15.0
"""Seconds after which a silent stream shows that it lives."""
LIFE = 900.0
"""Seconds after which a stream ends; the browser comes back at once, and is checked again."""
WRITE_SECONDS = 30.0
"""Seconds after which a browser that reads nothing is let go."""
MOST = 20
"""Open streams of one person."""
CATCH_UP = 200
"""How many lines a stream brings at once, the newest; a link leads to those before."""
BESIDE_EVERY = 20.0
"""Seconds after which what stands beside the lines is looked at again: a colleague may have changed it."""
_log = structlog.get_logger("bot.web")


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands beside the lines; the mark is another whenever it shows something else."""

    mark: str
    html: str


@dataclass(frozen=True, slots=True)
class New:
    """What one look found."""

    lines: list[Line]
    writes: str
    """Who is writing to the person at this moment."""


class Streams:
    """The open pages, by person."""

    def __init__(self, store: Record, clock: Callable[[], datetime]) -> None:
        self._store, self._clock = store, clock
        self._watching: dict[str, set[asyncio.Event]] = {}
        self._closed = False

    def wake(self, person: str) -> None:
        """Something new may stand in this person's history."""
        for bell in self._watching.get(person, ()):
            bell.set()

    def close(self) -> None:
        """Ends every stream."""
        self._closed = True
        for person in self._watching:
            self.wake(person)

    async def follow(
        self,
        request: web.Request,
        person: str,
        after: int,
        show: Callable[[Line], dict[str, Any]],
        still: Callable[[Reading], bool],
        beside: Callable[[], Awaitable[Beside]],
    ) -> web.StreamResponse:
        """Writes lines after `after`, then each new one, until the browser goes, the stream has lived enough, or the
        person may not see it any more (`still`, asked at every look). What stands `beside` the lines is sent whenever
        it has changed: looked at with every line, and now and then."""
        bells = self._watching.setdefault(person, set())
        if len(bells) >= MOST:
            raise web.HTTPTooManyRequests(text="This chat is open in too many windows. Close some of them.")
        bell = asyncio.Event()
        bells.add(bell)
        try:
            response = web.StreamResponse(headers={"Content-Type": "text/event-stream", "X-Accel-Buffering": "no"})
            await response.prepare(request)
            await self._write(response, partial(self._new, person, still), after, show, beside, bell)
        except (ConnectionResetError, TimeoutError):
            pass  # the page was closed, or nobody reads it
        finally:
            bells.discard(bell)
            if not bells:
                self._watching.pop(person, None)
        return response

    async def _write(
        self,
        response: web.StreamResponse,
        new: Callable[[int], Awaitable[New | None]],
        after: int,
        show: Callable[[Line], dict[str, Any]],
        beside: Callable[[], Awaitable[Beside]],
        bell: asyncio.Event,
    ) -> None:
        loop = asyncio.get_running_loop()
        ends = loop.time() + LIFE
        await response.write(b"retry: 2000\n\n")
        written = looked = loop.time()
        shown: Beside | None = None
        writes = ""
        while not self._closed and loop.time() < ends:
            bell.clear()
            found = await new(after)
            if found is None:
                return
            lines = found.lines
            if len(lines) > CATCH_UP:
                lines = lines[-CATCH_UP:]
                await _write(response, _event("gap", {"html": gap_html(lines[0].seq)}))
            for line in lines:
                after = line.seq
                await _write(response, f"id: {after}\n".encode() + _event("said", show(line)))
                await asyncio.sleep(0)  # a write that the network takes at once lets nobody else in
            if found.writes != writes:
                writes = found.writes
                await _write(response, _event("writes", {"name": writes}))
            if lines or shown is None or loop.time() - looked > BESIDE_EVERY:
                looked, now = loop.time(), await beside()
                if now.mark != (shown.mark if shown is not None else ""):
                    await _write(response, _event("glance", {"html": now.html}))
                shown = now
            if lines:
                written = loop.time()
            elif loop.time() - written > BEAT_EVERY:
                await _write(response, b": still here\n\n")
                written = loop.time()
            await _ring(bell, LOOK_EVERY)

    async def _new(self, person: str, still: Callable[[Reading], bool], after: int) -> New | None:
        """Lines since `after`; none while the store cannot be read (the stream stays open and looks again). None when
        the person is not to see them."""

        def look(tx: Reading) -> New | None:
            if not still(tx):
                return None
            return New(tx.history(person, after, CATCH_UP + 1), tx.writing_to(person, self._clock()))

        try:
            return await self._store.read(look)
        except Exception as failure:
            _log.warning("history_unreadable", error=type(failure).__name__)
            return New([], "")


async def _write(response: web.StreamResponse, data: bytes) -> None:
    async with asyncio.timeout(WRITE_SECONDS):
        await response.write(data)


def _event(name: str, data: dict[str, Any]) -> bytes:
    return f"event: {name}\ndata: {json.dumps(data)}\n\n".encode()


async def _ring(bell: asyncio.Event, seconds: float) -> None:
    """Waits for the bell, no longer than `seconds`."""
    try:
        async with asyncio.timeout(seconds):
            await bell.wait()
    except TimeoutError:
        pass
