"""What the web channel is told, and what it needs of the store. Nothing here does anything.

The channel may not import the store's part, so it names the few reading methods it uses; any store has them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol, TypeVar
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.channels.passes import SecretKey
from bot.core.model import Adopter, Message, Person

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class WebSettings:
    """Everything about the page that is not a conversation."""

    secret_key: SecretKey
    """Signs cookies and links."""
    demo: bool
    """Anybody who opens the page is let in, and may move the bot's clock."""
    public_url: str = ""
    """Where people reach it, e.g. `https://chat.example.org`; empty on one's own machine."""
    programme_name: str = "Charter Bot"
    organisation: str = ""
    """Who runs the programme."""
    contact: str = ""
    """The officer's e-mail address: whom to ask for a new link."""
    timezone: str = "Europe/London"

    @property
    def https(self) -> bool:
        """Whether cookies can be kept to encrypted connections."""
        return urlsplit(self.public_url).scheme == "https"


class Line(Protocol):
    """One line of a person's history, as the store gives it (`bot.store.port.Said`)."""

    @property
    def seq(self) -> int: ...
    @property
    def who(self) -> str: ...
    @property
    def text(self) -> str: ...
    @property
    def at(self) -> datetime: ...
    @property
    def message(self) -> Message | None: ...
    @property
    def event(self) -> str: ...


class Reading(Protocol):
    """The part of the store's transaction that the page reads."""

    def history(self, person: str, after: int = 0, limit: int = 200, before: int | None = None) -> list[Any]:
        """Of the lines since `after` and before `before` the newest `limit`, oldest first."""

    def person(self, person: str) -> Person | None: ...
    def adopter(self, key: str) -> Adopter | None: ...
    def access_round(self, subject: str) -> int: ...
    def link_used(self, mark: str) -> bool: ...

    def writing_to(self, person: str, now: datetime) -> str:
        """Who at the programme is writing an answer to the person at this moment; empty where nobody is."""


class Writing(Reading, Protocol):
    """The part of the store's transaction by which access is given and ended."""

    def end_access(self, subject: str) -> None: ...
    def use_link(self, mark: str, now: datetime, ends: datetime) -> bool: ...


class Record(Protocol):
    """The part of the store that the page uses."""

    async def read(self, work: Callable[[Any], T]) -> T:
        """Runs `work` on a snapshot."""

    async def write(self, work: Callable[[Any], T]) -> T:
        """Runs `work` in a transaction."""


def may_enter(person: Person | None, today: date) -> bool:
    """Somebody the store knows, who has not left the organisation."""
    return person is not None and (person.left_on is None or person.left_on > today)


def zone_of(person: Person, settings: WebSettings) -> str:
    """The time zone that a person's times are shown in; one that this machine does not know is passed over."""
    if person.timezone:
        try:
            return ZoneInfo(person.timezone).key
        except (ZoneInfoNotFoundError, ValueError, OSError):
            pass
    return settings.timezone
