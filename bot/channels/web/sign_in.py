"""Who a browser is, whether that person may come in, and how they leave."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import Enum
from typing import TypeVar

import structlog
from aiohttp import web

from bot.channels.passes import LASTS, Pass, PassKind, make_pass, read_pass
from bot.channels.web.settings import Reading, Record, WebSettings, Writing, may_enter
from bot.core.model import Adopter, Person

T = TypeVar("T")
_log = structlog.get_logger("bot.web")


@dataclass(frozen=True, slots=True)
class Guest:
    """Somebody who was let in, and the round of their access in which that was."""

    person: Person
    round: int


@dataclass(frozen=True, slots=True)
class Opening:
    """A personal link that opens, and for whom."""

    link: Pass
    person: Person
    adopter: Adopter | None


class Refusal(Enum):
    """Why a link does not open."""

    BROKEN = "broken"
    EXPIRED = "expired"
    USED = "used"


class Gate:
    """The cookie and the links, and the store's word on whom they name."""

    def __init__(self, settings: WebSettings, store: Record, clock: Callable[[], datetime]) -> None:
        self._settings = settings
        self._store = store
        self._clock = clock
        self._cookie = "__Host-chat" if settings.https else "chat"
        self._session = PassKind.DEMO if settings.demo else PassKind.SESSION

    # ------------------------------------------------------------ the browser

    async def who(self, request: web.Request) -> Guest | None:
        """The person whose browser it is; None when there is none, or none who may come in."""
        session = read_pass(self._settings.secret_key, self._session, request.cookies.get(self._cookie, ""))
        if session is None or session.over(self._clock()):
            return None
        return await self.read(lambda tx: self._guest(tx, session.subject, session.round))

    async def known(self, request: web.Request) -> Guest:
        """The same, where nobody else has business."""
        guest = await self.who(request)
        if guest is None:
            raise web.HTTPForbidden(text="Your link has ended, or this browser was never let in. Ask for a new link.")
        return guest

    async def visitor(self, person: str) -> Guest | None:
        """Somebody who needs no link."""
        return await self.read(lambda tx: self._guest(tx, person, tx.access_round(person)))

    def still(self, tx: Reading, guest: Guest) -> bool:
        """Whether they may still be here."""
        return self._guest(tx, guest.person.id, guest.round) is not None

    def _guest(self, tx: Reading, person: str, round_: int) -> Guest | None:
        found = tx.person(person)
        if found is None or not may_enter(found, self._clock().date()) or tx.access_round(person) != round_:
            return None
        return Guest(found, round_)

    def remember(self, response: web.StreamResponse, guest: Guest) -> None:
        """A cookie that scripts cannot read and that other sites cannot send."""
        value = make_pass(self._settings.secret_key, self._session, guest.person.id, self._clock(), guest.round)
        age = None if self._settings.demo else int(LASTS[self._session].total_seconds())
        secure = self._settings.https
        response.set_cookie(self._cookie, value, max_age=age, path="/", httponly=True, samesite="Lax", secure=secure)

    async def sign_out(self, guest: Guest) -> None:
        """Every link and session of that person is over, on whatever device."""
        await or_unavailable(self._store.write(lambda tx: tx.end_access(guest.person.id)))

    def forget(self, response: web.StreamResponse) -> None:
        """Takes the cookie away."""
        secure = self._settings.https
        response.del_cookie(self._cookie, path="/", secure=secure, httponly=True, samesite="Lax")

    # ------------------------------------------------------------ links

    async def look_at(self, token: str) -> Opening | Refusal:
        """Whom a personal link is for, or why it does not open. Looking uses nothing up: mail programs look too."""
        return await self.read(lambda tx: self._opening(tx, token))

    async def open(self, token: str) -> Guest | Refusal:
        """Uses the link up, and lets its person in."""

        def use(tx: Writing) -> Guest | Refusal:
            found = self._opening(tx, token)
            if isinstance(found, Refusal):
                return found
            ends = datetime.fromtimestamp(found.link.ends, UTC)
            used = tx.use_link(found.link.mark, self._clock(), ends)
            return Guest(found.person, found.link.round) if used else Refusal.USED

        return await or_unavailable(self._store.write(use))

    def _opening(self, tx: Reading, token: str) -> Opening | Refusal:
        link = read_pass(self._settings.secret_key, PassKind.LINK, token)
        if link is None:
            return Refusal.BROKEN
        if link.over(self._clock()):
            return Refusal.EXPIRED
        person = tx.person(link.subject)
        if person is None or not may_enter(person, self._clock().date()):
            return Refusal.BROKEN
        if tx.link_used(link.mark) or tx.access_round(person.id) != link.round:
            return Refusal.USED
        return Opening(link, person, tx.adopter(person.adopter))

    async def read(self, work: Callable[[Reading], T]) -> T:
        """Reads from the store; where that fails, the page says so."""
        return await or_unavailable(self._store.read(work))


async def or_unavailable(work: Awaitable[T]) -> T:
    """What the rest of the bot gives; where it cannot (a full disk, a locked database), a page that says so."""
    try:
        return await work
    except Exception as failure:
        _log.error("ledger_failed", error=type(failure).__name__)
        raise web.HTTPServiceUnavailable from failure
