"""Opening the file, and what its errors mean to the operator."""

from __future__ import annotations

import contextlib
import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from bot.store.port import StoreError

BUSY_SECONDS = 5.0
"""How long SQLite itself waits for another process's write before it says that the file is locked."""
OLDEST_SQLITE = (3, 37, 0)
"""STRICT tables and RETURNING."""


def connect(path: Path, *, read_only: bool = False) -> sqlite3.Connection:
    """A connection with this store's settings. Transactions are begun and ended by hand.

    Raises StoreError when the file cannot be opened or is no database.
    """
    if sqlite3.sqlite_version_info < OLDEST_SQLITE:
        raise StoreError(f"SQLite here is {sqlite3.sqlite_version}; 3.37 or later is needed. Use a newer Python.")
    if not path.parent.is_dir():
        raise StoreError(f"The folder {path.parent} does not exist. Make it, or change DATABASE_URL.")
    with explained(path):
        if not read_only:
            make_private(path)
        conn = sqlite3.connect(
            path, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False, cached_statements=256
        )
        try:
            _set_up(conn, read_only)
        except BaseException:
            conn.close()
            raise
    return conn


def make_private(path: Path) -> None:
    """Makes the file, empty, readable by its owner alone; SQLite gives the files beside it the same rights. One that
    is there stays as it is."""
    with contextlib.suppress(FileExistsError):
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))


def _set_up(conn: sqlite3.Connection, read_only: bool) -> None:
    # The mode stays in the file, so setting it again costs nothing, and a reader may meet a file in any mode.
    if not read_only:
        conn.execute("PRAGMA journal_mode = WAL").fetchone()
        conn.execute("PRAGMA synchronous = FULL")
        conn.execute("PRAGMA journal_size_limit = 67108864")
    else:
        conn.execute("PRAGMA query_only = ON")
        conn.execute("SELECT count(*) FROM sqlite_master").fetchone()
    conn.execute("PRAGMA foreign_keys = ON")
    conn.execute("PRAGMA temp_store = MEMORY")
    conn.execute("PRAGMA cache_size = -16000")


@contextlib.contextmanager
def explained(path: Path) -> Iterator[None]:
    """Turns what the world does to the file into a StoreError; our own mistakes stay what they are."""
    try:
        yield
    except (sqlite3.IntegrityError, sqlite3.ProgrammingError, sqlite3.InterfaceError):
        raise
    except (sqlite3.Error, OSError) as error:
        raise explain(error, path) from error


WORLD: tuple[tuple[int, str], ...] = (
    (
        sqlite3.SQLITE_FULL,
        "The disk that holds {path} is full. Make room: nothing that was kept is lost, and the bot then goes on",
    ),
    (
        sqlite3.SQLITE_READONLY,
        "The database {path} cannot be written: the file, its folder or the disk is read-only. Give the bot's user"
        " the right to write there.",
    ),
    (
        sqlite3.SQLITE_CANTOPEN,
        "The database {path} cannot be opened. Check that the folder exists and that the bot's user may write in it.",
    ),
    (
        sqlite3.SQLITE_BUSY,
        "The database {path} is locked by another program. Close what holds it open (a backup, a database browser).",
    ),
    (sqlite3.SQLITE_LOCKED, "The database {path} is locked by another program. Close what holds it open."),
    (
        sqlite3.SQLITE_NOTADB,
        "The file {path} is not a database of this bot. Move it away and restore the last backup, or change"
        " DATABASE_URL.",
    ),
    (
        sqlite3.SQLITE_CORRUPT,
        "The database {path} is damaged. Stop the bot, keep a copy of the file, and restore the last backup.",
    ),
    (
        sqlite3.SQLITE_IOERR,
        "The disk that holds {path} failed to read or write. Check the disk and the machine's log.",
    ),
)
"""SQLite's primary error codes, and the sentence for each."""


def primary_code(error: BaseException) -> int:
    """SQLite's primary error code, 0 when there is none."""
    return int(getattr(error, "sqlite_errorcode", 0) or 0) & 0xFF


def explain(error: BaseException, path: Path) -> StoreError:
    """The StoreError for this error: what happened, where, what to do."""
    if isinstance(error, StoreError):
        return error
    code = primary_code(error)
    for known, sentence in WORLD:
        if code == known:
            return StoreError(f"{sentence.format(path=path)} ({error})")
    if "no such table" in str(error) or "no such column" in str(error):
        return StoreError(f"The database {path} is not up to date: run `charter-bot migrate`. ({error})")
    return StoreError(f"The database {path} cannot be used: {error}. `charter-bot doctor` says more.")
