"""Years: a year alone, and the year that follows a day, a month or a feast."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from bot.core.language.dates.phrase import DatePhrase, Span, Tense, fixed, impossible, yearly
from bot.core.language.dates.reading import following, word, year_at
from bot.core.language.words import Words


def named_year(words: Words, i: int) -> tuple[int, Callable[[date], int]] | None:
    """A year after a day or month: "2026", "this year", "last year"."""
    found = year_at(words, i)
    if found:
        end, year = found
        return end, lambda today: year
    step = i + 1 if following(words, i) in ("of", "in") else i
    if following(words, step + 1) == "year":
        shift = {"this": 0, "last": -1, "next": 1}.get(following(words, step))
        if shift is not None:
            return step + 2, lambda today: today.year + shift
    return None


def with_year(
    words: Words, start: int, end: int, build: Callable[[int], Span | None], kind: str, number: int = 0
) -> DatePhrase:
    """The phrase in its year where one follows; otherwise in the year that the tense asks for."""
    year = named_year(words, end)
    if not year:
        return DatePhrase(start, end, kind, yearly(build), number=number)
    year_of = year[1]
    if build(2024) is None or (words[year[0] - 1].text.isdecimal() and build(year_of(date(2024, 1, 1))) is None):
        return impossible(start, year[0])
    return DatePhrase(start, year[0], kind, lambda today, tense: build(year_of(today)), number=number)


def year_alone(words: Words, i: int) -> DatePhrase | None:
    """2025: the whole year. "Last year" and "this year" too."""
    text = word(words, i)
    if text.isdecimal() and len(text) == 4 and 2000 <= int(text) <= 2099:
        if (
            i
            and not words[i].gap
            and word(words, i - 1)
            not in ("in", "during", "of", "since", "until", "by", "before", "after", "from", "late", "early")
            and len(words) > 1
        ):
            return None
        year = int(text)
        return DatePhrase(i, i + 1, "year", fixed(date(year, 1, 1), date(year, 12, 31)))
    if following(words, i + 1) == "year" and text in ("last", "this", "next"):
        shift = {"last": -1, "this": 0, "next": 1}[text]
        leaning: Tense = "past" if shift < 0 else "plan" if shift > 0 else "none"

        def find(today: date, tense: Tense) -> Span | None:
            return date(today.year + shift, 1, 1), date(today.year + shift, 12, 31)

        return DatePhrase(i, i + 2, "year", find, leaning=leaning)
    return None
