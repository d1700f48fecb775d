"""The reader's vocabulary: patterns in one index, so that a message is looked through once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal, get_args

from bot.core.language.bags import bag
from bot.core.language.dates.names import ALL_WORDS
from bot.core.language.spelling import Speller
from bot.core.language.words import SHORT_FORMS
from bot.core.reader.model import Span, Token
from bot.core.reader.patterns import GAP, LEMMA, SLOT, Index, Node, words_in, written_out
from bot.core.reader.verbs import all_forms, forms_of, lemmas_of
from bot.core.reader.weights import Weights

MOST_GAP = 5
MOST_SLOT = 5
_STOPS = frozenset(".!?;\n")
_SLOT_WORDS = bag(
    """
    it that this them us me him her the a an our their its charter paper papers report whole thing lot proposal
    item decision matter document recommendation recommendations version draft final full both all everything
    one policy commitments plan idea principles principle text wording again formally
    unanimously only just then now also straight back there item
    """
)
_GIVEN = "given_name"
_KEYS = {form: tuple(LEMMA + lemma for lemma in lemmas_of(form)) for form in all_forms()}


Shape = Literal["decision", "consultation", "agreement", "publication", "oversight", "rhythm", "choice"]
SHAPES: tuple[Shape, ...] = get_args(Shape)


@dataclass(frozen=True, slots=True)
class Step:
    """A step of the journey as far as reading goes: its key and what kind of thing it is."""

    key: str
    shape: Shape


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that stand for one value of one kind, and where they are written."""

    words: str
    kind: str
    value: str
    file: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence of the content with what it must give; `bot check` holds the vocabulary to it."""

    text: str
    today: str
    asked: str | None
    intent: str
    facts: tuple[tuple[str, Any], ...] = ()
    asks: tuple[str, ...] = ()
    file: str = ""
    line: int = 0


_DATE_WEIGHT = 5
"""How likely a word of dates is the one that a slip was meant for: as one that stands in so many phrases."""


@dataclass(frozen=True, eq=False)
class Vocabulary:
    """All that is known about words, with the weights learned from labelled lines. Frozen; indexed when first
    used."""

    steps: tuple[Step, ...] = ()
    phrases: tuple[Phrase, ...] = field(default=(), repr=False)
    ordinary: frozenset[str] = field(default=frozenset(), repr=False)
    """Ordinary words that are no slip of another."""
    examples: tuple[Example, ...] = field(default=(), repr=False)
    weights: Weights = field(default_factory=Weights, repr=False)

    @cached_property
    def shape_of(self) -> Mapping[str, str]:
        return {step.key: step.shape for step in self.steps}

    @cached_property
    def speller(self) -> Speller:
        """Knows all words of the vocabulary and of dates; a word in more phrases is the likelier one meant."""
        weight: dict[str, int] = dict.fromkeys((*ALL_WORDS, *SHORT_FORMS), _DATE_WEIGHT)
        for phrase in self.phrases:
            if phrase.kind != _GIVEN:
                for word in words_in(phrase.words):
                    for form in forms_of(word[1:]) if word.startswith(LEMMA) else (word,):
                        weight[form] = weight.get(form, 0) + 1
        return Speller(weight, self.ordinary)

    @cached_property
    def consulted(self) -> tuple[str, ...]:
        """The steps that ask a group of people."""
        return tuple(step.key for step in self.steps if step.shape == "consultation")

    def of_shape(self, shape: str) -> str:
        """The first step of a shape, or nothing."""
        return self._first_of.get(shape, "")

    @cached_property
    def _first_of(self) -> dict[str, str]:
        return {s.shape: s.key for s in reversed(self.steps)}

    @cached_property
    def given_names(self) -> frozenset[str]:
        """First names: with a capital they are no slips of other words."""
        return frozenset(w for p in self.phrases if p.kind == _GIVEN for ws in written_out(p.words) for w in ws)

    @cached_property
    def index(self) -> Node:
        """Where a message begins in the index of all phrases."""
        return Index((p.words, (p.kind, p.value)) for p in self.phrases if p.kind != _GIVEN).root


def find(tokens: Sequence[Token], index: Node) -> list[Span]:
    """All phrases of the vocabulary in a message, each with the place of its verb; longer ones first at each
    place."""
    found: set[tuple[int, int, str, str, int]] = set()
    lemmas = [_KEYS.get(t.text, ()) for t in tokens]
    for start, token in enumerate(tokens):
        if index.get(token.text) is None and all(index.get(key) is None for key in lemmas[start]):
            continue
        _step(tokens, lemmas, start, start, index, found, -1)
    return [Span(a, b, kind, value, head) for a, b, kind, value, head in sorted(found)]


def _step(
    tokens: Sequence[Token], lemmas: Sequence[tuple[str, ...]], start: int, at: int, node: Node,
    found: set[tuple[int, int, str, str, int]], head: int,
) -> None:  # fmt: skip
    for kind, value in node.kinds:
        found.add((start, at, kind, value, head))
    slot = node.get(SLOT) if at > start else None
    if slot is not None:
        _step(tokens, lemmas, start, at, slot, found, head)
    if at >= len(tokens) or (at > start and _stopped(tokens[at])):
        return
    nxt = node.get(tokens[at].text)
    if nxt is not None:
        _step(tokens, lemmas, start, at + 1, nxt, found, at if head < 0 and lemmas[at] else head)
    for lemma in lemmas[at]:
        nxt = node.get(lemma)
        if nxt is not None:
            _step(tokens, lemmas, start, at + 1, nxt, found, at if head < 0 else head)
    if at == start:
        return
    if slot is not None:
        for place in range(at, min(at + MOST_SLOT, len(tokens))):
            if tokens[place].text not in _SLOT_WORDS or (place > at and _stopped(tokens[place])):
                break
            _step(tokens, lemmas, start, place + 1, slot, found, head)
    gap = node.get(GAP)
    if gap is not None:
        for place in range(at, min(at + MOST_GAP + 1, len(tokens))):
            if _stopped(tokens[place]):
                break
            keys = (tokens[place].text, *lemmas[place])
            for key in keys:
                nxt = gap.get(key)
                if nxt is not None:
                    _step(tokens, lemmas, start, place + 1, nxt, found, head)


def _stopped(token: Token) -> bool:
    return bool(_STOPS & set(token.gap))
