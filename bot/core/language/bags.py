"""Short word lists of the grammar, written as running text."""

from __future__ import annotations


def bag(text: str, mark: str | None = None) -> frozenset[str]:
    """The words of a text as a set; with a mark between them where they are phrases."""
    return frozenset(part.strip() for part in text.split(mark) if part.strip())
