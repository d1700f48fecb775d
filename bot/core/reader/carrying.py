"""What a clause without a frame of its own carries on, or answers."""

from __future__ import annotations

from collections.abc import Sequence

from bot.core.reader.frame import Frame
from bot.core.reader.model import Clause, Context, Looked
from bot.core.reader.naming import groups_of
from bot.core.reader.vocabulary import Vocabulary

_BOARDED_BY = ("decision", "attend", "recommend", "return", "body")


def carried(
    looked: Looked, place: int, before: Sequence[Frame], context: Context, vocabulary: Vocabulary
) -> list[Frame]:
    """A clause without a frame of its own carries on the one before, or answers the question asked."""
    clause = looked.clauses[place]
    if before:
        last = before[-1]
        near = place - last.clause
        same = looked.clauses[last.clause].sentence == clause.sentence
        if near <= 4 and (same or fragment(clause) or _goes_on(looked, clause, last)):
            return [Frame(last.shape, last.step, place, False, "carried")]
        if not fragment(clause):
            return []
    step = context.asked_step
    shape = vocabulary.shape_of.get(step, "")
    if not shape and step == "consultation":
        shape, step = "consultation", ""
    others = {g.value for g in groups_of(clause, vocabulary)} - {step}
    if shape and _answers(looked, clause, shape) and not (others and shape == "consultation" and step):
        return [Frame(shape, step, place, False, "asked")]
    if not shape and not before:
        if clause.has("decision"):
            return [Frame("decision", vocabulary.of_shape("decision"), place, True, "decision")]
        if clause.has("choice") and clause.has("chosen"):
            return [Frame("choice", vocabulary.of_shape("choice"), place, True, "choice")]
    return []


_OWN_AFFAIRS = ("off_subject", "leaving", "elsewhere", "third_party", "signpost")


def _of_it(looked: Looked, clause: Clause) -> bool:
    """Said of "it" or "them", and of nothing else by name: "it went in March"."""
    return looked.tokens[clause.start].text in ("it", "they", "that", "this", "went", "been", "was", "its")


def _answers(looked: Looked, clause: Clause, shape: str) -> bool:
    beside = _OWN_AFFAIRS if shape in ("decision", "consultation") else _OWN_AFFAIRS[1:]
    if clause.has(*beside):
        return False
    if shape == "decision":
        return (
            fragment(clause)
            or clause.denied
            or clause.has(*_BOARDED_BY, "plan", "to_do", "not_yet_words", "reference", "running", "hope", "charter")
            or _of_it(looked, clause)
        )
    return fragment(clause) or not clause.has("decision") or shape in ("agreement", "publication", "oversight")


def fragment(clause: Clause) -> bool:
    """No subject and predicate of its own: "31", "noted, 3 March", "about 40, mostly online"."""
    return not any(not g.bare for g in clause.groups)


def _dates_it(looked: Looked, clause: Clause) -> bool:
    """ "That was on 12 March", "it was the 4th"."""
    first, second = (looked.tokens[p].text if p < clause.end else "" for p in (clause.start, clause.start + 1))
    return first in ("that", "it", "this", "they", "both") and second in ("was", "were")


def _goes_on(looked: Looked, clause: Clause, last: Frame) -> bool:
    """A sentence that goes on with what was told: "they approved it", "41 came", "it's back in June"."""
    if clause.has(*_OWN_AFFAIRS):
        return False
    if clause.has("date") and not clause.has("method", "step") and _dates_it(looked, clause):
        return True
    if last.shape == "decision":
        return clause.has("decision", "return", "attend", "reference")
    if last.shape == "consultation":
        return clause.has("respond", "send", "count", "finished", "running", "done", "activity")
    return clause.has("url", "publication", "agreement", "frequency", "mechanism", "sent", "date")
