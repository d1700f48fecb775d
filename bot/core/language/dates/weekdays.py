"""Weekdays: last Thursday, Thursday week, Monday of last week, a fortnight on Friday."""

from __future__ import annotations

from datetime import date, timedelta

from bot.core.language.bags import bag
from bot.core.language.dates.names import SHORT_DAYS, WEEKDAYS
from bot.core.language.dates.phrase import DatePhrase, Find, Span, Tense, at, day, week_of
from bot.core.language.dates.reading import following, small_number, word
from bot.core.language.dates.relative import FROM_TODAY, named_week
from bot.core.language.words import Words

_BEFORE_SHORT_DAY = bag(
    """
    on last next this until by since coming from week following fortnight
    """
)


def _before(today: date, weekday: int) -> date:
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
            i, end + 2, "day", at(lambda t: day(_before(t, weekday) - timedelta(days=7))), leaning="past"
        )
    if which in ("last", "previous"):
        return DatePhrase(i, end, "weekday", at(lambda today: day(_before(today, weekday))), leaning="past")
    if which in ("next", "coming", "following"):
        return DatePhrase(
            i, end, "weekday", at(lambda today: day(coming(today, weekday))), leaning="plan", rough=which == "next"
        )
    if which == "this":
        return DatePhrase(i, end, "weekday", _this_weekday(weekday))
    return DatePhrase(i, end, "weekday", _by_tense(weekday))


def _by_tense(weekday: int) -> Find:
    def find(today: date, tense: Tense) -> Span | None:
        return day(coming(today, weekday) if tense == "plan" else _before(today, weekday))

    return find


def _this_weekday(weekday: int) -> Find:
    def find(today: date, tense: Tense) -> Span | None:
        if tense == "past":
            return day(_before(today, weekday))
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
        shift = FROM_TODAY[word(words, end)]
        ago = following(words, end + 1) == "ago"
        sign = -1 if shift < 0 or ago else 1
        days = shift + sign * 7 * count
        leaning: Tense = "past" if sign < 0 else "plan"
        return DatePhrase(start, end + 1 + ago, "day", at(lambda t: day(t + timedelta(days=days))), leaning=leaning)
    if following(words, end) == "ago" and following(words, end + 1) in ("today", "yesterday"):
        days = -7 * count + FROM_TODAY[word(words, end + 1)]
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
                find = at(lambda t: day(_before(t, weekday_after) - timedelta(days=7 * count)))
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
        week = named_week(words, end) if following(words, end) else None
        if week and week[1] is not None:
            shift = week[1]
            leaning: Tense = "past" if shift < 0 else "plan" if shift > 0 else "none"
            find = at(lambda today: day(week_of(today)[0] + timedelta(days=weekday + 7 * shift)))
            return DatePhrase(i, week[0], "day", find, leaning=leaning)
    week = named_week(words, i)
    if week and week[1] is not None and following(words, week[0]) == "on":
        later = _weekday_at(words, week[0] + 1)
        if later is not None:
            shift = week[1]
            find = at(lambda today: day(week_of(today)[0] + timedelta(days=later + 7 * shift)))
            return DatePhrase(i, week[0] + 2, "day", find, leaning="past" if shift < 0 else "plan")
    return None
