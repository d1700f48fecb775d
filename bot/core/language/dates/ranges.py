"""Two ends of a stretch of time: "3 to 17 June", "between March and May"."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from bot.core.language.bags import bag
from bot.core.language.dates.days import day_and_month
from bot.core.language.dates.phrase import DatePhrase, Span, Tense, nothing, safe_day
from bot.core.language.dates.reading import day_number, month_at, word
from bot.core.language.dates.singles import single
from bot.core.language.words import Words
from bot.core.model.reading import QuarterMeaning

_LINKS = frozenset({"to", "until", "through", "thru", "into"})
_MOVED = bag(
    """
    moved rescheduled shifted changed rearranged postponed back forward moving shifting switched swapped slipped slid
    delayed bumped
    """
)


def stretch(words: Words, i: int, meaning: QuarterMeaning | None, alone: DatePhrase | None) -> DatePhrase | None:
    """Two ends: "3 to 17 June", "between March and May", "1 May - 12 June". `alone` is the single date that begins
    at i."""
    between = word(words, i) == "between"
    at = i + (word(words, i) in ("between", "from", "during", "over", "in", "throughout"))
    if at >= len(words):
        return None
    at += word(words, at) == "the" and day_number(words, at + 1) is not None
    first = alone if at == i else single(words, at, meaning)
    short = _days_of_one_month(words, at)
    if short and (first is None or short.end > first.end):
        if word(words, i) == "from" and _moved_before(words, i):
            last = single(words, at + 2 + (word(words, at + 2) == "the"), meaning)
            return last.widened(i, last.end) if last else None
        return short.widened(i, short.end)
    if first is None or first.why or first.kind in ("vague", "feast"):
        return None
    link = _link(words, first.end, between or word(words, i) == "from", first.kind)
    if link is None:
        return None
    link += word(words, link) == "the" and word(words, link + 1) in ("end", "beginning", "start", "middle")
    last = single(words, link, meaning)
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


def _days_of_one_month(words: Words, i: int) -> DatePhrase | None:
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
    last = day_and_month(words, at)
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
