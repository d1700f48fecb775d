"""Doubts because something else was asked, or the message asks itself."""

from __future__ import annotations

from bot.core.language.bags import bag
from bot.core.understanding.sureness.case import Case


def beside_the_question(case: Case) -> bool:
    """Asked about one step, and told of another in the same breath: it may only have been mentioned."""
    asked = case.seen.context.asked_step
    if asked not in case.seen.lexicon.shape_of or asked == case.step or case.shape == "decision":
        return False
    beside = any(c.has("outcome", "move", "mechanism", "hope") for c in case.seen.clauses)
    return beside and all(c.sentence == 0 for c in case.clauses)


def state_by_the_way(case: Case) -> bool:
    """Asked how or how many, the state was concluded and not told."""
    asked = case.seen.context.asked or ""
    if case.shape != "consultation" or case.field != "state" or case.answers or asked.partition(".")[0] != case.step:
        return False
    return not case.has("finish", "done", "running", "to_do", "negation", "plan")


def among_questions(case: Case) -> bool:
    """ "Do staff meetings count, we had three of those": told to ask something."""
    words = case.seen.words
    asking = {c.sentence for c in case.seen.clauses if c.question and words[c.start].text in _YES_OR_NO}
    return bool(asking) and all(c.sentence in asking for c in case.clauses)


_YES_OR_NO = bag("do does did can could should is are was were would will has have")
