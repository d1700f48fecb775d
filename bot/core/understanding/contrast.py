"""What follows a contrasting "not" is taken back, and denies nothing else: "12 November not 21"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from bot.core.language.bags import bag
from bot.core.language.dates import DatePhrase, Span, Tense
from bot.core.language.dates.phrase import safe_day
from bot.core.language.marks import NOUNS, Mark
from bot.core.language.numbers import Count
from bot.core.language.words import Word

_VALUES = ("outcome", "method", "agreement", "frequency", "mechanism", "choice", "body", "step", "publication")
_BETWEEN = bag(
    """
    the a an on in at by with to of just only for from it was were is
    """
)
_ENDS = frozenset(".!?;\n")


@dataclass(slots=True)
class Contrasts:
    """The message without what it takes back."""

    marks: list[Mark]
    dates: list[DatePhrase]
    counts: list[Count]
    found: bool = False


_HELPING = bag(
    """
    did do does has have had is are will would can could should
    """
)


def without_contrasts(
    words: Sequence[Word], marks: list[Mark], dates: list[DatePhrase], counts: list[Count]
) -> Contrasts:
    """The message less what follows each contrasting "not"."""
    out = Contrasts(list(marks), list(dates), list(counts))
    _drop_denied_outcomes(out, words)
    _drop_what_is_held(out, words)
    _drop_said_wrong(out, words)
    for neg in [m for m in marks if m.kind == "negation"]:
        text = words[neg.end - 1].text
        if text not in ("not", "than", "of", "as", "to") or (text == "of" and words[neg.start].text != "instead"):
            continue
        before = words[neg.start - 1].text if neg.start else ""
        if words[neg.start].text in ("has", "have", "had"):
            continue
        if before in _HELPING:
            continue
        place = neg.end
        while place < len(words) and words[place].text in _BETWEEN and place < neg.end + 3:
            place += 1
        if place < len(words) and _take_back(out, neg, place, words):
            out.found = True
            out.marks = [m for m in out.marks if m is not neg]
    return out


def _drop_denied_outcomes(out: Contrasts, words: Sequence[Word]) -> None:
    """ "Approved with amendments, not adopted outright": the second half only says what it was not."""
    told = [m for m in out.marks if m.kind == "outcome"]
    for denied in told:
        if denied.value != "not_agreed" or words[denied.start].text != "not":
            continue
        before = [m for m in told if m.end <= denied.start and denied.start - m.end <= 4 and m.value != "not_agreed"]
        ended = before and any(_ENDS & set(w.gap) for w in words[before[-1].end : denied.start + 1])
        joined = {w.text for w in words[before[-1].end : denied.start]} if before else set()
        if before and not ended and not joined & {"but", "then", "now", "although", "though"}:
            out.marks = [m for m in out.marks if not (denied.start <= m.start < denied.end)]
            out.found = True


def _drop_what_is_held(out: Contrasts, words: Sequence[Word]) -> None:
    """ "You've got us down as adopted but it was noted": the first is what the bot holds, and is taken back."""
    for held in [m for m in out.marks if m.kind == "outcome"]:
        if [w.text for w in words[max(held.start - 2, 0) : held.start]] != ["down", "as"]:
            continue
        later = [m for m in out.marks if m.kind == "outcome" and m.start >= held.end and m.value != held.value]
        if later and any(w.text in ("but", "and") for w in words[held.end :]):
            out.marks = [m for m in out.marks if not (held.start <= m.start < held.end)]
            out.found = True
            return


_SLIPS = frozenset({"sorry", "mean", "meant", "rather", "actually", "wait", "oops"})
_AROUND_SLIPS = _SLIPS | {"no", "i", "make", "that", "it", "was"}


def _in_month_of(phrase: DatePhrase, other: DatePhrase) -> DatePhrase:
    """ "The eleventh of June, no the twelfth": the twelfth of June."""
    if phrase.kind != "day_of_month" or other.kind not in ("day", "figures"):
        return phrase

    def find(today: date, tense: Tense) -> Span | None:
        span = other.find(today, tense)
        moved = safe_day(span[0].year, span[0].month, phrase.number) if span else None
        return (moved, moved) if moved else None

    return replace(phrase, find=find, kind="day")


def _drop_said_wrong(out: Contrasts, words: Sequence[Word]) -> None:
    """ "1,200 – sorry, 12,000 – customers", "the 3rd, I mean the 13th": the second stands."""
    for earlier, later in list(pairwise(out.dates)):
        told = {w.text for w in words[earlier.end : later.start]}
        if told and told <= _AROUND_SLIPS | {"the", "on"} and (_SLIPS | {"no"}) & told:
            out.dates = [_in_month_of(d, earlier) if d is later else d for d in out.dates if d is not earlier]
    for wrong, right in list(pairwise(out.counts)):
        between = [w.text for w in words[wrong.end : right.start]]
        if set(between) <= _AROUND_SLIPS and _SLIPS & set(between):
            out.counts = [c for c in out.counts if c is not wrong]


def _take_back(out: Contrasts, neg: Mark, place: int, words: Sequence[Word]) -> bool:
    dates = [d for d in out.dates if d.start <= place < d.end]
    if dates and len(out.dates) > 1:
        out.dates = [d for d in out.dates if d is not dates[0]]
        return True
    counts = [c for c in out.counts if c.start <= place < c.end]
    if counts and (len(out.counts) > 1 or out.dates):
        out.counts = [c for c in out.counts if c is not counts[0]]
        return True
    values = [m for m in out.marks if m.kind in _VALUES and m.start <= place < m.end and neg.end <= m.start]
    for value in values:
        family = NOUNS if value.kind in NOUNS else {value.kind}
        others = [
            m for m in out.marks
            if m.kind in family and m.value != value.value and not (m.start < value.end and value.start < m.end)
            and _near(m, value)
        ]  # fmt: skip
        if others:
            out.marks = [m for m in out.marks if not (value.start <= m.start < value.end)]
            return True
    return False


def _near(a: Mark, b: Mark) -> bool:
    """In one breath: "it was noted. Not approved" counts, a page later does not."""
    return abs(a.start - b.start) <= 14
