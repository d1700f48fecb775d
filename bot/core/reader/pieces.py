"""Where one clause ends and the next begins."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from bot.core.language.bags import bag
from bot.core.reader.model import Span, Token
from bot.core.reader.verbs import tag_set

HARD = frozenset(".!?;\n")


_SOFT = frozenset(',():/–—…"')


_JOINS = bag(
    """
    and but then so because while whereas although though which who where when after before if as since plus
    also or whose unless until once than
    """
)


_ALONE = bag(
    """
    and or plus then after before since until than as also once
    """
)
"""Conjunctions that divide only where a predicate of its own follows."""


_WHOLE = bag(
    """
    reference date body method step decision frequency mechanism choice agreement publication intent count clock
    shadow
    return person plan hope hedge record shadow idiom to_do finished running whom only_end order correct_to
    """
)
"""Nothing is cut inside of these."""


SUBJECT = bag(
    """
    i we you they he she it there this that the our board residents tenants staff anyone anybody someone
    """
)


@dataclass(frozen=True, slots=True)
class Piece:
    start: int
    end: int
    sentence: int
    begin: int
    """Where its predicate begins, behind a heading ("Board: going in May")."""
    list_item: bool


def pieces_of(tokens: Sequence[Token], spans: Sequence[Span]) -> list[Piece]:
    closed = {p for s in spans if s.kind in _WHOLE for p in range(s.start + 1, s.end)}
    headed = _headings(tokens, spans)
    closed |= _listed(tokens, spans) | headed
    out: list[Piece] = []
    start, sentence = 0, 0
    starts = [s.start for s in spans]
    for i in range(1, len(tokens) + 1):
        cut = i == len(tokens)
        hard = False
        if not cut:
            gap = tokens[i].gap
            hard = bool(HARD & set(gap)) and not (i in closed and "\n" not in gap)
            dash = "-" in gap and not tokens[i].joined and tokens[i].start - tokens[i - 1].end > 1
            soft = (bool(_SOFT & set(gap)) and not tokens[i].joined) or dash
            joins = tokens[i].text in _JOINS and i > start
            soft = soft and tokens[i].text not in ("tbc", "tbd")  # "commitments on the website – TBC"
            cut = hard or (i not in closed and (soft or (joins and _divides(tokens, _near(spans, starts, i), i))))
        if cut:
            begin = next((p for p in range(start, min(start + 5, i)) if p in headed), start)
            out.append(Piece(start, i, sentence, begin, _is_item(tokens, start)))
            start = i
            sentence += hard
    return [p for p in out if p.start < p.end]


_NEW = frozenset("\n()")
"""Behind these a number begins something new: "a survey (380 of 1,200), two focus groups"."""


def _listed(tokens: Sequence[Token], spans: Sequence[Span]) -> set[int]:
    """Between the numbers of a list ("12, 9 and 17") nothing is cut."""
    return _listed_of("count", tokens, spans) | _listed_of("reference", tokens, spans)


def _listed_of(kind: str, tokens: Sequence[Token], spans: Sequence[Span]) -> set[int]:
    counts = [s for s in spans if s.kind == kind]
    ends = {s.end for s in counts} | {
        s.end + 1 for s in counts if s.end < len(tokens) and tokens[s.end].text == "and"
    }
    begun = {s.start for s in spans if s.kind == "method"}
    return {
        p
        for s in counts
        for p in (s.start, s.start - 1)
        if s.start in ends and not _NEW & set(tokens[s.start].gap) and s.end not in begun and p > 0
    }


def _headings(tokens: Sequence[Token], spans: Sequence[Span]) -> set[int]:
    """Places behind a heading that names a step or a body: "Staff: nothing yet", "board - hasn't been"."""
    out = set()
    for span in spans:
        if span.kind not in ("step", "body") or span.end >= len(tokens):
            continue
        first = span.start - (span.start > 0 and tokens[span.start - 1].text in ("the", "for", "on"))
        begins = not first or bool((HARD | set(",•*")) & set(tokens[first].gap)) or _is_item(tokens, first)
        if begins and tokens[span.end].gap.strip() in (":", "-", "–", "—", "*:"):
            out.add(span.end)
    return out


def _is_item(tokens: Sequence[Token], start: int) -> bool:
    gap = tokens[start].gap
    return "\n" in gap or gap.strip() in ("*", "-", "•")


def _near(spans: Sequence[Span], starts: Sequence[int], i: int) -> Sequence[Span]:
    """The spans around a place: more than those are not looked at there."""
    return spans[bisect_left(starts, i - _AROUND) : bisect_left(starts, i + _AROUND)]


_AROUND = 20


def _divides(tokens: Sequence[Token], spans: Sequence[Span], i: int) -> bool:
    """A conjunction that begins a clause of its own."""
    if tokens[i].text in ("as", "than", "since", "until", "or") and any(s.start <= i < s.end for s in spans):
        return False
    if tokens[i].text not in _ALONE:
        return True
    if tokens[i].text == "then" and any(s.end == i and s.kind in _DOERS for s in spans):
        return False  # "the board then considered it"
    for j in range(i + 1, min(i + 14, len(tokens))):
        if HARD & set(tokens[j].gap) or (_SOFT & set(tokens[j].gap) and not tokens[j].joined):
            return False
        if tokens[j].text in _JOINS and j > i + 1 and tokens[j].text not in ("also", "then"):
            return False
        if _finite(tokens, j, i + 1):
            return True
        if tokens[i].text == "and" and j <= i + 3 and _pair_of_groups(tokens, spans, i, j):
            return True
        if tokens[i].text == "and" and j == i + 1 and _pair_of_numbers(spans, i):
            return True
        if any(s.start == j and s.kind in ("method", "decision", "body") for s in spans) and tokens[i].text in (
            "and",
            "then",
            "plus",
        ):
            return True
    return False


_DOERS = frozenset({"count", "body", "step", "person"})


def _pair_of_numbers(spans: Sequence[Span], i: int) -> bool:
    """ "12 on the 3rd and 9 on the 10th": each side has a number with its day."""
    counts = [s for s in spans if s.kind == "count"]
    days = [s for s in spans if s.kind == "date"]
    behind = any(d.end == i and any(d.start - 2 <= c.end <= d.start for c in counts) for d in days)
    return behind and any(c.start == i + 1 and any(0 <= d.start - c.end <= 2 for d in days) for c in counts)


def _pair_of_groups(tokens: Sequence[Token], spans: Sequence[Span], i: int, j: int) -> bool:
    """ "The staff reps 10 Nov and the tenant reps 17 Nov": each side has a group and a value."""
    if not any(s.kind == "step" and s.start == j for s in spans):
        return False
    behind = any(s.kind in ("date", "count") and i - 6 <= s.start < i for s in spans)
    return behind and any(s.kind in ("date", "count") and j < s.start <= j + 6 for s in spans)


def _finite(tokens: Sequence[Token], j: int, first: int) -> bool:
    text = tokens[j].text
    if text in _FINITE_HELPERS:
        return True
    tags = tag_set(text)
    return "past" in tags or ("base" in tags and j > first and tokens[j - 1].text in SUBJECT)


_FINITE_HELPERS = bag("is am are was were has have had will would did do does can could should might")
