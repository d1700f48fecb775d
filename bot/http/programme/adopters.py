"""The adopters: a list to search, filter, sort and take away; and one of them.

GET /programme/adopters   GET /programme/adopters.csv, .xlsx   GET /programme/adopters/KEY
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from urllib.parse import urlencode

from aiohttp import web

from bot.core.officers.listing import COLUMNS, SORTS, STATUSES, Listed, Wanted, choose, rows_of
from bot.documents.sheets import CSV, XLSX, csv_sheet, xlsx_sheet
from bot.http.programme.sign_in import SignIn
from bot.http.programme.site import NO_STORE, Officer, Site

PAGE, LAST_PAGE, LONGEST = 50, 1000, 200


def wanted_of(fields: Mapping[str, str]) -> Wanted:
    """From an address; what makes no sense there is left out."""
    status, sort = fields.get("status", ""), fields.get("sort", "name")
    return Wanted(
        " ".join(fields.get("q", "")[:LONGEST].split()),
        status if status in STATUSES or status == "started" else "",
        fields.get("step", "")[:LONGEST],
        _day(fields.get("quiet", "")),
        _day(fields.get("from", "")),
        _day(fields.get("to", "")),
        sort if sort.removeprefix("-") in SORTS else "name",
    )


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def query_of(wanted: Wanted, **more: str) -> str:
    """The same as an address has it."""
    told = {
        "q": wanted.words, "status": wanted.status, "step": wanted.step, "quiet": _text(wanted.quiet_since),
        "from": _text(wanted.joined_from), "to": _text(wanted.joined_to),
        "sort": "" if wanted.sort == "name" else wanted.sort,
    }  # fmt: skip
    return urlencode({name: value for name, value in (told | more).items() if value})


def _text(day: date | None) -> str:
    return day.isoformat() if day else ""


class Adopters:
    """The list and its files."""

    def __init__(self, site: Site) -> None:
        self._site = site

    def routes(self, sign_in: SignIn) -> list[web.RouteDef]:
        return [
            web.get("/programme/adopters", sign_in.page(self._list)),
            web.get("/programme/adopters.{form:csv|xlsx}", sign_in.page(self._file)),
        ]

    async def _chosen(self, wanted: Wanted) -> list[Listed]:
        site = self._site
        adopters = await site.store.read(lambda tx: tx.adopter_tracks())
        return choose(site.journey, adopters, wanted, site.today(), site.day_of)

    async def _list(self, request: web.Request, officer: Officer) -> web.Response:
        wanted, number = wanted_of(request.query), request.query.get("page", "1")
        page = int(number) if number.isascii() and number.isdigit() and len(number) < 5 else 1
        page = max(1, min(page, LAST_PAGE))
        found = await self._chosen(wanted)
        first = PAGE * (page - 1)
        steps = self._site.journey.step_by_key
        return self._site.page(
            "adopters.html", officer, part="adopters", wanted=wanted, many=len(found),
            rows=found[first : first + PAGE],
            more=len(found) > first + PAGE, page=page, statuses=STATUSES, steps=steps, sorts=self._sorts(wanted),
            query=query_of(wanted), at_page=lambda n: query_of(wanted, page=str(n) if n > 1 else ""),
        )  # fmt: skip

    def _sorts(self, wanted: Wanted) -> dict[str, tuple[str, str, str]]:
        """For each column that sorts: its label, where its heading leads, and how it is sorted now."""
        found = {}
        for name, (label, _) in SORTS.items():
            now = {name: "ascending", f"-{name}": "descending"}.get(wanted.sort, "none")
            other = f"-{name}" if now == "ascending" else name
            found[name] = (label, query_of(replace(wanted, sort=other)), now)
        return found

    async def _file(self, request: web.Request, officer: Officer) -> web.Response:
        """What is seen, all pages of it, as a file."""
        form = request.match_info["form"]
        rows = rows_of(self._site.journey, await self._chosen(wanted_of(request.query)))
        made = (
            await asyncio.to_thread(csv_sheet, COLUMNS, rows)
            if form == "csv"
            else await asyncio.to_thread(xlsx_sheet, "Adopters", COLUMNS, rows)
        )
        named = f'attachment; filename="adopters-{self._site.today().isoformat()}.{form}"'
        return web.Response(
            body=made, content_type=CSV if form == "csv" else XLSX, headers=NO_STORE | {"Content-Disposition": named}
        )
