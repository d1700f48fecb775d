"""The officer's casework: people's questions and answers to them, what was wished for, what briefings are worth.

    GET /programme   GET /programme/join/TOKEN   GET, POST /programme/questions/CASE   POST /programme/leave

For the officers that BOT_OFFICERS names. Every answer goes through the store and the outbox, as everything does.
"""

from __future__ import annotations

import secrets
from collections.abc import Awaitable, Callable
from datetime import datetime, tzinfo
from pathlib import Path
from typing import Any, Protocol, TypeVar

import structlog
from aiohttp import web
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from bot.core.model import Adopter, Person
from bot.core.model.casework import Case, CaseLine, UnmetSearch
from bot.core.model.journey import Journey
from bot.http.signing import LASTS, read, sign

T = TypeVar("T")
_HERE = Path(__file__).parent
_log = structlog.get_logger("bot.http")
MOST_WORDS = 2000


class Reading(Protocol):
    """What the pages read in one transaction. `bot/store/port.py` says what each gives."""

    def case(self, case: str) -> Case | None: ...
    def cases(self, open_only: bool = True, limit: int = 200) -> list[Case]: ...
    def case_lines(self, case: str) -> list[CaseLine]: ...
    def unmet_searches(self, limit: int = 100) -> list[UnmetSearch]: ...
    def briefing_counts(self) -> dict[str, dict[str, int]]: ...
    def adopter(self, key: str) -> Adopter | None: ...
    def person(self, person: str) -> Person | None: ...


class Record(Protocol):
    """What the pages need of the store: to read."""

    async def read(self, work: Callable[[Reading], T]) -> T: ...


class Answer(Protocol):
    """How an officer's answer is kept and sent; False when the question is not open any more."""

    def __call__(
        self, event: str, case: str, name: str, words: str, closing: bool, at: datetime
    ) -> Awaitable[bool]: ...


Inside = Callable[[web.Request, str], Awaitable[web.StreamResponse]]
"""A page for an officer, whose name it is given."""


class OfficerPages:
    """The pages. `officers` is asked on every visit."""

    def __init__(
        self, secret_key: str, officers: Callable[[], tuple[str, ...]], journey: Callable[[], Journey],
        store: Record, answer: Answer, clock: Callable[[], datetime], zone: tzinfo, https: bool = False,
    ) -> None:  # fmt: skip
        self._key, self._officers, self._journey = secret_key, officers, journey
        self._store, self._answer, self._clock, self._zone = store, answer, clock, zone
        self._https = https
        self._cookie = "__Host-officer" if https else "officer"
        self._templates = Environment(
            loader=FileSystemLoader(_HERE / "templates"), autoescape=True, undefined=StrictUndefined,
            trim_blocks=True, lstrip_blocks=True,
        )  # fmt: skip
        self._templates.globals.update(style="/guidance/guidance.css", when=self._when)

    def routes(self) -> list[web.RouteDef]:
        return [
            web.get("/programme", self._inside(self._casework)),
            web.get("/programme/join/{token}", self._join),
            web.get("/programme/questions/{case}", self._inside(self._case)),
            web.post("/programme/questions/{case}", self._inside(self._reply)),
            web.post("/programme/leave", self._inside(self._leave)),
        ]

    def _when(self, at: datetime) -> str:
        local = at.astimezone(self._zone)
        return f"{local.day} {local:%B %Y, %H:%M}"

    # ---- who

    def _inside(self, page: Inside) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
        """The page for an officer; for anybody else one that says how to come in."""

        async def shown(request: web.Request) -> web.StreamResponse:
            name = read(self._key, "session", request.cookies.get(self._cookie, ""), self._clock())
            if name is None or name not in self._officers():
                return self._page("desk_out.html", 403)
            return await page(request, name)

        return shown

    async def _join(self, request: web.Request) -> web.StreamResponse:
        name = read(self._key, "link", request.match_info["token"], self._clock())
        if name is None or name not in self._officers():
            return self._page("desk_out.html", 403)
        response = web.Response(status=303, headers={"Location": "/programme", "Referrer-Policy": "no-referrer"})
        value = sign(self._key, "session", name, self._clock())
        age = int(LASTS["session"].total_seconds())
        response.set_cookie(
            self._cookie, value, max_age=age, path="/", httponly=True, samesite="Lax", secure=self._https
        )
        return response

    async def _leave(self, request: web.Request, name: str) -> web.StreamResponse:
        response = self._page("desk_out.html")
        response.del_cookie(self._cookie, path="/", httponly=True, samesite="Lax", secure=self._https)
        return response

    # ---- pages

    async def _casework(self, request: web.Request, name: str) -> web.Response:
        def look(tx: Reading) -> dict[str, Any]:
            return {
                "cases": [self._row(tx, case) for case in tx.cases()],
                "closed": [self._row(tx, case) for case in tx.cases(open_only=False, limit=30) if case.closed],
                "wishes": tx.unmet_searches(50),
                "counts": tx.briefing_counts(),
            }

        return self._page("desk.html", name=name, **await self._store.read(look))

    def _row(self, tx: Reading, case: Case) -> dict[str, Any]:
        adopter, person = tx.adopter(case.adopter), tx.person(case.person)
        lines = tx.case_lines(case.id)
        return {
            "case": case,
            "adopter": adopter.name if adopter else case.adopter,
            "person": person.name if person and person.name else "Somebody",
            "lines": lines,
            "waits": bool(lines) and lines[-1].who == "person",
        }

    async def _case(self, request: web.Request, name: str) -> web.Response:
        return await self._show(request.match_info["case"], name)

    async def _show(self, case: str, name: str, problem: str = "", words: str = "") -> web.Response:
        def look(tx: Reading) -> dict[str, Any] | None:
            found = tx.case(case)
            return None if found is None else self._row(tx, found)

        row = await self._store.read(look)
        if row is None:
            return self._page("desk_missing.html", 404, name=name)
        token = sign(self._key, "form", f"{name}|{secrets.token_hex(8)}", self._clock())
        status = 400 if problem else 200
        return self._page("desk_case.html", status, name=name, token=token, problem=problem, words=words, **row)

    async def _reply(self, request: web.Request, name: str) -> web.StreamResponse:
        """An answer, an end, or both. The form's token makes it happen once, and only from our own form."""
        case = request.match_info["case"]
        form = await request.post()
        words, closing = str(form.get("words", "")).strip(), "close" in form
        token = read(self._key, "form", str(form.get("token", "")), self._clock())
        if token is None or token.partition("|")[0] != name:
            return await self._show(case, name, "The page had been open for too long. Please send it again.", words)
        if len(words) > MOST_WORDS:
            return await self._show(case, name, f"Please keep it under {MOST_WORDS:,} characters.", words)
        if not words and not closing:
            return await self._show(case, name, "Write an answer first.")
        event = f"desk:{token.partition('|')[2]}"
        if not await self._answer(event, case, name, words, closing, self._clock()):
            return await self._show(case, name, "This question has been closed meanwhile.", words)
        _log.info("answered", case=case, closing=closing)
        return web.Response(status=303, headers={"Location": f"/programme/questions/{case}"})

    def _page(self, template: str, status: int = 200, **values: object) -> web.Response:
        headers = {"Cache-Control": "no-store", "X-Robots-Tag": "noindex"}
        text = self._templates.get_template(template).render(journey=self._journey(), **values)
        return web.Response(text=text, status=status, content_type="text/html", headers=headers)
