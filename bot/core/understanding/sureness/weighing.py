"""Makes facts unsure against which a doubt speaks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.core.understanding.model import Understood
from bot.core.understanding.seen import POLITE, Seen
from bot.core.understanding.sureness.case import Case, origin_of
from bot.core.understanding.sureness.doubts import ALWAYS, AT_LENGTH
from bot.core.understanding.sureness.unexplained import GRAMMAR, unexplained_in

_SHORT_REPLY = 6


def weigh(facts: Sequence[Understood], seen: Seen) -> tuple[Understood, ...]:
    """The facts, those made unsure whose words are not well explained."""
    unexplained = unexplained_in(seen)
    values: dict[str, object] = {f.name: f.value for f in facts}
    found: dict[str, list[str]] = {}
    for fact in facts:
        if fact.sure and fact.name.partition(".")[0] in seen.lexicon.shape_of:
            found[fact.name] = _doubts(Case(fact, origin_of(fact, seen), seen, unexplained, values))
    for name in [n for n in found if n.endswith(".outcome") and _WHOSE & set(found[n])]:
        date_too = name.replace(".outcome", ".date")
        if date_too in found:
            found[date_too] = found[date_too] + ["as_the_outcome"]
    return tuple(replace(f, sure=False) if found.get(f.name) else f for f in facts)


_WHOSE = frozenset({"no_one_decides", "other_object", "weakened"})
"""Doubts about who decided, or on what: the day is then as doubtful as the outcome."""


def _doubts(case: Case) -> list[str]:
    """The names of what speaks against being sure; none for a fact that stands."""
    found = [name for name, doubt in ALWAYS.items() if doubt(case)]
    return found if _short(case) else found + [name for name, doubt in AT_LENGTH.items() if doubt(case)]


def _short(case: Case) -> bool:
    """A reply of a few words, greetings and thanks not counted."""
    words, clauses = case.seen.words, case.seen.clauses
    told = [c for c in clauses if any(words[p].text not in POLITE for p in range(c.start, c.end))]
    length = sum(w.text not in POLITE and w.text not in GRAMMAR for w in words)
    return length <= _SHORT_REPLY - 2 and (case.answers or len(told) == 1)
