"""Opening the file, and what its errors mean to the operator."""

from __future__ import annotations

import contextlib
import errno
import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from bot.store.port import StoreError
from bot.store.sql.meaning import Meaning

BUSY_SECONDS = 5.0
"""How long SQLite itself waits for another process's write before it says that the file is locked."""
OLDEST_SQLITE = (3, 37, 0)
"""STRICT tables and RETURNING."""


def connect(path: Path, *, read_only: bool = False, untouched: bool = False) -> sqlite3.Connection:
    """A connection with this store's settings. Transactions are begun and ended by hand. `untouched`: for reading,
    and nothing is made or settled, neither in the file nor beside it.

    Raises StoreError when the file cannot be opened or is no database.
    """
    if sqlite3.sqlite_version_info < OLDEST_SQLITE:
        raise StoreError(f"SQLite here is {sqlite3.sqlite_version}; 3.37 or later is needed. Use a newer Python.")
    if not path.parent.is_dir():
        raise StoreError(
            f"The folder {path.parent} does not exist. Make it, or change DATABASE_URL.", "its folder is not there"
        )
    with explained(path):
        if not (read_only or untouched):
            make_private(path)
        conn = sqlite3.connect(
            _untouched(path) if untouched else path, uri=untouched, timeout=BUSY_SECONDS, isolation_level=None,
            check_same_thread=False, cached_statements=256,
        )  # fmt: skip
        try:
            _set_up(conn, read_only or untouched)
        except BaseException:
            conn.close()
            raise
    return conn


def make_private(path: Path) -> None:
    """Makes the file, empty, readable by its owner alone; SQLite gives the files beside it the same rights. One that
    is there stays as it is."""
    with contextlib.suppress(FileExistsError):
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))


def _untouched(path: Path) -> str:
    """The file's address for reading only. Without a log of writes beside it nobody has it open; then SQLite is told
    so, or it would make that log, as whoever reads, and shut the bot's own user out."""
    alone = not path.with_name(f"{path.name}-wal").exists()
    return f"{path.resolve().as_uri()}?mode=ro{'&immutable=1' if alone else ''}"


def _set_up(conn: sqlite3.Connection, read_only: bool) -> None:
    # The mode stays in the file, so setting it again costs nothing, and a reader may meet a file in any mode.
    if not read_only:
        conn.execute("PRAGMA journal_mode = WAL").fetchone()
        conn.execute("PRAGMA synchronous = FULL")
        conn.execute("PRAGMA journal_size_limit = 67108864")
        conn.execute("PRAGMA secure_delete = ON").fetchone()  # what is deleted is overwritten
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


WORLD: dict[int, Meaning] = {
    sqlite3.SQLITE_FULL: Meaning(
        "the disk is full",
        "The disk that holds {path} is full. Make room: nothing that was kept is lost, and the bot then goes on",
    ),
    sqlite3.SQLITE_READONLY: Meaning(
        "it is read-only",
        "The database {path} cannot be written: the file, its folder or the disk is read-only. Give the bot's user"
        " the right to write there.",
    ),
    sqlite3.SQLITE_CANTOPEN: Meaning(
        "it cannot be opened",
        "The database {path} cannot be opened. Check that the folder exists and that the bot's user may write in it.",
    ),
    sqlite3.SQLITE_BUSY: Meaning(
        "it is locked by another program",
        "The database {path} is locked by another program. Close what holds it open (a backup, a database browser).",
    ),
    sqlite3.SQLITE_LOCKED: Meaning(
        "it is locked by another program",
        "The database {path} is locked by another program. Close what holds it open.",
    ),
    sqlite3.SQLITE_NOTADB: Meaning(
        "the file is no database of this bot",
        "The file {path} is not a database of this bot. Move it away and restore the last backup, or change"
        " DATABASE_URL.",
    ),
    sqlite3.SQLITE_CORRUPT: Meaning(
        "it is damaged",
        "The database {path} is damaged. Stop the bot, keep a copy of the file, and restore the last backup.",
    ),
    sqlite3.SQLITE_IOERR: Meaning(
        "the disk fails to read or write",
        "The disk that holds {path} failed to read or write. Check the disk and the machine's log.",
    ),
}
"""SQLite's primary error codes, and what each means."""


ERRNOS: dict[int, int] = {
    errno.ENOSPC: sqlite3.SQLITE_FULL,
    errno.EDQUOT: sqlite3.SQLITE_FULL,
    errno.EROFS: sqlite3.SQLITE_READONLY,
    errno.EACCES: sqlite3.SQLITE_READONLY,
    errno.EPERM: sqlite3.SQLITE_READONLY,
    errno.EIO: sqlite3.SQLITE_IOERR,
}
"""The same troubles as the machine names them."""


def primary_code(error: BaseException) -> int:
    """SQLite's primary error code, 0 when there is none."""
    return int(getattr(error, "sqlite_errorcode", 0) or 0) & 0xFF


def explain(error: BaseException, path: Path) -> StoreError:
    """The StoreError for this error: what happened, where, what to do."""
    if isinstance(error, StoreError):
        return error
    if meaning := WORLD.get(primary_code(error) or ERRNOS.get(getattr(error, "errno", None) or 0, 0)):
        return StoreError(f"{meaning.sentence.format(path=path)} ({error})", meaning.brief)
    if "no such table" in str(error) or "no such column" in str(error):
        return StoreError(
            f"The database {path} is not up to date: run `charter-bot migrate`. ({error})", "it is not up to date"
        )
    return StoreError(f"The database {path} cannot be used: {error}. `charter-bot doctor` says more.")
