"""Everything from one store into another: in one transaction of the new one, counted and compared before it is kept.

Nothing of it is there until all of it is, so that it can be run again after whatever stopped it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from bot.store.port import Store, StoreError, Tx
from bot.store.sql.tx import SqlTx

TABLES = (
    "adopters", "people", "accounts", "workspaces", "wrong_codes", "met", "gone", "events", "facts", "current_facts",
    "talks", "step_cares", "person_cares", "nudges", "outbox", "workers", "said", "cases", "case_lines", "wishes",
    "briefing_counts", "subscriptions", "publications", "deliveries", "unread_turns", "access", "used_links",
    "machine_values", "erasures", "gatherings", "sign_ups", "reflections", "audit", "notes", "tracks", "milestones",
    "peer_organisations", "peer_profiles", "introductions", "peer_lines",
)  # fmt: skip
"""In the order in which they are filled: whatever is pointed at comes first."""
NUMBERED = {
    "wrong_codes": "id", "facts": "id", "outbox": "id", "said": "seq", "case_lines": "seq", "subscriptions": "id",
    "unread_turns": "id", "erasures": "id", "reflections": "id", "audit": "id", "notes": "id",
    "introductions": "id", "peer_lines": "id",
}  # fmt: skip
"""Tables whose rows are numbered, and the column: the next number follows the last."""
OWN = ("codes.salt", "readiness probe")
"""Small values that a store has before anybody used it."""
AT_ONCE = 1000
"""Rows that are in memory at once."""

Counts = dict[str, dict[str, int]]
"""For each table how many rows each adopter has; a table that names none has them under an empty one."""


@dataclass(frozen=True, slots=True)
class Moved:
    """What was moved, or stood there from before."""

    counts: Counts
    before: bool


async def move(source: Store, target: Store) -> Moved:
    """Copies all of it. The source is only read, and as it was at one moment. Raises StoreError where the target is
    in use, or would not be the same."""
    await target.migrate()
    loop = asyncio.get_running_loop()

    def from_here(tx: Tx) -> Moved:
        there = _of_sql(tx)
        filling = target.write(lambda here: _fill(there, _of_sql(here)))
        return asyncio.run_coroutine_threadsafe(filling, loop).result()

    return await source.read(from_here)


def _of_sql(tx: Tx) -> SqlTx:
    if not isinstance(tx, SqlTx):
        raise StoreError("Only a store that speaks SQL can be moved.")
    return tx


def _fill(source: SqlTx, target: SqlTx) -> Moved:
    wanted = counts(source)
    if in_use(target):
        if counts(target) == wanted:
            return Moved(wanted, before=True)
        raise StoreError("The target is in use: it keeps something already. Make an empty database for it.")
    target.conn.execute("DELETE FROM machine_values")
    for table in TABLES:
        _copy(source, target, table)
    found = counts(target)
    if different := [table for table in TABLES if found[table] != wanted[table]]:
        raise StoreError(f"Nothing was kept: {', '.join(different)} would not be the same. Report this as a fault.")
    return Moved(wanted, before=False)


def _copy(source: SqlTx, target: SqlTx, table: str) -> None:
    number = NUMBERED.get(table)
    cursor = source.stream(f"SELECT * FROM {table}{f' ORDER BY {number}' if number else ''}")  # noqa: S608
    rows = iter(cursor)
    first = list(islice(rows, 1))  # some stores know the columns with the first row only
    columns = [f'"{column[0]}"' for column in cursor.description]
    into = f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})"  # noqa: S608
    for part in _parts(first, rows):
        target.conn.executemany(into, part)
    if number is not None:
        target.numbers_follow(table, number)


def _parts(first: list[tuple[object, ...]], rest: Iterator[tuple[object, ...]]) -> Iterator[list[tuple[object, ...]]]:
    while part := [*first, *islice(rest, AT_ONCE)]:
        first = []
        yield part


def counts(tx: SqlTx) -> Counts:
    """How many rows there are of each table and adopter."""
    found: Counts = {}
    for table in TABLES:
        cursor = tx.conn.execute(f"SELECT * FROM {table} LIMIT 1")  # noqa: S608
        named = any(column[0] == "adopter" for column in cursor.description)
        whose = "coalesce(adopter, '')" if named else "''"
        found[table] = dict(tx.all(f"SELECT {whose}, count(*) FROM {table} GROUP BY 1"))  # noqa: S608
    return found


def in_use(tx: SqlTx) -> bool:
    """Whether anything is kept there."""
    marks = ", ".join("?" * len(OWN))
    if tx.one(f"SELECT 1 FROM machine_values WHERE key NOT IN ({marks}) LIMIT 1", OWN):  # noqa: S608
        return True
    return any(tx.one(f"SELECT 1 FROM {table} LIMIT 1") for table in TABLES if table != "machine_values")  # noqa: S608
