"""What must be true of the store, worked out without the planner: nothing late, nothing lost, nothing doubled."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from bot.core.model import Assignment, TurnContext
from bot.core.model.journey import Step
from bot.core.record.assignments import assignment_of, person_state_of, responsible
from bot.core.record.progress import State, counts, progress_of
from bot.core.turn.reply import Programme
from bot.store.port import Tx

SLACK = timedelta(days=24)
"""Holidays, weekends, an organisation closed for a fortnight, a machine off for a week, one message a day."""


def late_of(programme: Programme, context: TurnContext, now: datetime) -> Iterator[str]:
    """Steps that are pending, and of which nobody was reminded within the step's own rhythm."""
    progress = progress_of(programme.journey, context.facts)
    whole = assignment_of(context, "")
    for step in programme.journey.steps:
        if not counts(step) or progress.of(step.key).state not in (State.OPEN, State.BEGUN) or step.rhythm is None:
            continue
        state, who = assignment_of(context, step.key), responsible(context, step)
        if who is None or whole.paused or state.paused or person_state_of(context, who.id).paused:
            continue
        own = person_state_of(context, who.id)
        if any(u is not None and u > now.date() - SLACK for u in (whole.until, own.until, state.until)):
            continue
        if _date_ahead(step, context, now) or _quiet(step, context, state):
            continue
        known = [t for t in (*_heard(step, context, state), state.last_nudge, state.since) if t is not None]
        if not known and all(c.last_seen is None for c in context.people_states):
            continue  # nobody there has been met yet
        allowed = timedelta(days=max(step.rhythm.first_after, step.rhythm.every) * own.slower) + SLACK
        last = max(known, default=now - timedelta(days=3650))
        if now - last > allowed:
            key = context.adopter.key if context.adopter else ""
            yield f"late: {key} {step.key} with {who.id}, last on {last:%Y-%m-%d}, now {now:%Y-%m-%d}"


def _heard(step: Step, context: TurnContext, assignment: Assignment) -> list[datetime]:
    known = [f.at for f in context.facts if f.name.startswith(f"{step.key}.")]
    return [*known, *([assignment.answered] if assignment.answered else [])]


def _quiet(step: Step, context: TurnContext, assignment: Assignment) -> bool:
    """The bot has said that it stops."""
    return assignment.quiet is not None and all(t <= assignment.quiet for t in _heard(step, context, assignment))


def _date_ahead(step: Step, context: TurnContext, now: datetime) -> bool:
    """A date that the adopter gave lies ahead, or only just behind."""
    names = {n for n, _ in (*step.rhythm.before_date, *step.rhythm.after_date)} if step.rhythm else set()
    ends = [str(f.value).rpartition("/")[2] for f in context.facts if f.name in names]
    return any(end > (now - SLACK).date().isoformat() for end in ends)


def books(tx: Tx, arrived: int) -> list[str]:
    """The store's own books at the end: each reminder one message, each message ended, as many as arrived."""
    one: Any = tx.one  # type: ignore[attr-defined]
    sent = one("SELECT count(*) FROM outbox WHERE nudge <> '' AND state = 'sent'")[0]
    failed = tx.undelivered()
    doubled = one("SELECT count(*) - count(DISTINCT nudge) FROM outbox WHERE nudge <> '' AND state <> 'dropped'")[0]
    rows = one("SELECT count(*) FROM nudges WHERE key LIKE '%:day:%'")[0]
    waiting = one("SELECT count(*) FROM outbox WHERE nudge <> '' AND state = 'waiting'")[0]
    # Arrived, then the process died, then the step was answered: taken for overtaken, and not sent again.
    maybe = one("SELECT count(*) FROM outbox WHERE nudge <> '' AND state = 'dropped' AND attempts > 0")[0]
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
