"""What a date phrase is before its tense is known, and how a day is chosen once it is.

Day and month without a year, weekdays and days of the month come round again and again; the tense of the sentence
says which one is meant. So a phrase keeps a way to find its span, and the clause that it stands in asks.
"""

from __future__ import annotations

import calendar
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

Span = tuple[date, date]
Tense = Literal["past", "plan", "none"]
Find = Callable[[date, Tense], Span | None]
Why = Literal["", "quarter", "vague", "impossible_date"]


@dataclass(frozen=True, slots=True)
class DatePhrase:
    """Words that name a time. `why` says what keeps it open; then there is nothing to find."""

    start: int
    end: int
    kind: str
    find: Find
    why: Why = ""
    role: str = ""
    """since · until · by · before · after, where such a word stands in front."""
    leaning: Tense = "none"
    """The tense that the phrase itself carries: "last March", "tomorrow"."""
    rough: bool = False
    number: int = 0

    def widened(self, start: int, end: int) -> DatePhrase:
        return replace(self, start=start, end=end)


def nothing(today: date, tense: Tense) -> Span | None:
    """Finds no span: for what stays open."""
    return None


def impossible(start: int, end: int) -> DatePhrase:
    """31 February: refused, so that the bot asks."""
    return DatePhrase(start, end, "day", nothing, why="impossible_date")


def day(value: date) -> Span:
    """One day as a span."""
    return value, value


def fixed(first: date, last: date) -> Find:
    """The same span whatever the day and the tense."""
    return lambda today, tense: (first, last)


def at(day_of: Callable[[date], Span | None]) -> Find:
    """A span told from today, whatever the tense."""
    return lambda today, tense: day_of(today)


def recurring(near: Callable[[date], Iterable[Span | None]]) -> Find:
    """A span that comes round: the latest that has begun, or for a plan the next that has not ended."""

    def find(today: date, tense: Tense) -> Span | None:
        spans = sorted(span for span in near(today) if span)
        if tense == "plan":
            return next((span for span in spans if span[1] >= today), None)
        return next((span for span in reversed(spans) if span[0] <= today), None)

    return find


def yearly(build: Callable[[int], Span | None]) -> Find:
    """A span that comes round every year: as `recurring`, without building more years than are looked at."""

    def find(today: date, tense: Tense) -> Span | None:
        if tense == "plan":
            ahead = (build(year) for year in range(today.year - 1, today.year + 9))
            return next((span for span in ahead if span and span[1] >= today), None)
        gone = (build(year) for year in range(today.year + 1, today.year - 9, -1))
        return next((span for span in gone if span and span[0] <= today), None)

    return find


def ended(find_spans: Callable[[date], Iterable[Span | None]]) -> Find:
    """The latest that is over ("last summer"), whatever the tense."""

    def find(today: date, tense: Tense) -> Span | None:
        return max((s for s in find_spans(today) if s and s[1] < today), default=None)

    return find


def to_come(find_spans: Callable[[date], Iterable[Span | None]]) -> Find:
    """The first that begins after today ("next spring")."""

    def find(today: date, tense: Tense) -> Span | None:
        return min((s for s in find_spans(today) if s and s[0] > today), default=None)

    return find


def years_around(build: Callable[[int], Span | None]) -> Callable[[date], Iterable[Span | None]]:
    """A yearly span in the years around today."""
    return lambda today: (build(year) for year in range(today.year - 3, today.year + 4))


def month_span(year: int, month: int) -> Span | None:
    """The first and last day of a month."""
    if not 1 <= year <= 9998:
        return None
    return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])


def months_away(today: date, count: int) -> Span | None:
    """The month that is so many before or after this one."""
    index = today.year * 12 + today.month - 1 + count
    return month_span(index // 12, index % 12 + 1)


def week_of(value: date) -> Span:
    """Monday to Sunday around a day."""
    monday = value - timedelta(days=value.weekday())
    return monday, monday + timedelta(days=6)


def safe_day(year: int, month: int, number: int) -> date | None:
    """The day, or None for one that does not exist."""
    try:
        return date(year, month, number)
    except ValueError:
        return None


def part_of(span: Span, part: str) -> Span | None:
    """Early is the 1st to 10th, mid the 11th to 20th, late the 21st to the end; of a season, of its months."""
    first, last = span
    if part == "early":
        return first, first.replace(day=10)
    if part == "mid":
        middle = first + timedelta(days=(last - first).days // 2)
        return middle.replace(day=11), middle.replace(day=20)
    if part == "late":
        return last.replace(day=21), last
    if part == "first half":
        return first, first.replace(day=15)
    if part == "second half":
        return last.replace(day=16), last
    return None
