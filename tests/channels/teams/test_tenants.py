"""One bot for the organisations of a programme: each writes from its own tenant, the token is the home tenant's, and
nobody whose tenant is not on the list is let in.

What Microsoft's people describe (a multi-tenant Entra app behind a single-tenant Azure Bot):
https://github.com/microsoft/teams.ts/issues/507, https://github.com/OfficeDev/Microsoft-Teams-Samples/issues/1948
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from structlog.testing import capture_logs

from bot.channels.port import Ending
from bot.channels.teams import TeamsChannel
from bot.channels.teams.parsing import read
from bot.channels.teams.references import first_contact
from bot.channels.teams.values import TeamsValues
from bot.compose.app import App, open_app, web_application
from bot.compose.channels import teams_values
from bot.compose.settings import SettingsError, read_settings
from bot.core.model import Message
from bot.runtime.clock import StoppedClock
from bot.store.port import Tx
from tests.channels.teams.conftest import NOW, payload
from tests.programmes import CONVERSATIONS, read_once
from tests.stubs.connector import APP_ID, PASSWORD, Connector, signed

HOME = "00000000-0000-4000-8000-0000000000a0"
NORTH = "00000000-0000-4000-8000-0000000000b1"
SOUTH = "00000000-0000-4000-8000-0000000000c2"
WEST = "00000000-0000-4000-8000-0000000000d3"
CODES = {HOME: "ABCD-EFGH", NORTH: "BCDE-FGHJ", SOUTH: "CDEF-GHJK"}


@dataclass
class Programme:
    """A bot that three tenants may talk to."""

    app: App
    connector: Connector
    http: TestClient[web.Request, web.Application]
    sent: int = 0

    @property
    def channel(self) -> TeamsChannel:
        channel = self.app.channels["teams"]
        assert isinstance(channel, TeamsChannel)
        return channel

    def activity(self, tenant: str, text: str) -> dict[str, Any]:
        """As it comes from this tenant; everybody's user id is the same, so only the tenant tells them apart."""
        self.sent += 1
        body = payload("personal_message") | {"id": f"17{self.sent:011}", "text": text}
        body["serviceUrl"] = self.connector.url + "/"
        body["conversation"] |= {"tenantId": tenant, "id": f"a:{tenant}"}
        body["channelData"] = {"tenant": {"id": tenant}}
        return body

    async def says(self, tenant: str, text: str) -> int:
        body = self.activity(tenant, text)
        headers = {"Authorization": signed(body["serviceUrl"])}
        async with self.http.post("/api/messages", json=body, headers=headers) as answer:
            status = answer.status
        await self.app.outbox.drain(self.app.clock.now())
        return status

    def heard(self, tenant: str) -> str:
        """All that was said in the chat there."""
        return repr([d.activity for d in self.connector.delivered if d.conversation == f"a:{tenant}"])


@pytest.fixture
async def programme(tmp_path: Path) -> AsyncIterator[Programme]:
    settings = read_settings(
        database_url=f"sqlite:///{tmp_path}/bot.db", bot_content=CONVERSATIONS, _env_file=None,
        microsoft_app_id=APP_ID, microsoft_app_password=PASSWORD, microsoft_app_tenant_id=HOME,
        microsoft_app_tenants=f"{NORTH}, {SOUTH.upper()}",
    )  # fmt: skip
    async with AsyncExitStack() as stack:
        connector = await stack.enter_async_context(Connector())
        app = await stack.enter_async_context(open_app(settings, StoppedClock(NOW), reads=read_once))

        def adopters(tx: Tx) -> None:
            for tenant, code in CODES.items():
                tx.add_adopter(f"Homes {tenant[-2:]}", code, NOW)

        await app.store.write(adopters)
        values = replace(teams_values(settings), login=connector.url, openid_url=f"{connector.url}/openid")
        app.add(TeamsChannel(values, app.turns.take, lambda: NOW))
        await app.start()
        stack.push_async_callback(app.channels["teams"].close)
        http = await stack.enter_async_context(TestClient(TestServer(web_application(app))))
        yield Programme(app, connector, http)


async def test_three_tenants_talk_to_one_bot_and_hear_of_their_own_only(programme: Programme) -> None:
    outcomes = {HOME: "noted", NORTH: "adopted", SOUTH: "not_agreed"}
    words = {HOME: "noted", NORTH: "adopted", SOUTH: "rejected"}
    for tenant, code in CODES.items():
        assert await programme.says(tenant, code) == 202, f"people of {tenant} are refused"
    for tenant, outcome in words.items():
        assert await programme.says(tenant, f"the board {outcome} it on 3 March") == 202
        assert await programme.says(tenant, "yes") == 202
    facts = await programme.app.store.read(lambda tx: list(tx.facts()))
    kept = {fact.adopter: fact.value for fact in facts if fact.name == "board.outcome"}
    assert kept == {f"homes-{tenant[-2:]}": outcome for tenant, outcome in outcomes.items()}
    for tenant in CODES:
        assert "3 March" in programme.heard(tenant), f"nobody of {tenant} was answered"
        others = [f"Homes {other[-2:]}" for other in CODES if other != tenant]
        assert [name for name in others if name in programme.heard(tenant)] == []


async def test_the_token_is_the_home_tenants_whomever_a_message_goes_to(programme: Programme) -> None:
    for tenant in CODES:
        await programme.says(tenant, "hello")
    assert programme.connector.asked_for_tokens == [HOME]
    (turn,) = read(programme.activity(NORTH, "hello"), NOW).turns
    mate = first_contact(turn.address, "29:1fakeMATE")
    assert (await programme.channel.send(mate, Message("Hello"), 1, False)).ending is Ending.SENT
    assert programme.connector.opened_in == [NORTH], "the chat is opened in the tenant of whom it is with"
    assert programme.connector.asked_for_tokens == [HOME]


async def test_who_is_not_on_the_list_is_refused_and_the_operator_reads_who_it_was(programme: Programme) -> None:
    with capture_logs() as logs:
        for _ in range(3):
            assert await programme.says(WEST, "hello") == 403
    assert programme.connector.delivered == []
    named = [line["tenant"] for line in logs if line["event"] == "teams.unknown_tenant"]
    assert named == [WEST], "named once, and not at every message"
    async with programme.http.get("/readyz", headers={"Host": "127.0.0.1"}) as answer:
        shown = await answer.json()
    assert answer.status == 200, "strangers take no server out"
    assert [line for line in shown["degraded"] if WEST in line and "MICROSOFT_APP_TENANTS" in line], shown


def test_the_home_tenant_is_always_let_in_and_a_bot_that_has_none_lets_nobody_in() -> None:
    assert TeamsValues(APP_ID, tenant_id=HOME, tenants=(NORTH,)).lets_in(HOME)
    assert TeamsValues(APP_ID, tenant_id=HOME.upper(), app_type="UserAssignedMSI").lets_in(HOME)
    assert not TeamsValues(APP_ID).lets_in("")
    assert not TeamsValues(APP_ID, tenant_id=HOME).lets_in("")
    assert not TeamsValues(APP_ID, app_type="MultiTenant", tenants=(NORTH,)).lets_in(SOUTH)


def test_by_default_it_is_a_bot_that_can_still_be_made() -> None:
    """Multi-tenant bots cannot be created since 31 July 2025."""
    assert read_settings(_env_file=None).microsoft_app_type == "SingleTenant" == TeamsValues(APP_ID).app_type


@pytest.mark.parametrize("wrong", ["north.onmicrosoft.com", "1234", f"{NORTH};{SOUTH}"])
def test_a_tenant_that_is_written_wrong_is_named(wrong: str) -> None:
    with pytest.raises(SettingsError, match=r"MICROSOFT_APP_TENANTS.*is no tenant id"):
        read_settings(microsoft_app_tenants=f"{NORTH},{wrong}", _env_file=None)
