"""The tense of a clause, by its verbs: past, plan or none, and whether it speaks of the present."""

from __future__ import annotations

from collections.abc import Sequence

from bot.core.language.bags import bag
from bot.core.language.marks import Mark
from bot.core.language.wordforms import is_past
from bot.core.language.words import Word
from bot.core.understanding.clauses.clause import PREDICATES, Clause

_PRESENT = bag("is are am has have goes go meets meet sits sit does do see sees get gets")


_THERE = frozenset({"at", "in", "before", "with", "on", "going", "there"})
"""Behind "should be": "should be at board on 15 October"."""


def settle_tense(clause: Clause, words: Sequence[Word]) -> None:
    """Says whether a clause tells or plans, and whether it speaks of the present."""
    texts = [w.text for w in words[clause.start : clause.end]]
    past = _past_words(clause, words)
    clause.present = bool(_PRESENT & set(texts))
    clause.progressive = _is_progressive(clause, words)
    to_do_so = _to_do_so(clause, words)
    if to_do_so is not None:
        clause.marks.append(to_do_so)
    if clause.has("plan"):
        clause.tense = "plan"
        if any(words[i].text in ("was", "were", "had") for i in past):
            clause.hedge = True
    elif past or (("have" in texts or "has" in texts) and any(t in ("been", "done", "gone", "had") for t in texts)):
        clause.tense = "past"
    if clause.tense == "none" and any(
        texts[k : k + 2] == ["should", "be"] and (texts[k + 2].endswith("ing") or texts[k + 2] in _THERE)
        for k in range(len(texts) - 2)
    ):
        clause.tense = "plan"


def _past_words(clause: Clause, words: Sequence[Word]) -> list[int]:
    """Places of words that tell of the past; those inside a plan do not."""
    inside = range(clause.start, clause.end)
    planned = {p for m in clause.kinds("plan") for p in range(m.start, m.end)}
    past = [i for i in inside if is_past(words[i].text) and i not in planned]
    past += [
        i
        for i in inside
        if words[i].text in ("put", "set", "read", "let", "cut")
        and words[i - 1].text in ("was", "were", "has", "have", "we", "they", "i")
        and i > clause.start
    ]
    return past


def _is_progressive(clause: Clause, words: Sequence[Word]) -> bool:
    """ "We are surveying tenants": under way, or to come."""
    acting = {p for m in clause.marks if m.kind in PREDICATES for p in range(m.start, m.end)}
    return any(
        words[i].text in ("is", "are", "am")
        and any(
            j in acting and words[j].text.endswith("ing") and len(words[j].text) > 4
            for j in range(i + 1, min(i + 4, clause.end))
        )
        for i in range(clause.start, clause.end)
    )


def _to_do_so(clause: Clause, words: Sequence[Word]) -> Mark | None:
    """ "Board to consider in January" plans, with no verb but the one to come."""
    for noun in clause.kinds("step", "body"):
        verbs = [m for m in clause.kinds("decide", "move", "activity") if m.start == noun.end + 1]
        if verbs and noun.end < clause.end and words[noun.end].text == "to" and noun.start <= clause.start + 2:
            return Mark(noun.end, noun.end + 1, "plan", "")
    return None
