"""The terminal's channel: the same conversation, on the same store, for one person at a keyboard or a pipe.

At a terminal it is laid out for people; when standard input is no terminal it reads one message a line and prints the
answers plainly, choices numbered, so that it can be piped. A number presses the choice of that number, and means one
thing for as long as anybody can see it.
"""

from __future__ import annotations

import asyncio
import re
import tempfile
from collections.abc import Callable, Sequence
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


def render(message: Message, numbers: Sequence[int] = ()) -> str:
    """A message as plain text, its choices with these numbers; without any where a number is the answer."""
    lines = [f"{message.title}\n"] if message.title else []
    text = _LINK.sub(r"\1 (\2)", message.text).replace("**", "")
    lines.append(_ESCAPED.sub(r"\1", text))
    lines += [f"{label}: {value}" for label, value in message.facts]
    for nth, choice in enumerate(message.choices):
        mark = f"{numbers[nth]}." if numbers else "-"
        lines.append(f"  {mark} {choice.label}" + (f" ({choice.url})" if choice.url else ""))
    return "\n".join(lines)


ONLINE_ONLY = "only a bot that is online can make it. Ask for it in the web chat, in Slack or in Teams."
MOST_NUMBERS = 99
"""Numbers go on up to this, and begin again with those that were given longest ago."""


class Numbers:
    """The numbers of choices: each answer's are new, so that whatever stands on the screen means one thing. A choice
    that stood in the answer before keeps its own."""

    def __init__(self) -> None:
        self._given: dict[int, Choice] = {}
        """Each number with what it stands for, those given longest ago first."""
        self._now: set[int] = set()
        self._before: set[int] = set()

    def begin(self) -> None:
        """Another answer begins."""
        self._before, self._now = self._now or self._before, set()

    def give(self, choices: Sequence[Choice]) -> list[int]:
        """A number for each choice of a message."""
        return [self._number(choice) for choice in choices]

    def _number(self, choice: Choice) -> int:
        stood = (n for n in sorted(self._before - self._now) if _same(self._given[n], choice))
        number = next(stood, 0) or len(self._given) + 1
        if number > MOST_NUMBERS:
            number = next(iter(self._given))
        self._given.pop(number, None)
        self._given[number] = choice
        self._now.add(number)
        return number

    def choice(self, number: int) -> Choice | None:
        """What a typed number stands for, however far up."""
        return self._given.get(number)

    def labelled(self, label: str) -> Choice | None:
        """The choice of the last answer that says this."""
        return next(
            (c for n in sorted(self._now) if (c := self._given[n]).label.casefold() == label.casefold()), None
        )


def _same(one: Choice, other: Choice) -> bool:
    """The same choice, whenever it was put: its stamp is the third part of its value."""
    parts = [choice.value.split("|") for choice in (one, other)]
    return one.label == other.label and parts[0][:2] + parts[0][3:] == parts[1][:2] + parts[1][3:]


class ConsoleChannel:
    """Prints what is sent to its one person; remembers the choices of one answer, so that a number can press one."""

    name = "console"

    def __init__(
        self, write: Callable[[str], None], documents: Documents | None = None, folder: Path | None = None
    ) -> None:
        self._write = write
        self._documents, self._folder = documents or NoDocuments(), folder
        self._numbers = Numbers()
        self._typed = False
        """A number is the answer to what was asked last, and presses nothing."""
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
            self._numbers.begin()
            self._answering = False
        self._typed = message.typed
        numbers = self._numbers.give(message.choices)
        try:
            self._write(render(message, () if message.typed else numbers))
            for enclosed in (e for e in message.encloses if not e.unasked):
                self._write(await self._put_down(enclosed))
        except BrokenPipeError:
            return Sent(Ending.GONE, error="nobody reads standard output any more")
        self.sent.append(message)
        return Sent(Ending.SENT, handle=str(delivery))

    async def _put_down(self, enclosed: Enclosed) -> str:
        """Writes a document into the folder, over nothing that is there, and says where."""
        said = []
        for form in enclosed.files if self._folder is not None else ():
            made = await self._documents.make(enclosed, form) if form != "html" else None
            if made is not None and self._folder is not None:
                said.append(f"{LABELS.get(form, form)}: {await asyncio.to_thread(_written, self._folder, made)}")
        if enclosed.kind == "confirm":
            return f"{enclosed.name}: {enclosed.link or ONLINE_ONLY}"
        return "\n".join(said) or f"There is no file of: {enclosed.name}"

    def press_for(self, text: str) -> Choice | None:
        """The choice that the typed number, or the whole label, stands for."""
        self._answering = True
        said = text.strip().rstrip(".)")
        if said.isdecimal() and len(said) < 4 and not self._typed:
            return self._numbers.choice(int(said))
        return self._numbers.labelled(text.strip())


def _written(folder: Path, made: MadeFile) -> Path:
    """Where the file is, whole, under a name that nothing had. The folder is made for its owner alone; where none may
    be made, the file is in one of the machine's temporary ones."""
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
    except OSError:
        folder = Path(tempfile.mkdtemp(prefix=f"{folder.name}-"))
    folder = folder.resolve()
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
