"""The days that a message names, beyond what the grammar of dates finds by itself."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from bot.core.language.bags import bag
from bot.core.language.dates import find_dates
from bot.core.language.dates.names import MONTHS, UNITS, WEEKDAYS
from bot.core.language.dates.phrase import DatePhrase, Find, Tense, day
from bot.core.language.dates.phrase import Span as Days
from bot.core.language.words import Word
from bot.core.reader.model import Context, Span, Token
from bot.core.reader.verbs import tags_of


def dates_in(words: list[Word], context: Context) -> list[DatePhrase]:
    weeks = _weekdays_of_weeks_ago(words)
    numbered = [d for d in _numbered_weekdays(words) if all(d.start != w.start for w in weeks)]
    own = [*_weekdays_ago(words), *weeks, *_ends_of_months(words), *numbered]
    taken = {p for d in own for p in range(d.start, d.end)}
    found = sorted(
        [*own, *(d for d in find_dates(words, context.quarters) if not taken & set(range(d.start, d.end)))],
        key=lambda d: d.start,
    )
    found = _without_its_week(found, context.today)
    return _said_again(words, _days_of_named_months(words, [d for d in found if not no_day(words, d)]))


def _without_its_week(found: Sequence[DatePhrase], today: date) -> list[DatePhrase]:
    """ "15 December 2026, two weeks from now": the day, and the week of that day behind it."""
    out: list[DatePhrase] = []
    for phrase in found:
        last = out[-1] if out else None
        if last is not None and last.kind == "day" and phrase.kind == "week" and phrase.start == last.end:
            day_, week = last.find(today, "plan"), phrase.find(today, "plan")
            if day_ and week and week[0] <= day_[0] <= week[1]:
                out[-1] = replace(last, end=phrase.end)
                continue
        out.append(phrase)
    return out


_FESTIVE = bag("lunch lunches dinner dinners party parties cards presents shopping jumper jumpers pudding eggs")
_SITTING = bag("with down round through together")


def no_day(words: Sequence[Word], phrase: DatePhrase) -> bool:
    """ "Sat with the panel", "on Tuesdays in February", "finished for this year", "the Christmas lunches": no day on
    which something was."""
    if phrase.kind == "year" and "for" in (words[phrase.start].text, words[max(phrase.start - 1, 0)].text):
        return True
    if phrase.kind == "feast" and phrase.end < len(words) and words[phrase.end].text in _FESTIVE:
        return not words[phrase.end].gap.strip()
    if phrase.kind != "weekday":
        return False
    last, after = words[phrase.end - 1].text, words[phrase.end].text if phrase.end < len(words) else ""
    every = last.endswith("days") and last.rstrip("s") in WEEKDAYS and after in _IN
    return every or (last == "sat" and after in _SITTING)


_THAT_IS = bag("which is was so that ie being meaning")
_TOLD_AGAIN = frozenset({"day", "day_of_month"})
_LOOSE = frozenset({"weekday", "week", "feast"})


def _said_again(words: Sequence[Word], found: Sequence[DatePhrase]) -> list[DatePhrase]:
    """ "On Plough Monday, which is 11 January", "a week last Tuesday, so the 3rd": the day that can be counted."""
    out: list[DatePhrase] = []
    for phrase in found:
        last = out[-1] if out else None
        if last is not None and last.kind in _LOOSE and phrase.kind in _TOLD_AGAIN:
            between = [w.text for w in words[last.end : phrase.start] if w.text not in _ARTICLES]
            plain = words[phrase.start].text not in WEEKDAYS and (between or last.end - last.start >= _BETWEEN)
            if plain and len(between) < _BETWEEN and set(between) <= _THAT_IS:
                out[-1] = replace(last, kind=phrase.kind, find=phrase.find, why=phrase.why, leaning=phrase.leaning)
        out.append(phrase)
    return out


_ARTICLES = bag("the on of")
_BETWEEN = 3  # words from a month to its day: "the May board actually, the 12th"
_IN = bag("in during over through")  # "a survey in May, workshop on the 12th": two days of two things
_JOINS = bag("and or then but a an")


def _days_of_named_months(words: Sequence[Word], found: Sequence[DatePhrase]) -> list[DatePhrase]:
    """ "The May board, on the 12th": both words for one day, the 12th of that May."""
    out: list[DatePhrase] = []
    for phrase in found:
        month = out[-1] if out else None
        if month is not None and month.kind == "month" and phrase.kind == "day_of_month":
            between = words[month.end : phrase.start + 1]
            near = 0 if words[month.start].text in _IN else _BETWEEN
            joined = {w.text for w in between[:-1]} & _JOINS
            if len(between) <= near + 1 and not joined and not any(w.gap.strip(" ,-") for w in between):
                find = _day_within(month, phrase)
                out[-1], phrase = replace(month, kind="day", find=find), replace(phrase, kind="day", find=find)
        out.append(phrase)
    return out


def _day_within(month: DatePhrase, of_month: DatePhrase) -> Find:
    def find_day(today: date, tense: Tense) -> Days | None:
        within = month.find(today, tense)
        return of_month.find(within[0] - timedelta(days=1), "plan") if within else None

    return find_day


def _weekdays_ago(words: Sequence[Word]) -> list[DatePhrase]:
    """ "Four Mondays ago", "two Fridays back"."""
    out = []
    for i, word in enumerate(words[:-2]):
        name = words[i + 1].text.rstrip("s")
        count = UNITS.get(word.text) or (int(word.text) if word.text.isdecimal() and len(word.text) < 3 else 0)
        if count and name in WEEKDAYS and words[i + 2].text in ("ago", "back"):
            out.append(DatePhrase(i, i + 3, "weekday", _back(WEEKDAYS[name], count), leaning="past"))
    return out


def _weekdays_of_weeks_ago(words: Sequence[Word]) -> list[DatePhrase]:
    """ "A Wednesday 3 weeks ago", "Wednesday three weeks back": that day of that week."""
    out = []
    for i, word in enumerate(words[:-3]):
        rest = [w.text for w in words[i + 1 : i + 4]]
        count = UNITS.get(rest[0]) or (int(rest[0]) if rest[0].isdecimal() and len(rest[0]) < 3 else 0)
        ago = count and rest[1] in ("week", "weeks") and rest[2] in ("ago", "back")
        if word.text in WEEKDAYS and ago and not any(w.gap.strip(" ,-") for w in words[i + 1 : i + 4]):
            out.append(DatePhrase(i, i + 4, "weekday", _of_week(WEEKDAYS[word.text], count), leaning="past"))
    return out


def _of_week(weekday: int, weeks: int) -> Find:
    def find_day(today: date, tense: Tense) -> Days | None:
        return day(today - timedelta(days=today.weekday() - weekday + 7 * weeks))

    return find_day


def _numbered_weekdays(words: Sequence[Word]) -> list[DatePhrase]:
    """ "Mon 18": the 18th that is a Monday, and no number of people."""
    out = []
    for i, word in enumerate(words[:-1]):
        number, after = words[i + 1], words[i + 2] if i + 2 < len(words) else None
        counts = after is not None and not after.gap.strip() and (after.text in _PEOPLE or bool(tags_of(after.text)))
        month = after is not None and after.text in MONTHS and not after.gap.strip()
        day_number = number.text.isdecimal() and len(number.text) <= 2 and 1 <= int(number.text) <= 31
        if word.text in WEEKDAYS and day_number and not number.gap.strip() and not counts and not month:
            out.append(DatePhrase(i, i + 2, "day", _that_is_a(WEEKDAYS[word.text], int(number.text))))
    return out


_PEOPLE = bag("people tenants residents staff colleagues customers ppl responses attendances came of at to from till")
_YEAR = 366


def _that_is_a(weekday: int, number: int) -> Find:
    def find_day(today: date, tense: Tense) -> Days | None:
        step = 1 if tense == "plan" else -1
        days = (today + timedelta(days=step * n) for n in range(_YEAR))
        return next((day(d) for d in days if d.weekday() == weekday and d.day == number), None)

    return find_day


def _ends_of_months(words: Sequence[Word]) -> list[DatePhrase]:
    """ "The last day of June"."""
    out = []
    for i in range(len(words) - 3):
        if (
            [w.text for w in words[i + 1 : i + 3]] == ["day", "of"]
            and words[i].text in ("last", "first")
            and words[i + 3].text in MONTHS
        ):
            month = next((d for d in find_dates(words[i + 3 : i + 5]) if d.kind == "month"), None)
            if month is not None:
                out.append(
                    DatePhrase(
                        i, i + 3 + month.end, "day", _end_of(month, words[i].text == "last"), leaning=month.leaning
                    )
                )
    return out


def _end_of(month: DatePhrase, last: bool) -> Find:
    def find_day(today: date, tense: Tense) -> Days | None:
        found = month.find(today, tense)
        return day(found[last]) if found else None

    return find_day


def _back(weekday: int, count: int):  # type: ignore[no-untyped-def]
    def find_day(today: date, tense: Tense) -> Days | None:
        last = today - timedelta(days=(today.weekday() - weekday - 1) % 7 + 1)
        return day(last - timedelta(days=7 * (count - 1)))

    return find_day


def date_span(phrase: DatePhrase, tokens: Sequence[Token]) -> Span:
    after = tokens[phrase.end] if phrase.end < len(tokens) else None
    if after is not None and after.kind == "number" and not after.gap.strip(",") and phrase.kind == "day":
        odd = len(after.text) == 5 and after.text.isdecimal()
        if odd:  # "3 March 20266"
            phrase = replace(phrase, why="impossible_date", end=phrase.end + 1)
    before = tokens[phrase.start - 1].text if phrase.start else ""
    if phrase.kind == "month" and before == "of" and phrase.start > 1 and tokens[phrase.start - 2].kind == "number":
        phrase = replace(phrase, why="impossible_date")  # "the 99th of March"
    if phrase.kind == "month" and _odd_day(tokens, phrase.start):
        phrase = replace(phrase, why="impossible_date")
    return Span(phrase.start, phrase.end, "date", phrase.kind, rough=phrase.rough, why=phrase.why, date=phrase)


def only_as_of(tokens: Sequence[Token], phrase: DatePhrase) -> bool:
    """ "As of this morning", "from July's agenda": no day on which something was."""
    start = phrase.start + (tokens[phrase.start].text == "of")
    said = [t.text for t in tokens[max(start - 2, 0) : phrase.end]]
    after = tokens[phrase.end].text if phrase.end < len(tokens) else ""
    return (said[:2] == ["as", "of"] and bool(_NEAR & set(said))) or after == "agenda"


_NEAR = bag("today yesterday this tonight lunchtime")


_MOVING = bag("moved moving changed rescheduled shifted switched put brought pushed swapped")


def long_ago(tokens: Sequence[Token], span: Span, decided: Sequence[Span]) -> bool:
    """ "Approved it back in May": how long ago that was, and no coming back. "Deferred, back in May" is one."""
    if span.kind != "return" or tokens[span.start].text != "back" or tokens[span.start].gap.strip():
        return False
    before = [d for d in decided if d.value != "deferred" and 0 <= span.start - d.head <= _NEAR_BY]
    between = {t.text for d in before for t in tokens[d.head + 1 : span.start]}
    return bool(before) and not between & _COMING


_NEAR_BY = 4
_COMING = bag("and or but is are be come comes coming want wants bring to will then so")


def comes_back(tokens: Sequence[Token], span: Span, counts: Sequence[Span]) -> bool:
    """ "Deferred, back 30 September", and not "71 back on 30 September"."""
    at = span.start - 1
    if at <= 0 or tokens[at].text != "back" or any(c.end == at for c in counts):
        return False
    return bool(tokens[at].gap.strip()) or tokens[at - 1].text in ("and", "is", "so")


def days_apart(span: Span, tokens: Sequence[Token]) -> list[Span]:
    """ "12 and 19 May": two days, and not all between them."""
    joint = [p for p in range(span.start + 1, span.end) if tokens[p].text in ("and", "&")]
    phrase = span.date
    if span.value == "range" and {t.text for t in tokens[max(span.start - 5, 0) : span.start]} & _MOVING:
        joint = [p for p in range(span.start + 1, span.end) if tokens[p].text == "to"]
    if (
        span.value != "range"
        or phrase is None
        or not joint
        or (span.start and tokens[span.start - 1].text == "between")
    ):
        return [span]
    if tokens[span.start].text == "between" or span.why:
        return [span]
    days = [p for p in range(span.start, span.end) if tokens[p].text[:1].isdecimal()]
    if len(days) < 2:
        return [span]

    def first(today: date, tense: Tense) -> Days | None:
        found = phrase.find(today, tense)
        return day(found[0]) if found else None

    def last(today: date, tense: Tense) -> Days | None:
        found = phrase.find(today, tense)
        return day(found[1]) if found else None

    one = replace(phrase, end=joint[0], find=first, kind="day")
    two = replace(phrase, start=joint[0] + 1, find=last, kind="day", role="")
    return [
        span._replace(end=joint[0], value="day", date=one),
        span._replace(start=joint[0] + 1, value="day", date=two),
    ]


_ODD_DAY = re.compile(r"\d{2,3}(?:st|nd|rd|th)?")


def _odd_day(tokens: Sequence[Token], start: int) -> bool:
    """A number too high for a day, right before (or as) the beginning of a month: "99th of March"."""
    texts = [t.text for t in tokens[max(start - 2, 0) : start + 2]]
    return any(_ODD_DAY.fullmatch(t) and t[-2:] in ("st", "nd", "rd", "th") and int(t[:-2]) > 31 for t in texts)


_THINGS_COUNTED = bag(
    """
    floor floors item items line lines row rows page pages draft drafts version attempt time paragraph commitment
    pledge promise question column table anniversary edition
    """
)


def wished_well(tokens: Sequence[Token], day: DatePhrase) -> bool:
    """ "Merry Christmas", "happy Friday"."""
    return bool(day.start) and tokens[day.start - 1].text in ("merry", "happy")


def counts_things(tokens: Sequence[Token], day: DatePhrase) -> bool:
    """ "On the third floor", "the second draft": no day of the month."""
    if day.kind != "day_of_month" or day.end >= len(tokens) or tokens[day.end].gap.strip():
        return False
    return tokens[day.end].text in _THINGS_COUNTED


_NAMELESS = frozenset(["english", "foreign"])


def of_another_thing(tokens: Sequence[Token], day: DatePhrase, found: Sequence[Span]) -> bool:
    """ "I was looking at last year's diary": the year of a thing that is nothing of ours."""
    last = tokens[day.end - 1].raw[-2:].lower()
    if last not in ("'s", "’s") or day.end >= len(tokens) or tokens[day.end].gap:
        return False
    near = range(day.end, day.end + 3)
    return not any(s.start in near for s in found if s.kind not in _NAMELESS)
