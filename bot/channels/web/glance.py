"""How far the whole is: a line above the conversation that opens the checklist, and what is pressed there."""

from __future__ import annotations

import hashlib
import secrets

import structlog
from aiohttp import web

from bot.channels.views import FORM, Glance, RecordViews
from bot.channels.web.pages import Pages
from bot.channels.web.record import account_of, form_address
from bot.channels.web.rendering import words_html
from bot.channels.web.sign_in import or_unavailable
from bot.channels.web.stream import Beside
from bot.core.model import Choice, Person

_log = structlog.get_logger("bot.web")


class GlanceBar:
    """Made anew whenever it is looked at: a colleague may have told something meanwhile."""

    def __init__(self, pages: Pages, views: RecordViews) -> None:
        self._pages, self._views = pages, views

    async def show(self, person: Person) -> Beside:
        """The bar; empty where there is none. A chat without it is better than none, so a failure is only noted."""
        glance = await self._look(person)
        if glance is None:
            return Beside("", "")
        mark = hashlib.sha256(repr(glance).encode(errors="replace")).hexdigest()[:12]
        rows = [(row, [_shown(choice) for choice in row.choices]) for row in glance.rows]
        form_id = secrets.token_urlsafe(12)
        html = self._pages.part("glance.html", glance=glance, rows=rows, mark=mark, form_id=form_id)
        return Beside(mark, html)

    async def label(self, person: Person, press: str) -> str:
        """What a button of it says, with what it is about; empty when no such button is there."""
        glance = await self._look(person)
        if glance is None:
            return ""
        settings = await self._views.settings(account_of(person))
        buttons = [(f"{c.label}: {row.title}", c.value) for row in glance.rows for c in row.choices]
        buttons += [(c.label, c.value) for c in (glance.talking_to.choices if glance.talking_to else ())]
        buttons += [(c.label, c.value) for part in settings for c in part.choices]
        return next((label for label, value in buttons if value == press), "")

    async def settings(self, person: Person, saved: bool) -> web.Response:
        """The page of what the person can set. `saved`: its form was taken just now."""
        parts = await or_unavailable(self._views.settings(account_of(person)))
        shown = [(part, words_html(part.text), [_shown(choice) for choice in part.choices]) for part in parts]
        return self._pages.show("settings.html", parts=shown, saved=saved, form_id=secrets.token_urlsafe(12))

    async def _look(self, person: Person) -> Glance | None:
        try:
            return await self._views.glance(account_of(person))
        except Exception as failure:
            _log.warning("glance_unreadable", error=type(failure).__name__)
            return None


def _shown(choice: Choice) -> tuple[Choice, str]:
    """The choice, and where it leads when it is a form's."""
    return choice, form_address(choice.value) if choice.value.startswith(FORM) else ""
