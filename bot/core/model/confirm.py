"""Residents confirm: a link that shows one claim, and takes a yes, a no, or their own words; content and its names.

What comes back is evidence of its own kind: entries of one step (`EntryKind.by_link`), told by nobody in particular.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.core.model.papers import Sentence

RESIDENTS = "residents"
"""Stands where a person's id does: residents told it, through a link. Nothing of who they are is kept."""
CLAIM, ANSWER, WORDS = "claim", "answer", "words"
"""The facts of an answer, behind the key of its step."""
ANSWERS = ("yes", "no", "other")
MOST_ANSWERS = 100
"""So many answers are kept of one claim: a link can be passed on, and nobody signs in."""
LONGEST_CLAIM, LONGEST_WORDS = 500, 1000

TEXTS: Mapping[str, frozenset[str]] = {
    name: frozenset(placeholders.split())
    for name, placeholders in {
        "title": "adopter programme", "intro": "adopter programme", "question": "", "yes": "", "no": "", "other": "",
        "own_words": "", "hint": "", "send": "", "kept": "", "thanks": "adopter", "over": "", "full": "adopter",
        "details": "", "nothing": "",
    }.items()
}  # fmt: skip
"""The words of the page, and what is filled in them."""


@dataclass(frozen=True, slots=True)
class Confirm:
    """How residents are asked."""

    step: str
    """The step whose entries the answers are."""
    claims: tuple[Sentence, ...]
    """What can be shown, made as the sentences of a draft are."""
    asked: tuple[str, ...] = ()
    """Words by which somebody asks for a link."""
    texts: Mapping[str, str] = field(default_factory=dict)

    def fact(self, name: str) -> str:
        """The whole name of one of an answer's facts."""
        return f"{self.step}.{name}"
