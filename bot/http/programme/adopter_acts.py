"""What officers do with adopters: forms of our own only, each noted in the audit list.

GET, POST /programme/new   GET /programme/new/template.csv   POST /programme/new/import
POST /programme/adopters/KEY/ACT
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import structlog
from aiohttp import web

from bot.core.model import Adopter
from bot.core.model.people import plain_name
from bot.core.officers.importing import COLUMNS, MOST_ROWS, TEMPLATE, read_table
from bot.http.programme.adopter import OneAdopter
from bot.http.programme.sign_in import SignIn
from bot.http.programme.site import NO_STORE, Officer, Site, see_other
from bot.runtime import adopter_acts
from bot.runtime.adopter_acts import ActError, By
from bot.store.port import Tx

_log = structlog.get_logger("bot.http")
MOST_WORDS = 2000
PROBLEMS_SHOWN = 200
Doing = Callable[[Tx, str, dict[str, str], By], object]


class AdopterActs:
    """The forms of the adopters' pages."""

    def __init__(self, site: Site, adopter: OneAdopter) -> None:
        self._site, self._adopter = site, adopter
        self._acts: dict[str, tuple[Doing, str]] = {
            "revoke": (lambda tx, key, _, by: adopter_acts.revoke_code(tx, key, by), "The join code is revoked."),
            "rename": (lambda tx, key, f, by: adopter_acts.rename(tx, key, f.get("name", ""), by), "Renamed."),
            "close": (lambda tx, key, _, by: adopter_acts.close(tx, key, site.today(), by), "Closed."),
            "reopen": (lambda tx, key, _, by: adopter_acts.reopen(tx, key, by), "Reopened. Make a join code for it."),
            "pause": (lambda tx, key, f, by: adopter_acts.pause(tx, key, _until(f), by), "Reminders are paused."),
            "resume": (lambda tx, key, _, by: adopter_acts.resume(tx, key, by), "Reminders go on."),
            "note": (lambda tx, key, f, by: adopter_acts.note(tx, key, _words(f), by), "The note is kept."),
        }
        """Each act that leads back to the adopter's page, and what is said when it is done."""

    def routes(self, sign_in: SignIn) -> list[web.RouteDef]:
        return [
            web.get("/programme/new", sign_in.page(self._new)),
            web.get("/programme/new/template.csv", sign_in.page(self._template)),
            web.post("/programme/new", sign_in.act(self._add)),
            web.post("/programme/new/import", sign_in.act(self._import, files=True)),
            web.post("/programme/adopters/{key}/code", sign_in.act(self._code)),
            web.post("/programme/adopters/{key}/{act}", sign_in.act(self._act)),
            web.get("/programme/adopters/{key}/done/{act}", sign_in.page(self._done)),
        ]

    def _by(self, officer: Officer) -> By:
        return By(officer.name, self._site.clock())

    async def _act(
        self, request: web.Request, officer: Officer, fields: dict[str, str], mark: str
    ) -> web.StreamResponse:  # fmt: skip
        """Does it, and goes back to the adopter's page, which says so. What cannot be done is said there."""
        key, name, by = request.match_info["key"], request.match_info["act"], self._by(officer)
        if name not in self._acts:
            return self._site.missing(officer)
        do, _ = self._acts[name]
        try:
            await self._site.store.write(lambda tx: do(tx, key, fields, by))
        except ActError as error:
            return await self._adopter.show(officer, key, 400, problem=str(error))
        _log.info("adopter_act", act=name, adopter=key)
        return see_other(f"/programme/adopters/{key}/done/{name}")

    async def _done(self, request: web.Request, officer: Officer) -> web.StreamResponse:
        _, said = self._acts.get(request.match_info["act"], (None, ""))
        return await self._adopter.show(officer, request.match_info["key"], done=said)

    async def _code(
        self, request: web.Request, officer: Officer, fields: dict[str, str], mark: str
    ) -> web.StreamResponse:  # fmt: skip
        """A new join code, shown now and never again, in a letter to print or to copy."""
        key, by = request.match_info["key"], self._by(officer)
        try:
            adopter, code = await self._site.store.write(lambda tx: adopter_acts.make_code(tx, key, by))
        except ActError as error:
            return await self._adopter.show(officer, key, 400, problem=str(error))
        _log.info("adopter_act", act="code", adopter=key)
        return self._letter(officer, adopter, code)

    def _letter(self, officer: Officer, adopter: Adopter, code: str) -> web.Response:
        address = self._site.public_url
        return self._site.page("letter.html", officer, part="adopters", adopter=adopter, code=code, address=address)

    # ---- new ones

    async def _new(self, request: web.Request, officer: Officer) -> web.Response:
        return self._form(officer)

    def _form(self, officer: Officer, status: int = 200, **told: object) -> web.Response:
        values = {"problem": "", "problems": (), "made": -1, "name": "", "more": 0} | told
        return self._site.page(
            "new.html", officer, status, part="adopters", columns=COLUMNS, most=MOST_ROWS, **values
        )

    async def _template(self, request: web.Request, officer: Officer) -> web.Response:
        named = {"Content-Disposition": 'attachment; filename="adopters.csv"'}
        return web.Response(text=TEMPLATE, content_type="text/csv", charset="utf-8", headers=NO_STORE | named)

    async def _add(
        self, request: web.Request, officer: Officer, fields: dict[str, str], mark: str
    ) -> web.StreamResponse:  # fmt: skip
        name, by = fields.get("name", ""), self._by(officer)
        try:
            adopter, code = await self._site.store.write(lambda tx: adopter_acts.add(tx, name, by))
        except ActError as error:
            return self._form(officer, 400, problem=str(error), name=name)
        _log.info("adopter_act", act="add", adopter=adopter.key)
        return self._letter(officer, adopter, code)

    async def _import(
        self, request: web.Request, officer: Officer, fields: dict[str, str], mark: str
    ) -> web.StreamResponse:  # fmt: skip
        """All rows or none; every problem by its row."""
        by, text, today = self._by(officer), fields.get("table", ""), self._site.today()
        known = await self._site.store.read(lambda tx: {plain_name(one.name) for one in tx.adopters()})
        rows, problems = read_table(text, known, today)
        if problems:
            shown = problems[:PROBLEMS_SHOWN]
            return self._form(officer, 400, problems=shown, more=len(problems) - len(shown))
        try:
            made = await self._site.store.write(lambda tx: adopter_acts.import_all(tx, rows, by))
        except ActError as error:
            return self._form(officer, 400, problem=str(error))
        _log.info("adopter_act", act="import", count=len(made))
        return self._form(officer, made=len(made))


def _until(fields: dict[str, str]) -> date | None:
    text = fields.get("until", "").strip()
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise ActError(f"“{text}” is no day. Write it like 2027-01-04, or leave it out.") from None


def _words(fields: dict[str, str]) -> str:
    words = fields.get("words", "").strip()
    if not words or len(words) > MOST_WORDS:
        raise ActError(f"A note has 1 to {MOST_WORDS:,} characters.")
    return words
