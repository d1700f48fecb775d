"""Mends a slip of one letter (two in long words) against the words that are known.

A word that is itself ordinary English is left alone: "bored" is not "board", and "voted" is not "noted".
"""

from __future__ import annotations

from functools import cached_property

from rapidfuzz import process
from rapidfuzz.distance import OSA

SHORTEST = 5
LONG = 8
_MOST_SEARCHES = 12


class Speller:
    """Finds the known word that was meant. Built once a vocabulary; asked once an unknown word."""

    def __init__(self, weight: dict[str, int], ordinary: frozenset[str]) -> None:
        self.known = weight
        self.ordinary = ordinary

    @cached_property
    def _targets(self) -> tuple[str, ...]:
        return tuple(sorted(w for w in self.known if len(w) >= SHORTEST and w.isalpha()))

    @cached_property
    def _by_deletion(self) -> dict[str, list[str]]:
        table: dict[str, list[str]] = {}
        for word in self._targets:
            for short in _deletions(word):
                table.setdefault(short, []).append(word)
        return table

    def is_known(self, word: str) -> bool:
        return word in self.known or word in self.ordinary

    def rivals(self, word: str, chosen: str) -> set[str]:
        """Other known words that a slip may have been meant for: "Tursday" is Tuesday or Thursday."""
        near = {w for short in _deletions(word) for w in self._by_deletion.get(short, ())}
        return {w for w in near if w != chosen and w[0] == chosen[0] and OSA.distance(word, w) == 1}

    def mend(self, word: str, searches: list[int]) -> str | None:
        """The known word within one slip, or within two for a long word; None when it is no slip.

        `searches` counts the slower looks of one message, so that a hostile message stays cheap.
        """
        if len(word) < SHORTEST - 1 or len(word) > 24 or not word.isalpha() or self.is_known(word):
            return None
        if word.endswith("in") and self.is_known(f"{word}g"):
            return f"{word}g"  # "settin up", "consultin"
        table = self._by_deletion
        near = {w for short in _deletions(word) for w in table.get(short, ())}
        near = {w for w in near if OSA.distance(word, w) == 1}
        if near:
            return min(near, key=lambda w: _unlikely(w, word, self.known[w]))
        if len(word) < LONG or searches[0] >= _MOST_SEARCHES or self._is_ending_of_known(word):
            return None
        searches[0] += 1
        best = process.extractOne(word, self._targets, scorer=OSA.distance, score_cutoff=2)
        if best and len(best[0]) >= LONG and best[0][0] == word[0]:
            return str(best[0])
        return None

    def _is_ending_of_known(self, word: str) -> bool:
        return any(word.endswith(e) and self.is_known(word[: -len(e)]) for e in ("s", "ed", "ing", "ly", "er"))


def _unlikely(known: str, word: str, weight: int) -> tuple[bool, bool, bool, bool, int, str]:
    """Sorts what may have been meant: letters swapped first, then one left out, then the commoner word."""
    return (
        known[0] != word[0], known[-1] != word[-1], sorted(known) != sorted(word), len(known) <= len(word),
        -weight, known,
    )  # fmt: skip


def _deletions(word: str) -> set[str]:
    return {word} | {word[:i] + word[i + 1 :] for i in range(len(word))}
