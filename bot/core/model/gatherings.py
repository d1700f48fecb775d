"""Gatherings: what adopters come together for, and who has signed up. (An event is what a provider sends us.)"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

GatheringState = Literal["planned", "changed", "cancelled"]
SignUpState = Literal["in", "waiting", "left", "attended", "missed"]
HAS_PLACE = ("in", "attended", "missed")
"""States of a sign-up that holds one of the places."""
WAITED = "waited"
"""Among what was said of a sign-up: it waited, and moved up since."""
CALENDAR = "calendar"
"""What the document is called that is the address of somebody's own calendar."""


def calendar_of(person: str) -> str:
    """The subject of the addresses of a person's own calendar: they are renewed apart from all other access."""
    return f"{CALENDAR}:{person}"


COMES = ("in", "waiting")
"""States in which somebody hears of what becomes of the gathering."""


@dataclass(frozen=True, slots=True)
class Gathering:
    """One gathering. Its times are moments; `zone` is where its clock hangs."""

    key: str
    title: str
    about: str
    """What it is for."""
    starts: datetime
    ends: datetime
    zone: str
    audience: str = ""
    """For whom it is."""
    place: str = ""
    """Where it is; empty for one that is only online."""
    link: str = ""
    """Where to join online. Only those who have a place are told."""
    places: int | None = None
    """How many may come; None: everybody."""
    area: str = ""
    """The part of the country that it is for; empty: all of it."""
    steps: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    state: GatheringState = "planned"
    sequence: int = 0
    """Grows with every change, for calendars (RFC 5545, 3.8.7.4) and so that each change is told once."""
    changed: tuple[str, ...] = ()
    """What the last change changed: `when`, `where`, …"""
    changed_at: datetime | None = None
    """Whoever signed up later knows of the change already."""

    @property
    def off(self) -> bool:
        return self.state == "cancelled"


@dataclass(frozen=True, slots=True)
class Places:
    """A gathering with how many have a place and how many wait."""

    gathering: Gathering
    taken: int = 0
    waiting: int = 0

    @property
    def left(self) -> int | None:
        """Places that are free; None where there is no limit."""
        most = self.gathering.places
        return None if most is None else max(0, most - self.taken)


@dataclass(frozen=True, slots=True)
class SignUp:
    """One person's sign-up. A lower `number` came first."""

    gathering: str
    person: str
    state: SignUpState
    number: int
    at: datetime
    said: tuple[str, ...] = ()
    """What the person was told of it by the bot itself: `day:0`, `changed:1`."""


@dataclass(frozen=True, slots=True)
class GatheringsKnown:
    """What a turn may know of gatherings: those to come and the latest that were, and its adopter's sign-ups."""

    all: tuple[Places, ...] = ()
    """The soonest first."""
    sign_ups: tuple[SignUp, ...] = ()
    held: str = ""
    """The gathering whose places nobody else can take before this turn is kept."""

    def find(self, key: str) -> Places | None:
        return next((one for one in self.all if one.gathering.key == key), None)

    def sign_up(self, key: str, person: str) -> SignUp | None:
        return next((s for s in self.sign_ups if (s.gathering, s.person) == (key, person)), None)


@dataclass(frozen=True, slots=True)
class GatheringWords:
    """What the content says of all gatherings."""

    called: tuple[str, ...] = ()
    """What people call them: session, webinar, …"""
    joined: str = ""
    """The question under which it is recorded what an adopter's people signed up for; and so on."""
    attended: str = ""
    shared: str = ""
    learned_title: str = "{quarter}"
    """The words of the draft of what adopters shared in a quarter; and so on."""
    learned_summary: str = "{count}"
    learned_source: str = "{count}"
    learned_text: str = "{count}"


@dataclass(frozen=True, slots=True)
class Learning:
    """What somebody shared with other adopters of what they learned; nobody is named with it."""

    about: str
    """What it was about: the gathering's or the step's title."""
    first: str
    second: str
    at: datetime


def notice_key(adopter: str, sign_up: SignUp, mark: str) -> str:
    """The key of a message about a gathering that the clock sends."""
    return f"{adopter}:gathering:{sign_up.gathering}:{sign_up.person}:{mark}"


def notice_of(key: str) -> tuple[str, str, str] | None:
    """(gathering, person, mark) of such a key; None for another."""
    parts = key.split(":", 4)
    return (parts[2], parts[3], parts[4]) if len(parts) == 5 and parts[1] == "gathering" else None


# ---------------------------------------------------------------- what changes


@dataclass(frozen=True, slots=True)
class SignUpFor:
    """The person signs up: with a place, or to wait for one."""

    gathering: str
    state: SignUpState


@dataclass(frozen=True, slots=True)
class GiveUpPlace:
    """The person does not come; whoever waits longest moves up."""

    gathering: str
    person: str = ""
    """Empty: whose turn it is."""


@dataclass(frozen=True, slots=True)
class NoteAttendance:
    """Whether the person was there."""

    gathering: str
    was_there: bool


@dataclass(frozen=True, slots=True)
class NoteTold:
    """The person was told this of the gathering."""

    gathering: str
    person: str
    what: str


@dataclass(frozen=True, slots=True)
class RenewCalendar:
    """The addresses of the person's own calendar that were given so far end."""


@dataclass(frozen=True, slots=True)
class KeepReflection:
    """What somebody learned, for themselves; `shared`: for other adopters too, as they agreed."""

    about: str
    """The key of a gathering or a step."""
    title: str
    first: str
    second: str
    shared: bool


GatheringChange = SignUpFor | GiveUpPlace | NoteAttendance | NoteTold | RenewCalendar | KeepReflection


class PlacesNotHeldError(LookupError):
    """A place is to be taken or given up, and somebody else may do so at the same time: the gathering is to be held
    first, and the turn answered again."""

    def __init__(self, gathering: str) -> None:
        super().__init__(gathering)
        self.gathering = gathering
