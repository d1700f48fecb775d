"""The store in a PostgreSQL database: works run on threads, each on a connection of the pool, side by side."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import random
import threading
import time
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any, Generic, TypeVar

import psycopg
import structlog
from psycopg_pool import ConnectionPool, PoolTimeout

from bot.core.delivery import Channels
from bot.store.codec import time_text
from bot.store.port import AlreadyKeptError, StoreError, Tx
from bot.store.postgres import schema
from bot.store.postgres.connection import CONNECT, closed, configure, explain, explained, is_lost, passes, place_of
from bot.store.postgres.copying import copy
from bot.store.postgres.dialect import PostgresTx
from bot.store.postgres.health import look_over
from bot.store.postgres.telling import Telling
from bot.store.sql.rows import NO_CHANNELS, Note, Row

log = structlog.get_logger(__name__)

T = TypeVar("T")
Pool = ConnectionPool[psycopg.Connection[Row]]

PROBE_KEY = "readiness probe"
WRITERS = 8
"""Works that write at once, in one process. One that waits for its adopter's lock is among them."""
READERS = 4
LOST_SECONDS = 2.0
"""How long a work is run again on a server that does not answer, before its caller is told. A restart takes less;
what lasts longer is for the provider, which sends the event again."""
CONFLICT_SECONDS = 10.0
"""How long a work is run again that others were in the way of: after a moment, which gets longer."""
LONGEST_MOMENT = 0.5


@dataclass(frozen=True, slots=True)
class Kept(Generic[T]):
    """A work that was kept."""

    result: T
    notes: list[Note] = field(default_factory=list)
    changed: set[str] = field(default_factory=set)


class PostgresStore:
    """A store in the database at `url`. Opens nothing until it is asked something."""

    def __init__(self, url: str, channels: Channels = NO_CHANNELS) -> None:
        self.url = url
        self.place = place_of(url)
        self.channels = channels
        self._closed = False
        self._opening = threading.Lock()
        self._writing, self._reading = self._pool(WRITERS, reads=False), self._pool(READERS, reads=True)
        self._writers = ThreadPoolExecutor(WRITERS, thread_name_prefix="store-writer")
        self._readers = ThreadPoolExecutor(READERS, thread_name_prefix="store-reader")
        self._telling = Telling(url)

    def _pool(self, size: int, reads: bool) -> Pool:
        return ConnectionPool(
            self.url, min_size=0, max_size=size, open=False, kwargs=CONNECT,
            configure=partial(configure, reads=reads), timeout=LOST_SECONDS, max_idle=600, reconnect_timeout=5,
        )  # fmt: skip

    # ------------------------------------------------------------ the port

    async def write(self, work: Callable[[Tx], T]) -> T:
        """Runs `work` in a transaction that is durable when this returns, again where others were in the way.

        Raises what the work raises (nothing is kept then), and StoreError when the server cannot keep it.
        """
        kept = await self._off_loop(self._writers, lambda: self._persist(self._writing, lambda: self._write(work)))
        for event, fields in kept.notes:
            log.error(event, **fields)
        self._telling.tell(kept.changed)
        return kept.result

    async def read(self, work: Callable[[Tx], T]) -> T:
        """Runs `work` on a snapshot, beside writers. What it returns must not need the transaction any more."""
        return await self._off_loop(self._readers, lambda: self._persist(self._reading, lambda: self._read(work)))

    async def look(self, work: Callable[[Tx], T]) -> T:
        """The same: reading leaves nothing behind here."""
        return await self.read(work)

    async def migrate(self) -> list[str]:
        """Brings the schema up to date; returns the names of the migrations that ran. Processes may try at once, and
        all that are to run, run together or not at all. Raises StoreError for a database that a newer version has
        written to."""

        def run() -> list[str]:
            with self._connection(self._writing) as conn:
                return schema.migrate(conn, self.place)

        return await self._off_loop(self._writers, lambda: self._persist(self._writing, run))

    async def backup(self, path: str) -> None:
        """Copies the whole database by pg_dump into a new file. Raises StoreError when that is not there, or the copy
        cannot be made."""
        await self._off_loop(self._readers, lambda: copy(self.url, Path(path)))

    async def clear_traces(self) -> None:
        """Vacuums the tables, so that no dead row is left. The server's own log is the operator's."""

        def run() -> None:
            with psycopg.connect(self.url, **{**CONNECT, "autocommit": True}) as conn:
                conn.execute("SET statement_timeout = 0")
                conn.execute("VACUUM")

        await self._off_loop(self._writers, run)

    async def probe(self, at: datetime) -> None:
        """Keeps something small. How much room there is for more, the server's own watch says."""
        await self.write(lambda tx: tx.set_value(PROBE_KEY, time_text(at)))

    async def check(self) -> list[str]:
        """What is wrong with the store, in sentences for the operator; empty when nothing is. Changes nothing."""

        def run() -> list[str]:
            with self._connection(self._reading) as conn:
                return list(look_over(conn, self.place))

        try:
            return await self._off_loop(self._readers, run)
        except StoreError as error:
            return [str(error)]

    def changes(self) -> AsyncIterator[frozenset[str]]:
        """What other processes kept, by the names in `bot/store/port/values.py`, soon after they did."""
        return self._telling.changes()

    async def close(self) -> None:
        """Finishes the writes that wait, then lets go of the connections."""
        self._closed = True
        await self._telling.close()

        def end() -> None:
            self._writers.shutdown(wait=True)
            self._readers.shutdown(wait=True, cancel_futures=True)
            self._writing.close()
            self._reading.close()

        await asyncio.get_running_loop().run_in_executor(None, end)

    # ------------------------------------------------------------ on the threads

    async def _off_loop(self, threads: ThreadPoolExecutor, work: Callable[[], T]) -> T:
        if self._closed:
            raise closed(self.place)

        def run() -> T:
            with explained(self.place):
                return work()

        return await asyncio.get_running_loop().run_in_executor(threads, run)

    def _persist(self, pool: Pool, once: Callable[[], T]) -> T:
        """Runs it again while that may help: others were in the way, or the server is back in a moment."""
        begun = time.monotonic()
        for attempt in itertools.count(1):
            try:
                return once()
            except Exception as error:
                lost = is_lost(error)
                over = time.monotonic() > begun + (LOST_SECONDS if lost else CONFLICT_SECONDS)
                known = isinstance(error, AlreadyKeptError) and attempt == 1  # by another, while we waited for a lock
                if over or not (known or passes(error)):
                    raise self._why(error) from error
                if lost and not isinstance(error, PoolTimeout):
                    pool.check()  # the others of the pool are as old
            moment = min(LONGEST_MOMENT, 0.005 * 2 ** min(attempt, 10))
            time.sleep(random.uniform(0, moment))  # noqa: S311 - by chance, so that two do not meet again
        raise AssertionError("unreachable")

    def _why(self, error: Exception) -> BaseException:
        """The error; for a pool that gave no connection, why there is none."""
        if isinstance(error, PoolTimeout):
            try:
                psycopg.connect(self.url, **CONNECT).close()
            except psycopg.Error as cause:
                return explain(cause, self.place)
        return explain(error, self.place)

    @contextlib.contextmanager
    def _connection(self, pool: Pool) -> Any:
        """A connection of the pool in a transaction, kept when the block ends well."""
        with self._opening:
            if pool.closed and not self._closed:
                pool.open(wait=False)
        with pool.connection() as conn:
            yield conn

    def _read(self, work: Callable[[Tx], T]) -> T:
        with self._connection(self._reading) as conn:
            return work(PostgresTx(conn, self.channels, writes=False))

    def _write(self, work: Callable[[Tx], T]) -> Kept[T]:
        tx: PostgresTx | None = None
        kept: Kept[T] | None = None
        try:
            with self._connection(self._writing) as conn:
                tx = PostgresTx(conn, self.channels, writes=True)
                kept = Kept(work(tx), tx.notes, tx.changed)
        except Exception as error:
            if kept is None or tx is None or not is_lost(error) or not self._was_committed(tx.id):
                raise
        assert kept is not None
        return kept

    def _was_committed(self, id_: str | None) -> bool:
        """Whether a transaction was kept whose connection was lost at the commit. The server knows."""
        if id_ is None:
            return False

        def ask() -> str | None:
            with self._connection(self._reading) as conn:
                row = conn.execute("SELECT pg_xact_status(%s::xid8)", (id_,)).fetchone()
            if row is not None and row[0] == "in progress":
                raise psycopg.OperationalError("the server still ends that transaction")
            return None if row is None else row[0]

        return self._persist(self._reading, ask) == "committed"
