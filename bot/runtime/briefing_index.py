"""The programme with its briefings to be found: an index over the content in force, made anew when that changes."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace

from bot.core.guidance.search import entry_of, look_up
from bot.core.model.journey import Journey
from bot.core.model.search import Found
from bot.core.turn.reply import Programme
from bot.store.sqlite.index import SqliteIndex


class BriefingIndex:
    """Gives the programme in force, with `look_up` filled in. Asked on every turn, so it makes nothing twice."""

    def __init__(self, programme: Callable[[], Programme], site: str = "") -> None:
        self._given = programme
        self._site = site
        self._lock = threading.Lock()
        self._made: tuple[Programme, Programme] | None = None

    def programme(self) -> Programme:
        """The programme in force; its index is made when it is first asked for, and kept while it is in force."""
        given = self._given()
        if given.look_up is not None:
            return given
        with self._lock:
            if self._made is None or self._made[0] is not given:
                self._made = given, replace(given, look_up=looker(given.journey), site=self._site or given.site)
            return self._made[1]


def looker(journey: Journey) -> Callable[[str, int], Found]:
    """Looks for briefings of this journey by people's words."""
    index = SqliteIndex(map(entry_of, journey.briefings))
    return lambda text, limit: look_up(index, journey.synonyms, text, limit)
