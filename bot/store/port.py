"""What a store must do. Functions passed to `write` run inside one transaction, one at a time, in the order given.

Nothing is kept unless the function returns: an exception rolls its work back (and only its work) and is raised to
the caller. The transaction object is valid inside the function only. Its methods are plain functions: the store
calls them on its own thread, so that nothing blocks the event loop.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol, TypeVar

from bot.core.model import Account, Address, Adopter, Fact, Message, Outcome, Person, Scene, Turn

T = TypeVar("T")


class StoreError(Exception):
    """The store cannot keep or read (disk full, read-only, locked, corrupt). The text says what to do."""


@dataclass(frozen=True, slots=True)
class Parcel:
    """A message in the outbox, claimed for sending."""

    id: int
    """Grows: within a lane, parcels go out in this order."""
    address: Address
    message: Message
    attempts: int
    doubtful: bool
    """An earlier attempt may have arrived (its answer never came)."""
    created: datetime
    adopter: str


@dataclass(frozen=True, slots=True)
class OutboxFigures:
    """For /readyz, doctor and metrics."""

    waiting: int
    oldest: datetime | None
    failed: int
    last_error: str


@dataclass(frozen=True, slots=True)
class Said:
    """One line of a person's chat history (the web chat shows it again after a reload)."""

    seq: int
    who: str
    """`person` or `bot`."""
    text: str
    at: datetime
    message: Message | None
    event: str


class Tx(Protocol):
    """One transaction."""

    # -- turns
    def seen(self, event: str) -> bool:
        """True when this event was answered before."""

    def scene(self, account: Account, text: str = "") -> Scene:
        """All that a turn of this account may know. `text` is looked up as a join code for somebody unknown."""

    def scene_of(self, adopter: str, person: str = "") -> Scene:
        """The same, by adopter: for the clock and the officer. `account` is that of `person`, or empty."""

    def keep(self, turn: Turn, scene: Scene, outcome: Outcome) -> tuple[int, ...]:
        """Keeps the event's id, facts, talk, changes and messages. Returns the ids of the facts, in order."""

    def keep_clock(self, event: str, at: datetime, scene: Scene, outcome: Outcome) -> bool:
        """The same for a turn that time takes. False (and nothing kept) when a nudge's key exists already."""

    # -- outbox
    def claim(self, now: datetime, lease_until: datetime, limit: int, channels: Sequence[str]) -> list[Parcel]:
        """The first due parcel of each lane that is neither leased nor held; overtaken nudges are dropped instead."""

    def sent(self, parcel: int, at: datetime, handle: str) -> None:
        """It arrived; `handle` is the channel's name for the message."""

    def again(self, parcel: int, at: datetime, error: str, doubtful: bool) -> None:
        """Try again at `at`."""

    def failed(self, parcel: int, at: datetime, error: str, address_gone: bool) -> None:
        """It never will. `address_gone`: nothing more is sent there."""

    def next_due(self, channels: Sequence[str]) -> datetime | None:
        """When the next parcel of these channels is due, leased ones included."""

    def outbox_figures(self) -> OutboxFigures: ...

    # -- clock
    def due_adopters(self, now: datetime, limit: int) -> list[str]:
        """Adopters whose wake time has come, the longest waiting first. Uses an index: the rest costs nothing."""

    # -- people
    def add_adopter(self, name: str, code: str, now: datetime) -> Adopter:
        """A new adopter with a join code (kept hashed). Raises ValueError when the name exists."""

    def adopters(self) -> list[Adopter]: ...
    def adopter(self, key: str) -> Adopter | None: ...
    def people(self, adopter: str) -> list[Person]: ...
    def person(self, person: str) -> Person | None: ...
    def save_person(self, person: Person, account: Account | None = None) -> None: ...
    def person_of(self, account: Account) -> Person | None: ...
    def address_of(self, person: str, private: bool = True) -> Address | None:
        """Where that person was last met, gone addresses left out."""

    # -- evidence
    def facts(self, adopter: str | None = None) -> Iterator[Fact]:
        """Every fact ever kept, in order of time, replaced and withdrawn ones too."""

    def history(self, person: str, after: int = 0, limit: int = 200) -> list[Said]:
        """A person's web chat since `after` (a `seq`), oldest first."""

    # -- the rest
    def value(self, key: str) -> str | None:
        """A small value of the machine's own (the demo clock's offset, a cached token's expiry)."""

    def set_value(self, key: str, value: str | None) -> None: ...
    def dump(self) -> Iterable[tuple[str, Iterator[dict[str, Any]]]]:
        """(kind, rows as JSON-able dictionaries), for `export`. Secrets and join codes left out."""


class Store(Protocol):
    """A ledger."""

    async def write(self, work: Callable[[Tx], T]) -> T:
        """Runs `work` in a transaction that is durable when this returns. Raises StoreError."""

    async def read(self, work: Callable[[Tx], T]) -> T:
        """Runs `work` on a snapshot, beside writers. Raises StoreError."""

    async def migrate(self) -> list[str]:
        """Brings the schema up to date; returns the names of the migrations that ran."""

    async def backup(self, path: str) -> None: ...
    async def check(self) -> list[str]:
        """What is wrong with the store, in sentences for the operator; empty when nothing is."""

    async def close(self) -> None: ...
