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

REASONS = {
    "too_many_websockets": (
        "Slack keeps ten connections of one app open, and this one was too many: stop the other copies of the bot"
    ),
    "link_disabled": (
        "Socket Mode is switched off for this app: switch it on at https://api.slack.com/apps, Socket Mode, or set "
        "SLACK_SIGNING_SECRET and take SLACK_APP_TOKEN out"
    ),
    "invalid_auth": "SLACK_APP_TOKEN is not valid: copy it again from https://api.slack.com/apps, Basic Information",
    "not_authed": "SLACK_APP_TOKEN is empty: copy it from https://api.slack.com/apps, Basic Information",
    "missing_scope": "SLACK_APP_TOKEN lacks connections:write: make a new one at https://api.slack.com/apps",
    "not_allowed_token_type": "SLACK_APP_TOKEN should be an app-level token (xapp-…)",
}
"""What Slack says when it opens or closes a connection -> what that is, and what to do."""
EXPECTED = frozenset({"warning", "refresh_requested"})
"""Why Slack renews a connection every few hours; nothing is wrong."""
REFUSED = frozenset({"invalid_auth", "not_authed", "missing_scope", "not_allowed_token_type", "link_disabled"})
"""Somebody must mend these: trying often helps nobody."""

Take = Callable[[dict[str, Any]], Awaitable[tuple[int, str]]]
"""A payload -> (status, body), through bolt and our road."""

FIRST_WAIT, LONGEST_WAIT = 0.5, 30.0
REFUSED_WAIT = 60.0
STEADY = 60.0
"""A connection that lived so long worked: whatever ends it, the next one is not waited for."""
HEARTBEAT = 20.0
TRIED = 1.5
"""How long `doctor` listens for Slack's second thoughts."""
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
        """Why the last connection could not be made or did not last; empty once one has lived for a while."""
        self._tasks: set[asyncio.Task[None]] = set()

    @property
    def why(self) -> str:
        """The trouble in words that say what to do; empty when there is none."""
        return f"Socket Mode: {explain(self.trouble)}" if self.trouble else ""

    async def run(self) -> None:
        """Connects, reads, connects again. Waiting grows until a connection has lived for a while, however the others
        ended: one that Slack greets and closes at once is no better than one that it refuses."""
        wait = FIRST_WAIT
        while True:
            begun = asyncio.get_running_loop().time()
            socket = await open_socket(self.api, self.app_token)
            if isinstance(socket, str):
                self.counts["socket_failed"] += 1
                self.trouble = socket
            else:
                await self._read(socket)
                if asyncio.get_running_loop().time() - begun >= STEADY:
                    self.trouble, wait = "", FIRST_WAIT
                    continue
                if wait > FIRST_WAIT and not self.trouble:
                    self.trouble = "short_lived"
            pause = max(wait, REFUSED_WAIT) if self.trouble in REFUSED else wait
            if self.trouble:
                log.warning("slack: %s. The next try is in %.0f s", self.why, pause)
            await asyncio.sleep(pause)
            wait = min(wait * 2, LONGEST_WAIT)

    async def close(self) -> None:
        """Ends what is still being read or answered."""
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _read(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        """Reads until the connection ends, or until Slack says that it will: the rest is read beside the next one."""
        settled = asyncio.get_running_loop().call_later(STEADY, self._settled)
        try:
            while True:
                frame = await socket.receive()
                if frame.type is not aiohttp.WSMsgType.TEXT:
                    self.trouble = f"closed_{socket.close_code or frame.type.name.lower()}"
                    return
                if reason := self._frame(socket, frame.data):
                    self._ending(reason)
                    self._spawn(self._read_the_rest(socket))
                    return
        finally:
            settled.cancel()
            self.connected.clear()

    def _settled(self) -> None:
        self.trouble = ""

    def _ending(self, reason: str) -> None:
        """Slack says that it will close this connection. A renewal is no trouble; everything else is."""
        self.counts[f"socket_closed_{reason if reason in (*REASONS, *EXPECTED) else 'other'}"] += 1
        if reason not in EXPECTED:
            self.trouble = reason

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

    def _frame(self, socket: aiohttp.ClientWebSocketResponse, text: str) -> str:
        """One frame. Slack's reason when it asks for a new connection, else empty."""
        try:
            envelope = json.loads(text)
        except ValueError:
            return ""
        kind = text_at(envelope, "type")
        if kind == "hello":
            self.counts["socket_hello"] += 1
            self.connected.set()
        elif kind == "disconnect":
            return text_at(envelope, "reason") or "no_reason"
        elif text_at(envelope, "envelope_id"):
            self._spawn(self._answer(socket, envelope))
        return ""

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


async def open_socket(api: Api, app_token: str) -> aiohttp.ClientWebSocketResponse | str:
    """A new connection, or why there is none. Each address that Slack gives may be used once."""
    answer: Answer = await api.form("apps.connections.open", app_token, {})
    url = text_at(answer.data, "url")
    if not (answer.ok and url):
        return answer.error or f"HTTP {answer.status}"
    try:
        return await api.session.ws_connect(url, heartbeat=HEARTBEAT, max_msg_size=4 * 1024 * 1024)
    except (aiohttp.ClientError, TimeoutError, OSError) as trouble:
        return type(trouble).__name__


async def tried(api: Api, app_token: str) -> str:
    """For `doctor`: why a connection cannot be kept, or an empty text. An event that Slack sends to this connection
    meanwhile is not acknowledged, so that it comes again to one that answers."""
    socket = await open_socket(api, app_token)
    if isinstance(socket, str):
        return explain(socket)
    greeted = False
    try:
        async with asyncio.timeout(TRIED):
            async for frame in socket:
                envelope = json.loads(frame.data) if frame.type is aiohttp.WSMsgType.TEXT else {}
                if text_at(envelope, "type") == "disconnect":
                    return explain(text_at(envelope, "reason"))
                greeted = greeted or text_at(envelope, "type") == "hello"
    except TimeoutError:
        return "" if greeted else explain("no_hello")
    except ValueError:
        return explain("unreadable")
    finally:
        await socket.close()
    return explain(f"closed_{socket.close_code}")


def explain(trouble: str) -> str:
    """Slack's word for what is wrong, and what to do about it."""
    known = REASONS.get(trouble)
    return f"{known} ({trouble})" if known else f"the connection cannot be kept: {trouble}"
