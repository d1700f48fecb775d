"""Spans to clauses: where one ends, its verb groups, its tense, and who holds it true."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import replace

from bot.core.language.bags import bag
from bot.core.reader.leaning import with_leaning, with_questions
from bot.core.reader.model import Clause, Span, Token, VerbGroup
from bot.core.reader.pieces import Piece, pieces_of
from bot.core.reader.tense import tense_of
from bot.core.reader.verbs import group_at, have_done, is_state, is_verb, tag_set, tags_of
from bot.core.reader.whose import holder_of

_FREE_DENIALS = bag(
    """
    not never nothing none neither nor nobody no without nowhere zero nil nowt
    """
)


_EXCUSED = ("decision", "hedge", "shadow", "idiom", "count", "record", "running", "to_do", "correct_to", "repair")


def clauses_of(tokens: Sequence[Token], spans: Sequence[Span], tail: str) -> tuple[Clause, ...]:
    """The clauses of a message, in order; a fragment takes tense and doubt from the clause that it leans on."""
    out: list[Clause] = []
    at = 0
    for piece in pieces_of(tokens, spans):
        while at < len(spans) and spans[at].start < piece.start:
            at += 1
        last = at
        while last < len(spans) and spans[last].start < piece.end:
            last += 1
        inside = tuple(s for s in spans[at:last] if s.end <= piece.end)
        clause = _clause(tokens, piece, inside)
        out.append(clause)
    if any(c.has("quote_other") for c in out):
        out = [replace(c, holder="other") for c in out]  # "repeat after me: the board adopted it"
    items = {c.sentence for c in out if c.list_item}
    out = with_questions(tokens, out, tail)
    out = [replace(c, list_item=True) if not c.list_item and c.sentence in items else c for c in out]
    return tuple(_depending(tokens, with_leaning(tokens, out)))


def _depending(tokens: Sequence[Token], clauses: Sequence[Clause]) -> list[Clause]:
    """What is to come and hangs on a condition told behind it is no more than hoped: "in summer, if the chair
    agrees", "The Board meets in May. Whether it is taken then depends on the Chair"."""
    out = list(clauses)
    for place, (clause, behind) in enumerate(itertools.pairwise(clauses)):
        same = clause.sentence == behind.sentence
        rest = [c for c in clauses[place + 1 :] if c.sentence == behind.sentence]
        words = {t.text for t in tokens[behind.start : rest[-1].end]}
        iffy = same and behind.holder == "condition" and tokens[behind.start].text in _IF and not words & _TO_THE_BOT
        depends = not same and tokens[behind.start].text == "whether" and bool(words & _DEPENDS)
        told = clause.tense == "past" or any(g.told and not g.bare for g in clause.groups)
        to_come = clause.has("date") and not told
        if (iffy or depends) and to_come and clause.holder == "speaker":
            out[place] = replace(clause, hoped=True)
    return out


_IF = bag("if unless provided assuming depending")
_TO_THE_BOT = bag("you i me")
"""Whom a condition that is beside the thing speaks of: "12 December, if you need it"."""
_DEPENDS = bag("depends hangs rests")


def _clause(tokens: Sequence[Token], piece: Piece, spans: tuple[Span, ...]) -> Clause:
    groups = tuple(_groups(tokens, piece, spans))
    kinds = {s.kind for s in spans}
    excused = {
        p for s in spans if s.kind in _EXCUSED and (s.kind != "running" or s.width > 1) for p in range(s.start, s.end)
    }
    excused |= _covered_denials(tokens, spans)
    denied = any(g.denied and g.head not in excused and not set(range(g.start, g.head)) & excused for g in groups)
    values = {s.start for s in spans if s.kind in ("count", "date", "body", "clock")}
    denied = denied or any(
        tokens[p].text in _FREE_DENIALS
        and p not in excused
        and not _harmless(tokens, p)
        and not values & {p + 1, p + 2}
        for p in range(piece.start, piece.end)
    )
    denied = denied or "to_do" in kinds
    return Clause(
        piece.start, piece.end, piece.sentence, spans, groups,
        holder=holder_of(tokens, piece, spans, kinds),
        denied=denied,
        hedged="hedge" in kinds,
        hoped="hope" in kinds,
        tense=tense_of(tokens, groups, spans, kinds),
        progressive=any(g.aspect == "progressive" and g.tense == "present" for g in groups),
        present=any(g.tense == "present" for g in groups),
        list_item=piece.list_item,
        kinds=frozenset(kinds),
    )  # fmt: skip


def _covered_denials(tokens: Sequence[Token], spans: Sequence[Span]) -> set[int]:
    """Denials inside of what is said of a meeting: "wasn't keen"."""
    held = [s for s in spans if s.kind == "attend" and any(tokens[p].text == "not" for p in range(s.start, s.end))]
    return {p for s in held for p in range(s.start, s.end)}


_HARMLESS_AFTER = bag(
    """
    problem problems worries bother issues rush fuss need doubt surprise one longer thanks idea reply wonder bad
    only just far sure long least
    """
)


def _harmless(tokens: Sequence[Token], p: int) -> bool:
    after = tokens[p + 1].text if p + 1 < len(tokens) else ""
    if (
        tokens[p].text == "no"
        and (p == 0 or tokens[p].gap.strip() or tokens[p - 1].text in ("no", "oh", "hmm", "well", "um"))
        and (p + 1 >= len(tokens) or tokens[p + 1].gap.strip())
    ):
        return True  # "no, …" answers
    if tokens[p].text == "no" and p == 0 and after in ("it", "that", "they", "we", "the", "i"):
        return True
    return after in _HARMLESS_AFTER or (
        tokens[p].text == "not" and after in ("quite", "that", "many", "much", "as", "all", "everyone")
    )


def _groups(tokens: Sequence[Token], piece: Piece, spans: Sequence[Span]) -> list[VerbGroup]:
    named = {p for s in spans if s.kind == "method" for p in range(s.start, s.end)}
    out: list[VerbGroup] = []
    for i in range(piece.start, piece.end):
        text = tokens[i].text
        if not is_verb(text) or not tags_of(text) or tokens[i].kind == "name" or text in _NO_VERBS:
            continue
        if is_state(tokens, i):
            continue
        following = tokens[i + 1].text if i + 1 < piece.end else ""
        if text in (
            "is",
            "are",
            "was",
            "were",
            "am",
            "be",
            "been",
            "being",
            "has",
            "have",
            "had",
            "do",
            "does",
            "did",
            "having",
        ) and (_helps(tokens, i, piece.end)):
            continue
        if text == "to" or (text == "going" and following == "to"):
            continue
        if text not in _FINITE and (_is_noun(tokens, i) or (i in named and _names_a_method(tokens, i))):
            continue
        out.append(group_at(tokens, i, piece.begin if i >= piece.begin else piece.start))
    return out


_NO_VERBS = bag("staff staffs back forward last double")
"""Forms of verbs that are hardly ever meant as such here: "letters to staff", "212 back"."""
_FINITE = bag(
    """
    is are was were am be been being has have had do does did
    """
)


def _names_a_method(tokens: Sequence[Token], i: int) -> bool:
    """ "Phone day, 11 November": a way of asking, and nobody phones."""
    before = tokens[i - 1].text if i else ""
    return "past" not in tag_set(tokens[i].text) and before not in _ASKERS


_ASKERS = bag("we i they to will you can could should would might did do staff board")


def _is_noun(tokens: Sequence[Token], i: int) -> bool:
    tags = tag_set(tokens[i].text)
    if tags & {"past", "participle"}:
        return False
    if tags == {"ing"} or "ing" in tags:
        return tokens[i].text in ("meeting", "briefing", "training", "wording", "landing") or (
            i > 0 and tokens[i - 1].text in _ARTICLES
        )
    before = tokens[i - 1].text if i and not tokens[i].gap.strip(" -") else ""
    return before in _ARTICLES


_ARTICLES = bag(
    """
    a an the our their its this another two three four five six seven eight nine ten several some any no online
    postal web every each next last first second of in on at with by from for as resident tenant customer open
    public team staff
    """
)


def _helps(tokens: Sequence[Token], i: int, end: int) -> bool:
    """Whether a form of be, have or do helps a verb behind it."""
    for j in range(i + 1, min(i + 5, end)):
        if tokens[j].gap.strip(" -"):
            return False
        tags = tag_set(tokens[j].text)
        plain = "base" in tags and (tokens[i].text in ("do", "does", "did") or have_done(tokens, i, j))
        if tags & {"participle", "ing"} or plain:
            return tokens[j].text not in ("meeting", "meetings", "briefing", "been") or tokens[j].text == "been"
        if tags:
            return False
        if tokens[j].text in ("a", "the", "our", "an", "on", "in", "at", "to", "for"):
            return False
    return False
