"""What an error of the world means to the operator."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Meaning:
    """`brief` names no place; `sentence` does, and says what to do."""

    brief: str
    sentence: str
