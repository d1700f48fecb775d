"""Who comes in: by a link that works once, as an officer or a viewer, until the session ends or is ended.

GET, POST /programme/join/TOKEN   POST /programme/leave
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime

import structlog
from aiohttp import web

from bot.channels.passes import LASTS, Pass, PassKind, make_pass, officer_of, officer_subject, read_pass
from bot.channels.web.reading import read_fields, refuse_foreign
from bot.http.programme.site import Officer, Site, see_other
from bot.store.port import AccessTx, Tx

_log = structlog.get_logger("bot.http")

Page = Callable[[web.Request, Officer], Awaitable[web.StreamResponse]]
Act = Callable[[web.Request, Officer, dict[str, str], str], Awaitable[web.StreamResponse]]
"""What a form does: who sent it, its fields, its own mark, which is empty for a form that is not ours or too old."""


class SignIn:
    """Sessions, and who may see and do what."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._https = site.public_url.startswith("https:")
        self._cookie = "__Host-officer" if self._https else "officer"

    def routes(self) -> list[web.RouteDef]:
        return [
            web.get("/programme/join/{token}", self._ask, allow_head=False),
            web.post("/programme/join/{token}", self._join),
            web.post("/programme/leave", self.act(self._leave, viewers=True)),
        ]

    def page(self, page: Page) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
        """The page for an officer or a viewer; for anybody else one that says how to come in."""

        async def shown(request: web.Request) -> web.StreamResponse:
            officer = await self._officer(request)
            return await page(request, officer) if officer else self._out()

        return shown

    def act(
        self, act: Act, viewers: bool = False, keeps: bool = False, files: bool = False
    ) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
        """What a form does, for an officer, from a form of ours. `viewers` may too. `keeps`: the act shows what was
        sent again where the form was too old. `files`: the form has a file in it."""

        async def done(request: web.Request) -> web.StreamResponse:
            refuse_foreign(request, self._site.public_url)
            officer = await self._officer(request)
            if officer is None:
                return self._out()
            if not (officer.acts or viewers):
                return self._site.page("viewer.html", officer, 403)
            fields = await (read_upload if files else read_fields)(request)
            mark = self._site.mark_of(officer, fields.get("token", ""))
            if not mark and not keeps:
                return self._site.page("too_old.html", officer, 400)
            return await act(request, officer, fields, mark)

        return done

    async def start(self, name: str, round_: int, to: str = "/programme") -> web.Response:
        """Remembers in this browser who was let in."""
        kind, now = PassKind.OFFICER_SESSION, self._site.clock()
        await self._site.store.write(lambda tx: tx.note_act(name, "signed in", now))
        response = see_other(to)
        response.headers["Referrer-Policy"] = "no-referrer"
        response.set_cookie(
            self._cookie, make_pass(self._site.secret_key, kind, officer_subject(name), now, round_),
            max_age=int(LASTS[kind].total_seconds()), path="/", httponly=True, samesite="Lax", secure=self._https,
        )  # fmt: skip
        return response

    async def _officer(self, request: web.Request) -> Officer | None:
        session = read_pass(self._site.secret_key, PassKind.OFFICER_SESSION, request.cookies.get(self._cookie, ""))
        return await self._site.store.read(lambda tx: self._let_in(tx, session))

    def _let_in(self, tx: AccessTx, pass_: Pass | None) -> Officer | None:
        """Whom a link or a session lets in."""
        if pass_ is None or pass_.over(self._site.clock()) or tx.access_round(pass_.subject) != pass_.round:
            return None
        officer = self._site.role_of(officer_of(pass_.subject))
        return None if officer is None or tx.link_used(pass_.mark) else officer

    async def _ask(self, request: web.Request) -> web.StreamResponse:
        """Whom the link signs in, with a button. Looking uses nothing up: mail programs look too."""
        token = request.match_info["token"]
        link = read_pass(self._site.secret_key, PassKind.OFFICER_LINK, token)
        officer = await self._site.store.read(lambda tx: self._let_in(tx, link))
        return self._site.page("join.html", name=officer.name, link=token) if officer else self._out()

    async def _join(self, request: web.Request) -> web.StreamResponse:
        """The press: the link is used up, and this browser remembered."""
        refuse_foreign(request, self._site.public_url)
        link = read_pass(self._site.secret_key, PassKind.OFFICER_LINK, request.match_info["token"])

        def use(tx: Tx) -> bool:
            if link is None or not self._let_in(tx, link):
                return False
            return tx.use_link(link.mark, self._site.clock(), datetime.fromtimestamp(link.ends, UTC))

        if not await self._site.store.write(use) or link is None:
            return self._out()
        _log.info("officer_signed_in", by="link")
        return await self.start(officer_of(link.subject), link.round)

    async def _leave(
        self, request: web.Request, officer: Officer, fields: dict[str, str], mark: str
    ) -> web.StreamResponse:
        """Every link and session of the officer is over, on whatever device."""
        now = self._site.clock()

        def end(tx: Tx) -> None:
            tx.end_access(officer_subject(officer.name))
            tx.note_act(officer.name, "signed out", now)

        await self._site.store.write(end)
        response = self._out(200)
        response.del_cookie(self._cookie, path="/", httponly=True, samesite="Lax", secure=self._https)
        return response

    def _out(self, status: int = 403) -> web.Response:
        return self._site.page("out.html", status=status)


async def read_upload(request: web.Request) -> dict[str, str]:
    """The fields of a form with a file in it, whose text is a field like the others; no larger than any request."""
    if request.content_type != "multipart/form-data":
        raise web.HTTPUnsupportedMediaType(text="This form comes with a file.")
    try:
        sent = await request.post()
    except ValueError:
        raise web.HTTPBadRequest(text="The form could not be read.") from None
    return {name: _text(value) for name, value in sent.items()}


def _text(value: str | bytes | bytearray | web.FileField) -> str:
    """A file of a spreadsheet program is in UTF-8, or in what Windows wrote before that."""
    if isinstance(value, str):
        return value
    raw = value.file.read() if isinstance(value, web.FileField) else bytes(value)
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("cp1252", "replace")
