"""Looks now and then at the pages that adopters published, and tells whoever looks after a step that one is gone.

One page at a time with a pause between two, each once a week; one that was missing, again the next day. Somebody is
told once, when it was missing on two days, in working hours; another address that is recorded is another page.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial

import structlog

from bot.core.model import Outcome, Outgoing, TurnContext
from bot.core.model.journey import LEAD
from bot.core.record.working_days import WINDOWS
from bot.core.reminders.planning import Board
from bot.core.turn.reply import Programme
from bot.core.turn.saying import message
from bot.core.turn.wording import escape
from bot.runtime.clock import Clock
from bot.runtime.public_pages import Page, look_at
from bot.store.port import Store, Tx

log = structlog.get_logger(__name__)

EVERY = timedelta(days=7)
AGAIN = timedelta(days=1)
"""After it was missing."""
MISSED = 2
"""So often in a row, and somebody is told."""
ROUND_SECONDS, PAUSE_SECONDS = 3600.0, 10.0
PREFIX = "page:"


@dataclass(frozen=True, slots=True)
class Seen:
    """What is kept of a page: when it was last looked at, how often in a row it was missing, whether that was told
    already."""

    at: datetime
    missed: int = 0
    told: bool = False

    def due(self) -> datetime:
        return self.at + (AGAIN if self.missed and not self.told else EVERY)


@dataclass(frozen=True, slots=True)
class Published:
    """A page that an adopter published: the fact that says where."""

    adopter: str
    fact: int
    name: str
    address: str
    seen: Seen | None


class PageWatch:
    """The watch. `look` asks for one page."""

    def __init__(
        self,
        store: Store,
        programme: Callable[[], Programme],
        clock: Clock,
        look: Callable[[str], Awaitable[Page]] = look_at,
        pause: float = PAUSE_SECONDS,
    ) -> None:
        self._store, self._programme, self._clock = store, programme, clock
        self._look, self._pause = look, pause

    async def run(self) -> None:
        """Looks until cancelled."""
        while True:
            await self.round(self._clock.now())
            await asyncio.sleep(ROUND_SECONDS)

    async def round(self, now: datetime) -> list[tuple[str, Page]]:
        """Everything that is due, one after another. Returns each address with what came of it."""
        found = []
        for number, page in enumerate(await self._store.read(lambda tx: self._due(tx, now))):
            await asyncio.sleep(self._pause if number else 0)
            came = await self._look(page.address)
            log.info("page_looked_at", adopter=page.adopter, fact=page.name, came=came.value)
            await self._store.write(partial(self._keep, page=page, came=came, now=now))
            found.append((page.address, came))
        return found

    def _due(self, tx: Tx, now: datetime) -> list[Published]:
        journey = self._programme().journey
        names = {q.key for q in journey.question_by_key.values() if q.kind == "address"}
        seen = {key: _read(text) for key, text in tx.values(PREFIX).items()}
        found = []
        for adopter in tx.adopters():
            if adopter.merged_into:
                continue
            for fact in tx.context_of(adopter.key).facts:
                known = seen.get(f"{PREFIX}{fact.id}")
                if fact.name in names and (known is None or known.due() <= now):
                    found.append(Published(adopter.key, fact.id, fact.name, str(fact.value), known))
        return found

    def _keep(self, tx: Tx, page: Published, came: Page, now: datetime) -> None:
        before = page.seen or Seen(now)
        missing = came in (Page.GONE, Page.SILENT)
        seen = Seen(now, before.missed + 1 if missing else 0, before.told and missing)
        if seen.missed >= MISSED and not seen.told:
            context = tx.context_of(page.adopter)
            if to := self._whom(context, page):
                event = f"{PREFIX}{page.fact}:{now:%Y-%m-%d}"
                tx.keep_clock(event, now, tx.context_of(page.adopter, to), self._told(context, page, to, now))
                seen = replace(seen, told=True)
        tx.set_value(f"{PREFIX}{page.fact}", json.dumps([seen.at.isoformat(), seen.missed, seen.told]))

    def _whom(self, context: TurnContext, page: Published) -> str:
        """Who looks after its step, else the lead, else whoever told it; nobody who has left."""
        step = self._programme().journey.step_of_fact(page.name)
        owners = [a.owner for a in context.assignments if step is not None and a.step == step.key]
        leads = [p.id for p in context.people if p.role == LEAD]
        tellers = [f.person for f in context.facts if f.id == page.fact]
        there = {p.id for p in context.people if p.left_on is None}
        return next((who for who in (*owners, *leads, *tellers) if who in there), "")

    def _told(self, context: TurnContext, page: Published, to: str, now: datetime) -> Outcome:
        programme = self._programme()
        question = programme.journey.question_by_key[page.name]
        said = message(programme.journey, "page_gone", what=question.label, address=escape(page.address))
        windows = Board(programme, context, now).hours(to).windows(now, WINDOWS)
        return Outcome((Outgoing(said, None, to, windows=windows),))


def _read(text: str) -> Seen:
    at, missed, told = json.loads(text)
    return Seen(datetime.fromisoformat(at), missed, told)
