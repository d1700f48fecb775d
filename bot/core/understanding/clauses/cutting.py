"""Cuts a message into clauses, and gives each its marks, dates and counts."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from bot.core.language.bags import bag
from bot.core.language.dates import DatePhrase
from bot.core.language.marks import Mark
from bot.core.language.numbers import Count
from bot.core.language.wordforms import is_past
from bot.core.language.words import Word
from bot.core.understanding.clauses.carrying import carry_on
from bot.core.understanding.clauses.clause import PREDICATES, Clause
from bot.core.understanding.clauses.meaning import doubt_numbers, settle_meaning
from bot.core.understanding.clauses.questions import find_questions

_SENTENCE_ENDS = frozenset(".!?;\n…")
_SOFT = frozenset(",():–—")
_SPLITTERS = bag(
    """
    but then so while whereas although though however because which who when once if unless plus
    where except
    """
)
_TIME_LINKS = frozenset({"after", "before", "until", "since"})
_PREPOSITIONS = bag(
    """
    with to by from of for at in on about among amongst via through between all our the
    """
)
_AUXILIARIES = bag(
    """
    is are am was were be been has have had do does did will would can
    """
)


def split(
    words: Sequence[Word], marks: Sequence[Mark], dates: Sequence[DatePhrase], counts: Sequence[Count], tail: str
) -> list[Clause]:
    """The clauses of a message, each with its marks, dates and counts."""
    whole = [False] * (len(words) + 1)
    spans = [(d.start, d.end) for d in dates] + [(c.start, c.end) for c in counts] + [(m.start, m.end) for m in marks]
    for start, end in spans:
        for place in range(start + 1, end):
            whole[place] = True
    linkless = {m.start for m in marks if m.kind == "frequency"} | {d.start for d in dates if d.role}
    clauses = _cut(words, whole, linkless)
    _fill(clauses, words, marks, dates, counts)
    clauses = _split_at_new_steps(clauses, words)
    clauses = _merge_bare(clauses, words)
    find_questions(clauses, words, tail)
    _mid_corrections(clauses, words)
    for clause in clauses:
        doubt_numbers(clause)
    for clause in clauses:
        settle_meaning(clause, words)
    carry_on(clauses, words)
    return clauses


def _cut(words: Sequence[Word], whole: Sequence[bool], linkless: set[int]) -> list[Clause]:
    clauses: list[Clause] = []
    start, sentence, link = 0, 0, ""
    for i in range(1, len(words) + 1):
        if i == len(words):
            break
        gap, text = words[i].gap, words[i].text
        ends = bool(_SENTENCE_ENDS & set(gap))
        spaced = bool(gap.strip("\n")) and gap in ("-", "--") and words[i].start - words[i - 1].end > len(gap)
        soft = bool(_SOFT & set(gap)) or spaced or ("/" in gap and text in ("and", "or"))
        conj = (
            text in _SPLITTERS
            or text in ("and", "&")
            or "&" in gap
            or (text in _TIME_LINKS and not whole[i] and i + 1 < len(words))
        )
        if text == "so" and i + 1 < len(words) and words[i + 1].text in ("far", "that", "many"):
            conj = False
        conj = conj and i not in linkless
        if ends or ((soft or conj) and not whole[i]):
            if i > start:
                clauses.append(Clause(start, i, sentence, link))
            sentence += ends
            joint = "&" if "&" in gap else text
            start, link = i, (joint if conj else gap.strip() or ".") if not ends else "."
    if words:
        clauses.append(Clause(start, len(words), sentence, link))
    return clauses


def _mid_corrections(clauses: list[Clause], words: Sequence[Word]) -> None:
    """ "In May, no, June": a "no" or "sorry" in the middle takes back what stood before it."""
    for place in range(1, len(clauses) - 1):
        clause, after = clauses[place], clauses[place + 1]
        inside = [w.text for w in words[clause.start : clause.end]]
        if len(inside) <= 2 and set(inside) <= _TAKING_BACK and after.sentence == clause.sentence:
            after.marks.append(Mark(after.start, after.start, "self_correct", ""))


_TAKING_BACK = frozenset({"no", "sorry", "wait", "actually", "oops", "rather"})


def _fill(
    clauses: list[Clause],
    words: Sequence[Word],
    marks: Sequence[Mark],
    dates: Sequence[DatePhrase],
    counts: Sequence[Count],
) -> None:
    owner: list[Clause] = []
    for clause in clauses:
        owner.extend([clause] * (clause.end - clause.start))
        clause.urls = [w.text for w in words[clause.start : clause.end] if w.kind == "url"]
    for mark in marks:
        owner[mark.start].marks.append(mark)
    for date in dates:
        owner[_date_place(date, words)].dates.append(date)
    for count in counts:
        owner[count.start].counts.append(count)


def _date_place(date: DatePhrase, words: Sequence[Word]) -> int:
    return min(date.end - 1, len(words) - 1)


def _split_at_new_steps(clauses: list[Clause], words: Sequence[Word]) -> list[Clause]:
    """Speech without punctuation: a new step's name after a finished statement begins a new clause."""
    out: list[Clause] = []
    for clause in clauses:
        place = _new_step_at(clause, words)
        while place is not None:
            first = _part(clause, clause.start, place, clause.link)
            clause = _part(clause, place, clause.end, ",")
            out.append(first)
            place = _new_step_at(clause, words)
        out.append(clause)
    return out


def _part(clause: Clause, start: int, end: int, link: str) -> Clause:
    part = Clause(start, end, clause.sentence, link)
    part.marks = [m for m in clause.marks if start <= m.start < end]
    part.dates = [d for d in clause.dates if start <= d.end - 1 < end]
    part.counts = [c for c in clause.counts if start <= c.start < end]
    part.urls = clause.urls if start <= clause.start or end == clause.end else []
    return part


def _new_step_at(clause: Clause, words: Sequence[Word]) -> int | None:
    nouns = sorted((m for m in clause.marks if m.kind in ("step", "body")), key=lambda m: m.start)
    for first, later in pairwise(nouns):
        if later.value == first.value or later.start <= first.end:
            continue
        place = later.start
        while place > first.end and (words[place - 1].text in ("the", "our", "all", "then", "also", "some", "my")):
            place -= 1
        before = words[place - 1].text
        if before in _PREPOSITIONS or before in _SPLITTERS or place - 1 <= first.start:
            continue
        told = [
            m
            for m in clause.marks
            if m.end <= place and m.kind in ("outcome", "finish", "done", "agreement", "publication", "to_do")
        ]
        after = [m for m in clause.marks if m.start >= later.end and m.kind in PREDICATES]
        dated = any(d.end <= place for d in clause.dates)
        followed = after or any(d.start >= later.end for d in clause.dates)
        if (told or dated) and followed and not is_past(before) and before not in _AUXILIARIES:
            return place
    return None


def _merge_bare(clauses: list[Clause], words: Sequence[Word]) -> list[Clause]:
    """ "12 tenants and 5 staff at the workshop": what has no predicate of its own belongs to what follows."""
    out: list[Clause] = []
    for clause in clauses:
        before = out[-1] if out else None
        if (
            before
            and before.sentence == clause.sentence
            and clause.link in (",", "and", "&", "/", "then")
            and not before.link.startswith("(")
            and not _listed(out)
            and _bare(before, words)
        ) and (clause.has("step", "body") or clause.counts or not before.has("step", "body")):
            before.end = clause.end
            before.marks += clause.marks
            before.dates += clause.dates
            before.counts += clause.counts
            before.urls += clause.urls
            continue
        out.append(clause)
    return out


def _listed(out: list[Clause]) -> bool:
    """ "We asked 50 staff and 200 tenants, …": the second of a list belongs to what stands before it."""
    return len(out) > 1 and out[-1].link in ("and", "&") and out[-2].sentence == out[-1].sentence


def _bare(clause: Clause, words: Sequence[Word]) -> bool:
    if not (clause.has("step", "body") or clause.counts) or clause.dates or clause.urls:
        return False
    if clause.has(*PREDICATES):
        return False
    inside = words[clause.start : clause.end]
    return not any(is_past(w.text) or w.text in _AUXILIARIES for w in inside)
