"""Words of trouble by family, as `conversations/trouble_words.yaml` has them, and where a text has them. Pure.

Phrases stand under their first word, so that a text costs little a word however long the vocabulary grows.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import Any

from bot.core.safety.plain import STOPS, forms, written_out

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
    "told",
    "work",
)
"""The keys of the file. What each weighs is in `trouble.py`."""
MOST_BETWEEN = 4
"""Words that a `*` stands for at most."""

_GAP = "*"
_END = ""
_PIECE = re.compile(r"[()\[\]|]|[^\s()\[\]|]+")
_CLOSES = {"(": ")", "[": "]"}

_Node = dict[str, list["_Node"]]
"""Words that may come next, and what may follow each."""
Spot = tuple[str, int, int]
"""A family, and the first and the next-to-last word of what was found."""


@dataclass(slots=True)
class _Begun:
    """What may come after a first word: nothing more, a next word, or one some words later."""

    whole: set[str] = field(default_factory=set)
    next: dict[str, list[tuple[str, _Node]]] = field(default_factory=dict)
    later: dict[str, list[tuple[str, _Node]]] = field(default_factory=dict)

    def add(self, node: _Node, after: Callable[[_Node], tuple[str, _Node]]) -> None:
        """One more way to go on; `after` says of what family a node is."""
        for word, nodes in node.items():
            if word == _END:
                self.whole.add(after(node)[0])
            elif word == _GAP:
                for gap in nodes:
                    for second, rest in gap.items():
                        self.later.setdefault(second, []).extend(map(after, rest))
            else:
                self.next.setdefault(word, []).extend(map(after, nodes))


@dataclass(frozen=True)
class SafetyWords:
    """The vocabulary. Frozen; its index is built when it is first used."""

    phrases: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    """(family, phrase as it stands in the file)."""

    @cached_property
    def _index(self) -> dict[str, _Begun]:
        """By a phrase's first word: what may follow, of all phrases together. The endings of a word mostly begin the
        same phrases, so these have one entry together: hundreds of thousands of objects fewer."""
        ways: dict[str, list[tuple[str, _Node]]] = {}
        for family, phrase in self.phrases:
            for word, nodes in _graph(phrase).items():
                if word not in (_GAP, _END):
                    ways.setdefault(word, []).extend((family, node) for node in nodes)
        pairs: dict[tuple[str, int], tuple[str, _Node]] = {}

        def pair(family: str, node: _Node) -> tuple[str, _Node]:
            return pairs.setdefault((family, id(node)), (family, node))

        shared: dict[tuple[tuple[str, int], ...], _Begun] = {}
        index: dict[str, _Begun] = {}
        for word, following in ways.items():
            same = tuple((family, id(node)) for family, node in following)
            if same not in shared:
                shared[same] = begun = _Begun()
                for family, node in following:
                    begun.add(node, partial(pair, family))
            index[word] = shared[same]
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
    """Whether the brackets of a phrase close, and a `*` has words on both sides."""
    try:
        first = _first(_ways(phrase))
    except ValueError:
        return False
    return bool(first) and not {_GAP, _END} & first and phrase.split()[-1] != _GAP


def _first(ways: Sequence[Sequence[Any]]) -> set[str]:
    """What any of the ways may begin with, as it is written; `_END` where all of one may be left out."""
    found: set[str] = set()
    for way in filter(None, ways):
        for part in way:
            begins = _first(part[1]) | ({_END} if part[0] else set()) if isinstance(part, tuple) else {part}
            found |= begins - {_END}
            if _END not in begins:
                break
        else:
            found.add(_END)
    return found


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
    """What a phrase may begin with, and what may follow each word: `(a|b)` a choice, `[a|b]` may be left out, `a~`
    the word with its endings. Raises ValueError for brackets that do not fit."""
    return _continued(_ways(phrase), {_END: []})


def _ways(phrase: str) -> list[list[Any]]:
    """A phrase in its parts. Raises ValueError for brackets that do not fit."""
    pieces = _PIECE.findall(phrase)
    choice, used = _choice(pieces, 0, "")
    if used != len(pieces):
        raise ValueError(f"a bracket too many in {phrase!r}")
    return choice


def _choice(pieces: Sequence[str], at: int, closing: str) -> tuple[list[list[Any]], int]:
    """The sequences between which the words from `at` on choose, and where that ends."""
    ways: list[list[Any]] = [[]]
    while at < len(pieces) and pieces[at] not in ")]":
        piece = pieces[at]
        at += 1
        if piece == "|":
            ways.append([])
        elif piece in _CLOSES:
            inner, at = _choice(pieces, at, _CLOSES[piece])
            ways[-1].append((piece == "[", inner))
        else:
            ways[-1].append(piece)
    if not closing:
        return ways, at
    if at >= len(pieces) or pieces[at] != closing:
        raise ValueError("a bracket does not close")
    return ways, at + 1


def _continued(ways: Sequence[Sequence[Any]], after: _Node) -> _Node:
    """The words that any of the ways may begin with, each going on to `after` at its end."""
    node: _Node = {}
    for way in ways:
        following = after
        for part in reversed(way):
            if isinstance(part, tuple):
                begun = _continued(part[1], following)
                following = _either(begun, following) if part[0] else begun
            else:
                following = _word(part, following)
        if way:
            node = _either(node, following) if node else following
    return node


def _word(part: str, after: _Node) -> _Node:
    """A word of a phrase: written out, or with its endings."""
    if part == _GAP:
        return {_GAP: [after]}
    node: _Node = {}
    for word in forms(part[:-1]) if part.endswith("~") else (part,):
        first, *others = written_out(word)
        following = after
        for one in reversed(others):
            following = {one: [following]}
        node.setdefault(first, []).append(following)
    return node


def _either(one: _Node, other: _Node) -> _Node:
    """What either may begin with."""
    node = {word: list(after) for word, after in one.items()}
    for word, after in other.items():
        node.setdefault(word, []).extend(after)
    return node


def words_of(phrase: str) -> Iterator[str]:
    """Every word that a phrase looks for."""
    for piece in _PIECE.findall(phrase):
        if piece not in "()[]|*":
            for word in forms(piece[:-1]) if piece.endswith("~") else (piece,):
                yield from written_out(word)
