"""`doctor` on Slack: each problem in one line with what to do."""

from __future__ import annotations

import pytest

from bot.channels.slack import SlackSettings, manifest
from bot.channels.slack.checkup import problems
from tests.stubs.slack import TOKEN, Fault, SlackStub


@pytest.fixture
async def slack() -> object:
    async with SlackStub(tokens={TOKEN: frozenset(manifest.SCOPES), "xapp-1": frozenset()}) as stub:
        yield stub


def given(slack: SlackStub, **more: str) -> SlackSettings:
    return SlackSettings(**{"signing_secret": "s", "bot_token": TOKEN, "api_url": slack.api_url} | more)  # type: ignore[arg-type]


async def test_all_is_well(slack: SlackStub) -> None:
    assert await problems(given(slack, app_token="xapp-1")) == []


async def test_a_missing_scope_says_which_what_for_and_how(slack: SlackStub) -> None:
    slack.tokens[TOKEN] = frozenset(manifest.SCOPES) - {"users:read"}
    (line,) = await problems(given(slack))
    assert "users:read" in line
    assert "call people by their names" in line
    assert "reinstall" in line


@pytest.mark.parametrize(("token", "word"), [("xoxb-wrong", "not valid"), (TOKEN, "revoked")])
async def test_a_bad_token_says_where_the_right_one_is(slack: SlackStub, token: str, word: str) -> None:
    if word == "revoked":
        slack.fail("auth.test", Fault(error="token_revoked"))
    (line,) = await problems(given(slack, bot_token=token))
    assert word in line
    assert token not in line


async def test_socket_mode_without_its_scope(slack: SlackStub) -> None:
    slack.fail("apps.connections.open", Fault(error="missing_scope"))
    (line,) = await problems(given(slack, app_token="xapp-1"))
    assert "connections:write" in line


@pytest.mark.parametrize("reason", ["too_many_websockets", "link_disabled"])
async def test_socket_mode_that_takes_the_token_and_closes_the_connection(slack: SlackStub, reason: str) -> None:
    slack.closes_with = reason
    (line,) = await problems(given(slack, app_token="xapp-1"))
    assert line.endswith(f"({reason})"), line


async def test_an_unreachable_slack_is_one_line(slack: SlackStub) -> None:
    (line,) = await problems(given(slack, api_url="http://127.0.0.1:9/api/"))
    assert "SLACK_API_URL" in line
