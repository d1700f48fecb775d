"""Which values in a message are not the speaker's own: what the record holds, what is set aside for another value."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, replace
from datetime import date

from bot.core.language.bags import bag
from bot.core.reader.model import Looked, Span

_VALUES = (
    "count",
    "date",
    "decision",
    "method",
    "body",
    "counted",
    "reference",
    "step",
    "frequency",
    "agreement",
    "publication",
)
_DENIERS = frozenset(["not", "rather", "instead"])
_SHORT = bag(
    """
    the a an on in at it was of our just as is for to by about only that's
    """
)
_REACH = 30
"""Words around a denial in which a value may be set against another."""
_BACK = frozenset(["but", "actually", "its", "it", "that", "though", "however", "really"])


@dataclass(frozen=True, slots=True)
class Held:
    """Places of words that tell what was held before, what only picks an entry, and whether the message puts
    right."""

    old: frozenset[int] = frozenset()
    picks: frozenset[int] = frozenset()
    repairs: bool = False
    contrast: bool = False
    """A value is set against another: "the 5th, not the 4th"."""

    def is_old(self, span: Span) -> bool:
        return span.start in self.old

    def picks_by(self, span: Span) -> bool:
        return span.start in self.picks


def held_in(looked: Looked) -> Held:
    """Who holds which value."""
    old: set[int] = set()
    picks: set[int] = set()
    contrast = _contrasts(looked, old)
    recorded = _recorded(looked, old)
    moved = _moved(looked, old)
    wrong = _called_wrong(looked, old)
    _picked(looked, old, picks)
    repairs = looked.has("repair", "correct_to") and _repairs(looked)
    return Held(frozenset(old), frozenset(picks), repairs or contrast or recorded or wrong or moved, contrast)


def undenied(looked: Looked, held: Held) -> Looked:
    """The message with clauses no longer denied where "not" only sets a value aside: "the 5th, not the 4th"."""
    if not held.old:
        return looked
    out = []
    for clause in looked.clauses:
        texts = [(p, looked.tokens[p].text) for p in range(clause.start, clause.end)]
        denials = [p for p, t in texts if t in ("not", "no", "never", "nothing", "nobody", "none")]
        if (
            clause.denied
            and denials
            and all(any(q in held.old for q in range(p + 1, p + 5)) for p in denials)
            and not any(
                g.denied and g.head not in held.old and not any(q in held.old for q in range(g.head, g.head + 4))
                for g in clause.groups
            )
        ):
            clause = replace(clause, denied=False)
        out.append(clause)
    return replace(looked, clauses=tuple(out))


def day_fits(looked: Looked, span: Span, value: object, today: date) -> bool:
    """Whether a day that the words name is the recorded one; a day of the month alone fits in any month."""
    if not isinstance(value, str) or "/" not in value or span.date is None:
        return False
    if span.value == "day_of_month" or (span.value == "day" and span.width == 1):
        words = looked.tokens[span.start].text + looked.tokens[span.end - 1].text
        number = "".join(c for c in words if c.isdecimal())[:2]
        return value[:10] == value[-10:] and number.isdecimal() and int(value[8:10]) == int(number)
    for tense in ("past", "plan"):
        found = span.date.find(today, "past" if tense == "past" else "plan")
        if found and str(found[0]) <= value[-10:] and value[:10] <= str(found[1]):
            return True
    return False


def _places(span: Span) -> set[int]:
    return set(range(span.start, span.end))


def _contrasts(looked: Looked, old: set[int]) -> bool:
    """ "15 not 12", "3 February, not the 4th", "noted rather than approved"."""
    found = False
    values = [s for s in looked.spans if s.kind in _VALUES]
    starts = [s.start for s in values]
    for i, token in enumerate(looked.tokens):
        if token.text not in _DENIERS:
            continue
        at = i + 1 + (token.text == "rather") + (token.text == "instead")
        while at < len(looked.tokens) and looked.tokens[at].text in _SHORT and at < i + 4:
            at += 1
        near = values[bisect_left(starts, i - _REACH) : bisect_left(starts, i + _REACH)]
        hit = [s for s in near if i < s.start <= at < s.end]
        sentence = _sentence(looked, i) if hit else (0, 0)
        for span in hit:
            rivals = [
                s for s in near
                if _alike(s, span) and s.start != span.start and sentence[0] <= s.start < sentence[1]
                and not _inside(s, span)
            ]  # fmt: skip
            if rivals and not (span.kind == "step" and any(r.value == span.value for r in rivals)):
                old |= _places(span)
                found = True
    return found


_BODIES = frozenset({"body", "step"})


def _alike(a: Span, b: Span) -> bool:
    """Values that can be set against each other: "that was exec, not the board" too."""
    return a.kind == b.kind or {a.kind, b.kind} == _BODIES


def _inside(a: Span, b: Span) -> bool:
    return a.start < b.end and b.start < a.end


def _sentence(looked: Looked, place: int) -> tuple[int, int]:
    at = bisect_left(looked.clauses, place, key=lambda c: c.end - 1)
    number = looked.clauses[min(at, len(looked.clauses) - 1)].sentence
    first = last = min(at, len(looked.clauses) - 1)
    while first and looked.clauses[first - 1].sentence == number:
        first -= 1
    while last + 1 < len(looked.clauses) and looked.clauses[last + 1].sentence == number:
        last += 1
    return looked.clauses[first].start, looked.clauses[last].end


def _recorded(looked: Looked, old: set[int]) -> bool:
    """What stands behind "you've put", "I had it as", up to where the speaker takes over again."""
    found = False
    for span in looked.spans:
        if span.kind == "maybe_record" and looked.has("correct_to", "repair"):
            pass  # "it ought to read 1,204. You have 1,240."
        elif span.kind not in ("record", "mention"):
            continue
        _, stop = _sentence(looked, span.start)
        at = span.end
        takers = {
            s.start
            for s in looked.spans
            if s.kind == "correct_to" and s.start >= at and looked.tokens[s.start].text not in ("it", "was")
        }
        hit = False
        while at < stop:
            token = looked.tokens[at]
            if (
                at in takers
                or token.text in ("but", "should", "actually")
                or (hit and token.gap.strip(" -") and "," in token.gap)
            ):
                break
            values = [s for s in looked.spans if s.start == at and s.kind in _VALUES]
            if values:
                hit = True
                for value in values:
                    old |= _places(value)
                at = max(v.end for v in values)
                continue
            at += 1
        found = found or (hit and span.kind == "record")
    return found


def _moved(looked: Looked, old: set[int]) -> bool:
    """ "Moved from 4 February to the 11th": the first is no longer so."""
    found = False
    for span in looked.spans:
        if (span.kind == "date" and span.start and looked.tokens[span.start].text == "from") or (
            span.kind in ("date", "count", "frequency")
            and span.start
            and looked.tokens[span.start - 1].text == "from"
        ):
            after = [
                s for s in looked.spans if s.kind == span.kind and s.start > span.start and s.start - span.end <= 2
            ]
            if after and looked.tokens[span.end].text == "to":
                old |= _places(span)
                found = True
    return found


_CALLED = frozenset({"wrong", "right", "incorrect", "mistaken", "guess", "estimate"})


def _called_wrong(looked: Looked, old: set[int]) -> bool:
    """ "The 300 is wrong, it's 3000"."""
    found = False
    for span in looked.spans:
        if span.kind != "repair" or looked.tokens[span.end - 1].text not in _CALLED:
            continue
        before = [s for s in looked.spans if s.kind in _VALUES and s.end <= span.start and span.start - s.end <= 5]
        rest = [s for s in looked.spans if s.kind in _VALUES and s.start >= span.end]
        for value in before:
            if any(r.kind == value.kind for r in rest):
                old |= _places(value)
                found = True
    return found


def _picked(looked: Looked, old: set[int], picks: set[int]) -> None:
    """ "The 10 June one was 19", "the March one's been moved": a date that only says which entry is meant."""
    for span in looked.spans:
        after = looked.tokens[span.end].text if span.end < len(looked.tokens) else ""
        before = looked.tokens[span.start - 1].text if span.start else looked.tokens[span.start].text
        if (span.kind == "date" and after == "should") or (
            span.kind in ("date", "count")
            and after in ("one", "ones", "meeting", "should")
            and (before in ("the", "that") or looked.tokens[span.start].text == "the" or after == "should")
        ):
            picks |= _places(span)


def _repairs(looked: Looked) -> bool:
    """Words that put right: not an apology for something else."""
    for span in looked.spans:
        if span.kind == "correct_to" and looked.tokens[span.start].text not in ("it", "actually", "was"):
            return True
        if span.kind != "repair":
            continue
        words = " ".join(t.text for t in looked.tokens[span.start : span.end + 3])
        first = words.split()[0]
        if first in ("sorry", "apologies") and any(
            w in words for w in ("for", "late", "delay", "been", "slow", "only", "missed", "about")
        ):
            continue
        if first in ("change", "correct", "rather", "swap", "amend") and span.start > 1 and first != "swap":
            continue
        return True
    return False
