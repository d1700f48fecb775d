"""The page to which a link for residents leads: one claim, and a yes, a no, or their own words.

    GET /confirm/TOKEN   POST /confirm/TOKEN

No log-in, no cookie, no script, and nothing is kept of who answers: neither a name, nor an address of the network.
What is shown stands inside what is signed, so that nobody can make a link that shows something else.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any, Protocol

from aiohttp import web

from bot.channels.passes import PassKind, SecretKey, read_pass
from bot.core.model.journey import Journey
from bot.core.turn.saying import filled
from bot.core.views.confirm import Heard
from bot.http.notices import day
from bot.http.public import templates

HEADERS = {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer", "X-Robots-Tag": "noindex"}
MOST_BYTES = 16 * 1024
_EVENT = 64


class Answer(Protocol):
    """How an answer is kept. None where its adopter is none any more."""

    def __call__(
        self, event: str, adopter: str, claim: str, answer: str, words: str, at: datetime
    ) -> Awaitable[Heard | None]: ...


class ConfirmPages:
    """The page. `name_of` gives an adopter's name; empty where there is none such."""

    def __init__(
        self, secret_key: SecretKey, journey: Callable[[], Journey], name_of: Callable[[str], Awaitable[str]],
        answer: Answer, clock: Callable[[], datetime],
    ) -> None:  # fmt: skip
        self._key, self._journey, self._name_of = secret_key, journey, name_of
        self._answer, self._clock = answer, clock
        self._templates = templates(day=day)

    def routes(self) -> list[web.RouteDef]:
        return [web.get("/confirm/{token}", self._ask), web.post("/confirm/{token}", self._take)]

    async def _ask(self, request: web.Request) -> web.StreamResponse:
        found = await self._found(request)
        if found is None:
            return self._page("confirm_said.html", 410, "", said="over")
        adopter, claim = found
        return self._form(adopter, claim)

    async def _take(self, request: web.Request) -> web.StreamResponse:
        found = await self._found(request)
        if found is None:
            return self._page("confirm_said.html", 410, "", said="over")
        adopter, claim = found
        form = await request.post()
        answer, words, mark = (str(form.get(name, "")) for name in ("answer", "words", "mark"))
        key = json.loads(self._signed(request))[0]
        event = f"confirm:{key}:{mark[:_EVENT] or secrets.token_hex(8)}"
        heard = await self._answer(event, key, claim, answer, words, self._clock())
        if heard is None:
            return self._page("confirm_said.html", 410, "", said="over")
        if heard.trouble:
            help_ = self._journey().safety.help[heard.trouble]
            return self._page("confirm_help.html", 200, adopter, help=help_.answer)
        if heard.why in ("details", "nothing"):
            return self._form(adopter, claim, heard.why, answer)
        return self._page("confirm_said.html", 200, adopter, said=heard.why or "thanks")

    def _signed(self, request: web.Request) -> str:
        signed = read_pass(self._key, PassKind.CONFIRM, request.match_info["token"])
        return signed.subject if signed is not None and not signed.over(self._clock()) else ""

    async def _found(self, request: web.Request) -> tuple[str, str] | None:
        """The adopter's name and the claim; None for a link that was not made here, or has run out."""
        subject = self._signed(request)
        if not subject or self._journey().confirm is None:
            return None
        adopter, claim = json.loads(subject)
        name = await self._name_of(adopter)
        return (name, claim) if name else None

    def _form(self, adopter: str, claim: str, problem: str = "", answer: str = "") -> web.StreamResponse:
        return self._page(
            "confirm.html", 400 if problem else 200, adopter, claim=claim, mark=secrets.token_urlsafe(9),
            problem=problem, answer=answer,
        )  # fmt: skip

    def _page(self, template: str, status: int, adopter: str, **values: Any) -> web.StreamResponse:
        journey = self._journey()
        texts = journey.confirm.texts if journey.confirm is not None else {}
        words = {name: filled(text, adopter=adopter, programme=journey.name) for name, text in texts.items()}
        text = self._templates.get_template(template).render(journey=journey, words=words, **values)
        return web.Response(text=text, status=status, content_type="text/html", headers=HEADERS)
