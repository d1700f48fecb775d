"""Patterns of the vocabulary, and one index of them all that unfolds only where messages lead.

`(a|b)` is one of these, `[a]` may be left out, `*` is up to five words, `approve+` is every form of a word,
`~approve` every form of a verb whose tense is looked at, and `_` is what a verb may be said of ("it", "the paper").
Writing out all that patterns stand for would cost seconds and two hundred megabytes; most of it nobody ever says.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import product

from bot.core.language.wordforms import forms
from bot.core.language.words import normal_words

GAP, SLOT, LEMMA = "*", "_", "~"
Words = tuple[str, ...]
Pieces = tuple[tuple[Words, ...], ...]
"""What may stand at each place, in order; nothing at all where `()` is among it."""
Kind = tuple[str, str]
"""What words stand for: (kind, value)."""

_SPECIAL = frozenset("()[]|*+_~")
_PIECE = re.compile(r"\(([^()]*)\)|\[([^\[\]]*)\]|(\S+)")


def pieces_of(pattern: str) -> Pieces:
    """The pieces of a pattern, each as what may stand there."""
    if not _SPECIAL & set(pattern):
        return ((tuple(normal_words(pattern)),),)
    pieces: list[tuple[Words, ...]] = []
    for match in _PIECE.finditer(pattern):
        either, optional, plain = match.groups()
        texts = (either or optional or plain or "").split("|")
        left_out: tuple[Words, ...] = () if optional is None else ((),)
        pieces.append(left_out + tuple(words for text in texts for words in _sequences(text)))
    return tuple(pieces)


def written_out(pattern: str) -> list[Words]:
    """All that a short pattern stands for."""
    return sorted({words for parts in product(*pieces_of(pattern)) if (words := sum(parts, ()))})


def words_in(pattern: str) -> set[str]:
    """The words that a pattern names; a verb with its mark."""
    return {w for piece in pieces_of(pattern) for ws in piece for w in ws} - {GAP, SLOT}


def _sequences(text: str) -> list[Words]:
    parts: list[list[Words]] = []
    for word in text.split():
        if word in (GAP, SLOT) or word.startswith(LEMMA):
            parts.append([(word,)])
        elif word.endswith("+"):
            parts.append([tuple(normal_words(form)) for form in forms(word[:-1])])
        else:
            parts.append([tuple(normal_words(word))])
    return [sum(chosen, ()) for chosen in product(*parts)]


_Place = tuple[int, int, Words, int]
"""A place in a pattern: which pattern, which of its pieces, the words that stand there, and how many were said."""


class Index:
    """All patterns with what each stands for."""

    def __init__(self, patterns: Iterable[tuple[str, Kind]]) -> None:
        self._pieces: list[Pieces] = []
        self._kinds: list[Kind] = []
        self._compiled: dict[str, Pieces] = {}
        for pattern, kind in patterns:
            self._pieces.append(self._compiled.setdefault(pattern, pieces_of(pattern)))
            self._kinds.append(kind)
        self.root = Node(self, [p for n in range(len(self._pieces)) for p in self._from(n, 0)])

    def _from(self, number: int, piece: int) -> Iterator[_Place]:
        """Where a pattern may go on from before one of its pieces; its end is a place without words."""
        pieces = self._pieces[number]
        while piece < len(pieces):
            yield from ((number, piece, words, 0) for words in pieces[piece] if words)
            if () not in pieces[piece]:
                return
            piece += 1
        yield (number, piece, (), 0)

    def after(self, place: _Place) -> Iterator[_Place]:
        """Where its pattern may go on when the word at this place has been said."""
        number, piece, words, said = place
        if said + 1 < len(words):
            yield (number, piece, words, said + 1)
        else:
            yield from self._from(number, piece + 1)

    def kind_of(self, place: _Place) -> Kind:
        """What the pattern of a place stands for."""
        return self._kinds[place[0]]


class Node:
    """Where a message has come in the index. What follows is worked out when a message first comes here."""

    __slots__ = ("_after", "_index", "_places", "kinds")

    def __init__(self, index: Index, places: Iterable[_Place]) -> None:
        self._index = index
        ahead = dict.fromkeys(places)
        self._places = tuple(p for p in ahead if p[2])
        self.kinds: tuple[Kind, ...] = tuple(dict.fromkeys(index.kind_of(p) for p in ahead if not p[2]))
        """What the words up to here stand for."""
        self._after: Mapping[str, list[_Place] | Node] | None = None

    def get(self, word: str) -> Node | None:
        """Where this word leads, if anywhere. (Two threads may work it out at once: both come to the same.)"""
        after = self._after
        if after is None:
            after = self._after = self._work_out()
        found = after.get(word)
        if isinstance(found, list):
            node = Node(self._index, found)
            after[word] = node  # type: ignore[index]
            return node
        return found

    def _work_out(self) -> dict[str, list[_Place] | Node]:
        after: dict[str, list[_Place]] = {}
        for place in self._places:
            after.setdefault(place[2][place[3]], []).extend(self._index.after(place))
        return dict(after)
