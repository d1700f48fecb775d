"""What lasts from one clause to the next: hopes, hedges and other people's doings."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from bot.core.language.marks import Mark
from bot.core.language.wordforms import is_past
from bot.core.language.words import Word
from bot.core.understanding.clauses.clause import PREDICATES, SUBJECTS, Clause

_BEING = frozenset({"is", "are", "has", "have", "did", "does", "do", "was", "were"})
"""At its end such a verb says the contrary of the denial before it: "staff haven't been asked but residents have"."""


def carry_on(clauses: list[Clause], words: Sequence[Word]) -> None:
    """Hopes, hedges, plans and other people's doings last until the sentence turns."""
    listing = -1
    for before, clause in pairwise(clauses):
        if before.sentence != clause.sentence:
            continue
        turns = clause.link in _TURNS
        _go_on_asking(before, clause, words)
        _of_the_same_others(before, clause, words)
        _go_on_hoping(before, clause, words, turns)
        if turns and before.negated and not clause.negated and words[clause.end - 1].text in _BEING:
            clause.marks.append(Mark(clause.end - 1, clause.end, "done", ""))
        heads = before.tense == "plan" and clause.link.startswith(":")
        if (heads or listing == clause.sentence) and clause.tense == "none" and not clause.present:
            listing, clause.tense = clause.sentence, "plan"  # "we'll publish: promises on 1 June, the rest later"
        if before.tense == "plan" and _goes_on_planning(clause):
            clause.tense = "plan"
        if clause.has("aside"):
            for aside in (*_earlier(clause, clauses), clause):
                aside.foreign = True
        _hedge(before, clause, clauses, turns)


def _earlier(clause: Clause, clauses: Sequence[Clause]) -> list[Clause]:
    return [c for c in clauses if c.sentence == clause.sentence and c.start < clause.start]


_TURNS = frozenset({"but", "though", "although", "whereas", "while", "however"})
_ASKED_TOO = frozenset({"who", "which", "when", "if", "because", "whether", "where", "once"})


def _go_on_asking(before: Clause, clause: Clause, words: Sequence[Word]) -> None:
    """ "Did Sam leave notes, like why the board only noted it?"."""
    why = "why" in [w.text for w in words[clause.start : clause.start + 2]]
    clause.question = clause.question or (before.question and (clause.link in _ASKED_TOO or why))


def _of_the_same_others(before: Clause, clause: Clause, words: Sequence[Word]) -> None:
    """What somebody else did lasts, until a clause says "we" or names a step with a subject of its own."""
    if before.kinds("third_party") and clause.link in ("who", "which", "that", "whose"):
        clause.foreign = True
    if before.foreign and not _says_we(clause, words):
        named = clause.has("ours", "step", "body")
        clause.foreign = clause.foreign or not named or _goes_on_telling(clause, words)


def _go_on_hoping(before: Clause, clause: Clause, words: Sequence[Word], turns: bool) -> None:
    """A hope lasts over "and", unless something plain is told behind it."""
    joined = clause.link in ("and", ",", "then", "&") and not turns
    if not (before.hope and joined) or clause.tense == "past" or clause.has("plan", "to_do", "negation"):
        return
    first = words[min(clause.start + (clause.link == "and"), len(words) - 1)].text
    new_subject = first in SUBJECTS and clause.progressive
    own = clause.has("ours", "step", "body")
    clause.hope = clause.hope or (not new_subject and (not own or clause.tense == "none"))


def _hedge(before: Clause, clause: Clause, clauses: Sequence[Clause], turns: bool) -> None:
    """A hedge lasts; one at the end, or behind a "but", is about what was said before it."""
    if before.hedge and not turns and clause.tense == before.tense and not clause.has("step", "body"):
        clause.hedge = True
    if not clause.has("hedge") or clause.has("step", "body", "outcome", "method"):
        return
    if turns:
        for told in _earlier(clause, clauses):
            told.hedge = True
    elif not clause.has("activity") and not clause.dates and not clause.counts:
        before.hedge = True


def _goes_on_telling(clause: Clause, words: Sequence[Word]) -> bool:
    """ "The parent's board passed it and surveyed its tenants": a verb right behind the "and", of the same doers."""
    first = clause.start + (words[clause.start].text in ("and", "then", "also"))
    return clause.link in ("and", "&", "then") and first < clause.end and is_past(words[first].text)


_TELLING = PREDICATES - {"method", "choice", "mechanism"}


def _goes_on_planning(clause: Clause) -> bool:
    """ "We'll do open meetings and a postal survey": what is only named behind the "and" is planned too."""
    alone = clause.tense == "none" and not clause.present and not clause.counts
    told = clause.has(*_TELLING)
    return alone and clause.link in ("and", "&", "plus") and clause.has("method") and not told


def _says_we(clause: Clause, words: Sequence[Word]) -> bool:
    return any(w.text in ("we", "our", "ours", "us", "i") for w in words[clause.start : clause.end])
