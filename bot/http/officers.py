"""The officer's casework: people's questions and answers to them, what was wished for, what briefings are worth.

    GET /programme   GET, POST /programme/join/TOKEN   GET, POST /programme/questions/CASE   POST /programme/leave

For the officers that BOT_OFFICERS names. Every answer goes through the store and the outbox, as everything does.
"""

from __future__ import annotations

import hashlib
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, tzinfo
from typing import Any, Protocol, TypeVar

import structlog
from aiohttp import web

from bot.channels.passes import LASTS, Pass, PassKind, make_pass, officer_of, officer_subject, read_pass
from bot.channels.web.reading import read_fields, refuse_foreign
from bot.core.model import Adopter, Person
from bot.core.model.casework import Case, CaseLine, UnmetSearch
from bot.core.model.journey import Journey
from bot.http.public import templates

T = TypeVar("T")
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
    def access_round(self, subject: str) -> int: ...
    def link_used(self, mark: str) -> bool: ...
    def bound_workspaces(self, adopter: str = "") -> list[Any]: ...


class Writing(Reading, Protocol):
    """By what access is given and ended, a workspace's too."""

    def unbind_workspace(self, channel: str, workspace: str, adopter: str) -> bool: ...

    def end_access(self, subject: str) -> None: ...
    def use_link(self, mark: str, now: datetime, ends: datetime) -> bool: ...


class Record(Protocol):
    """What the pages need of the store."""

    async def read(self, work: Callable[[Any], T]) -> T: ...
    async def write(self, work: Callable[[Any], T]) -> T: ...


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
        store: Record, answer: Answer, clock: Callable[[], datetime], zone: tzinfo, public_url: str = "",
    ) -> None:  # fmt: skip
        self._key, self._officers, self._journey = secret_key, officers, journey
        self._store, self._answer, self._clock, self._zone = store, answer, clock, zone
        self._public_url = public_url
        self._https = public_url.startswith("https:")
        self._cookie = "__Host-officer" if self._https else "officer"
        self._templates = templates(when=self._when)

    def routes(self) -> list[web.RouteDef]:
        return [
            web.get("/programme", self._inside(self._casework)),
            web.get("/programme/join/{token}", self._ask, allow_head=False),
            web.post("/programme/join/{token}", self._join),
            web.get("/programme/questions/{case}", self._inside(self._case)),
            web.post("/programme/questions/{case}", self._inside(self._reply)),
            web.post("/programme/workspaces", self._inside(self._unbind)),
            web.post("/programme/leave", self._inside(self._leave)),
        ]

    def _when(self, at: datetime) -> str:
        local = at.astimezone(self._zone)
        return f"{local.day} {local:%B %Y, %H:%M}"

    # ---- who

    def _inside(self, page: Inside) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
        """The page for an officer; for anybody else one that says how to come in."""

        async def shown(request: web.Request) -> web.StreamResponse:
            if request.method == "POST":
                refuse_foreign(request, self._public_url)
            session = read_pass(self._key, PassKind.OFFICER_SESSION, request.cookies.get(self._cookie, ""))
            name = await self._store.read(lambda tx: self._name(tx, session))
            return await page(request, name) if name else self._page("desk_out.html", 403)

        return shown

    def _name(self, tx: Reading, pass_: Pass | None) -> str:
        """The officer whom a link or a session lets in; empty when it does not."""
        if pass_ is None or pass_.over(self._clock()) or tx.access_round(pass_.subject) != pass_.round:
            return ""
        name = officer_of(pass_.subject)
        return name if name in self._officers() and not tx.link_used(pass_.mark) else ""

    async def _ask(self, request: web.Request) -> web.StreamResponse:
        """Whom the link signs in, with a button. Looking uses nothing up: mail programs look too."""
        token = request.match_info["token"]
        link = read_pass(self._key, PassKind.OFFICER_LINK, token)
        name = await self._store.read(lambda tx: self._name(tx, link))
        return self._page("desk_join.html", name=name, token=token) if name else self._page("desk_out.html", 403)

    async def _join(self, request: web.Request) -> web.StreamResponse:
        """The press: the link is used up, and this browser remembered."""
        refuse_foreign(request, self._public_url)
        link = read_pass(self._key, PassKind.OFFICER_LINK, request.match_info["token"])

        def use(tx: Writing) -> bool:
            if link is None or not self._name(tx, link):
                return False
            return tx.use_link(link.mark, self._clock(), datetime.fromtimestamp(link.ends, UTC))

        if not await self._store.write(use) or link is None:
            return self._page("desk_out.html", 403)
        response = web.Response(status=303, headers={"Location": "/programme", "Referrer-Policy": "no-referrer"})
        kind = PassKind.OFFICER_SESSION
        value = make_pass(self._key, kind, link.subject, self._clock(), link.round)
        age = int(LASTS[kind].total_seconds())
        response.set_cookie(
            self._cookie, value, max_age=age, path="/", httponly=True, samesite="Lax", secure=self._https
        )
        return response

    async def _leave(self, request: web.Request, name: str) -> web.StreamResponse:
        """Every link and session of the officer is over, on whatever device."""
        await self._store.write(lambda tx: tx.end_access(officer_subject(name)))
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
                "workspaces": [self._bound(tx, bound) for bound in tx.bound_workspaces()],
            }

        return self._page("desk.html", name=name, **await self._store.read(look))

    def _bound(self, tx: Reading, bound: Any) -> dict[str, Any]:
        adopter, person = tx.adopter(bound.adopter), tx.person(bound.by) if bound.by else None
        return {
            "bound": bound,
            "adopter": adopter.name if adopter else bound.adopter,
            "person": person.name if person else "",
        }

    async def _unbind(self, request: web.Request, name: str) -> web.StreamResponse:
        """Whoever comes to a workspace from now on needs the join code again."""
        form = await read_fields(request)
        place = [form.get(part, "") for part in ("channel", "workspace", "adopter")]
        done = await self._store.write(lambda tx: tx.unbind_workspace(*place))
        _log.info("workspace_unbound", channel=place[0], workspace=place[1], adopter=place[2], done=done)
        return web.Response(status=303, headers={"Location": "/programme"})

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
        token = make_pass(self._key, PassKind.OFFICER_FORM, officer_subject(name), self._clock())
        status = 400 if problem else 200
        return self._page("desk_case.html", status, name=name, token=token, problem=problem, words=words, **row)

    async def _reply(self, request: web.Request, name: str) -> web.StreamResponse:
        """An answer, an end, or both, only from our own form. What is sent twice happens once; with other words, from
        the same page, it is another answer."""
        case = request.match_info["case"]
        form = await read_fields(request)
        words, closing = form.get("words", "").replace("\0", "").strip(), "close" in form
        token = read_pass(self._key, PassKind.OFFICER_FORM, form.get("token", ""))
        if token is None or token.over(self._clock()) or officer_of(token.subject) != name:
            return await self._show(case, name, "The page had been open for too long. Please send it again.", words)
        if len(words) > MOST_WORDS:
            return await self._show(case, name, f"Please keep it under {MOST_WORDS:,} characters.", words)
        if not words and not closing:
            return await self._show(case, name, "Write an answer first.")
        said = hashlib.sha256(f"{closing}\0{words}".encode(errors="replace")).hexdigest()[:12]
        event = f"desk:{token.mark}:{said}"
        if not await self._answer(event, case, name, words, closing, self._clock()):
            return await self._show(case, name, "This question has been closed meanwhile.", words)
        _log.info("answered", case=case, closing=closing)
        return web.Response(status=303, headers={"Location": f"/programme/questions/{case}"})

    def _page(self, template: str, status: int = 200, **values: object) -> web.Response:
        headers = {"Cache-Control": "no-store", "X-Robots-Tag": "noindex"}
        text = self._templates.get_template(template).render(journey=self._journey(), **values)
        return web.Response(text=text, status=status, content_type="text/html", headers=headers)
