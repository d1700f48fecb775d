"""The servers that tests/bench/slack.py compares, each made the way its kind is made.

bare   an aiohttp handler: HMAC, dedupe, commit (SQLite, synchronous=FULL), post by a shared session
stock  slack-bolt as its first page shows it, echoing by `say`; keeps nothing
channel   this bot's way in and out around the bare handler's commit, without the conversation
ours   this bot, whole: signature, bolt, conversation, store, outbox, blocks, post, App Homes
"""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import hmac
import json
import re
import sys
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import aiohttp
from aiohttp import web

from bot.channels.port import TurnHandler
from bot.core.model import Account
from tests.bench import serving
from tests.bench.harness import BARE, DOOR, OURS, STOCK

SECRET, TOKEN, TEAM = "bench-secret", "xoxb-stub-token", "T0TEAM"
PATH = "/slack/events"


def bare(folder: Path, api: str) -> web.Application:
    """The least that is durable."""
    kept = serving.Kept(folder / "bare.db")

    async def handle(request: web.Request, behind: serving.Behind) -> web.Response:
        raw = await request.read()
        stamp = request.headers["X-Slack-Request-Timestamp"]
        mac = hmac.new(SECRET.encode(), f"v0:{stamp}:".encode() + raw, hashlib.sha256).hexdigest()
        fresh = abs(time.time() - int(stamp)) < 300
        if not (fresh and hmac.compare_digest("v0=" + mac, request.headers["X-Slack-Signature"])):
            return web.Response(status=401)
        body = json.loads(raw)
        event, reply = body["event"], "You said: " + body["event"]["text"]

        async def post(session: aiohttp.ClientSession) -> None:
            headers = {"Authorization": f"Bearer {TOKEN}"}
            said = {"channel": event["channel"], "text": reply}
            async with session.post(api + "chat.postMessage", json=said, headers=headers) as response:
                await response.json()

        if kept.keep(body["event_id"], event["text"], reply):
            behind(post)
        return web.Response()

    return serving.bare(PATH, handle)


def stock(api: str) -> web.Application:
    """bolt as its documentation begins."""
    from slack_bolt.async_app import AsyncApp
    from slack_sdk.web.async_client import AsyncWebClient

    app = AsyncApp(client=AsyncWebClient(token=TOKEN, base_url=api), signing_secret=SECRET)

    @app.message(re.compile(".*"))
    async def echo(message: dict[str, Any], say: Callable[[str], Awaitable[Any]]) -> None:
        await say("You said: " + message["text"])

    return app.web_app()


def endpoint(folder: Path, api: str) -> web.Application:
    """Our rim, the bare handler's heart."""
    from bot.channels.slack import SlackChannel, SlackSettings

    def channel(turns: TurnHandler) -> SlackChannel:
        return SlackChannel(SlackSettings(SECRET, TOKEN, api_url=api), turns)

    return serving.endpoint(folder, channel)


def app_of(which: str, folder: Path, api: str) -> contextlib.AbstractAsyncContextManager[web.Application]:
    """The server of that kind."""
    from bot.compose.channels import open_channels

    if which == OURS:
        return serving.ours(
            folder, lambda number: Account("slack", TEAM, f"U0P{number}"), open_channels,
            slack_signing_secret=SECRET, slack_bot_token=TOKEN, slack_api_url=api,
        )  # fmt: skip
    made = {STOCK: lambda: stock(api), BARE: lambda: bare(folder, api), DOOR: lambda: endpoint(folder, api)}
    return contextlib.nullcontext(made[which]())


if __name__ == "__main__":
    asyncio.run(serving.serve(app_of(sys.argv[1], Path(sys.argv[2]), sys.argv[3]), PATH))
