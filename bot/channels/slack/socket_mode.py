"""Socket Mode: events over a connection that we open, for organisations that open no port.

Commit, then acknowledge, as over HTTP: an envelope is acknowledged when its payload was answered with 200; what is
not acknowledged Slack sends again, and the event's id decides. Not slack_sdk's client: after a failed connection it
tries the same address again, which Slack lets be used once, and it makes sessions of its own.
https://docs.slack.dev/apis/events-api/using-socket-mode
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections import Counter
from collections.abc import Awaitable, Callable
from typing import Any

import aiohttp

from bot.channels.slack.answers import Answer
from bot.channels.slack.api import Api
from bot.channels.slack.payloads import Json, dict_at, text_at

log = logging.getLogger("bot.slack")

Take = Callable[[dict[str, Any]], Awaitable[tuple[int, str]]]
"""A payload -> (status, body), through bolt and our road."""

FIRST_WAIT, LONGEST_WAIT = 0.5, 30.0
REFUSED_WAIT = 60.0
HEARTBEAT = 20.0
LAST_FRAMES = 20.0
"""How long a connection that Slack is about to close is still read beside its successor."""


class SocketMode:
    """Keeps one connection alive until cancelled."""

    def __init__(self, api: Api, app_token: str, take: Take, counts: Counter[str]) -> None:
        self.api = api
        self.app_token = app_token
        self.take = take
        self.counts = counts
        self.connected = asyncio.Event()
        """Set while Slack has said hello, for /readyz."""
        self.trouble = ""
        self._tasks: set[asyncio.Task[None]] = set()

    async def run(self) -> None:
        """Connects, reads, connects again."""
        wait = FIRST_WAIT
        while True:
            socket = await self._connect()
            if socket is None:
                refused = self.trouble in ("invalid_auth", "not_authed", "missing_scope", "not_allowed_token_type")
                await asyncio.sleep(REFUSED_WAIT if refused else wait)
                wait = min(wait * 2, LONGEST_WAIT)
                continue
            before = self.counts["socket_hello"]
            await self._read(socket)
            if self.counts["socket_hello"] > before:
                wait = FIRST_WAIT
            else:
                await asyncio.sleep(wait)
                wait = min(wait * 2, LONGEST_WAIT)

    async def close(self) -> None:
        """Ends what is still being read or answered."""
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _connect(self) -> aiohttp.ClientWebSocketResponse | None:
        answer: Answer = await self.api.form("apps.connections.open", self.app_token, {})
        url = text_at(answer.data, "url")
        self.trouble = "" if answer.ok and url else answer.error or f"HTTP {answer.status}"
        if not self.trouble:
            try:
                return await self.api.session.ws_connect(url, heartbeat=HEARTBEAT, max_msg_size=4 * 1024 * 1024)
            except (aiohttp.ClientError, TimeoutError, OSError) as trouble:
                self.trouble = type(trouble).__name__
        self.counts["socket_failed"] += 1
        log.warning("slack: Socket Mode cannot connect: %s", self.trouble)
        return None

    async def _read(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        """Reads until the connection ends, or until Slack says that it will: the rest is read beside the next one."""
        try:
            while True:
                frame = await socket.receive()
                if frame.type is not aiohttp.WSMsgType.TEXT:
                    return
                if self._frame(socket, frame.data):
                    self._spawn(self._read_the_rest(socket))
                    return
        finally:
            self.connected.clear()

    async def _read_the_rest(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        try:
            async with asyncio.timeout(LAST_FRAMES):
                async for frame in socket:
                    if frame.type is aiohttp.WSMsgType.TEXT:
                        self._frame(socket, frame.data)
        except TimeoutError:
            pass
        finally:
            await socket.close()

    def _frame(self, socket: aiohttp.ClientWebSocketResponse, text: str) -> bool:
        """One frame. True when Slack asks for a new connection."""
        try:
            envelope = json.loads(text)
        except ValueError:
            return False
        kind = text_at(envelope, "type")
        if kind == "hello":
            self.counts["socket_hello"] += 1
            self.connected.set()
        elif kind == "disconnect":
            return True
        elif text_at(envelope, "envelope_id"):
            self._spawn(self._answer(socket, envelope))
        return False

    async def _answer(self, socket: aiohttp.ClientWebSocketResponse, envelope: Json) -> None:
        status, body = await self.take(dict(dict_at(envelope, "payload")))
        if status != 200:
            return
        reply: dict[str, Any] = {"envelope_id": text_at(envelope, "envelope_id")}
        if envelope.get("accepts_response_payload") and body.startswith("{"):
            reply["payload"] = json.loads(body)
        try:
            await socket.send_str(json.dumps(reply))
        except (aiohttp.ClientError, ConnectionError, RuntimeError):
            log.info("slack: a connection closed before its acknowledgement: the event will come again")

    def _spawn(self, work: Any) -> None:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
