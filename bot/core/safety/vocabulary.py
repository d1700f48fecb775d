"""Words of trouble by family, as `conversations/safety.yaml` has them, and where a text has them. Pure.

Phrases stand under their first word, so that a text costs little a word however long the vocabulary grows.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

FAMILIES = (
    "danger",
    "thing",
    "fault",
    "unheard",
    "complaint",
    "feeling",
    "harm",
    "frail",
    "person",
    "one",
    "mine",
    "now",
    "work",
)
"""The keys of the file. What each weighs is in `trouble.py`."""
MOST_BETWEEN = 4
"""Words that a `*` stands for at most."""

_GAP = "*"
_END = ""
_PIECE = re.compile(r"\(([^()]*)\)|\[([^\[\]]*)\]|(\S+)")
_WORD = re.compile(r"[^\W_]+|[.!?;\n]")
STOPS = frozenset(".!?;\n")

_Node = dict[str, list["_Node"]]
"""Words that may come next, and what may follow each."""
Spot = tuple[str, int, int]
"""A family, and the first and the next-to-last word of what was found."""


def plain_words(text: str) -> list[str]:
    """Lower-case words without apostrophes, so that "cant" is "can't"; the stops of sentences stand between them."""
    plain = text.casefold().replace("’", "'").replace("'ll", " will").replace("'re", " are").replace("'", "")
    return _WORD.findall(plain)


@dataclass(slots=True)
class _Begun:
    """What may come after a first word: nothing more, a next word, or one some words later."""

    whole: set[str] = field(default_factory=set)
    next: dict[str, list[tuple[str, _Node]]] = field(default_factory=dict)
    later: dict[str, list[tuple[str, _Node]]] = field(default_factory=dict)

    def add(self, family: str, node: _Node) -> None:
        for word, after in node.items():
            if word == _END:
                self.whole.add(family)
            elif word == _GAP:
                for gap in after:
                    for second, rest in gap.items():
                        self.later.setdefault(second, []).extend((family, n) for n in rest)
            else:
                self.next.setdefault(word, []).extend((family, n) for n in after)


@dataclass(frozen=True)
class SafetyWords:
    """The vocabulary. Frozen; its index is built when it is first used."""

    phrases: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    """(family, phrase as it stands in the file)."""

    @cached_property
    def _index(self) -> dict[str, _Begun]:
        """By a phrase's first word: what may follow, of all phrases together."""
        index: dict[str, _Begun] = {}
        for family, phrase in self.phrases:
            for word, nodes in _graph(phrase).items():
                if word in (_GAP, _END):
                    continue
                begun = index.setdefault(word, _Begun())
                for node in nodes:
                    begun.add(family, node)
        return index

    def find(self, words: Sequence[str]) -> list[Spot]:
        """Every phrase that stands in the words, by its place. Never across the end of a sentence."""
        found: list[Spot] = []
        for start, word in enumerate(words):
            if (begun := self._index.get(word)) is None:
                continue
            found.extend((family, start, start + 1) for family in begun.whole)
            at = start + 1
            for place in range(
                at, min(at + MOST_BETWEEN + 1, len(words)) if begun.later else min(at + 1, len(words))
            ):
                if words[place] in STOPS:
                    break
                after = begun.later.get(words[place], ())
                for family, node in (*begun.next.get(words[place], ()), *after) if place == at else after:
                    found.extend((family, start, end) for end in _ends(node, words, place + 1))
        return found


def sound(phrase: str) -> bool:
    """Whether the brackets of a phrase close, none within another, and a `*` has words on both sides."""
    open_by = ""
    for letter in phrase:
        if letter in "([":
            if open_by:
                return False
            open_by = letter
        elif letter in ")]":
            if open_by != {")": "(", "]": "["}[letter]:
                return False
            open_by = ""
    graph = _graph(phrase)
    return not open_by and bool(graph) and not {_GAP, _END} & set(graph) and phrase.split()[-1] != _GAP


def _ends(node: _Node, words: Sequence[str], at: int) -> list[int]:
    """Where the phrase ends that has come as far as `node` before the word at `at`."""
    ends = [at] if _END in node else []
    if len(node) == len(ends) or at >= len(words) or words[at] in STOPS:
        return ends
    for after in node.get(words[at], ()):
        ends += _ends(after, words, at + 1)
    for gap in node.get(_GAP, ()):
        for place in range(at, min(at + MOST_BETWEEN + 1, len(words))):
            if words[place] in STOPS:
                break
            for after in gap.get(words[place], ()):
                ends += _ends(after, words, place + 1)
    return ends


def _graph(phrase: str) -> _Node:
    """What a phrase may begin with, and what may follow each word: `(a|b)` a choice, `[a|b]` may be left out."""
    node: _Node = {_END: []}
    for either, optional, plain in reversed(_PIECE.findall(phrase)):
        before: _Node = {word: list(after) for word, after in node.items()} if optional else {}
        for text in (either or optional or plain).split("|"):
            words = [_GAP] if text.strip() == _GAP else [w for part in text.split() for w in plain_words(part)]
            after = node
            for word in reversed(words[1:]):
                after = {word: [after]}
            if words:
                before.setdefault(words[0], []).append(after)
        node = before
    return node
