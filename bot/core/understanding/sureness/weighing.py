"""Makes facts unsure against which a doubt speaks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.core.model.reading import Understood
from bot.core.understanding.seen import POLITE, Seen
from bot.core.understanding.sureness.case import Case, origin_of
from bot.core.understanding.sureness.doubts import ALWAYS, AT_LENGTH, BESIDE
from bot.core.understanding.sureness.unexplained import GRAMMAR, unexplained_in

_SHORT_REPLY = 6


def weigh(facts: Sequence[Understood], seen: Seen) -> tuple[Understood, ...]:
    """The facts, those made unsure whose words are not well explained; none where all are beside the point."""
    unexplained = unexplained_in(seen)
    values: dict[str, object] = {f.name: f.value for f in facts}
    found: dict[str, list[str]] = {}
    for fact in facts:
        if fact.sure and fact.name.partition(".")[0] in seen.lexicon.shape_of:
            found[fact.name] = _doubts(Case(fact, origin_of(fact, seen), seen, unexplained, values))
    if found and len(found) == len(facts) and all(BESIDE & set(doubts) for doubts in found.values()):
        return ()
    _doubt_their_kin(found)
    return tuple(replace(f, sure=False) if found.get(f.name) else f for f in facts)


_NUMBERS = ("took_part", "invited")
_WHOSE = frozenset({"no_one_decides", "other_object", "weakened"})
"""Doubts about who decided, or on what."""


def _doubt_their_kin(found: dict[str, list[str]]) -> None:
    """The day of a decision that may be another's is as doubtful as that, and "about" as its number."""
    for name, doubts in found.items():
        step, _, field = name.partition(".")
        if field == "date" and _WHOSE & set(found.get(f"{step}.outcome", [])):
            doubts.append("as_the_outcome")
        elif field == "approximate" and all(found.get(f"{step}.{number}", ["untold"]) for number in _NUMBERS):
            doubts.append("as_the_number")


def _doubts(case: Case) -> list[str]:
    """The names of what speaks against being sure; none for a fact that stands."""
    found = [name for name, doubt in ALWAYS.items() if doubt(case)]
    return found if _short(case) else found + [name for name, doubt in AT_LENGTH.items() if doubt(case)]


def _short(case: Case) -> bool:
    """A reply of a few words, greetings and thanks not counted."""
    words, clauses = case.seen.words, case.seen.clauses
    told = [c for c in clauses if any(words[p].text not in POLITE for p in range(c.start, c.end))]
    length = sum(w.text not in POLITE and w.text not in GRAMMAR for w in words)
    few = length <= _SHORT_REPLY - 2 and (case.answers or len(told) == 1)
    return few and (case.answers or len(case.left_over) < 2)
