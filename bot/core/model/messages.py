"""What is answered, neutral of any channel."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from bot.core.model.people import Address
from bot.core.model.read_back import ReadBack


@dataclass(frozen=True, slots=True)
class Choice:
    """A button. `value` comes back as `Turn.press`; `url` makes it a link instead."""

    label: str
    value: str = ""
    style: Literal["", "primary", "danger"] = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Enclosed:
    """A document that goes with a message. It is made when it is looked at or sent, from what is recorded then."""

    kind: Literal["paper", "badge", "briefing", "confirm", "held", "gathering", "calendar"]
    key: str
    """Which one: a paper's or a briefing's key; of the badge there is one."""
    name: str
    """What it is called: "Board paper"; of a picture, what a screen reader says of it."""
    adopter: str
    person: str
    """Whose link it is."""
    files: tuple[str, ...] = ()
    """The forms in which it can be had, the one to hand over first: `docx`, `pdf`."""
    purpose: str = ""
    """What a paper asks for; of a link for residents, the claim that it shows."""
    unasked: bool = False
    """Nobody asked for it by its name: it is shown, and written nowhere."""
    link: str = ""
    """Where it can be had for some days, by that person alone; made when the message is kept."""


@dataclass(frozen=True, slots=True)
class Message:
    """A neutral message. `text` is a small Markdown (bold, lists, links); channels render it.

    `phrase` names the phrase of the content that it says; `facts` are (label, value) rows to show.
    """

    text: str
    phrase: str = ""
    choices: tuple[Choice, ...] = ()
    facts: tuple[tuple[str, str], ...] = ()
    title: str = ""
    typed: bool = False
    """What is typed in reply is the answer, numbers too: a number presses no button of it."""
    replaces: str = ""
    """The channel's handle of an older message that this one takes the place of, where the channel can."""
    read_back: ReadBack | None = None
    """What it asks a yes for, for channels that show more than its text."""
    encloses: tuple[Enclosed, ...] = ()
    """Documents that go with it."""
    author: str = ""
    """The person whose words it brings, by name; empty where it is the bot's own."""

    @property
    def buttons(self) -> tuple[Choice, ...]:
        """All that can be pressed in it: its choices, and the button of each line that it reads back."""
        back = self.read_back
        lines = back.lines if back is not None else ()
        changes = (Choice(f"{back.change}: {line.label}", line.change) for line in lines if back and line.change)
        return (*(choice for choice in self.choices if not choice.url), *changes)


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A message on its way. `person` (an id) goes to where that person is reached; `address` is a place."""

    message: Message
    address: Address | None = None
    person: str = ""
    reminder: str = ""
    """The reminder's unique key, for a message that the clock caused."""
    unless_step: str = ""
    """Dropped at the last moment when one of these steps (spaces between) got a fact since this turn: a reminder
    that an answer has overtaken. The clock then plans anew."""
    windows: tuple[tuple[datetime, datetime], ...] = ()
    """The hours in which it may be sent; none: at any time."""
    about_case: str = ""
    """The case that a message in the inbox tells of: an answer in its thread is an answer to that."""
