"""A real Teams channel over real HTTP, beside a stub of the Bot Connector, with a hall that remembers."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from bot.channels.port import Documents
from bot.channels.teams import TeamsChannel, TeamsValues
from bot.channels.teams.files import Handed
from bot.channels.teams.parsing import read
from bot.core.model import Address, Turn
from tests.stubs.connector import APP_ID, PASSWORD, TENANT, Connector, signed

PAYLOADS = Path(__file__).parents[1] / "payloads" / "teams"
NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


def payload(name: str) -> dict[str, Any]:
    """A recorded activity."""
    activity: dict[str, Any] = json.loads((PAYLOADS / f"{name}.json").read_text())["activity"]
    return activity


class TurnHandler:
    """Remembers turns; may be told to fail."""

    def __init__(self) -> None:
        self.turns: list[Turn] = []
        self.failing = False

    async def __call__(self, turn: Turn) -> bool:
        if self.failing:
            raise OSError("the disk is full")
        self.turns.append(turn)
        return True


@dataclass
class House:
    """What the tests talk to."""

    channel: TeamsChannel
    turns: TurnHandler
    connector: Connector
    url: str
    session: aiohttp.ClientSession
    answers: list[aiohttp.ClientResponse] = field(default_factory=list)

    async def post(
        self, activity: Any, token: str | None = "", body: bytes | None = None, headers: dict[str, str] | None = None
    ) -> tuple[int, bytes]:
        """Posts an activity as Teams would. `token` None: none at all."""
        service = activity.get("serviceUrl", "") if isinstance(activity, dict) else ""
        sent = {"Content-Type": "application/json; charset=utf-8", **(headers or {})}
        if token is not None:
            sent["Authorization"] = token or signed(service)
        data = json.dumps(activity).encode() if body is None else body
        async with self.session.post(self.url, data=data, headers=sent) as response:
            return response.status, await response.read()

    def address(self, name: str = "personal_message", **changes: Any) -> Address:
        """The address in a payload, its service being the stub."""
        activity = {**payload(name), "serviceUrl": self.connector.url + "/", **changes}
        return read(activity, NOW).turns[0].address


def values_for(connector: Connector, **changes: Any) -> TeamsValues:
    """Values that point at the stub."""
    known: dict[str, Any] = {
        "app_id": APP_ID,
        "password": PASSWORD,
        "tenant_id": TENANT,
        "app_type": "SingleTenant",
        "token_url": f"{connector.url}/token",
        "openid_url": f"{connector.url}/openid",
        "timeout": 30.0,  # a test of slow answers sets its own: a slow machine must not make one
    }
    return TeamsValues(**{**known, **changes})


Build = Callable[..., Awaitable[House]]


@pytest.fixture
async def build() -> AsyncIterator[Build]:
    """Builds a house; values may be changed."""
    closing: list[Callable[[], Awaitable[Any]]] = []

    async def make(documents: Documents | None = None, handed: Handed | None = None, **changes: Any) -> House:
        connector = await Connector().__aenter__()
        turns = TurnHandler()
        values = values_for(connector, **changes)
        channel = TeamsChannel(values, turns, clock=lambda: NOW, documents=documents, handed=handed)
        await channel.start()
        app = web.Application(client_max_size=8 * 1024 * 1024)
        app.add_routes(channel.routes())
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        session = aiohttp.ClientSession()
        closing.extend([session.close, runner.cleanup, channel.close, connector.__aexit__])
        url = f"http://127.0.0.1:{runner.addresses[0][1]}/api/messages"
        return House(channel, turns, connector, url, session)

    yield make
    for close in closing:
        await close()


@pytest.fixture
async def house(build: Build) -> House:
    """The usual house: single tenant, no emulator."""
    return await build()
