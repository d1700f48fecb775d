"""How the bot does: what stops it, and what somebody should look at."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.channels.port import Channel
from bot.content.live import LiveContent
from bot.runtime.backups import NO_BACKUP, BackupState, backup_state
from bot.runtime.clock import Clock
from bot.runtime.outbox import STUCK
from bot.runtime.supervisor import Supervisor
from bot.store.port import OutboxFigures, Store, StoreError, Tx

PROBE_KEPT = 10.0
"""Seconds for which the last answer of the store counts."""
PROBE_WAIT = 5.0
"""Seconds after which a write that does not come back is taken as one that failed."""
_PATHS = re.compile(r"(?:[A-Za-z]:)?(?:[/\\][\w.@%+-]+){2,}[/\\]?")


@dataclass(slots=True)
class Condition:
    """How the bot does."""

    troubles: list[str] = field(default_factory=list)
    """It cannot do its work."""
    degraded: list[str] = field(default_factory=list)
    """It does its work, and somebody should look."""
    figures: OutboxFigures | None = None
    backup: BackupState = NO_BACKUP
    content_problems: int = 0
    """Of newer content, which was refused."""


class Doing:
    """Looks at store, content, channels and jobs."""

    def __init__(
        self, store: Store, content: LiveContent, clock: Clock, channels: Mapping[str, Channel], jobs: Supervisor,
        backup_every: timedelta | None = None,
    ) -> None:  # fmt: skip
        """`backup_every`: how often the worker makes a backup; None where it makes none."""
        self._store, self._content, self._clock = store, content, clock
        self._channels, self._jobs, self._backup_every = channels, jobs, backup_every
        self._probing = asyncio.Lock()
        self._probed: tuple[float, str] | None = None
        """When the store was last asked to keep something, and what was wrong."""

    async def condition(self) -> Condition:
        """What stops the bot, and what somebody should look at."""
        found = Condition()
        self._look_at_content(found)
        if trouble := await self._probe():
            found.troubles.append(f"store: {trouble}")
        await self._look_at_outbox(found)
        await self._look_at_backups(found)
        self._look_at_channels(found)
        found.degraded += self._jobs.troubles()
        return found

    def _look_at_content(self, found: Condition) -> None:
        state = self._content.state
        found.content_problems = state.problems
        if not state.journey:
            found.troubles.append("content: none is loaded")
        if state.problems:
            kept = f", kept on {state.kept_at:%Y-%m-%d %H:%M} UTC," if state.kept_at else ""
            found.degraded.append(
                f"content: the newest has {many(state.problems, 'problem')}; the last good one{kept} is in force"
            )
        if state.unreadable:
            found.degraded.append("content: its files cannot be read; what was read before is in force")

    def _look_at_channels(self, found: Condition) -> None:
        for name, channel in self._channels.items():
            if trouble := (getattr(channel, "state", None) or {}).get("trouble"):
                found.degraded.append(f"{name}: {without_paths(str(trouble))}")
            if lost := dict(getattr(channel, "counts", {})).get("never_kept", 0):
                found.degraded.append(
                    f"{name}: {many(lost, 'event')} that can never be kept, since an id is broken; the log names them"
                )

    async def _look_at_backups(self, found: Condition) -> None:
        try:
            found.backup = await self._store.read(backup_state)
        except StoreError:
            return  # what is wrong with the store is said already
        if self._backup_every and (trouble := found.backup.trouble(self._clock.now(), self._backup_every)):
            found.degraded.append(f"backup: {without_paths(trouble)}")

    async def _look_at_outbox(self, found: Condition) -> None:
        names, now = tuple(self._channels), self._clock.now()

        def look(tx: Tx) -> tuple[OutboxFigures, datetime | None]:
            return tx.outbox_figures(names), tx.next_due(names)

        try:
            figures, due = await self._store.read(look)
        except StoreError as error:
            if not any(t.startswith("store:") for t in found.troubles):
                found.troubles.append(f"store: {error.brief}")
            return
        found.figures = figures
        why = f": {without_paths(figures.last_error)}" if figures.last_error else ""
        if due is not None and now - due > STUCK:
            found.troubles.append(f"outbox: stuck: a message has been due since {due:%Y-%m-%d %H:%M} UTC{why}")
        elif figures.oldest is not None and now - figures.oldest > STUCK:
            found.degraded.append(
                f"outbox: a message has waited since {figures.oldest:%Y-%m-%d %H:%M} UTC, and is tried again{why}"
            )
        if figures.failed:
            found.degraded.append(
                f"outbox: {many(figures.failed, 'message')} given up (charter-bot outbox list){why}"
            )

    async def _probe(self) -> str:
        """Why the store cannot keep anything; empty when it can. Asked anew after some seconds."""
        loop = asyncio.get_running_loop()
        async with self._probing:
            if self._probed is None or loop.time() - self._probed[0] >= PROBE_KEPT:
                self._probed = loop.time(), await self._write_something()
            return self._probed[1]

    async def _write_something(self) -> str:
        try:
            async with asyncio.timeout(PROBE_WAIT):
                await self._store.probe(self._clock.now())
        except StoreError as error:
            return error.brief
        except TimeoutError:
            return f"a write did not come back within {PROBE_WAIT:g} seconds"
        return ""


def many(count: int, what: str) -> str:
    return f"{count} {what}{'' if count == 1 else 's'}"


def without_paths(text: str) -> str:
    """The text without places of this machine's disk."""
    return _PATHS.sub("…", text)
