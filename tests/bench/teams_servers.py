"""The servers that tests/bench/teams.py compares.

bare   an aiohttp handler: no JWT, dedupes and commits (SQLite, synchronous=FULL), posts by a shared session
channel   this bot's way in and out (JWT, parsing, card, token) around the same commit, without the conversation
ours   this bot, whole: JWT, conversation, store, outbox, card, post
"""

from __future__ import annotations

import asyncio
import contextlib
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import aiohttp
from aiohttp import web

from bot.channels.port import TurnHandler
from bot.core.model import Account
from tests.bench import serving
from tests.bench.harness import DOOR, OURS
from tests.stubs.connector import APP_ID, PASSWORD, TENANT

if TYPE_CHECKING:
    from bot.channels.teams import TeamsValues
    from bot.compose.app import App

PATH = "/api/messages"


def values(stub: str) -> TeamsValues:
    """The stub's addresses instead of Microsoft's."""
    from bot.channels.teams import TeamsValues

    return TeamsValues(
        APP_ID, PASSWORD, TENANT, "SingleTenant", token_url=f"{stub}/token", openid_url=f"{stub}/openid"
    )


def bare(folder: Path) -> web.Application:
    """The least that is durable."""
    kept = serving.Kept(folder / "bare.db")

    async def handle(request: web.Request, behind: serving.Behind) -> web.Response:
        activity = await request.json()
        place, said = activity["conversation"]["id"], activity["text"]
        url = f"{activity['serviceUrl'].rstrip('/')}/v3/conversations/{place}/activities"
        reply = {"type": "message", "from": activity["recipient"], "text": "You said: " + said}

        async def post(session: aiohttp.ClientSession) -> None:
            async with session.post(url, json=reply, headers={"Authorization": "Bearer free"}) as response:
                await response.read()

        if kept.keep(f"{place}:{activity['id']}", said, reply["text"]):
            behind(post)
        return web.Response(status=202)

    return serving.bare(PATH, handle)


def endpoint(folder: Path, stub: str) -> web.Application:
    """Our rim, the bare handler's heart."""
    from bot.channels.teams import TeamsChannel

    def channel(turns: TurnHandler) -> TeamsChannel:
        return TeamsChannel(values(stub), turns, lambda: datetime.now(UTC))

    return serving.endpoint(folder, channel)


def app_of(which: str, folder: Path, stub: str) -> contextlib.AbstractAsyncContextManager[web.Application]:
    """The server of that kind."""

    def open_door(app: App) -> None:
        from bot.channels.teams import TeamsChannel
        from bot.runtime.views import StoredViews

        views = StoredViews(app.store, app.turns.programme, app.clock.now)
        app.add(TeamsChannel(values(stub), app.turns.take, app.clock.now, views))

    if which == OURS:
        return serving.ours(
            folder, lambda number: Account("teams", TENANT, f"29:p{number}"), open_door, teams_emulator=False
        )
    return contextlib.nullcontext(endpoint(folder, stub) if which == DOOR else bare(folder))


if __name__ == "__main__":
    asyncio.run(serving.serve(app_of(sys.argv[1], Path(sys.argv[2]), sys.argv[3]), PATH))
