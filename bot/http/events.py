"""What is on, for everybody, and each person's own calendar.

    GET /events   GET /events/KEY   GET /events/calendar/TOKEN.ics

No log-in and no cookies. A page never shows the joining link, nor who comes. An address of a calendar that was
renewed, was made for somebody else's site or is made up is the same: it is not here.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, Protocol

from aiohttp import web

from bot.channels.passes import PassKind, SecretKey, read_pass
from bot.core.language.clean import without_controls
from bot.core.model.gatherings import Places
from bot.core.model.journey import Journey
from bot.core.turn.gathering_words import plain_title, say_when
from bot.http.public import templates, unless_known
from bot.runtime.gatherings import OwnCalendar

FRESH = "public, max-age=60"
PRIVATE = "private, no-store"


class Known(Protocol):
    """What the pages need of the store."""

    async def listed(self) -> Sequence[Places]: ...
    async def one(self, key: str) -> Places | None: ...
    async def own(self, person: str, round_: int) -> OwnCalendar | None: ...


class EventPages:
    """The pages. `calendar` writes somebody's own calendar."""

    def __init__(
        self, secret_key: SecretKey, journey: Callable[[], Journey], known: Known,
        calendar: Callable[[OwnCalendar], bytes], now: Callable[[], datetime],
    ) -> None:  # fmt: skip
        self._secret_key, self._journey, self._known = secret_key, journey, known
        self._calendar, self._now = calendar, now
        self._templates = templates(when=say_when, title=plain_title, plain=without_controls, left=left)

    def routes(self) -> list[web.RouteDef]:
        return [
            web.get("/events", self._list),
            web.get("/events/calendar/{token}.ics", self._own),
            web.get("/events/{key}", self._one),
        ]

    async def _list(self, request: web.Request) -> web.StreamResponse:
        return self._page(request, "events.html", shown=await self._known.listed())

    async def _one(self, request: web.Request) -> web.StreamResponse:
        places = await self._known.one(request.match_info["key"])
        if places is None:
            return self._page(request, "event_missing.html", status=404)
        journey = self._journey()
        steps = [journey.step(key).title for key in places.gathering.steps if key in journey.step_by_key]
        over = places.gathering.ends <= self._now()
        return self._page(request, "event.html", places=places, one=places.gathering, steps=steps, over=over)

    async def _own(self, request: web.Request) -> web.StreamResponse:
        signed = read_pass(self._secret_key, PassKind.CALENDAR, request.match_info["token"])
        found = None
        if signed is not None and not signed.over(self._now()):
            found = await self._known.own(signed.subject, signed.round)
        if found is None:
            return web.Response(status=404, text="There is no calendar here.", headers={"Cache-Control": PRIVATE})
        headers = {"Cache-Control": PRIVATE, "Content-Disposition": 'inline; filename="gatherings.ics"'}
        body = self._calendar(found)
        return web.Response(body=body, content_type="text/calendar", charset="utf-8", headers=headers)

    def _page(self, request: web.Request, template: str, status: int = 200, **values: Any) -> web.StreamResponse:
        text = self._templates.get_template(template).render(journey=self._journey(), **values)
        headers = {"Cache-Control": FRESH if status == 200 else "no-cache"}
        response = web.Response(text=text, status=status, content_type="text/html", headers=headers)
        return unless_known(request, response, text.encode()) if status == 200 else response


def left(places: Places) -> str:
    """How many places are left, in words; empty where there is no limit."""
    if places.left is None:
        return ""
    if not places.left or places.waiting:
        return "Full, with a waiting list"
    return "1 place left" if places.left == 1 else f"{places.left} places left"
