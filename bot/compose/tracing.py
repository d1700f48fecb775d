"""Whether traces are sent, as the variables of OpenTelemetry say."""

from __future__ import annotations

import asyncio
import contextlib
import os
from collections.abc import AsyncIterator

import structlog

from bot.runtime.measuring import NoTracing, Tracing

log = structlog.get_logger(__name__)

WANTED = ("OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT")


@contextlib.asynccontextmanager
async def open_tracing(serving: bool) -> AsyncIterator[Tracing]:
    """Tracing while the block runs; what is left is sent at its end. It is loaded only where it is wanted, and by
    what serves: a command is not to wait for whoever collects."""
    off = not serving or os.environ.get("OTEL_SDK_DISABLED", "").strip().casefold() == "true"
    if off or not any(os.environ.get(name) for name in WANTED):
        yield NoTracing()
        return
    try:
        from bot.runtime.tracing import OpenTelemetry
    except ImportError:
        log.warning("tracing_not_installed", what="pip install 'charter-bot[tracing]'")
        yield NoTracing()
        return
    tracing = OpenTelemetry()
    try:
        yield tracing
    finally:
        await asyncio.to_thread(tracing.close)
