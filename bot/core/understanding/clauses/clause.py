"""A clause: a stretch of words with what was found in it and how it is meant."""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.core.language.bags import bag
from bot.core.language.dates import DatePhrase, Tense
from bot.core.language.marks import Mark
from bot.core.language.numbers import Count

SUBJECTS = bag(
    """
    i we they it he she you there that this
    """
)


PREDICATES = bag(
    """
    outcome decide move activity method respond invite agreement publication frequency sent
    chosen choice plan hope negation to_do running start finish done mechanism draft
    """
)


@dataclass(slots=True)
class Clause:
    """A stretch of words[start:end] with what was found in it and how it is meant."""

    start: int
    end: int
    sentence: int
    link: str = ""
    """The word or punctuation that ties it to the clause before."""
    marks: list[Mark] = field(default_factory=list)
    dates: list[DatePhrase] = field(default_factory=list)
    counts: list[Count] = field(default_factory=list)
    urls: list[str] = field(default_factory=list)
    tense: Tense = "none"
    present: bool = False
    progressive: bool = False
    negated: bool = False
    hope: bool = False
    hedge: bool = False
    doubted: bool = False
    """A statement with a question mark."""
    question: bool = False
    command: bool = False
    """Asks the bot to do something: nothing in it is told."""
    foreign: bool = False
    """About somebody else's organisation."""
    unreal: bool = False
    """A condition or a "when …" that has not happened."""

    def kinds(self, *kinds: str) -> list[Mark]:
        return [m for m in self.marks if m.kind in kinds]

    def has(self, *kinds: str) -> bool:
        return any(m.kind in kinds for m in self.marks)

    def values(self, kind: str) -> list[str]:
        return list(dict.fromkeys(m.value for m in self.marks if m.kind == kind))
