"""What must be true of the ledger, worked out without the planner: nothing late, nothing lost, nothing doubled."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from bot.core.journey import Step
from bot.core.model import Scene, StepCare
from bot.core.progress import State, counts, progress_of
from bot.core.reminders.nudges import care_of, person_care_of, responsible
from bot.core.reply import Programme
from bot.store.port import Tx

SLACK = timedelta(days=24)
"""Holidays, weekends, an organisation closed for a fortnight, a machine off for a week, one message a day."""


def late_of(programme: Programme, scene: Scene, now: datetime) -> Iterator[str]:
    """Steps that are pending, and of which nobody was reminded within the step's own rhythm."""
    progress = progress_of(programme.journey, scene.facts)
    whole = care_of(scene, "")
    for step in programme.journey.steps:
        if not counts(step) or progress.of(step.key).state not in (State.OPEN, State.BEGUN) or step.rhythm is None:
            continue
        care, who = care_of(scene, step.key), responsible(scene, step)
        if who is None or whole.paused or care.paused or person_care_of(scene, who.id).paused:
            continue
        own = person_care_of(scene, who.id)
        if any(u is not None and u > now.date() - SLACK for u in (whole.until, own.until, care.until)):
            continue
        if _date_ahead(step, scene, now) or _quiet(step, scene, care):
            continue
        known = [t for t in (*_heard(step, scene, care), care.last_nudge, care.since) if t is not None]
        if not known and all(c.last_seen is None for c in scene.people_care):
            continue  # nobody there has been met yet
        allowed = timedelta(days=max(step.rhythm.first_after, step.rhythm.every) * own.slower) + SLACK
        last = max(known, default=now - timedelta(days=3650))
        if now - last > allowed:
            key = scene.adopter.key if scene.adopter else ""
            yield f"late: {key} {step.key} with {who.id}, last on {last:%Y-%m-%d}, now {now:%Y-%m-%d}"


def _heard(step: Step, scene: Scene, care: StepCare) -> list[datetime]:
    known = [f.at for f in scene.facts if f.name.startswith(f"{step.key}.")]
    return [*known, *([care.answered] if care.answered else [])]


def _quiet(step: Step, scene: Scene, care: StepCare) -> bool:
    """The bot has said that it stops."""
    return care.quiet is not None and all(t <= care.quiet for t in _heard(step, scene, care))


def _date_ahead(step: Step, scene: Scene, now: datetime) -> bool:
    """A date that the adopter gave lies ahead, or only just behind."""
    names = {n for n, _ in (*step.rhythm.before_date, *step.rhythm.after_date)} if step.rhythm else set()
    ends = [str(f.value).rpartition("/")[2] for f in scene.facts if f.name in names]
    return any(end > (now - SLACK).date().isoformat() for end in ends)


def books(tx: Tx, arrived: int) -> list[str]:
    """The ledger's own books at the end: each reminder one message, each message ended, as many as arrived."""
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
