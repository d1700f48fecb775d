"""A number that may count people."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Why = Literal["", "vague", "share"]


@dataclass(frozen=True, slots=True)
class Count:
    """A number that may count people. `of` is the whole where the words give one ("60 of 80")."""

    start: int
    end: int
    value: int = 0
    rough: bool = False
    why: Why = ""
    of: int | None = None
