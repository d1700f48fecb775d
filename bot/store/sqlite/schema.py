"""The migrations, run by sqlite-utils: one and the record that it ran are one transaction (it sees to that)."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

from bot.store.sql import migrations as listed

if TYPE_CHECKING:
    from sqlite_utils import Database
    from sqlite_utils.migrations import Migrations


_SET = "charter_bot"


def ran(conn: sqlite3.Connection) -> list[str]:
    """The migrations that ran here, in their order. Most starts have no more to do than to ask this, so sqlite-utils,
    which is long to load, is not needed for it."""
    if conn.execute("SELECT 1 FROM sqlite_master WHERE name = '_sqlite_migrations'").fetchone() is None:
        return []
    rows = conn.execute("SELECT name FROM _sqlite_migrations WHERE migration_set = ? ORDER BY rowid", (_SET,))
    return [str(row[0]) for row in rows]


def pending(conn: sqlite3.Connection) -> list[str]:
    """The migrations that are still to run here."""
    done = set(ran(conn))
    return [name for name in listed.NAMES if name not in done]


def run_all(conn: sqlite3.Connection) -> None:
    """Runs what is to run."""
    from sqlite_utils import Database

    migrations().apply(Database(conn, execute_plugins=False))


def migrations() -> Migrations:
    """The set of all migrations, for `Migrations.apply`."""
    from sqlite_utils.migrations import Migrations

    result = Migrations(_SET)
    for name in listed.NAMES:
        result(name=name)(_runner(name))
    return result


class _runner:  # noqa: N801 - a function with a name of its own, as sqlite-utils asks for
    def __init__(self, name: str) -> None:
        self.name = self.__name__ = name

    def __call__(self, db: Database, /) -> None:
        for statement in listed.statements(listed.script_of(self.name)):
            db.conn.execute(statement)
