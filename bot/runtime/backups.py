"""Backups by the worker: made, opened and checked, the old ones removed; with them the list of who was deleted since.

A backup has whoever was there when it was made. `erasures.jsonl` beside the backups names those who were deleted, by
marks that only a backup that has them can tell; `charter-bot restore` takes them out again before anything is used.
"""

from __future__ import annotations

import asyncio
import json
import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import structlog

from bot.runtime.clock import Clock
from bot.store.port import Erasure, Store, StoreError, Tx, ValuesTx

log = structlog.get_logger(__name__)

LAST_KEY, FAILED_KEY, BEGUN_KEY = "backup last", "backup failed", "backup begun"
"""Small values: when the newest good one was begun, why the last try failed, and who is at it now."""
LOOK_SECONDS = 60.0
AGAIN = timedelta(minutes=15)
"""After a try that failed, or whose process died."""
ERASURES = "erasures.jsonl"
PREFIX = "charter-bot-"


class Backups:
    """Keeps backups in a folder. `look_into` opens one and says how many rows of each table it has."""

    def __init__(
        self, store: Store, clock: Clock, folder: Path, every: timedelta, keep: int, ending: str,
        look_into: Callable[[Path], dict[str, int]],
    ) -> None:  # fmt: skip
        self._store, self._clock, self._folder = store, clock, folder
        self._every, self._keep, self._ending, self._look_into = every, keep, ending, look_into

    async def run(self) -> None:
        """Looks whether one is due, until cancelled. What fails is logged, counted as trouble, and tried again."""
        while True:
            await self.run_if_due()
            await asyncio.sleep(LOOK_SECONDS)

    async def run_if_due(self) -> Path | None:
        """Makes one where it is due, and nobody else is at it. None where it is not, or it failed."""
        now = self._clock.now()
        try:
            await self._note_erasures()
            if not await self._store.write(lambda tx: self._begin(tx, now)):
                return None
            path, rows = await self._make(now)
            await self._store.write(lambda tx: _ended(tx, now, ""))
        except (StoreError, OSError, BackupError) as error:
            why = error.brief if isinstance(error, StoreError) else _why(error)
            log.error("backup_failed", error=why)
            try:
                await self._store.write(lambda tx: _ended(tx, None, why))
            except StoreError as more:
                log.error("backup_failed", error=more.brief)
            return None
        log.info("backup_made", file=path.name, rows=rows, removed=await asyncio.to_thread(self._remove_old))
        return path

    def _begin(self, tx: Tx, now: datetime) -> bool:
        last, begun = tx.value(LAST_KEY), tx.value(BEGUN_KEY)
        if last and now < datetime.fromisoformat(last) + self._every:
            return False
        if begun and now < datetime.fromisoformat(begun) + AGAIN:
            return False
        tx.set_value(BEGUN_KEY, now.isoformat())
        return True

    async def _make(self, now: datetime) -> tuple[Path, int]:
        """One backup, opened and compared with what is there. Raises BackupError, and removes it, where it lacks
        something."""
        await asyncio.to_thread(self._folder.mkdir, mode=0o700, parents=True, exist_ok=True)
        path = self._folder / f"{PREFIX}{now:%Y%m%dT%H%M%SZ}{self._ending}"
        before = await self._store.read(lambda tx: tx.fact_count())
        await self._store.backup(str(path))
        after = await self._store.read(lambda tx: tx.fact_count())
        counts = await asyncio.to_thread(self._look_into, path)
        facts = counts.get("facts", -1)
        if not before <= facts <= after:
            await asyncio.to_thread(path.unlink)
            raise BackupError(f"the copy has {facts} facts, and the database {after}")
        return path, sum(counts.values())

    def _remove_old(self) -> int:
        made = sorted(self._folder.glob(f"{PREFIX}*{self._ending}"))
        for path in made[: -self._keep]:
            path.unlink()
        return len(made[: -self._keep])

    async def _note_erasures(self) -> None:
        """Whoever was deleted stands beside the backups: a database that is lost takes its own list with it."""
        erasures = await self._store.read(lambda tx: tx.erasures())
        if erasures:
            await asyncio.to_thread(note_erasures, self._folder, erasures)


class BackupError(Exception):
    """A backup was made, and is not what it should be."""


def _ended(tx: Tx, good: datetime | None, why: str) -> None:
    if good is not None:
        tx.set_value(LAST_KEY, good.isoformat())
        tx.set_value(BEGUN_KEY, None)
    tx.set_value(FAILED_KEY, why or None)


def _why(error: Exception) -> str:
    return (error.strerror or type(error).__name__) if isinstance(error, OSError) else str(error)


def note_erasures(folder: Path, erasures: Iterable[Erasure]) -> None:
    """Adds to the list who is not on it. It is written anew and put in place whole."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    file = folder / ERASURES
    known = read_erasures(file) if file.exists() else set()
    new = [erasure for erasure in erasures if erasure.mark and erasure.mark not in known]
    if not new:
        return
    lines = file.read_text(encoding="utf-8") if file.exists() else ""
    lines += "".join(json.dumps({"mark": e.mark, "at": e.at.isoformat(), "adopter": e.adopter}) + "\n" for e in new)
    half = file.with_suffix(".part")
    half.unlink(missing_ok=True)
    with os.fdopen(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as out:
        out.write(lines)
        out.flush()
        os.fsync(out.fileno())
    half.rename(file)


def read_erasures(file: Path) -> set[str]:
    """The marks on such a list. Raises ValueError for a file that is none."""
    return {str(json.loads(line)["mark"]) for line in file.read_text(encoding="utf-8").splitlines() if line.strip()}


@dataclass(frozen=True, slots=True)
class BackupState:
    """How backups do."""

    last: datetime | None
    failed: str

    def trouble(self, now: datetime, every: timedelta) -> str:
        """What is wrong, in words for the operator; empty when nothing is."""
        if self.failed:
            return f"the last backup failed: {self.failed}"
        if self.last is None:
            return "none was made yet: does a worker run, with BACKUP_DIR set?"
        if now - self.last > 2 * every:
            return f"the newest backup is of {self.last:%Y-%m-%d %H:%M} UTC"
        return ""


NO_BACKUP = BackupState(None, "")


def backup_state(tx: ValuesTx) -> BackupState:
    """As the worker left it."""
    last = tx.value(LAST_KEY)
    return BackupState(datetime.fromisoformat(last) if last else None, tx.value(FAILED_KEY) or "")
