"""What must be true of the store, worked out without the planner: nothing late, nothing lost, nothing doubled."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from bot.core.model import Assignment, Fact, TurnContext
from bot.core.model.journey import Step
from bot.core.record.assignments import assignment_of, person_state_of, responsible
from bot.core.record.progress import State, counts, progress_of
from bot.core.turn.reply import Programme
from bot.store.port import Tx

SLACK = timedelta(days=24)
"""Holidays, weekends, an organisation closed for a fortnight, a machine off for a week, one message a day."""
REMINDER = "nudge <> '' AND nudge NOT LIKE '%:gathering:%'"
"""A message of the outbox that is a reminder, and no notice about a gathering: those have books of their own."""


def late_of(programme: Programme, context: TurnContext, now: datetime) -> Iterator[str]:
    """Steps that are pending, and of which nobody was reminded within the step's own rhythm; and entries of any step
    whose day has passed, and of which nobody was asked how it went."""
    progress = progress_of(programme.journey, context.facts)
    whole = assignment_of(context, "")
    for step in programme.journey.steps:
        if not counts(step) or step.rhythm is None:
            continue
        state, who = assignment_of(context, step.key), responsible(context, step)
        if who is None or whole.paused or state.paused or person_state_of(context, who.id).paused:
            continue
        own = person_state_of(context, who.id)
        if any(u is not None and u > now.date() - SLACK for u in (whole.until, own.until, state.until)):
            continue
        if _quiet(step, context, state):
            continue
        key = context.adopter.key if context.adopter else ""
        last = f"last on {state.last_nudge:%Y-%m-%d}" if state.last_nudge is not None else "never"
        told = f"{key} {step.key} with {who.id}, {last}, now {now:%Y-%m-%d}"
        yield from (f"not asked about {entry}: {told}" for entry in _unasked(step, context, state, now))
        if progress.of(step.key).state not in (State.OPEN, State.BEGUN) or _date_ahead(step, context, state, now):
            continue
        known = [t for t in (*_heard(step, context, state), state.last_nudge, state.since) if t is not None]
        if not known and all(c.last_seen is None for c in context.people_states):
            continue  # nobody there has been met yet
        allowed = timedelta(days=max(step.rhythm.first_after, step.rhythm.every) * own.slower) + SLACK
        if now - max((*known, *_opened(step, context)), default=now - timedelta(days=3650)) > allowed:
            yield f"late: {told}"


def _heard(step: Step, context: TurnContext, assignment: Assignment) -> list[datetime]:
    known = [f.at for f in context.facts if f.name.startswith(f"{step.key}.")]
    return [*known, *([assignment.answered] if assignment.answered else [])]


def _opened(step: Step, context: TurnContext) -> list[datetime]:
    """When something was told of the steps before it: one that is undone closes this one for a while."""
    return [f.at for f in context.facts if f.name.partition(".")[0] in step.opens_after]


def _quiet(step: Step, context: TurnContext, assignment: Assignment) -> bool:
    """The bot has said that it stops."""
    return assignment.quiet is not None and all(t <= assignment.quiet for t in _heard(step, context, assignment))


def _open_entries(step: Step, context: TurnContext) -> dict[str, list[Fact]]:
    """What is told of each entry of the step that has not taken place, as far as is known; a step without entries is
    one that is always open."""
    found: dict[str, list[Fact]] = {}
    for fact in context.facts:
        if fact.name.startswith(f"{step.key}.") and (step.entries is None or step.has_entries(fact.name)):
            found.setdefault(fact.entry or "e1", []).append(fact)
    kind = step.entries
    over = {e for e, facts in found.items() for f in facts if kind and f.name == kind.state and f.value in kind.held}
    return {entry: facts for entry, facts in found.items() if entry not in over}


def _date_ahead(step: Step, context: TurnContext, assignment: Assignment, now: datetime) -> bool:
    """All that is open of the step has a date that lies ahead, or only just behind; or some of it has, and the bot
    has asked about the rest as often as it may."""
    names = {n for n, _ in (*step.rhythm.before_date, *step.rhythm.after_date)} if step.rhythm else set()
    behind = now.date() - SLACK
    later = {entry for entry, day in assignment.later if day > behind}
    ahead = [
        entry in later or any(f.name in names and _end(f) > behind for f in facts)
        for entry, facts in _open_entries(step, context).items()
    ]
    asked_enough = step.rhythm is not None and assignment.unanswered >= step.rhythm.times
    return bool(ahead) and (all(ahead) or (any(ahead) and asked_enough))


def _unasked(step: Step, context: TurnContext, assignment: Assignment, now: datetime) -> Iterator[str]:
    """The entries whose day has passed for long, was known in time, and was followed by no reminder of the step."""
    names = {n for n, _ in step.rhythm.after_date} if step.rhythm and step.entries else set()
    last = assignment.last_nudge.date() if assignment.last_nudge is not None else date.min
    later = {entry for entry, _ in assignment.later}
    heard = max((t.date() for t in _heard(step, context, assignment)), default=date.min)
    for entry, facts in _open_entries(step, context).items():
        for fact in facts:
            if fact.name not in names or entry in later or fact.at.date() >= _end(fact):
                continue
            if last <= _end(fact) and max(_end(fact), heard) < now.date() - SLACK:
                yield entry


def _end(fact: Fact) -> date:
    return date.fromisoformat(str(fact.value).rpartition("/")[2])


def books(tx: Tx, arrived: int) -> list[str]:
    """The store's own books at the end: each reminder one message, each message ended, as many as arrived."""
    one: Any = tx.one  # type: ignore[attr-defined]
    sent = one(f"SELECT count(*) FROM outbox WHERE {REMINDER} AND state = 'sent'")[0]
    failed = tx.undelivered()
    doubled = one(f"SELECT count(*) - count(DISTINCT nudge) FROM outbox WHERE {REMINDER} AND state <> 'dropped'")[0]
    rows = one("SELECT count(*) FROM nudges WHERE key LIKE '%:day:%'")[0]
    waiting = one(f"SELECT count(*) FROM outbox WHERE {REMINDER} AND state = 'waiting'")[0]
    # Arrived, then the process died, then the step was answered: taken for overtaken, and not sent again.
    maybe = one(f"SELECT count(*) FROM outbox WHERE {REMINDER} AND state = 'dropped' AND attempts > 0")[0]
    found = []
    if not sent <= arrived <= sent + maybe:
        found.append(f"lost or doubled: {sent} are marked as sent, {maybe} may be, {arrived} arrived")
    found += [
        f"given up: to {u.person} at {u.adopter} on {u.at:%Y-%m-%d}: {u.error}" for u in failed if not u.diverted
    ]
    if doubled:
        found.append(f"{doubled} reminders have two messages")
    if rows != sent + waiting + maybe:
        found.append(f"{rows} reminders were planned, {sent} sent, {maybe} may be, {waiting} wait")
    return found
