"""Teams' part joined to the whole bot: forms as cards, the checklist, pressed cards that give way to the answer."""

from __future__ import annotations

import io
import json
import sqlite3
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from docx import Document

from bot.channels.teams import TeamsChannel
from bot.core.model import Account, Person
from bot.runtime.clock import StoppedClock
from bot.runtime.reminders import sweep
from bot.store.port import Tx
from tests.channels.teams.conftest import payload as activity_of
from tests.channels.teams.valid import cards_in, complaints
from tests.channels.world import ADOPTER, CODE, Bot, people, whole_bot
from tests.channels.world import NOW as WORLD
from tests.stubs.connector import TENANT, Delivered, Fault

ANA = "29:1fakeANA"


def with_ana(tx: Tx) -> None:
    people(tx)
    tx.save_person(Person("p-ana", ADOPTER, "Ana", "board_secretary"), Account("teams", TENANT, ANA))


def with_ana_as_lead(tx: Tx) -> None:
    tx.add_adopter("Acme Homes", CODE, WORLD)
    tx.save_person(Person("p-ana", ADOPTER, "Ana", "lead"), Account("teams", TENANT, ANA))


@pytest.fixture
async def bot(tmp_path: Path) -> AsyncIterator[Bot]:
    async with whole_bot(tmp_path, with_ana, teams=True, site="https://bot.example") as made:
        yield made
        assert [
            wrong for one in delivered(made) for each in cards_in(one.activity) for wrong in complaints(each)
        ] == []


def delivered(bot: Bot) -> list[Delivered]:
    assert bot.connector is not None
    return bot.connector.delivered


def card(one: Delivered) -> dict[str, Any]:
    content: dict[str, Any] = one.activity["attachments"][0]["content"]
    return content


def text(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def inputs(one: Delivered) -> dict[str, dict[str, Any]]:
    return {part["id"]: part for part in card(one)["body"] if part["type"].startswith("Input.")}


def actions(value: object) -> list[dict[str, Any]]:
    """Every action in a card, wherever it stands."""
    if isinstance(value, dict):
        own = [value] if str(value.get("type", "")).startswith("Action.") else []
        return own + [each for part in value.values() for each in actions(part)]
    return [each for part in value for each in actions(part)] if isinstance(value, list) else []


async def submit(bot: Bot, on: Delivered, **fields: Any) -> None:
    """The form's own button, with what is filled in."""
    value = card(on)["actions"][0]["data"] | {f"board.{name}": held for name, held in fields.items()}
    await bot.teams("form", replyToId=on.id, value=value)


async def opened(bot: Bot, name: str = "submit", **changes: Any) -> Delivered:
    await bot.teams(name, value={"press": "form:board"}, **changes)
    return delivered(bot)[-1]


# ---------------------------------------------------------------- forms


async def test_a_form_is_offered_where_a_step_begins(bot: Bot) -> None:
    await bot.teams("submit", value={"press": f"step|{ADOPTER}|0|board"})
    offered = [a["data"]["press"] for one in delivered(bot) for a in actions(one.activity) if "form" in a["title"]]
    assert offered == ["form:board"]


async def test_a_form_is_filled_in_and_gives_way_to_what_was_sent(bot: Bot) -> None:
    form = await opened(bot)
    shown = inputs(form)
    assert shown["board.outcome"]["type"] == "Input.ChoiceSet"
    assert shown["board.outcome"]["isRequired"]
    await submit(bot, form, outcome="noted", date="3 March 2026", by="")
    facts = await bot.facts()
    assert (facts["board.outcome"].value, facts["board.outcome"].person) == ("noted", "p-ana")
    changed = [one for one in delivered(bot) if one.method == "PUT"]
    assert [one.id for one in changed] == [form.id]
    assert (
        "Sent" in text(card(changed[0]))
        and "Ana" in text(card(changed[0]))
        and "3 March 2026" in text(card(changed[0]))
    )
    assert actions(changed[0].activity) == []


async def test_what_is_wrong_stands_beside_its_field_and_the_rest_is_kept(bot: Bot) -> None:
    form = await opened(bot)
    await submit(bot, form, outcome="noted", date="30 February 2026")
    again = delivered(bot)[-1]
    assert (again.method, again.id) == ("PUT", form.id)
    assert inputs(again)["board.outcome"]["value"] == "noted"
    assert inputs(again)["board.date"]["value"] == "30 February 2026"
    body = card(again)["body"]
    after = body[body.index(inputs(again)["board.date"]) + 1]
    assert after["inlines"][0]["color"] == "Attention"
    assert "30 February" in text(after)
    assert await bot.facts() == {}
    await submit(bot, again, outcome="noted", date="28 February 2026")
    assert (await bot.facts())["board.date"].value


async def test_an_empty_form_says_what_is_needed(bot: Bot) -> None:
    form = await opened(bot)
    await submit(bot, form)
    again = delivered(bot)[-1]
    assert (again.method, "Please answer this." in text(card(again)["body"][-9:])) == ("PUT", True)


async def test_a_form_shows_what_is_known_and_lets_it_be_changed(bot: Bot) -> None:
    await bot.teams("personal_message", text="the board noted it on 3 March")
    await bot.teams("personal_message", text="yes")
    shown = inputs(await opened(bot))
    assert (shown["board.outcome"]["value"], shown["board.date"]["value"]) == ("noted", "3 March 2026")


async def test_a_form_asked_for_in_a_channel_opens_in_the_persons_own_chat(bot: Bot) -> None:
    await bot.teams("channel_mention", text="<at>Charter Bot</at> status")
    mention = delivered(bot)[-1]
    before = len(delivered(bot))
    channel = {"conversationType": "channel", "isGroup": True, "id": mention.conversation}
    form = await opened(bot, "submit", conversation=channel)
    assert len(delivered(bot)) == before + 1
    assert form.conversation.startswith("a:")
    assert "board.outcome" in inputs(form)


async def test_where_no_form_can_be_shown_the_question_is_put(bot: Bot) -> None:
    assert bot.connector is not None
    bot.connector.faults.append(Fault(403, "BotNotInConversationRoster"))
    assert "Has the charter been to your board" in text((await opened(bot)).activity)


async def test_a_universal_action_opens_and_sends_a_form_too(bot: Bot) -> None:
    action = {"type": "Action.Execute", "verb": "press", "data": {"press": "form:board"}}
    answer = await bot.teams("execute", value={"action": action, "trigger": "manual"})
    assert (answer["statusCode"], bool(answer["value"])) == (200, True)
    form = delivered(bot)[-1]
    filled = {**action, "data": {"press": "form:board", "sent": True, "board.outcome": "noted"}}
    await bot.teams("execute", value={"action": filled, "trigger": "manual"}, replyToId=form.id)
    assert (await bot.facts())["board.outcome"].value == "noted"
    assert [one.id for one in delivered(bot) if one.method == "PUT"] == [form.id]


# ---------------------------------------------------------------- the checklist


async def test_where_we_are_is_a_checklist_with_buttons_in_a_personal_chat(bot: Bot) -> None:
    await bot.teams("personal_message", text="the board noted it on 3 March")
    await bot.teams("personal_message", text="yes")
    await bot.teams("personal_message", text="status")
    shown = text([one.activity for one in delivered(bot)])
    for words in ("Acme Homes on", "Noted, 3 March 2026", "Not begun", "form:board", "✓"):
        assert words in shown, words


async def test_in_a_channel_it_stays_words_without_board_matters(bot: Bot) -> None:
    await bot.teams("channel_mention", text="<at>Charter Bot</at> status")
    assert "form:" not in text(delivered(bot)[-1].activity)
    assert "• ○" not in text(delivered(bot)[-1].activity)


def checklist(bot: Bot) -> dict[str, Any]:
    """The newest one."""
    cards = (each for one in reversed(delivered(bot)) for each in cards_in(one.activity))
    return next(each for each in cards if "refresh" in each)


async def refresh(
    bot: Bot, shown: dict[str, Any], name: str = "refresh", sender: dict[str, str] | None = None, **changes: Any
) -> dict[str, Any]:
    """What Teams posts when the card is looked at, and what it is answered."""
    value = activity_of(name)["value"] | {"action": shown["refresh"]["action"]}
    if sender is not None:
        changes["from"] = sender
    return await bot.teams(name, value=value, **changes)


async def kept(bot: Bot) -> tuple[int, int, dict[str, Any]]:
    """How many turns were kept and messages made, and what is known."""
    connection = sqlite3.connect(bot.app.settings.database_url.removeprefix("sqlite:///"))
    turns, made = (connection.execute(f"SELECT count(*) FROM {t}").fetchone()[0] for t in ("events", "outbox"))
    connection.close()
    return turns, made, await bot.facts()


async def test_a_checklist_that_is_looked_at_shows_what_a_colleague_recorded_since(bot: Bot) -> None:
    await bot.teams("personal_message", text="status")
    older = checklist(bot)
    assert older["refresh"]["userIds"] == [ANA]
    assert "Noted" not in text(older["body"])
    await bot.says("the board noted it on 3 March")
    await bot.says("yes")
    before, sent = await kept(bot), len(delivered(bot))
    answer = await refresh(bot, older)
    assert (answer["statusCode"], answer["type"]) == (200, "application/vnd.microsoft.card.adaptive")
    assert "Noted, 3 March 2026" in text(answer["value"]["body"])
    assert complaints(answer["value"]) == []
    assert answer["value"]["refresh"] == older["refresh"], "it goes on asking"
    assert (await kept(bot), len(delivered(bot))) == (before, sent), "nobody said anything, and nothing was sent"
    assert await refresh(bot, answer["value"]) == await refresh(bot, older)


async def test_the_menu_refreshes_too_and_is_no_press(bot: Bot) -> None:
    await bot.teams("personal_message", text="status")
    older = checklist(bot)
    before = await kept(bot)
    answer = await refresh(bot, older, "refresh_from_menu")
    assert answer["type"] == "application/vnd.microsoft.card.adaptive"
    assert await kept(bot) == before


async def test_a_refreshed_checklist_is_that_of_who_looks_and_only_in_their_own_chat(bot: Bot) -> None:
    await bot.teams("personal_message", text="the board noted it on 3 March")
    await bot.teams("personal_message", text="yes")
    await bot.teams("personal_message", text="status")
    older = checklist(bot)
    stranger = await refresh(bot, older, sender={"id": "29:1fakeSTRANGER", "name": "Eve"})
    assert "oted" not in text(stranger["value"])
    group = {"conversationType": "groupChat", "isGroup": True, "id": "19:1fakeGROUP@thread.v2"}
    left = await refresh(bot, older, conversation=group)
    assert (left["type"], left["value"]) == ("application/vnd.microsoft.activity.message", "")


async def test_only_the_checklist_refreshes(bot: Bot) -> None:
    """A form would lose what is being typed; what was pressed is put in place for everybody."""
    form = await opened(bot)
    await bot.teams("personal_message", text="the board noted it on 3 March")
    assert "refresh" not in card(form)
    assert "refresh" not in card(delivered(bot)[-1])


# ---------------------------------------------------------------- reminders


async def reminded(bot: Bot) -> Delivered:
    """The next reminder, however long the clock has to go on for it."""
    before = len(delivered(bot))
    for _ in range(100):
        bot.app.clock.move(timedelta(hours=4))
        await sweep(bot.app.store, bot.app.turns.programme(), bot.app.clock.now())
        await bot.deliver()
        if len(delivered(bot)) > before:
            return delivered(bot)[before]
    raise AssertionError("no reminder came")


async def test_several_reminders_are_one_card_with_the_buttons_beneath_what_they_are_about(tmp_path: Path) -> None:
    async with whole_bot(tmp_path, with_ana_as_lead, teams=True) as bot:
        await bot.teams("personal_message", text="hello")
        made = card(await reminded(bot))
        shown = [text(part) for part in made["body"]]
        assert "3 things" in shown[0]
        assert "Take the charter to your board" in shown[1]
        assert all("Consult" not in part for part in shown[:-1])
        assert all(words in shown[-1] for words in ("Consult residents", "Consult colleagues"))
        assert {a["data"]["press"].split("|")[-1] for a in actions(made["body"][2:-1])} == {"board"}
        assert actions(made["body"][-1]) == [] and "actions" not in made
        assert complaints(made) == []


# ---------------------------------------------------------------- answered cards


async def press(bot: Bot, on: Delivered, title: str, **changes: Any) -> None:
    data = next(a["data"] for a in actions(on.activity) if a["title"] == title)
    await bot.teams("submit", value={"press": data["press"]}, replyToId=on.id, **changes)


@pytest.mark.parametrize("where", ["personal_message", "channel_mention"])
async def test_a_pressed_card_gives_way_to_what_was_decided_and_by_whom(bot: Bot, where: str) -> None:
    await bot.teams(where, text="<at>Charter Bot</at> we asked residents by survey in May, 60 took part")
    asked = delivered(bot)[-1]
    assert actions(asked.activity)
    place: dict[str, Any] = (
        {"conversation": {"conversationType": "channel", "id": asked.conversation}} if "channel" in where else {}
    )
    await press(bot, asked, "Yes, save it", **place)
    changed = [one for one in delivered(bot) if one.method == "PUT"]
    assert [(one.id, one.conversation) for one in changed] == [(asked.id, asked.conversation)]
    assert "Yes" in text(card(changed[0])) and "Ana" in text(card(changed[0]))
    assert actions(changed[0].activity) == []
    assert {fact.person for fact in (await bot.facts()).values()} == {"p-ana"}


# ---------------------------------------------------------------- files


def attached(bot: Bot, what: str) -> list[dict[str, Any]]:
    """The cards about files that were posted: those that ask, or those that open one."""
    kind = f"application/vnd.microsoft.teams.card.file.{what}"
    return [a for one in delivered(bot) for a in one.activity.get("attachments", []) if a["contentType"] == kind]


async def asks_for_a_paper(bot: Bot) -> dict[str, Any]:
    """The card that asks whether the board paper may be put among Ana's files."""
    await bot.teams("personal_message", text="board went 3 March, they noted it")
    await bot.teams("personal_message", text="yes")
    await bot.teams("personal_message", text="can you write me a board paper for noting")
    return next(card for card in reversed(attached(bot, "consent")) if card["name"].endswith(".docx"))


async def answers_card(bot: Bot, card: dict[str, Any], action: str, **changes: Any) -> None:
    assert bot.connector is not None
    upload = {
        "contentUrl": "https://acme.sharepoint.example/paper.docx", "name": card["name"], "uniqueId": "1",
        "uploadUrl": bot.connector.new_upload(), "fileType": "docx",
    }  # fmt: skip
    value = {"action": action, "context": card["content"]["acceptContext"], "uploadInfo": upload}
    await bot.teams("file_answered", value=value, **changes)
    channel = bot.app.channels["teams"]
    assert isinstance(channel, TeamsChannel)
    await channel.files_settled()
    await bot.deliver()


async def test_a_paper_that_was_asked_for_is_put_among_the_persons_files(bot: Bot) -> None:
    asks = await asks_for_a_paper(bot)
    await answers_card(bot, asks, "accept")
    assert bot.connector is not None
    (data,) = bot.connector.uploads.values()
    paper = Document(io.BytesIO(data))
    assert "Acme Homes" in "\n".join(p.text for p in paper.paragraphs)
    assert len(data) == pytest.approx(asks["content"]["sizeInBytes"], abs=200)
    assert [a["name"] for a in attached(bot, "info")] == [asks["name"]]


async def test_a_no_to_a_file_is_answered_kindly(bot: Bot) -> None:
    asks = await asks_for_a_paper(bot)
    await answers_card(bot, asks, "decline")
    assert "Nothing was put in your files" in text(delivered(bot)[-1].activity)


async def test_a_colleagues_yes_brings_them_nothing(bot: Bot) -> None:
    """The card's own words, sent by somebody else of the same organisation."""
    asks = await asks_for_a_paper(bot)
    sam = Account("teams", TENANT, "29:1fakeSAM")
    await bot.app.store.write(lambda tx: tx.save_person(Person("p-sam", ADOPTER, "Sam"), sam))
    await answers_card(bot, asks, "accept", **{"from": {"id": sam.user, "name": "Sam"}})
    assert bot.connector is not None
    assert list(bot.connector.uploads.values()) == [b""]
    assert "That offer has ended" in text(delivered(bot)[-1].activity)


async def test_a_card_of_long_ago_and_one_after_signing_out_everywhere_bring_nothing(bot: Bot) -> None:
    asks = await asks_for_a_paper(bot)
    await bot.app.store.write(lambda tx: tx.end_access("p-ana"))
    await answers_card(bot, asks, "accept")
    assert bot.connector is not None
    assert list(bot.connector.uploads.values()) == [b""]
    again = await asks_for_a_paper(bot)
    bot.app.clock = StoppedClock(WORLD + timedelta(days=8))
    await answers_card(bot, again, "accept")
    assert set(bot.connector.uploads.values()) == {b""}


# ---------------------------------------------------------------- settings


async def test_the_settings_are_a_card_and_what_is_sent_takes_its_place(bot: Bot) -> None:
    await bot.teams("personal_message", text="settings")
    offered = {a["title"]: a["data"]["press"] for a in actions(delivered(bot)[-1].activity) if "data" in a}
    assert offered["Change my settings"] == "form:settings" and "Sign out everywhere" in offered
    await bot.teams("submit", value={"press": "form:settings"})
    form = delivered(bot)[-1]
    assert inputs(form)["settings.name"]["value"] == "Ana"
    assert inputs(form)["settings.days"]["isMultiSelect"]
    value = card(form)["actions"][0]["data"] | {
        "settings.name": "Ana B", "settings.reminders": "on", "settings.hours": "any",
        "settings.days": "tue", "settings.leave_from": "21 December", "settings.leave_until": "some day",
    }  # fmt: skip
    await bot.teams("form", replyToId=form.id, value=value)
    again = delivered(bot)[-1]
    assert (again.method, again.id) == ("PUT", form.id) and "cannot tell which day" in text(card(again))
    await bot.teams("form", replyToId=form.id, value=value | {"settings.leave_until": "4 January"})
    (changed,) = [one for one in delivered(bot) if one.method == "PUT" and not actions(one.activity)]
    assert changed.id == form.id and "Tuesday" in text(card(changed))
    assert any("I call you Ana B" in text(one.activity) for one in delivered(bot))
