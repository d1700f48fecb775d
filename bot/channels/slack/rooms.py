"""What the rooms behind the door show: neutral values, and what `app.py` must be able to say about them.

Slack's App Home, modals and assistant pane are drawn from these; nothing here is Slack's own.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, Protocol

from bot.core.model import Account, Choice, Message

FORM = "form:"
"""A choice with a value that begins so opens the form of that key, where a channel has forms."""


@dataclass(frozen=True, slots=True)
class HomeRow:
    """One step of the checklist."""

    title: str
    state: Literal["done", "begun", "open", "waiting"]
    said: str
    """The state in the programme's words: "Done", "You have begun", …"""
    line: str = ""
    """The evidence in one line."""
    choices: tuple[Choice, ...] = ()


@dataclass(frozen=True, slots=True)
class Home:
    """One person's page: the journey, what is next, reminders, what was published lately."""

    title: str
    intro: str = ""
    """Small Markdown."""
    rows: tuple[HomeRow, ...] = ()
    next: Message | None = None
    reminders: Message | None = None
    briefings: Message | None = None
    footer: str = ""


@dataclass(frozen=True, slots=True)
class Field:
    """One question of a form. What comes back is text: a date as 2026-11-03, a choice's value, several with `, `."""

    key: str
    label: str
    kind: Literal["text", "long", "date", "number", "choice", "choices"] = "text"
    options: tuple[tuple[str, str], ...] = ()
    """(label, value)."""
    value: str = ""
    hint: str = ""
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Form:
    """A form that is kinder than a chat."""

    key: str
    title: str
    fields: tuple[Field, ...]
    intro: str = ""
    submit: str = "Send"
    cancel: str = "Close"


class Rooms(Protocol):
    """What `app.py` provides. Each may look into the ledger; none may change it."""

    async def home(self, account: Account) -> Home | None:
        """This person's page: different for the lead, a colleague, somebody unknown, the officer."""

    async def form(self, account: Account, key: str) -> Form | None:
        """The form, with what is known filled in; None when there is none (the press then goes to the hall)."""

    async def check(self, account: Account, key: str, fields: tuple[tuple[str, str], ...]) -> dict[str, str]:
        """What is wrong, by the field's key. Nothing: the fields then come to the hall as a turn of kind FORM."""


class NoRooms:
    """When nobody provides them: no page, no forms."""

    async def home(self, account: Account) -> Home | None:
        return None

    async def form(self, account: Account, key: str) -> Form | None:
        return None

    async def check(self, account: Account, key: str, fields: tuple[tuple[str, str], ...]) -> dict[str, str]:
        return {}
