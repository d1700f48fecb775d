"""What passes between the stages of the reader: frozen values. Each stage is one function from one of these to the
next."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Literal, NamedTuple

from bot.core.language.dates import DatePhrase
from bot.core.model.reading import QuarterMeaning, Value

EntryKey = int | str
"""1, 2, … for what is new, an id for what is recorded, "?" where the words do not tell which recorded one is
meant."""
OPEN_ENTRY = "?"
_LINES = 2
"""Ends of lines in a message that was pasted."""

Tense = Literal["past", "present", "future", "none"]
Aspect = Literal["", "perfect", "progressive"]
Modality = Literal["", "hope", "may", "plan", "yet", "must", "unreal"]
Holder = Literal["speaker", "record", "other", "condition", "wish", "question", "command"]


class Token(NamedTuple):
    """One word as the rules see it, and where it stands in the text."""

    text: str
    raw: str
    start: int
    end: int
    kind: str
    gap: str
    """The punctuation between the word before and this one."""
    capital: bool
    mended: bool = False
    doubtful: bool = False
    joined: bool = False
    """Written together with the word before: "drop-in", "and/or"."""


class Span(NamedTuple):
    """A typed stretch of words, and what it was found by."""

    start: int
    end: int
    kind: str
    value: str = ""
    head: int = -1
    """The place of its verb, where it has one."""
    number: int = 0
    of: int | None = None
    rough: bool = False
    why: str = ""
    date: DatePhrase | None = None

    @property
    def width(self) -> int:
        return self.end - self.start


class VerbGroup(NamedTuple):
    """A verb with its helpers: "has not been approved" is approve, present perfect, passive, denied."""

    start: int
    head: int
    lemma: str
    tense: Tense = "none"
    aspect: Aspect = ""
    passive: bool = False
    denied: bool = False
    modality: Modality = ""
    infinitive: bool = False
    bare: bool = False
    """A participle or base form without a helper: "noted, 3 March"."""

    @property
    def told(self) -> bool:
        """Says that something happened."""
        return not self.modality and not self.infinitive and (self.tense == "past" or self.aspect == "perfect")


@dataclass(frozen=True, slots=True)
class Clause:
    """A stretch with a predicate of its own, or a fragment; who holds it true, and how."""

    start: int
    end: int
    sentence: int
    spans: tuple[Span, ...]
    groups: tuple[VerbGroup, ...]
    holder: Holder = "speaker"
    denied: bool = False
    hedged: bool = False
    hoped: bool = False
    tense: Literal["past", "plan", "none"] = "none"
    progressive: bool = False
    present: bool = False
    asks: bool = False
    """Ends in a question mark or begins as a question."""
    list_item: bool = False
    head: str = ""
    """In a list: the step that the heading above names."""

    kinds: frozenset[str] = frozenset()
    """The kinds of its spans, for quick answers."""

    def of(self, *kinds: str) -> list[Span]:
        """Its spans of some kinds, in order."""
        return [s for s in self.spans if s.kind in kinds] if self.has(*kinds) else []

    def has(self, *kinds: str) -> bool:
        return not self.kinds.isdisjoint(kinds)

    def values(self, kind: str) -> list[str]:
        return [s.value for s in self.spans if s.kind == kind]


@dataclass(frozen=True, slots=True)
class Looked:
    """A message looked through: tokens, spans, clauses."""

    text: str
    tokens: tuple[Token, ...]
    spans: tuple[Span, ...]
    clauses: tuple[Clause, ...]
    tail: str = ""
    private: frozenset[int] = frozenset()
    kinds: frozenset[str] = frozenset()

    @property
    def pasted(self) -> bool:
        """Laid out in lines, as nobody types into a chat: minutes, a mail, a list."""
        return self.text.count("\n") >= _LINES

    def words(self, start: int, end: int) -> str:
        """The words as they were typed."""
        if start >= end or start >= len(self.tokens):
            return ""
        return self.text[self.tokens[start].start : self.tokens[min(end, len(self.tokens)) - 1].end]

    def has(self, *kinds: str) -> bool:
        return not self.kinds.isdisjoint(kinds)

    def clause_at(self, place: int) -> Clause | None:
        """The clause that a token stands in."""
        return next((c for c in self.clauses if c.start <= place < c.end), None)

    def before_in_sentence(self, place: int) -> Iterator[Clause]:
        """The clauses before that one in its sentence, the nearest first."""
        sentence = self.clauses[place].sentence
        return itertools.takewhile(lambda c: c.sentence == sentence, reversed(self.clauses[:place]))


@dataclass(frozen=True, slots=True)
class Recorded:
    """An entry of the adopter's record, or the whole of a step that has no entries (then without an id)."""

    step: str
    id: str
    facts: Mapping[str, Value] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class Context:
    """What the reader may know: the day, the question just put, and what is recorded."""

    today: date
    asked: str | None = None
    quarters: QuarterMeaning | None = None
    known: tuple[Recorded, ...] = ()
    people: tuple[str, ...] = ()

    @property
    def asked_step(self) -> str:
        return (self.asked or "").partition(".")[0]

    @property
    def asked_field(self) -> str:
        return (self.asked or "").partition(".")[2].partition("#")[0]

    @property
    def asked_entry(self) -> str:
        return (self.asked or "").partition("#")[2]

    def of(self, step: str) -> list[Recorded]:
        """What is recorded of a step."""
        return [r for r in self.known if r.step == step]


@dataclass(frozen=True, slots=True)
class Candidate:
    """One way in which the words could be a fact: its value, its entry, and everything that made it."""

    step: str
    name: str
    value: Value
    entry: EntryKey = 1
    start: int = 0
    end: int = 0
    features: tuple[str, ...] = ()
    """Shapes that speak for and against it; the weights know them by these names."""
    vetoes: tuple[str, ...] = ()
    hedged: bool = False
    score: float = 0.0

    @property
    def full(self) -> str:
        return f"{self.step}.{self.name}"


@dataclass(frozen=True, slots=True)
class Ask:
    """A fact that the words touch and leave open, and why."""

    name: str
    reason: str
    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True)
class Told:
    """A fact that the words give. `sure` ones are read back; the others are asked about first."""

    name: str
    value: Value
    sure: bool
    entry: EntryKey = 1
    words: str = ""
    because: tuple[str, ...] = ()
    against: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Act:
    """One thing that the person does with the message, in the order said."""

    kind: str
    step: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """What one message means."""

    intent: str
    facts: tuple[Told, ...] = ()
    open: tuple[Ask, ...] = ()
    acts: tuple[Act, ...] = ()
    topic: str = ""
    likeliest: tuple[str, ...] = ()
    assent: bool | None = None
    because: tuple[str, ...] = ()
    candidates: tuple[Candidate, ...] = ()
    """Every candidate with its score, for explaining and for training."""

    @property
    def asks(self) -> tuple[str, ...]:
        """The names of what is open, in the order in which the bot would ask."""
        return tuple(o.name for o in self.open)
