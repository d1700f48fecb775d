"""HTTP in. Checks in their order: kind of content, size, signature and age, form; then bolt; then the turn handler.

A refusal is a plain status with one short sentence. What is logged of it: why, and how often; never what was sent.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any

from aiohttp import web

from bot.channels.limits import limit
from bot.channels.slack import signing
from bot.channels.slack.payloads import FORM, JSON, MalformedError, read_body

log = logging.getLogger("bot.slack")

Dispatch = Callable[[dict[str, Any]], Awaitable[web.Response]]


MISSHAPEN = (AttributeError, TypeError, KeyError, ValueError, IndexError)
"""Raised where bolt first reads a payload's context, outside its own handling of errors."""


class Endpoint:
    """POST /slack/events."""

    def __init__(self, secret: str, dispatch: Dispatch, now: Callable[[], datetime], counts: Counter[str]) -> None:
        self.secret = secret
        self.dispatch = dispatch
        self.now = now
        self.counts = counts

    async def handle(self, request: web.Request) -> web.Response:
        """One request."""
        if request.content_type not in (JSON, FORM):
            return self._refuse(415, "content_type", "send JSON or a form")
        raw = await _read(request, limit("slack", "request.bytes"))
        if raw is None:
            return self._refuse(413, "too_large", "the body is larger than 1 MiB")
        stamp = request.headers.get("X-Slack-Request-Timestamp", "")
        signature = request.headers.get("X-Slack-Signature", "")
        if why := signing.trouble_with(self.secret, stamp, signature, raw, self.now().timestamp()):
            return self._refuse(401, why, "this is not signed by Slack, or too old")
        try:
            body = read_body(raw, request.content_type)
        except MalformedError:
            return self._refuse(400, "malformed", "the body cannot be read")
        try:
            return await self.dispatch(body)
        except MISSHAPEN:
            return self._refuse(400, "misshapen", "the body is not one of Slack's payloads")

    def _refuse(self, status: int, why: str, sentence: str) -> web.Response:
        self.counts["refused_" + why] += 1
        log.warning("slack: refused a request: %s", why)
        return web.json_response({"error": sentence}, status=status)


async def _read(request: web.Request, most: int) -> bytes | None:
    """The raw body; None when it is larger than allowed, whatever its header says."""
    if (request.content_length or 0) > most:
        return None
    parts: list[bytes] = []
    size = 0
    while chunk := await request.content.readany():
        size += len(chunk)
        if size > most:
            return None
        parts.append(chunk)
    return b"".join(parts)
