"""What goes out: each misbehaviour of Slack leads to its ending; doubtful messages are looked up, not guessed."""

from __future__ import annotations

import asyncio
import json

import pytest

from bot.channels.port import Ending, Sent
from bot.channels.slack import SlackChannel, SlackSettings, answers
from bot.channels.slack.readings import Around, Self, direct
from bot.core.model import Address, Choice, Message
from tests.channels.slack.conftest import NOW, SECRET, House
from tests.stubs.slack import TOKEN, Fault

LEAD = Address("slack", "T0TEAM", "D0LEAD", reference='{"user":"U0LEAD"}')
THREAD = Address("slack", "T0TEAM", "C0TEAM", "1764000030.000100", private=False, reference='{"user":"U0LEAD"}')
WHISPER = Address("slack", "T0TEAM", "C0TEAM", private=True, reference='{"user":"U0LEAD"}')
HERE = Around(Self("U0BOT"), NOW, workspace="T0TEAM")
HELLO = Message("Hello")


async def once(house: House, fault: Fault, address: Address = LEAD, method: str = "chat.postMessage") -> Sent:
    house.slack.fail(method, fault)
    return await house.channel.send(address, HELLO, 1, False)


async def until_sent(house: House, address: Address = LEAD, message: Message = HELLO, doubtful: bool = False) -> int:
    """What the outbox does: tries again, and remembers that an attempt was doubtful. Returns the attempts made."""
    for attempt in range(1, 9):
        sent = await house.channel.send(address, message, 1, doubtful)
        if sent.ending is Ending.SENT:
            return attempt
        doubtful = doubtful or sent.ending is Ending.DOUBTFUL
        await asyncio.sleep(min(sent.retry_after or 0, 0.2))
    raise AssertionError("never sent")


async def test_a_message_is_posted_with_blocks_fallback_and_its_parcel(house: House) -> None:
    sent = await house.channel.send(THREAD, Message("**Done?**", choices=(Choice("Yes", "yes|1"),)), 42, False)
    assert sent.ending is Ending.SENT
    (posted,) = house.slack.messages["C0TEAM"]
    assert sent.handle == posted["ts"]
    assert posted["thread_ts"] == "1764000030.000100"
    assert posted["metadata"]["event_payload"]["parcel"] == "42"
    assert posted["text"] == "Done?\nChoices: Yes"
    assert [block["type"] for block in posted["blocks"]] == ["section", "actions"]


@pytest.mark.parametrize(
    ("fault", "ending"),
    [
        (Fault(status=429, retry_after=0.1, error="ratelimited"), Ending.AGAIN),
        (Fault(status=500), Ending.DOUBTFUL),
        (Fault(status=503), Ending.DOUBTFUL),
        (Fault(drop="before"), Ending.DOUBTFUL),
        (Fault(drop="after"), Ending.DOUBTFUL),
        (Fault(delay=1.5), Ending.DOUBTFUL),
        (Fault(raw="<html>proxy</html>"), Ending.DOUBTFUL),
        (Fault(status=404, raw="no"), Ending.NEVER),
        (Fault(status=403, raw="no"), Ending.AGAIN),
        (Fault(error="something_new"), Ending.AGAIN),
        *((Fault(error=error), ending) for error, (ending, _) in sorted(answers.ENDINGS.items())),
    ],
)
async def test_every_misbehaviour_has_its_ending(house: House, fault: Fault, ending: Ending) -> None:
    assert (await once(house, fault)).ending is ending


async def test_a_refused_connection_is_no_doubt() -> None:
    channel = SlackChannel(SlackSettings(SECRET, TOKEN, api_url="http://127.0.0.1:9/api/"), turns=_nobody)
    await channel.start()
    assert (await channel.send(LEAD, HELLO, 1, False)).ending is Ending.AGAIN
    await channel.close()


async def test_retry_after_is_obeyed_without_asking_again(house: House) -> None:
    sent = await once(house, Fault(status=429, retry_after=0.4, error="ratelimited"))
    assert sent.retry_after == pytest.approx(0.4, abs=0.05)
    second = await house.channel.send(LEAD, HELLO, 2, False)
    assert second.ending is Ending.AGAIN
    assert 0 < (second.retry_after or 0) <= 0.4
    assert house.slack.count("chat.postMessage") == 1
    assert (await house.channel.send(THREAD, HELLO, 3, False)).ending is Ending.SENT, "others are not held up"
    assert (await house.channel.api.form("users.info", TOKEN, {"user": "U0LEAD"}, "T0TEAM")).ok, "nor other methods"
    await asyncio.sleep(0.45)
    assert (await house.channel.send(LEAD, HELLO, 2, False)).ending is Ending.SENT


async def test_retry_after_is_obeyed_also_beside_an_error_of_slacks_own(house: House) -> None:
    """Whatever the table would wait by itself: Slack knows better."""
    sent = await once(house, Fault(status=200, retry_after=0.4, error="internal_error"))
    assert sent.retry_after == pytest.approx(0.4, abs=0.05)
    assert (await once(house, Fault(status=200, error="token_expired"))).retry_after == pytest.approx(answers.SOON)


@pytest.mark.parametrize("address", [LEAD, THREAD, direct("U0LEAD", HERE)])
@pytest.mark.parametrize(
    "fault",
    [Fault(status=500), Fault(status=500, deliver=True), Fault(drop="before"), Fault(drop="after"), Fault(delay=1.5)],
)
async def test_a_doubtful_message_is_there_once(house: House, address: Address, fault: Fault) -> None:
    house.slack.messages["C0TEAM"].append({"ts": "1764000030.000100", "text": "root", "user": "U0LEAD"})
    house.slack.fail("chat.postMessage", fault)
    await until_sent(house, address)
    assert house.slack.said(address.conversation.replace("U0", "D0")).count("Hello") == 1


async def test_doubt_is_kept_until_the_conversation_can_be_asked(house: House) -> None:
    house.slack.fail("chat.postMessage", Fault(drop="after"))
    house.slack.fail(
        "conversations.history", Fault(status=429, retry_after=0.1, error="ratelimited"), Fault(status=500)
    )
    assert await until_sent(house) == 4
    assert house.slack.said("D0LEAD") == ["Hello"]


async def test_an_older_message_of_another_store_is_not_taken_for_this_one(house: House) -> None:
    await house.channel.send(LEAD, Message("Something else"), 1, False)
    assert await until_sent(house, doubtful=True) == 1
    assert house.slack.said("D0LEAD") == ["Something else", "Hello"]


async def test_a_name_learned_meanwhile_makes_no_second_message(house: House) -> None:
    asking = Message("Ask <@U0MATE>")
    await house.channel.send(LEAD, asking, 1, False)
    await house.channel.people.learn("T0TEAM", "U0MATE", TOKEN)
    await until_sent(house, message=asking, doubtful=True)
    assert house.slack.said("D0LEAD") == ["Ask @somebody"]


async def test_it_is_found_behind_many_newer_messages(house: House) -> None:
    await house.channel.send(LEAD, HELLO, 1, False)
    for number in range(2, 150):
        house.slack._keep("D0LEAD", {"text": str(number)})
    await until_sent(house, doubtful=True)
    assert house.slack.said("D0LEAD").count("Hello") == 1


async def test_without_the_scope_the_written_rule_decides(house: House, caplog: pytest.LogCaptureFixture) -> None:
    house.slack.tokens[TOKEN] = frozenset({"chat:write"})
    house.slack.fail("chat.postMessage", Fault(status=500))
    await until_sent(house)
    assert house.slack.said("D0LEAD") == ["Hello"], "answered with an error: sent again"
    house.slack.fail("chat.postMessage", Fault(drop="after"))
    assert await until_sent(house, message=Message("Second")) == 2
    assert house.slack.said("D0LEAD") == ["Hello", "Second"], "dropped: taken as arrived"
    assert "taken as arrived" in caplog.text


async def test_a_missing_scope_says_which(house: House) -> None:
    house.slack.tokens[TOKEN] = frozenset()
    sent = await house.channel.send(LEAD, HELLO, 1, False)
    assert sent.ending is Ending.AGAIN
    assert "chat:write" in sent.error


async def test_an_expired_token_is_tried_again(house: House) -> None:
    house.slack.expired.add(TOKEN)
    assert (await house.channel.send(LEAD, HELLO, 1, False)).ending is Ending.AGAIN
    house.slack.expired.clear()
    assert (await house.channel.send(LEAD, HELLO, 1, False)).ending is Ending.SENT


async def test_private_words_in_a_channel_are_whispered(house: House) -> None:
    assert (await house.channel.send(WHISPER, HELLO, 1, False)).ending is Ending.SENT
    (shown,) = house.slack.ephemerals
    assert (shown["channel"], shown["user"]) == ("C0TEAM", "U0LEAD")
    assert not house.slack.messages["C0TEAM"]


async def test_where_the_bot_is_not_they_come_as_a_direct_message(house: House) -> None:
    house.slack.absent.add("C0TEAM")
    assert (await house.channel.send(WHISPER, HELLO, 1, False)).ending is Ending.SENT
    assert house.slack.said("D0LEAD") == ["Hello"]


async def test_a_message_takes_the_place_of_an_older_one_twice_over(house: House) -> None:
    first = await house.channel.send(LEAD, Message("Right?", choices=(Choice("Yes", "y"),)), 1, False)
    decided = Message("Recorded by Priya.", replaces=first.handle)
    house.slack.fail("chat.update", Fault(drop="after"))
    assert await until_sent(house, message=decided) == 2
    assert house.slack.said("D0LEAD") == ["Recorded by Priya."]
    assert [block["type"] for block in house.slack.messages["D0LEAD"][0]["blocks"]] == ["section"]


@pytest.mark.parametrize("error", sorted(answers.UNCHANGEABLE))
async def test_what_cannot_be_replaced_is_said_anew(house: House, error: str) -> None:
    house.slack.fail("chat.update", Fault(error=error))
    sent = await house.channel.send(LEAD, Message("New", replaces="1764000000.1"), 1, False)
    assert sent.ending is Ending.SENT
    assert house.slack.said("D0LEAD") == ["New"]


async def test_a_whispered_message_is_replaced_through_its_own_address(house: House) -> None:
    await house.channel.send(WHISPER, Message("Decided", replaces=house.slack.response_url), 1, False)
    assert house.slack.responses[0]["replace_original"] is True
    house.slack.fail("response_url", Fault(status=404, error="expired_url"))
    await house.channel.send(WHISPER, Message("Later", replaces=house.slack.response_url), 2, False)
    assert [shown["text"] for shown in house.slack.ephemerals] == ["Later"]


async def test_a_handle_that_points_elsewhere_is_not_called(house: House) -> None:
    await house.channel.send(WHISPER, Message("Hi", replaces="https://evil.example/x"), 1, False)
    assert house.slack.count("response_url") == 0
    assert len(house.slack.ephemerals) == 1


async def test_an_address_with_a_broken_reference_still_sends(house: House) -> None:
    for reference in ("", "not json", "[]", '{"user":7}'):
        address = Address("slack", "T0TEAM", "D0LEAD", reference=reference)
        assert (await house.channel.send(address, HELLO, 1, False)).ending is Ending.SENT


async def test_an_empty_message_never_goes(house: House) -> None:
    assert (await house.channel.send(LEAD, Message(""), 1, False)).ending is Ending.NEVER


async def test_one_session_serves_all(house: House) -> None:
    session = house.channel.api.session
    await asyncio.gather(*(house.channel.send(LEAD, Message(str(n)), n, False) for n in range(30)))
    assert house.channel.api.session is session
    assert len(house.slack.messages["D0LEAD"]) == 30


async def test_lone_surrogates_and_nulls_are_sent_as_something(house: House) -> None:
    sent = await house.channel.send(LEAD, Message("a\ud800b\x00c \u202e right"), 1, False)
    assert sent.ending is Ending.SENT
    json.dumps(house.slack.messages["D0LEAD"])


async def _nobody(turn: object) -> bool:
    return True
