"""The store in one SQLite file: one writer thread, a few reading connections, the schema by sqlite-utils."""

from __future__ import annotations

import asyncio
import contextlib
import os
import queue
import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar

import structlog

from bot.core.delivery import Channels
from bot.store.port import StoreError, Tx
from bot.store.sqlite.connection import connect, explained, make_private
from bot.store.sqlite.health import look_over
from bot.store.sqlite.migrations import migrations
from bot.store.sqlite.rows import NO_CHANNELS, Note
from bot.store.sqlite.tx import SqliteTx
from bot.store.sqlite.writer import Writer

log = structlog.get_logger(__name__)

T = TypeVar("T")

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
            raise StoreError(f"There is no database at {self.path} yet. Run `charter-bot migrate`.")
        return connect(self.path, read_only=True)

    async def migrate(self) -> list[str]:
        """Brings the schema up to date; returns the names of the migrations that ran. Processes may try at once."""

        def run(conn: sqlite3.Connection) -> list[str]:
            from sqlite_utils import Database

            db = Database(conn, execute_plugins=False)
            todo = migrations()
            names = [migration.name for migration in todo.pending(db)]
            if names:
                todo.apply(db)
            return names

        result: list[str] = await self._writer.run(run)
        return result

    async def backup(self, path: str) -> None:
        """Copies the whole store, beside writers, into a new file. Raises StoreError when it cannot be written."""
        await self._off_loop(lambda: self._backup(Path(path)))

    def _backup(self, target: Path) -> None:
        """Into a file beside the target first, which gets its name only when the copy is whole."""
        if target.exists():
            raise StoreError(f"The file {target} exists: a backup never writes over one. Choose another name.")
        half = target.with_name(f"{target.name}.part")
        source = self._connect()
        try:
            with explained(target):
                half.unlink(missing_ok=True)
                make_private(half)
                with contextlib.closing(sqlite3.connect(half)) as copy:
                    source.backup(copy, pages=1000, sleep=0)
                    copy.execute("PRAGMA journal_mode = DELETE")
                with half.open("rb") as file:
                    os.fsync(file.fileno())
                half.rename(target)
        except BaseException:
            half.unlink(missing_ok=True)
            raise
        finally:
            source.close()

    async def check(self) -> list[str]:
        """What is wrong with the store, in sentences for the operator; empty when nothing is."""
        return await self._off_loop(lambda: look_over(self.path))

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
