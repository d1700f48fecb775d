"""The checks that need no SDK: content type, size, JSON, who comes from this machine. No state."""

from __future__ import annotations

import ipaddress
import json
from http import HTTPStatus
from typing import Any

from aiohttp import web
from yarl import URL

from bot.channels.limits import limit
from bot.channels.teams.cards import CONTENT_TYPE
from bot.channels.teams.parsing import CARD_ACTION, NOTHING_CHOSEN, Reading

RECEIVED = "Thank you, that has arrived."
"""What a client shows beside a pressed card for a moment."""


class RefusedError(Exception):
    """Not let in. The reason is a word for the log and the counter, never something the caller wrote."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status = status
        self.reason = reason

    def response(self) -> web.Response:
        """What the caller is told: no more than the status says."""
        return web.json_response({"error": HTTPStatus(self.status).phrase}, status=self.status)


def acknowledge(reading: Reading, face: dict[str, Any] | None = None) -> web.Response:
    """202 for what was taken, 200 for what was passed over; an invoke gets its own answer. `face`: the present one of
    a card that asked for it."""
    if not reading.invoke:
        return web.Response(status=202 if reading.turns else 200)
    if reading.consent is not None:
        return web.json_response({})
    if reading.invoke != CARD_ACTION:
        return web.json_response({}, status=501)
    return web.json_response(_card_answer(reading, face))


def _card_answer(reading: Reading, face: dict[str, Any] | None) -> dict[str, Any]:
    """What a universal action is answered: the card's present face where that was asked for; a message for a press,
    since the bot's own answer and the card's new face come by the outbox; an empty one leaves the card as it is; an
    error for an action that says nothing. Teams reads the status in the body, not that of HTTP.
    https://learn.microsoft.com/en-us/microsoftteams/platform/task-modules-and-cards/cards/universal-actions-for-adaptive-cards/work-with-universal-actions-for-adaptive-cards
    """
    if reading.ignored == NOTHING_CHOSEN:
        value = {"code": "BadRequest", "message": "Nothing was chosen."}
        return {"statusCode": 400, "type": "application/vnd.microsoft.error", "value": value}
    if face is not None:
        return {"statusCode": 200, "type": CONTENT_TYPE, "value": face}
    said = RECEIVED if reading.turns else ""
    return {"statusCode": 200, "type": "application/vnd.microsoft.activity.message", "value": said}


def try_again() -> web.Response:
    """Not acknowledged: Teams should send it once more."""
    return web.json_response({"error": "try again"}, status=503, headers={"Retry-After": "5"})


async def body_of(request: web.Request) -> bytes:
    """The body, up to the limit."""
    most = limit("teams", "request.bytes")
    if (request.content_length or 0) > most:
        raise RefusedError(413, "too_large")
    raw = bytearray()
    async for piece in request.content.iter_any():
        raw += piece
        if len(raw) > most:
            raise RefusedError(413, "too_large")
    return bytes(raw)


def activity_in(raw: bytes) -> dict[str, Any]:
    try:
        activity = json.loads(raw)
    except (ValueError, RecursionError):
        raise RefusedError(400, "json") from None
    if not isinstance(activity, dict):
        raise RefusedError(400, "no_object")
    return activity


def from_here(request: web.Request) -> bool:
    """From this machine itself, and not through a proxy that stands on it."""
    if any(name in request.headers for name in ("X-Forwarded-For", "Forwarded", "X-Real-IP", "Via")):
        return False
    return _is_loopback(request.remote or "")


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host == "localhost"


def is_loopback_url(url: str) -> bool:
    try:
        return _is_loopback(URL(url).host or "")
    except ValueError:
        return False
