"""What a turn changes, and everything that it leads to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.core.model.casework import CaseworkChange
from bot.core.model.context import Assignment, DialogueState, PersonState
from bot.core.model.gatherings import GatheringChange
from bot.core.model.messages import Outgoing
from bot.core.model.peers import PeerChange
from bot.core.model.people import Account, Adopter, Person
from bot.core.model.turns import NewFact


@dataclass(frozen=True, slots=True)
class SavePerson:
    person: Person


@dataclass(frozen=True, slots=True)
class SaveAdopter:
    adopter: Adopter


@dataclass(frozen=True, slots=True)
class LinkAccount:
    """This account is this person, from now on."""

    account: Account
    person: str


@dataclass(frozen=True, slots=True)
class BindWorkspace:
    """This workspace belongs to one adopter: its people need no code."""

    channel: str
    workspace: str
    adopter: str


@dataclass(frozen=True, slots=True)
class UnbindWorkspace:
    """Whoever comes to this workspace from now on needs the adopter's code again; those who came stay."""

    channel: str
    workspace: str


@dataclass(frozen=True, slots=True)
class WrongCode:
    """A code that was looked up and is none, to be counted."""

    account: Account
    times: int = 1
    """How many codes a message tried."""


@dataclass(frozen=True, slots=True)
class NewLinkCode:
    """A code by which this person is known in another place too, for so many minutes."""

    code_hash: str
    person: str
    minutes: int


@dataclass(frozen=True, slots=True)
class UsedLinkCode:
    """The linking codes of this person no longer work."""

    person: str


@dataclass(frozen=True, slots=True)
class SaveAssignment:
    assignment: Assignment


@dataclass(frozen=True, slots=True)
class SavePersonState:
    state: PersonState


@dataclass(frozen=True, slots=True)
class Wake:
    """When the clock should next look at this adopter; None: never until something is said."""

    at: datetime | None


@dataclass(frozen=True, slots=True)
class Reminded:
    """A reminder that goes out in this outcome. The key is unique: a second one is refused by the store."""

    key: str
    person: str
    steps: tuple[str, ...]
    why: str


@dataclass(frozen=True, slots=True)
class EraseMe:
    """Whoever's turn this is is taken out of everything. It names nobody, so it can be of nobody else."""

    former: str
    """What is put where colleagues wrote their full name."""


@dataclass(frozen=True, slots=True)
class EndAccess:
    """Every link and session of whoever's turn this is is over."""


Change = (
    SavePerson
    | SaveAdopter
    | LinkAccount
    | BindWorkspace
    | UnbindWorkspace
    | WrongCode
    | SaveAssignment
    | SavePersonState
    | Wake
    | Reminded
    | NewLinkCode
    | UsedLinkCode
    | EraseMe
    | EndAccess
    | CaseworkChange
    | GatheringChange
    | PeerChange
)


NOT_KEPT = "(not kept: somebody's details)"
"""Stands in the place of words that are not kept."""
PASSED_ON = "(passed on)"
"""Stands in the place of words that were passed on to somebody at another adopter."""
NOT_KEPT_AFTER_HELP = "(not kept)"
"""Stands in the place of what somebody said after they were pointed to help."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """Everything that one turn leads to. Kept in one transaction, or not at all."""

    messages: tuple[Outgoing, ...] = ()
    facts: tuple[NewFact, ...] = ()
    dialogue: DialogueState | None = None
    changes: tuple[Change, ...] = ()
    keep_text: bool = True
    """False when the words must not be kept anywhere (a resident's distress)."""
    text: str | None = None
    """What is kept in place of the turn's words, where they have somebody's private details in them."""
