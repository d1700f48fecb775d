"""What lasts from one clause to the next: hopes, hedges and other people's doings."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from bot.core.understanding.clauses.clause import PREDICATES, SUBJECTS, Clause
from bot.core.understanding.marks import Mark
from bot.core.understanding.wordforms import is_past
from bot.core.understanding.words import Word

_BEING = frozenset({"is", "are", "has", "have", "did", "does", "do", "was", "were"})
"""At its end such a verb says the contrary of the denial before it: "staff haven't been asked but residents have"."""


def carry_on(clauses: list[Clause], words: Sequence[Word]) -> None:
    """Hopes, hedges, plans and other people's doings last until the sentence turns."""
    listing = -1
    for before, clause in pairwise(clauses):
        if before.sentence != clause.sentence:
            continue
        if before.question and clause.link in ("who", "which", "when", "if", "because", "whether", "where", "once"):
            clause.question = True
        if before.question and "why" in [w.text for w in words[clause.start : clause.start + 2]]:
            clause.question = True  # "did Sam leave notes, like why the board only noted it?"
        turns = clause.link in ("but", "though", "although", "whereas", "while", "however")
        own = clause.has("ours") or (clause.has("step", "body") and not turns)
        if before.kinds("third_party") and clause.link in ("who", "which", "that", "whose"):
            clause.foreign = True
        if before.foreign and not _says_we(clause, words):
            named = clause.has("ours", "step", "body")
            clause.foreign = clause.foreign or not named or _goes_on_telling(clause, words)
        if (
            before.hope
            and not turns
            and clause.tense != "past"
            and clause.link in ("and", ",", "then", "&")
            and not clause.has("plan", "to_do", "negation")
        ):
            new_subject = (
                words[min(clause.start + (clause.link == "and"), len(words) - 1)].text in SUBJECTS
                and clause.progressive
            )
            clause.hope = clause.hope or (not new_subject and (not own or clause.tense == "none"))
        if turns and before.negated and not clause.negated and words[clause.end - 1].text in _BEING:
            clause.marks.append(Mark(clause.end - 1, clause.end, "done", ""))
        heads = before.tense == "plan" and clause.link.startswith(":")
        if (heads or listing == clause.sentence) and clause.tense == "none" and not clause.present:
            listing, clause.tense = clause.sentence, "plan"  # "we'll publish: promises on 1 June, the rest later"
        if before.tense == "plan" and _goes_on_planning(clause):
            clause.tense = "plan"
        if before.hedge and not turns and clause.tense == before.tense and not clause.has("step", "body"):
            clause.hedge = True
        if clause.has("aside"):
            clause.foreign = True
            for earlier in clauses:
                if earlier.sentence == clause.sentence and earlier.start < clause.start:
                    earlier.foreign = True
        if turns and clause.has("hedge") and not clause.has("step", "body", "outcome", "method"):
            for earlier in clauses:
                if earlier.sentence == clause.sentence and earlier.start < clause.start:
                    earlier.hedge = True
        elif (
            clause.has("hedge")
            and not clause.has("step", "body", "outcome", "method", "activity")
            and not clause.dates
            and not clause.counts
        ):
            before.hedge = True


def _goes_on_telling(clause: Clause, words: Sequence[Word]) -> bool:
    """ "The parent's board passed it and surveyed its tenants": a verb right behind the "and", of the same doers."""
    first = clause.start + (words[clause.start].text in ("and", "then", "also"))
    return clause.link in ("and", "&", "then") and first < clause.end and is_past(words[first].text)


def _goes_on_planning(clause: Clause) -> bool:
    """ "We'll do open meetings and a postal survey": what is only named behind the "and" is planned too."""
    alone = clause.tense == "none" and not clause.present and not clause.counts
    told = clause.has(*(PREDICATES - {"method", "choice", "mechanism"}))
    return alone and clause.link in ("and", "&", "plus") and clause.has("method") and not told


def _says_we(clause: Clause, words: Sequence[Word]) -> bool:
    return any(w.text in ("we", "our", "ours", "us", "i") for w in words[clause.start : clause.end])
