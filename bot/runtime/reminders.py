"""A reminder is a turn that time takes: one pass of the clock over the adopters whose wake time has come.

Each adopter is one transaction: what is known, what is planned, the messages, their keys, and when to look again. The
sending is the outbox's. So a kill at any point loses nothing and repeats nothing, and two workers do not both send:
the second finds the day taken.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from enum import Enum
from typing import Protocol

import structlog

from bot.core.gatherings import telling
from bot.core.model import Outcome, TurnContext
from bot.core.model.journey import Journey
from bot.core.peers import telling as peers
from bot.core.record.assignments import OFFICER, TEAM
from bot.core.reminders.forecast import Forecast, forecast, name_of
from bot.core.reminders.messages import clock_turn, outcome_of
from bot.core.reminders.plan import Held, Plan, Tell
from bot.core.reminders.planning import Board, plan
from bot.core.turn.reply import Programme
from bot.core.turn.wording import say_list
from bot.runtime.peers import round_when_due
from bot.store.port import PeopleTx, Store, StoreError, SweepTx, TurnsTx, ValuesTx

log = structlog.get_logger(__name__)

AT_ONCE = 100
"""Adopters looked at in one pass; the rest come with the next."""
SIDE_BY_SIDE = 4
"""Of these, so many wait for the store at once: a turn that comes meanwhile waits for no more than them."""
HELD_KEY = "reminders held"
"""Where the store keeps the operator's word on all reminders: `paused`, or the day until which they wait."""
RETRY = timedelta(hours=1)
"""When an adopter is looked at again for whom something went wrong, or had to wait."""
STAMP_KEY = "reminders stamp"
"""Where the store keeps by which rhythms everybody was planned."""


class ReminderTx(TurnsTx, SweepTx, PeopleTx, ValuesTx, Protocol):
    """What is needed to plan and to keep reminders."""


async def sweep(store: Store, programme: Programme, now: datetime, dry_run: bool = False) -> list[str]:
    """Reminds whoever is due at `now`. Returns a line for each person told, or held back and why.

    A dry run looks at every adopter and changes nothing. Raises StoreError.
    """
    if dry_run:
        return await store.read(lambda tx: list(_preview(tx, programme, now)))
    stamp = stamp_of(programme.journey)
    if await store.read(lambda tx: tx.value(STAMP_KEY)) != stamp:
        await store.write(lambda tx: _new_rhythm(tx, stamp, now))
    await round_when_due(store, programme, now)
    due = await store.read(lambda tx: tx.due_adopters(now, AT_ONCE))
    room = asyncio.Semaphore(SIDE_BY_SIDE)

    async def one(key: str) -> list[str]:
        async with room:
            return await _one(store, programme, key, now)

    done = await asyncio.gather(*map(one, due))
    return [line for lines in done for line in lines]


def stamp_of(journey: Journey) -> str:
    """What of the content decides when people are reminded, in a few letters."""
    steps = ((s.key, s.owner, s.rhythm, s.opens_after, s.done_when, s.entries) for s in journey.steps)
    told = [journey.nudging, *steps]
    return hashlib.sha256(repr(told).encode()).hexdigest()[:16]


def _new_rhythm(tx: ReminderTx, stamp: str, now: datetime) -> None:
    """A rhythm or the hours were changed in content: everybody is planned anew, also those not due for weeks."""
    if tx.value(STAMP_KEY) is not None:
        for adopter in tx.adopters():
            tx.set_wake(adopter.key, now)
    tx.set_value(STAMP_KEY, stamp)


async def _one(store: Store, programme: Programme, adopter: str, now: datetime) -> list[str]:
    """One adopter. A fault of ours at one of them is logged and tried again later: the others must go on."""
    try:
        lines, again = await store.write(lambda tx: _remind(tx, programme, adopter, now))
    except StoreError:
        raise
    except Exception:
        log.exception("sweep.failed", adopter=adopter)
        await store.write(lambda tx: tx.set_wake(adopter, now + RETRY))
        return []
    if again:
        log.error("sweep.said_before", adopter=adopter, reminders=len(again))
    return lines


# ---------------------------------------------------------------- one adopter


def _remind(tx: ReminderTx, programme: Programme, adopter: str, now: datetime) -> tuple[list[str], list[str]]:
    """One adopter's pass, in one transaction. Returns the lines for it, and the keys of what was said before."""
    context, made = _plan(tx, programme, adopter, now)
    if made.changes:
        tx.keep_clock(f"clock:{adopter}:{now.isoformat()}", now, context, Outcome(changes=made.changes))
    told = [(tell.key, _tell(tx, programme, adopter, tell, now)) for tell in made.tell]
    noticed, again = _notify(tx, programme, context, now)
    introduced, later = _introduce(tx, programme, adopter, now, {tell.to for tell in made.tell})
    waiting = any(what is not Handed.KEPT for _, what in told)
    wakes = [made.wake, again, later, now + RETRY if waiting else None]
    tx.set_wake(adopter, min((w for w in wakes if w is not None), default=None))
    lines = [
        *noticed,
        *introduced,
        *_told_lines(programme.journey, context, made.tell),
        *_held_lines(programme.journey, context, made.held),
    ]
    return lines, [key for key, what in told if what is Handed.BEFORE]


def _plan(tx: ReminderTx, programme: Programme, adopter: str, now: datetime) -> tuple[TurnContext, Plan]:
    """What is known of the adopter, and what follows from it."""
    context = tx.context_of(adopter)
    place = context.adopter.team_address if context.adopter else None
    if context.adopter and place is not None and tx.is_gone(place):
        context = replace(context, adopter=replace(context.adopter, team_address=None))
    return context, plan(programme, context, now, tx.value(HELD_KEY) or "")


class Handed(Enum):
    """What became of one message of the clock."""

    KEPT = "kept"
    WAITS = "waits"
    """A conversation with a human being goes on."""
    BEFORE = "before"
    """It was said before."""


def _tell(tx: ReminderTx, programme: Programme, adopter: str, tell: Tell, now: datetime) -> Handed:
    """Puts one message in the outbox."""
    who = tell.items[0].person if tell.to in (TEAM, OFFICER) else tell.to
    context = tx.context_of(adopter, who)
    if context.dialogue.case and tell.to != OFFICER:
        return Handed.WAITS
    event = f"clock:{adopter}:{tell.to}:{now.isoformat()}"
    hours = Board(programme, context, now).hours(tell.to)
    outcome = outcome_of(programme, context, tell, clock_turn(event, context, now), hours)
    return Handed.KEPT if tx.keep_clock(event, now, context, outcome) else Handed.BEFORE


def _notify(
    tx: ReminderTx, programme: Programme, context: TurnContext, now: datetime
) -> tuple[list[str], datetime | None]:
    """Says what is to be said of gatherings, each in a message of its own. Returns a line for each, and when to look
    again."""
    made = telling.plan(programme, context, now, tx.value(HELD_KEY) or "")
    adopter, waiting = _key(context), False
    if made.gone:
        gone = Outcome(changes=tuple(map(telling.give_up, made.gone)))
        tx.keep_clock(f"clock:{adopter}:gone:{now.isoformat()}", now, context, gone)
    for notice in made.now:
        theirs = tx.context_of(adopter, notice.sign_up.person)
        if theirs.dialogue.case:
            waiting = True
            continue
        event = f"clock:{adopter}:{notice.sign_up.person}:{notice.gathering.key}:{notice.mark}:{now.isoformat()}"
        outcome = telling.outcome_of(programme, theirs, notice, clock_turn(event, theirs, now))
        tx.keep_clock(event, now, theirs, outcome)
    again = now + RETRY if waiting else None
    wakes = [when for when in (made.wake, again) if when is not None]
    return list(_notice_lines(context, made.now)), min(wakes, default=None)


def _introduce(
    tx: ReminderTx, programme: Programme, adopter: str, now: datetime, taken: set[str]
) -> tuple[list[str], datetime | None]:
    """Says what is to be said of introductions, to whom is not `taken` by a reminder. Returns as `_notify` does."""
    context = tx.context_of(adopter)  # With the reminders that were just kept: of what the bot starts, one a day.
    made = peers.plan(programme, context, now, tx.value(HELD_KEY) or "", taken)
    if made.changes:
        tx.keep_clock(f"clock:{adopter}:peers:{now.isoformat()}", now, context, Outcome(changes=made.changes))
    waiting = False
    for notice in made.now:
        theirs = tx.context_of(adopter, notice.person)
        if theirs.dialogue.case:
            waiting = True
            continue
        event = f"clock:{adopter}:{notice.person}:peers:{notice.introduction.id}:{notice.mark}:{now.isoformat()}"
        outcome = peers.outcome_of(programme, theirs, notice, clock_turn(event, theirs, now))
        tx.keep_clock(event, now, theirs, outcome)
    wakes = [when for when in (made.wake, now + RETRY if waiting else None) if when is not None]
    return list(_peer_lines(context, made.now)), min(wakes, default=None)


# ---------------------------------------------------------------- what is printed


def _preview(tx: ReminderTx, programme: Programme, now: datetime) -> Iterator[str]:
    held = tx.value(HELD_KEY)
    if held:
        yield f"all reminders: {'paused' if held == 'paused' else f'held until {held}'}"
    for adopter in tx.adopters():
        context, made = _plan(tx, programme, adopter.key, now)
        yield from _told_lines(programme.journey, context, made.tell)
        yield from _notice_lines(context, telling.plan(programme, context, now, held or "").now)
        taken = {tell.to for tell in made.tell}
        yield from _peer_lines(context, peers.plan(programme, context, now, held or "", taken).now)
        yield from _held_lines(programme.journey, context, made.held)


def _told_lines(journey: Journey, context: TurnContext, tells: tuple[Tell, ...]) -> Iterator[str]:
    for tell in tells:
        steps = say_list([f"{journey.step(i.step).title} ({WHY[i.kind]})" for i in tell.items])
        yield f"{_key(context)}: tell {name_of(context, tell.to)}: {steps}"


def _notice_lines(context: TurnContext, notices: tuple[telling.Notice, ...]) -> Iterator[str]:
    for notice in notices:
        whom = name_of(context, notice.sign_up.person)
        yield f"{_key(context)}: tell {whom}: {notice.gathering.key} ({notice.what})"


def _peer_lines(context: TurnContext, notices: tuple[peers.PeerNotice, ...]) -> Iterator[str]:
    for notice in notices:
        whom = name_of(context, notice.person)
        yield f"{_key(context)}: tell {whom}: introduction {notice.introduction.id} ({notice.what})"


def _held_lines(journey: Journey, context: TurnContext, helds: tuple[Held, ...]) -> Iterator[str]:
    for held in helds:
        steps = say_list([journey.step(s).title for s in held.steps])
        until = f", until {held.until:%Y-%m-%d %H:%M} UTC" if held.until else ""
        yield f"{_key(context)}: hold {name_of(context, held.to)}: {steps}: {held.why}{until}"


WHY: dict[str, str] = {
    "before": "a date is coming",
    "after": "a date has passed",
    "recurs": "it has come round again",
    "asked": "they asked for this day",
    "rhythm": "nothing heard for a while",
    "quiet": "several reminders unanswered: the bot says that it stops",
    "tell": "it went quiet: the lead hears of it",
    "escalate": "it went quiet: the officer hears of it, as they agreed",
    "returned": "nobody accepted the offer",
}


def _key(context: TurnContext) -> str:
    return context.adopter.key if context.adopter else ""


async def coming(store: Store, programme: Programme, now: datetime, days: int = 14) -> list[Forecast]:
    """Who would be told what in the days to come if nobody answers until then: for the officer. Raises StoreError."""

    def look(tx: ReminderTx) -> list[Forecast]:
        held = tx.value(HELD_KEY) or ""
        found = [line for a in tx.adopters() for line in forecast(programme, tx.context_of(a.key), now, days, held)]
        return sorted(found, key=lambda f: (f.at, f.adopter))

    return await store.read(look)
