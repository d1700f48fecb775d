"""Tokens to spans: vocabulary, dates, clock times, counts, addresses, references, people."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from bot.core.reader.model import Context, Span, Token
from bot.core.reader.people import people_in
from bot.core.reader.references import references_in
from bot.core.reader.tokens import as_words
from bot.core.reader.verbs import tag_set, tags_of
from bot.core.reader.vocabulary import Vocabulary, find
from bot.core.understanding.bags import bag
from bot.core.understanding.dates import find_dates, without_broader
from bot.core.understanding.dates.names import MONTHS, TENS, UNITS, WEEKDAYS
from bot.core.understanding.dates.phrase import DatePhrase, Find, Tense, day
from bot.core.understanding.dates.phrase import Span as Days
from bot.core.understanding.numbers import Count, find_counts
from bot.core.understanding.numbers.reading import number_at
from bot.core.understanding.private import absences, private_places
from bot.core.understanding.words import Word

_HOURS = {**UNITS, "midday": 12, "noon": 12}
_HALVES = frozenset(["half", "quarter", "ten", "five", "twenty"])
_TO = frozenset(["till", "until", "to", "til", "-"])
_CLOCK = re.compile(r"(?:[01]?\d|2[0-3])[.:][0-5]\d(?:am|pm)?|(?:1[0-2]|[1-9])(?:am|pm)", re.IGNORECASE)
_MONEY_AFTER = frozenset(["pounds", "quid", "pence"])
_WIDE = ("outcome",)


def spans_of(
    tokens: Sequence[Token], text: str, context: Context, vocabulary: Vocabulary
) -> tuple[tuple[Span, ...], frozenset[int]]:
    """All spans of a message in order, and the places of private details, in which nothing was looked for."""
    words = as_words(tokens)
    found = _longest(find(tokens, vocabulary.index))
    private = _private(tokens, text)
    clocks = _clocks(tokens)
    references = references_in(tokens, text, context, found)
    taken = set(private) | {p for s in (*clocks, *references) for p in range(s.start, s.end)}
    rhythm = {p for s in found if s.kind == "frequency" for p in range(s.start, s.end)} if _rhythmic(found) else set()
    people = [s for s in people_in(tokens, found, vocabulary) if not private & set(range(s.start, s.end))]
    named = {p for s in people for p in range(s.start, s.end)}
    dates = [d for d in _dates(words, context) if not (taken | named) & set(range(d.start, d.end))]
    dates = without_broader(dates, words, context.today)
    dates = [d for d in dates if not _only_as_of(tokens, d)]
    days = [
        s
        for d in dates
        if not set(range(d.start, d.end)) <= rhythm
        for s in _days_apart(_date_span(d, tokens), tokens)
    ]
    taken |= {p for s in days for p in range(s.start, s.end)}
    found = _outside(tokens, [s for s in found if s.kind == "team" or not (s.width == 1 and s.start in named)], days)
    counts = [s for s in _counts(words, tokens, taken | rhythm) if not named & set(range(s.start, s.end))]
    found += [Span(d.start - 1, d.start, "return") for d in days if _comes_back(tokens, d, counts)]
    urls = [Span(i, i + 1, "url", t.text) for i, t in enumerate(tokens) if t.kind == "url"]
    every = [*found, *clocks, *references, *people, *days, *counts, *urls]
    every = [s for s in every if not private & set(range(s.start, s.end)) or s.kind in ("signpost", "intent", "away")]
    return tuple(sorted(every, key=lambda s: (s.start, -s.end, s.kind, s.value))), frozenset(private)


_ACTIONS = bag(
    """
    decision activity send respond attend return recommend running finished only_end done
    """
)
_NAMING = frozenset({"method", "body"})
_GRAMMAR = bag(
    """
    condition hope plan running only_end finished done again then to_do vague_start correct_to respond
    not_counted each whole team
    """
)
_CONTENT = bag(
    """
    frequency method step body decision hedge plan to_do record return mechanism running not_yet_words hope done
    """
)
_BEFORE_NOUN = bag(
    """
    a an the our their its this that another two three four five six seven eight nine ten several some any no
    staff tenant tenants resident residents customer customers online postal web phone text every each next last
    first second third of open public team big own estate board full pulse paper quick short annual new old
    whole joint evening morning
    """
)
_BEFORE_BASE = bag(
    """
    to will would did do does not may might should can could must shall i we they you board trustees exec
    committee members please and or them lets let us people tenants residents staff
    """
)


def _outside(tokens: Sequence[Token], found: Sequence[Span], days: Sequence[Span]) -> list[Span]:
    """Without what only seems to be said: words inside of a date, an activity's or a body's name; nouns taken for
    verbs."""
    dated = {p for s in days for p in range(s.start, s.end)}
    named = {p for s in found if s.kind in _NAMING and s.width > 1 for p in range(s.start, s.end)}
    nouns = {p for s in found if s.kind in _NAMING for p in range(s.start, s.end) if is_noun(tokens, p)}
    over = _over(found)
    subjects = {s.end for s in found if s.kind in ("body", "step", "person")}
    shown = {s.start for s in found if s.kind == "publication" and s.width > 1}
    out = []
    for span in found:
        places = set(range(span.start, span.end))
        covering = [c for c in over.get(span.start, ()) if c.end >= span.end and c is not span]
        if _hidden(span, covering, over):
            continue
        if span.kind == "running" and span.width > 1 and places & dated:
            continue  # "in the middle of December"
        if places & dated and span.kind not in _BESIDE_DATES and (span.width == 1 or places <= dated):
            continue
        if span.kind == "plan" and span.end - 1 in shown:
            continue  # "the commitments are on the website"
        if span.kind in _ACTIONS and (places <= named or places <= nouns):
            continue
        if span.kind in _ACTIONS and span.head >= 0 and not _verbal(tokens, span, subjects):
            continue
        out.append(span)
    return out


_BESIDE_DATES = bag("plan running only_end frequency vague_start return to_do decision foreign english")
_COVERS = _CONTENT | bag("aside not_said respond send running")


def _over(found: Sequence[Span]) -> dict[int, list[Span]]:
    """By place, the spans that may hide what lies in them."""
    over: dict[int, list[Span]] = {}
    for span in found:
        if span.kind in _COVERS and (span.width > 1 or span.kind in ("aside", "not_said")):
            for place in range(span.start, span.end):
                over.setdefault(place, []).append(span)
    return over


def _hidden(span: Span, covering: Sequence[Span], over: Mapping[int, Sequence[Span]]) -> bool:
    """Whether a longer span says what these words mean here."""
    wider = {c.kind for c in covering if c.width > span.width}
    if span.kind != "aside" and any(c.kind == "aside" for c in covering):
        return True
    if span.kind == "method" and any(
        c.kind == "not_said" and c.value == span.value for c in over.get(span.start, ())
    ):
        return True
    if span.kind in _GRAMMAR and wider & _CONTENT:
        return True
    if span.kind == "decision" and wider & {"respond", "send"}:
        return True  # "got through to 21"
    if span.kind == "step" and "plan" in wider:
        return True
    return span.kind == "plan" and any(
        c.kind == "running" and c.start < span.start < c.end < span.end for c in over.get(span.start, ())
    )  # "got it going in February"


def is_noun(tokens: Sequence[Token], p: int) -> bool:
    """A word that may be a verb, where it stands as a noun: "a survey", "the open meeting"."""
    tags = tag_set(tokens[p].text)
    if not tags or (tags & {"past", "participle"} and "base" not in tags):
        return not tags
    if tokens[p].text.endswith("s") and "s" in tags and p and tokens[p - 1].text in _BEFORE_NOUN:
        return True
    before = tokens[p - 1].text if p and not tokens[p].gap.strip(" -") else ""
    return not before or before in _BEFORE_NOUN or (before not in _BEFORE_BASE and "ing" not in tags)


def _verbal(tokens: Sequence[Token], span: Span, subjects: set[int]) -> bool:
    """Whether the verb of a span stands as one: "back on 11 March" does not back anything."""
    tags = tag_set(tokens[span.head].text)
    if tags & {"past", "participle", "ing"}:
        return True
    before = tokens[span.head - 1].text if span.head else ""
    if tokens[span.head].text in ("back", "present") and span.width == 1:
        return span.kind == "respond" and (before.isdecimal() or before in UNITS or before in TENS or before == "odd")
    if before in _BEFORE_NOUN and before not in ("board", "tenants", "residents", "staff", "that"):
        return False
    if span.width - (span.head - span.start) > 1 or (span.head in subjects and not tokens[span.head].gap.strip()):
        return True
    return before in _BEFORE_BASE or ("s" in tags and not before.isdecimal())


def _rhythmic(found: Sequence[Span]) -> bool:
    return any(s.kind == "frequency" for s in found)


def _longest(found: list[Span]) -> list[Span]:
    """Of spans of one kind that overlap, the longest; what a longer idiom covers is hidden."""
    ordered = sorted(found, key=lambda s: (-s.width, s.start))
    taken: dict[str, set[int]] = {}
    idiom: dict[int, int] = {}
    kept: list[Span] = []
    for span in ordered:
        places = set(range(span.start, span.end))
        family = _FAMILY.get(span.kind, span.kind)
        if family in ("method", "mechanism", "intent", "choice"):
            family = f"{family}:{span.value}"
        if taken.get(family, set()) & places:
            continue
        hidden = min((idiom.get(p, 0) for p in places), default=0)
        if hidden >= span.width and span.kind not in ("intent", "signpost", "topic"):
            continue
        taken.setdefault(family, set()).update(places)
        if span.kind == "shadow":
            idiom |= dict.fromkeys(places, span.width)
        kept.append(span)
    return kept


_FAMILY = {"body": "body", "attend": "attend"}


def _private(tokens: Sequence[Token], text: str) -> set[int]:
    places = private_places(text) + absences(text)
    if not places:
        return set()
    return {i for i, t in enumerate(tokens) if any(a <= t.start < b for a, b in places)}


def _dates(words: list[Word], context: Context) -> list[DatePhrase]:
    own = [*_weekdays_ago(words), *_ends_of_months(words)]
    taken = {p for d in own for p in range(d.start, d.end)}
    return sorted(
        [*own, *(d for d in find_dates(words, context.quarters) if not taken & set(range(d.start, d.end)))],
        key=lambda d: d.start,
    )


def _weekdays_ago(words: Sequence[Word]) -> list[DatePhrase]:
    """ "Four Mondays ago", "two Fridays back"."""
    out = []
    for i, word in enumerate(words[:-2]):
        name = words[i + 1].text.rstrip("s")
        count = UNITS.get(word.text) or (int(word.text) if word.text.isdecimal() and len(word.text) < 3 else 0)
        if count and name in WEEKDAYS and words[i + 2].text in ("ago", "back"):
            out.append(DatePhrase(i, i + 3, "weekday", _back(WEEKDAYS[name], count), leaning="past"))
    return out


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


def _only_as_of(tokens: Sequence[Token], phrase: DatePhrase) -> bool:
    """ "As of this morning", "from July's agenda": no day on which something was."""
    before = [t.text for t in tokens[max(phrase.start - 2, 0) : phrase.start + 2]]
    after = tokens[phrase.end].text if phrase.end < len(tokens) else ""
    return before[:2] == ["as", "of"] or after == "agenda"


_MOVING = bag("moved moving changed rescheduled shifted switched put brought pushed swapped")


def _comes_back(tokens: Sequence[Token], span: Span, counts: Sequence[Span]) -> bool:
    """ "Deferred, back 30 September", and not "71 back on 30 September"."""
    at = span.start - 1
    if at <= 0 or tokens[at].text != "back" or any(c.end == at for c in counts):
        return False
    return bool(tokens[at].gap.strip()) or tokens[at - 1].text in ("and", "is", "so")


def _days_apart(span: Span, tokens: Sequence[Token]) -> list[Span]:
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
    if text == "half" and after in _HOURS and after not in ("a", "one") and then not in ("people", "of", "dozen"):
        return i + 2  # "half ten"
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
    if i + 1 < len(tokens) and tokens[i + 1].gap in ("-", "–") and re.fullmatch(r"\d{1,2}(?:am|pm)", after):
        return i + 2  # "2–4pm"
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
    return (
        i < len(tokens)
        and not tokens[i].gap
        and tokens[i].text in ("people", "tenants", "residents", "staff", "came")
    )


def _small(tokens: Sequence[Token], i: int) -> bool:
    if i >= len(tokens):
        return False
    text = tokens[i].text
    return (text.isdecimal() and 1 <= int(text[:3]) <= 12 and len(text) <= 2) or 0 < _HOURS.get(text, 0) <= 12


def _counts(words: list[Word], tokens: Sequence[Token], taken: set[int]) -> list[Span]:
    out: list[Span] = []
    for count in _split_sums(words, tokens, find_counts(words, taken)):
        why = count.why
        before = tokens[count.start - 1].text if count.start else ""
        if (
            before in ("minus", "negative")
            or re.fullmatch(r"\d+e\d+", tokens[count.start].raw)
            or (count.end < len(tokens) and re.fullmatch(r"e\d+", tokens[count.end].text))
        ):
            why = "vague"
        if (
            tokens[count.start].text in ("nobody", "none", "noone", "no", "zero", "nil")
            and count.value == 0
            and not why
            and not _came(tokens, count.end)
        ):
            continue
        if "£" in tokens[count.start].gap or before == "£" or _after(tokens, count.end) in _MONEY_AFTER:
            continue
        out.append(Span(count.start, count.end, "count", number=count.value, of=count.of, rough=count.rough, why=why))
    return out


_COMING = bag(
    """
    came come turned showed attended replied responded answered took filled returned joined there back went so
    """
)


def _came(tokens: Sequence[Token], end: int) -> bool:
    """ "Nobody came" counts; "nobody has asked them" does not."""
    if end >= len(tokens) or tokens[end].gap.strip(" -") or tokens[end].kind == "emoji":
        return True
    return bool({t.text for t in tokens[end : end + 4]} & _COMING)


def _split_sums(words: list[Word], tokens: Sequence[Token], counts: Sequence[Count]) -> list[Count]:
    """ "12, 9 and 17": the last two of a list are two numbers, and no sum."""
    out: list[Count] = []
    for count in counts:
        joint = [p for p in range(count.start + 1, count.end) if tokens[p].text == "and"]
        figures = len(joint) == 1 and all(tokens[p].text.isdecimal() for p in (count.start, joint[0] + 1))
        figures = figures and _after(tokens, count.start - 1) != "between"
        listed = figures or (bool(out) and out[-1].end == count.start and "," in tokens[count.start].gap)
        if count.why != "vague" or len(joint) != 1 or not (listed or _several_named(tokens, count.start)):
            out.append(count)
            continue
        second = number_at(words, joint[0] + 1)
        if second is None:
            out.append(count)
            continue
        out.append(replace(count, end=joint[0], why=""))
        out.append(Count(joint[0] + 1, second[0], second[1], second[2]))
    return out


def _several_named(tokens: Sequence[Token], start: int) -> bool:
    """A number of things in front ("two workshops, 12 and 9")."""
    before = [t.text for t in tokens[max(start - 10, 0) : start]]
    return any(t in ("two", "2", "both", "twice") for t in before)


def _after(tokens: Sequence[Token], i: int) -> str:
    return tokens[i].text if i < len(tokens) else ""


__all__ = ["TENS", "spans_of", "tags_of"]
