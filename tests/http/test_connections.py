"""What one visitor may hold of the server: the rest of the world still gets in."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator

import aiohttp
import pytest
from aiohttp import web

from bot.http import connections
from bot.http.connections import Connections, room

Pair = tuple[asyncio.StreamReader, asyncio.StreamWriter]
REQUEST = b"GET /hello HTTP/1.1\r\nHost: x\r\n"


@contextlib.asynccontextmanager
async def serving(most: int = 50) -> AsyncIterator[tuple[Connections, int]]:
    """(the connections, the port) of a server with one short page, one that reads, and one that waits."""

    async def hello(request: web.Request) -> web.Response:
        return web.Response(text="hello")

    async def read(request: web.Request) -> web.Response:
        return web.Response(text=f"{len(await request.read())} bytes")

    async def wait(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        await response.prepare(request)
        while True:
            await response.write(b"still here\n")
            await asyncio.sleep(0.05)

    app = web.Application()
    app.add_routes([web.get("/hello", hello), web.post("/read", read), web.get("/wait", wait)])
    found = Connections(most)
    async with found.listening(app, "127.0.0.1", 0) as port:
        yield found, port


async def ask(port: int, path: str = "/hello") -> str:
    async with aiohttp.ClientSession() as session, session.get(f"http://127.0.0.1:{port}{path}") as answer:
        return await answer.text()


async def begun(port: int, count: int, words: bytes = b"GET / HTTP/1.1\r\nX: ") -> list[Pair]:
    """Connections that began to say something."""
    pairs = [await asyncio.open_connection("127.0.0.1", port) for _ in range(count)]
    for _, writer in pairs:
        writer.write(words)
        await writer.drain()
    return pairs


async def ended(pair: Pair) -> bytes:
    """What came until the other side closed it."""
    with contextlib.suppress(ConnectionError):
        return await asyncio.wait_for(pair[0].read(), 20)
    return b""


async def test_headers_that_never_end_are_closed_soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections, "HEADER_SECONDS", 0.3)
    async with serving() as (found, port):
        slow = await begun(port, 5)
        for pair in slow:
            assert await ended(pair) == b""
        assert found.counts == {"headers_late": 5}
        assert len(found) == 0
        assert await ask(port) == "hello"


async def test_headers_that_trickle_are_closed_as_soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each byte keeps a connection from being silent; the first headers have their time all the same."""
    monkeypatch.setattr(connections, "HEADER_SECONDS", 0.5)
    async with serving() as (found, port):
        ((reader, writer),) = await begun(port, 1)
        with contextlib.suppress(ConnectionError):
            async with asyncio.timeout(20):
                while not reader.at_eof():
                    writer.write(b"x")
                    await writer.drain()
                    with contextlib.suppress(TimeoutError):
                        await asyncio.wait_for(reader.read(1), 0.05)
        assert found.counts == {"headers_late": 1}


async def test_a_request_in_pieces_is_answered(monkeypatch: pytest.MonkeyPatch) -> None:
    async with serving() as (found, port):
        ((reader, writer),) = await begun(port, 1, REQUEST + b"Connection: close\r")
        for piece in (b"\n", b"\r", b"\n"):
            await asyncio.sleep(0.05)
            writer.write(piece)
            await writer.drain()
        assert (await ended((reader, writer))).endswith(b"hello")
        assert not found.counts


async def test_endless_headers_are_closed() -> None:
    async with serving() as (found, port):
        many = REQUEST + b"".join(b"X-%d: %s\r\n" % (n, b"y" * 1000) for n in range(60))
        (pair,) = await begun(port, 1, many)
        await ended(pair)
        assert found.counts == {"headers_long": 1}


async def test_a_body_that_never_ends_is_closed_soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections, "BODY_SECONDS", 0.3)
    async with serving() as (found, port):
        words = b"POST /read HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nhalf of"
        for pair in await begun(port, 3, words):
            assert await ended(pair) == b""
        assert found.counts == {"body_late": 3}


async def test_a_slow_answer_to_a_whole_body_is_not_late(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections, "BODY_SECONDS", 0.1)
    async with serving() as (found, port):
        (pair,) = await begun(port, 1, b"GET /wait HTTP/1.1\r\nHost: x\r\n\r\n")
        for _ in range(8):
            await pair[0].readuntil(b"still here\n")
        assert not found.counts


async def test_when_it_is_full_whoever_never_asked_makes_room() -> None:
    async with serving(most=20) as (found, port):
        busy = await begun(port, 3, b"GET /wait HTTP/1.1\r\nHost: x\r\n\r\n")
        kept = await begun(port, 2, REQUEST + b"\r\n")
        for reader, _ in (*busy, *kept):
            await reader.readuntil(b"\r\n\r\n")
        await begun(port, 60)
        assert [await ask(port) for _ in range(5)] == ["hello"] * 5
        assert len(found) <= 20
        assert found.counts["full"] >= 45
        for reader, _ in busy:
            await reader.readuntil(b"still here\n")
        for reader, writer in kept:
            writer.write(REQUEST + b"Connection: close\r\n\r\n")
            assert (await ended((reader, writer))).endswith(b"hello"), "who had asked something was put out first"


async def test_when_everybody_is_being_answered_a_newcomer_waits_outside() -> None:
    async with serving(most=4) as (found, port):
        busy = await begun(port, 4, b"GET /wait HTTP/1.1\r\nHost: x\r\n\r\n")
        for reader, _ in busy:
            await reader.readuntil(b"still here\n")
        with pytest.raises(aiohttp.ClientError):
            await ask(port)
        for reader, _ in busy:
            await reader.readuntil(b"still here\n")
        busy[0][1].close()
        async with asyncio.timeout(20):
            while len(found) == 4:
                await asyncio.sleep(0.02)
        assert await ask(port) == "hello"


def test_there_is_room_below_the_limit_of_descriptors(monkeypatch: pytest.MonkeyPatch) -> None:
    for limit, most in ((256, 192), (1024, 768), (4096, 3840), (1_000_000, 8_000), (-1, 8_000)):
        monkeypatch.setattr("resource.getrlimit", lambda _, limit=limit: (limit, limit))
        assert room() == most
