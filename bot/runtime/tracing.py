"""Traces by OpenTelemetry: which turn what belongs to, and how long it took. Loaded only where somebody wants them.

The trace of a turn has an id that begins with the turn's mark, as the log calls it, in whichever process: the worker
that sends an answer tomorrow puts it in the trace of today's turn, and whoever has a line of the log finds the trace.
Ids and kinds are told, never words.
"""

from __future__ import annotations

import hashlib
from contextlib import AbstractContextManager
from contextvars import ContextVar

from opentelemetry.context import Context
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import SERVICE_NAME, OTELResourceDetector, Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.sdk.trace.id_generator import RandomIdGenerator
from opentelemetry.trace import Span, get_current_span

from bot import __version__

_wanted: ContextVar[int] = ContextVar("wanted", default=0)
"""The id of the trace that begins now; nought: any."""


def trace_of(turn: str) -> int:
    """The id of a turn's trace: its mark, and what follows from it. Nought where there is no mark."""
    return int(turn + hashlib.sha256(turn.encode()).hexdigest()[: 32 - len(turn)], 16) if turn else 0


class _ByTurn(RandomIdGenerator):
    """Gives a trace the id of its turn."""

    def generate_trace_id(self) -> int:
        return _wanted.get() or super().generate_trace_id()

    def is_trace_id_random(self) -> bool:
        return False


class OpenTelemetry:
    """Sends spans as the variables of OpenTelemetry say (`OTEL_EXPORTER_OTLP_ENDPOINT`, `OTEL_TRACES_SAMPLER`, …)."""

    def __init__(self) -> None:
        own = Resource.create({SERVICE_NAME: "charter-bot", "service.version": __version__})
        self._provider = TracerProvider(id_generator=_ByTurn(), resource=own.merge(OTELResourceDetector().detect()))
        self._provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
        self._tracer = self._provider.get_tracer("charter-bot", __version__)

    def span(self, what: str, turn: str, **about: str) -> AbstractContextManager[Span]:
        """What happens inside is part of this turn's trace, and of the span around it where that is of it too."""
        wanted = trace_of(turn)
        around = get_current_span().get_span_context()
        _wanted.set(wanted)
        return self._tracer.start_as_current_span(
            what,
            context=None if around.trace_id == wanted else Context(),
            attributes={f"charter_bot.{name}": value for name, value in {"turn": turn, **about}.items()},
            record_exception=False,  # Its text may be somebody's words.
            set_status_on_exception=False,
        )

    def close(self) -> None:
        """Sends what is left. Takes some seconds where nobody listens."""
        self._provider.shutdown()
