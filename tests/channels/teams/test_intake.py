"""The whole road with a connector in a bad way: what was acknowledged is answered, and answered once."""

from __future__ import annotations

import asyncio
from collections import Counter
from pathlib import Path

import aiohttp
import pytest
from aiohttp import web

from bot.channels.teams import TeamsChannel
from bot.compose.app import open_app, web_application
from bot.compose.settings import read_settings
from tests.channels.teams.conftest import payload, values_for
from tests.stubs.connector import Connector, Fault, signed

PEOPLE = 30
FAULTS = [
    Fault(429, retry_after="1"),
    Fault(500, "ServiceError"),
    Fault(502),
    Fault(drop="before"),
    Fault(412, "PreconditionFailed"),
    Fault(401),
    Fault(503),
    Fault(504),
]


@pytest.mark.slow
async def test_every_event_is_answered_once_by_a_connector_that_fails(tmp_path: Path) -> None:
    settings = read_settings(database_url=f"sqlite:///{tmp_path}/bot.db", _env_file=None)
    async with Connector() as connector, open_app(settings, sending=True) as app, aiohttp.ClientSession() as session:
        channel = TeamsChannel(values_for(connector), app.turns.take, app.clock.now)
        app.add(channel)
        await app.start()
        post = asyncio.create_task(app.outbox.run())
        runner = web.AppRunner(web_application(app), access_log=None, shutdown_timeout=1)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        url = f"http://127.0.0.1:{runner.addresses[0][1]}/api/messages"
        connector.faults.extend(FAULTS)

        async def say(n: int) -> None:
            activity = {**payload("personal_message"), "serviceUrl": connector.url + "/", "id": f"17{n:011}"}
            activity["from"] = {"id": f"29:person{n}", "name": f"Person {n}"}
            activity["conversation"] = {**activity["conversation"], "id": f"a:talk{n}"}
            headers = {"Authorization": signed(connector.url + "/")}
            for _ in range(2):  # Teams delivers it twice
                async with session.post(url, json=activity, headers=headers) as response:
                    assert response.status == 202

        try:
            await asyncio.gather(*(say(n) for n in range(PEOPLE)))
            async with asyncio.timeout(90):
                while (await app.outbox.figures()).waiting:
                    await asyncio.sleep(0.05)
        finally:
            await app.outbox.stop(2)
            await post
            await runner.cleanup()
            await channel.close()
        arrived = Counter(each.conversation for each in connector.delivered)
        assert arrived == {f"a:talk{n}": 1 for n in range(PEOPLE)}
        assert not connector.faults
        assert app.outbox.counts["given_up"] == 0
