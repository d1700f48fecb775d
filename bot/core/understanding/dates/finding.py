"""Finds the date phrases of a message: single ones, ranges, and the word in front ("since", "until", "before")."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from functools import cache

from bot.core.understanding.bags import bag
from bot.core.understanding.dates import calendar_days as days
from bot.core.understanding.dates import quarters, relative
from bot.core.understanding.dates.names import MONTHS, WEEKDAYS
from bot.core.understanding.dates.phrase import DatePhrase, Span, Tense, nothing, safe_day
from bot.core.understanding.dates.reading import day_number, following, month_at, word
from bot.core.understanding.words import Word

Words = Sequence[Word]
Parser = Callable[[Words, int], DatePhrase | None]

_VAGUE = tuple(
    tuple(text.split())
    for text in bag(
    """
    this time last year| this time next year| the other day| the other week| the other month|
    recently| not long ago| a while ago| a while back| some time ago| a bit ago| ages ago| a few
    days ago| a few weeks ago| a few months ago| a few weeks back| a few months back| several
    weeks ago| several months ago| some weeks ago| some months ago| few weeks ago| few months
    ago| a long time ago| a few years ago| the school holidays| school holidays| half term| the
    summer holidays| summer holidays| the christmas holidays| the easter holidays| easter
    holidays| the holidays| in due course| shortly| earlier this year| later this year| earlier
    in the year| later in the year| lately| one day| at some point| the new financial year| new
    financial year| soon| sometime soon| the new year| new year| sometime| in a bit| in a few
    weeks| in a few months| before long| the start of the year| the end of the year| end of the
    year| end of year| year end| the beginning of the year| early this year| late last year|
    early next year| late this year| mid year| beginning of the year| start of the year| start
    of next year| end of last year| beginning of next year| end of this year| start of this
    year| term time| a couple of years ago| a year ago| a year or so ago
    """, "|"
)
)  # fmt: skip
_TO_COME = frozenset({"new", "soon", "shortly", "later", "due", "next", "long"})
_GONE = frozenset({"ago", "recently", "lately", "other", "back", "last", "earlier"})
_VAGUE_FROM: dict[str, list[tuple[str, ...]]] = {}
for _phrase in _VAGUE:
    _VAGUE_FROM.setdefault(_phrase[0], []).append(_phrase)
_ROLES = {
    "since": "since", "until": "until", "by": "by", "before": "before", "after": "after", "from": "after",
    "following": "after",
}  # fmt: skip
_LEADS = bag(
    """
    in on at during over throughout for of dated around about approximately approx roughly circa
    """
)
_ROUGH = frozenset(["around", "about", "approximately", "roughly", "circa"])
_STOPS = frozenset(".!?;\n")
_LINKS = frozenset({"to", "until", "through", "thru", "into"})


def find_dates(words: Words, meaning: quarters.Meaning | None = None) -> list[DatePhrase]:
    """All date phrases, in order, none overlapping."""
    found: list[DatePhrase] = []
    i = 0
    while i < len(words):
        phrase = _at(words, i, meaning)
        if phrase is None:
            i += 1
            continue
        found.append(_with_lead(words, phrase, found[-1].end if found else 0))
        i = phrase.end
    return found


_BROAD = ("season", "month", "quarter", "year")


def without_broader(dates: Sequence[DatePhrase], words: Words, today: date) -> list[DatePhrase]:
    """ "Autumn issue, so October": of two dates in one sentence, of which one lies in the other, the narrower."""
    return [
        d for at, d in enumerate(dates)
        if d.kind not in _BROAD or not any(_narrows(after, d, words, today) for after in dates[at + 1 : at + 3])
    ]  # fmt: skip


def _narrows(narrow: DatePhrase, broad: DatePhrase, words: Words, today: date) -> bool:
    if narrow is broad or narrow.why or broad.why or narrow.start < broad.end:
        return False
    if any(_STOPS & set(words[p].gap) for p in range(broad.end, narrow.start + 1)):
        return False
    inner, outer = narrow.find(today, "past"), broad.find(today, "past")
    return bool(inner and outer and inner != outer and outer[0] <= inner[0] and inner[1] <= outer[1])


def _at(words: Words, i: int, meaning: quarters.Meaning | None) -> DatePhrase | None:
    if words[i].kind in ("url", "mention"):
        return None
    return _range(words, i, meaning) or _single(words, i, meaning)


@cache
def _parsers(meaning: quarters.Meaning | None) -> tuple[Parser, ...]:
    return (
        days.written_in_figures, days.day_and_month, days.nth_weekday, days.bank_holiday, days.week_of_month,
        relative.weekdays, relative.ago, relative.ahead,
        relative.near_days, relative.weeks_and_months, days.last_next_this, _part, _week_beginning,
        lambda words, i: quarters.quarter(words, i, meaning), days.feast_alone, days.day_of_month, days.month_alone,
        days.season_alone, quarters.financial_year_alone, days.year_alone, _vague,
    )  # fmt: skip


def _single(words: Words, i: int, meaning: quarters.Meaning | None) -> DatePhrase | None:
    """The longest reading that starts here; of equals the first in the list above."""
    if i >= len(words) or not _may_start(words[i].text) or _plain_number(words, i):
        return None
    best: DatePhrase | None = None
    for parser in _parsers(meaning):
        phrase = parser(words, i)
        if phrase and (best is None or phrase.end > best.end):
            best = phrase
    return best


_STARTERS = frozenset(
    [
        *MONTHS,
        *WEEKDAYS,
        *bag(
            """
    the a an in within early beginning start mid middle late end tail very right towards first
    second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth
    fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth thirtieth last
    next this previous coming following today tonight yesterday tomorrow day week month
    fortnight couple spring summer summertime autumn winter quarter qtr q financial fiscal fy
    calendar final one two three four five six seven eight nine ten eleven twelve thirteen
    fourteen fifteen sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy
    eighty ninety wc wb with few some several on christmas xmas boxing new easter good halloween
    bonfire guy valentines st burns armistice april shrove pancake ash palm may whitsun whit
    august recently not ages school half shortly earlier later lately soon sometime year before
    term at bank fourth
    """
        ),
    ]
)


def _may_start(text: str) -> bool:
    return text[0].isdecimal() or text in _STARTERS or text[:2] in ("q1", "q2", "q3", "q4", "fy")


_BEFORE_MONTH = frozenset({"of", "to", "and", "or", "the", "until", "through"})
_AFTER_NUMBER = frozenset(
    {*MONTHS, "st", "nd", "rd", "th", "day", "days", "week", "weeks", "month", "months", "year", "years"}
    | {"fortnight", "fortnights"}
)


def _plain_number(words: Words, i: int) -> bool:
    """A short number with nothing of a date behind it: most numbers of a message, told apart quickly."""
    if not words[i].text.isdecimal() or len(words[i].text) > 3:
        return False
    for place in range(i + 1, min(i + 5, len(words))):
        text = words[place].text
        if text in _AFTER_NUMBER:
            return False
        if words[place].gap.strip() in ("-", "–", "—", "/") or text[0].isdecimal():
            continue
        if text not in _BEFORE_MONTH:
            return True
    return i + 1 >= len(words) or words[i + 1].gap.strip() not in ("-", "–", "—", "/")


def _part(words: Words, i: int) -> DatePhrase | None:
    def inner(inside: Words, at: int) -> DatePhrase | None:
        found = days.last_next_this(inside, at) or relative.weeks_and_months(inside, at)
        return found or days.month_alone(inside, at) or days.season_alone(inside, at)

    return days.part(words, i, inner)


def _week_beginning(words: Words, i: int) -> DatePhrase | None:
    at = relative.week_words(words, i)
    if at is None:
        return None
    inner = days.day_and_month(words, at) or days.written_in_figures(words, at) or days.day_of_month(words, at)
    inner = inner or relative.weekdays(words, at)
    if inner is None:
        number = day_number(words, at)
        if number:
            inner = DatePhrase(at, number[0], "day_of_month", _month_day(number[1]).find)
    return relative.week_beginning(words, i, inner, at)


def _month_day(number: int) -> DatePhrase:
    from bot.core.understanding.words import cut

    found = days.day_of_month(cut(f"the {number}th"), 0)
    return found or DatePhrase(0, 0, "day", nothing, why="vague")


_LOOSELY = frozenset({"sometime", "point", "day"})


def _loosely_in(words: Words, i: int, length: int) -> bool:
    """ "Sometime in 2025", "at some point in March": the year or month says when."""
    return (
        word(words, i + length - 1) in _LOOSELY
        and word(words, i + length) in ("in", "during")
        and i + length + 1 < len(words)
        and _single(words, i + length + 1, None) is not None
    )


def _vague(words: Words, i: int) -> DatePhrase | None:
    best = 0
    for phrase in _VAGUE_FROM.get(word(words, i), ()):
        if (
            len(phrase) > best
            and word(words, i) == phrase[0]
            and all(following(words, i + k) == text for k, text in enumerate(phrase[1:], 1))
        ):
            best = len(phrase)
    if not best or _loosely_in(words, i, best):
        return None
    texts = {word(words, k) for k in range(i, i + best)}
    leaning: Tense = "plan" if texts & _TO_COME else "past" if texts & _GONE else "none"
    return DatePhrase(i, i + best, "vague", nothing, why="vague", leaning=leaning)


_MOVED = bag(
    """
    moved rescheduled shifted changed rearranged postponed back forward moving shifting switched swapped slipped slid
    delayed bumped
    """
)


def _range(words: Words, i: int, meaning: quarters.Meaning | None) -> DatePhrase | None:
    """Two ends: "3 to 17 June", "between March and May", "1 May - 12 June"."""
    between = word(words, i) == "between"
    at = i + (word(words, i) in ("between", "from", "during", "over", "in", "throughout"))
    if at >= len(words):
        return None
    at += word(words, at) == "the" and day_number(words, at + 1) is not None
    first = _single(words, at, meaning)
    short = _days_of_one_month(words, at, between)
    if short and (first is None or short.end > first.end):
        if word(words, i) == "from" and _moved_before(words, i):
            last = _single(words, at + 2 + (word(words, at + 2) == "the"), meaning)
            return last.widened(i, last.end) if last else None
        return short.widened(i, short.end)
    if first is None or first.why or first.kind in ("vague", "feast"):
        return None
    link = _link(words, first.end, between or word(words, i) == "from", first.kind)
    if link is None:
        return None
    link += word(words, link) == "the" and word(words, link + 1) in ("end", "beginning", "start", "middle")
    last = _single(words, link, meaning)
    if last is None or last.why or last.kind == "vague":
        return None
    if word(words, link - 1) == "or":
        return DatePhrase(i, last.end, "range", nothing, why="vague")
    if word(words, i) == "from" and _moved_before(words, i):
        return last.widened(i, last.end)  # "moved from 25 November to 9 December"
    return DatePhrase(i, last.end, "range", _join(first, last), leaning=first.leaning)


def _moved_before(words: Words, i: int) -> bool:
    """ "Moved from", "we've moved the board meeting from"."""
    verbs = [k for k in range(max(i - 5, 0), i) if word(words, k) in _MOVED]
    return bool(verbs) and not any(word(words, k) in ("and", "but", "so", "will") for k in range(verbs[-1], i))


def _link(words: Words, end: int, between: bool, kind: str) -> int | None:
    """The place after "to", a dash or ("between … and") "and"; also "June and July"."""
    if end >= len(words):
        return None
    gap, text = words[end].gap, word(words, end)
    if gap in ("-", "–", "—", "/") and (kind != "figures"):
        return end
    if gap:
        return None
    if text == "until" and not between:
        return None  # "deferred on the 12th until February" is no stretch of time
    if text in _LINKS and word(words, end + 1) == "to":
        end += 1
    if (
        text in _LINKS
        or text == "or"
        or (text == "and" and (between or (kind == "month" and month_at(words, end + 1))))
    ):
        return end + 1
    return None


def _days_of_one_month(words: Words, i: int, between: bool) -> DatePhrase | None:
    """ "3 to 17 June", "3-5 March 2026", "3rd and 4th of June"."""
    a = day_number(words, i)
    if not a or a[0] >= len(words):
        return None
    gap, text = words[a[0]].gap, word(words, a[0])
    if gap in ("-", "–", "—", "/"):
        at = a[0]
    elif not gap and (text in _LINKS or text in ("and", "or")):
        at = a[0] + 1
    else:
        return None
    at += word(words, at) == "the"
    b = day_number(words, at) if at < len(words) else None
    if not b or b[1] <= a[1] or not month_at(words, b[0] + (word(words, b[0]) == "of"), beside_day=True):
        return None
    last = days.day_and_month(words, at)
    if last is None:
        return None
    if text == "or":
        return DatePhrase(i, last.end, "range", nothing, why="vague")
    number = a[1]

    def find(today: date, tense: Tense) -> Span | None:
        end = last.find(today, tense)
        begin = safe_day(end[0].year, end[0].month, number) if end else None
        return (begin, end[1]) if end and begin else None

    return DatePhrase(i, last.end, "range", find, why=last.why)


def _join(first: DatePhrase, last: DatePhrase) -> Callable[[date, Tense], Span | None]:
    def find(today: date, tense: Tense) -> Span | None:
        b = last.find(today, tense)
        if not b:
            return None
        a = first.find(b[1], "none") if tense != "plan" else first.find(today, tense)
        if a and a[0] > b[1]:
            a = first.find(b[1], "none")
        return (a[0], b[1]) if a and a[0] <= b[1] else None

    return find


def _with_lead(words: Words, phrase: DatePhrase, bound: int) -> DatePhrase:
    """Takes in the words in front that say how the date is meant."""
    start, role, rough = phrase.start, "", phrase.rough
    for _ in range(3):
        before = word(words, start - 1) if start > bound else ""
        if words[start].gap and set(words[start].gap) & set(".!?;\n,"):
            break
        if before in _ROLES and not role and phrase.kind != "range":
            role, start = _ROLES[before], start - 1
        elif before in _LEADS or before == "the":
            rough = rough or before in _ROUGH or (before == "over" and phrase.kind == "feast")
            start -= 1
        else:
            break
    if word(words, phrase.end) in ("onwards", "onward"):
        role = "after"
    if word(words, phrase.end) == "ish" or (
        word(words, phrase.end) == "or" and word(words, phrase.end + 1) in ("so", "thereabouts")
    ):
        rough = True
    return replace(phrase, start=start, role=role, rough=rough)
