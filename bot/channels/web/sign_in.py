"""Who a browser is, and whether that person may come in."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import TypeVar

import structlog
from aiohttp import web

from bot.channels.web.links import new_session, seal, unseal
from bot.channels.web.settings import Reading, Record, WebSettings, may_enter
from bot.core.model import Person

T = TypeVar("T")
_log = structlog.get_logger("bot.web")


class Gate:
    """The cookie, and the store's word on the person it names."""

    def __init__(self, settings: WebSettings, store: Record, clock: Callable[[], datetime]) -> None:
        self._settings = settings
        self._store = store
        self._clock = clock
        self._cookie = "__Host-chat" if settings.https else "chat"

    async def who(self, request: web.Request) -> Person | None:
        """The person whose browser it is; None when there is none, or none who may come in."""
        cookie = request.cookies.get(self._cookie, "")
        session = unseal(self._settings.secret_key, cookie, self._clock(), self._settings.demo)
        return await self.person(session.person) if session else None

    async def known(self, request: web.Request) -> Person:
        """The same, where nobody else has business."""
        person = await self.who(request)
        if person is None:
            raise web.HTTPForbidden(text="Your link has ended, or this browser was never let in. Ask for a new link.")
        return person

    async def person(self, key: str) -> Person | None:
        """The person of this id, when they may come in."""
        person = await self.read(lambda tx: tx.person(key))
        return person if may_enter(person, self._clock().date()) else None

    async def read(self, work: Callable[[Reading], T]) -> T:
        """Reads from the store; where that fails, the page says so."""
        return await or_unavailable(self._store.read(work))

    def remember(self, response: web.StreamResponse, person: str) -> None:
        """A cookie that scripts cannot read and that other sites cannot send."""
        session = new_session(person, self._clock(), self._settings.demo)
        age = None if session.until is None else int((session.until - self._clock()).total_seconds())
        value = seal(self._settings.secret_key, session)
        secure = self._settings.https
        response.set_cookie(self._cookie, value, max_age=age, path="/", httponly=True, samesite="Lax", secure=secure)

    def forget(self, response: web.StreamResponse) -> None:
        """Takes the cookie away."""
        secure = self._settings.https
        response.del_cookie(self._cookie, path="/", secure=secure, httponly=True, samesite="Lax")


async def or_unavailable(work: Awaitable[T]) -> T:
    """What the rest of the bot gives; where it cannot (a full disk, a locked database), a page that says so."""
    try:
        return await work
    except Exception as failure:
        _log.error("ledger_failed", error=type(failure).__name__)
        raise web.HTTPServiceUnavailable from failure
