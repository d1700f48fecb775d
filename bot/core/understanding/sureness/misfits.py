"""Doubts because the words do not fit together: two outcomes, a denial beside a deed, a condition."""

from __future__ import annotations

from itertools import pairwise

from bot.core.language.bags import bag
from bot.core.understanding.clauses import Clause
from bot.core.understanding.sureness.case import Case, is_decision


def two_outcomes(case: Case) -> bool:
    """ "RESOLVED … that it be received for information": two words for what was decided, and no correction."""
    if case.field != "outcome" or case.seen.has("self_correct", "sequence"):
        return False
    told = {m.value: c for c in case.seen.clauses for m in c.kinds("outcome")}
    told.pop("discussed", None)  # "considered it and resolved to adopt it"
    if "approved_with_changes" in told or "delegated" in told:
        told.pop("adopted", None)  # the closer word says more of the same
    return len(told) > 1 and not all(_has_board(c, case) for c in told.values())


def _has_board(clause: Clause, case: Case) -> bool:
    return any(m.kind == "body" or is_decision(m, case) for m in clause.marks)


def denied_and_told(case: Case) -> bool:
    """ "Isn't agreed, still in progress": what is denied is not all that was meant."""
    if case.fact.value not in ("not_agreed", "not_yet"):
        return False
    texts = case.texts
    if case.fact.value == "not_agreed":
        return "not" in texts and (bool({"has", "have"} & set(texts)) or case.seen.has("self_correct", "running"))
    flat = any(a in ("is", "was") and b == "not" for a, b in pairwise(texts))
    more = len(case.seen.clauses) > 1 or case.has("running")
    return case.shape == "agreement" and flat and "yet" not in texts and more


def with_a_condition(case: Case) -> bool:
    """ "Approved! Subject only to …", "but with commitment 3 reworded": a plain yes may not be all."""
    if case.fact.value != "adopted":
        return False
    texts = [w.text for w in case.seen.words]
    return bool(_CONDITIONS & set(texts)) or ("but", "with") in pairwise(texts)


_CONDITIONS = bag(
    """
    subject condition conditions conditional provided except reworded rewording tweak tweaks tweaked changes amended
    amendment amendments caveat caveats proviso minus
    """
)


def denied_state(case: Case) -> bool:
    """ "Haven't started on …": in a clause that denies, only what is not done yet is plain."""
    if case.field not in ("state", "outcome") or case.fact.value in _DENIALS_LEAVE:
        return False
    return all(c.negated for c in case.clauses)


_DENIALS_LEAVE = bag("not_yet not_agreed planned scheduled")


def weakened(case: Case) -> bool:
    """ "Almost adopted", "pretend they approved it", "worse than the staff survey of 2019"."""
    if case.field not in ("outcome", "state", "date"):
        return False
    texts = case.texts
    compared = any(a == "than" and b in ("the", "last", "our", "any", "that") for a, b in pairwise(texts))
    return compared or bool(_WEAK & set(texts))


_WEAK = bag(
    """
    almost pretend imagine unlike supposedly allegedly meant supposed
    """
)


def hoped_for(case: Case) -> bool:
    """ "… fingers crossed": what is hoped for is said before or after it."""
    told = case.fact.value in ("scheduled", "planned") or (case.field == "date" and case.seen.context.asked is None)
    hoped = case.seen.has("hope", "condition") and not case.seen.has("moved_meeting")
    return told and hoped and all(c.tense == "plan" for c in case.clauses)


def mere_denial(case: Case) -> bool:
    """ "Not convinced residents care", "staff won't reply", "yes and no": something is denied, hardly the asking."""
    if case.field != "state" or case.fact.value != "not_yet" or case.has("to_do", "not_yet_words"):
        return False
    texts = case.texts
    if "yes" in texts or any(b == "not" and a in _OF_THE_FUTURE for a, b in pairwise(texts)):
        return True
    acted = case.has("activity", "method", "invite", "done", "start", "publication", "agreement", "draft", "finish")
    return not acted and not _DENYING & set(texts)


_OF_THE_FUTURE = bag("will would do does can could")


def not_plainly_denied(case: Case) -> bool:
    """ "Not a single member voted against": a "not" that denies something else."""
    if case.field != "outcome" or case.fact.value != "not_yet" or case.has("to_do", "not_yet_words"):
        return False
    found = _DENYING & set(case.texts)
    told = case.has("decide", "move", "outcome")
    return not found or (found == {"did"} and not told)  # "some of them liked it, some of them didn't"


_DENYING = bag("yet has have had nothing never no still did none nowt")
