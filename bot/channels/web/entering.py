"""Coming in by a personal link, and signing out.

    GET /join/TOKEN    shows whom the link is for      POST /join/TOKEN    the press on that page: lets them in
    POST /leave        signs out, everywhere
    GET  /deleted      nothing is held any more about whoever was here

A link that is only fetched (by a mail scanner, a preview, a browser that looks ahead) stays as it is.
"""

from __future__ import annotations

from collections.abc import Callable

from aiohttp import web

from bot.channels.web.pages import Pages, onward
from bot.channels.web.reading import refuse_foreign
from bot.channels.web.sign_in import Gate, Guest, Opening, Refusal


class Entering:
    """The pages of coming in and leaving. `changed` is told whose windows should look again."""

    def __init__(self, gate: Gate, pages: Pages, public_url: str, changed: Callable[[str], None]) -> None:
        self._gate, self._pages, self._public_url, self._changed = gate, pages, public_url, changed

    def routes(self) -> list[web.RouteDef]:
        return [
            web.get("/join/{token}", self._ask, allow_head=False),
            web.post("/join/{token}", self._join),
            web.post("/leave", self._leave),
        ]

    async def _ask(self, request: web.Request) -> web.StreamResponse:
        """Whom the link signs in, with a button. Where the browser is that person's already, on to the chat."""
        token = request.match_info["token"]
        found, before = await self._gate.look_at(token), await self._gate.who(request)
        if isinstance(found, Refusal):
            return self._refused(found, before)
        if before is not None and before.person.id == found.person.id:
            return onward("/")
        return self._show(found, before, token)

    def _show(self, found: Opening, before: Guest | None, token: str) -> web.Response:
        return self._pages.show(
            "join.html",
            name=found.person.name,
            adopter=found.adopter.name if found.adopter else "",
            before=before.person.name if before else "",
            signed_in=before is not None,
            token=token,
        )

    async def _join(self, request: web.Request) -> web.StreamResponse:
        """The press: the link is used up, and this browser remembered."""
        refuse_foreign(request, self._public_url)
        guest = await self._gate.open(request.match_info["token"])
        if isinstance(guest, Refusal):
            return self._refused(guest, await self._gate.who(request))
        response = onward("/")
        self._gate.remember(response, guest)
        return response

    def _refused(self, why: Refusal, before: Guest | None) -> web.StreamResponse:
        """A link that does not open needs no page for somebody who is in already."""
        return onward("/") if before is not None else self._pages.show("refused.html", 403, why=why.value)

    async def deleted(self, request: web.Request) -> web.StreamResponse:
        """The last word to somebody of whom nothing is held any more. To anybody else it says what it would say."""
        response = self._pages.show("deleted.html")
        if await self._gate.who(request) is None:
            response.headers["Clear-Site-Data"] = '"storage"'
            self._gate.forget(response)
        return response

    async def _leave(self, request: web.Request) -> web.StreamResponse:
        """Ends every session and link of the person, and forgets them on this device."""
        refuse_foreign(request, self._public_url)
        guest = await self._gate.who(request)
        if guest is not None:
            await self._gate.sign_out(guest)
            self._changed(guest.person.id)
        response = self._pages.show("left.html")
        response.headers["Clear-Site-Data"] = '"storage"'  # what was begun to be written, and not sent
        self._gate.forget(response)
        return response
