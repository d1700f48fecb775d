"""What can never be kept (half a character in an id) is acknowledged, counted and named; what is only odd is kept."""

from __future__ import annotations

import copy
import json
import logging
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from structlog.testing import capture_logs

from bot.core.model import Account, Address, Kind, Turn
from tests.channels.slack.conftest import PAYLOADS as SLACK_PAYLOADS
from tests.channels.slack.conftest import payload
from tests.channels.teams.conftest import PAYLOADS as TEAMS_PAYLOADS
from tests.channels.teams.conftest import payload as activity_of
from tests.channels.world import NOW, Bot, whole_bot
from tests.stubs.connector import signed

HALF = "\ud800"
Path_ = tuple[str | int, ...]


@pytest.fixture
async def bot(tmp_path: Path) -> AsyncIterator[Bot]:
    async with whole_bot(tmp_path, teams=True) as made:
        yield made


def texts(value: Any, path: Path_ = ()) -> Iterator[Path_]:
    """Where there is a text in a payload."""
    if isinstance(value, str):
        yield path
    elif isinstance(value, dict | list):
        for key, item in value.items() if isinstance(value, dict) else enumerate(value):
            yield from texts(item, (*path, key))


def broken(value: Any, path: Path_, by: str = HALF) -> Any:
    """The payload with half a character behind the text at this path."""
    made = copy.deepcopy(value)
    at = made
    for key in path[:-1]:
        at = at[key]
    at[path[-1]] += by
    return made


async def slack_says(bot: Bot, body: Any) -> int:
    """As Slack sends it: events as JSON, what is pressed or filled in as a form."""
    if "type" in body and body["type"] in ("event_callback", "url_verification"):
        return (await bot.raw(json.dumps(body).encode(), "application/json")).status
    return (
        await bot.raw(urlencode({"payload": json.dumps(body)}).encode(), "application/x-www-form-urlencoded")
    ).status


async def teams_says(bot: Bot, body: dict[str, Any]) -> int:
    assert bot.connector is not None
    headers = {"Authorization": signed(body["serviceUrl"]), "Content-Type": "application/json"}
    async with bot.http.post("/api/messages", data=json.dumps(body), headers=headers) as answer:
        return answer.status


SLACK = sorted(path.stem for path in SLACK_PAYLOADS.glob("*.json") if path.stem != "command")
TEAMS = sorted(path.stem for path in TEAMS_PAYLOADS.glob("*.json"))


@pytest.mark.parametrize("name", SLACK)
async def test_nothing_of_slacks_with_half_a_character_comes_again_and_again(bot: Bot, name: str) -> None:
    body = payload(name)
    again = [path for path in texts(body) if await slack_says(bot, broken(body, path)) >= 500]
    assert again == [], "Slack would send these again for ever"


@pytest.mark.parametrize("name", TEAMS)
async def test_nothing_of_teams_with_half_a_character_comes_again_and_again(bot: Bot, name: str) -> None:
    body = activity_of(name)
    paths = [path for path in texts(body) if path != ("serviceUrl",)]
    again = [path for path in paths if await teams_says(bot, broken(body, path)) in (500, 503)]
    assert again == [], "Teams would send these again"


SLACK_IDS = [("team_id",), ("event", "user"), ("event", "channel"), ("event", "ts"), ("event_id",)]


@pytest.mark.parametrize("path", SLACK_IDS, ids=".".join)
@pytest.mark.parametrize("by", [HALF, "\0"], ids=["half", "nul"])
async def test_an_id_of_slacks_is_counted_named_and_nobody_elses(
    bot: Bot, path: Path_, by: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.ERROR, "bot.slack")
    body = payload("message_im")
    body["event"]["text"] = "where do we stand?"
    assert await slack_says(bot, broken(body, path, by)) == 200
    assert bot.channel.counts["never_kept"] == 1
    assert ".".join(map(str, path)) in caplog.text and "where do we stand" not in caplog.text
    await bot.deliver()
    assert dict(bot.slack.messages) == {}, "somebody was answered on behalf of an id that is not theirs"
    assert await slack_says(bot, body) == 200
    await bot.deliver()
    assert bot.direct("U0LEAD"), "the same event with whole ids is not answered"


TEAMS_IDS = [("from", "id"), ("conversation", "id"), ("id",), ("channelData", "tenant", "id")]


@pytest.mark.parametrize("path", TEAMS_IDS, ids=".".join)
async def test_an_id_of_teams_is_counted_named_and_nobody_elses(bot: Bot, path: Path_) -> None:
    body = activity_of("personal_message")
    before = len(bot.app.channels["teams"].counts)  # type: ignore[attr-defined]
    with capture_logs() as logs:
        status = await teams_says(bot, broken(body, path))
    counts = bot.app.channels["teams"].counts  # type: ignore[attr-defined]
    if path == ("channelData", "tenant", "id"):
        assert (status, counts["refused.tenant"]) == (403, 1), "it came from no tenant that we know"
        return
    assert status == 200 and before == 0
    assert dict(counts) == {"never_kept": 1}
    named = [line for line in logs if line["event"] == "teams.never_kept"]
    assert [line["id"] for line in named] == [".".join(map(str, path))]


async def test_half_a_character_in_somebodys_words_is_put_right_and_answered(bot: Bot) -> None:
    said = await bot.says(f"where do we stand{HALF}")
    assert said, "words with half a character were not answered"
    assert bot.channel.counts["never_kept"] == 0
    assert bot.connector is not None
    await bot.teams("personal_message", text=f"help{HALF}")
    assert bot.connector.delivered, "words with half a character were not answered in Teams"


async def test_whatever_channel_an_id_comes_by_it_is_named(bot: Bot) -> None:
    """Also one that we have not thought of yet: the turn handler itself looks."""
    turn = Turn("e1", Kind.TEXT, Account("x", "w", f"u{HALF}"), Address("x", "w", "c"), NOW, text="hello")
    with capture_logs() as logs:
        assert await bot.app.turns.take(turn) is False
    assert [(line["event"], line["id"]) for line in logs] == [("turn_never_kept", "account.user")]


@pytest.mark.parametrize("name", ["form_sent", "grid_form_sent"])
async def test_a_form_of_somebody_who_is_not_known_any_more_is_answered_and_not_refused_for_ever(
    bot: Bot, name: str
) -> None:
    body = payload(name)
    body["user"]["id"] = "U0LEFT"
    assert await slack_says(bot, body) == 200, "Slack shows them an error, and the form stays open"
    await bot.deliver()
    assert bot.direct("U0LEFT"), "they were not told how to join"
    assert await bot.facts() == {}
