"""What a button carries: a verb, the adopter that it was made for, a stamp, and what it is about.

A button can be pressed weeks later, by somebody else, in another channel. So it says what it was made under: the
adopter (a button of another adopter is refused) and a stamp (what has changed since is said kindly).
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from urllib.parse import quote, unquote

VERBS = frozenset({
    "yes", "no", "pick", "tick", "open", "do", "step", "role", "again", "quarters", "workspace", "owner", "take",
    "nudge", "read", "useful", "more", "topic", "person", "say", "entry", "whose",
    "paper", "file", "line", "confirm", "handed", "erase", "gathering",
    "peer",
})  # fmt: skip
"""Every verb there is. A press with another one is unknown."""


class UnknownButtonError(LookupError):
    """What a button is about is not there: content has changed since it was made, or somebody made it up."""


@dataclass(frozen=True, slots=True)
class Press:
    """A pressed button, taken apart. What it is about is asked for by place, and raises UnknownButtonError."""

    verb: str
    adopter: str
    stamp: int
    about: tuple[str, ...] = ()

    def part(self, nth: int, known: Collection[str] | None = None) -> str:
        """What it is about, by place; one of `known`, where they are given."""
        if nth >= len(self.about) or (known is not None and self.about[nth] not in known):
            raise UnknownButtonError(str(self))
        return self.about[nth]

    def number(self, nth: int) -> int:
        """A number that it is about; nought where it says none."""
        if nth >= len(self.about):
            return 0
        if not self.about[nth].isdecimal():
            raise UnknownButtonError(str(self))
        return int(self.about[nth])

    def __str__(self) -> str:
        return "|".join(
            [self.verb, quote(self.adopter, safe=""), str(self.stamp), *(quote(a, safe="") for a in self.about)]
        )


def day_of(text: str) -> date:
    """The day that a part of a button names. Raises UnknownButtonError."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UnknownButtonError(text) from None


def parse_press(value: str) -> Press | None:
    """The press that a value stands for; None when it is none of ours."""
    parts = value.split("|")
    if len(parts) < 3 or parts[0] not in VERBS or not parts[2].isdecimal() or len(value) > 2000:
        return None
    return Press(parts[0], unquote(parts[1]), int(parts[2]), tuple(unquote(p) for p in parts[3:]))
