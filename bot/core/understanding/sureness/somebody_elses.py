"""Doubts because the deed may be somebody else's, or about something else."""

from __future__ import annotations

from itertools import pairwise

from bot.core.language.bags import bag
from bot.core.understanding.sureness.case import Case, is_decision


def other_object(case: Case) -> bool:
    """ "Approved the budget", "came through the door": what was decided on is something unknown."""
    outcome = case.values.get(f"{case.step}.outcome")
    if case.shape != "decision" or case.field not in ("outcome", "date") or outcome not in _OF_SOMETHING:
        return False
    return _followed(case, ("outcome", "decide"), _OBJECT_KNOWN)


_OF_SOMETHING = bag("adopted noted discussed scheduled approved_in_principle")
_OBJECT_KNOWN = bag(
    """
    it them this that charter everything all at in on by with without when after before for and but so
    """
)


def other_subject(case: Case) -> bool:
    """ "Consulted on the rent policy": asked, but about something else."""
    if case.shape != "consultation" or case.fact.value == "not_yet":
        return False
    about = {"on", "regarding"} if case.has("method") else {"on", "regarding", "about"}
    words = case.seen.words
    for place in case.left_over:
        before = place - 1
        while before > 0 and words[before].text in _DETERMINERS:
            before -= 1
        if words[before].text in about and case.has("activity", "method", "invite"):
            return True
    return False


_DETERMINERS = bag("the our their his her its new next draft")


def _followed(case: Case, kinds: tuple[str, ...], known: frozenset[str]) -> bool:
    left = set(case.unexplained)
    for clause in case.clauses:
        for mark in clause.kinds(*kinds):
            for place in range(mark.end, min(mark.end + 4, clause.end)):
                word = case.seen.words[place]
                if word.gap or word.text in known:
                    break
                if place in left:
                    return True
    return False


def no_one_decides(case: Case) -> bool:
    """An outcome with no body, no charter and no question, and a word left over: somebody else's doing."""
    if case.field != "outcome" or case.seen.context.asked or case.seen.has("body"):
        return False
    return not any(is_decision(m, case) for m in case.seen.marks) and bool(case.left_over)


def someone_told(case: Case) -> bool:
    """ "One of my colleagues told me …": said by somebody else."""
    texts = [w.text for w in case.seen.words]
    return any((a in ("told", "tells", "telling") and b == "me") or a in _REPORTS for a, b in pairwise(texts))


_REPORTS = bag(
    """
    reckons claims claimed rumour rumours mentioned according
    """
)


def two_bodies(case: Case) -> bool:
    """ "The committee recommended it to the board": which of them it is was guessed."""
    if case.field != "body":
        return False
    bodies = {m.value for m in case.seen.marks if m.kind == "body"}
    return len(bodies) + any(is_decision(m, case) for m in case.seen.marks) > 1


def body_of_nothing(case: Case) -> bool:
    """ "We're recruiting a resident board member": a body, and nothing that it did or will do."""
    told = {f"{case.step}.outcome", f"{case.step}.date"}
    return (
        case.field == "body"
        and not case.answers
        and not told & case.values.keys()
        and not case.seen.has("correct", "retarget")
    )


def rhythm_of_nothing(case: Case) -> bool:
    """ "We tweet every day": how often, of something that is none of ours to keep."""
    named = any(m.kind == "step" and m.value == case.step for m in case.seen.marks)
    asked = case.seen.context.asked_step
    return (
        case.field == "frequency"
        and not named
        and asked not in (case.step, "confirm")
        and not case.seen.has("correct")
    )


def someones_task(case: Case) -> bool:
    """ "Comms team will be doing the commitments": who does it, and not how far it is."""
    if case.field != "state" or case.fact.value != "planned" or any(c.dates for c in case.clauses):
        return False
    return case.has("lead", "team", "hand") and not {"we", "us", "our", "being"} & set(case.texts)
