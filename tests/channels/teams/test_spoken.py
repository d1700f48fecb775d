"""A person's own words, and whom they name: by the ids that Teams gives, whatever names look like."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from bot.channels.teams.parsing import read
from bot.core.model import Account, Person, Turn
from bot.store.port import Tx
from tests.channels.teams.conftest import NOW, payload
from tests.channels.world import ADOPTER, Bot, people, whole_bot
from tests.stubs.connector import TENANT

BOT = payload("personal_message")["recipient"]
NAMES = [
    "Patel, Priya (Housing)",
    "Jane Smith - Riverside Homes",
    "Dr. Anne-Marie St. John-Smythe",
    "May Board",
    "Will",
    "Siân O'Neil",
    "O’Brien & Sons (12 March)",
]


def turn(name: str, **changes: object) -> Turn:
    return read({**payload(name), **changes}, NOW).turns[0]


def mention(who: str, name: str, shown: str = "") -> dict[str, Any]:
    return {"type": "mention", "mentioned": {"id": who, "name": name}, "text": f"<at>{shown or name}</at>"}


# ---------------------------------------------------------------- mentions


def test_the_bots_own_mention_is_no_word_and_others_stay_where_they_are_named() -> None:
    said = turn("channel_two_mentions")
    assert said.text == """<@1|Sam O'Neil> leads the residents' part & the board,"""
    assert [(m.name, m.account.user) for m in said.mentions] == [("Sam O'Neil", "29:1fakeSAM")]
    assert said.mentions[0].raw in said.text


def test_one_person_named_in_two_pieces() -> None:
    """Teams splits a mention whose first name was shortened by hand into several entities."""
    entities = [
        mention(BOT["id"], "Charter Bot", "Charter"), mention(BOT["id"], "Charter Bot", "Bot"),
        mention("29:1fakeSAM", "Sam O'Neil", "Sam"), mention("29:1fakeSAM", "Sam O'Neil", "O'Neil"),
    ]  # fmt: skip
    text = "<at>Charter</at> <at>Bot</at> <at>Sam</at> <at>O'Neil</at> will"
    assert turn("personal_message", text=text, entities=entities).text == """<@1|Sam O'Neil> will"""


def test_two_people_of_one_name_are_two() -> None:
    entities = [mention("29:1fakeONE", "Sam Lee"), mention("29:1fakeTWO", "Sam Lee")]
    said = turn("personal_message", text="<at>Sam Lee</at> or <at>Sam Lee</at>", entities=entities)
    assert [m.account.user for m in said.mentions] == ["29:1fakeONE", "29:1fakeTWO"]
    assert said.text == "<@1|Sam Lee> or <@2|Sam Lee>"


@pytest.mark.parametrize("who", ["19:1fakeCHANNEL@thread.tacv2", "28:other-bot", ""])
def test_a_channel_a_tag_and_another_bot_are_named_and_nobody(who: str) -> None:
    said = turn("personal_message", text="<at>General</at> knows", entities=[mention(who, "General")])
    assert (said.text, said.mentions) == ("@General knows", ())


def test_a_mention_that_no_entity_explains_is_words() -> None:
    said = turn("personal_message", text="<at>Sam</at> knows", entities=[mention("29:1fakeKIM", "Kim")])
    assert (said.text, said.mentions) == ("@Sam knows", ())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<at>Charter Bot</at>status", "status"),
        ("status<at>Charter Bot</at>", "status"),
        ("<at>Sam</at>will do the staff step", "<@1|Sam> will do the staff step"),
        ("ask<at>Sam</at>,please", "ask <@1|Sam>,please"),
    ],
)
def test_words_stuck_to_a_mention_are_words(text: str, expected: str) -> None:
    entities = [mention(BOT["id"], "Charter Bot"), mention("29:1fakeSAM", "Sam")]
    assert turn("personal_message", text=text, entities=entities).text == expected


# ---------------------------------------------------------------- HTML, and what is quoted


def test_html_alone_is_read_for_its_words() -> None:
    assert turn("html_only").text == "The board approved it on 13 October\nall in favour"


@pytest.mark.parametrize("name", ["quoted_reply", "quoted_reply_entity"])
def test_what_a_reply_quotes_is_not_its_words(name: str) -> None:
    assert turn(name).text == "no, the 14th"


def test_a_mention_beside_a_quote_is_found_by_its_id() -> None:
    said = turn("quoted_reply_mention")
    assert said.text == """<@1|Sam O'Neil> will"""
    assert [m.account.user for m in said.mentions] == ["29:1fakeSAM"]


def test_a_message_in_html_by_its_format_is_read_as_that() -> None:
    said = turn("personal_message", text="<div>yes<blockquote>no</blockquote></div>", textFormat="xml")
    assert said.text == "yes"


def test_only_a_quote_is_no_words() -> None:
    page = '<blockquote itemtype="http://schema.skype.com/Reply">yes</blockquote>'
    said = turn("quoted_reply", attachments=[{"contentType": "text/html", "content": page}])
    assert said.text == ""


@pytest.mark.parametrize("attachments", [None, {}, [None], [{"contentType": "text/html"}], [{"content": 7}]])
def test_attachments_of_any_shape_do_no_harm(attachments: object) -> None:
    assert turn("personal_message", attachments=attachments).text == "The board approved it on 13 October"


def test_html_of_any_shape_does_no_harm() -> None:
    page = "<p><blockquote><blockquote></blockquote>a</blockquote></blockquote></span><p>c"
    assert turn("html_only", attachments=[{"contentType": "text/html", "content": page}]).text == "c"


# ---------------------------------------------------------------- in the whole bot


def with_teams(tx: Tx) -> None:
    """Ana leads at the adopter, and Kim is her colleague, both in Teams."""
    people(tx)
    for user, id_, name in (("29:1fakeANA", "p-ana", "Ana"), ("29:1fakeKIM", "p-kim", "Kim Moss")):
        tx.save_person(Person(id_, ADOPTER, name, "lead" if name == "Ana" else ""), Account("teams", TENANT, user))


@pytest.fixture
async def bot(tmp_path: Path) -> AsyncIterator[Bot]:
    async with whole_bot(tmp_path, with_teams, teams=True) as made:
        kim = {"from": {"id": "29:1fakeKIM", "name": "Kim Moss"}}
        kim["conversation"] = {**payload("personal_message")["conversation"], "id": "a:1fakeKIM"}
        await made.teams("personal_message", text="hello", **kim)
        yield made


async def offered_to(bot: Bot) -> str:
    """Whom the colleagues' step is offered to."""
    context = await bot.app.store.read(lambda tx: tx.context_of(ADOPTER))
    return next((a.offered_to for a in context.assignments if a.step == "colleagues"), "")


@pytest.mark.parametrize("name", NAMES)
async def test_a_step_is_offered_to_whom_the_id_names(bot: Bot, name: str) -> None:
    entities = [mention("29:1fakeKIM", name)]
    await bot.teams("personal_message", text=f"can <at>{name}</at> do the staff step?", entities=entities)
    assert await offered_to(bot) == "p-kim"


async def test_a_name_that_is_a_colleagues_is_not_them_when_the_id_is_anothers(bot: Bot) -> None:
    entities = [mention("29:1fakeSTRANGER", "Kim Moss")]
    await bot.teams("personal_message", text="can <at>Kim Moss</at> do the staff step?", entities=entities)
    assert await offered_to(bot) == ""
    assert bot.connector is not None
    last = str(bot.connector.delivered[-1].activity)
    assert "Kim Moss" in last
    assert "<@" not in last


async def test_what_is_kept_of_a_mention_is_its_name(bot: Bot) -> None:
    entities = [mention("29:1fakeKIM", "Moss, Kim (Housing)")]
    text = "can <at>Moss, Kim (Housing)</at> do the staff step?"
    await bot.teams("personal_message", text=text, entities=entities)
    kept = {fact.words for fact in (await bot.facts()).values()}
    assert "can @Moss, Kim (Housing) do the staff step?" in kept


async def test_a_quoted_read_back_is_no_yes(bot: Bot) -> None:
    await bot.teams("personal_message", text="Our board adopted it on 13 October 2026")
    quoted = '<blockquote itemtype="http://schema.skype.com/Reply"><p>Is that right? yes</p></blockquote>'
    page = f"{quoted}<p>what is it?</p>"
    html = [{"contentType": "text/html", "content": page}]
    await bot.teams("personal_message", text="Is that right? yes\r\n\r\nwhat is it?", attachments=html)
    assert "board.outcome" not in await bot.facts()
