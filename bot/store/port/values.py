"""What the store hands out, and what it raises. All frozen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Any

from bot.core.model import Account, Address, Message
from bot.core.model.casework import Case
from bot.core.model.errors import ToldError

OUTBOX = "outbox"
"""What others may wait for: something is to be sent."""
UNREAD = "unread"
"""The same: a turn was kept and not yet read."""
EVERYTHING = "everything"
"""The same: any of it."""


def said_by(talker: str) -> str:
    """The same: a line was added to this person's history."""
    return f"said:{talker}"


def talker_of(change: str) -> str:
    """Whose history it is in such a name; empty for another."""
    return change.removeprefix("said:") if change.startswith("said:") else ""


class StoreError(ToldError):
    """The store cannot keep or read (disk full, read-only, locked, corrupt). The text says what to do.

    `brief` says the same without naming places on this machine, for whoever asks from outside.
    """

    def __init__(self, text: str, brief: str = "it cannot be used: `charter-bot doctor` says why") -> None:
        super().__init__(text)
        self.brief = brief


@dataclass(frozen=True, slots=True)
class HeldRows:
    """What one table holds about a person: what it is for, how long it is kept, and the rows."""

    table: str
    what: str
    why: str
    basis: str
    until: str
    rows: tuple[dict[str, Any], ...]


@dataclass(frozen=True, slots=True)
class Erasure:
    """That somebody was taken out of everything: what it leaves."""

    mark: str
    """Whom it was of, for whoever has their id: `Tx.erase_again`. Empty for those from before there were marks."""
    at: datetime
    adopter: str
    counts: dict[str, int]
    """How many rows of each table."""
    cleared: datetime | None
    """When what lay beside the rows was cleared too; None: not yet."""


class AlreadyKeptError(ValueError):
    """This event was kept before. Ask `seen` first, in the same transaction."""


@dataclass(frozen=True, slots=True)
class GoneAddress:
    """A place where nothing arrives any more, for doctor and the officer."""

    address: Address
    person: str
    """Whom we used to meet there; empty when nobody is known."""
    at: datetime
    error: str


@dataclass(frozen=True, slots=True)
class BoundWorkspace:
    """A workspace that is one adopter's alone: its people need no code."""

    channel: str
    workspace: str
    adopter: str
    at: datetime | None
    """When somebody said so; None for one of long ago."""
    by: str
    """That person's id."""


@dataclass(frozen=True, slots=True)
class WrongCodes:
    """An account that gave codes lately that are none."""

    account: Account
    count: int
    last: datetime


@dataclass(frozen=True, slots=True)
class Undelivered:
    """A message that was given up, or that went to somebody else instead. No text of it."""

    delivery: int
    adopter: str
    person: str
    channel: str
    at: datetime
    error: str
    turn: str
    """The mark of the turn that it answers."""
    diverted: str = ""
    """Who got it instead: a person's id, or `team` for the adopter's own channel."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """A message in the outbox, claimed for sending."""

    id: int
    """Grows: within a lane, deliveries go out in this order."""
    address: Address
    message: Message
    attempts: int
    doubtful: bool
    """An earlier attempt may have arrived (its answer never came)."""
    created: datetime
    give_up: datetime
    """When it is given up, once it was tried."""
    adopter: str
    person: str = ""
    """To whom it goes, when it was addressed to a person and not to a place."""
    doubts: int = 0
    """How many earlier attempts may have arrived."""
    turn: str = ""
    """The mark of the turn that it answers (`Turn.mark`), or of the clock's."""


@dataclass(frozen=True, slots=True)
class Worker:
    """A process that sends. A lease names it, and ends with it."""

    id: str
    host: str
    pid: int
    beats: int = 0
    """Grows while it lives and holds deliveries."""


@dataclass(frozen=True, slots=True)
class OutboxFigures:
    """For /readyz, doctor and metrics."""

    waiting: int
    oldest: datetime | None
    failed: int
    last_error: str


@dataclass(frozen=True, slots=True)
class Said:
    """One line of a person's chat history (the web chat shows it again after a reload)."""

    seq: int
    who: str
    """`person` or `bot`."""
    text: str
    at: datetime
    message: Message | None
    event: str


class InboxShow(Enum):
    """The lists of the officers' inbox."""

    WAITING = "waiting"
    """A person's words wait for an answer."""
    OPEN = "open"
    MINE = "mine"
    """Open, and answered last by the officer who looks."""
    CLOSED = "closed"


INBOX_MOST = 10_000
"""A list is counted no further."""


@dataclass(frozen=True, slots=True)
class InboxRow:
    """A question as the inbox lists it."""

    case: Case
    waits_since: datetime | None
    """Since when a person's words wait for an answer; None when none do."""
    officer: str
    """Who answered last; empty when nobody has."""
    adopter: str
    """The adopter's name."""
    person: str
    """The person's name; empty when nobody knows it."""
    words: str
    """What was asked first."""


@dataclass(frozen=True, slots=True)
class OfficerAct:
    """What an officer did, and when."""

    id: int
    at: datetime
    officer: str
    act: str
    adopter: str
    """The adopter's key; empty where it is about none."""
    about: str


@dataclass(frozen=True, slots=True)
class Reached:
    """A step that an adopter has done, since when."""

    adopter: str
    name: str
    step: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Readers:
    """Who would get a briefing that has not got it."""

    people: int
    places: int
    weekly: int


@dataclass(frozen=True, slots=True)
class Publication:
    """How far a briefing's publication is."""

    briefing: str
    state: str
    """`going`, `stopped` or `done`."""
    handed: int
    """Messages handed to the outbox."""
    weekly: int
    """Readers whose weekly digest will have it."""
