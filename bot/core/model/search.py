"""What a search among briefings comes to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Found:
    """What a search came to."""

    keys: tuple[str, ...] = ()
    whole: int = 0
    """How many of them, the first ones, have all that was looked for."""
    known: float = 0.0
    """The share of what was looked for that any briefing has."""
    mended: tuple[tuple[str, str], ...] = ()
    """Words taken for others: (as typed, as meant)."""
    words: tuple[str, ...] = ()
    """What was looked for, the asking words taken away, in small letters."""

    @property
    def every(self) -> bool:
        return self.whole > 0


LookUp = Callable[[str, int], Found]
"""Finds briefings by people's words: (words, at most so many)."""
