"""Who is talking, for which organisation, and where to reply."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import date

from bot.core.model.reading import QuarterMeaning

FORMER_COLLEAGUE = "former"
"""Stands where a person's id did: what they told stays, who they were does not."""


def plain_name(name: str) -> str:
    """The name by which two spellings of one organisation's name are the same."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


@dataclass(frozen=True, slots=True)
class Account:
    """Who a channel says is talking. One person may have several accounts."""

    channel: str
    workspace: str
    user: str


@dataclass(frozen=True, slots=True)
class Address:
    """Where to reply, now or in three weeks. `reference` is the channel's own text, opaque to everybody else."""

    channel: str
    workspace: str
    conversation: str
    thread: str = ""
    private: bool = True
    reference: str = ""

    @property
    def lane(self) -> str:
        """Messages of one lane are sent in order; lanes do not hold each other up."""
        return f"{self.channel}:{self.workspace}:{self.conversation}"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody at an adopter (or the programme's officer, when `officer`)."""

    id: str
    adopter: str
    name: str
    role: str = ""
    """One of the journey's roles, or empty until asked."""
    timezone: str = ""
    left_on: date | None = None
    officer: bool = False


@dataclass(frozen=True, slots=True)
class Adopter:
    """An organisation on the journey."""

    key: str
    name: str
    joined_on: date | None = None
    quarters: QuarterMeaning | None = None
    """What its people mean by "Q2", once they have been asked."""
    merged_into: str = ""
    team_address: Address | None = None
    """The channel that the adopter made its own."""
    escalate: bool = False
    """The adopter agreed that the officer is told when it is stuck."""
    closed_on: date | None = None
    """The programme closed it on that day: nothing is sent by itself, and nobody joins."""
