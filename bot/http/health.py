"""What a machine may ask: alive, ready, and figures for Prometheus. Numbers and ids only, never people's words.

Not ready (503) is what another server would do better, or what a restart may mend: nothing can be kept, no content is
loaded, nothing is sent. Whatever one message or one edit can cause is `degraded`, and answered with 200.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping

from aiohttp import web
from prometheus_client import CONTENT_TYPE_LATEST

from bot.channels.port import Channel
from bot.content.live import LiveContent
from bot.http.condition import Doing
from bot.http.metrics import Metrics
from bot.http.names import is_this_machine, name_asked
from bot.runtime.clock import Clock
from bot.runtime.supervisor import Supervisor

_FORWARDED = ("Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-IP")
Page = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Health:
    """`/healthz`, `/readyz` and `/metrics`; the latter two for this machine alone where `local` says so."""

    def __init__(
        self, doing: Doing, metrics: Metrics, content: LiveContent, clock: Clock, channels: Mapping[str, Channel],
        jobs: Supervisor, local: bool = False,
    ) -> None:  # fmt: skip
        self._doing, self._figures, self._content, self._clock = doing, metrics, content, clock
        self._channels, self._jobs, self._local = channels, jobs, local

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
        found = await self._doing.condition()
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

    async def _metrics(self, request: web.Request) -> web.Response:
        page = await self._figures.page(await self._doing.condition(), self._clock.now())
        return web.Response(body=page, headers={"Content-Type": CONTENT_TYPE_LATEST})


def from_this_machine(request: web.Request) -> bool:
    """Whether a program on this machine asks for itself. A proxy here asks for others: it says for whom, or passes on
    the name by which the bot is known outside."""
    if any(name in request.headers for name in _FORWARDED):
        return False
    return is_this_machine(request.remote or "") and is_this_machine(name_asked(request))
