"""People's questions: a list by what becomes of them, beside it the conversation and what helps to answer it.

GET /programme/inbox?show=LIST&q=WORDS&page=N   GET, POST /programme/inbox/CASE
"""

from __future__ import annotations

import hashlib
from collections.abc import Awaitable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol
from urllib.parse import urlencode

import structlog
from aiohttp import web

from bot.core.model.casework import CaseLine
from bot.core.model.journey import Briefing
from bot.core.officers.promise import Promise, promise
from bot.core.record.progress import next_step, progress_of
from bot.http.programme.sign_in import SignIn
from bot.http.programme.site import Officer, Site, see_other
from bot.store.port import INBOX_MOST, InboxRow, InboxShow, Tx

_log = structlog.get_logger("bot.http")
MOST_WORDS, LONGEST_SEARCH = 2000, 200
WRITING_SHOWN = timedelta(seconds=8)
"""So long is it shown that an answer is being written; the page says so more often."""
PAGE, LAST_PAGE = 20, 500
SUGGESTED = 3
LABELS = {
    InboxShow.WAITING: "Waiting for us", InboxShow.OPEN: "Open", InboxShow.MINE: "Mine", InboxShow.CLOSED: "Closed",
}  # fmt: skip


class Answer(Protocol):
    """How an officer's answer is kept and sent; False when the question is not open any more."""

    def __call__(
        self, event: str, case: str, name: str, words: str, closing: bool, at: datetime
    ) -> Awaitable[bool]: ...


@dataclass(frozen=True, slots=True)
class Where:
    """What of the inbox is looked at."""

    show: InboxShow
    words: str
    page: int

    def address(self, case: str = "", **more: str) -> str:
        """The address of this list, or of a question beside it."""
        told = {"show": self.show.value, "q": self.words, "page": str(self.page) if self.page > 1 else ""} | more
        query = urlencode({name: value for name, value in told.items() if value})
        return f"/programme/inbox{f'/{case}' if case else ''}?{query}{'#conversation' if case else ''}"


def where_of(fields: Any) -> Where:
    """From an address or a form; what makes no sense there is the first page of what waits."""
    shows = {show.value: show for show in InboxShow}
    number = fields.get("page", "1")
    page = int(number) if number.isascii() and number.isdigit() and len(number) < 5 else 1
    words = " ".join(fields.get("q", "")[:LONGEST_SEARCH].split())
    return Where(shows.get(fields.get("show", ""), InboxShow.WAITING), words, max(1, min(page, LAST_PAGE)))


class Inbox:
    """The pages of the inbox."""

    def __init__(self, site: Site, answer: Answer) -> None:
        self._site, self._answer = site, answer

    def routes(self, sign_in: SignIn) -> list[web.RouteDef]:
        return [
            web.get("/programme/inbox", sign_in.page(self._list)),
            web.get("/programme/inbox/{case}", sign_in.page(self._case)),
            web.post("/programme/inbox/{case}", sign_in.act(self._reply, keeps=True)),
            web.post("/programme/inbox/{case}/writing", sign_in.act(self._writing)),
        ]

    async def _list(self, request: web.Request, officer: Officer) -> web.Response:
        return await self._show(officer, where_of(request.query), sent=request.query.get("sent", ""))

    async def _case(self, request: web.Request, officer: Officer) -> web.Response:
        where, sent = where_of(request.query), request.query.get("sent", "")
        return await self._show(officer, where, request.match_info["case"], sent=sent)

    async def _show(
        self, officer: Officer, where: Where, case: str = "", problem: str = "", words: str = "", sent: str = ""
    ) -> web.Response:
        """The list, with a question beside it where one is named."""

        def look(tx: Tx) -> dict[str, Any] | None:
            opened = self._opened(tx, case) if case else None
            if case and opened is None:
                return None
            first = PAGE * (where.page - 1)
            found = tx.inbox(where.show, officer.name, where.words, PAGE + 1, first)
            return {
                "counts": tx.inbox_counts(officer.name),
                "rows": [(row, self._promise(row)) for row in found[:PAGE]],
                "more": len(found) > PAGE,
                "opened": opened,
                "sent": self._sent(tx, sent),
            }

        seen = await self._site.store.read(look)
        if seen is None:
            return self._site.missing(officer)
        if seen["opened"] is not None:
            seen["suggested"] = self._suggested(seen["opened"]["lines"])
        return self._site.page(
            "inbox.html", officer, 400 if problem else 200, part="inbox", where=where, case=case, problem=problem,
            words=words, labels=LABELS, most_words=MOST_WORDS, counted_to=INBOX_MOST, **seen,
        )  # fmt: skip

    def _promise(self, row: InboxRow) -> Promise | None:
        if row.waits_since is None:
            return None
        return promise(self._site.journey, self._site.zone, row.waits_since, self._site.clock())

    def _opened(self, tx: Tx, id_: str) -> dict[str, Any] | None:
        """A question with its conversation, who asked, and where their organisation stands."""
        case = tx.case(id_)
        if case is None:
            return None
        adopter, person = tx.adopter(case.adopter), tx.person(case.person)
        step = None
        if adopter is not None:
            context = tx.context_of(adopter.key)
            owned = [one.step for one in context.assignments if one.owner == case.person]
            role = person.role if person else ""
            step = next_step(progress_of(self._site.journey, context.facts), mine=owned, role=role)
        labels = {role.key: role.label for role in self._site.journey.roles}
        return {
            "case": case,
            "adopter": adopter,
            "person": person.name if person and person.name else "Somebody",
            "role": labels.get(person.role, "") if person else "",
            "step": step,
            "lines": tx.case_lines(id_),
        }

    def _suggested(self, lines: list[CaseLine]) -> list[Briefing]:
        """Briefings that the person's latest words lead to."""
        programme = self._site.programme()
        asked = next((line.words for line in reversed(lines) if line.who == "person"), "")
        if programme.look_up is None or not asked:
            return []
        by_key = {briefing.key: briefing for briefing in programme.journey.briefings}
        keys = programme.look_up(asked, SUGGESTED).keys
        return [by_key[key] for key in keys if key in by_key]

    def _sent(self, tx: Tx, id_: str) -> str:
        """To whom an answer just went, for the confirmation; empty for an id that is none."""
        case = tx.case(id_) if id_ else None
        if case is None:
            return ""
        person, adopter = tx.person(case.person), tx.adopter(case.adopter)
        name = person.name if person and person.name else "Somebody"
        return f"{name} at {adopter.name if adopter else case.adopter}"

    async def _reply(
        self, request: web.Request, officer: Officer, fields: dict[str, str], mark: str
    ) -> web.StreamResponse:
        """An answer, an end, or both. What is sent twice happens once; with other words, from the same page, it is
        another answer."""
        case, where = request.match_info["case"], where_of(fields)
        words, closing = fields.get("words", "").replace("\0", "").strip(), fields.get("do") == "close"
        problem = ""
        if not mark:
            problem = "The page had been open for too long. Your words are still here: please send them again."
        elif len(words) > MOST_WORDS:
            problem = f"Please keep it under {MOST_WORDS:,} characters. It has {len(words):,}."
        elif not words and not closing:
            problem = "Write an answer first."
        if problem:
            return await self._show(officer, where, case, problem, words)
        said = hashlib.sha256(f"{closing}\0{words}".encode(errors="replace")).hexdigest()[:12]
        now = self._site.clock()
        if not await self._answer(f"desk:{mark}:{said}", case, officer.name, words, closing, now):
            return await self._show(officer, where, case, "This question has been closed meanwhile.", words)
        _log.info("answered", case=case, closing=closing)
        return see_other(await self._next(where, case, fields.get("do", "")))

    async def _writing(
        self, request: web.Request, officer: Officer, fields: dict[str, str], mark: str
    ) -> web.StreamResponse:
        """An answer is being written: whoever waits for it sees that for some seconds."""
        case, now = request.match_info["case"], self._site.clock()
        await self._site.store.write(lambda tx: tx.note_writing(case, officer.name, now, now + WRITING_SHOWN))
        return web.Response(status=204)

    async def _next(self, where: Where, case: str, do: str) -> str:
        """Where to go on: to the question that now waits longest, or back to this one."""
        if do == "stay":
            return where.address(case, sent=case)
        waiting = await self._site.store.read(lambda tx: tx.inbox(InboxShow.WAITING, limit=2))
        after = next((row.case.id for row in waiting if row.case.id != case), "")
        return Where(where.show, where.words, 1).address(after, sent=case)
