"""Slack and Teams together: one person's conversation goes on in the other; private words stay private in both."""

from __future__ import annotations

import json
import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.core.model import Account, Person
from bot.store.port import Tx
from tests.channels.world import ADOPTER, MATE, Bot, people, whole_bot
from tests.stubs.connector import TENANT, Fault

ANA = "29:1fakeANA"
SECRETS = ("noted", "3 march", "board's decision", "been to your board")


def with_ana(tx: Tx) -> None:
    people(tx)
    tx.save_person(Person("p-ana", ADOPTER, "Ana", "board_secretary"), Account("teams", TENANT, ANA))


@pytest.fixture
async def bot(tmp_path: Path) -> AsyncIterator[Bot]:
    async with whole_bot(tmp_path, teams=True) as made:
        yield made


@pytest.fixture
async def known(tmp_path: Path) -> AsyncIterator[Bot]:
    async with whole_bot(tmp_path, with_ana, teams=True) as made:
        yield made


def said(bot: Bot, personal: bool) -> str:
    """What Teams was given, in personal chats or in shared places."""
    assert bot.connector is not None
    found = [d.activity for d in bot.connector.delivered if d.conversation.startswith("a:") is personal]
    return json.dumps(found, ensure_ascii=False)


async def test_a_conversation_begun_in_slack_goes_on_in_teams(bot: Bot) -> None:
    await bot.says("went to board 3 March, they noted it")
    code = re.search(r"LINK-\w{4}-\w{4}", (await bot.says("link teams"))[-1])
    assert code is not None
    await bot.teams("personal_message", text=code[0])
    await bot.teams("personal_message", text="yes")
    facts = await bot.facts()
    assert facts["board.outcome"].value == "noted"
    assert (facts["board.outcome"].person, facts["board.outcome"].channel) == ("p-priya", "teams")
    assert "Saved" in said(bot, personal=True)


async def test_what_was_said_in_teams_is_seen_on_the_home_in_slack(bot: Bot) -> None:
    await bot.opens_home()
    code = re.search(r"LINK-\w{4}-\w{4}", (await bot.says("link teams"))[-1])
    assert code is not None
    for words in (code[0], "the board noted it on 3 March", "yes"):
        await bot.teams("personal_message", text=words)
    await bot.settled()
    assert "Noted, 3 March 2026" in json.dumps(bot.slack.views["U0LEAD"])


@pytest.mark.parametrize("place", ["channel_mention", "group_message"])
async def test_board_matters_never_show_in_a_shared_place_in_teams(known: Bot, place: str) -> None:
    words = ("the board noted it on 3 March", "hm?", "yes", "report", "why do you ask?", "status")
    for text in words:
        await known.teams(place, text=f"<at>Charter Bot</at> {text}")
    shared = said(known, personal=False).lower()
    assert [word for word in SECRETS if word in shared] == []
    assert "in our own chat" in said(known, personal=False)
    assert "3 March" in said(known, personal=True)
    assert (await known.facts())["board.outcome"].value == "noted"


async def test_without_a_personal_chat_private_words_go_nowhere_and_the_channel_stays_open(known: Bot) -> None:
    assert known.connector is not None
    known.connector.faults.append(Fault(403, "BotNotInConversationRoster"))
    await known.teams("channel_mention", text="<at>Charter Bot</at> the board noted it on 3 March")
    assert "3 March" not in said(known, personal=True)
    await known.teams("channel_mention", text="<at>Charter Bot</at> yes")
    assert "in our own chat" in said(known, personal=False)
    assert "3 March" in said(known, personal=True)


async def zone(bot: Bot, person: str) -> str:
    found = await bot.app.store.read(lambda tx: tx.person(person))
    assert found is not None
    return found.timezone


async def test_the_time_zone_that_slack_and_teams_tell_is_kept_with_the_person(known: Bot) -> None:
    await known.says("hello", MATE)
    assert await zone(known, "p-sam") == "Europe/Lisbon"
    await known.teams("personal_message", text="hello")
    assert await zone(known, "p-ana") == "Europe/London"
    await known.teams("personal_message", text="hello", localTimezone="America/New_York")
    assert await zone(known, "p-ana") == "America/New_York"


@pytest.mark.parametrize("told", ["GMT Standard Time", "../../etc/passwd", "Europe/Atlantis", "x" * 500])
async def test_what_is_no_time_zone_is_not_kept(known: Bot, told: str) -> None:
    await known.teams("personal_message", text="hello", localTimezone=told)
    assert await zone(known, "p-ana") == ""
