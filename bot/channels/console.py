"""The terminal's channel: the same conversation, on the same store, for one person at a keyboard or a pipe.

At a terminal it is laid out for people; when standard input is no terminal it reads one message a line and prints the
answers plainly, choices numbered, so that it can be piped. A number presses the choice of that number.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime

from aiohttp import web

from bot.channels.port import Ending, Sent
from bot.core.model import Account, Address, Choice, Kind, Message, Turn

_LINK = re.compile(r"\[([^\]]+)\]\((https?://[^)\s]+)\)")
_ESCAPED = re.compile(r"\\([\\`*_\[\]<>#|~])")


def account_of(name: str) -> Account:
    """The account of somebody who says their name at a terminal."""
    slug = re.sub(r"[^a-z0-9]+", "-", name.casefold()).strip("-") or "somebody"
    return Account("console", "console", slug)


def address_of(account: Account) -> Address:
    return Address("console", "console", account.user)


def render(message: Message, first: int = 1) -> str:
    """A message as plain text; choices numbered from `first`."""
    lines = [f"{message.title}\n"] if message.title else []
    text = _LINK.sub(r"\1 (\2)", message.text).replace("**", "")
    lines.append(_ESCAPED.sub(r"\1", text))
    lines += [f"{label}: {value}" for label, value in message.facts]
    for number, choice in enumerate(message.choices, first):
        lines.append(f"  {number}. {choice.label}" + (f" ({choice.url})" if choice.url else ""))
    return "\n".join(lines)


class ConsoleChannel:
    """Prints what is sent to its one person; remembers the choices of one answer, so that a number can press one."""

    name = "console"

    def __init__(self, write: Callable[[str], None]) -> None:
        self._write = write
        self._choices: tuple[Choice, ...] = ()
        self._answering = False
        """Something was typed since; the next message begins an answer, and its numbers."""
        self.sent: list[Message] = []
        """What was printed since somebody last looked; the recorder of transcripts empties it."""

    def routes(self) -> list[web.RouteDef]:
        return []

    async def start(self) -> None:
        """Nothing to open."""

    async def close(self) -> None:
        """Nothing to close."""

    async def send(self, address: Address, message: Message, delivery: int, doubtful: bool) -> Sent:
        """Prints it. A pipe that was closed is gone for good."""
        if self._answering:
            self._choices, self._answering = (), False
        try:
            self._write(render(message, len(self._choices) + 1))
        except BrokenPipeError:
            return Sent(Ending.GONE, error="nobody reads standard output any more")
        self._choices = (*self._choices, *message.choices)
        self.sent.append(message)
        return Sent(Ending.SENT, handle=str(delivery))

    def press_for(self, text: str) -> Choice | None:
        """The choice that the typed number stands for, among those of the last answer."""
        self._answering = True
        number = text.strip().rstrip(".)")
        if number.isdecimal() and 0 < int(number) <= len(self._choices):
            return self._choices[int(number) - 1]
        return None


def turn_for(account: Account, event: str, name: str, text: str, choice: Choice | None, at: datetime) -> Turn:
    """The turn that a typed line is."""
    kind = Kind.PRESS if choice is not None else Kind.TEXT
    press = choice.value if choice is not None else ""
    return Turn(event, kind, account, address_of(account), at, text=text, press=press, name=name)
