"""Dates that name their place in the calendar: days, months, seasons, feasts, years."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta

from bot.core.understanding.dates.names import FEAST_WORDS, PARTS, SEASONS, SHORT_DAYS, WEEKDAYS, feast
from bot.core.understanding.dates.phrase import (
    DatePhrase,
    Find,
    Span,
    Tense,
    day,
    ended,
    fixed,
    month_span,
    nothing,
    part_of,
    recurring,
    safe_day,
    to_come,
    yearly,
    years_around,
)  # fmt: skip
from bot.core.understanding.dates.reading import day_number, following, month_at, word, year_at
from bot.core.understanding.words import Word

Words = Sequence[Word]


def impossible(start: int, end: int) -> DatePhrase:
    """31 February: refused, so that the bot asks."""
    return DatePhrase(start, end, "day", nothing, why="impossible_date")


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


def _with_year(
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
    return _with_year(words, start, end, build, "day", number)


def month_alone(words: Words, i: int) -> DatePhrase | None:
    """March, last March, next March, early March, the end of March."""
    month = month_at(words, i)
    if not month:
        return None
    return _with_year(words, i, i + 1, lambda year: month_span(year, month), "month")


def season_alone(words: Words, i: int) -> DatePhrase | None:
    first = SEASONS.get(word(words, i))
    if not first or (word(words, i) == "spring" and following(words, i + 1) in ("clean", "bank")):
        return None
    return _with_year(words, i, i + 1, lambda year: season_span(year, first), "season")


def season_span(year: int, first: int) -> Span | None:
    a = month_span(year, first)
    b = month_span(year + (first == 12), (first + 1) % 12 + 1)
    return (a[0], b[1]) if a and b else None


def _base(words: Words, i: int) -> tuple[DatePhrase, Callable[[int], Span | None]] | None:
    month, season = month_at(words, i), SEASONS.get(word(words, i))
    if month:
        return DatePhrase(i, i + 1, "month", nothing), lambda year: month_span(year, month)
    if season:
        return DatePhrase(i, i + 1, "season", nothing), lambda year: season_span(year, season)
    name = feast_at(words, i)
    if name:
        return DatePhrase(i, name[0], "feast", nothing), lambda year: _feast_span(name[1], year)
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


_FEASTS_FROM: dict[str, list[tuple[str, ...]]] = {}
for _name in FEAST_WORDS:
    _FEASTS_FROM.setdefault(_name[0], []).append(_name)


def feast_at(words: Words, i: int) -> tuple[int, str] | None:
    for name in _FEASTS_FROM.get(word(words, i), ()):
        if word(words, i) == name[0] and all(following(words, i + k) == w for k, w in enumerate(name[1:], 1)):
            return i + len(name), " ".join(name)
    return None


def _feast_span(name: str, year: int) -> Span | None:
    value = feast(name, year)
    return day(value) if value else None


def feast_alone(words: Words, i: int) -> DatePhrase | None:
    name = feast_at(words, i)
    if not name:
        return None
    return _with_year(words, i, name[0], lambda year: _feast_span(name[1], year), "feast")


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


def bank_holiday(words: Words, i: int) -> DatePhrase | None:
    """ "The August bank holiday", "bank holiday Monday in May"."""
    start, month = i, None
    i += word(words, i) == "the"
    if month_at(words, i) and following(words, i + 1) == "bank":
        month, i = month_at(words, i), i + 1
    if word(words, i) != "bank" or following(words, i + 1) != "holiday":
        return None
    end = i + 2 + (following(words, i + 2) in ("monday", "weekend"))
    if month is None and following(words, end) in ("in", "of"):
        month = month_at(words, end + 1)
        end += 2
    name = {5: "early may bank holiday", 8: "august bank holiday", 4: "easter monday"}.get(month or 0)
    if name is None:
        return None
    return _with_year(words, start, end, lambda year: _feast_span(name, year), "feast")


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

    return _with_year(words, start, at + 1, build, "part")


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

    return _with_year(words, start, at + 1, build, "day")


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


def weekday_is(text: str) -> bool:
    return text in WEEKDAYS and text not in SHORT_DAYS
