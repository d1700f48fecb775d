"""Whether a clause says something of a thing that it names: a plan, a page, a newsletter, a choice."""

from __future__ import annotations

from collections.abc import Sequence

from bot.core.reader.frame import Frame
from bot.core.reader.model import Clause, Context, Looked
from bot.core.reader.naming import bodies_of, groups_of, methods_of
from bot.core.reader.vocabulary import Vocabulary

THINGS = ("agreement", "publication", "oversight", "rhythm", "choice")


def chosen_by(clause: Clause, context: Context, vocabulary: Vocabulary, named: str) -> str:
    """What answers a question of choices in its own words belongs to that question, whoever is named in it."""
    joined = {p for s in clause.of("chosen") for p in range(s.start, s.end)} if clause.has("choice") else set()
    decided = any(not joined & set(range(s.start, s.end)) for s in clause.of("decision", "respond"))
    if decided or (clause.of("step") and things_in(clause, vocabulary)):
        return ""
    rhythm = vocabulary.of_shape("rhythm")
    if clause.has("frequency") and not clause.has("method", "body") and rhythm in (context.asked_step, named):
        return rhythm
    if rhythm == context.asked_step and clause.has("send", "sent") and not clause.has("method", "count", "respond"):
        return rhythm  # "nothing sent to tenants yet"
    if context.asked_field == "choice" and clause.has("choice"):
        return context.asked_step
    if context.asked_field == "mechanism" and clause.has("mechanism") and not clause.has("date", "send"):
        return context.asked_step
    if clause.has("choice") and clause.has("chosen") and not clause.has("method", "count"):
        return vocabulary.of_shape("choice")
    return ""


def things_in(clause: Clause, vocabulary: Vocabulary) -> list[str]:
    """Steps of later shapes that a clause names, in order."""
    named = [s.value for s in clause.of("step") if vocabulary.shape_of.get(s.value, "") in THINGS]
    return list(dict.fromkeys(named))


def told_of(clause: Clause, step: str, vocabulary: Vocabulary) -> bool:
    """Whether a clause says something of the thing that it names."""
    shape = vocabulary.shape_of[step]
    if (
        shape in ("publication", "oversight")
        and clause.has("decision")
        and bodies_of(clause, vocabulary)
        and not clause.has("publication", "url", "draft", "mechanism")
    ):
        return False  # "the board accepted all eight commitments"
    if shape == "rhythm":
        return clause.has("frequency", "sent", "date", "last_one", "to_do") or clause.denied or len(clause.spans) < 3
    return True


def at_an_address(looked: Looked, place: int, vocabulary: Vocabulary) -> bool:
    """ "Our charter is at https://…", "you can find our charter here: https://…"."""
    clause = looked.clauses[place]
    near = looked.clauses[max(place - 1, 0) : place + 1]
    return clause.has("url") and any(c.has("charter") for c in near) and not bodies_of(clause, vocabulary)


def asked_about(looked: Looked, clause: Clause, step: str, vocabulary: Vocabulary) -> bool:
    """ "Emailed 1,900 tenants a survey on the draft pledges": what people were asked about."""
    if not (methods_of(clause) and (groups_of(clause, vocabulary) or clause.has("count", "respond"))):
        return False
    spans = [s for s in clause.of("step") if s.value == step]
    before = {looked.tokens[p].text for s in spans for p in range(max(s.start - 4, clause.start), s.start)}
    return bool(before & {"on", "about", "over", "regarding"}) and not clause.has("url", "mechanism", "frequency")


def aside(looked: Looked, clause: Clause, before: Sequence[Frame]) -> bool:
    """ "…, after an amendment to the second commitment, approved it": a thing named inside of a decision."""
    last = before[-1] if before else None
    return (
        last is not None
        and last.shape == "decision"
        and looked.tokens[clause.start].text in ("after", "with", "subject", "following", "bar", "except")
        and not clause.has("publication", "url", "agreement", "mechanism", "frequency", "to_do", "draft")
        and looked.clauses[last.clause].sentence == clause.sentence
    )
