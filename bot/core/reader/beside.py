"""Sentences and items on other business, in which nothing of ours is told."""

from __future__ import annotations

from collections.abc import Sequence

from bot.core.language.bags import bag
from bot.core.reader.model import Clause, Looked, Span
from bot.core.reader.naming import bodies_of, groups_of
from bot.core.reader.vocabulary import Vocabulary

_OURS = ("decision", "body", "step", "respond", "count", "charter", "publication", "url")


def own_business(clause: Clause) -> bool:
    """The speaker's own day, or what the bot did: "I'm at a conference on Thursday", "you asked me that"."""
    return clause.has("own_business") and not clause.has(*_OURS)


def sentences_beside(looked: Looked, vocabulary: Vocabulary) -> set[int]:
    """Sentences on other business: "Minute 26/058 concerns the rent policy (approved)."."""
    out = set()
    for number in {c.sentence for c in looked.clauses if c.has("off_subject")}:
        inside = [c for c in looked.clauses if c.sentence == number]
        ours = any(
            c.has("charter", "method", "activity") or bodies_of(c, vocabulary) or groups_of(c, vocabulary)
            for c in inside
        )
        if (
            not ours
            and any(c.has("decision", "reference") for c in inside)
            and len({c.sentence for c in looked.clauses}) > 1
        ):
            out.add(number)
    out |= {c.sentence for c in looked.clauses if c.has("next_meeting") and not c.has("charter")}
    return out | _items_beside(looked, vocabulary)


def _items_beside(looked: Looked, vocabulary: Vocabulary) -> set[int]:
    """In minutes and lists where one item is the charter's: the sentences of items on other business."""
    items, numbered = _items(looked)
    charters = [n for n, item in enumerate(items) if any(c.has("charter") for c in item)]
    ours = [n for n in charters if any(c.has("decision", "method", "body", "publication") for c in items[n])]
    if not ours or len(items) < 2:
        return set()
    return {
        c.sentence
        for n, item in enumerate(items)
        if n not in charters and (n or not numbered) and _on_other_business(looked, item, numbered, vocabulary)
        for c in item
    }


def _items(looked: Looked) -> tuple[list[list[Clause]], bool]:
    """The numbered items of a message, or else its lines."""
    numbers = {s.start for s in looked.spans if s.kind == "place_number" and _begins_item(looked, s)}
    numbered = len(numbers) > 1
    out: list[list[Clause]] = []
    for clause in looked.clauses:
        fresh = clause.start in numbers if numbered else "\n" in looked.tokens[clause.start].gap
        if fresh or not out:
            out.append([])
        out[-1].append(clause)
    return out, numbered


def _begins_item(looked: Looked, span: Span) -> bool:
    return span.value == "item" or (not span.start or "\n" in looked.tokens[span.start].gap)


def _on_other_business(looked: Looked, item: Sequence[Clause], numbered: bool, vocabulary: Vocabulary) -> bool:
    """An item that decides or tells something, and of nothing of ours."""
    words = {looked.tokens[p].text for c in item for p in range(c.start, c.end)}
    if not any(c.has("decision", "method", "off_subject") for c in item) or words & {"it", "commitments"}:
        return False
    other = any(c.has("off_subject") for c in item)
    if any(groups_of(c, vocabulary) for c in item):
        return other
    subject = not any(bodies_of(c, vocabulary) for c in item) and any(
        c.has("decision") and _own_subject(looked, c) for c in item
    )
    return numbered or other or subject or any(c.has("other_thing") for c in item)


def _own_subject(looked: Looked, clause: Clause) -> bool:
    """ "New logo: deferred": words in front of a decision that none of the vocabulary explains."""
    first = next((s.start for s in clause.of("decision")), clause.start)
    known = {p for s in clause.spans if s.kind not in _EVERYDAY for p in range(s.start, s.end)}
    before = clause.start and ":" in looked.tokens[clause.start].gap and clause.start - 1
    places = [*range(clause.start, first), *([before] if before else [])]
    return any(looked.tokens[p].text.isalpha() and p not in known and len(looked.tokens[p].text) > 3 for p in places)


_EVERYDAY = bag("english team topic signpost_theme foreign")
