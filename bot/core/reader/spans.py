"""Tokens to spans: vocabulary, dates, clock times, counts, addresses, references, people."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.core.reader.model import Context, Span, Token
from bot.core.reader.people import people_in
from bot.core.reader.tokens import as_words
from bot.core.reader.verbs import tags_of
from bot.core.reader.vocabulary import Vocabulary, find
from bot.core.understanding.dates import find_dates, without_broader
from bot.core.understanding.dates.names import MONTHS, TENS, UNITS, WEEKDAYS
from bot.core.understanding.dates.phrase import DatePhrase, Span as Days, Tense, day
from bot.core.understanding.numbers import find_counts
from bot.core.understanding.private import absences, private_places
from datetime import date, timedelta

_HOURS = {**UNITS, "midday": 12, "noon": 12}
_HALVES = frozenset("half quarter ten five twenty".split())
_TO = frozenset("till until to til -".split())
_CLOCK = re.compile(r"(?:[01]?\d|2[0-3])[.:][0-5]\d(?:am|pm)?|(?:1[0-2]|[1-9])(?:am|pm)", re.IGNORECASE)
_REFERENCE = re.compile(r"(?=[^\s]*\d)[A-Za-z0-9]{1,6}(?:[./-][A-Za-z0-9]{1,6}){0,3}")
_PLACES = frozenset("room item page floor agenda appendix version v para paragraph section block bay unit door phase extension ext stage".split())
_MONEY_AFTER = frozenset("pounds quid pence".split())
_WIDE = ("outcome",)


def spans_of(
    tokens: Sequence[Token], text: str, context: Context, vocabulary: Vocabulary
) -> tuple[tuple[Span, ...], frozenset[int]]:
    """All spans of a message in order, and the places of private details, in which nothing was looked for."""
    words = as_words(tokens)
    found = _longest(find(tokens, vocabulary.index))
    private = _private(tokens, text)
    clocks = _clocks(tokens)
    references = _references(tokens, context, found)
    taken = set(private) | {p for s in (*clocks, *references) for p in range(s.start, s.end)}
    rhythm = {p for s in found if s.kind == "frequency" for p in range(s.start, s.end)} if _rhythmic(found) else set()
    people = [s for s in people_in(tokens, found, vocabulary) if not private & set(range(s.start, s.end))]
    named = {p for s in people for p in range(s.start, s.end)}
    dates = [d for d in _dates(words, context) if not (taken | named) & set(range(d.start, d.end))]
    dates = without_broader(dates, words, context.today)
    days = [_date_span(d, tokens) for d in dates if not set(range(d.start, d.end)) <= rhythm]
    taken |= {p for s in days for p in range(s.start, s.end)}
    found = [s for s in found if not (s.start in taken and s.kind in ("method", "team", "intent") and s.width == 1)]
    counts = [
        s for s in _counts(words, tokens, taken | rhythm) if not named & set(range(s.start, s.end))
    ]
    urls = [Span(i, i + 1, "url", t.text) for i, t in enumerate(tokens) if t.kind == "url"]
    every = [*found, *clocks, *references, *people, *days, *counts, *urls]
    every = [s for s in every if not private & set(range(s.start, s.end)) or s.kind in ("signpost", "intent")]
    return tuple(sorted(every, key=lambda s: (s.start, -s.end, s.kind, s.value))), frozenset(private)


def _rhythmic(found: Sequence[Span]) -> bool:
    return any(s.kind == "frequency" for s in found)


def _longest(found: list[Span]) -> list[Span]:
    """Of spans of one kind that overlap, the longest; what a longer idiom covers is hidden."""
    ordered = sorted(found, key=lambda s: (-s.width, s.start))
    taken: dict[str, set[int]] = {}
    idiom: set[int] = set()
    kept: list[Span] = []
    for span in ordered:
        places = set(range(span.start, span.end))
        family = _FAMILY.get(span.kind, span.kind)
        if family in ("method", "mechanism", "intent", "choice"):
            family = f"{family}:{span.value}"
        if taken.get(family, set()) & places:
            continue
        if span.width < 3 and places <= idiom and span.kind not in ("intent", "signpost", "topic"):
            continue
        taken.setdefault(family, set()).update(places)
        if span.kind == "shadow":
            idiom |= places
        kept.append(span)
    return kept


_FAMILY = {"body": "body", "attend": "attend"}


def _private(tokens: Sequence[Token], text: str) -> set[int]:
    places = private_places(text) + absences(text)
    if not places:
        return set()
    return {i for i, t in enumerate(tokens) if any(a <= t.start < b for a, b in places)}


def _dates(words: list, context: Context) -> list[DatePhrase]:  # type: ignore[type-arg]
    own = _weekdays_ago(words)
    taken = {p for d in own for p in range(d.start, d.end)}
    return sorted(
        [*own, *(d for d in find_dates(words, context.quarters) if not taken & set(range(d.start, d.end)))],
        key=lambda d: d.start,
    )


def _weekdays_ago(words: Sequence[Token]) -> list[DatePhrase]:
    """ "Four Mondays ago", "two Fridays back"."""
    out = []
    for i, word in enumerate(words[:-2]):
        name = words[i + 1].text.rstrip("s")
        count = UNITS.get(word.text) or (int(word.text) if word.text.isdecimal() and len(word.text) < 3 else 0)
        if count and name in WEEKDAYS and words[i + 2].text in ("ago", "back"):
            out.append(DatePhrase(i, i + 3, "weekday", _back(WEEKDAYS[name], count), leaning="past"))
    return out


def _back(weekday: int, count: int):  # type: ignore[no-untyped-def]
    def find_day(today: date, tense: Tense) -> Days | None:
        last = today - timedelta(days=(today.weekday() - weekday - 1) % 7 + 1)
        return day(last - timedelta(days=7 * (count - 1)))

    return find_day


def _date_span(phrase: DatePhrase, tokens: Sequence[Token]) -> Span:
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


_ODD_DAY = re.compile(r"\d{2,3}(?:st|nd|rd|th)?")


def _odd_day(tokens: Sequence[Token], start: int) -> bool:
    """A number too high for a day, right before (or as) the beginning of a month: "99th of March"."""
    texts = [t.text for t in tokens[max(start - 2, 0) : start + 2]]
    return any(_ODD_DAY.fullmatch(t) and t[-2:] in ("st", "nd", "rd", "th") and int(t[:-2]) > 31 for t in texts)


def _clocks(tokens: Sequence[Token]) -> list[Span]:
    """Times of day: no head counts. "half past ten", "10.30 to 12", "at 7", "six o'clock", "noon"."""
    found: list[Span] = []
    i = 0
    while i < len(tokens):
        end = _clock_at(tokens, i)
        if end is None:
            i += 1
            continue
        while end + 1 < len(tokens) and (tokens[end].text in _TO or tokens[end].gap in ("-", "–")):
            at = end + (tokens[end].text in _TO)
            more = _clock_at(tokens, at) or (at + 1 if _small(tokens, at) else None)
            if more is None:
                break
            end = more
        found.append(Span(i, end, "clock"))
        i = end
    return found


def _clock_at(tokens: Sequence[Token], i: int) -> int | None:
    text = tokens[i].text
    after = tokens[i + 1].text if i + 1 < len(tokens) else ""
    then = tokens[i + 2].text if i + 2 < len(tokens) else ""
    before = tokens[i - 1].text if i else ""
    if text in ("noon", "midday", "midnight", "lunchtime"):
        return i + 1
    if text in _HALVES and after in ("past", "to") and (then in _HOURS or then.isdecimal()):
        return i + 3
    if _CLOCK.fullmatch(text) and before not in ("ref", "minute", "min", "para", "item", "minutes"):
        plain = not text[-1].isalpha()
        if not plain or before in ("at", "from", "by", "till", "until", "to", "between") or ":" in text:
            return i + 1 + (after in ("am", "pm"))
        if after in _TO or after in ("am", "pm") or (i + 1 < len(tokens) and tokens[i + 1].gap in ("-", "–")):
            return i + 1 + (after in ("am", "pm"))
        return None
    if not _small(tokens, i):
        return None
    if after in ("am", "pm"):
        return i + 2
    if after in ("o'clock", "oclock", "o"):
        return i + (3 if after == "o" else 2)
    if after in ("till", "until") and _small(tokens, i + 2):
        return i + 3
    ends = i + 1 >= len(tokens) or bool(tokens[i + 1].gap) or after in ("in", "for", "till", "until", "with", "on")
    if before == "at" and text not in ("one", "two") and ends and not _people_follow(tokens, i + 1):
        return i + 1
    return None


def _people_follow(tokens: Sequence[Token], i: int) -> bool:
    return i < len(tokens) and not tokens[i].gap and tokens[i].text in ("people", "tenants", "residents", "staff", "came")


def _small(tokens: Sequence[Token], i: int) -> bool:
    if i >= len(tokens):
        return False
    text = tokens[i].text
    return (text.isdecimal() and 1 <= int(text[:3]) <= 12 and len(text) <= 2) or 0 < _HOURS.get(text, 0) <= 12


def _references(tokens: Sequence[Token], context: Context, found: Sequence[Span]) -> list[Span]:
    """Minute references, and numbers of rooms, items and pages, which are no counts."""
    out = []
    minute = [s for s in found if s.kind == "minute_word"]
    for span in minute:
        at = span.end
        while at < len(tokens) and tokens[at].text in ("is", "was", "number", "no", "ref", "of", "reference", "its", "it", "number") and at < span.end + 3:
            at += 1
        if at < len(tokens) and _is_reference(tokens[at]) and not _unit_after(tokens, at):
            out.append(Span(at, _reference_end(tokens, at), "reference", _reference(tokens, at)))
    for i, token in enumerate(tokens):
        if any(s.start <= i < s.end for s in out):
            continue
        if token.text in _PLACES and i + 1 < len(tokens) and not tokens[i + 1].gap.strip(" ") and tokens[i + 1].text[:1].isdecimal():
            out.append(Span(i, i + 2, "place_number"))
        elif token.kind == "number" and re.fullmatch(r"[A-Z]{0,3}\d{1,4}(?:[/.]\d{1,4}){1,2}[a-z]?", token.raw) and "/" in token.raw and not _is_date_like(token.raw):
            if not _part_of(token.raw):
                out.append(Span(i, i + 1, "reference", token.raw))
        elif token.kind == "word" and i + 1 < len(tokens) and tokens[i + 1].gap == "/" and tokens[i + 1].joined and _code(tokens, i):
            end = _reference_end(tokens, i)
            out.append(Span(i, end, "reference", _reference(tokens, i)))
    if context.asked_field == "minute_ref" and not any(s.kind == "reference" for s in out):
        out += _reference_alone(tokens)
    return out


def _reference_alone(tokens: Sequence[Token]) -> list[Span]:
    """In reply to the question for it, a short message with a number is the reference."""
    numbers = [i for i, t in enumerate(tokens) if _is_reference(t)]
    if len(numbers) != 1 or len(tokens) > 6 or any(t.text in MONTHS or t.text in WEEKDAYS for t in tokens):
        return []
    i = numbers[0]
    if tokens[i].text[-2:] in ("th", "st", "nd", "rd"):
        return []
    return [Span(i, _reference_end(tokens, i), "reference", _reference(tokens, i))]


def _code(tokens: Sequence[Token], i: int) -> bool:
    return tokens[i].raw.isupper() and len(tokens[i].raw) <= 4 and tokens[i + 1].text[:1].isdecimal()


def _part_of(raw: str) -> bool:
    part, _, whole = raw.partition("/")
    return part.isdecimal() and whole.isdecimal() and int(part) <= int(whole) and len(whole) >= 2 and whole[0] != "0"


def _is_date_like(raw: str) -> bool:
    parts = re.split(r"[/.]", raw)
    if not all(p.isdecimal() for p in parts):
        return False
    if len(parts) == 2:
        return int(parts[0]) <= 31 and int(parts[1]) <= 12 and len(parts[1]) <= 2
    return len(parts) == 3 and int(parts[0]) <= 31 and int(parts[1]) <= 12


def _is_reference(token: Token) -> bool:
    return bool(_REFERENCE.fullmatch(token.raw)) and token.kind in ("number", "word")


def _reference_end(tokens: Sequence[Token], i: int) -> int:
    end = i + 1
    while end < len(tokens) and tokens[end].gap in ("/", "-", ".") and tokens[end].start - tokens[end - 1].end == 1:
        end += 1
    return end


def _reference(tokens: Sequence[Token], i: int) -> str:
    out = tokens[i].raw
    for at in range(i + 1, _reference_end(tokens, i)):
        out += tokens[at].gap + tokens[at].raw
    return out


def _unit_after(tokens: Sequence[Token], i: int) -> bool:
    after = tokens[i + 1].text if i + 1 < len(tokens) and not tokens[i + 1].gap else ""
    return after in ("minutes", "mins", "people", "of") or after in MONTHS


def _counts(words: list, tokens: Sequence[Token], taken: set[int]) -> list[Span]:  # type: ignore[type-arg]
    out = []
    for count in find_counts(words, taken):
        why = count.why
        before = tokens[count.start - 1].text if count.start else ""
        if before in ("minus", "negative") or re.fullmatch(r"\d+e\d+", tokens[count.start].raw) or (
            count.end < len(tokens) and re.fullmatch(r"e\d+", tokens[count.end].text)
        ):
            why = "vague"
        if "£" in tokens[count.start].gap or before == "£" or _after(tokens, count.end) in _MONEY_AFTER:
            continue
        out.append(Span(count.start, count.end, "count", number=count.value, of=count.of, rough=count.rough, why=why))
    return out


def _after(tokens: Sequence[Token], i: int) -> str:
    return tokens[i].text if i < len(tokens) else ""


__all__ = ["TENS", "spans_of", "tags_of"]
