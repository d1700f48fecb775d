"""Planning: who is told what at a given time, what is held back and why, and when to look again. Pure.

    plan(programme, context, at) -> Plan(tell, held, changes, wake)

Everything about one adopter is planned at once, from what is known now. What falls together for a person is one
message; a person gets one a day at most, and only in working hours. Nothing here reads a clock or a store.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cached_property

from bot.core.calendar import Hours, WorkingDays
from bot.core.model import WHOLE, Assignment, PersonState, SaveAssignment, TurnContext
from bot.core.model.journey import Step
from bot.core.record.assignments import (
    OFFICER,
    TEAM,
    assignment_of,
    person_state_of,
    reachable,
    responsible,
    with_role,
)
from bot.core.record.progress import Progress, progress_of, unlocks
from bot.core.record.working_days import CLOSED, held_until, hours_for, working_days
from bot.core.reminders.occasions import Look, occasions, pending
from bot.core.reminders.plan import Held, Item, Plan, Tell, advance, changes_of
from bot.core.turn.reply import Programme

UNDATED = frozenset(["rhythm", "quiet"])
"""What comes by a step's rhythm alone: no date that somebody gave stands behind it."""
TALKING = timedelta(hours=2)
"""So long after somebody last talked with the bot it does not start anything by itself."""


@dataclass(frozen=True)
class Board:
    """One adopter at one time: what planning looks at."""

    programme: Programme
    context: TurnContext
    at: datetime
    held: str = ""
    """The operator's word on all reminders: `paused`, or the day until which they wait."""

    known: Progress | None = None
    """The progress that the context's facts give, where that was worked out before."""

    @cached_property
    def progress(self) -> Progress:
        return self.known or progress_of(self.programme.journey, self.context.facts)

    @cached_property
    def days(self) -> WorkingDays:
        return working_days(self.programme.journey.nudging, self.progress.facts.get(CLOSED))

    @cached_property
    def _hours(self) -> dict[str, Hours]:
        return {}

    def hours(self, to: str) -> Hours:
        """When this recipient may hear from the bot."""
        if to not in self._hours:
            self._hours[to] = hours_for(
                self.programme.journey.nudging, self.programme.zone, self.context, self.days, to
            )
        return self._hours[to]

    @property
    def through(self) -> str:
        """TEAM when the adopter made a channel its own; else people hear by themselves."""
        return TEAM if self.context.adopter is not None and self.context.adopter.team_address is not None else ""

    # ---- what there is to say

    def items(self) -> Iterator[Item]:
        """Everything that will come due, whenever, with whom it concerns."""
        for step in self.programme.journey.steps:
            state, who = assignment_of(self.context, step.key), responsible(self.context, step)
            if state.offered_to and state.offered_at is not None:
                yield from self._offer(step, state)
            if step.rhythm is None or who is None:
                continue
            slower = person_state_of(self.context, who.id).slower
            zone = self.hours(who.id).zone
            look = Look(step, step.rhythm, self.progress, state, self.days, zone, self.at, slower)
            yield from (
                Item(step.key, o.kind, o.key, o.day, who.id, o.fact, o.since, look.unanswered, o.entry)
                for o in occasions(look)
            )
            if look.gone_quiet and state.quiet is not None:
                yield from self._gone_quiet(step, state, who.id, look.today)

    def _gone_quiet(self, step: Step, assignment: Assignment, who: str, today: date) -> Iterator[Item]:
        """Nobody answered: the lead hears of it once, and the officer where the adopter agreed to that."""
        assert assignment.quiet is not None
        since = assignment.quiet.isoformat()
        if not assignment.told:
            yield Item(step.key, "tell", f"{step.key}:tell:{since}", today, who)
        if self.context.adopter is not None and self.context.adopter.escalate and not assignment.escalated:
            yield Item(step.key, "escalate", f"{step.key}:escalate:{since}", today, who)

    def _offer(self, step: Step, assignment: Assignment) -> Iterator[Item]:
        """An offer that nobody accepted goes back after some working days; who offered hears of it."""
        assert assignment.offered_at is not None
        offered = assignment.offered_at.astimezone(self.programme.zone).date()
        day = self.days.forth(offered, self.programme.journey.nudging.offer_days)
        key = f"{step.key}:returned:{assignment.offered_at.isoformat()}"
        yield Item(step.key, "returned", key, day, assignment.offered_to)

    def recipient(self, item: Item) -> str:
        """Who hears of it; empty when nobody is there."""
        if item.kind == "returned":
            by = assignment_of(self.context, item.step).offered_by
            there = next((p for p in reachable(self.context) if p.id == by), None)
            found = there or with_role(reachable(self.context), "lead")
            return found.id if found is not None else ""
        if item.kind == "tell":
            step = self.programme.journey.step(item.step)
            role = step.rhythm.then_tell if step.rhythm is not None else "lead"
            told = with_role(reachable(self.context), role)
            return told.id if told is not None and told.id != item.person else ""
        if item.kind == "escalate":
            return OFFICER if self.context.casework.inbox is not None else ""
        return self.through or item.person

    # ---- what stands in the way

    def stops(self, item: Item) -> tuple[str, date | None]:
        """(why it waits, until which day). Paused: ("paused", None). Nothing in the way: ("", None)."""
        if item.kind in ("returned", "tell", "escalate"):
            return ("paused", None) if self.held == "paused" else ("", None)
        step, whole = assignment_of(self.context, item.step), assignment_of(self.context, WHOLE)
        own = person_state_of(self.context, item.person)
        for paused, why in ((self.held == "paused", "all reminders are paused"), (whole.paused, "adopter paused"),
                            (own.paused, "paused by the person"), (step.paused, "step paused")):  # fmt: skip
            if paused:
                return why, None
        ends = (whole.until, own.until, held_until(self.held), self._gap_ends(item, own))
        untils = [d for d in ends if d is not None and d > item.day]
        return ("snoozed", max(untils)) if untils else ("", None)

    def _gap_ends(self, item: Item, own: PersonState) -> date | None:
        """The day from which somebody who wants few reminders may have another."""
        if not own.gap or own.last_nudge is None or item.kind not in UNDATED:
            return None
        return self.hours(item.person).day_of(own.last_nudge) + timedelta(days=own.gap)

    def last_told(self, to: str) -> datetime | None:
        """When this recipient last heard from the bot by itself."""
        return (
            assignment_of(self.context, WHOLE).last_nudge
            if to == TEAM
            else person_state_of(self.context, to).last_nudge
        )

    def hushed(self, to: str) -> date | None:
        """The day on which somebody was last pointed to help where this recipient hears from the bot."""
        states = [s for s in self.context.people_states if to in (TEAM, s.person)]
        return max((s.hushed_on for s in states if s.hushed_on is not None), default=None)

    def moment(self, to: str, day: date) -> datetime | None:
        """When something that is due from that day can be said to this recipient."""
        hours, at = self.hours(to), self.at
        last = self.last_told(to)
        if last is not None:
            day = max(day, hours.day_of(last) + timedelta(days=1))
        if (hushed := self.hushed(to)) is not None:
            day = max(day, hushed + timedelta(days=1))
        seen = person_state_of(self.context, to).last_seen
        if seen is not None and seen + TALKING > at >= seen:
            at = seen + TALKING
        return hours.moment(day, at)

    def why_held(self, to: str) -> str:
        last, hours = self.last_told(to), self.hours(to)
        if last is not None and hours.day_of(last) == hours.day_of(self.at):
            return "had a message today"
        if self.hushed(to) == hours.day_of(self.at):
            return "somebody was pointed to help today"
        return hours.why_not(self.at) or "in the middle of a talk"


def plan(programme: Programme, context: TurnContext, at: datetime, held: str = "") -> Plan:
    """What the clock does for one adopter at `at`: see the module's words."""
    if context.adopter is None or context.adopter.merged_into or context.adopter.closed_on:
        return Plan()
    progress = progress_of(programme.journey, context.facts)
    noted = tuple(_seen_open(progress, context, at))
    context = advance(context, noted)
    board = Board(programme, context, at, held, progress)
    tells, helds, wakes = _look(board)
    after = context
    for tell in tells:
        after = advance(after, changes_of(after, tell, at))
    if tells:
        more, _, wakes = _look(Board(programme, after, at, held, progress))
        if more:
            wakes.append(at + timedelta(minutes=1))
    wake = min(wakes, default=None)
    return Plan(tuple(tells), tuple(helds), noted, wake)


def _seen_open(progress: Progress, context: TurnContext, at: datetime) -> Iterator[SaveAssignment]:
    """Steps that are open and of which nothing is known get the time from which their rhythm counts."""
    for step in progress.journey.steps:
        state = assignment_of(context, step.key)
        if step.rhythm and state.since is None and pending(progress, step) and not progress.of(step.key).facts:
            yield SaveAssignment(replace(state, since=at))


def _look(board: Board) -> tuple[list[Tell], list[Held], list[datetime]]:
    """Who is told now, what is held back, and the times at which something else comes due."""
    waiting: dict[str, list[tuple[Item, date]]] = {}
    helds: list[Held] = []
    for item in board.items():
        to = board.recipient(item)
        why, until = board.stops(item)
        if not to:
            continue
        if why and until is None:
            if item.day <= board.hours(to).day_of(board.at):
                helds.append(Held(to, (item.step,), why, None))
            continue
        waiting.setdefault(to, []).append((item, max(item.day, until or item.day)))
    tells: list[Tell] = []
    wakes: list[datetime] = []
    for to, items in waiting.items():
        today = board.hours(to).day_of(board.at)
        when = board.moment(to, min(day for _, day in items))
        if when is not None and when <= board.at:
            near = today + timedelta(days=board.programme.journey.nudging.together)
            due = [item for item, day in items if day <= today or (day <= near and item.kind == "rhythm")]
            tells.append(Tell(to, tuple(sorted(due, key=lambda i: _rank(board, i))), today))
            continue
        if when is not None:
            wakes.append(when)
        helds += _waiting(board, to, items, today, when)
    return tells, helds, wakes


def _waiting(
    board: Board, to: str, items: list[tuple[Item, date]], today: date, when: datetime | None
) -> Iterator[Held]:
    """What is due and must wait."""
    late = tuple(dict.fromkeys(item.step for item, day in items if day <= today))
    snoozed = tuple(dict.fromkeys(item.step for item, day in items if item.day <= today < day))
    if late:
        yield Held(to, late, board.why_held(to), when)
    if snoozed:
        yield Held(to, snoozed, "snoozed", when)


_ORDER: Mapping[str, int] = {
    "after": 0,
    "before": 0,
    "asked": 1,
    "recurs": 2,
    "rhythm": 2,
    "quiet": 3,
    "tell": 4,
    "returned": 4,
    "escalate": 4,
}


def _rank(board: Board, item: Item) -> tuple[int, int, int]:
    """Dates that the adopter gave first; then what unlocks most; then the journey's order."""
    journey = board.programme.journey
    order = next((n for n, s in enumerate(journey.steps) if s.key == item.step), 0)
    return _ORDER[item.kind], -unlocks(journey, item.step), order
