"""What a clause names: groups of people, ways of asking, bodies."""

from __future__ import annotations

from bot.core.language.bags import bag
from bot.core.reader.model import Clause, Looked, Span
from bot.core.reader.vocabulary import Vocabulary

_TAKEN = bag("go take send submit present bring put circulate share show email")
"""What is done with a paper for a body."""


def groups_of(clause: Clause, vocabulary: Vocabulary) -> list[Span]:
    """The groups of people that a clause names as groups, not inside the name of a body."""
    bodies = [s for s in clause.of("body", "elsewhere", "shadow", "third_party") if s.width > 1]
    return [
        s for s in clause.of("step")
        if s.value in vocabulary.consulted and not any(b.start <= s.start and s.end <= b.end for b in bodies)
    ]  # fmt: skip


def methods_of(clause: Clause) -> list[Span]:
    """The ways of asking that a clause names."""
    hidden = [s for s in clause.of("body", "shadow", "third_party") if s.width > 1]
    return [s for s in clause.of("method") if not any(b.start <= s.start and s.end <= b.end for b in hidden)]


def taken_to(clause: Clause, vocabulary: Vocabulary) -> bool:
    """Something was taken to a body: "the panel's review has gone to the audit committee"."""
    bodies = bodies_of(clause, vocabulary)
    return bool(bodies) and any(g.lemma in _TAKEN and g.head < bodies[0].start for g in clause.groups)


def is_body(span: Span, board: str) -> bool:
    return span.kind == "body" or (span.kind == "step" and span.value == board)


def bodies_of(clause: Clause, vocabulary: Vocabulary) -> list[Span]:
    """The bodies that a clause names, each once."""
    board = vocabulary.of_shape("decision")
    found = [s for s in clause.spans if is_body(s, board)]
    hidden = list(clause.of("shadow", "elsewhere", "governance"))
    out: list[Span] = []
    for span in sorted(found, key=lambda s: (-s.width, s.kind != "body")):
        if any(b.start <= span.start and span.end <= b.end for b in (*out, *hidden)):
            continue
        out.append(span)
    return sorted(out, key=lambda s: s.start)


def advises(looked: Looked, body: Span) -> bool:
    """ "On the executive's recommendation": the body that decided is another."""
    after = looked.tokens[body.end].text if body.end < len(looked.tokens) else ""
    return after in ("recommendation", "recommendations", "advice", "paper")
