"""What one visitor may hold of the server: how long headers and bodies may take, and how many connections stay open.

aiohttp itself closes a connection only after it was idle for `keepalive_timeout`, and takes every one that the
machine has descriptors for; then the store can open no file any more. Here each connection has its headers' time, and
when there is no room the one that was idle for longest makes room, one that never asked anything first.
"""

from __future__ import annotations

import asyncio
import contextlib
import resource
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import cast

import structlog
from aiohttp import web

HEADER_SECONDS = 10.0
"""From the first moment of a connection until its first headers are whole."""
HEADER_BYTES = 32 * 1024
"""All of the first headers."""
BODY_SECONDS = 20.0
"""From whole headers until a whole body."""
KEEP_ALIVE_SECONDS = 75.0
"""A connection that asks nothing more; longer than a proxy's own 60."""
MOST_CONNECTIONS = 8_000
OWN_SHARE = 4
"""One in so many descriptors, at most OWN_MOST, is kept for the store, the content and what we open ourselves."""
OWN_MOST = 256

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
log = structlog.get_logger("bot.http")


def room() -> int:
    """How many connections there is room for, below the limit of descriptors."""
    most, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    if most == resource.RLIM_INFINITY:
        return MOST_CONNECTIONS
    return min(MOST_CONNECTIONS, most - min(OWN_MOST, most // OWN_SHARE))


class Connections:
    """The open connections, and what became of others."""

    def __init__(self, most: int | None = None) -> None:
        self.most = room() if most is None else most
        self.counts: Counter[str] = Counter()
        """Connections closed here, by why."""
        self._open: dict[Connection, None] = {}
        """In order: whoever did nothing for longest first."""

    def __len__(self) -> int:
        return len(self._open)

    @contextlib.asynccontextmanager
    async def listening(self, app: web.Application, host: str, port: int) -> AsyncIterator[int]:
        """Serves the application while the block runs; gives the port. Raises OSError when it cannot listen there."""
        app.middlewares.insert(0, in_time)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=5, keepalive_timeout=KEEP_ALIVE_SECONDS)
        await runner.setup()
        try:
            web_server = runner.server
            assert web_server is not None
            loop = asyncio.get_running_loop()
            server = await loop.create_server(lambda: Connection(self, web_server()), host, port, backlog=512)
            try:
                yield server.sockets[0].getsockname()[1]
            finally:
                server.close()
        finally:
            await runner.cleanup()

    def enter(self, connection: Connection) -> bool:
        """Whether there is room for one more, made where it has to be."""
        if len(self._open) >= self.most:
            self.closed("full")
            silent = (one for one in self._open if one.idle and not one.asked)
            idle = next(silent, None) or next((one for one in self._open if one.idle), None)
            if idle is None:
                return False
            idle.end()
        self._open[connection] = None
        return True

    def leave(self, connection: Connection) -> None:
        self._open.pop(connection, None)

    def moved(self, connection: Connection) -> None:
        """It did something."""
        if connection in self._open:
            del self._open[connection]
            self._open[connection] = None

    def closed(self, why: str) -> None:
        self.counts[why] += 1
        log.warning("connection_closed", reason=why, open=len(self._open))


class Connection(asyncio.Protocol):
    """One connection, in front of aiohttp's own protocol."""

    def __init__(self, all_: Connections, inner: asyncio.Protocol) -> None:
        self._all, self._inner = all_, inner
        self._transport: asyncio.Transport | None = None
        self._late: asyncio.TimerHandle | None = None
        self._bytes, self._tail, self._ended = 0, b"", False
        self.asked = False
        """Its first headers were whole."""
        self.busy = False
        """A request is being answered."""

    @property
    def idle(self) -> bool:
        """Nobody waits for an answer on it."""
        return not self.busy and (self._transport is None or not self._transport.get_write_buffer_size())

    def end(self) -> None:
        """Closes it, whatever it is about."""
        self._ended = True
        self._all.leave(self)
        if self._transport is not None:
            self._transport.abort()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)
        if not self._all.enter(self):
            self._transport.abort()
        self._late = asyncio.get_running_loop().call_later(HEADER_SECONDS, self._too_late)
        self._inner.connection_made(transport)

    def _too_late(self) -> None:
        self._all.closed("headers_late")
        self.end()

    def data_received(self, data: bytes) -> None:
        if not self.asked:
            self._first_headers(data)
        self._inner.data_received(data)

    def _first_headers(self, data: bytes) -> None:
        seen = self._tail + data
        self._bytes += len(data)
        if b"\r\n\r\n" in seen or b"\n\n" in seen:
            self.asked, self._tail = True, b""
            if self._late is not None:
                self._late.cancel()
        elif self._bytes > HEADER_BYTES:
            self._all.closed("headers_long")
            self.end()
        else:
            self._tail = seen[-3:]

    def eof_received(self) -> bool | None:
        return self._inner.eof_received()

    def connection_lost(self, exc: Exception | None) -> None:
        if self._late is not None:
            self._late.cancel()
        self._all.leave(self)
        self._inner.connection_lost(exc)

    def pause_writing(self) -> None:
        self._inner.pause_writing()

    def resume_writing(self) -> None:
        self._inner.resume_writing()

    async def answer(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """A request on it: its body must come in time, and while it is answered the connection is not idle."""
        loop, whole = asyncio.get_running_loop(), request.content.is_eof
        late = None if whole() else loop.call_later(BODY_SECONDS, lambda: None if whole() else self._body_late())
        self.busy = True
        try:
            return await handler(request)
        except ConnectionError:
            if not self._ended:
                raise
            return web.Response(status=408)  # for the figures: nobody is there to read it
        finally:
            self.busy = False
            self._all.moved(self)
            if late is not None:
                late.cancel()

    def _body_late(self) -> None:
        self._all.closed("body_late")
        self.end()


@web.middleware
async def in_time(request: web.Request, handler: Handler) -> web.StreamResponse:
    """A request's body must come in time; and while it is answered, its connection is not idle."""
    connection = request.transport.get_protocol() if request.transport is not None else None
    if not isinstance(connection, Connection):
        return await handler(request)
    return await connection.answer(request, handler)
