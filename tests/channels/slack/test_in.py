"""What comes in: a context for each recorded payload, through the real channel with a real signature."""

from __future__ import annotations

import asyncio
import time
from datetime import timedelta
from typing import Any

import pytest

from bot.channels.slack import intake as intake
from bot.core.model import Address, Kind, Turn
from tests.channels.slack.conftest import PAYLOADS, House, payload

EVENTS = sorted(path.stem for path in PAYLOADS.glob("*.json"))
IGNORED = {
    "message_channel": "not_addressed",
    "message_channel_thread": "not_addressed",
    "message_unfurled": "unfurled",
    "message_own": "own",
    "message_own_updated": "own",
    "message_other_bot": "bot",
    "channel_join": "subtype",
    "press_link": "no_value",
}
HANDLED = {
    "url_verification",
    "app_home_home",
    "app_uninstalled",
    "tokens_revoked",
    "tokens_revoked_user",
    "assistant_thread_started",
    "grid_home",
}
"""Payloads that are answered, and are no turn."""
"""Payloads that make no turn, and the reason that is counted."""
KINDS = {
    "message_edited": Kind.EDIT,
    "message_deleted": Kind.DELETE,
    "app_home_messages": Kind.OPEN,
    "bot_invited": Kind.OPEN,
    "press_button": Kind.PRESS,
    "press_select": Kind.PRESS,
    "press_overflow": Kind.PRESS,
    "press_ephemeral": Kind.PRESS,
    "press_home": Kind.PRESS,
    "press_form": Kind.PRESS,
    "form_sent": Kind.FORM,
    "grid_press": Kind.PRESS,
    "grid_form_sent": Kind.FORM,
    "shared_form_sent": Kind.FORM,
}


async def post(house: House, name: str, body: dict[str, Any] | None = None) -> int:
    """Delivers a recorded payload the way that Slack delivers its kind."""
    body = body or payload(name)
    if "command" in body:
        answer = await house.command(body)
    elif body["type"] in ("event_callback", "url_verification"):
        answer = await house.deliver(body)
    else:
        answer = await house.interact(body)
    return answer.status


async def turn(house: House, name: str) -> Turn:
    assert await post(house, name) == 200
    return house.turns.turns[-1]


@pytest.mark.parametrize("name", EVENTS)
async def test_every_recorded_payload_becomes_its_turn_or_is_ignored_for_its_reason(house: House, name: str) -> None:
    assert await post(house, name) == 200
    if name in HANDLED:
        assert not house.turns.turns
    elif name in IGNORED:
        assert not house.turns.turns
        assert house.channel.counts["ignored_" + IGNORED[name]] == 1
    else:
        assert [one.kind for one in house.turns.turns] == [KINDS.get(name, Kind.TEXT)]
        assert house.turns.turns[0].account.channel == house.turns.turns[0].address.channel == "slack"


@pytest.mark.parametrize("name", EVENTS)
async def test_a_second_delivery_has_the_same_event(house: House, name: str) -> None:
    for number in ("0", "1", "2"):
        body = payload(name)
        if body.get("type") == "event_callback":
            assert (await house.deliver(body, {"X-Slack-Retry-Num": number})).status == 200
        else:
            assert await post(house, name) == 200
    assert len(house.turns.turns) <= 1


async def test_the_address_is_verified_with_its_challenge(house: House) -> None:
    answer = await house.deliver(payload("url_verification"))
    assert answer.status == 200
    assert (await answer.json())["challenge"] == payload("url_verification")["challenge"]


async def test_a_direct_message_is_private_and_in_plain_words(house: House) -> None:
    got = await turn(house, "message_im")
    assert got.text == "our board met on 3 November & agreed"
    assert got.address.private
    assert (got.address.conversation, got.address.thread) == ("D0LEAD", "")
    assert got.name == "Priya"
    assert got.event == "slack:T0TEAM:D0LEAD:1764000010.000100"
    assert got.link == "https://acme.slack.com/archives/D0LEAD/p1764000010000100"


async def test_a_thread_in_a_direct_message_is_answered_in_it(house: House) -> None:
    assert (await turn(house, "message_im_thread")).address.thread == "1764000010.000100"


async def test_one_mention_in_a_channel_comes_twice_and_is_one_turn(house: House) -> None:
    await post(house, "app_mention")
    await post(house, "app_mention_as_message")
    (got,) = house.turns.turns
    assert got.text == "where are we? <@U0MATE> asked, see the plan (https://example.org/plan)"
    assert [(one.raw, one.account.user, one.name) for one in got.mentions] == [("<@U0MATE>", "U0MATE", "Sam")]
    assert not got.address.private
    assert got.address.thread == "1764000030.000100"


async def test_in_a_thread_it_goes_on_without_a_mention(house: House) -> None:
    await post(house, "app_mention")
    got = await turn(house, "message_channel_thread")
    assert (got.text, got.account.user) == ("forty residents came", "U0MATE")
    assert got.address.thread == "1764000030.000100"


async def test_after_a_restart_the_ledger_knows_the_thread(house: House) -> None:
    asked = []

    async def known(address: Address) -> bool:
        asked.append(address.thread)
        return True

    house.channel.threads._known = known
    await turn(house, "message_channel_thread")
    await turn(house, "message_channel_thread")
    assert asked == ["1764000030.000100"]


async def test_a_private_channel_needs_a_mention_too(house: House) -> None:
    assert (await turn(house, "message_group")).text == "next"


async def test_an_edit_says_the_new_words_and_which_message(house: House) -> None:
    got = await turn(house, "message_edited")
    assert (got.kind, got.text, got.message) == (Kind.EDIT, "our board met on 13 November", "1764000010.000100")
    assert got.event.endswith(":1764000010.000100:edit:1764000080.000000")


async def test_a_deletion_holds_no_words(house: House) -> None:
    got = await turn(house, "message_deleted")
    assert (got.kind, got.text, got.message) == (Kind.DELETE, "", "1764000010.000100")


async def test_a_guest_of_a_shared_channel_belongs_to_their_own_workspace(house: House) -> None:
    got = await turn(house, "shared_channel_mention")
    assert (got.account.workspace, got.address.workspace) == ("T0OTHER", "T0TEAM")


async def test_a_press_brings_the_value_and_the_message_it_stood_on(house: House) -> None:
    got = await turn(house, "press_button")
    assert (got.press, got.message, got.name) == ("yes|7", "1764000200.000100", "Priya")
    got = await turn(house, "press_select")
    assert (got.press, got.address.thread) == ("learning=webinar|8", "1764000030.000100")


@pytest.mark.parametrize(
    ("element", "pressed"),
    [
        ({"type": "button", "value": "yes|7"}, "yes|7"),
        ({"type": "overflow", "selected_option": {"value": "entry|r|3"}}, "entry|r|3"),
        ({"type": "datepicker", "selected_date": "2026-11-03"}, "2026-11-03"),
        ({"type": "users_select", "selected_user": "U0MATE"}, "U0MATE"),
    ],
    ids=lambda value: value.get("type") if isinstance(value, dict) else "",
)
async def test_a_press_brings_what_was_chosen_whatever_the_element(
    house: House, element: dict[str, Any], pressed: str
) -> None:
    body = payload("press_select")
    body["actions"] = [{"action_id": "choice:any", "action_ts": "1764000211.000001", **element}]
    assert await post(house, "press_select", body) == 200
    assert [one.press for one in house.turns.turns] == [pressed]


async def test_a_channel_that_the_bot_was_invited_to_is_read_by_others(house: House) -> None:
    got = await turn(house, "bot_invited")
    assert not got.address.private
    assert (await turn(house, "app_home_messages")).address.private


async def test_without_the_name_that_people_show_the_log_in_name_is_better_than_none(house: House) -> None:
    body = payload("press_button")
    body["user"] |= {"id": "U0NEW", "name": "new.person"}
    await post(house, "press_button", body)
    assert house.turns.turns[0].name == "new.person"


async def test_a_press_on_a_whispered_message_stays_private(house: House) -> None:
    got = await turn(house, "press_ephemeral")
    assert got.address.private
    assert got.message.startswith("https://hooks.slack.com/")


async def test_a_command_is_private_and_without_words_asks_for_help(house: House) -> None:
    got = await turn(house, "command")
    assert (got.text, got.address.conversation, got.address.private) == ("status", "C0TEAM", True)
    await post(house, "command", payload("command") | {"text": "", "trigger_id": "other"})
    assert house.turns.turns[-1].text == "help"


async def test_a_command_is_answered_for_all_when_asked(house: House) -> None:
    await post(house, "command", payload("command") | {"text": "share  status"})
    got = house.turns.turns[0]
    assert (got.text, got.address.private) == ("status", False)


async def test_the_time_of_a_turn_is_when_it_was_said_unless_that_cannot_be(house: House) -> None:
    body = payload("message_im")
    said = time.time() - 600
    body["event"] |= {"ts": f"{said:.6f}", "event_ts": f"{said:.6f}"}
    await post(house, "message_im", body)
    assert abs(house.turns.turns[-1].at.timestamp() - said) < 0.01
    await post(house, "message_im_thread")
    assert abs(house.turns.turns[-1].at.timestamp() - time.time()) < timedelta(minutes=1).total_seconds()


async def test_what_is_not_kept_is_not_acknowledged_and_comes_again(house: House) -> None:
    house.turns.trouble = OSError("disk full")
    for name in ("message_im", "press_button", "command"):
        assert await post(house, name) == 503
    house.turns.trouble = None
    assert await post(house, "message_im") == 200
    assert len(house.turns.turns) == 1


async def test_a_slow_hall_is_answered_in_time_and_its_commit_is_not_cut(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(intake, "HALL_SECONDS", 0.05)
    house.turns.seconds = 0.2
    assert await post(house, "message_im") == 503
    await asyncio.wait_for(house.turns.kept.wait(), 3)
    house.turns.seconds = 0
    assert await post(house, "message_im") == 200
    assert len(house.turns.turns) == 1


async def test_events_are_kept_while_slacks_api_is_down(house: House) -> None:
    await house.channel.api.close()
    await house.channel.api.open()
    house.channel.api.url = "http://127.0.0.1:9/api/"
    body = payload("message_im")
    body["event"]["user"] = "U0NEW"
    assert await post(house, "message_im", body) == 200
    assert house.turns.turns[0].name == ""
