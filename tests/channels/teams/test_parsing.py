"""From activities to turns: what is kept of each, and that an event's id is its own."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from bot.channels.teams.parsing import read
from bot.channels.teams.references import reference_of
from bot.core.model import Account, Kind, Turn
from tests.channels.teams.conftest import NOW, payload
from tests.stubs.connector import TENANT


def turn(name: str, **changes: object) -> Turn:
    return read({**payload(name), **changes}, NOW).turns[0]


def test_a_personal_message() -> None:
    said = turn("personal_message")
    assert said.text == "The board approved it on 13 October"
    assert said.account == Account("teams", TENANT, "29:1fakeANA")
    assert said.name == "Ana Lee"
    assert said.at == datetime(2026, 11, 24, 10, 15, 30, 123456, UTC)
    assert said.address.private and said.address.conversation == "a:1fakePERSONAL"
    assert said.message == "1700000000001"
    assert said.link == ""


def test_the_reference_is_enough_to_speak_first_weeks_later() -> None:
    address = turn("personal_message").address
    kept = json.loads(address.reference)
    assert kept["serviceUrl"] == "https://smba.trafficmanager.net/uk/"
    back = reference_of(address)
    assert (back.bot, back.user, back.tenant) == ("28:00000000-aaaa-4bbb-8ccc-000000000001", "29:1fakeANA", TENANT)
    assert "Ana" not in address.reference.replace("fakeANA", "")


def test_in_a_channel_the_bots_own_mention_is_stripped_and_the_thread_kept() -> None:
    said = turn("channel_mention")
    assert said.text == "where are we?"
    assert not said.address.private
    assert (said.address.conversation, said.address.thread) == ("19:1fakeCHANNEL@thread.tacv2", "1700000000100")
    assert reference_of(said.address).conversation == "19:1fakeCHANNEL@thread.tacv2;messageid=1700000000100"
    assert "/19:1fakeCHANNEL@thread.tacv2/1700000000101?" in said.link
    assert "parentMessageId=1700000000100" in said.link


@pytest.mark.parametrize("name", ["submit", "message_back", "message_back_text_value", "execute"])
def test_four_ways_in_which_a_button_comes(name: str) -> None:
    pressed = turn(name)
    assert (pressed.kind, pressed.press, pressed.message) == (Kind.PRESS, "board:yes:3", "1700000000050")
    assert pressed.fields == ()


def test_a_form() -> None:
    sent = turn("form")
    assert sent.kind is Kind.FORM
    assert sent.press == "board:form"
    assert dict(sent.fields) == {"board_date": "2026-10-13", "board_note": "Item 7 <b>", "board_minutes": "true"}


def test_nothing_chosen_in_a_select() -> None:
    assert read({**payload("submit"), "value": {"press": ""}}, NOW).ignored == "nothing_chosen"


@pytest.mark.parametrize("value", ["not json", '"text"', "[1]"])
def test_a_button_that_is_not_ours(value: str) -> None:
    assert turn("submit", value=value).press == value


def test_installed_twice_told_greeted_once() -> None:
    assert turn("bot_added").event == turn("installed").event
    later = turn("installed", timestamp="2026-11-25T10:00:00Z")
    assert later.event != turn("installed").event


def test_those_who_join_are_greeted_by_their_own_name() -> None:
    turns = read(payload("members_added"), NOW).turns
    assert [each.account.user for each in turns] == ["29:1fakeSAM", "29:1fakeKIM"]
    assert len({each.event for each in turns}) == 2
    assert {each.name for each in turns} == {""}


def test_an_edit_is_another_event_than_the_message_and_than_the_next_edit() -> None:
    said, edited = turn("personal_message"), turn("edited")
    again = turn("edited", timestamp="2026-11-24T10:18:00Z", text="on the 15th")
    assert said.message == edited.message == again.message
    assert len({said.event, edited.event, again.event, turn("deleted").event}) == 4
    assert turn("edited") == edited


def test_the_same_id_in_two_places_is_two_events() -> None:
    elsewhere = {**payload("personal_message")["conversation"], "id": "a:2"}
    assert turn("personal_message").event != turn("personal_message", conversation=elsewhere).event


def test_an_activity_without_an_id() -> None:
    first = turn("personal_message", id=None)
    assert first.event == turn("personal_message", id=None).event
    assert first.event != turn("personal_message", id=None, text="other words").event
    assert first.event != turn("personal_message", id=None, timestamp="2026-11-24T10:15:31Z").event


@pytest.mark.parametrize("when", ["", "yesterday", "9999-12-31T23:59:59-14:00", None, 7])
def test_a_time_that_is_none(when: object) -> None:
    assert turn("personal_message", timestamp=when).at == NOW


def test_text_that_cannot_be_kept_is_made_keepable() -> None:
    said = turn("personal_message", text="a\ud800b\0c \u202eright to left 🙂")
    assert said.text == "a?bc \u202eright to left 🙂"


def test_people_write_angle_brackets() -> None:
    assert turn("personal_message", text="5 &lt; 7 &amp; &lt;b&gt;").text == "5 < 7 & <b>"
