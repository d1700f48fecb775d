"""Finds the vocabulary in a message: which words stand for what. The longest phrase wins over what lies inside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bot.core.language.bags import bag
from bot.core.language.lexicon import END, GAP, MOST_GAP, Lexicon
from bot.core.language.words import Word

NOUNS = frozenset({"step", "body"})
_COVERING = bag(
    """
    outcome shadow agreement idiom publication third_party order to_do method body move frequency start hedge
    """
)
_KEPT_INSIDE = bag(
    """
    step body method intent topic third_party
    """
)
_STOPS = frozenset(".!?;\n")


@dataclass(frozen=True, slots=True)
class Mark:
    """One phrase of the lexicon, found at words[start:end]."""

    start: int
    end: int
    kind: str
    value: str


def find_marks(words: Sequence[Word], lexicon: Lexicon) -> list[Mark]:
    """All phrases of the vocabulary in a message, less those that a longer one hides."""
    found: list[Mark] = []
    index = lexicon.index
    for start, first in enumerate(words):
        node = index.get(first.text)
        if node is not None:
            _follow(words, start, start + 1, node, found, 0)
    return _longest(found)


def _follow(
    words: Sequence[Word], start: int, at: int, node: dict[str, Any], found: list[Mark], skipped: int
) -> None:
    for kind, value in node.get(END, ()):
        found.append(Mark(start, at, kind, value))
    if at >= len(words) or any(char in _STOPS for char in words[at].gap):
        return
    following = node.get(words[at].text)
    if following is not None:
        _follow(words, start, at + 1, following, found, skipped)
    gap = node.get(GAP)
    if gap is not None:
        for step in range(MOST_GAP + 1):
            place = at + step
            if place >= len(words) or any(char in _STOPS for char in words[place].gap):
                break
            after = gap.get(words[place].text)
            if after is not None:
                _follow(words, start, place + 1, after, found, skipped + step)


def _longest(found: list[Mark]) -> list[Mark]:
    """Drops what a longer phrase of the same family covers, and grammar inside an idiom ("no objections")."""
    found = sorted(set(found), key=lambda m: (m.start, -m.end, m.kind, m.value))
    over: dict[int, list[Mark]] = {}
    for mark in found:
        if mark.end - mark.start > 1:
            for place in range(mark.start, mark.end):
                over.setdefault(place, []).append(mark)
    return [mark for mark in found if not any(_hides(other, mark) for other in _longer(over, mark))]


def _longer(over: dict[int, list[Mark]], mark: Mark) -> list[Mark]:
    """Longer marks that share a word with this one: looked up by word, so that long texts stay quick."""
    length = mark.end - mark.start
    first, last = over.get(mark.start, []), over.get(mark.end - 1, []) if length > 1 else []
    return [m for m in (*first, *last) if m.end - m.start > length]


def _hides(long: Mark, short: Mark) -> bool:
    inside = long.start <= short.start and short.end <= long.end
    if long.kind == "shadow":
        return inside and short.kind != "intent"
    if long.kind == "hedge" and short.kind in ("hope", "condition"):
        return True
    if long.kind == "idiom" and short.kind in NOUNS:
        return inside
    if long.kind in NOUNS and short.kind in NOUNS:
        return True
    if long.kind == short.kind == "method":
        return inside and long.value == short.value
    if long.kind == short.kind:
        return inside or long.kind not in ("intent", "method", "mechanism")
    if long.kind == "step" and short.kind == "mechanism":
        return inside
    return inside and long.kind in _COVERING and short.kind not in _KEPT_INSIDE
