"""The public list of adopters, and a page for each, to which the badge leads.

    GET /adopters   GET /adopters/KEY   GET /adopters/feed.atom   GET /adopters/badge/NAME

No log-in and no cookies. A page shows what its adopter made public itself, and nobody's name. Whoever shows pages
keeps them for a few minutes, and pictures for a day.
"""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Sequence
from datetime import date
from typing import Any, Protocol

from aiohttp import web
from markupsafe import Markup

from bot.channels.port import MadeFile
from bot.core.model import Adopter
from bot.core.model.badge import LOOKS
from bot.core.model.journey import Journey
from bot.core.turn.saying import filled
from bot.core.views.public import PublicAdopter
from bot.documents.badge import height_of
from bot.http.notices import day
from bot.http.public import FeedEntry, atom, midnight, templates, unless_known

FRESH = "public, max-age=300"
PICTURES_FRESH = "public, max-age=86400"
LONGEST = 100
"""Characters of a search that are looked at."""
NEWEST = 30
_BEFORE_ALL = date(1970, 1, 1)


class Adopters(Protocol):
    """What the pages need of the store."""

    async def listed(self) -> Sequence[Adopter]: ...
    async def public(self, key: str) -> PublicAdopter | None: ...


Picture = Callable[[Journey, str], Awaitable[MadeFile | None]]


class AdopterPages:
    """The pages. `address` is where people reach them."""

    def __init__(self, journey: Callable[[], Journey], adopters: Adopters, picture: Picture, address: str) -> None:
        self._journey, self._adopters, self._picture = journey, adopters, picture
        self._address = address.rstrip("/")
        self._templates = templates(day=day, looks=LOOKS, height_of=height_of)

    def routes(self) -> list[web.RouteDef]:
        return [
            web.get("/adopters", self._list),
            web.get("/adopters/feed.atom", self._feed),
            web.get("/adopters/badge/{name}", self._badge),
            web.get("/adopters/{key}", self._one),
        ]

    async def _list(self, request: web.Request) -> web.StreamResponse:
        """Everybody who is listed, or those whose name has the words."""
        words = " ".join(request.query.get("q", "")[:LONGEST].split())
        everybody = await self._adopters.listed()
        shown = [a for a in everybody if all(part in a.name.casefold() for part in words.casefold().split())]
        return self._page(request, "adopters.html", shown=shown, words=words, many=len(everybody))

    async def _one(self, request: web.Request) -> web.StreamResponse:
        """What the badge of one adopter stands for."""
        adopter = await self._adopters.public(request.match_info["key"])
        if adopter is None:
            return self._page(request, "adopter_missing.html", status=404)
        journey, badge = self._journey(), self._journey().badge
        said = {"adopter": adopter.name, "programme": journey.name, "organisation": journey.organisation}
        return self._page(
            request, "adopter.html", adopter=adopter, badge=badge, address=self._address,
            words={} if badge is None else {
                name: filled(getattr(badge, name), **said) for name in ("sentence", "paragraph", "meaning")
            },
            data=structured(adopter, journey, self._address),
        )  # fmt: skip

    async def _badge(self, request: web.Request) -> web.StreamResponse:
        """A picture, which any site may show."""
        made = await self._picture(self._journey(), request.match_info["name"])
        if made is None:
            raise web.HTTPNotFound
        headers = {
            "Cache-Control": PICTURES_FRESH,
            "Cross-Origin-Resource-Policy": "cross-origin",
            "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; sandbox",
        }
        response = web.Response(body=made.data, content_type=made.content_type, headers=headers)
        return unless_known(request, response, made.data)

    async def _feed(self, request: web.Request) -> web.StreamResponse:
        """Who has adopted lately, for feed readers."""
        body = feed(self._journey(), self._address, await self._adopters.listed())
        response = web.Response(body=body, content_type="application/atom+xml", charset="utf-8")
        response.headers["Cache-Control"] = FRESH
        return unless_known(request, response, body)

    def _page(self, request: web.Request, template: str, status: int = 200, **values: Any) -> web.StreamResponse:
        text = self._templates.get_template(template).render(journey=self._journey(), **values)
        headers = {"Cache-Control": FRESH if status == 200 else "no-cache"}
        response = web.Response(text=text, status=status, content_type="text/html", headers=headers)
        return unless_known(request, response, text.encode()) if status == 200 else response


def structured(adopter: PublicAdopter, journey: Journey, address: str) -> Markup:
    """What search engines read of an adopter's page: schema.org, as JSON that no mark-up can end."""
    membership = {"@type": "ProgramMembership", "programName": journey.name}
    if journey.organisation:
        membership |= {"hostingOrganization": {"@type": "Organization", "name": journey.organisation}}  # type: ignore[dict-item]
    data = {
        "@context": "https://schema.org", "@type": "Organization", "name": adopter.name,
        "mainEntityOfPage": f"{address}/adopters/{adopter.key}", "member": membership,
    }  # fmt: skip
    text = json.dumps(data, ensure_ascii=True)
    for sign in "<>&":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return Markup(text)  # noqa: S704 (the signs of mark-up are written out)


def feed(journey: Journey, base: str, adopters: Sequence[Adopter]) -> bytes:
    """The newest adopters as an Atom feed, the newest first."""
    known = sorted(((a.joined_on, a) for a in adopters if a.joined_on is not None), key=lambda pair: pair[0])
    entries = [FeedEntry(f"/adopters/{a.key}", a.name, midnight(since)) for since, a in known[: -NEWEST - 1 : -1]]
    return atom(journey, base, "/adopters", "adopters", entries, _BEFORE_ALL)
