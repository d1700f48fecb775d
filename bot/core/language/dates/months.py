"""Months and seasons: March, last spring, early June, the first week of December."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from bot.core.language.dates.feasts import feast_at, feast_span
from bot.core.language.dates.names import PARTS, SEASONS
from bot.core.language.dates.phrase import (
    DatePhrase,
    Find,
    Span,
    Tense,
    ended,
    month_span,
    nothing,
    part_of,
    recurring,
    to_come,
    years_around,
)
from bot.core.language.dates.reading import following, month_at, word
from bot.core.language.dates.years import named_year, with_year
from bot.core.language.words import Words


def month_alone(words: Words, i: int) -> DatePhrase | None:
    """March, last March, next March, early March, the end of March."""
    month = month_at(words, i)
    if not month:
        return None
    return with_year(words, i, i + 1, lambda year: month_span(year, month), "month")


def season_alone(words: Words, i: int) -> DatePhrase | None:
    """Spring, autumn 2026; a spring clean is none."""
    first = SEASONS.get(word(words, i))
    if not first or (word(words, i) == "spring" and following(words, i + 1) in ("clean", "bank")):
        return None
    return with_year(words, i, i + 1, lambda year: _season_span(year, first), "season")


def _season_span(year: int, first: int) -> Span | None:
    a = month_span(year, first)
    b = month_span(year + (first == 12), (first + 1) % 12 + 1)
    return (a[0], b[1]) if a and b else None


def _base(words: Words, i: int) -> tuple[DatePhrase, Callable[[int], Span | None]] | None:
    month, season = month_at(words, i), SEASONS.get(word(words, i))
    if month:
        return DatePhrase(i, i + 1, "month", nothing), lambda year: month_span(year, month)
    if season:
        return DatePhrase(i, i + 1, "season", nothing), lambda year: _season_span(year, season)
    name = feast_at(words, i)
    if name:
        return DatePhrase(i, name[0], "feast", nothing), lambda year: feast_span(name[1], year)
    return None


def last_next_this(words: Words, i: int) -> DatePhrase | None:
    """ "Last March", "next spring", "this summer"."""
    which = word(words, i)
    skip = i + 1 + (following(words, i + 1) in ("coming", "past"))
    if which not in ("last", "next", "this", "previous") or not following(words, skip):
        return None
    found = _base(words, skip)
    if not found:
        return None
    phrase, build = found
    around = years_around(build)
    find: Find = {"last": ended, "previous": ended, "next": to_come, "this": recurring}[which](around)
    leaning: Tense = {"last": "past", "previous": "past", "next": "plan"}.get(which, "none")  # type: ignore[assignment]
    if word(words, i + 1) in ("coming", "past"):
        leaning = "plan" if word(words, i + 1) == "coming" else "past"
    end, year = phrase.end, named_year(words, phrase.end)
    if year and which != "this":
        return None
    return DatePhrase(i, end, phrase.kind, find, leaning=leaning)


def part(words: Words, i: int, inner: Callable[[Words, int], DatePhrase | None]) -> DatePhrase | None:
    """ "Early March", "the end of last month", "mid-June", "the second half of July"."""
    start = i
    if word(words, i) == "the":
        i += 1
    name = PARTS.get(word(words, i))
    at = i + 1
    if word(words, i) in ("very", "right", "towards"):
        name, at = PARTS.get(following(words, i + 1)), i + 2
    if word(words, i) in ("first", "second", "1st", "2nd") and following(words, i + 1) == "half":
        name, at = ("first half" if word(words, i) in ("first", "1st") else "second half"), i + 2
    if not name:
        return None
    if word(words, at - 1) == "tail" and following(words, at) == "end":
        at += 1
    for skipped in ("part", "of", "in", "the"):
        at += following(words, at) == skipped
    if word(words, i) in ("start", "end", "beginning", "middle", "tail") and at == i + 1 and not month_at(words, at):
        return None
    if following(words, at) == "month" and word(words, at - 1) in ("the", "of"):
        return _part_phrase(start, at + 1, _this_month(), name)
    found = inner(words, at) if following(words, at) else None
    if not found or found.kind not in ("month", "season"):
        return None
    return _part_phrase(start, found.end, found, name)


def _this_month() -> DatePhrase:
    return DatePhrase(0, 0, "month", lambda today, tense: month_span(today.year, today.month))


def _part_phrase(start: int, end: int, whole: DatePhrase, name: str) -> DatePhrase:
    """A part of a month that comes round: of the one whose part fits the tense ("early November" on the 3rd)."""

    def find(today: date, tense: Tense) -> Span | None:
        span = whole.find(today, tense)
        got = part_of(span, name) if span else None
        if got and tense != "plan" and got[0] > today and whole.kind == "month" and whole.leaning == "none":
            earlier = whole.find(today.replace(day=1) - timedelta(days=1), tense)
            got = part_of(earlier, name) if earlier and end - start > 1 and earlier != span else got
        if got and tense == "plan" and got[1] < today and whole.leaning == "none":
            later = whole.find(span[1] + timedelta(days=1), tense) if span else None
            got = part_of(later, name) if later and later > (span or later) else got
        return got

    return DatePhrase(start, end, "part", find, leaning=whole.leaning)


_NTH_WEEK = {
    "first": 1,
    "1st": 1,
    "second": 2,
    "2nd": 2,
    "third": 3,
    "3rd": 3,
    "fourth": 4,
    "4th": 4,
    "last": -1,
    "final": -1,
}


def week_of_month(words: Words, i: int) -> DatePhrase | None:
    """ "The first week of December" is its 1st to 7th, the last week its last seven days."""
    start = i
    i += word(words, i) == "the"
    count = _NTH_WEEK.get(word(words, i))
    if count is None or following(words, i + 1) != "week" or following(words, i + 2) not in ("of", "in"):
        return None
    at = i + 3 + (following(words, i + 3) == "the")
    month = month_at(words, at)
    if not month:
        return None

    def build(year: int) -> Span | None:
        span = month_span(year, month)
        if span is None:
            return None
        if count < 0:
            return span[1] - timedelta(days=6), span[1]
        return span[0] + timedelta(days=7 * count - 7), span[0] + timedelta(days=7 * count - 1)

    return with_year(words, start, at + 1, build, "part")
