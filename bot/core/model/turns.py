"""What happened at the channel, and the facts that are kept of it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.core.model.people import Account, Address
from bot.core.model.reading import Value


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact as the store keeps it. Append-only: a correction is a new fact that names what it replaces."""

    id: int
    adopter: str
    name: str
    value: Value
    words: str
    person: str
    channel: str
    at: datetime
    sure: bool
    confirmed_by: str
    replaces: int | None
    withdrawn: bool = False
    """True for a fact that takes another back ("undo"): what it `replaces` no longer counts."""
    entry: str = ""
    """The entry of its step that it belongs to (a meeting, an activity); empty where the step has none."""


@dataclass(frozen=True, slots=True)
class NewFact:
    """A fact to be kept; the store gives it an id, the time of its turn, and who and where."""

    name: str
    value: Value
    words: str
    sure: bool
    person: str
    """Who said it."""
    confirmed_by: str
    """Who said yes to the read-back (or pressed the button)."""
    step: str = ""
    step_version: int = 1
    replaces: int | None = None
    withdrawn: bool = False
    source_link: str = ""
    entry: str = ""


class Kind(StrEnum):
    """What happened at the channel."""

    TEXT = "text"
    PRESS = "press"
    OPEN = "open"
    """The person opened the chat, installed the bot, or was greeted by the channel."""
    EDIT = "edit"
    DELETE = "delete"
    FORM = "form"


class Ability(StrEnum):
    """What a channel can do beyond showing messages with choices."""

    WHISPER = "whisper"
    """Show a message to one person in a place where others are."""
    FORM = "form"
    """Open a step's questions as one form."""
    WORKSPACE = "workspace"
    """Its people come from workspaces that may belong to one organisation."""
    HISTORY = "history"
    """It has no memory of its own: what was said there is kept here, and shown again."""
    MAILBOX = "mailbox"
    """What is sent there waits until its person looks. Nobody sits at a terminal all day."""


@dataclass(frozen=True, slots=True)
class Mention:
    """Somebody named in the text, as the channel writes them."""

    raw: str
    account: Account
    name: str = ""


def mark_of(event: str) -> str:
    """What the log, the outbox and traces call the turn of this event: the event's id may have somebody's account in
    it, and a log is kept."""
    return hashlib.sha256(event.encode(errors="replace")).hexdigest()[:12]


@dataclass(frozen=True, slots=True)
class Turn:
    """One event, checked and made neutral. `event` is unique for ever: it decides what is a duplicate."""

    event: str
    kind: Kind
    account: Account
    address: Address
    at: datetime
    text: str = ""
    press: str = ""
    """The value of the pressed button, as `Choice.value` gave it."""
    fields: tuple[tuple[str, str], ...] = ()
    """What a form sends: (question key, text)."""
    name: str = ""
    """What the channel calls the person."""
    mentions: tuple[Mention, ...] = ()
    message: str = ""
    """The channel's handle of the message that the button stood on, or that was edited."""
    link: str = ""
    """A permanent link to the source, where the channel has one."""
    timezone: str = ""
    """The person's time zone by its IANA name, where the channel says it."""
    home: str | None = None
    """The workspace that the person is a full member of, where the channel says so; empty: a guest's, or not known.
    None: the account's own."""
    can: frozenset[Ability] = frozenset()
    """What the channel that it came through can do."""

    @property
    def mark(self) -> str:
        """What the log calls this turn."""
        return mark_of(self.event)
