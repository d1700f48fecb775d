"""Dates told from today: yesterday, last week, next month, three weeks ago, in two months."""

from __future__ import annotations

from datetime import date, timedelta

from bot.core.language.dates.phrase import DatePhrase, Find, Span, Tense, at, day, months_away, week_of
from bot.core.language.dates.reading import following, small_number, word
from bot.core.language.words import Words

FROM_TODAY = {"today": 0, "tonight": 0, "yesterday": -1, "tomorrow": 1}


def near_days(words: Words, i: int) -> DatePhrase | None:
    """Today, yesterday, the day before yesterday, this morning, last night."""
    text = word(words, i)
    if text in FROM_TODAY:
        return _from_today(i, i + 1, FROM_TODAY[text])
    if text == "day" and following(words, i + 1) in ("before", "after"):
        other = following(words, i + 2)
        if other in ("yesterday", "tomorrow"):
            return _from_today(i, i + 3, -2 if other == "yesterday" else 2)
    if text == "this" and following(words, i + 1) in ("morning", "afternoon", "evening"):
        return _from_today(i, i + 2, 0)
    if text == "last" and following(words, i + 1) in ("night", "evening"):
        return _from_today(i, i + 2, -1)
    return None


def _from_today(start: int, end: int, shift: int) -> DatePhrase:
    leaning: Tense = "past" if shift < 0 else "plan" if shift > 0 else "none"
    return DatePhrase(start, end, "day", at(lambda today: day(today + timedelta(days=shift))), leaning=leaning)


def named_week(words: Words, i: int) -> tuple[int, int | None] | None:
    """(end, weeks from this one): last week, next week, the week before last, the week after next."""
    if word(words, i) in ("last", "this", "next") and following(words, i + 1) == "week":
        return i + 2, {"last": -1, "this": 0, "next": 1}[word(words, i)]
    j = i + (word(words, i) == "the")
    if word(words, j) == "week" and following(words, j + 1) == "before" and following(words, j + 2) == "last":
        return j + 3, -2
    if word(words, j) == "week" and following(words, j + 1) == "after" and following(words, j + 2) == "next":
        return j + 3, 2
    return None


def weeks_and_months(words: Words, i: int) -> DatePhrase | None:
    """Last week, next month, the month before last, last weekend, later this month."""
    week = named_week(words, i)
    if week and week[1] is not None:
        return _week(i, week[0], week[1])
    text = word(words, i)
    if text in ("last", "this", "next") and following(words, i + 1) == "month":
        return _month(i, i + 2, {"last": -1, "this": 0, "next": 1}[text])
    j = i + (text == "the")
    other = following(words, j + 1) in ("before", "after") and following(words, j + 2) in ("last", "next")
    if word(words, j) == "month" and other:
        return _month(i, j + 3, -2 if word(words, j + 1) == "before" else 2)
    if text in ("last", "this", "next") and following(words, i + 1) == "weekend":
        return _weekend(i, i + 2, text)
    if text == "the" and following(words, i + 1) == "weekend":
        return _weekend(i, i + 2, "")
    return None


def _week(start: int, end: int, shift: int) -> DatePhrase:
    leaning: Tense = "past" if shift < 0 else "plan" if shift > 0 else "none"
    return DatePhrase(
        start, end, "week", at(lambda today: week_of(today + timedelta(days=7 * shift))), leaning=leaning
    )


def _month(start: int, end: int, shift: int) -> DatePhrase:
    leaning: Tense = "past" if shift < 0 else "plan" if shift > 0 else "none"
    return DatePhrase(start, end, "month", at(lambda today: months_away(today, shift)), leaning=leaning)


def _weekend(start: int, end: int, which: str) -> DatePhrase:
    def find(today: date, tense: Tense) -> Span | None:
        saturday = week_of(today)[0] + timedelta(days=5)
        if which == "last" or (which != "next" and tense != "plan" and saturday > today):
            saturday -= timedelta(days=7)
        if which == "next":
            saturday += timedelta(days=7 if today.weekday() >= 5 else 0)
        return saturday, saturday + timedelta(days=1)

    leaning: Tense = {"last": "past", "next": "plan"}.get(which, "none")  # type: ignore[assignment]
    return DatePhrase(start, end, "week", find, leaning=leaning)


_UNIT = {
    "day": "day", "days": "day", "week": "week", "weeks": "week", "fortnight": "fortnight",
    "fortnights": "fortnight", "month": "month", "months": "month", "year": "year", "years": "year",
}  # fmt: skip


def length(words: Words, i: int) -> tuple[int, int, str] | None:
    """(end, count, unit): "three weeks", "a fortnight", "a couple of months", "six months"."""
    couple = i + 1 if word(words, i) == "a" else i
    if word(words, couple) == "couple":
        end = couple + 1 + (following(words, couple + 1) == "of")
        unit = _UNIT.get(following(words, end))
        return (end + 1, 2, unit) if unit else None
    number = small_number(words, i)
    if number:
        unit = _UNIT.get(following(words, number[0]))
        if unit == "fortnight":
            return number[0] + 1, 2 * number[1], "week"
        return (number[0] + 1, number[1], unit) if unit else None
    return None


def ago(words: Words, i: int) -> DatePhrase | None:
    """ "5 weeks ago" is that week, "three months ago" that month, "ten days ago" that day; back is ago."""
    found = length(words, i)
    if not found or following(words, found[0]) not in ("ago", "back") or following(words, found[0]) == "":
        return None
    end, count, unit = found
    couple = "couple" in (word(words, i), word(words, i + 1))
    return DatePhrase(i, end + 1, unit, _shifted(-count, unit), leaning="past", rough=couple)


def ahead(words: Words, i: int) -> DatePhrase | None:
    """ "In two weeks", "in a fortnight's time", "three months from now"."""
    start, lead = i, word(words, i)
    if lead in ("in", "within"):
        i += 1
    found = length(words, i) if i == start or following(words, i) else None
    if not found:
        return None
    end, count, unit = found
    if following(words, end) == "time" or (
        following(words, end) == "from" and following(words, end + 1) in ("now", "today")
    ):
        end += 1 if word(words, end) == "time" else 2
    elif lead != "in":
        return None
    return DatePhrase(
        start,
        end,
        unit,
        _shifted(count, unit),
        leaning="plan",
        number=count,
        rough="couple" in (word(words, i + 1), word(words, i)),
    )


def _shifted(count: int, unit: str) -> Find:
    def find(today: date, tense: Tense) -> Span | None:
        try:
            if unit == "day":
                return day(today + timedelta(days=count))
            if unit == "week":
                return week_of(today + timedelta(days=7 * count))
            if unit == "month":
                return months_away(today, count)
            return None
        except (OverflowError, ValueError):
            return None

    return find


def week_beginning(i: int, inner_day: DatePhrase | None) -> DatePhrase | None:
    """ "w/c 9 November": that Monday to Sunday."""
    if inner_day is None or inner_day.kind not in ("day", "day_of_month", "figures", "weekday"):
        return None

    def find(today: date, tense: Tense) -> Span | None:
        span = inner_day.find(today, tense)
        return week_of(span[0]) if span else None

    return DatePhrase(i, inner_day.end, "week", find, why=inner_day.why, leaning=inner_day.leaning)


def week_words(words: Words, i: int) -> int | None:
    """The place after "w/c", "week commencing", "the week of", "week ending"."""
    text = word(words, i)
    if text in ("wc", "wb", "we") and text != "we" and following(words, i + 1):
        return i + 1
    if text == "with" and following(words, i + 1) in ("c", "b", "e") and "/" in words[i + 1].gap:
        return i + 2
    j = i + (text == "the")
    if word(words, j) == "week" and following(words, j + 1) in (
        "commencing",
        "beginning",
        "starting",
        "of",
        "ending",
    ):
        return j + 2
    return None


def after_some_time(today: date, count: int, unit: str) -> date | None:
    """Today plus some time; a month keeps the day, or takes the last of a short month."""
    from dateutil.relativedelta import relativedelta  # here, because it is slow to load and seldom needed

    try:
        if unit == "day":
            return today + timedelta(days=count)
        if unit == "week":
            return today + timedelta(days=7 * count)
        return today + (relativedelta(months=count) if unit == "month" else relativedelta(years=count))
    except (OverflowError, ValueError):
        return None
