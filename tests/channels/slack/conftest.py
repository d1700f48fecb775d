"""A real channel in front of a tiny hall, and a local Slack behind it."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from aiohttp import ClientResponse, web
from aiohttp.test_utils import TestClient, TestServer

from bot.channels.slack import SlackChannel, SlackSettings
from bot.channels.slack.signing import sign
from bot.core.model import Turn
from tests.stubs.slack import TOKEN, SlackStub

SECRET = "a-signing-secret"
PAYLOADS = Path(__file__).parents[1] / "payloads" / "slack"
NOW = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)


def payload(name: str) -> dict[str, Any]:
    """A recorded payload's body, without the note of where it comes from."""
    found: dict[str, Any] = json.loads((PAYLOADS / f"{name}.json").read_text("utf-8"))["body"]
    return found


@dataclass
class TurnHandler:
    """Keeps turns by their event, as the store does; fails or dawdles when told to."""

    turns: list[Turn] = field(default_factory=list)
    trouble: Exception | None = None
    seconds: float = 0.0
    kept: asyncio.Event = field(default_factory=asyncio.Event)

    async def __call__(self, turn: Turn) -> bool:
        await asyncio.sleep(self.seconds)
        if self.trouble is not None:
            raise self.trouble
        if all(kept.event != turn.event for kept in self.turns):
            self.turns.append(turn)
        self.kept.set()
        return True


@dataclass
class House:
    """Everything a test needs."""

    slack: SlackStub
    channel: SlackChannel
    turns: TurnHandler
    http: TestClient[web.Request, web.Application]

    async def deliver(self, body: Any, headers: dict[str, str] | None = None) -> ClientResponse:
        """A signed JSON request (an event)."""
        return await self.raw(json.dumps(body).encode(), "application/json", headers)

    async def interact(self, body: Any) -> ClientResponse:
        """A signed form with `payload` (buttons, modals, shortcuts)."""
        form = urlencode({"payload": json.dumps(body)}).encode()
        return await self.raw(form, "application/x-www-form-urlencoded")

    async def command(self, body: dict[str, str]) -> ClientResponse:
        """A signed plain form (a slash command)."""
        return await self.raw(urlencode(body).encode(), "application/x-www-form-urlencoded")

    async def raw(self, raw: bytes, kind: str, headers: dict[str, str] | None = None) -> ClientResponse:
        """Any signed body."""
        stamp = str(int(time.time()))
        signed = {
            "Content-Type": kind,
            "X-Slack-Request-Timestamp": stamp,
            "X-Slack-Signature": sign(SECRET, stamp, raw),
        }
        return await self.http.post("/slack/events", data=raw, headers=signed | (headers or {}))


@pytest.fixture
async def house() -> AsyncIterator[House]:
    """The channel, started, with the bot's identity known."""
    async with SlackStub(people={"U0LEAD": "Priya", "U0MATE": "Sam"}) as slack:
        turns = TurnHandler()
        settings = SlackSettings(SECRET, TOKEN, api_url=slack.api_url, answer_seconds=1.0)
        channel = SlackChannel(settings, turns)
        app = web.Application()
        app.add_routes(channel.routes())
        await channel.start()
        await channel.installs.ask()  # type: ignore[union-attr]
        async with TestClient(TestServer(app)) as http:
            yield House(slack, channel, turns, http)
        await channel.close()
