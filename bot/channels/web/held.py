"""Pages that answer what was sent, held for a while under an address of their own.

What a browser sends is answered by a redirect, so that "back" and "reload" only look: nothing is sent again. The page
may hold words that are not kept yet, so it stays in memory alone, is its own person's alone, and is soon gone.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from aiohttp import web

from bot.channels.web.pages import onward

HELD_FOR = timedelta(hours=1)
MOST = 400
"""Of everybody's pages together, about 20 kB each."""
MOST_OF_ONE = 20


@dataclass(frozen=True, slots=True)
class HeldPage:
    """One page, whose it is, and the form that stands on it."""

    person: str
    form_id: str
    until: datetime
    status: int
    text: str


class HeldPages:
    """The pages that are held, the oldest first."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._pages: dict[str, HeldPage] = {}

    def hold(self, person: str, form_id: str, response: web.Response) -> web.Response:
        """Holds the page that was made; the answer is a redirect to it."""
        name, now = secrets.token_urlsafe(12), self._clock()
        self._pages[name] = HeldPage(person, form_id, now + HELD_FOR, response.status, response.text or "")
        self._let_go(person, now)
        return onward(f"/record/shown?page={name}")

    def find(self, person: str, name: str) -> HeldPage | None:
        """The page of that name; None for one that is gone, or somebody else's."""
        page = self._pages.get(name)
        return page if page is not None and page.person == person and page.until > self._clock() else None

    def _let_go(self, person: str, now: datetime) -> None:
        """Of what is over, and of what is too much, nothing stays."""
        mine = [name for name, page in self._pages.items() if page.person == person]
        over = [name for name, page in self._pages.items() if page.until <= now]
        for name in {*over, *mine[:-MOST_OF_ONE], *list(self._pages)[:-MOST]}:
            del self._pages[name]
