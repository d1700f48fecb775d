"""Health and figures of a process: of the one that serves, beside its pages; of a worker, on a port of its own."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable
from functools import wraps
from typing import TYPE_CHECKING, cast

import structlog
from aiohttp import web

from bot.compose.logs import FAILURES
from bot.http.condition import Doing
from bot.http.health import Health
from bot.http.metrics import Metrics
from bot.http.names import only_by_own_name
from bot.runtime.measuring import Measuring, ticks
from bot.store.open import sqlite_path

if TYPE_CHECKING:
    from bot.compose.app import App

log = structlog.get_logger(__name__)

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def health_of(app: App) -> Health:
    """The pages by which a machine asks how this process does."""
    settings = app.settings
    every = settings.backup_every if settings.backup_dir else None
    doing = Doing(app.store, app.content, app.clock, app.channels, app.jobs, every)
    metrics = Metrics(app.measures, app.store, app.outbox, app.channels, app.jobs, FAILURES)
    return Health(doing, metrics, app.content, app.clock, app.channels, app.jobs, settings.health_is_local)


def name_build(app: App, only: str) -> None:
    """Says among the figures what runs here."""
    database = "postgresql" if sqlite_path(app.settings.database_url) is None else "sqlite"
    app.measures.build(only or "both", database)


def timed(channel: str, routes: list[web.RouteDef], measuring: Measuring) -> list[web.RouteDef]:
    """A channel's routes, of which those that take something in are measured: their answer is the acknowledgement."""

    def measured(handler: Handler) -> Handler:
        @wraps(handler)
        async def answer(request: web.Request) -> web.StreamResponse:
            begun = ticks()
            response = await handler(request)
            if response.status < web.HTTPBadRequest.status_code:
                measuring.acknowledged(channel, ticks() - begun)
            return response

        return answer

    return [
        web.RouteDef(r.method, r.path, measured(cast("Handler", r.handler)), r.kwargs) if r.method == "POST" else r
        for r in routes
    ]


@contextlib.asynccontextmanager
async def listening_for_health(app: App) -> AsyncIterator[None]:
    """Answers on the worker's port while the block runs. Where that is taken, by another worker perhaps, it works all
    the same, and says so."""
    settings = app.settings
    application = web.Application()
    if settings.demo:
        application.middlewares.append(only_by_own_name(f"http://{settings.host}:{settings.worker_port}"))
    application.add_routes(health_of(app).routes())
    async with contextlib.AsyncExitStack() as stack:
        if settings.worker_port:
            try:
                served = app.connections.listening(application, settings.host, settings.worker_port)
                await stack.enter_async_context(served)
            except OSError as error:
                log.warning("worker_port_taken", port=settings.worker_port, error=error.strerror)
        yield
