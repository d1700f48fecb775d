"""What guidance and the people at the programme need kept: values only.

A **case** is a conversation with a person at the programme. A **wish** is something that was looked for and not
found. A **subscription** is somebody, or some place, that hears of new briefings.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from bot.core.model import Account, Address

Rhythm = Literal["at_once", "weekly"]
Noted = Literal["shown", "read", "useful", "not_useful"]


@dataclass(frozen=True, slots=True)
class Case:
    """An open or closed conversation with the programme. It lives where the person asked."""

    id: str
    adopter: str
    person: str
    address: Address
    opened: datetime
    quiet: bool = True
    """The bot says nothing there by itself."""
    closed: datetime | None = None


@dataclass(frozen=True, slots=True)
class CaseLine:
    """One thing said in a conversation with the programme."""

    who: str
    """`person` or `officer`."""
    name: str
    """The officer's name, or the person's id."""
    words: str
    at: datetime


@dataclass(frozen=True, slots=True)
class UnmetSearch:
    """What people looked for and did not find."""

    words: str
    times: int
    last: datetime


@dataclass(frozen=True, slots=True)
class Subscription:
    """Who hears of new briefings: a person, or a place."""

    id: int
    topic: str
    """Empty: all of them."""
    rhythm: Rhythm
    person: str
    """Who asked for it; they get it, unless it is for a place."""
    place: Address | None = None


@dataclass(frozen=True, slots=True)
class Casework:
    """What a turn may know of all this."""

    case: Case | None = None
    """The open case of the person who is talking; in the inbox, the case that the words name."""
    inbox: Address | None = None
    """Where cases arrive: a place that officers made theirs."""
    opens_inbox: bool = False
    """The words are the code that makes this place the inbox."""
    subscriptions: tuple[Subscription, ...] = field(default=())
    """The person's own."""
    answered_by: str = ""
    """Who answered last in that case, by name; empty while nobody has."""
    officers: tuple[Account, ...] = ()
    """Who has answered questions, or made a place the inbox."""


# ---------------------------------------------------------------- what changes


@dataclass(frozen=True, slots=True)
class NoteBriefing:
    """A briefing was shown in a list, read, or found useful or not. Counted; nobody's name is kept with it."""

    briefing: str
    what: Noted


@dataclass(frozen=True, slots=True)
class NoteUnmetSearch:
    """Something looked for and not found, in plain words that name nobody."""

    words: str


@dataclass(frozen=True, slots=True)
class Subscribe:
    """The person, or (`here`) the place of this turn, hears of new briefings on a topic; empty: on all."""

    topic: str
    rhythm: Rhythm
    here: bool = False


@dataclass(frozen=True, slots=True)
class Unsubscribe:
    """The person, or (`here`) the place of this turn, hears of nothing any more."""

    here: bool = False


@dataclass(frozen=True, slots=True)
class OpenCase:
    """What the person agreed to pass on."""

    case: str
    words: str


@dataclass(frozen=True, slots=True)
class SayInCase:
    """One more thing said in a case."""

    case: str
    who: Literal["person", "officer"]
    name: str
    words: str


@dataclass(frozen=True, slots=True)
class HushCase:
    """Whether the bot keeps quiet where the case is."""

    case: str
    quiet: bool


@dataclass(frozen=True, slots=True)
class CloseCase:
    case: str
    name: str
    """Who closed it."""


@dataclass(frozen=True, slots=True)
class SetInbox:
    """The place of this turn is where cases arrive from now on."""


@dataclass(frozen=True, slots=True)
class NoteOfficer:
    """This account answers questions for the programme."""

    account: Account


CaseworkChange = (
    NoteBriefing
    | NoteUnmetSearch
    | Subscribe
    | Unsubscribe
    | OpenCase
    | SayInCase
    | HushCase
    | CloseCase
    | SetInbox
    | NoteOfficer
)
