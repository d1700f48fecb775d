"""Slack's Web API over one shared session: one call in, one Answer out; nothing raised for what the world does.

Waits that Slack asked for (429, Retry-After) are kept per method and workspace, for chat methods per channel too,
since there the limit is about one message a second in each. Until they are over, a call is answered here and does not
leave the machine; other conversations go on. https://docs.slack.dev/apis/web-api/rate-limits
"""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from typing import Any

import aiohttp

from bot.channels.slack.answers import Answer

CONNECT_SECONDS = 5.0
ANSWER_SECONDS = 15.0
MOST_WAIT = 600.0
Key = tuple[str, str, str]
"""(method, workspace, channel)."""
_NEVER_LEFT = (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError, aiohttp.InvalidURL)


class Api:
    """The client. `open` inside the running loop, `close` at the end."""

    def __init__(self, url: str = "https://slack.com/api/", answer_seconds: float = ANSWER_SECONDS) -> None:
        self.url = url.rstrip("/") + "/"
        self.answer_seconds = answer_seconds
        self.calls = 0
        self._session: aiohttp.ClientSession | None = None
        self._blocked: dict[Key, float] = {}

    async def open(self) -> None:
        """Makes the one session."""
        if self._session is None:
            timeout = aiohttp.ClientTimeout(total=self.answer_seconds, sock_connect=CONNECT_SECONDS)
            self._session = aiohttp.ClientSession(
                timeout=timeout, connector=aiohttp.TCPConnector(limit=100, keepalive_timeout=30)
            )

    async def close(self) -> None:
        """Closes the session."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    @property
    def session(self) -> aiohttp.ClientSession:
        """The one session, for what is not a call by name (a `response_url`, Socket Mode)."""
        if self._session is None:
            raise RuntimeError("start() was not called")
        return self._session

    async def call(self, method: str, token: str, body: Mapping[str, Any], workspace: str = "") -> Answer:
        """One method, with a JSON body."""
        key = (method, workspace, str(body.get("channel", "")) if method.startswith("chat.") else "")
        if wait := self._wait(key):
            return Answer(429, "ratelimited", retry_after=wait)
        headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json; charset=utf-8"}
        return await self._post(self.url + method, body, headers, key)

    async def form(self, method: str, token: str, body: Mapping[str, str], workspace: str = "") -> Answer:
        """One method that reads only forms (those that read: history, users.info, oauth)."""
        key = (method, workspace, "")
        if wait := self._wait(key):
            return Answer(429, "ratelimited", retry_after=wait)
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        return await self._post(self.url + method, body, headers, key, as_form=True)

    async def post_url(self, url: str, body: Mapping[str, Any]) -> Answer:
        """A `response_url`, which is allowed by itself."""
        return await self._post(
            url, body, {"Content-Type": "application/json; charset=utf-8"}, ("response_url", "", url)
        )

    async def upload(self, url: str, data: bytes) -> Answer:
        """The bytes of a file, to where Slack said that it wants them: an address that is allowed by itself."""
        self.calls += 1
        try:
            async with self.session.post(url, data=data, allow_redirects=False) as response:
                await response.read()
                return Answer(response.status, "" if response.status == 200 else f"HTTP {response.status}")
        except _NEVER_LEFT as trouble:
            return Answer(0, type(trouble).__name__, reached=False)
        except (aiohttp.ClientError, TimeoutError, OSError) as trouble:
            return Answer(0, type(trouble).__name__)

    def _wait(self, key: Key) -> float:
        """How many seconds Slack still wants to be left alone with this."""
        until = self._blocked.get(key)
        if until is None:
            return 0.0
        left = until - time.monotonic()
        if left <= 0:
            del self._blocked[key]
        return max(left, 0.0)

    async def _post(
        self, url: str, body: Mapping[str, Any], headers: dict[str, str], key: Key, as_form: bool = False
    ) -> Answer:
        data: Any = dict(body) if as_form else json.dumps(body, ensure_ascii=False).encode("utf-8", "replace")
        self.calls += 1
        try:
            async with self.session.post(url, data=data, headers=headers, allow_redirects=False) as response:
                return self._read(response.status, response.headers, await response.read(), key)
        except _NEVER_LEFT as trouble:
            return Answer(0, type(trouble).__name__, reached=False)
        except (aiohttp.ClientError, TimeoutError, OSError) as trouble:
            return Answer(0, type(trouble).__name__)

    def _read(self, status: int, headers: Mapping[str, str], raw: bytes, key: Key) -> Answer:
        retry_after = _seconds(headers.get("Retry-After", ""))
        if status == 429:
            retry_after = retry_after or 1.0
            self._blocked[key] = time.monotonic() + retry_after
        if status == 200 and raw.strip() == b"ok":
            return Answer(200)
        try:
            data = json.loads(raw)
        except ValueError:
            data = None
        if not isinstance(data, dict) or "ok" not in data:
            return Answer(502 if status == 200 else status, "unreadable", retry_after=retry_after)
        error = "" if data["ok"] is True else str(data.get("error") or "unknown_error")
        scopes = tuple(name.strip() for name in headers.get("X-OAuth-Scopes", "").split(",") if name.strip())
        return Answer(status, error, data, retry_after, scopes)


def _seconds(text: str) -> float | None:
    try:
        return min(max(float(text), 0.0), MOST_WAIT)
    except ValueError:
        return None
