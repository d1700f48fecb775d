"""Traces: what belongs to a turn, in whichever process, without a word of anybody's; and nothing where unwanted."""

from __future__ import annotations

import asyncio
import contextlib
import subprocess
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path

import aiohttp
from aiohttp import web
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.proto.trace.v1.trace_pb2 import Span

from bot.core.model.turns import mark_of
from bot.runtime.tracing import trace_of
from tests.compose.test_serving import page, say, shown
from tests.process import ROOT, environment, serving


@dataclass
class Collector:
    """Takes spans over HTTP, as a real one does."""

    address: str = ""
    raw: list[bytes] = field(default_factory=list)
    spans: list[Span] = field(default_factory=list)
    services: set[str] = field(default_factory=set)

    async def take(self, request: web.Request) -> web.Response:
        body = await request.read()
        self.raw.append(body)
        for one in ExportTraceServiceRequest.FromString(body).resource_spans:
            self.services |= {a.value.string_value for a in one.resource.attributes if a.key == "service.name"}
            self.spans += [span for scope in one.scope_spans for span in scope.spans]
        return web.Response()

    def of(self, turn: str) -> dict[str, Span]:
        return {span.name: span for span in self.spans if span.trace_id.hex().startswith(turn)}


@contextlib.asynccontextmanager
async def collecting() -> AsyncIterator[Collector]:
    collector, app = Collector(), web.Application()
    app.add_routes([web.post("/v1/traces", collector.take)])
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    collector.address = f"http://127.0.0.1:{runner.addresses[0][1]}"
    try:
        yield collector
    finally:
        await runner.cleanup()


async def test_a_turn_its_store_and_its_answer_are_one_trace_without_words(tmp_path: Path) -> None:
    async with collecting() as collector, aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as session:
        wanted = {"OTEL_EXPORTER_OTLP_ENDPOINT": collector.address, "OTEL_BSP_SCHEDULE_DELAY": "200"}
        async with serving(tmp_path, **wanted) as (address, _):
            await page(session, address)
            assert await say(session, address, "m1-traced00", "Board approved it on 3 March") == 202
            await shown(session, address, "3 March 2026")
        # Whatever was not sent yet is sent when it stops.
        turns = [span for span in collector.spans if span.name == "turn"]
        kinds = {a.value.string_value: span for span in turns for a in span.attributes if a.key == "charter_bot.kind"}
        turn = kinds["text"]
        (mark,) = [a.value.string_value for a in turn.attributes if a.key == "charter_bot.turn"]
        found = collector.of(mark)
        assert set(found) == {"turn", "store", "delivery"}
        assert found["store"].parent_span_id == turn.span_id
        assert {span.trace_id for span in found.values()} == {turn.trace_id}
        assert turn.trace_id.hex() == f"{trace_of(mark):032x}"
        assert collector.services == {"charter-bot"}
        assert not [body for body in collector.raw if b"March" in body or b"approved" in body]


async def test_where_nobody_listens_the_bot_works(tmp_path: Path) -> None:
    async with (
        serving(tmp_path, OTEL_EXPORTER_OTLP_ENDPOINT="http://127.0.0.1:9") as (address, _),
        aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as session,
    ):
        await page(session, address)
        assert await say(session, address, "m1-unheard0", "help") == 202
        await shown(session, address, "I am a bot")


def loaded(folder: Path, **more: str) -> bool:
    """Whether a bot that opens its store has loaded OpenTelemetry."""
    asks = (
        "import asyncio, sys\n"
        "from bot.compose.app import open_app\n"
        "from bot.compose.settings import read_settings\n"
        "async def go():\n"
        "    async with open_app(read_settings(), sending=True): print('opentelemetry' in sys.modules)\n"
        "asyncio.run(go())"
    )
    done = subprocess.run(
        [sys.executable, "-c", asks],
        cwd=ROOT,
        env=environment(folder, **more),
        capture_output=True,
        text=True,
        check=True,
    )
    return {"True": True, "False": False}[done.stdout.split()[-1]]


async def test_it_is_loaded_only_where_it_is_wanted(tmp_path: Path) -> None:
    there = {"OTEL_EXPORTER_OTLP_TRACES_ENDPOINT": "http://127.0.0.1:9/v1/traces"}
    for env, expected in (({}, False), (there, True), (there | {"OTEL_SDK_DISABLED": "true"}, False)):
        assert await asyncio.to_thread(lambda e=env: loaded(tmp_path, **e)) is expected  # type: ignore[misc]


def test_a_trace_begins_with_the_mark_and_another_turn_has_another() -> None:
    mark = mark_of("slack:T1:Ev1")
    assert f"{trace_of(mark):032x}".startswith(mark)
    assert trace_of(mark) != trace_of(mark_of("slack:T1:Ev2"))
    assert trace_of("") == 0
