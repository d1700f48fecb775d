"""Which clauses ask, and what a fragment takes from the clause that it leans on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.core.language.bags import bag
from bot.core.reader.model import Clause, Token
from bot.core.reader.pieces import HARD, SUBJECT

_QUESTION = bag(
    """
    what when where who why how which is are was were do does did can could will would should has have shall
    """
)


def with_questions(tokens: Sequence[Token], clauses: list[Clause], tail: str) -> list[Clause]:
    """Marks the clauses of a sentence that asks."""
    out = []
    for place, clause in enumerate(clauses):
        last = place + 1 == len(clauses) or clauses[place + 1].sentence != clause.sentence
        following = tokens[clause.end].gap if clause.end < len(tokens) else tail
        if last and "?" in following:
            out.append(replace(clause, asks=True))
        else:
            out.append(replace(clause, asks=True) if _turned_round(tokens, clause) else clause)
    for place in range(len(out) - 2, -1, -1):
        if (
            out[place].sentence == out[place + 1].sentence
            and out[place + 1].asks
            and not _own_predicate(out[place + 1])
        ):
            out[place] = replace(out[place], asks=True)
    return out


def _turned_round(tokens: Sequence[Token], clause: Clause) -> bool:
    first = tokens[clause.start].text
    at = clause.start
    if first in ("and", "so", "but", "also", "ok", "right", "hi", "please", "then") and at + 1 < clause.end:
        at += 1
        first = tokens[at].text
    second = tokens[at + 1].text if at + 1 < clause.end else ""
    if first in ("what", "when", "where", "who", "why", "how", "which"):
        if clause.start and not HARD & set(tokens[clause.start].gap):
            return second in ("is", "do", "does")  # ", which was noted" tells
        return second not in ("a", "we", "came")
    return first in _QUESTION and second in SUBJECT


def _own_predicate(clause: Clause) -> bool:
    return any(not g.bare for g in clause.groups)


def with_leaning(tokens: Sequence[Token], clauses: list[Clause]) -> list[Clause]:
    """Fragments lean on the clause before in their sentence, or, at its beginning, on the one behind."""
    out: list[Clause] = []
    for place, clause in enumerate(clauses):
        before = out[place - 1] if place and out[place - 1].sentence == clause.sentence else None
        after = (
            clauses[place + 1]
            if place + 1 < len(clauses) and clauses[place + 1].sentence == clause.sentence
            else None
        )
        if _has_own_say(clause):
            if (
                before is not None
                and before.hedged
                and not clause.hedged
                and before.end - before.start <= 4
                and not _anchored(before)
            ):
                clause = replace(clause, hedged=True)  # "I think, …"
            out.append(clause)
            continue
        lean = before if before is not None else after
        if lean is not None:
            same = before is not None
            clause = replace(
                clause,
                tense=clause.tense if clause.tense != "none" else lean.tense,
                holder=lean.holder
                if clause.holder == "speaker" and (same and lean.holder in ("other", "condition"))
                else clause.holder,
                hedged=clause.hedged or lean.hedged,
                hoped=clause.hoped or (same and lean.hoped and ":" not in tokens[clause.start].gap),
                asks=clause.asks or lean.asks,
                progressive=clause.progressive or lean.progressive,
                present=clause.present or lean.present,
            )
        out.append(clause)
    return out


def _has_own_say(clause: Clause) -> bool:
    return any(not g.bare or g.told for g in clause.groups) or clause.has("decision")


def _anchored(clause: Clause) -> bool:
    return clause.has("decision", "method", "body", "count", "date", "step")
