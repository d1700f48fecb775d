"""What the officer's pages share: templates and style, who is asking, and forms that only our own pages can send."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, tzinfo
from pathlib import Path
from typing import Any

from aiohttp import web
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from bot.channels.passes import PassKind, SecretKey, make_pass, officer_of, officer_subject, read_pass
from bot.core.model.journey import Journey
from bot.core.officers.promise import age
from bot.core.turn.reply import Programme
from bot.core.turn.wording import say_day
from bot.http.style import Style
from bot.store.port import Store

_HERE = Path(__file__).parent
STYLE = Style("/programme/programme.css", _HERE / "static" / "programme.css")
PARTS = (
    ("overview", "Overview"), ("inbox", "Inbox"), ("adopters", "Adopters"), ("guidance", "Guidance"),
     ("workspaces", "Workspaces"), ("audit", "Audit"),
)  # fmt: skip
"""The parts of the site in its navigation."""
NO_STORE = {
    "Cache-Control": "no-store", "X-Robots-Tag": "noindex", "Referrer-Policy": "same-origin",
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self';"
    " img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Officer:
    """Who is asking."""

    name: str
    acts: bool
    """May change something; a viewer only sees."""


@dataclass
class Site:
    """What every page needs. `officers` and `viewers` are asked on every visit."""

    secret_key: SecretKey
    officers: Callable[[], tuple[str, ...]]
    viewers: Callable[[], tuple[str, ...]]
    programme: Callable[[], Programme]
    store: Store
    clock: Callable[[], datetime]
    zone: tzinfo
    public_url: str = ""
    provider: str = ""
    """Where officers can sign in, as its page names it; empty: by a link only."""
    _templates: Environment = field(init=False)

    def __post_init__(self) -> None:
        made = Environment(
            loader=FileSystemLoader(_HERE / "templates"), autoescape=True, undefined=StrictUndefined,
            trim_blocks=True, lstrip_blocks=True,
        )  # fmt: skip
        made.globals.update(
            style=STYLE.address, parts=PARTS, when=self.when, day=say_day,
            ago=lambda since: age(since, self.clock()),
        )  # fmt: skip
        self._templates = made

    @property
    def journey(self) -> Journey:
        return self.programme().journey

    def today(self) -> date:
        return self.day_of(self.clock())

    def day_of(self, at: datetime) -> date:
        """The day of a time, where the programme is."""
        return at.astimezone(self.zone).date()

    def when(self, at: datetime) -> str:
        """`24 November 2026, 10:00`."""
        local = at.astimezone(self.zone)
        return f"{say_day(local.date())}, {local:%H:%M}"

    def role_of(self, name: str) -> Officer | None:
        """The officer or viewer of that name; None when there is none (any more)."""
        if name in self.officers():
            return Officer(name, acts=True)
        return Officer(name, acts=False) if name in self.viewers() else None

    async def style(self, request: web.Request) -> web.Response:
        return STYLE.answer(request, self.journey.identity)

    def page(self, template: str, officer: Officer | None = None, status: int = 200, **values: Any) -> web.Response:
        told = {"part": "", "provider": self.provider, "officer": officer, "journey": self.journey} | values
        if officer is not None:
            told |= {"token": self.token(officer)}
        text = self._templates.get_template(template).render(told)
        return web.Response(text=text, status=status, content_type="text/html", headers=NO_STORE)

    def missing(self, officer: Officer) -> web.Response:
        """The same for what is not there and for what is none of theirs."""
        return self.page("missing.html", officer, 404)

    def token(self, officer: Officer) -> str:
        """Stands in every form: it was made here, for this officer, not long ago."""
        return make_pass(self.secret_key, PassKind.OFFICER_FORM, officer_subject(officer.name), self.clock())

    def mark_of(self, officer: Officer, token: str) -> str:
        """The form's own mark, by which what is sent twice happens once; empty for a form that is not ours."""
        read = read_pass(self.secret_key, PassKind.OFFICER_FORM, token)
        if read is None or read.over(self.clock()) or officer_of(read.subject) != officer.name:
            return ""
        return read.mark


def see_other(location: str) -> web.Response:
    """On to another page after something was done."""
    return web.Response(status=303, headers={"Location": location} | NO_STORE)
