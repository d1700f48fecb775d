"""A message as the rules see it: its words, marks and clauses, and what was asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from bot.core.language.bags import bag
from bot.core.language.lexicon import Lexicon
from bot.core.language.marks import Mark
from bot.core.language.words import Word
from bot.core.model.reading import Context
from bot.core.understanding.clauses import Clause

POLITE = bag(
    """
    please thanks thank you cheers hi hello hey mate hiya there all team morning afternoon good
    ok so well just bot now and then um oh ah right love everyone really very much sorry lol
    haha again for this that it no yes is a the to me us i we my our again
    """
)


@dataclass
class Seen:
    """What the intent rules look at."""

    words: Sequence[Word]
    marks: Sequence[Mark]
    clauses: Sequence[Clause]
    context: Context
    lexicon: Lexicon
    tail: str = ""

    @cached_property
    def _kinds(self) -> frozenset[str]:
        return frozenset(m.kind for m in self.marks)

    def has(self, *kinds: str) -> bool:
        return not self._kinds.isdisjoint(kinds)

    def values(self, kind: str) -> set[str]:
        return {m.value for m in self.marks if m.kind == kind}


def whole(seen: Seen, *kinds: str, allow: frozenset[str] = POLITE, values: tuple[str, ...] = ()) -> bool:
    """True where marks of these kinds, and polite words, are all that is said."""
    if not seen.words:
        return False
    covered = [False] * len(seen.words)
    hit = False
    for mark in seen.marks:
        if mark.kind in kinds and (not values or mark.value in values):
            hit = True
            for place in range(mark.start, mark.end):
                covered[place] = True
    return hit and all(done or word.text in allow for done, word in zip(covered, seen.words, strict=True))
