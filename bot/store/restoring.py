"""Backups, opened: how many rows each table has; and restored into an empty database, of either kind of store.

A backup of SQLite is a database of its own. It is copied aside, brought up to date there, cleared of whoever was
deleted since it was made, and moved: nothing of it is in the new database before all of it is. One of PostgreSQL is
what `pg_dump` wrote, and goes back by `pg_restore`.
"""

from __future__ import annotations

import asyncio
import contextlib
import shutil
import sqlite3
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from bot.store.moving import TABLES, move
from bot.store.open import open_store
from bot.store.port import Store, StoreError, Tx

SQLITE, DUMP = b"SQLite format 3\0", b"PGDMP"
"""How the two kinds of files begin."""


@dataclass(frozen=True, slots=True)
class Restored:
    """What was restored: how many rows, and how many people were deleted again."""

    rows: int
    people: int


def look_into(file: Path) -> dict[str, int]:
    """How many rows each table of a backup has: all of it is read. Raises StoreError for what is no whole backup."""
    begins = _begins(file)
    if begins.startswith(SQLITE):
        return _rows_of(file)
    if begins.startswith(DUMP):
        from bot.store.postgres.copying import rows_of_dump

        return rows_of_dump(file)
    raise _none_of_ours(file)


def _begins(file: Path) -> bytes:
    try:
        with file.open("rb") as opened:
            return opened.read(len(SQLITE))
    except OSError as error:
        raise StoreError(f"The file {file} cannot be read: {error.strerror}.") from error


def _rows_of(file: Path) -> dict[str, int]:
    from bot.store.sqlite.connection import connect, explained
    from bot.store.sqlite.health import make_sure_whole

    with explained(file), contextlib.closing(connect(file, untouched=True)) as conn:
        make_sure_whole(conn, file)
        there = {str(name) for (name,) in conn.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        if not {"facts", "adopters", "people"} <= there:
            raise _none_of_ours(file)
        return {t: _count(conn, t) for t in TABLES if t in there}


def _count(conn: sqlite3.Connection, table: str) -> int:
    return int(conn.execute(f"SELECT count(*) FROM {table}").fetchone()[0])  # noqa: S608


def _none_of_ours(file: Path) -> StoreError:
    return StoreError(f"The file {file} is no backup of this bot.", "it is no backup of this bot")


async def restore(file: Path, target: Store, again: Callable[[Tx], int]) -> Restored:
    """Restores a backup into an empty database. `again` deletes whoever was deleted since. Raises StoreError: then
    the database is as empty as it was."""
    rows = sum((await asyncio.to_thread(look_into, file)).values())
    if (await asyncio.to_thread(_begins, file)).startswith(DUMP):
        people = await _from_dump(file, target, again)
    else:
        people = await _from_database(file, target, again)
    if wrong := await target.check():
        raise StoreError(f"It was restored, and is not as it should be: {wrong[0]}")
    return Restored(rows, people)


async def _from_database(file: Path, target: Store, again: Callable[[Tx], int]) -> int:
    """By way of a copy, in a folder that only its owner can open."""
    folder = Path(await asyncio.to_thread(tempfile.mkdtemp, prefix="charter-bot-restore-"))
    aside = folder / "restored.db"
    try:
        await asyncio.to_thread(shutil.copyfile, file, aside)
        source = open_store(f"sqlite:///{aside}")
        try:
            await source.migrate()
            people = await source.write(again)
            await source.clear_traces()
            moved = await move(source, target)
            if moved.before:
                raise StoreError("The database is in use: all of this backup is there already.")
        finally:
            await source.close()
    finally:
        await asyncio.to_thread(shutil.rmtree, folder)
    return people


async def _from_dump(file: Path, target: Store, again: Callable[[Tx], int]) -> int:
    from bot.store.postgres.copying import fill
    from bot.store.postgres.store import PostgresStore

    if not isinstance(target, PostgresStore):
        raise StoreError(f"The file {file} is of PostgreSQL. Set DATABASE_URL to an empty database there.")
    await target.migrate()
    if await target.read(is_used):
        raise StoreError("The database is in use: it keeps something already. Make an empty one for the backup.")
    await asyncio.to_thread(fill, target.url, file)
    await target.migrate()
    people = await target.write(again)
    await target.clear_traces()
    return people


def is_used(tx: Tx) -> bool:
    """Whether anything is kept there."""
    from bot.store.moving import in_use
    from bot.store.sql.tx import SqlTx

    assert isinstance(tx, SqlTx)
    return in_use(tx)
