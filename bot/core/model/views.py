"""What is shown beside the dialogue, where a channel can: a person's page, and forms. Values only.

Slack draws them as its App Home and its modals, Teams as cards; nothing here is a channel's own.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from bot.core.model import Choice, Message
from bot.core.model.journey import Step

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
class HomeItem:
    """Something to read: its title, a line or two about it, and the button that shows it."""

    title: str
    line: str
    choice: Choice


@dataclass(frozen=True, slots=True)
class HomeList:
    """Things to read."""

    title: str
    items: tuple[HomeItem, ...]


@dataclass(frozen=True, slots=True)
class Home:
    """One person's page: the journey, what is next, reminders, what was published lately."""

    title: str
    intro: str = ""
    """Small Markdown."""
    rows: tuple[HomeRow, ...] = ()
    next: Message | None = None
    reminders: Message | None = None
    briefings: HomeList | None = None
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


def form_choice(step: Step, label: str) -> Choice:
    """The button that opens a step's form."""
    return Choice(label, FORM + step.key)
