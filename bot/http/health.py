"""What a machine may ask: alive, ready, and figures for Prometheus. Numbers and ids only, never people's words."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from aiohttp import web
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Gauge, generate_latest

from bot.channels.port import Channel
from bot.content.live import LiveContent
from bot.runtime.clock import Clock
from bot.runtime.outbox import Outbox
from bot.store.port import OutboxFigures, Store, StoreError

OLDEST_WAITING = timedelta(minutes=10)
"""A message that has waited longer than this means that sending does not work."""


class Health:
    """`/healthz`, `/readyz` and `/metrics`."""

    def __init__(
        self, store: Store, outbox: Outbox, content: LiveContent, clock: Clock, channels: Mapping[str, Channel]
    ) -> None:
        self._store, self._outbox, self._content, self._clock = store, outbox, content, clock
        self._channels = channels
        self._registry = CollectorRegistry()
        self._gauges = {
            name: Gauge(f"charter_bot_{name}", what, registry=self._registry)
            for name, what in {
                "outbox_waiting": "Messages committed and not yet sent",
                "outbox_oldest_seconds": "Age of the oldest message that waits",
                "outbox_given_up": "Messages given up",
                "ready": "1 when the bot can do its work",
            }.items()
        }
        self._sends = Gauge("charter_bot_sends", "Attempts to send by ending", ["ending"], registry=self._registry)
        self._events = Gauge(
            "charter_bot_events",
            "Events by channel and what became of them",
            ["channel", "what"],
            registry=self._registry,
        )

    def routes(self) -> list[web.RouteDef]:
        return [
            web.get("/healthz", self._alive),
            web.get("/readyz", self._ready),
            web.get("/metrics", self._metrics),
        ]

    async def _alive(self, request: web.Request) -> web.Response:
        return web.json_response({"alive": True})

    async def _ready(self, request: web.Request) -> web.Response:
        """200 when store, content and outbox work; 503 with what does not."""
        troubles, figures = await self._troubles()
        body = {
            "ready": not troubles,
            "troubles": troubles,
            "doors": {name: state for name, c in self._channels.items() if (state := getattr(c, "state", None))},
            "content": self._content.programme().journey.key,
            "outbox": {"waiting": figures.waiting, "given_up": figures.failed} if figures else None,
        }
        return web.json_response(body, status=503 if troubles else 200)

    async def _troubles(self) -> tuple[list[str], OutboxFigures | None]:
        try:
            figures = await self._store.read(lambda tx: tx.outbox_figures(tuple(self._channels)))
        except StoreError as error:
            return [f"store: {error}"], None
        now, found = self._clock.now(), []
        if figures.oldest is not None and now - figures.oldest > OLDEST_WAITING:
            found.append(f"outbox: a message has waited since {figures.oldest.isoformat()}: {figures.last_error}")
        return found, figures

    async def _metrics(self, request: web.Request) -> web.Response:
        troubles, figures = await self._troubles()
        self._gauges["ready"].set(not troubles)
        if figures is not None:
            oldest = (self._clock.now() - figures.oldest).total_seconds() if figures.oldest else 0
            self._gauges["outbox_waiting"].set(figures.waiting)
            self._gauges["outbox_oldest_seconds"].set(max(oldest, 0))
            self._gauges["outbox_given_up"].set(figures.failed)
        for ending, count in self._outbox.counts.items():
            self._sends.labels(ending=ending).set(count)
        for name, channel in self._channels.items():
            for what, count in dict(getattr(channel, "counts", {})).items():
                self._events.labels(channel=name, what=what).set(count)
        return web.Response(body=generate_latest(self._registry), headers={"Content-Type": CONTENT_TYPE_LATEST})
