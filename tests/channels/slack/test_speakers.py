"""Who speaks, and through which installation: by what Slack's payloads say, and in the whole bot."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from slack_bolt.request.internals import extract_enterprise_id, extract_team_id

from bot.channels.slack import SlackChannel, SlackSettings
from bot.channels.slack.installs import Installation, ManyWorkspaces
from bot.channels.slack.readings import Self
from bot.core.model import Account, Message
from bot.store.port import BoundWorkspace, Tx
from tests.channels.slack.conftest import PAYLOADS, SECRET, House, TurnHandler, payload
from tests.channels.slack.test_in import post
from tests.channels.slack.test_installs import Kept
from tests.channels.world import NOW, Bot, people, whole_bot
from tests.stubs.slack import SCOPES, SlackStub

NORTH, SOUTH, OTHER, ORG = "xoxb-team", "xoxb-south", "xoxb-other", "xoxb-org"
GRID = ("grid_message", "grid_mention", "grid_press", "grid_command", "grid_form_sent")


class Open(House):
    """Many workspaces: what is installed is the test's."""

    async def install(self, workspace: str, token: str, bot: str, enterprise: str = "") -> None:
        many = self.channel.installs
        assert isinstance(many, ManyWorkspaces)
        self.slack.tokens[token] = SCOPES
        await many.save(Installation(workspace, token, Self(bot, f"B{bot[1:]}"), enterprise))

    async def turn(self, name: str, body: dict[str, Any] | None = None) -> Any:
        before = len(self.turns.turns)
        assert await post(self, name, body) == 200
        assert len(self.turns.turns) == before + 1, dict(self.channel.counts)
        return self.turns.turns[-1]

    async def spoke_with(self, name: str) -> str:
        """The token that an answer to this payload goes out with."""
        turn = await self.turn(name)
        await self.channel.send(turn.address, Message("Hello"), 1, False)
        return self.slack.calls[-1].token


@pytest.fixture
async def house() -> AsyncIterator[Open]:
    names = {user: user for user in ("U0LEAD", "U0GUEST", "U0GRID", "U0MATE", "U0NOBODY")}
    async with SlackStub(people=names) as slack:
        turns = TurnHandler()
        settings = SlackSettings(
            SECRET, client_id="1.2", client_secret="s", secret_key="k", public_url="http://127.0.0.1",
            api_url=slack.api_url,
        )  # fmt: skip
        channel = SlackChannel(settings, turns, keep=Kept())
        app = web.Application()
        app.add_routes(channel.routes())
        await channel.start()
        async with TestClient(TestServer(app)) as http:
            yield Open(slack, channel, turns, http)
        await channel.close()


# ---------------------------------------------------------------- which installation


@pytest.mark.parametrize("name", sorted(p.stem for p in PAYLOADS.glob("*.json")))
async def test_each_payload_is_for_the_installation_that_bolt_reads(
    house: Open, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    asked: list[tuple[str, str]] = []

    async def find(workspace: str, enterprise: str) -> None:
        asked.append((workspace, enterprise))

    monkeypatch.setattr(house.channel.installs, "find", find)
    await post(house, name)
    body = payload(name)
    if name != "url_verification":
        assert asked[0] == (extract_team_id(body) or "", extract_enterprise_id(body) or "")


async def test_a_form_opened_in_a_shared_channel_is_for_the_workspace_of_the_app(house: Open) -> None:
    await house.install("T0TEAM", NORTH, "U0BOT")
    sent = await house.turn("shared_form_sent")
    assert (sent.account, sent.address.workspace) == (Account("slack", "T0OTHER", "U0GUEST"), "T0TEAM")


@pytest.mark.parametrize("name", ["message_im_no_authorizations", "message_im_null_authorizations"])
async def test_a_list_of_authorizations_may_be_missing_or_null(house: Open, name: str) -> None:
    await house.install("T0TEAM", NORTH, "U0BOT")
    assert (await house.turn(name)).account == Account("slack", "T0TEAM", "U0LEAD")


async def test_in_a_channel_that_adopters_share_the_speakers_own_installation_answers(house: Open) -> None:
    await house.install("T0TEAM", NORTH, "U0BOT")
    await house.install("T0OTHER", OTHER, "U0BOTTWO")
    assert payload("shared_channel_mention")["authorizations"][0]["team_id"] == "T0TEAM"
    assert await house.spoke_with("shared_channel_mention") == OTHER
    assert house.turns.turns[-1].text == "hello", "the other installation's mention is no word of theirs either"


async def test_where_the_speakers_own_is_not_in_the_channel_the_one_that_heard_them_answers(house: Open) -> None:
    await house.install("T0TEAM", NORTH, "U0BOT")
    await house.install("T0OTHER", OTHER, "U0BOTTWO")
    turn = await house.turn("shared_channel_mention")
    house.slack.outside[OTHER] = {"C0SHARED"}
    await house.channel.send(turn.address, Message("Hello"), 1, False)
    assert house.slack.said("C0SHARED") == ["Hello"]
    assert house.slack.calls[-1].token == NORTH


async def test_one_message_is_one_event_whichever_installation_it_is_delivered_for(house: Open) -> None:
    await house.install("T0TEAM", NORTH, "U0BOT")
    await house.install("T0OTHER", OTHER, "U0BOTTWO")
    await post(house, "shared_channel_mention")
    again = payload("shared_channel_message")
    again["authorizations"][0]["team_id"] = "T0OTHER"
    await post(house, "shared_channel_message", again)
    assert len(house.turns.turns) == 1


# ---------------------------------------------------------------- who speaks


@pytest.mark.parametrize("name", ["shared_channel_mention", "shared_channel_message"])
async def test_a_speaker_is_their_own_workspaces_wherever_they_speak(house: Open, name: str) -> None:
    await house.install("T0TEAM", NORTH, "U0BOT")
    turn = await house.turn(name)
    assert turn.account == Account("slack", "T0OTHER", "U0GUEST")
    assert turn.home == "", "whose member they are is not for this workspace's installation to say"


async def test_on_enterprise_grid_one_person_is_one_account(house: Open) -> None:
    await house.install("", ORG, "U0BOT", "E0ORG")
    turns = [await house.turn(name) for name in GRID]
    assert {turn.account for turn in turns} == {Account("slack", "E0ORG", "U0GRID")}
    assert {turn.address.workspace for turn in turns} == {"E0ORG"}
    assert {turn.home for turn in turns} == {"T0NORTH", "T0SOUTH"}
    await post(house, "grid_home")
    assert house.channel.homes.seen.accounts() == [Account("slack", "E0ORG", "U0GRID")]


def for_workspace(body: dict[str, Any]) -> dict[str, Any]:
    """The same payload where the app is installed in the organisation's workspaces one by one."""
    if "event" in body:
        home = {"enterprise_id": "E0ORG", "team_id": "T0NORTH", "user_id": "U0BOT", "is_bot": True}
        return body | {"authorizations": [home | {"is_enterprise_install": False}]}
    if "user" in body:
        return body | {"team": {"id": body["user"]["team_id"]}, "is_enterprise_install": False}
    return body | {"is_enterprise_install": "false"}


async def test_on_enterprise_grid_it_is_one_account_too_where_workspaces_install_by_themselves(house: Open) -> None:
    await house.install("T0NORTH", NORTH, "U0BOT", "E0ORG")
    await house.install("T0SOUTH", SOUTH, "U0BOT", "E0ORG")
    turns = [await house.turn(name, for_workspace(payload(name))) for name in GRID]
    assert {turn.account for turn in turns} == {Account("slack", "E0ORG", "U0GRID")}
    await post(house, "grid_home", for_workspace(payload("grid_home")))
    assert house.channel.homes.seen.accounts() == [Account("slack", "E0ORG", "U0GRID")]


async def test_a_press_in_another_workspace_of_the_organisation_is_the_same_persons(house: Open) -> None:
    """The payload alone cannot tell the organisation's other workspace from a stranger's: Slack is asked."""
    await house.install("T0NORTH", NORTH, "U0BOT", "E0ORG")
    house.slack.marks["U0GRID"] = {"enterprise_user": {"id": "U0GRID", "enterprise_id": "E0ORG"}}
    body = payload("grid_press")
    body["team"] = {"id": "T0NORTH"}
    assert (await house.turn("grid_press", body)).account == Account("slack", "E0ORG", "U0GRID")


# ---------------------------------------------------------------- mentions


async def test_a_mention_names_the_person_of_their_own_workspace(house: Open) -> None:
    await house.install("T0TEAM", NORTH, "U0BOT")
    house.slack.marks["U0GUEST"] = {"team_id": "T0OTHER"}
    body = payload("app_mention")
    body["event"]["text"] = "<@U0BOT> can <@U0GUEST> or <@U0MATE> do it?"
    turn = await house.turn("app_mention", body)
    assert [m.account.workspace for m in turn.mentions] == ["T0OTHER", "T0TEAM"]


async def test_a_mention_of_somebody_of_an_organisation_is_the_account_that_they_speak_as(house: Open) -> None:
    await house.install("T0TEAM", NORTH, "U0BOT")
    grid = {"id": "U0GRID", "enterprise_id": "E0ORG"}
    house.slack.marks["U0GRID"] = {"team_id": "T0SOUTH", "enterprise_user": grid}
    body = payload("app_mention")
    body["event"]["text"] = "<@U0BOT> can <@U0GRID> do it?"
    (mention,) = (await house.turn("app_mention", body)).mentions
    assert mention.account == Account("slack", "E0ORG", "U0GRID")


@pytest.mark.parametrize(
    ("written", "text", "named"),
    [
        ("<@U0BOT>status", "status", []),
        ("status<@U0BOT>", "status", []),
        ("<@U0BOT>:<@U0MATE>will do the staff step", "<@U0MATE>will do the staff step", ["U0MATE"]),
        ("thanks<@U0BOT>ask<@U0MATE>,please", "thanks ask<@U0MATE>,please", ["U0MATE"]),
    ],
)
async def test_words_stuck_to_a_mention_are_words(house: Open, written: str, text: str, named: list[str]) -> None:
    await house.install("T0TEAM", NORTH, "U0BOT")
    body = payload("message_channel")
    body["event"]["text"] = written
    turn = await house.turn("message_channel", body)
    assert turn.text == text
    assert [m.account.user for m in turn.mentions] == named


async def test_a_group_without_a_label_is_a_group_and_nobodys_mention(house: Open) -> None:
    await house.install("T0TEAM", NORTH, "U0BOT")
    turn = await house.turn("group_mention")
    assert (turn.text, turn.mentions) == ("can @group take the staff step?", ())


# ---------------------------------------------------------------- in the whole bot


def bound(tx: Tx) -> None:
    people(tx)
    tx.bind_workspace(BoundWorkspace("slack", "T0TEAM", "acme-homes", NOW, "p-priya"))


@pytest.fixture
async def bot(tmp_path: Path) -> AsyncIterator[Bot]:
    async with whole_bot(tmp_path, bound) as made:
        made.slack.people |= {"U0NEW": "Nia", "U0GUEST": "Gus", "U0NOBODY": "Noor"}
        yield made


async def adopter_of(bot: Bot, user: str) -> str:
    """Where that user has been joined, under whatever workspace."""

    def look(tx: Tx) -> str:
        found = (tx.person_of(Account("slack", place, user)) for place in ("T0TEAM", "T0OTHER", "E0ORG"))
        return next((person.adopter for person in found if person is not None), "")

    return await bot.app.store.read(look)


async def test_a_colleague_of_a_bound_workspace_needs_no_code(bot: Bot) -> None:
    assert "Acme Homes" in (await bot.says("hello", "U0NEW"))[0]
    assert await adopter_of(bot, "U0NEW") == "acme-homes"


@pytest.mark.parametrize("mark", ["is_restricted", "is_ultra_restricted", "is_stranger"])
async def test_a_guest_is_not_taken_for_a_colleague(bot: Bot, mark: str) -> None:
    bot.slack.marks["U0NEW"] = {mark: True}
    said = await bot.says("hello", "U0NEW")
    assert "join code" in said[-1]
    assert not any("Acme" in line for line in said)
    assert await adopter_of(bot, "U0NEW") == ""
    assert "Acme" not in json.dumps(await bot.opens_home("U0NEW"))


async def test_whoever_slack_says_nothing_of_is_not_taken_for_a_colleague(bot: Bot) -> None:
    del bot.slack.people["U0NEW"]
    assert "join code" in (await bot.says("hello", "U0NEW"))[-1]
    assert await adopter_of(bot, "U0NEW") == ""


@pytest.mark.parametrize("name", ["shared_channel_mention", "shared_channel_message", "shared_channel_nameless"])
async def test_a_mention_by_somebody_of_another_organisation_joins_nobody(bot: Bot, name: str) -> None:
    await bot.event(name)
    assert await adopter_of(bot, "U0GUEST") == await adopter_of(bot, "U0NOBODY") == ""
    assert not any("Acme" in line for line in bot.slack.said("C0SHARED"))


async def test_a_step_is_not_offered_to_somebody_of_another_organisation(bot: Bot) -> None:
    bot.slack.marks["U0GUEST"] = {"team_id": "T0OTHER"}
    said = await bot.says("can <@U0GUEST> do the staff step?")
    assert "Gus" in said[-1]
    assert not bot.slack.said("D0GUEST")
    assert await adopter_of(bot, "U0GUEST") == ""


@pytest.mark.parametrize("text", ["can<@U0MATE>do the staff step?", "can <@U0MATE|sam>do the staff step?"])
async def test_a_mention_with_words_stuck_to_it_names_the_person(bot: Bot, text: str) -> None:
    await bot.says("hello", "U0MATE")
    await bot.says(text)
    context = await bot.app.store.read(lambda tx: tx.context_of("acme-homes"))
    assert [a.offered_to for a in context.assignments if a.offered_to] == ["p-sam"]


async def test_a_group_is_offered_no_step(bot: Bot) -> None:
    said = await bot.says("can <!subteam^S0HOUSING> do the staff step?")
    context = await bot.app.store.read(lambda tx: tx.context_of("acme-homes"))
    assert not any(a.offered_to for a in context.assignments)
    assert not any("S0HOUSING" in line for line in said)
