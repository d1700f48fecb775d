"""Dates told from today: yesterday, last week, a fortnight on Thursday, three weeks ago, in two months."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from bot.core.understanding.bags import bag
from bot.core.understanding.dates.names import SHORT_DAYS, WEEKDAYS
from bot.core.understanding.dates.phrase import DatePhrase, Find, Span, Tense, at, day, months_away, nothing, week_of
from bot.core.understanding.dates.reading import following, small_number, word
from bot.core.understanding.words import Word

Words = Sequence[Word]

_DAYS = {"today": 0, "tonight": 0, "yesterday": -1, "tomorrow": 1}
_BEFORE_SHORT_DAY = bag(
    """
    on last next this until by since coming from week following fortnight
    """
)


def near_days(words: Words, i: int) -> DatePhrase | None:
    """Today, yesterday, the day before yesterday, this morning, last night."""
    text = word(words, i)
    if text in _DAYS:
        return _from_today(i, i + 1, _DAYS[text])
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


def before(today: date, weekday: int) -> date:
    """The latest such weekday before today."""
    return today - timedelta(days=(today.weekday() - weekday - 1) % 7 + 1)


def coming(today: date, weekday: int) -> date:
    """The next such weekday after today."""
    return today + timedelta(days=(weekday - today.weekday() - 1) % 7 + 1)


def _weekday_at(words: Words, i: int, opening: bool = False) -> int | None:
    text = word(words, i) if opening else following(words, i)
    if text in SHORT_DAYS and not words[i].raw.istitle() and word(words, i - 1) not in _BEFORE_SHORT_DAY:
        return None
    return WEEKDAYS.get(text)


def weekdays(words: Words, i: int) -> DatePhrase | None:
    """Thursday, last Thursday, Thursday week, Monday of last week, a week last Friday, a fortnight on Thursday."""
    return _weeks_from_weekday(words, i) or _weekday_of_week(words, i) or _plain_weekday(words, i)


_HABITS = frozenset(
    ["sessions", "meetings", "workshops", "events", "evenings", "mornings", "afternoons", "surgeries", "club"]
)
"""Of a weekday that says which kind, and not when: "three Saturday sessions in February"."""


def _plain_weekday(words: Words, i: int) -> DatePhrase | None:
    which = word(words, i)
    if which == "this" and following(words, i + 1) in ("coming", "past"):
        which, at_day = ("next" if following(words, i + 1) == "coming" else "last"), i + 2
    elif which == "the" and following(words, i + 1) in ("coming", "following", "previous"):
        return None
    elif which in ("last", "next", "this", "coming", "following", "previous"):
        at_day = i + 1
    else:
        which, at_day = "", i
    weekday = _weekday_at(words, at_day, at_day == i)
    if weekday is None:
        return None
    end = at_day + 1
    if not which and following(words, end) in _HABITS:
        return None
    if following(words, end) in ("morning", "afternoon", "evening", "night", "lunchtime"):
        end += 1
    if following(words, end) == "gone":
        which, end = "last", end + 1
    elif following(words, end) == "just" and following(words, end + 1) == "gone":
        which, end = "last", end + 2
    elif following(words, end) == "last" and following(words, end + 1) not in ("week", "month", "year"):
        which, end = "last", end + 1
    elif following(words, end) == "next" and following(words, end + 1) not in ("week", "month", "year"):
        which, end = "next", end + 1
    if following(words, end) == "before" and following(words, end + 1) == "last":
        return DatePhrase(
            i, end + 2, "day", at(lambda t: day(before(t, weekday) - timedelta(days=7))), leaning="past"
        )
    if which in ("last", "previous"):
        return DatePhrase(i, end, "weekday", at(lambda today: day(before(today, weekday))), leaning="past")
    if which in ("next", "coming", "following"):
        return DatePhrase(
            i, end, "weekday", at(lambda today: day(coming(today, weekday))), leaning="plan", rough=which == "next"
        )
    if which == "this":
        return DatePhrase(i, end, "weekday", _this_weekday(weekday))
    return DatePhrase(i, end, "weekday", _by_tense(weekday))


def _by_tense(weekday: int) -> Find:
    def find(today: date, tense: Tense) -> Span | None:
        return day(coming(today, weekday) if tense == "plan" else before(today, weekday))

    return find


def _this_weekday(weekday: int) -> Find:
    def find(today: date, tense: Tense) -> Span | None:
        if tense == "past":
            return day(before(today, weekday))
        return day(today if today.weekday() == weekday else coming(today, weekday))

    return find


_WEEKS = {"week": 1, "fortnight": 2}


def _weeks_from_weekday(words: Words, i: int) -> DatePhrase | None:
    """ "Thursday week", "Tuesday fortnight", "a week on Thursday", "two weeks on Friday", "a week last Friday"."""
    start = i
    lead = word(words, i)
    at_day = i + 1 if lead in ("on", "this", "next") else i
    if word(words, at_day) in WEEKDAYS and following(words, at_day + 1) in _WEEKS and lead != "last":
        count, weekday = _WEEKS[word(words, at_day + 1)], WEEKDAYS[word(words, at_day)]
        return DatePhrase(start, at_day + 2, "day", _weeks_after(weekday, count), leaning="plan")
    found = _weeks_count(words, i)
    if not found:
        return None
    end, count = found
    if following(words, end) in ("today", "tomorrow", "yesterday"):
        shift = _DAYS[word(words, end)]
        ago = following(words, end + 1) == "ago"
        sign = -1 if shift < 0 or ago else 1
        days = shift + sign * 7 * count
        leaning: Tense = "past" if sign < 0 else "plan"
        return DatePhrase(start, end + 1 + ago, "day", at(lambda t: day(t + timedelta(days=days))), leaning=leaning)
    if following(words, end) == "ago" and following(words, end + 1) in ("today", "yesterday"):
        days = -7 * count + _DAYS[word(words, end + 1)]
        return DatePhrase(start, end + 2, "day", at(lambda t: day(t + timedelta(days=days))), leaning="past")
    if following(words, end) == "ago" and following(words, end + 1) == "on":
        weekday_on = _weekday_at(words, end + 2)
        if weekday_on is not None:
            return DatePhrase(
                start,
                end + 3,
                "day",
                at(lambda t: day(week_of(t)[0] + timedelta(days=weekday_on - 7 * count))),
                leaning="past",
            )
    link = following(words, end)
    if link in ("on", "last", "from", "this", "next", "come", "past"):
        weekday_after = WEEKDAYS.get(following(words, end + 1))
        if weekday_after is not None:
            if link in ("last", "past"):
                find = at(lambda t: day(before(t, weekday_after) - timedelta(days=7 * count)))
                return DatePhrase(start, end + 2, "day", find, leaning="past")
            return DatePhrase(start, end + 2, "day", _weeks_after(weekday_after, count), leaning="plan")
    direct = WEEKDAYS.get(link)
    if direct is not None and word(words, i) not in ("last", "next", "this"):
        return DatePhrase(start, end + 1, "day", _weeks_after(direct, count), leaning="plan")
    return None


def _weeks_after(weekday: int, count: int) -> Find:
    return at(lambda today: day(coming(today, weekday) + timedelta(days=7 * count)))


def _weeks_count(words: Words, i: int) -> tuple[int, int] | None:
    """(end, weeks): "a week", "two weeks", "a fortnight", "week" at the start of a phrase."""
    number = small_number(words, i)
    if number and following(words, number[0]) in ("week", "weeks", "fortnight", "fortnights"):
        unit = 2 if word(words, number[0]).startswith("fortnight") else 1
        return number[0] + 1, number[1] * unit
    if word(words, i) in ("week", "fortnight") and word(words, i - 1) not in ("last", "next", "this", "the"):
        return i + 1, _WEEKS[word(words, i)]
    return None


def _weekday_of_week(words: Words, i: int) -> DatePhrase | None:
    """ "Monday of last week", "Tuesday next week", "last week on Wednesday"."""
    weekday = _weekday_at(words, i, opening=True)
    if weekday is not None:
        end = i + 1 + (following(words, i + 1) == "of")
        week = _named_week(words, end) if following(words, end) else None
        if week and week[1] is not None:
            shift = week[1]
            leaning: Tense = "past" if shift < 0 else "plan" if shift > 0 else "none"
            find = at(lambda today: day(week_of(today)[0] + timedelta(days=weekday + 7 * shift)))
            return DatePhrase(i, week[0], "day", find, leaning=leaning)
    week = _named_week(words, i)
    if week and week[1] is not None and following(words, week[0]) == "on":
        later = _weekday_at(words, week[0] + 1)
        if later is not None:
            shift = week[1]
            find = at(lambda today: day(week_of(today)[0] + timedelta(days=later + 7 * shift)))
            return DatePhrase(i, week[0] + 2, "day", find, leaning="past" if shift < 0 else "plan")
    return None


def _named_week(words: Words, i: int) -> tuple[int, int | None] | None:
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
    week = _named_week(words, i)
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
        unit=unit,
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


def week_beginning(words: Words, i: int, inner_day: DatePhrase | None, at_day: int) -> DatePhrase | None:
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


__all__ = [
    "after_some_time", "ago", "ahead", "before", "coming", "length", "near_days", "nothing", "week_beginning",
    "week_words", "weekdays", "weeks_and_months",
]  # fmt: skip
