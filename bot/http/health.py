"""What a machine may ask: alive, ready, and figures for Prometheus. Numbers and ids only, never people's words.

Not ready (503) is what another server would do better, or what a restart may mend: nothing can be kept, no content is
loaded, nothing is sent. Whatever one message or one edit can cause is `degraded`, and answered with 200.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from aiohttp import web
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Gauge, generate_latest

from bot.channels.port import Channel
from bot.content.live import LiveContent
from bot.core.people.codes import MOST_WRONG_CODES
from bot.http.names import is_this_machine, name_asked
from bot.runtime.backups import NO_BACKUP, BackupState, backup_state
from bot.runtime.clock import Clock
from bot.runtime.outbox import STUCK, Outbox
from bot.runtime.supervisor import Supervisor
from bot.store.port import OutboxFigures, Store, StoreError, Tx

PROBE_KEPT = 10.0
"""Seconds for which the last answer of the store counts."""
PROBE_WAIT = 5.0
"""Seconds after which a write that does not come back is taken as one that failed."""
_FORWARDED = ("Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-IP")
_PATHS = re.compile(r"(?:[A-Za-z]:)?(?:[/\\][\w.@%+-]+){2,}[/\\]?")
Page = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass(slots=True)
class Condition:
    """How the bot does."""

    troubles: list[str] = field(default_factory=list)
    """It cannot do its work."""
    degraded: list[str] = field(default_factory=list)
    """It does its work, and somebody should look."""
    figures: OutboxFigures | None = None
    backup: BackupState = NO_BACKUP


class Health:
    """`/healthz`, `/readyz` and `/metrics`; the latter two for this machine alone where `local` says so."""

    def __init__(
        self, store: Store, outbox: Outbox, content: LiveContent, clock: Clock, channels: Mapping[str, Channel],
        jobs: Supervisor, local: bool = False, backup_every: timedelta | None = None,
    ) -> None:  # fmt: skip
        """`backup_every`: how often the worker makes a backup; None where it makes none."""
        self._store, self._outbox, self._content, self._clock = store, outbox, content, clock
        self._channels, self._jobs, self._local = channels, jobs, local
        self._backup_every = backup_every
        self._probing = asyncio.Lock()
        self._probed: tuple[float, str] | None = None
        """When the store was last asked to keep something, and what was wrong."""
        self._registry = CollectorRegistry()
        self._gauges = {
            name: Gauge(f"charter_bot_{name}", what, registry=self._registry)
            for name, what in {
                "outbox_waiting": "Messages committed and not yet sent",
                "outbox_oldest_seconds": "Age of the oldest message that waits",
                "outbox_given_up": "Messages given up",
                "wrong_codes": "Join and linking codes of the last hour that are none",
                "slowed_accounts": "Accounts that gave too many of them, and are slowed down",
                "content_problems": "Problems of newer content, which was refused",
                "backup_age_seconds": "Age of the newest backup; -1 where there is none, or none is to be made",
                "backup_failed": "1 when the last try to make a backup failed",
                "ready": "1 when the bot can do its work",
                "degraded": "How many things somebody should look at",
            }.items()
        }
        self._sends = Gauge("charter_bot_sends", "Attempts to send by ending", ["ending"], registry=self._registry)
        self._faults = Gauge("charter_bot_job_faults", "Faults of each job", ["job"], registry=self._registry)
        self._events = Gauge(
            "charter_bot_events",
            "Events by channel and what became of them",
            ["channel", "what"],
            registry=self._registry,
        )

    def routes(self) -> list[web.RouteDef]:
        return [
            web.get("/healthz", self._alive),
            web.get("/readyz", self._kept_local(self._ready)),
            web.get("/metrics", self._kept_local(self._metrics)),
        ]

    def _kept_local(self, page: Page) -> Page:
        """The page, for this machine only where the settings say so. To anybody else it is not there."""

        async def shown(request: web.Request) -> web.StreamResponse:
            if self._local and not from_this_machine(request):
                raise web.HTTPNotFound
            return await page(request)

        return shown

    async def _alive(self, request: web.Request) -> web.Response:
        return web.json_response({"alive": True})

    async def _ready(self, request: web.Request) -> web.Response:
        """200 when the bot can do its work, 503 with what is wrong when it cannot."""
        found = await self.condition()
        figures = found.figures
        body = {
            "ready": not found.troubles,
            "troubles": found.troubles,
            "degraded": found.degraded,
            "channels": {name: state for name, c in self._channels.items() if (state := getattr(c, "state", None))},
            "content": self._content.state.journey,
            "jobs": {name: state.state for name, state in self._jobs.states.items()},
            "backup": {"last": found.backup.last.isoformat() if found.backup.last else None},
            "outbox": {"waiting": figures.waiting, "given_up": figures.failed} if figures else None,
        }
        return web.json_response(body, status=503 if found.troubles else 200)

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

    async def _metrics(self, request: web.Request) -> web.Response:
        found = await self.condition()
        self._gauges["ready"].set(not found.troubles)
        self._gauges["degraded"].set(len(found.degraded))
        age = (self._clock.now() - found.backup.last).total_seconds() if found.backup.last else -1
        self._gauges["backup_age_seconds"].set(age)
        self._gauges["backup_failed"].set(bool(found.backup.failed))
        self._gauges["content_problems"].set(self._content.state.problems)
        if (figures := found.figures) is not None:
            oldest = (self._clock.now() - figures.oldest).total_seconds() if figures.oldest else 0
            self._gauges["outbox_waiting"].set(figures.waiting)
            self._gauges["outbox_oldest_seconds"].set(max(oldest, 0))
            self._gauges["outbox_given_up"].set(figures.failed)
        await self._count_codes()
        for ending, count in self._outbox.counts.items():
            self._sends.labels(ending=ending).set(count)
        for name, state in self._jobs.states.items():
            self._faults.labels(job=name).set(state.faults)
        for name, channel in self._channels.items():
            for what, count in dict(getattr(channel, "counts", {})).items():
                self._events.labels(channel=name, what=what).set(count)
        return web.Response(body=generate_latest(self._registry), headers={"Content-Type": CONTENT_TYPE_LATEST})

    async def _count_codes(self) -> None:
        try:
            wrong = await self._store.read(lambda tx: tx.wrong_codes(self._clock.now()))
        except StoreError:
            return  # `troubles` says so
        self._gauges["wrong_codes"].set(sum(one.count for one in wrong))
        self._gauges["slowed_accounts"].set(sum(one.count >= MOST_WRONG_CODES for one in wrong))


def from_this_machine(request: web.Request) -> bool:
    """Whether a program on this machine asks for itself. A proxy here asks for others: it says for whom, or passes on
    the name by which the bot is known outside."""
    if any(name in request.headers for name in _FORWARDED):
        return False
    return is_this_machine(request.remote or "") and is_this_machine(name_asked(request))


def many(count: int, what: str) -> str:
    return f"{count} {what}{'' if count == 1 else 's'}"


def without_paths(text: str) -> str:
    """The text without places of this machine's disk."""
    return _PATHS.sub("…", text)
