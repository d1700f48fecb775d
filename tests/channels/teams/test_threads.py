"""Threads of a channel, over real HTTP with the whole bot: what begins in one goes on in it, whoever speaks."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from bot.core.model import Account, Person
from bot.store.port import Tx
from tests.channels.teams.test_at_home import ANA, card, delivered, press, reminded, text
from tests.channels.world import ADOPTER, CODE, NOW, Bot, whole_bot
from tests.stubs.connector import TENANT, Delivered

SAM, OLA = "29:1fakeSAM", "29:1fakeOLA"
CHANNEL, INBOX = "19:1fakeCHANNEL@thread.tacv2", "19:1fakeINBOX@thread.tacv2"
INBOX_CODE = "WREN-OTTER-7"


def team(tx: Tx) -> None:
    """Two people at one adopter, and a code for the officers' inbox."""
    tx.add_adopter("Acme Homes", CODE, NOW)
    tx.save_person(Person("p-ana", ADOPTER, "Ana", "lead"), Account("teams", TENANT, ANA))
    tx.save_person(Person("p-sam", ADOPTER, "Sam", "resident_engagement"), Account("teams", TENANT, SAM))
    tx.set_inbox_code(INBOX_CODE)


@pytest.fixture
async def bot(tmp_path: Path) -> AsyncIterator[Bot]:
    async with whole_bot(tmp_path, team, teams=True) as made:
        yield made


async def says(bot: Bot, words: str, thread: str, who: str = ANA, channel: str = CHANNEL) -> list[Delivered]:
    """Somebody mentions the bot in a thread. What the bot sent then."""
    before = len(delivered(bot))
    place = {
        "isGroup": True,
        "conversationType": "channel",
        "tenantId": TENANT,
        "id": f"{channel};messageid={thread}",
    }
    data = {"channel": {"id": channel}, "tenant": {"id": TENANT}}
    sender = {"from": {"id": who, "name": "Ola" if who == OLA else "Somebody"}}
    spoken = f"<at>Charter Bot</at> {words}"
    await bot.teams("channel_mention", text=spoken, conversation=place, channelData=data, **sender)
    return delivered(bot)[before:]


async def asks_for_a_person(bot: Bot, words: str) -> Delivered:
    """Ana, in her own chat, has a question passed on. What the inbox was sent."""
    await bot.teams("personal_message", text="can I talk to a person?")
    await bot.teams("personal_message", text=words)
    await press(bot, delivered(bot)[-1], "Send it")
    return next(one for one in reversed(delivered(bot)) if one.conversation.startswith(INBOX))


def thread_of(post: Delivered) -> str:
    """Where an answer to it is written: under its own post, or in the thread that it is in."""
    return post.conversation.partition(";messageid=")[2] or post.id


def places(sent: list[Delivered]) -> set[str]:
    return {one.conversation for one in sent}


async def test_a_talk_in_a_thread_goes_on_in_it(bot: Bot) -> None:
    for words in ("we asked residents by survey in May", "yes", "60", "yes"):
        assert places(await says(bot, words, "100")) == {f"{CHANNEL};messageid=100"}, words
    facts = await bot.facts()
    assert (facts["residents.method"].value, facts["residents.took_part"].value) == (("survey",), 60)


async def test_two_threads_at_once_are_answered_each_in_its_own(bot: Bot) -> None:
    first = await says(bot, "we asked residents by survey in May", "100")
    second = await says(bot, "staff were asked in June", "200", who=SAM)
    assert (places(first), places(second)) == ({f"{CHANNEL};messageid=100"}, {f"{CHANNEL};messageid=200"})
    assert places(await says(bot, "status", "100")) == {f"{CHANNEL};messageid=100"}


async def test_who_goes_on_in_another_thread_is_answered_there(bot: Bot) -> None:
    await says(bot, "we asked residents by survey in May, 60 took part", "100")
    assert places(await says(bot, "yes", "300")) == {f"{CHANNEL};messageid=300"}


async def test_a_button_in_a_thread_is_replaced_and_followed_there(bot: Bot) -> None:
    asked = (await says(bot, "we asked residents by survey in May, 60 took part", "100"))[-1]
    before = len(delivered(bot))
    place = {"conversationType": "channel", "isGroup": True, "id": asked.conversation}
    await press(bot, asked, "Yes, save it", conversation=place)
    sent = delivered(bot)[before:]
    assert places(sent) == {f"{CHANNEL};messageid=100"}
    assert [one.id for one in sent if one.method == "PUT"] == [asked.id]


async def test_a_reminder_in_the_teams_channel_begins_a_thread_and_is_answered_in_it(bot: Bot) -> None:
    await says(bot, "use this channel for us", "100")
    post = await reminded(bot)
    assert post.conversation == CHANNEL, "a post of its own, not an answer in an old thread"
    answer = await says(bot, "not yet", thread_of(post))
    assert places(answer) == {f"{CHANNEL};messageid={post.id}"}


async def test_a_question_for_a_person_is_answered_in_the_thread_of_its_post(bot: Bot) -> None:
    await says(bot, INBOX_CODE, "900", who=OLA, channel=INBOX)
    post = await asks_for_a_person(bot, "May we use last year's survey?")
    assert post.conversation == INBOX, "a post of its own, not in the thread where the code was typed"
    assert "last year" in text(post.activity)
    sent = await says(bot, "Yes, if residents saw the results.", thread_of(post), who=OLA, channel=INBOX)
    to_ana = [one for one in sent if one.conversation.startswith("a:")]
    assert "if residents saw the results" in text([one.activity for one in to_ana]) and "Ola" in text(
        card(to_ana[-1])
    )
    assert places([one for one in sent if one not in to_ana]) == {f"{INBOX};messageid={post.id}"}
    closed = await says(bot, "close", thread_of(post), who=OLA, channel=INBOX)
    assert f"{INBOX};messageid={post.id}" in places(closed)
    assert any(one.conversation.startswith("a:") for one in closed)


async def test_what_somebody_adds_comes_with_a_thread_that_is_its_own_answer_too(bot: Bot) -> None:
    await says(bot, INBOX_CODE, "900", who=OLA, channel=INBOX)
    first = await asks_for_a_person(bot, "May we use last year's survey?")
    await bot.teams("personal_message", text="It had 60 answers.")
    more = [one for one in delivered(bot) if one.conversation.startswith(INBOX)][-1]
    assert "60 answers" in text(more.activity) and more.id != first.id
    for post in (first, more):
        sent = await says(bot, f"Noted {post.id}", thread_of(post), who=OLA, channel=INBOX)
        assert any(one.conversation.startswith("a:") and post.id in text(one.activity) for one in sent)


async def test_other_threads_of_the_inbox_are_not_for_the_bot(bot: Bot) -> None:
    await says(bot, INBOX_CODE, "900", who=OLA, channel=INBOX)
    post = await asks_for_a_person(bot, "May we use last year's survey?")
    assert await says(bot, "shall we have lunch?", "901", who=OLA, channel=INBOX) == []
    case = re.search(r"\b([A-Z0-9]{6})\b", text(post.activity))
    assert case is not None
    named = await says(bot, f"reply {case[1]} Yes, you may.", "901", who=OLA, channel=INBOX)
    assert any(one.conversation.startswith("a:") and "Yes, you may" in text(one.activity) for one in named)


async def test_a_question_asked_in_a_thread_comes_back_to_that_thread(bot: Bot) -> None:
    await says(bot, INBOX_CODE, "900", who=OLA, channel=INBOX)
    await says(bot, "can I talk to a person?", "100")
    asked = (await says(bot, "May we use last year's survey?", "100"))[-1]
    place: dict[str, Any] = {"conversationType": "channel", "isGroup": True, "id": asked.conversation}
    await press(bot, asked, "Send it", conversation=place)
    post = next(one for one in reversed(delivered(bot)) if one.conversation.startswith(INBOX))
    sent = await says(bot, "Yes, you may.", thread_of(post), who=OLA, channel=INBOX)
    back = [one for one in sent if "Yes, you may" in text(one.activity)]
    assert places(back) == {f"{CHANNEL};messageid=100"}
