"""What officers did: the newest first, by officer, in pages.

GET /programme/audit?officer=NAME&before=NUMBER
"""

from __future__ import annotations

from aiohttp import web

from bot.http.programme.sign_in import SignIn
from bot.http.programme.site import Officer, Site

PAGE = 50


class Audit:
    """The page of acts."""

    def __init__(self, site: Site) -> None:
        self._site = site

    def routes(self, sign_in: SignIn) -> list[web.RouteDef]:
        return [web.get("/programme/audit", sign_in.page(self._list))]

    async def _list(self, request: web.Request, officer: Officer) -> web.Response:
        who, number = request.query.get("officer", "")[:100], request.query.get("before", "")
        before = int(number) if number.isascii() and number.isdigit() and len(number) < 16 else None
        found = await self._site.store.read(lambda tx: tx.acts("", who, before, PAGE + 1))
        names = sorted({*self._site.officers(), *self._site.viewers()})
        return self._site.page(
            "audit.html", officer, part="audit", acts=found[:PAGE], more=len(found) > PAGE, who=who, names=names
        )
