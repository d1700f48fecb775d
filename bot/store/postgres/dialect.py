"""The transaction in PostgreSQL's words.

READ COMMITTED: each statement sees what was committed before it began. What must stay as it was read is held by an
advisory lock, which is a statement of its own: the next one sees what the last holder left. A lock inside the
statement that reads would be waited for with what was seen before the wait.
"""

from __future__ import annotations

import itertools
import re
from functools import lru_cache
from typing import Any

import psycopg

from bot.core.delivery import Channels
from bot.core.model import Account
from bot.store.sql import rows
from bot.store.sql.rows import Cursor, Row
from bot.store.sql.tx import SqlTx

_NUMBERS = itertools.count(1)
_HINT = re.compile(r" INDEXED BY \w+")

HOLD = "SELECT pg_current_xact_id()::text, pg_advisory_xact_lock(hashtextextended(?, 0))"
HOLD_SHARED = "SELECT pg_current_xact_id()::text, pg_advisory_xact_lock_shared(hashtextextended(?, 0))"
HOLD_ACCOUNT = (
    "SELECT pg_current_xact_id()::text, whose, pg_advisory_xact_lock(hashtextextended(whose, 0)) FROM (SELECT"
    " coalesce((SELECT 'adopter ' || p.adopter FROM accounts a JOIN people p ON p.id = a.person WHERE a.channel = ?"
    " AND a.workspace = ? AND a.\"user\" = ? AND p.adopter <> ''), ?) AS whose) AS named"
)
"""The lock of an account's adopter; of somebody unknown, of the account. Says which it was."""


@lru_cache(1024)
def in_postgres(statement: str) -> str:
    """A shared statement with PostgreSQL's placeholders, and without the hints that only SQLite's planner needs."""
    return _HINT.sub("", statement).replace("%", "%%").replace("?", "%s")


class Statements:
    """What the shared statements are sent to: a connection that speaks SQLite's placeholders."""

    __slots__ = ("conn",)

    def __init__(self, conn: psycopg.Connection[Row]) -> None:
        self.conn = conn

    def execute(self, sql: str, args: Any = (), /) -> Cursor:
        """Runs a statement; all its rows are fetched."""
        return self.conn.execute(in_postgres(sql), args)

    def executemany(self, sql: str, rows: Any, /) -> None:
        """Runs a statement with each of many arguments."""
        self.conn.cursor().executemany(in_postgres(sql), rows)


class PostgresTx(SqlTx):
    """One transaction on one connection. Nothing in it begins or ends the transaction."""

    __slots__ = ("_held", "_pg", "_writes", "id")

    THREAD = "(address::jsonb ->> 'thread')"
    JOINED = "string_agg(d.briefing, '|')"
    LOCKED = "FOR UPDATE SKIP LOCKED"

    def __init__(self, conn: psycopg.Connection[Row], channels: Channels, writes: bool) -> None:
        super().__init__(Statements(conn), channels)
        self._pg = conn
        self._writes = writes
        self._held: set[str] = set()
        self.id: str | None = None
        """The server's number of this transaction, where it is known: by it the server can say later how it ended."""

    def hold(self, kind: str, name: str = "", *, shared: bool = False) -> None:
        """See `Part.hold`."""
        whole = f"{kind} {name}"
        if not self._writes or whole in self._held or (shared and f"shared {whole}" in self._held):
            return
        row = self.one(HOLD_SHARED if shared else HOLD, (whole,))
        self._took(f"shared {whole}" if shared else whole, row)

    def hold_account(self, account: Account) -> None:
        """See `Part.hold_account`. One statement, for every turn begins with it."""
        if self._writes:
            unknown = f"account {rows.talker_of(account)}"
            row = self.one(HOLD_ACCOUNT, (account.channel, account.workspace, account.user, unknown))
            assert row is not None
            self._took(row[1], row)

    def _took(self, whole: str, row: Row | None) -> None:
        self._held.add(whole)
        if self.id is None and row is not None:
            self.id = row[0]

    def numbers_follow(self, table: str, column: str) -> None:
        """See `Part.numbers_follow`."""
        self.one(
            f"SELECT setval(pg_get_serial_sequence(?, ?), coalesce(max({column}), 0) + 1, false) FROM {table}",  # noqa: S608
            (table, column),
        )

    def stream(self, sql: str, args: tuple[Any, ...] = ()) -> Cursor:
        """See `Part.stream`. The server keeps the rows, and gives some at a time."""
        cursor = self._pg.cursor(f"streamed_{next(_NUMBERS)}")
        return cursor.execute(in_postgres(sql), args)
