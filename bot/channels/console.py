"""The terminal's channel: the same conversation, on the same store, for one person at a keyboard or a pipe.

At a terminal it is laid out for people; when standard input is no terminal it reads one message a line and prints the
answers plainly, choices numbered, so that it can be piped. A number presses the choice of that number.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from datetime import datetime
from itertools import count
from pathlib import Path

from aiohttp import web

from bot.channels.documents import LABELS
from bot.channels.port import Documents, Ending, MadeFile, NoDocuments, Sent
from bot.core.model import Account, Address, Choice, Enclosed, Kind, Message, Turn

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

    def __init__(
        self, write: Callable[[str], None], documents: Documents | None = None, folder: Path | None = None
    ) -> None:
        self._write = write
        self._documents, self._folder = documents or NoDocuments(), folder
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
            for enclosed in message.encloses:
                self._write(await self._put_down(enclosed))
        except BrokenPipeError:
            return Sent(Ending.GONE, error="nobody reads standard output any more")
        self._choices = (*self._choices, *message.choices)
        self.sent.append(message)
        return Sent(Ending.SENT, handle=str(delivery))

    async def _put_down(self, enclosed: Enclosed) -> str:
        """Writes a document into the folder, over nothing that is there, and says where."""
        said = []
        for form in enclosed.files if self._folder is not None else ():
            made = await self._documents.make(enclosed, form) if form != "html" else None
            if made is not None and self._folder is not None:
                said.append(f"{LABELS.get(form, form)}: {await asyncio.to_thread(_written, self._folder, made)}")
        return "\n".join(said) or f"There is no file of: {enclosed.name}"

    def press_for(self, text: str) -> Choice | None:
        """The choice that the typed number stands for, among those of the last answer."""
        self._answering = True
        number = text.strip().rstrip(".)")
        if number.isdecimal() and 0 < int(number) <= len(self._choices):
            return self._choices[int(number) - 1]
        return None


def _written(folder: Path, made: MadeFile) -> Path:
    """Where the file is, under a name that nothing had."""
    stem, _, ending = made.name.rpartition(".")
    for number in count(1):
        path = folder / (made.name if number == 1 else f"{stem}-{number}.{ending}")
        try:
            with path.open("xb") as file:
                file.write(made.data)
        except FileExistsError:
            continue
        return path
    raise AssertionError("there is always another number")


def turn_for(account: Account, event: str, name: str, text: str, choice: Choice | None, at: datetime) -> Turn:
    """The turn that a typed line is."""
    kind = Kind.PRESS if choice is not None else Kind.TEXT
    press = choice.value if choice is not None else ""
    return Turn(event, kind, account, address_of(account), at, text=text, press=press, name=name)
