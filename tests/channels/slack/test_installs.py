"""Many workspaces by OAuth: tokens encrypted, the browser bound, organisations, uninstalling."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from urllib.parse import parse_qs, urlsplit

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from bot.channels.port import Ending
from bot.channels.slack import SlackChannel, SlackSettings
from bot.channels.slack.installs import Installation, ManyWorkspaces, Sealed
from bot.channels.slack.readings import Self
from bot.core.model import Address, Message
from tests.channels.slack.conftest import SECRET, House, TurnHandler, payload
from tests.stubs.slack import SCOPES, SlackStub

TOKEN = "xoxb-installed"
GIVEN = {
    "ok": True,
    "access_token": TOKEN,
    "token_type": "bot",
    "scope": "chat:write,im:history",
    "bot_user_id": "U0BOT",
    "app_id": "A0APP",
    "team": {"id": "T0TEAM", "name": "Acme"},
    "enterprise": None,
    "is_enterprise_install": False,
    "authed_user": {"id": "U0LEAD"},
}


@dataclass
class Kept:
    """A store's small values."""

    values: dict[str, str] = field(default_factory=dict)

    async def get(self, key: str) -> str | None:
        return self.values.get(key)

    async def set(self, key: str, value: str | None) -> None:
        self.values.pop(key, None) if value is None else self.values.update({key: value})

    async def swap(self, key: str, old: str | None, new: str | None) -> bool:
        if self.values.get(key) != old:
            return False
        await self.set(key, new)
        return True

    async def listed(self, prefix: str) -> dict[str, str]:
        return {key: value for key, value in self.values.items() if key.startswith(prefix)}


@dataclass
class Open(House):
    kept: Kept


@pytest.fixture
async def house() -> AsyncIterator[Open]:
    async with SlackStub(people={"U0LEAD": "Priya"}) as slack:
        turns, kept = TurnHandler(), Kept()
        settings = SlackSettings(
            SECRET,
            client_id="1.2",
            client_secret="s",
            secret_key="k",
            public_url="http://127.0.0.1",
            api_url=slack.api_url,
        )
        channel = SlackChannel(settings, turns, keep=kept)
        app = web.Application()
        app.add_routes(channel.routes())
        await channel.start()
        async with TestClient(TestServer(app)) as http:
            yield Open(slack, channel, turns, http, kept)
        await channel.close()


async def install(house: Open, given: dict[str, object] = GIVEN, state: str = "") -> int:
    begun = await house.http.get("/slack/install", allow_redirects=False)
    assert begun.status == 302
    asked = parse_qs(urlsplit(begun.headers["Location"]).query)
    assert "chat:write" in asked["scope"][0].split(",")
    assert asked["redirect_uri"] == ["http://127.0.0.1/slack/oauth_redirect"]
    house.slack.codes["c0de"] = given
    house.slack.tokens[TOKEN] = SCOPES
    back = await house.http.get("/slack/oauth_redirect", params={"code": "c0de", "state": state or asked["state"][0]})
    return back.status


async def test_before_it_is_installed_events_are_nobodys(house: Open) -> None:
    assert (await house.deliver(payload("message_im"))).status == 200
    assert house.channel.counts["ignored_not_installed"] == 1
    assert not house.turns.turns


async def test_installing_makes_it_speak_there_also_after_a_restart(house: Open) -> None:
    assert await install(house) == 200
    await house.deliver(payload("message_im"))
    sent = await house.channel.send(house.turns.turns[0].address, Message("Hello"), 1, False)
    assert sent.ending is Ending.SENT
    assert house.slack.calls[-1].token == TOKEN
    again = await ManyWorkspaces(Sealed(house.kept, "k")).find("T0TEAM", "")
    assert again is not None
    assert (again.token, again.me.user, again.me.url) == (TOKEN, "U0BOT", "https://acme.slack.com/")


async def test_tokens_lie_encrypted_and_only_our_key_opens_them(
    house: Open, caplog: pytest.LogCaptureFixture
) -> None:
    await install(house)
    assert TOKEN not in str(house.kept.values)
    assert await ManyWorkspaces(Sealed(house.kept, "another key")).find("T0TEAM", "") is None
    assert "BOT_SECRET_KEY" in caplog.text


@pytest.mark.parametrize("state", ["forged", ""])
async def test_another_browser_cannot_end_an_installation(house: Open, state: str) -> None:
    if state:
        assert await install(house, state=state) == 403
    else:
        back = await house.http.get("/slack/oauth_redirect", params={"code": "c0de", "state": ""})
        assert back.status == 403
    assert not house.kept.values


async def test_a_refusal_or_a_bad_code_is_a_plain_page(house: Open) -> None:
    page = await house.http.get("/slack/oauth_redirect", params={"error": "access_denied<script>"})
    assert page.status == 400
    assert "<script>" not in await page.text()
    assert await install(house, {"ok": False, "error": "invalid_code"}) == 502
    assert not house.kept.values


async def test_an_organisation_installs_for_all_its_workspaces(house: Open) -> None:
    given = GIVEN | {"team": None, "enterprise": {"id": "E0ORG"}, "is_enterprise_install": True}
    assert await install(house, given) == 200
    body = payload("message_im") | {"team_id": "T0OTHER", "enterprise_id": "E0ORG"}
    body["authorizations"][0] |= {"team_id": None, "enterprise_id": "E0ORG", "is_enterprise_install": True}
    await house.deliver(body)
    address = house.turns.turns[0].address
    assert address.workspace == "E0ORG"
    before = replace(address, workspace="T0OTHER")
    assert (await house.channel.send(before, Message("Hello"), 2, False)).ending is Ending.SENT, "as it was kept once"
    assert (await house.channel.send(address, Message("Hello"), 1, False)).ending is Ending.SENT


async def test_after_uninstalling_the_token_is_gone_and_installing_again_works(house: Open) -> None:
    await install(house)
    await house.deliver(payload("app_uninstalled"))
    assert not house.kept.values
    place = Address("slack", "T0TEAM", "D0LEAD", reference='{"user":"U0LEAD"}')
    assert (await house.channel.send(place, Message("Hello"), 1, False)).ending is Ending.GONE
    assert await install(house) == 200
    assert (await house.channel.send(place, Message("Hello"), 1, False)).ending is Ending.SENT


async def test_an_installation_is_looked_up_once(house: Open) -> None:
    asked = 0

    class Counting(Kept):
        async def get(self, key: str) -> str | None:
            nonlocal asked
            asked += 1
            return await super().get(key)

    many = ManyWorkspaces(Sealed(Counting(), "k"))
    await many.save(Installation("T1", TOKEN, Self("U1")))
    for _ in range(5):
        assert (await many.find("T1", "")) is not None
        assert (await many.find("T2", "")) is None
    assert asked == 1
