"""The store in one SQLite file: one writer thread, a few reading connections, the schema by sqlite-utils."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import os
import queue
import sqlite3
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path
from typing import TypeVar

import structlog

from bot.core.delivery import Channels
from bot.store.codec import time_text
from bot.store.port import StoreError, Tx
from bot.store.sql.rows import NO_CHANNELS, Note
from bot.store.sqlite.connection import connect, explained, make_private
from bot.store.sqlite.dialect import SqliteTx
from bot.store.sqlite.health import look_over, make_sure_whole, newer, say_newer
from bot.store.sqlite.schema import pending, ran, run_all
from bot.store.sqlite.writer import Writer

log = structlog.get_logger(__name__)

T = TypeVar("T")

PROBE_KEY = "readiness probe"
ROOM = 256 * 1024
"""Bytes that must fit on the disk: more than a turn needs."""
READERS = 2
"""Reads at once. More would only share the same disk."""


class SqliteStore:
    """A store in the file at `path`. Opens nothing until it is asked something."""

    def __init__(self, path: Path, channels: Channels = NO_CHANNELS) -> None:
        self.path = path
        self.channels = channels
        self._writer = Writer(path)
        self._pool = ThreadPoolExecutor(READERS, thread_name_prefix="store-reader")
        self._readers: queue.SimpleQueue[sqlite3.Connection] = queue.SimpleQueue()

    async def write(self, work: Callable[[Tx], T]) -> T:
        """Runs `work` in a transaction that is durable when this returns.

        Raises what the work raises (nothing is kept then), and StoreError when the file cannot keep it.
        """

        def run(conn: sqlite3.Connection) -> tuple[T, list[Note]]:
            tx = SqliteTx(conn, self.channels)
            return work(tx), tx.notes

        result: T
        result, notes = await self._writer.run(run)
        for event, fields in notes:
            log.error(event, **fields)
        return result

    async def read(self, work: Callable[[Tx], T]) -> T:
        """Runs `work` on a snapshot, beside writers. What it returns must not need the transaction any more."""
        return await self._off_loop(lambda: self._read(work))

    def _read(self, work: Callable[[Tx], T]) -> T:
        conn = self._reader()
        try:
            with explained(self.path):
                conn.execute("BEGIN")
                result = work(SqliteTx(conn, self.channels))
                conn.execute("ROLLBACK")
        except StoreError:
            conn.close()  # the next read opens the file anew
            raise
        except BaseException:
            if conn.in_transaction:
                conn.execute("ROLLBACK")
            self._readers.put(conn)
            raise
        self._readers.put(conn)
        return result

    def _reader(self) -> sqlite3.Connection:
        try:
            return self._readers.get_nowait()
        except queue.Empty:
            return self._connect()

    def _connect(self) -> sqlite3.Connection:
        """A reading connection. Reading never makes the file."""
        if not self.path.exists():
            raise self._missing()
        return connect(self.path, read_only=True)

    def _missing(self) -> StoreError:
        return StoreError(f"There is no database at {self.path} yet. Run `charter-bot migrate`.", "it is not there")

    async def look(self, work: Callable[[Tx], T]) -> T:
        """Runs `work` on a snapshot, and leaves the file and what lies beside it as they are."""

        def run() -> T:
            if not self.path.exists():
                raise self._missing()
            with explained(self.path), contextlib.closing(connect(self.path, untouched=True)) as conn:
                conn.execute("BEGIN")
                return work(SqliteTx(conn, self.channels))

        return await self._off_loop(run)

    async def migrate(self) -> list[str]:
        """Brings the schema up to date; returns the names of the migrations that ran. Processes may try at once.

        What is kept already is copied first, into a file beside the database. Raises StoreError for a database that a
        newer version has written to.
        """

        def run(conn: sqlite3.Connection) -> list[str]:
            if unknown := newer(conn):
                raise StoreError(say_newer(self.path, unknown), "a newer version has written to it")
            names = pending(conn)
            if names and ran(conn):
                self._copy(self._free_name(f"before-{names[0]}"))
            if names:
                run_all(conn)
            return names

        result: list[str] = await self._writer.run(run)
        return result

    def _free_name(self, what: str) -> Path:
        """A file beside the database that is not there yet."""
        numbers = itertools.chain([""], (f"-{n}" for n in itertools.count(2)))
        names = (self.path.with_name(f"{self.path.stem}.{what}{n}{self.path.suffix}") for n in numbers)
        return next(path for path in names if not path.exists())

    async def backup(self, path: str) -> None:
        """Copies the whole store, beside writers, into a new file. Raises StoreError when it is damaged, the copy is,
        or it cannot be written."""
        await self._off_loop(lambda: self._copy(Path(path)))

    def _copy(self, target: Path) -> None:
        """Into a file beside the target first, which gets its name only when the copy is whole and sound."""
        if target.exists():
            raise StoreError(f"The file {target} exists: a backup never writes over one. Choose another name.")
        half = target.with_name(f"{target.name}.part")
        with explained(self.path), contextlib.closing(self._connect()) as source:
            make_sure_whole(source, self.path)
            try:
                with explained(target):
                    half.unlink(missing_ok=True)
                    make_private(half)
                    with contextlib.closing(sqlite3.connect(half)) as copy:
                        source.backup(copy, pages=1000, sleep=0)
                        copy.execute("PRAGMA journal_mode = DELETE")
                        make_sure_whole(copy, target)
                    with half.open("rb") as file:
                        os.fsync(file.fileno())
                    half.rename(target)
            except BaseException:
                half.unlink(missing_ok=True)
                raise

    async def clear_traces(self) -> None:
        """Writes the file anew, without what was deleted before deleting overwrote it, and empties the log of writes.
        Raises StoreError when somebody still reads what was there."""
        await self._off_loop(self._clear_traces)

    def _clear_traces(self) -> None:
        with explained(self.path), contextlib.closing(connect(self.path)) as conn:
            conn.execute("VACUUM")
            busy, *_ = conn.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        if busy:
            raise StoreError(
                f"Something still reads {self.path}, so its log of writes could not be emptied. Close what holds it"
                " open and run this again.",
                "something still reads it",
            )

    async def probe(self, at: datetime) -> None:
        """Keeps something small, and makes sure that there is room for more: the file has room of its own, in which a
        little fits also when the disk is full."""
        await self.write(lambda tx: tx.set_value(PROBE_KEY, time_text(at)))
        await self._off_loop(self._find_room)

    def _find_room(self) -> None:
        beside = self.path.with_name(f"{self.path.name}.{os.getpid()}.probe")
        with explained(self.path):
            try:
                beside.write_bytes(b"\0" * ROOM)
            finally:
                beside.unlink(missing_ok=True)

    async def check(self) -> list[str]:
        """What is wrong with the store, in sentences for the operator; empty when nothing is. Changes nothing."""
        return await self._off_loop(lambda: look_over(self.path))

    async def changes(self) -> AsyncIterator[frozenset[str]]:
        """Nothing, ever: processes on one file do not hear of each other, and look now and then."""
        await asyncio.Event().wait()
        yield frozenset()

    async def close(self) -> None:
        """Finishes the writes that wait, then lets go of the file."""
        await self._writer.close()
        self._pool.shutdown(wait=True, cancel_futures=True)
        while not self._readers.empty():
            self._readers.get_nowait().close()

    async def _off_loop(self, work: Callable[[], T]) -> T:
        try:
            return await asyncio.get_running_loop().run_in_executor(self._pool, work)
        except RuntimeError as error:
            if "shutdown" not in str(error):
                raise
            raise StoreError(f"The database {self.path} is closed: the bot is stopping.") from error
