"""What a channel must do: take events in, send messages out, and say how a send ended.

A channel checks and parses what comes in, makes a `Turn`, and gives it to the turn handler. It never answers by
itself: everything that people see goes through the outbox.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from aiohttp import web

from bot.core.delivery import Ending
from bot.core.model import Address, Enclosed, Message, Turn

__all__ = ["BusyError", "Channel", "Documents", "Ending", "Links", "MadeFile", "NoDocuments", "Sent", "TurnHandler"]

TurnHandler = Callable[[Turn], Awaitable[bool]]
"""Takes a turn. Returns True when it was kept (also when it had been kept before), False when it never can be: both
are acknowledged, the second is counted as `never_kept`. Raises what the store raises: then the event must not be
acknowledged."""


class BusyError(Exception):
    """This person has as many turns waiting as they may: it was not kept, and they still have their words."""


@dataclass(frozen=True, slots=True)
class Sent:
    """What became of one attempt."""

    ending: Ending
    handle: str = ""
    error: str = ""
    retry_after: float | None = None
    """Seconds, where the provider said so."""


@dataclass(frozen=True, slots=True)
class MadeFile:
    """A document as a file."""

    name: str
    content_type: str
    data: bytes
    style: str = ""
    """Of a page: the source of its own style, as a Content-Security-Policy names it."""


Links = Sequence[tuple[str, str]]


class Documents(Protocol):
    """Makes documents, from what is recorded when it is asked."""

    @property
    def forms(self) -> frozenset[str]:
        """The forms that can be made here: `docx`, `html`, and `pdf` where that is installed."""

    async def make(self, enclosed: Enclosed, form: str, links: Links = ()) -> MadeFile | None:
        """The document in that form; None where there is none such (any more), or its person may not have it. `links`
        (label, address) stand above a page."""


class NoDocuments:
    """When nobody makes any."""

    forms: frozenset[str] = frozenset()

    async def make(self, enclosed: Enclosed, form: str, links: Links = ()) -> MadeFile | None:
        return None


class Channel(Protocol):
    """One channel."""

    name: str

    def routes(self) -> list[web.RouteDef]:
        """The HTTP routes it listens on; empty for a channel without HTTP."""

    async def start(self) -> None:
        """Opens what it needs to send (sessions, tokens). Called once, inside the running loop."""

    async def send(self, address: Address, message: Message, delivery: int, doubtful: bool) -> Sent:
        """One attempt. `delivery` is the outbox's id for the message, the same at every attempt; `doubtful` says that
        an earlier attempt may have arrived. Never raises for what the world does."""

    async def close(self) -> None: ...
