"""What is shown beside the dialogue, where a channel can: a person's page, and forms. Values only.

Slack draws them as its App Home and its modals, Teams as cards; nothing here is a channel's own.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Literal

from bot.core.model import Choice, Message
from bot.core.model.journey import Step
from bot.core.model.read_back import ReadBack
from bot.core.model.record_page import RecordStep

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
    record: RecordStep | None = None
    """What stands behind that line, entry by entry; None where nothing does."""


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
    account: Message | None = None
    """What the person is called and does, and where they are known."""


@dataclass(frozen=True, slots=True)
class Glance:
    """How far the journey is: a line, and the checklist behind it."""

    line: str
    done: int
    count: int
    """Of the steps that count."""
    rows: tuple[HomeRow, ...] = ()
    talking_to: Message | None = None
    """Who is talked to instead of the bot, and the way back."""


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
    note: str = ""
    """What there is to know before it is sent again: small Markdown."""
    submit: str = ""
    cancel: str = ""
    """Labels of the buttons that send it, and that close it."""


SETTINGS = "settings"
"""The key of the form of a person's settings."""
ONE_MORE, OWN = "new", "own"
"""In the place of an entry's id: a form that adds one; a form of what is of no entry."""
_KEY = re.compile(r"([^#@!]+)(?:#(e[1-9]\d{0,5}|new|own)(\+?))?(?:@(\d{1,15})(?::([^#@!:]+))?(!?))?")


@dataclass(frozen=True, slots=True)
class FormKey:
    """Which form it is. As text it stands behind `FORM` in the button that opens it, and in what it sends.

    `residents`: the step as it stands, its leading entry with what is of none. `residents#e2`: one entry.
    `residents#new`: one more. `residents#own`: what is of no entry. An opened form also says what was known then.
    """

    step: str
    entry: str = ""
    whole: bool = True
    """With what is of no entry."""
    stamp: int = -1
    """The newest fact when it was opened; -1: it only says which form is to be opened."""
    adopter: str = ""
    """Whose record it showed: whoever has moved since sends nothing of one organisation to another."""
    agreed: bool = False
    """What it changes was shown with its before and after, and a yes was given."""

    def opened(self, entry: str, stamp: int, adopter: str) -> FormKey:
        """The same, of this entry, as of that fact of that adopter's record."""
        return replace(self, entry=entry, stamp=stamp, adopter=adopter)

    def __str__(self) -> str:
        about = f"#{self.entry}{'+' if self.whole else ''}" if self.entry else ""
        whose = f":{self.adopter}" if self.adopter else ""
        as_of = f"@{self.stamp}{whose}" if self.stamp >= 0 else ""
        return f"{self.step}{about}{as_of}{'!' if self.agreed else ''}"


def parse_form_key(text: str) -> FormKey | None:
    """The form that a text stands for; None when it is none of ours."""
    found = _KEY.fullmatch(text)
    if found is None:
        return None
    step, entry, whole, stamp, adopter, agreed = found.groups()
    as_of = -1 if stamp is None else int(stamp)
    return FormKey(step, entry or "", not entry or bool(whole), as_of, adopter or "", bool(agreed))


def is_settings(key: str) -> bool:
    """Whether a form's key is that of a person's settings, which are of no step."""
    parsed = parse_form_key(key)
    return parsed is not None and parsed.step == SETTINGS


@dataclass(frozen=True, slots=True)
class Outlook:
    """What a form that was filled in would do, before it is sent."""

    wrong: tuple[tuple[str, str], ...] = ()
    """What is wrong, by the field's key; the empty key for the form as a whole."""
    private: tuple[str, ...] = ()
    """Which of these hold somebody's private details: what was typed there is never shown again."""
    meanwhile: str = ""
    """What happened to the entry while the form was open. It is then shown again, as of now."""
    read_back: ReadBack | None = None
    """What would be kept, with what it would change. None: nothing would."""
    among: tuple[tuple[str, str], ...] = ()
    """One more was told, and it may be one of these: the key of the form that changes it, and how it is named."""
    told: tuple[str, ...] = ()
    """The fields that say something new; the others were left as they were shown."""
    finished: bool = False
    """It would change what is recorded of a step that is done."""
    keep: str = ""
    leave: str = ""
    """Where one thing would change, from something short to something short: the buttons that say both."""


def form_choice(step: Step, label: str, entry: str = "") -> Choice:
    """The button that opens a step's form; with an entry's id, `ONE_MORE` or `OWN`, the form of that alone."""
    return Choice(label, FORM + str(FormKey(step.key, entry, whole=not entry)))
