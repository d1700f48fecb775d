"""All that safety looks for, and says: content of the programme."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from bot.core.reader.weights import Chances
from bot.core.safety.danger import KINDS, DangerWords
from bot.core.safety.plain import Spelling
from bot.core.safety.vocabulary import SafetyWords, words_of

TROUBLE, MAYBE, RESIDENT, AFTERWARDS = "trouble", "maybe", "resident", "afterwards"
ANSWERED = (*KINDS, TROUBLE, MAYBE, RESIDENT, AFTERWARDS)
"""What there must be an answer to: each danger; other trouble; words that may be trouble; a resident who asks about
the charter; and what somebody says straight after they were pointed to help."""
FOR_STAFF = (*KINDS, TROUBLE)
"""Those to which something is added for people who work for a landlord."""


@dataclass(frozen=True, slots=True)
class Help:
    """Whom to call, for one kind of danger or trouble."""

    answer: str
    sources: tuple[str, ...]
    last_checked: date
    checked_against: str = ""
    """What was compared: "stored copies of the pages"."""
    staff: str = ""


@dataclass(frozen=True)
class Safety:
    """The answers, and the words by which each kind is known."""

    help: Mapping[str, Help] = field(default_factory=dict)
    danger: DangerWords = field(default_factory=DangerWords)
    trouble: SafetyWords = field(default_factory=SafetyWords)
    chances: Chances = field(default_factory=Chances)
    """What a second opinion was learned from lists of messages; without it the words alone decide."""

    @cached_property
    def spelling(self) -> Spelling:
        """Mends slips against every word that is looked for."""
        phrases = (*self.danger.phrases, *self.trouble.phrases)
        return Spelling(word for _, phrase in phrases for word in words_of(phrase))
