"""What is wrong with a store, in sentences for the operator."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

from bot.store.port import StoreError
from bot.store.sql import migrations as listed
from bot.store.sql.soundness import not_current
from bot.store.sqlite import schema
from bot.store.sqlite.connection import connect, explain
from bot.store.sqlite.dialect import SqliteTx

LITTLE_ROOM = 100 * 1024 * 1024
"""Bytes free on the disk below which the operator is told."""
GUARDS = {"facts_are_never_changed", "facts_are_never_deleted", "facts_are_never_replaced"}


def look_over(path: Path) -> list[str]:
    """Everything that is wrong, one sentence each; empty when nothing is. Changes nothing."""
    if not path.exists():
        return [f"There is no database at {path} yet. Run `charter-bot migrate`."]
    found = [*_disk(path)]
    try:
        conn = connect(path, untouched=True)
    except StoreError as error:
        return [*found, str(error)]
    try:
        for look in LOOKS:
            found.extend(look(conn, path))
    except sqlite3.Error as error:
        found.append(str(explain(error, path)))
    finally:
        conn.close()
    return found


def _disk(path: Path) -> Iterator[str]:
    free = shutil.disk_usage(path.parent).free
    if free < LITTLE_ROOM:
        yield f"The disk that holds {path} has only {free // (1024 * 1024)} MB left. Make room."
    if path.stat().st_mode & 0o077:
        yield f"The database {path} can be read by other users of this machine. Run: chmod 600 {path}"
    if not os.access(path, os.W_OK):
        yield f"The database {path} cannot be written: give the bot's user the right to."
    elif not os.access(path.parent, os.W_OK):
        yield f"The folder {path.parent} cannot be written, and the database needs files beside it there."


def _damage(conn: sqlite3.Connection, path: Path) -> Iterator[str]:
    found = [row[0] for row in conn.execute("PRAGMA quick_check(5)")]
    if found != ["ok"]:
        yield _damaged(path, found)


def _damaged(path: Path, found: list[str]) -> str:
    return (
        f"The database {path} is damaged ({'; '.join(found)[:200]}). Stop the bot, keep a copy of the file, and"
        " restore the last backup."
    )


def make_sure_whole(conn: sqlite3.Connection, path: Path) -> None:
    """Reads the whole file, indexes too. Raises StoreError when any of it is damaged."""
    found = [str(row[0]) for row in conn.execute("PRAGMA integrity_check(5)")]
    if found != ["ok"]:
        raise StoreError(_damaged(path, found), "it is damaged")


def newer(conn: sqlite3.Connection) -> list[str]:
    """Migrations that ran here and that this version does not know."""
    return [name for name in schema.ran(conn) if name not in listed.NAMES]


def say_newer(path: Path, names: list[str]) -> str:
    return (
        f"The database {path} was written by a newer version of this bot ({', '.join(names)}). Install that version,"
        " or restore a copy from before it was migrated."
    )


def _schema(conn: sqlite3.Connection, path: Path) -> Iterator[str]:
    if unknown := newer(conn):
        yield say_newer(path, unknown)
        return
    if names := schema.pending(conn):
        yield f"The database {path} is not up to date ({', '.join(names)} to run). Run `charter-bot migrate`."
    triggers = {row[0] for row in conn.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")}
    if not names and not triggers >= GUARDS:
        yield f"The database {path} has lost the guard that keeps facts from being changed. Restore the last backup."


def _current(conn: sqlite3.Connection, path: Path) -> Iterator[str]:
    """Whether what counts now still follows from the facts."""
    if not conn.execute("SELECT 1 FROM sqlite_master WHERE name = 'current_facts'").fetchone():
        return
    if wrong := not_current(SqliteTx(conn)):
        yield f"{wrong} Somebody wrote to {path} by hand: restore the last backup."


def _references(conn: sqlite3.Connection, path: Path) -> Iterator[str]:
    broken = conn.execute("PRAGMA foreign_key_check").fetchmany(5)
    if broken:
        yield f"Rows of {broken[0][0]} in {path} point at rows that are not there. Restore the last backup."


LOOKS: tuple[Callable[[sqlite3.Connection, Path], Iterator[str]], ...] = (_damage, _schema, _current, _references)
"""What is looked at, in this order."""
