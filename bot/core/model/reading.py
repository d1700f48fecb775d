"""What goes into `read` and what comes out: frozen values, no behaviour."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

Value = str | int | bool | tuple[str, ...]
"""A fact's value. Date ranges are ISO text, `FROM/TO`, both days inclusive; lists are tuples."""

TELLING = frozenset(["answer", "correct"])
"""Intents of words that tell something to record."""
OTHER_LANGUAGE = "another language"
"""The topic of an unclear reading whose words are not English: never guessed at."""

QuarterMeaning = Literal["financial", "calendar"]


@dataclass(frozen=True, slots=True)
class Understood:
    """One fact that the words give. `sure` facts are read back; the others are asked about first."""

    name: str
    value: Value
    sure: bool
    words: str = ""
    entry: str = ""
    """Which entry of the step it is of: a recorded entry's id, `1` for the first new one that the message tells of,
    `2` for the next; `?` where the words do not tell. Empty where nobody has looked, or the step has no entries."""


@dataclass(frozen=True, slots=True)
class Open:
    """A fact that the words touch but leave open, and why, so that the bot can ask the right question."""

    name: str
    reason: Literal[
        "missing", "quarter", "vague", "share", "contradiction", "impossible_date", "no_address", "hope",
        "which", "emptied", "unanswered", "whole",
    ]  # fmt: skip
    words: str = ""
    entry: str = ""
    """The entry that it is of, as far as that is known."""
    among: tuple[str, ...] = ()
    """The entries that may be meant, where it is asked which."""


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of an entry, or of a step that has none (then without an id): recorded, or held for a yes."""

    step: str
    id: str
    facts: tuple[tuple[str, Value], ...]
    """(what of it, value): `("took_part", 212)`."""


@dataclass(frozen=True, slots=True)
class Context:
    """What the reader may know: the day, the question just put, and what was last read back."""

    today: date
    asked: str | None = None
    quarters: QuarterMeaning | None = None
    people: tuple[str, ...] = ()
    known: tuple[Known, ...] = ()
    """The record, with what waits for a yes."""

    @property
    def asked_step(self) -> str:
        """The step that the question was about, as it was put; "confirm" after a read-back."""
        return (self.asked or "").partition(".")[0]

    @property
    def asked_field(self) -> str:
        """What of the step was asked for."""
        return (self.asked or "").partition(".")[2]


@dataclass(frozen=True, slots=True)
class Reading:
    """What one message means. `assent` is a bare or leading yes (True) or no (False)."""

    intent: str
    facts: tuple[Understood, ...] = ()
    open: tuple[Open, ...] = ()
    assent: bool | None = None
    topic: str = ""
    """For `guidance`, `ask`, `learning`: what it is about, with the asking words taken away."""
    likeliest: tuple[str, ...] = ()
    """For `unclear`: up to two intents or step keys that come closest, best first."""

    @property
    def asks(self) -> tuple[str, ...]:
        """The names of what is open, in the order in which the bot would ask."""
        return tuple(o.name for o in self.open)


MOST_READ = 1200
"""So many characters of a message are read: reading more costs more than its length, and everybody waits for it."""


def as_read(text: str) -> str:
    """As much of a message as is read, up to the end of a word."""
    if len(text) <= MOST_READ:
        return text
    end = max(text.rfind(space, MOST_READ // 2, MOST_READ + 1) for space in " \n\t")
    return text[: end if end > 0 else MOST_READ].rstrip()


@dataclass(frozen=True, slots=True)
class EarlyReading:
    """What a turn's words were read as before its transaction, and on what was known then.

    It holds as long as the text and that knowledge are the same; else the words are read again.
    """

    text: str
    context: Context
    reading: Reading
    trouble: str
    """The danger or trouble that the words tell of; empty when they tell of none."""


def values_of_list(value: Value) -> tuple[str, ...]:
    """The members of a list value, as text; any other value as a list of one."""
    return value if isinstance(value, tuple) else (str(value),)
