"""Who needs help first, and why in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from bot.core.model.journey import Journey
from bot.core.model.tracks import AdopterTrack
from bot.core.officers.figures import QUIET_DAYS, Days, worked_between
from bot.core.officers.promise import Promise
from bot.core.turn.wording import say_day

START_DAYS = 10
"""Working days after which an adopter that has not begun may need a hand."""
MOST = 10

Worked = Callable[[date, date], int]
"""The working days after one day up to another."""


@dataclass(frozen=True, slots=True)
class NeedsHelp:
    """An adopter that needs help, with every reason."""

    key: str
    name: str
    why: tuple[str, ...]
    weight: int


def help_first(
    journey: Journey,
    adopters: Sequence[AdopterTrack],
    waiting: Mapping[str, Promise],
    today: date,
    day_of: Days,
    most: int = MOST,
) -> tuple[NeedsHelp, ...]:
    """Those who need it most. `waiting`: for each adopter with a question that waits, the one that waits longest."""
    first = min((one.joined for one in adopters if one.joined is not None), default=today)
    first = min([first, *(day_of(one.last) for one in adopters if one.last is not None)])
    worked = worked_between(journey.nudging, first, today)
    found = []
    for one in adopters:
        if one.closed is None:
            reasons = [*_question(waiting.get(one.key)), *_silence(journey, one, today, day_of, worked)]
            if reasons:
                weight = sum(weight for weight, _ in reasons)
                found.append(NeedsHelp(one.key, one.name, tuple(why for _, why in reasons), weight))
    return tuple(sorted(found, key=lambda one: (-one.weight, one.name))[:most])


def _question(promise: Promise | None) -> list[tuple[int, str]]:
    """A question that waits longer than was promised comes before all else: we owe the answer."""
    if promise is None or not promise.late:
        return []
    return [(1000 + 10 * promise.late, f"A question of theirs is {promise.words}.")]


def _silence(
    journey: Journey, one: AdopterTrack, today: date, day_of: Days, worked: Worked
) -> list[tuple[int, str]]:  # fmt: skip
    """Not begun, or begun and gone quiet."""
    if one.track.finished is not None:
        return []
    if one.last is None:
        days = worked(one.joined, today) if one.joined is not None else 0
        if one.joined is None or days < START_DAYS:
            return []
        return [(days, f"Adopted on {say_day(one.joined)} and has told nothing since, {days} working days ago.")]
    day = day_of(one.last)
    days = worked(day, today)
    if days < QUIET_DAYS:
        return []
    at = f", at “{journey.step(one.track.at_step).title}”" if one.track.at_step in journey.step_by_key else ""
    return [(days, f"Nothing has been told since {say_day(day)}, {days} working days ago{at}.")]
