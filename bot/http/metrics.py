"""`/metrics`: the figures of this process, and those of the store and the jobs as they stand when it is asked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime

from prometheus_client import Gauge, generate_latest
from prometheus_client.core import CounterMetricFamily
from prometheus_client.registry import Collector

from bot.channels.port import Channel
from bot.core.people.codes import MOST_WRONG_CODES
from bot.http.condition import Condition
from bot.runtime.measures import Measures
from bot.runtime.outbox import Outbox
from bot.runtime.supervisor import Supervisor
from bot.store.port import Store, StoreError, Tx, WrongCodes

Failures = Mapping[tuple[str, str], int]
"""How many warnings and errors this process has had, by level and kind."""

GAUGES = {
    "outbox_waiting": "Messages committed and not yet sent",
    "outbox_oldest_seconds": "Age of the oldest message that waits",
    "outbox_given_up": "Messages given up",
    "reminders_due": "Adopters whose reminders should have been looked at by now",
    "reminders_late_seconds": "For how long the first of them has waited",
    "wrong_codes": "Join and linking codes of the last hour that are none",
    "slowed_accounts": "Accounts that gave too many of them, and are slowed down",
    "content_problems": "Problems of newer content, which was refused",
    "backup_age_seconds": "Age of the newest backup; -1 where there is none, or none is to be made",
    "backup_failed": "1 when the last try to make a backup failed",
    "ready": "1 when the bot can do its work",
    "degraded": "How many things somebody should look at",
}


class Metrics:
    """Writes the page. The histograms are in `measures`; what stands in the store is asked each time."""

    def __init__(
        self, measures: Measures, store: Store, outbox: Outbox, channels: Mapping[str, Channel], jobs: Supervisor,
        failures: Failures,
    ) -> None:  # fmt: skip
        self._registry = measures.registry
        self._store, self._outbox, self._channels, self._jobs = store, outbox, channels, jobs
        self._gauges = {name: self._gauge(name, what) for name, what in GAUGES.items()}
        self._sends = self._gauge("sends", "Attempts to send by ending", "ending")
        self._faults = self._gauge("job_faults", "Faults of each job", "job")
        self._events = self._gauge("events", "Events by channel and what became of them", "channel", "what")
        self._registry.register(_Failures(failures))

    def _gauge(self, name: str, what: str, *labels: str) -> Gauge:
        return Gauge(f"charter_bot_{name}", what, labels, registry=self._registry)

    async def page(self, found: Condition, now: datetime) -> bytes:
        """All of it, as Prometheus reads it."""
        self._tell_condition(found, now)
        await self._ask_store(now)
        for ending, count in self._outbox.counts.items():
            self._sends.labels(ending=ending).set(count)
        for name, state in self._jobs.states.items():
            self._faults.labels(job=name).set(state.faults)
        for name, channel in self._channels.items():
            for what, count in dict(getattr(channel, "counts", {})).items():
                self._events.labels(channel=name, what=what).set(count)
        return generate_latest(self._registry)

    def _tell_condition(self, found: Condition, now: datetime) -> None:
        gauges = self._gauges
        gauges["ready"].set(not found.troubles)
        gauges["degraded"].set(len(found.degraded))
        gauges["backup_age_seconds"].set((now - found.backup.last).total_seconds() if found.backup.last else -1)
        gauges["backup_failed"].set(bool(found.backup.failed))
        gauges["content_problems"].set(found.content_problems)
        if (figures := found.figures) is not None:
            gauges["outbox_waiting"].set(figures.waiting)
            gauges["outbox_oldest_seconds"].set(_seconds_since(figures.oldest, now))
            gauges["outbox_given_up"].set(figures.failed)

    async def _ask_store(self, now: datetime) -> None:
        def ask(tx: Tx) -> tuple[list[WrongCodes], int, datetime | None]:
            return tx.wrong_codes(now), *tx.waking(now)

        try:
            wrong, due, first = await self._store.read(ask)
        except StoreError:
            return  # `troubles` says so
        self._gauges["wrong_codes"].set(sum(one.count for one in wrong))
        self._gauges["slowed_accounts"].set(sum(one.count >= MOST_WRONG_CODES for one in wrong))
        self._gauges["reminders_due"].set(due)
        self._gauges["reminders_late_seconds"].set(_seconds_since(first, now))


def _seconds_since(moment: datetime | None, now: datetime) -> float:
    return max((now - moment).total_seconds(), 0.0) if moment else 0.0


class _Failures(Collector):
    """Warnings and errors of the log, by kind: whatever goes wrong has a line there."""

    def __init__(self, failures: Failures) -> None:
        self._failures = failures

    def collect(self) -> Iterator[CounterMetricFamily]:
        family = CounterMetricFamily("charter_bot_failures", "Warnings and errors, by kind", labels=["level", "kind"])
        for (level, kind), count in list(self._failures.items()):
            family.add_metric([level, kind], count)
        yield family
