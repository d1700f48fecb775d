"""The figures of this process for Prometheus. Ids, numbers and names of channels only."""

from __future__ import annotations

import platform

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector

from bot import __version__

FAST = (0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0)
"""Seconds, for what is done in this process. Slack waits three for its acknowledgement."""
SLOW = (0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 30.0, 60.0, 300.0, 1800.0)
"""Seconds, for what waits for a provider."""


class Measures:
    """Keeps what the turn handler, the outbox and the channels tell it. One for a process."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)
        self._turn = self._seconds("turn", "From when a turn was taken until it was kept", FAST)
        self._reading = self._seconds("reading", "Reading a turn's words and working out the answer", FAST)
        self._acknowledged = self._seconds(
            "acknowledgement", "From when an event came until its channel knew that", FAST
        )
        self._attempt = self._seconds("attempt", "One attempt to send", SLOW)
        self._delivered = self._seconds("delivery", "From when an answer was kept until it had arrived", SLOW)
        self._words = Counter(
            "charter_bot_words", "Messages in words, by whether they were understood", ["channel", "what"],
            registry=self.registry,
        )  # fmt: skip

    def build(self, role: str, database: str) -> None:
        """What runs here: `role` is web, worker or both."""
        build = Gauge(
            "charter_bot_build_info", "1, with what runs here", ["version", "python", "database", "role"],
            registry=self.registry,
        )  # fmt: skip
        build.labels(__version__, platform.python_version(), database, role).set(1)

    def turn(self, channel: str, seconds: float) -> None:
        self._turn.labels(channel).observe(seconds)

    def reading(self, channel: str, seconds: float) -> None:
        self._reading.labels(channel).observe(seconds)

    def words(self, channel: str, understood: bool) -> None:
        of_channel = {what: self._words.labels(channel, what) for what in ("understood", "unclear")}
        of_channel[
            "understood" if understood else "unclear"
        ].inc()  # Prometheus sees a rise only from a 0 that it saw.

    def acknowledged(self, channel: str, seconds: float) -> None:
        self._acknowledged.labels(channel).observe(seconds)

    def attempt(self, channel: str, seconds: float) -> None:
        self._attempt.labels(channel).observe(seconds)

    def delivered(self, channel: str, seconds: float) -> None:
        self._delivered.labels(channel).observe(seconds)

    def _seconds(self, name: str, what: str, steps: tuple[float, ...]) -> Histogram:
        return Histogram(f"charter_bot_{name}_seconds", what, ["channel"], buckets=steps, registry=self.registry)
