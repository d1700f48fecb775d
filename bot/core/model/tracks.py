"""How far one adopter is and since when: values that follow from its facts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Milestone:
    """One step of one adopter: what is known of it, and since when."""

    step: str
    state: str
    """`done`, `begun`, or empty where all that was told was taken back."""
    begun: datetime
    """When something was first told of it."""
    reached: datetime | None
    """Since when it has been done without a break."""
    last: datetime
    """When something was last told of it."""


@dataclass(frozen=True, slots=True)
class Track:
    """How far one adopter is, and since when."""

    at_step: str = ""
    """What is to be done next; empty when nothing is."""
    milestones: tuple[Milestone, ...] = ()
    """Of each step of which anything was ever told, by its key."""
    finished: datetime | None = None
    """Since when every step that counts has been done."""

    @property
    def started(self) -> datetime | None:
        return min((m.begun for m in self.milestones), default=None)

    @property
    def last(self) -> datetime | None:
        return max((m.last for m in self.milestones), default=None)


@dataclass(frozen=True, slots=True)
class AdopterTrack:
    """An adopter in a list: who it is, and how far. `milestones` are left out."""

    key: str
    name: str
    joined: date | None
    closed: date | None
    track: Track
    started: datetime | None
    last: datetime | None
