"""Rows to values of the model: each table's columns and the value that they make, side by side.

The values cannot be changed, and an adopter's are read again at each of its turns: so the same row gives the same
value, made once.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from typing import Any, Protocol

from bot.core.delivery import Channels
from bot.core.model import Account, Address, Adopter, Assignment, Fact, Person, PersonState
from bot.core.model.gatherings import Gathering, SignUp
from bot.core.model.reading import Value
from bot.store.codec import dumps, loads, maybe_day, maybe_time, time_of

Row = tuple[Any, ...]
Note = tuple[str, dict[str, str | int]]
"""An event for the log, and its fields: ids, never words."""
NO_CHANNELS = Channels()
NO_END = 2**62
"""A number that no line and no limit reaches."""

ADOPTER = "key, name, joined_on, quarters, merged_into, team_address, escalate, closed_on"
PERSON = "id, adopter, name, role, timezone, left_on, officer"
FACT = (
    "f.id, f.adopter, f.name, f.value, f.words, f.person, f.channel, f.at, f.sure, f.confirmed_by, f.replaces,"
    " f.withdrawn, f.entry"
)
SIGN_UP = "s.gathering, s.person, s.state, s.number, s.at, s.said"
SIGN_UPS = f"SELECT {SIGN_UP} FROM sign_ups s"  # noqa: S608
SET_VALUE = (
    "INSERT INTO machine_values (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value"
)
MET = "m.channel, m.workspace, m.conversation, m.thread, m.private, m.reference"


@lru_cache(1024)
def adopter_of(row: Row) -> Adopter:
    key, name, joined_on, quarters, merged_into, team_address, escalate, closed_on = row
    return Adopter(
        key=key,
        name=name,
        joined_on=maybe_day(joined_on),
        quarters=quarters,
        merged_into=merged_into,
        team_address=None if team_address is None else place_of(team_address),
        escalate=bool(escalate),
        closed_on=maybe_day(closed_on),
    )


@lru_cache(4096)
def person_of(row: Row) -> Person:
    id_, adopter, name, role, timezone, left_on, officer = row
    return Person(id_, adopter, name, role, timezone, maybe_day(left_on), bool(officer))


@lru_cache(4096)
def value_of(text: str) -> Value:
    """A fact's value from its JSON."""
    value: Value | list[str] = json.loads(text)
    return tuple(value) if isinstance(value, list) else value


@lru_cache(16384)
def fact_of(row: Row) -> Fact:
    """The same row is the same fact, and each turn of an adopter reads all that count."""
    id_, adopter, name, value, words, person, channel, at, sure, confirmed_by, replaces, withdrawn, entry = row
    return Fact(
        id_,
        adopter,
        name,
        value_of(value),
        words,
        person,
        channel,
        time_of(at),
        bool(sure),
        confirmed_by,
        replaces,
        bool(withdrawn),
        entry,
    )


@lru_cache(4096)
def assignment_of(assignment: str) -> Assignment:
    return loads(Assignment, assignment)


@lru_cache(4096)
def person_state_of(state: str, last_seen: str | None) -> PersonState:
    return replace(_state_of(state), last_seen=maybe_time(last_seen))


@lru_cache(4096)
def _state_of(state: str) -> PersonState:
    """Without `last_seen`, which is another at each turn."""
    return loads(PersonState, state)


@lru_cache(4096)
def place_of(text: str) -> Address:
    """A place from its JSON."""
    return loads(Address, text)


@lru_cache(4096)
def place_text(place: Address) -> str:
    """A place as JSON."""
    return dumps(place)


@lru_cache(1024)
def gathering_of(text: str) -> Gathering:
    return loads(Gathering, text)


@lru_cache(4096)
def sign_up_of(row: Row) -> SignUp:
    gathering, person, state, number, at, said = row
    return SignUp(gathering, person, state, number, time_of(at), tuple(json.loads(said)))


def address_of(row: Row) -> Address:
    channel, workspace, conversation, thread, private, reference = row
    return Address(channel, workspace, conversation, thread, bool(private), reference)


def talker_of(account: Account) -> str:
    """Under what name the dialogue of somebody unknown is kept until the account is linked to a person."""
    return f"{account.channel}:{account.workspace}:{account.user}"


def mark_of(id_: str) -> str:
    """What stands for an id that must not be kept: whoever has the id makes the same mark, and nobody else can."""
    return f"erased:{hashlib.sha256(id_.encode(errors='surrogatepass')).hexdigest()}"


class Cursor(Protocol):
    """What a statement gave. SQLite's own cursor is one."""

    @property
    def rowcount(self) -> int:
        """How many rows a statement changed."""

    @property
    def description(self) -> Any: ...
    def fetchone(self) -> Any: ...
    def fetchall(self) -> list[Any]: ...
    def __iter__(self) -> Iterator[Any]: ...


class Connection(Protocol):
    """Where the statements go. SQLite's own connection is one; `?` stands for each argument."""

    def execute(self, sql: str, args: Any = (), /) -> Cursor: ...
    def executemany(self, sql: str, rows: Any, /) -> object: ...


class Part:
    """A part of the transaction: statements on the connection that the transaction is on.

    The statements are written for every store. What a dialect has words of its own for, its transaction overrides.
    """

    __slots__ = ("changed", "channels", "conn", "notes")

    THREAD: str
    """The thread of a message's address."""
    JOINED: str
    """The briefings of a group of deliveries, with a bar between them."""
    LOCKED = ""
    """At the end of the statement that looks for what is due: nobody else's claim looks at these rows meanwhile."""

    def __init__(self, conn: Connection, channels: Channels = NO_CHANNELS) -> None:
        self.conn = conn
        self.channels = channels
        self.notes: list[Note] = []
        """What is to be logged when, and only when, the transaction was kept."""
        self.changed: set[str] = set()
        """What others may wait for: the names in `bot/store/port/values.py`."""

    def stream(self, sql: str, args: tuple[Any, ...] = ()) -> Cursor:
        """Rows that may be too many to be had at once: they come while they are read."""
        return self.conn.execute(sql, args)

    def numbers_follow(self, table: str, column: str) -> None:
        """Rows came with numbers of their own: the next number follows the last of them."""

    def hold(self, kind: str, name: str = "", *, shared: bool = False) -> None:
        """From here on no other transaction that writes holds the same, until this one ends: what is read next is
        what the last holder left. `shared`: others may hold it so too. Where one writes at a time, this is nothing.
        """

    def hold_account(self, account: Account) -> None:
        """The same for the adopter of this account; of somebody unknown, the account itself."""

    def one(self, sql: str, args: tuple[Any, ...] = ()) -> Row | None:
        """The first row, or None."""
        row: Row | None = self.conn.execute(sql, args).fetchone()
        return row

    def all(self, sql: str, args: tuple[Any, ...] = ()) -> list[Row]:
        return self.conn.execute(sql, args).fetchall()
