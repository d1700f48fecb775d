"""The overview's figures: how many are where, who is active, how long each step takes, what changed this week."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from statistics import median

from bot.core.calendar import ONE, WorkingDays
from bot.core.model.journey import Journey, Nudging
from bot.core.model.tracks import AdopterTrack
from bot.core.record.progress import next_step, progress_of

QUIET_DAYS = 20
"""Working days without anything told, after which an adopter that has begun has gone quiet."""
SMALLEST_GROUP = 5
"""Of fewer no days are told: a figure of two or three is about them, and not about the step."""
WEEKS = 26
WEEK = timedelta(days=7)

Days = Callable[[datetime], date]
"""The day of a time, where the programme is."""


@dataclass(frozen=True, slots=True)
class StepFigures:
    """One step: how many are at it, how many have reached it, and how long that took."""

    step: str
    here: int
    """Adopters for whom it is next."""
    begun: int
    done: int
    days: float | None
    """The working days from adopting to reaching it, in the middle; None for fewer than five."""


@dataclass(frozen=True, slots=True)
class Point:
    """How many there were at the end of one week."""

    day: date
    adopted: int
    started: int
    finished: int


@dataclass(frozen=True, slots=True)
class Overview:
    """All figures of one day."""

    adopters: int
    not_started: int
    active: int
    quiet: int
    finished: int
    closed: int
    steps: tuple[StepFigures, ...]
    weeks: tuple[Point, ...]

    @property
    def started(self) -> int:
        return self.active + self.quiet + self.finished


def status_of(adopter: AdopterTrack, quiet_since: date, day_of: Days) -> str:
    """`closed`, `finished`, `not_started`, `quiet` or `active`. `quiet_since`: who told nothing after it is quiet."""
    if adopter.closed is not None:
        return "closed"
    if adopter.track.finished is not None:
        return "finished"
    if adopter.last is None:
        return "not_started"
    return "active" if day_of(adopter.last) > quiet_since else "quiet"


def quiet_since(journey: Journey, today: date) -> date:
    """The day up to which an adopter was last heard of that is quiet today."""
    return WorkingDays(journey.nudging).back(today, QUIET_DAYS)


def first_step(journey: Journey) -> str:
    """Where an adopter is of which nothing is known."""
    step = next_step(progress_of(journey, ()))
    return step.key if step else ""


def overview(
    journey: Journey,
    adopters: Sequence[AdopterTrack],
    states: Mapping[tuple[str, str], int],
    reached: Iterable[tuple[str, date | None, datetime]],
    today: date,
    day_of: Days,
) -> Overview:
    """All figures. `states`: how many milestones there are of each step and state; `reached`: of each that is done
    its step, since when its adopter has been listed, and when it was reached. Closed adopters are in no figure but
    their own, and are to be left out of `states` and `reached`."""
    since = quiet_since(journey, today)
    statuses = Counter(status_of(one, since, day_of) for one in adopters)
    there = [one for one in adopters if one.closed is None]
    first = first_step(journey)
    here = Counter(first if one.last is None else one.track.at_step for one in there)
    taken = _days_taken(journey.nudging, reached, today, day_of)
    steps = tuple(
        StepFigures(
            step.key, here[step.key], states.get((step.key, "begun"), 0), states.get((step.key, "done"), 0),
            median(days) if len(days := taken.get(step.key, [])) >= SMALLEST_GROUP else None,
        )
        for step in journey.steps
    )  # fmt: skip
    return Overview(
        len(there), statuses["not_started"], statuses["active"], statuses["quiet"], statuses["finished"],
        statuses["closed"], steps, weeks(there, today, day_of),
    )  # fmt: skip


def _days_taken(
    nudging: Nudging, reached: Iterable[tuple[str, date | None, datetime]], today: date, day_of: Days
) -> dict[str, list[int]]:
    """For each step, the working days that each adopter took to reach it."""
    spans = [(step, joined, day_of(at)) for step, joined, at in reached if joined is not None]
    worked = worked_between(nudging, min((joined for _, joined, _ in spans), default=today), today)
    taken: dict[str, list[int]] = {}
    for step, joined, day in spans:
        taken.setdefault(step, []).append(worked(joined, day))
    return taken


def worked_between(nudging: Nudging, first: date, last: date) -> Callable[[date, date], int]:
    """Counts the working days after one day up to another, both between these; counted once, looked up after that."""
    days = _worked(nudging, first, max(first, last))

    def between(start: date, end: date) -> int:
        place = [min(max((day - first).days, 0), len(days) - 1) for day in (start, end)]
        return max(0, days[place[1]] - days[place[0]])

    return between


@lru_cache(8)
def _worked(nudging: Nudging, first: date, last: date) -> tuple[int, ...]:
    """How many working days there were from the first day on, for each day up to the last."""
    works, count, found = WorkingDays(nudging).works, 0, []
    day = first
    while day <= last:
        count += works(day)
        found.append(count)
        day += ONE
    return tuple(found)


def weeks(adopters: Sequence[AdopterTrack], today: date, day_of: Days) -> tuple[Point, ...]:
    """How many had adopted, begun and finished at the end of each of the last weeks; the last is today."""
    dates = [
        sorted(one.joined for one in adopters if one.joined is not None),
        sorted(day_of(one.started) for one in adopters if one.started is not None),
        sorted(day_of(one.track.finished) for one in adopters if one.track.finished is not None),
    ]
    ends = [today - WEEK * n for n in reversed(range(WEEKS))]
    return tuple(Point(end, *(bisect_right(days, end) for days in dates)) for end in ends)
