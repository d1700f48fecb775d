"""One fact with what it came from, so that each doubt is a short question to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from bot.core.language.bags import bag
from bot.core.language.marks import Mark
from bot.core.model.reading import Understood
from bot.core.understanding.clauses import Clause
from bot.core.understanding.facts.said import iso
from bot.core.understanding.seen import Seen

DECIDED = bag(
    """
    noted discussed approved_in_principle adopted approved_with_changes deferred delegated not_agreed
    """
)
_EVIDENCE: dict[str, tuple[str, ...]] = {
    "method": ("method",),
    "mechanism": ("mechanism",),
    "choice": ("choice",),
    "frequency": ("frequency",),
    "state": (
        "activity", "method", "publication", "agreement", "finish", "done", "running", "respond", "invite", "to_do",
        "negation", "plan", "draft", "start",
    ),
}  # fmt: skip
_UNDECIDED = ("decide", "move", "plan", "negation", "to_do", "not_until")


@dataclass
class Case:
    """One fact, the clauses that it came from, and everything beside it."""

    fact: Understood
    clauses: Sequence[Clause]
    seen: Seen
    unexplained: Sequence[int]
    """Places of the words, in the whole message, that nothing accounts for."""
    values: dict[str, object]
    """All that the message was taken to say."""

    @cached_property
    def step(self) -> str:
        return self.fact.name.partition(".")[0]

    @cached_property
    def field(self) -> str:
        return self.fact.name.partition(".")[2]

    @cached_property
    def shape(self) -> str:
        return self.seen.lexicon.shape_of.get(self.step, "")

    @cached_property
    def answers(self) -> bool:
        """It is what was asked for."""
        return self.seen.context.asked == self.fact.name

    @cached_property
    def texts(self) -> list[str]:
        return [w.text for c in self.clauses for w in self.seen.words[c.start : c.end]]

    @cached_property
    def _kinds(self) -> frozenset[str]:
        return frozenset(m.kind for c in self.clauses for m in c.marks)

    def has(self, *kinds: str) -> bool:
        return not self._kinds.isdisjoint(kinds)

    @cached_property
    def left_over(self) -> list[int]:
        """Those of the unexplained words that stand in its own clauses."""
        return [p for p in self.unexplained if any(c.start <= p < c.end for c in self.clauses)]


def origin_of(fact: Understood, seen: Seen) -> Sequence[Clause]:
    """The clauses that a fact can have come from; the whole message where none can be told."""
    step, _, field = fact.name.partition(".")
    clauses = seen.clauses
    found: list[Clause] = []
    if field == "outcome":
        found = [c for c in clauses if any(m.kind == "outcome" and m.value == fact.value for m in c.marks)]
        found = found or [c for c in clauses if c.has(*_UNDECIDED)]
        if fact.value == "not_yet":
            found = [c for c in clauses if c.negated or c.has("to_do", "not_yet_words")] or found
    elif field in ("date", "last"):
        found = _dated(fact, seen)
    elif field in ("took_part", "invited"):
        found = [c for c in clauses if any(n.value == fact.value for n in c.counts)]
        found = found or [c for c in clauses if c.counts]
    elif field == "url":
        found = [c for c in clauses if c.urls]
    elif field in _EVIDENCE:
        found = [c for c in clauses if c.has(*_EVIDENCE[field])]
        found = [c for c in found if any(m.kind == "step" and m.value == step for m in c.marks)] or found
        if fact.value == "not_yet":
            found = [c for c in found if c.negated or _denies(c)] or found
    telling = [c for c in found or clauses if not (c.question or c.command or c.foreign)]
    return telling or found or clauses


def _denies(clause: Clause) -> bool:
    down = any(m.kind == "publication" and m.value == "not_yet" for m in clause.marks)
    return down or clause.has("to_do", "not_yet_words")


def _dated(fact: Understood, seen: Seen) -> list[Clause]:
    dated = [c for c in seen.clauses if c.dates]
    if len(dated) < 2:
        return dated
    today = seen.context.today
    hits = []
    for clause in dated:
        spans = [d.find(today, t) for d in clause.dates if not d.why for t in ("past", "plan", "none")]
        if any(s and iso(s) == fact.value for s in spans):
            hits.append(clause)
    return hits or dated


def is_decision(mark: Mark, case: Case) -> bool:
    """The mark names a step that a body decides."""
    return mark.kind == "step" and case.seen.lexicon.shape_of.get(mark.value) == "decision"
