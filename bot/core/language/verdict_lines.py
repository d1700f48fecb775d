"""Which lines of a read-back are named by their numbers: "the second one", "1 and 3", "the last two", "the other"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.core.language import verdict_words as words


def lines_numbered(name: str, lines: Sequence[frozenset[int]], others: frozenset[int]) -> frozenset[int] | None:
    """The parts of the lines that are named by their numbers; `others`, those that nothing was said of yet. None
    where the words name no line so.

    >>> sorted(lines_numbered("the last two", [frozenset({0}), frozenset({1, 2}), frozenset({3})], frozenset()))
    [1, 2, 3]
    """
    if not re.fullmatch(words.NTH, name.strip(), re.IGNORECASE):
        return None
    said = re.findall(r"[a-z]+|\d+\w*", name.casefold())
    if "other" in said:
        return others if others and len(lines) == 2 else None
    few = next((words.FEW[w] for w in said if w in words.FEW), 0)
    if few and {"first", "last"} & set(said):
        return frozenset().union(*(lines[:few] if "first" in said else lines[-few:]))
    places = [int(w) if w.isdecimal() else words.NUMBERS[w] for w in said if w.isdecimal() or w in words.NUMBERS]
    if not places or any(p > len(lines) for p in places):
        return None
    return frozenset().union(*(lines[p - 1 if p > 0 else p] for p in places))
