"""What one clause tells of."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Frame:
    """What one clause tells of: the kind of step, and how sure it is that the clause is about it."""

    shape: str
    step: str
    clause: int
    named: bool = True
    """The words name it; else it carries on what was said before, or answers what was asked."""
    why: str = ""
