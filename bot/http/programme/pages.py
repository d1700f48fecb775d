"""All the officer's pages, joined."""

from __future__ import annotations

from collections.abc import Callable

from aiohttp import web

from bot.http.programme.adopter import OneAdopter
from bot.http.programme.adopter_acts import AdopterActs
from bot.http.programme.adopters import Adopters
from bot.http.programme.audit import Audit
from bot.http.programme.guidance import Guidance
from bot.http.programme.inbox import Answer, Inbox
from bot.http.programme.openid import OpenIdSignIn, Provider
from bot.http.programme.overview import OverviewPage
from bot.http.programme.sign_in import SignIn
from bot.http.programme.site import STYLE, Officer, Site, see_other


class ProgrammePages:
    """What `/programme` and all under it show."""

    def __init__(
        self,
        site: Site,
        answer: Answer,
        stamp: Callable[[], str],
        provider: Provider | None = None,
        address: str = "",
    ) -> None:
        """`provider`: where officers may sign in, to come back to `address`."""
        self._sign_in, self._style = SignIn(site), site.style
        site.provider = provider.host if provider is not None else ""
        self._openid = OpenIdSignIn(site, self._sign_in, provider, address) if provider is not None else None
        adopter = OneAdopter(site)
        self._parts = (
            OverviewPage(site, stamp),
            Adopters(site),
            adopter,
            AdopterActs(site, adopter),
            Inbox(site, answer),
            Guidance(site),
            Audit(site),
        )

    def routes(self) -> list[web.RouteDef]:
        first = web.get("/programme", self._sign_in.page(self._first))
        parts = [route for part in self._parts for route in part.routes(self._sign_in)]
        elsewhere = self._openid.routes() if self._openid is not None else []
        return [*elsewhere, web.get(STYLE.path, self._style), first, *self._sign_in.routes(), *parts]

    async def _first(self, request: web.Request, officer: Officer) -> web.Response:
        return see_other("/programme/overview")
