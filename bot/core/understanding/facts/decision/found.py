"""One outcome that a clause tells, and which outcomes give way to others."""

from __future__ import annotations

from dataclasses import dataclass

from bot.core.understanding.facts.said import Said

WEAK = ("discussed", "noted")
"""Outcomes which a stronger one in the same breath overrides ("discussed and approved")."""
QUALIFIED = {"approved_in_principle", "approved_with_changes", "deferred", "delegated", "not_agreed"}


@dataclass(slots=True)
class Found:
    """One outcome told, where, and when."""

    value: str
    said: Said
    place: int
    sure: bool
    conflict: bool = False
    """Another outcome was told beside it."""
