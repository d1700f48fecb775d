"""Days by their number or order: 3 March, 3/4/2026, the 9th, the first Monday in March."""

from __future__ import annotations

from datetime import date, timedelta

from bot.core.language.dates.names import WEEKDAYS
from bot.core.language.dates.phrase import (
    DatePhrase,
    Span,
    day,
    fixed,
    impossible,
    month_span,
    recurring,
    safe_day,
    yearly,
)
from bot.core.language.dates.reading import day_number, following, month_at, word, year_at
from bot.core.language.dates.years import with_year
from bot.core.language.words import Words


def written_in_figures(words: Words, i: int) -> DatePhrase | None:
    """2026-03-03, 03/04/2026, 3.4.26, 3/4: day before month."""
    text = word(words, i)
    end = i + 1
    if text.isdecimal() and i + 2 < len(words) and words[i + 1].gap == words[i + 2].gap == "-":
        text, end = "/".join(w.text for w in words[i : i + 3]), i + 3
    parts = text.replace(".", "/").split("/")
    if not all(part.isdecimal() and len(part) <= 4 for part in parts) or len(parts) not in (2, 3):
        return None
    if len(parts) == 2:
        number, month = int(parts[0]), int(parts[1])
        if "." in text or not (1 <= number <= 31 and 1 <= month <= 12) or len(parts[0]) > 2 or len(parts[1]) > 2:
            return None
        return _yearly_day(i, end, number, month, "figures")
    if len(parts[0]) == 4:
        year, month, number = (int(part) for part in parts)
    else:
        number, month, year = (int(part) for part in parts)
        year += 2000 if len(parts[2]) == 2 else 0
    if not 1900 <= year <= 2199:
        return None
    value = safe_day(year, month, number)
    return DatePhrase(i, end, "day", fixed(value, value)) if value else impossible(i, end)


def _yearly_day(start: int, end: int, number: int, month: int, kind: str = "day") -> DatePhrase:
    if safe_day(2024, month, number) is None:
        return impossible(start, end)

    def build(year: int) -> Span | None:
        value = safe_day(year, month, number)
        return day(value) if value else None

    return DatePhrase(start, end, kind, yearly(build), number=number)


def day_and_month(words: Words, i: int) -> DatePhrase | None:
    """3 March, the third of March, March 3rd, Tuesday 3 March, with or without a year."""
    start = i
    if word(words, i) in WEEKDAYS and (following(words, i + 1) == "the" or day_number(words, i + 1)):
        i += 1
    if word(words, i) == "the":
        i += 1
    number = day_number(words, i)
    if number and (i == start or following(words, i)):
        end = number[0] + (following(words, number[0]) == "of")
        month = month_at(words, end, beside_day=True) if following(words, end) else None
        if month and not _counts_people(words, start, i, end):
            return _day_phrase(words, start, end + 1, number[1], month)
    month = month_at(words, i)
    if month:
        at = i + 1 + (following(words, i + 1) == "the")
        number = day_number(words, at) if following(words, at) else None
        if number and _is_day_after_month(words, at, number):
            return _day_phrase(words, start, number[0], number[1], month)
    return None


def _counts_people(words: Words, start: int, i: int, month: int) -> bool:
    """In "we had twelve may come" the number is no day; "twelve may" needs digits, an ordinal or a capital."""
    plain = not words[i].text[0].isdecimal() and not day_number(words, i)[2]  # type: ignore[index]
    return plain and words[month].text in ("may", "march") and not words[month].capital and start == i


def _is_day_after_month(words: Words, at: int, number: tuple[int, int, bool]) -> bool:
    """In "in March 40 came" 40 is no day; "March 3" is one at the end of a clause or before a year."""
    if number[2]:
        return True
    if words[at].gap or not words[at].text.isdecimal():
        return False
    last = number[0] >= len(words) or bool(words[number[0]].gap)
    return last or year_at(words, number[0]) is not None


def _day_phrase(words: Words, start: int, end: int, number: int, month: int) -> DatePhrase:
    def build(year: int) -> Span | None:
        value = safe_day(year, month, number)
        return day(value) if value else None

    if safe_day(2024, month, number) is None:
        return impossible(start, end)
    return with_year(words, start, end, build, "day", number)


def day_of_month(words: Words, i: int) -> DatePhrase | None:
    """ "The 9th", "Monday 9th", "the 9th of this month", "the 3rd of next month": by the tense."""
    start = i
    weekday = WEEKDAYS.get(word(words, i))
    if weekday is not None:
        i += 1
    if following(words, i) == "the" or (i == start and word(words, i) == "the"):
        i += 1
    number = day_number(words, i) if i == start or following(words, i) else None
    if not number or not number[2] or (weekday is None and _only_in_order(words, start, i)):
        return None
    if following(words, number[0]) not in ("", "of") and i == start and weekday is None and not _day_like(words, i):
        return None
    wanted = number[1]

    def near(today: date) -> list[Span | None]:
        spans: list[Span | None] = []
        for count in range(-14, 15):
            index = today.year * 12 + today.month - 1 + count
            value = safe_day(index // 12, index % 12 + 1, wanted)
            if value and (weekday is None or value.weekday() == weekday):
                spans.append(day(value))
        return spans

    end = number[0]
    shift = {"this": 0, "last": -1, "next": 1}.get(following(words, end + 1))
    if following(words, end) == "of" and shift is not None and following(words, end + 2) == "month":
        return DatePhrase(start, end + 3, "day", lambda today, tense: _day_in_month(today, shift, wanted))
    return DatePhrase(start, end, "day_of_month", recurring(near), number=wanted)


_ON_A_DAY = frozenset({"on", "by", "until", "till", "since", "before", "after", "from"})


def _only_in_order(words: Words, start: int, i: int) -> bool:
    """ "12 came to the first and 15 to the second", "the third Tuesday": an order, and no day of the month."""
    if word(words, i) not in ("first", "second", "third"):
        return False
    return i == start or word(words, start - 1) not in _ON_A_DAY or following(words, i + 1) in WEEKDAYS


def _day_like(words: Words, i: int) -> bool:
    return word(words, i)[0].isdecimal() or word(words, i - 1) in ("the", "on")


def _day_in_month(today: date, shift: int, number: int) -> Span | None:
    index = today.year * 12 + today.month - 1 + shift
    value = safe_day(index // 12, index % 12 + 1, number)
    return day(value) if value else None


def nth_weekday(words: Words, i: int) -> DatePhrase | None:
    """ "The first Monday in March", "the last Friday of next month"."""
    start = i
    if word(words, i) == "the":
        i += 1
    count = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": -1, "1st": 1, "2nd": 2, "3rd": 3}.get(
        word(words, i)
    )
    weekday = WEEKDAYS.get(following(words, i + 1))
    if not count or weekday is None or following(words, i + 2) not in ("in", "of"):
        return None
    at = i + 3 + (following(words, i + 3) == "the")
    month = month_at(words, at)
    if not month:
        return None

    def build(year: int) -> Span | None:
        span = month_span(year, month)
        if not span:
            return None
        days = [span[0] + timedelta(days=k) for k in range((span[1] - span[0]).days + 1)]
        fitting = [d for d in days if d.weekday() == weekday]
        place = count - 1 if count > 0 else -1
        return day(fitting[place])

    return with_year(words, start, at + 1, build, "day")
