"""Looks now and then at the pages that adopters published, and tells whoever looks after a step that one is gone.

One page at a time with a pause between two, each once a week; one that was missing, again the next day. Somebody is
told once, when it was missing on two days, in working hours; another address that is recorded is another page.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial

import structlog

from bot.core.model import Fact, Outcome, Outgoing, TurnContext
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
SOME = 200
"""So many facts are read at once."""
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
        for number, page in enumerate(await self._due(now)):
            await asyncio.sleep(self._pause if number else 0)
            came = await self._look(page.address)
            log.info("page_looked_at", adopter=page.adopter, fact=page.name, came=came.value)
            await self._store.write(partial(self._keep, page=page, came=came, now=now))
            found.append((page.address, came))
        return found

    async def _due(self, now: datetime) -> list[Published]:
        """The pages to look at now. What was kept of pages that count no more is forgotten."""
        seen = {key: _read(text) for key, text in (await self._store.read(lambda tx: tx.values(PREFIX))).items()}
        found, keys = [], set()
        for name in sorted(q.key for q in self._programme().journey.question_by_key.values() if q.kind == "address"):
            async for fact in self._facts(name):
                key = f"{PREFIX}{fact.id}"
                keys.add(key)
                known = seen.get(key)
                if known is None or known.due() <= now:
                    found.append(Published(fact.adopter, fact.id, fact.name, str(fact.value), known))
        if over := sorted(seen.keys() - keys):
            await self._store.write(partial(_forget, keys=over))
        return found

    async def _facts(self, name: str) -> AsyncIterator[Fact]:
        """Everybody's current facts of this name: some at a time, each in a transaction of its own."""
        after = 0
        while some := await self._store.read(lambda tx, after=after: tx.facts_named(name, after, SOME)):  # type: ignore[misc]
            for fact in some:
                yield fact
            after = some[-1].id

    def _keep(self, tx: Tx, page: Published, came: Page, now: datetime) -> None:
        before = page.seen or Seen(now)
        missing = came in (Page.GONE, Page.SILENT)
        seen = Seen(now, before.missed + 1 if missing else 0, before.told and missing)
        if seen.missed >= MISSED and not seen.told:
            context = tx.context_of(page.adopter)
            counts = any(f.id == page.fact for f in context.facts)  # It may have been taken back a moment ago.
            if counts and (to := self._whom(context, page)):
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


def _forget(tx: Tx, keys: Iterable[str]) -> None:
    for key in keys:
        tx.set_value(key, None)


def _read(text: str) -> Seen:
    at, missed, told = json.loads(text)
    return Seen(datetime.fromisoformat(at), missed, told)
