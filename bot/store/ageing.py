"""What is kept for a time only: how many days by default, and why so long. `RETENTION_…` sets others."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Keeps:
    """One kind of what is kept for a time."""

    days: int
    """Unless the setting says otherwise."""
    what: str
    why: str
    """Why so long, and no longer."""


KEEPS: dict[str, Keeps] = {
    "events": Keeps(
        90,
        "which events were answered",
        "a provider sends one again within hours; a fault is looked into in a quarter",
    ),
    "messages": Keeps(
        90, "which messages were sent, and how each ended; their text goes when they arrive", "as for events"
    ),
    "history": Keeps(730, "the web chat's history", "this year's round of the charter and the one before"),
    "cases": Keeps(
        730, "conversations with the programme that were closed", "a question comes back in a year or two"
    ),
    "reminders": Keeps(400, "which reminders were sent", "what comes round once a year is not asked twice"),
    "wishes": Keeps(365, "what was looked for and not found", "missing guidance is written within a year"),
    "strangers": Keeps(30, "what somebody said who never came in; wrong codes", "a code that is on its way arrives"),
    "leavers": Keeps(
        365,
        "who somebody was that has left; the record stays",
        "they come back, or colleagues ask who told something",
    ),
}
"""By the name of the setting, in small letters and without its beginning. What is old goes once a day; who left is
deleted as if they had asked for it."""
FOR_EVER = 0
LEAST = 7
"""Fewer days are refused: an event may still come again, and a message may still be tried."""


def setting(kind: str) -> str:
    """The environment variable that says how many days."""
    return f"RETENTION_{kind.upper()}"


def or_sooner(kind: str) -> str:
    """How long, for the register: `{kind}` is filled in by `spans`, or as the page that shows it has it."""
    return f"{{{kind}}}, or until the person asks that it be deleted"


def spans(days: Mapping[str, int]) -> dict[str, str]:
    """How long each kind is kept, in words."""
    return {kind: "for ever" if days[kind] == FOR_EVER else f"{days[kind]} days" for kind in KEEPS}


BY_DEFAULT = spans({kind: keeps.days for kind, keeps in KEEPS.items()})
