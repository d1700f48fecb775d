"""The way out, against a connector that misbehaves: each fault and the ending it deserves."""

from __future__ import annotations

import asyncio
import json
from dataclasses import replace

import pytest

from bot.channels.port import Ending
from bot.channels.teams.references import first_contact
from bot.core.model import Choice, Enclosed, Message
from tests.channels.teams.conftest import Build, House
from tests.stubs.connector import Fault

HELLO = Message("Hello **there**")
ASK = Message("Was it approved?", choices=(Choice("Yes", "y:1", "primary"), Choice("No", "n:1")))


async def test_a_message_arrives_by_the_cached_token(house: House) -> None:
    address = house.address()
    first = await house.channel.send(address, HELLO, 1, doubtful=False)
    second = await house.channel.send(address, ASK, 2, doubtful=False)
    assert (first.ending, second.ending) == (Ending.SENT, Ending.SENT)
    assert first.handle and second.handle and first.handle != second.handle
    assert house.connector.posts()[0]["text"] == "<p>Hello <strong>there</strong></p>"
    assert house.connector.delivered[0].conversation == "a:1fakePERSONAL"
    assert house.connector.calls["token"] == 1


async def test_a_thread_of_a_channel_is_answered_in_the_thread(house: House) -> None:
    await house.channel.send(house.address("channel_mention"), HELLO, 1, doubtful=False)
    assert house.connector.delivered[0].conversation == "19:1fakeCHANNEL@thread.tacv2;messageid=1700000000100"


async def test_a_thread_that_was_deleted_is_never_answered(house: House) -> None:
    house.connector.gone.add("1700000000100")
    sent = await house.channel.send(house.address("channel_mention"), HELLO, 1, doubtful=False)
    assert (sent.ending, sent.error) == (Ending.NEVER, "404 ActivityNotFoundInConversation")
    assert house.connector.delivered == []


async def test_a_new_post_in_a_channel(house: House) -> None:
    sent = await house.channel.send(house.address("bot_added_to_team"), HELLO, 1, doubtful=False)
    assert house.connector.delivered[0].conversation == "19:1fakeTEAM@thread.tacv2"
    assert (sent.ending, sent.handle) == (Ending.SENT, house.connector.delivered[0].id), "not the thread's whole id"


async def test_first_contact_opens_the_personal_chat(house: House) -> None:
    address = first_contact(house.address("members_added"), "29:1fakeKIM")
    assert address.private and address.lane != first_contact(house.address("members_added"), "29:1fakeSAM").lane
    sent = await house.channel.send(address, HELLO, 1, doubtful=False)
    assert sent.ending is Ending.SENT
    assert house.connector.delivered[0].conversation == "a:opened-with-29:1fakeKIM"
    house.connector.faults.append(Fault(drop="before"))
    assert (await house.channel.send(address, HELLO, 2, doubtful=False)).ending is Ending.AGAIN


async def test_first_contact_keeps_nothing_of_whoever_was_heard_in_the_team(house: House) -> None:
    heard = house.address("channel_mention")
    assert {"aad", "team"} <= set(json.loads(heard.reference)), "who was heard is known by more than one name"
    kept = json.loads(first_contact(heard, "29:1fakeKIM").reference)
    assert (kept["user"], kept["type"]) == ("29:1fakeKIM", "personal")
    assert not {"aad", "team"} & set(kept)


FAULTS = [
    (Fault(400, "BadArgument"), Ending.NEVER),
    (Fault(403, "BotDisabledByAdmin"), Ending.GONE),
    (Fault(403, "BotNotInConversationRoster"), Ending.GONE),
    (Fault(403, "ConversationBlockedByUser"), Ending.GONE),
    (Fault(403, "NotEnoughPermissions"), Ending.NEVER),
    (Fault(403), Ending.NEVER),
    (Fault(404, "ConversationNotFound"), Ending.GONE),
    (Fault(404), Ending.GONE),
    (Fault(404, "ActivityNotFoundInConversation"), Ending.NEVER),
    (Fault(405), Ending.NEVER),
    (Fault(412, "PreconditionFailed"), Ending.AGAIN),
    (Fault(413, "MessageSizeTooBig"), Ending.NEVER),
    (Fault(429), Ending.AGAIN),
    (Fault(500, "ServiceError"), Ending.AGAIN),
    (Fault(502), Ending.AGAIN),
    (Fault(503), Ending.AGAIN),
    (Fault(504), Ending.AGAIN),
    (Fault(507), Ending.AGAIN),
    (Fault(302), Ending.NEVER),
    (Fault(drop="before"), Ending.DOUBTFUL),
    (Fault(drop="after"), Ending.DOUBTFUL),
]


@pytest.mark.parametrize(("fault", "ending"), FAULTS, ids=repr)
async def test_each_fault_has_its_ending(house: House, fault: Fault, ending: Ending) -> None:
    await house.channel.send(house.address(), HELLO, 1, doubtful=False)
    house.connector.faults.append(fault)
    sent = await house.channel.send(house.address(), HELLO, 2, doubtful=False)
    assert sent.ending is ending, sent
    assert sent.error and "Hello" not in sent.error


async def test_an_answer_that_does_not_come_in_time_is_doubtful(build: Build) -> None:
    house = await build(timeout=0.2)
    house.connector.faults.append(Fault(slow=60.0))
    sent = await house.channel.send(house.address(), HELLO, 1, doubtful=False)
    assert sent.ending is Ending.DOUBTFUL, sent


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("7", 7.0),
        ("0.5", 0.5),
        ("Tue, 24 Nov 2026 12:00:20 GMT", 20.0),
        ("Tue, 24 Nov 2026 11:00:00 GMT", 0.0),
        ("99999", 300.0),
        ("soon", None),
        ("", None),
    ],
)
async def test_retry_after(house: House, header: str, seconds: float | None) -> None:
    house.connector.faults.append(Fault(429, retry_after=header))
    sent = await house.channel.send(house.address(), HELLO, 1, doubtful=False)
    assert (sent.ending, sent.retry_after) == (Ending.AGAIN, seconds)


async def test_nobody_there_is_not_doubtful(house: House) -> None:
    address = house.address(serviceUrl="http://127.0.0.1:9/")
    assert (await house.channel.send(address, HELLO, 1, doubtful=False)).ending is Ending.AGAIN


async def test_an_expired_token_is_renewed_once_and_the_message_sent(house: House) -> None:
    await house.channel.send(house.address(), HELLO, 1, doubtful=False)
    house.connector.expire_tokens()
    assert (await house.channel.send(house.address(), HELLO, 2, doubtful=False)).ending is Ending.SENT
    assert house.connector.calls["token"] == 2
    assert len(house.connector.posts()) == 2


async def test_a_late_refusal_of_the_older_token_leaves_the_newer_one(house: House) -> None:
    tokens = house.channel._tokens
    older = await tokens.get()
    tokens.forget(older)  # the first of two sends under way is refused,
    newer = await tokens.get()
    tokens.forget(older)  # and then the second
    assert await tokens.get() == newer != older
    assert house.connector.calls["token"] == 2, "the token service is not asked by every send that was refused"


async def test_refused_with_a_fresh_token_too(house: House) -> None:
    house.connector.faults.extend([Fault(401), Fault(401)])
    sent = await house.channel.send(house.address(), HELLO, 1, doubtful=False)
    assert sent.ending is Ending.AGAIN
    assert house.connector.calls["token"] == 2


async def test_no_token_no_send(build: Build) -> None:
    house = await build(password="wrong")
    sent = await house.channel.send(house.address(), HELLO, 1, doubtful=False)
    assert sent.ending is Ending.AGAIN
    assert "invalid_client" in sent.error and "wrong" not in sent.error
    away = await build(token_url="http://127.0.0.1:9/token")
    assert (await away.channel.send(away.address(), HELLO, 1, doubtful=False)).ending is Ending.AGAIN


async def test_however_many_wait_one_asks_for_the_token(house: House) -> None:
    house.connector.token_delay = 0.1
    sends = [house.channel.send(house.address(), HELLO, n, doubtful=False) for n in range(20)]
    assert {sent.ending for sent in await asyncio.gather(*sends)} == {Ending.SENT}
    assert house.connector.calls["token"] == 1


async def test_a_token_is_renewed_before_it_expires(house: House) -> None:
    house.connector.expires_in = 1
    await house.channel.send(house.address(), HELLO, 1, doubtful=False)
    await asyncio.sleep(0.8)
    await house.channel.send(house.address(), HELLO, 2, doubtful=False)
    assert house.connector.calls["token"] == 2
    assert house.connector.calls["unauthorized"] == 0


async def test_managed_identity(build: Build) -> None:
    service = await build()
    identity = f"{service.connector.url}/identity"
    house = await build(app_type="UserAssignedMSI", token_url="", password="", identity_url=identity)
    assert (await house.channel.send(service.address(), HELLO, 1, doubtful=False)).ending is Ending.SENT
    assert service.connector.calls["identity"] == 1
    assert service.connector.calls["token"] == 0


async def test_an_answered_card_is_replaced_in_place(house: House) -> None:
    first = await house.channel.send(house.address(), ASK, 1, doubtful=False)
    second = await house.channel.send(house.address(), Message("Yes.", replaces=first.handle), 2, doubtful=False)
    assert (second.ending, second.handle) == (Ending.SENT, first.handle)
    assert house.connector.delivered[1].method == "PUT"
    assert house.connector.delivered[1].activity["attachments"]


async def test_a_replacement_may_be_repeated_at_will(house: House) -> None:
    first = await house.channel.send(house.address(), ASK, 1, doubtful=False)
    house.connector.faults.append(Fault(drop="after"))
    sent = await house.channel.send(house.address(), Message("Yes.", replaces=first.handle), 2, doubtful=False)
    assert sent.ending in (Ending.AGAIN, Ending.SENT)


async def test_a_card_that_is_no_more_is_said_anew(house: House) -> None:
    house.connector.gone.add("1600000000009")
    sent = await house.channel.send(house.address(), Message("Yes.", replaces="1600000000009"), 1, doubtful=False)
    assert sent.ending is Ending.SENT and sent.handle != "1600000000009"


async def test_a_doubtful_message_is_repeated_only_into_a_healthy_line(build: Build) -> None:
    house = await build(timeout=2.0)
    house.connector.faults.extend([Fault(drop="before"), Fault(503, retry_after="3"), Fault(slow=60.0)])
    address = house.address()
    assert (await house.channel.send(address, HELLO, 1, doubtful=False)).ending is Ending.DOUBTFUL
    sick = await house.channel.send(address, HELLO, 1, doubtful=True)
    assert (sick.ending, sick.retry_after) == (Ending.DOUBTFUL, 3.0)
    await asyncio.sleep(0)
    still = await house.channel.send(address, HELLO, 1, doubtful=True)
    assert still.ending is Ending.DOUBTFUL
    assert house.connector.posts() == []
    assert (await house.channel.send(address, HELLO, 1, doubtful=True)).ending is Ending.SENT
    assert len(house.connector.posts()) == 1


async def test_the_rule_said_honestly_delivered_and_dropped_is_sent_twice(house: House) -> None:
    """Nothing at the Bot Connector could tell us; see the rule in sending.py."""
    house.connector.faults.append(Fault(drop="after"))
    assert (await house.channel.send(house.address(), HELLO, 1, doubtful=False)).ending is Ending.DOUBTFUL
    assert (await house.channel.send(house.address(), HELLO, 1, doubtful=True)).ending is Ending.SENT
    assert len(house.connector.posts()) == 2


async def test_a_doubtful_message_to_a_place_that_is_gone(house: House) -> None:
    house.connector.faults.append(Fault(404, "ConversationNotFound"))
    assert (await house.channel.send(house.address(), HELLO, 1, doubtful=True)).ending is Ending.GONE


@pytest.mark.parametrize("reference", ["", "{}", "[]", "nonsense", '{"serviceUrl":""}', '{"serviceUrl":"::"}'])
async def test_an_address_that_is_none(house: House, reference: str) -> None:
    address = replace(house.address(), reference=reference)
    assert (await house.channel.send(address, HELLO, 1, doubtful=False)).ending is Ending.NEVER


async def test_our_token_never_travels_in_the_clear(house: House) -> None:
    sent = await house.channel.send(house.address(serviceUrl="http://smba.example/"), HELLO, 1, doubtful=False)
    assert sent.ending is Ending.NEVER
    assert house.connector.calls["token"] == 0


async def test_the_emulator_never_gets_our_token(build: Build) -> None:
    house = await build(emulator=True)
    activity = {"serviceUrl": house.connector.url + "/", "channelId": "emulator"}
    address = house.address(**activity)
    sent = await house.channel.send(address, HELLO, 1, doubtful=False)
    assert sent.ending is Ending.AGAIN and sent.error.startswith("401")
    assert house.connector.calls["token"] == 0
    closed = await build()
    assert (await closed.channel.send(address, HELLO, 1, doubtful=False)).ending is Ending.GONE


async def test_doctor_is_told_what_is_wrong(build: Build) -> None:
    assert await (await build()).channel.trouble() == ""
    wrong = await (await build(password="a wrong secret")).channel.trouble()
    assert "invalid_client" in wrong and "MICROSOFT_APP_ID" in wrong and "secret" not in wrong
    house = await build()
    house.connector.keys_broken = True
    assert "503" in await house.channel.trouble()
    assert await (await build(app_id="", emulator=True)).channel.trouble() == ""


async def test_a_paper_is_a_button_that_opens_its_persons_link(house: House) -> None:
    """Without a whole address there is nothing that a card could open."""
    paper = Enclosed(
        "paper", "board", "Board paper", "riverside", "p1", ("docx",), link="https://bot.example.org/papers/x"
    )
    await house.channel.send(house.address(), Message("Here.", encloses=(paper,)), 1, doubtful=False)
    bare = replace(paper, link="/papers/x")
    await house.channel.send(house.address(), Message("Here.", encloses=(bare,)), 2, doubtful=False)
    first, second = house.connector.posts()
    (action,) = first["attachments"][0]["content"]["actions"]
    assert (action["type"], action["title"], action["url"]) == ("Action.OpenUrl", "Open: Board paper", paper.link)
    assert second["text"] == "<p>Here.</p>"
