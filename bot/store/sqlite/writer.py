"""One thread owns the writing connection. Works that wait together are one transaction, each in its own savepoint.

Rules of this file:
- A work's caller hears of it after the commit, never before. When the commit fails, every caller of the group does.
- A work that raises rolls back only itself.
- When the disk itself fails in mid-group, SQLite ends the whole transaction: then every caller of the group is told.
- After an error of the file the connection is closed and opened anew for the next group, so that the store recovers
  by itself.
"""

from __future__ import annotations

import asyncio
import queue
import sqlite3
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.store.port import StoreError
from bot.store.sqlite.connection import connect, explain, primary_code

GROUP = 64
"""At most so many works in one transaction."""
LOCKED_SECONDS = 15.0
"""How long a group tries to get the file's write lock before its callers are told."""

Work = Callable[[sqlite3.Connection], Any]


@dataclass(slots=True)
class Task:
    """One work and who waits for it."""

    work: Work
    loop: asyncio.AbstractEventLoop
    future: asyncio.Future[Any]
    result: Any = None
    error: BaseException | None = None


class Writer:
    """The writer thread. It starts with the first work."""

    def __init__(self, path: Path, prepare: Callable[[sqlite3.Connection], object] | None = None) -> None:
        self.path = path
        self._prepare = prepare
        self._tasks: queue.SimpleQueue[Task | None] = queue.SimpleQueue()
        self._thread: threading.Thread | None = None
        self._closed = False
        self._conn: sqlite3.Connection | None = None

    async def run(self, work: Work) -> Any:
        """Runs `work` in a transaction that is durable when this returns.

        Raises what the work raises, and StoreError when it cannot be kept.
        """
        if self._closed:
            raise StoreError(f"The database {self.path} is closed: the bot is stopping.")
        if self._thread is None:
            self._thread = threading.Thread(target=self._serve, name="store-writer", daemon=True)
            self._thread.start()
        loop = asyncio.get_running_loop()
        task = Task(work, loop, loop.create_future())
        self._tasks.put(task)
        return await task.future

    async def close(self) -> None:
        """Finishes the works that wait, then closes the file."""
        if not self._closed:
            self._closed = True
            self._tasks.put(None)
        if self._thread is not None:
            await asyncio.get_running_loop().run_in_executor(None, self._thread.join)

    # ------------------------------------------------------------ on the thread

    def _serve(self) -> None:
        while self._run_next():
            pass
        self._drop_connection()

    def _run_next(self) -> bool:
        """Waits for work and does what waits together. False when there will be no more.

        A function of its own: an idle thread must not hold the last works, which have people in them.
        """
        first = self._tasks.get()
        if first is None:
            return False
        group, going = [first], True
        while going and len(group) < GROUP:
            try:
                task = self._tasks.get_nowait()
            except queue.Empty:
                break
            if task is None:
                going = False
            else:
                group.append(task)
        self._run_group(group)
        _tell(group)
        return going

    def _run_group(self, group: list[Task]) -> None:
        try:
            conn = self._begin()
            for task in group:
                self._run_one(conn, task, alone=len(group) == 1)
            if conn.in_transaction:
                conn.execute("COMMIT")
        except BaseException as error:
            explained = self._after(error)
            for task in group:
                task.error = explained

    def _run_one(self, conn: sqlite3.Connection, task: Task, alone: bool) -> None:
        """One work in its savepoint. Raises only what concerns the whole group."""
        if not alone:
            conn.execute("SAVEPOINT work")
        try:
            task.result = task.work(conn)
        except BaseException as error:
            if not conn.in_transaction:  # the disk failed, and SQLite has rolled the whole group back
                raise
            conn.execute("ROLLBACK" if alone else "ROLLBACK TO work")
            task.error = self._explain(error)
        if not alone:
            conn.execute("RELEASE work")

    def _begin(self) -> sqlite3.Connection:
        """The connection, with a transaction begun. Waits for other processes' writes."""
        deadline = time.monotonic() + LOCKED_SECONDS
        while True:
            try:
                if self._conn is None:
                    self._conn = connect(self.path)
                    if self._prepare is not None:
                        self._prepare(self._conn)
                self._conn.execute("BEGIN IMMEDIATE")
                return self._conn
            except (sqlite3.OperationalError, StoreError) as error:
                cause = error.__cause__ if isinstance(error, StoreError) else error
                if primary_code(cause or error) != sqlite3.SQLITE_BUSY or time.monotonic() > deadline:
                    raise
                time.sleep(0.01)

    def _after(self, error: BaseException) -> BaseException:
        """Clears up after a group that could not be kept, and says why."""
        explained = self._explain(error)
        self._drop_connection()
        return explained

    def _explain(self, error: BaseException) -> BaseException:
        ours = (sqlite3.IntegrityError, sqlite3.ProgrammingError, sqlite3.InterfaceError)
        if isinstance(error, (sqlite3.Error, OSError)) and not isinstance(error, ours):
            return explain(error, self.path)
        return error

    def _drop_connection(self) -> None:
        conn, self._conn = self._conn, None
        if conn is not None:
            try:
                if conn.in_transaction:
                    conn.execute("ROLLBACK")
            except sqlite3.Error:
                pass  # closing rolls back as well
            finally:
                conn.close()


def _tell(group: list[Task]) -> None:
    """Resolves the futures, with one call into each loop."""
    loops: dict[asyncio.AbstractEventLoop, list[Task]] = {}
    for task in group:
        loops.setdefault(task.loop, []).append(task)
    for loop, tasks in loops.items():
        try:
            loop.call_soon_threadsafe(_resolve, tasks)
        except RuntimeError:
            continue  # that loop has ended; nobody waits


def _resolve(tasks: list[Task]) -> None:
    for task in tasks:
        if task.future.done():
            continue  # its caller was cancelled; what was kept is kept
        if task.error is not None:
            task.future.set_exception(task.error)
        else:
            task.future.set_result(task.result)
