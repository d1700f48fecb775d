"""What a button carries: a verb, the adopter that it was made for, a stamp, and what it is about.

A button can be pressed weeks later, by somebody else, in another channel. So it says what it was made under: the
adopter (a button of another adopter is refused) and a stamp (what has changed since is said kindly).
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote, unquote

VERBS = frozenset({
    "yes", "no", "pick", "tick", "do", "step", "role", "again", "quarters", "workspace", "owner", "take",
    "nudge", "read", "useful", "more", "topic", "person", "say",
})  # fmt: skip
"""Every verb there is. A press with another one is unknown."""


@dataclass(frozen=True, slots=True)
class Press:
    """A pressed button, taken apart."""

    verb: str
    adopter: str
    stamp: int
    about: tuple[str, ...] = ()

    def __str__(self) -> str:
        return "|".join(
            [self.verb, quote(self.adopter, safe=""), str(self.stamp), *(quote(a, safe="") for a in self.about)]
        )


def parse_press(value: str) -> Press | None:
    """The press that a value stands for; None when it is none of ours."""
    parts = value.split("|")
    if len(parts) < 3 or parts[0] not in VERBS or not parts[2].isdecimal() or len(value) > 2000:
        return None
    return Press(parts[0], unquote(parts[1]), int(parts[2]), tuple(unquote(p) for p in parts[3:]))
