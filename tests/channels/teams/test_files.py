"""Files in Teams: a card asks, a yes brings an address, the bytes go there; and what is done when no answer comes."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import Any, Literal

import pytest

from bot.channels.port import Ending, Links, MadeFile
from bot.core.model import Account, Enclosed, Kind, Message
from tests.channels.teams.conftest import Build, House, payload
from tests.stubs.connector import Fault

ASK, THERE = (f"application/vnd.microsoft.teams.card.file.{what}" for what in ("consent", "info"))
DATA = bytes(range(256)) * 40
LINK = "https://bot.example/papers/token-of-priya"
PAPER = Enclosed("paper", "board", "Board paper", "riverside-homes", "priya", ("docx", "pdf"), "note", link=LINK)
SAID = Message("Here is the board paper.", encloses=(PAPER,))


class Papers:
    """Documents that are always there, unless the test says otherwise."""

    forms = frozenset({"docx", "pdf", "html", "txt", "json"})

    def __init__(self) -> None:
        self.made: list[str] = []
        self.none = False

    async def make(self, enclosed: Enclosed, form: str, links: Links = ()) -> MadeFile | None:
        self.made.append(form)
        return None if self.none else MadeFile(f"Riverside-Homes-Board-paper.{form}", "application/x", DATA)


async def handed(link: str, account: Account) -> Enclosed | None:
    known = link == "token-of-priya" and account.user == payload("personal_message")["from"]["id"]
    return PAPER if known else None


@pytest.fixture
async def papers() -> Papers:
    return Papers()


@pytest.fixture
async def house(build: Build, papers: Papers) -> House:
    return await build(documents=papers, handed=handed, upload_pause=0.01, upload_timeout=5.0)


def cards(house: House, kind: str) -> list[dict[str, Any]]:
    """The attachments of that kind that were posted."""
    files = [a for each in house.connector.posts() for a in each.get("attachments", [])]
    return [a for a in files if a["contentType"] == kind]


def answer(house: House, action: str = "accept", **changes: Any) -> dict[str, Any]:
    """What Teams posts when somebody answers the card."""
    base = payload("personal_message")
    kept = ("serviceUrl", "channelId", "from", "recipient", "conversation", "channelData", "timestamp")
    value: dict[str, Any] = {
        "type": "fileUpload", "action": action, "context": {"link": "token-of-priya", "form": "docx"},
    }  # fmt: skip
    if action == "accept":
        value["uploadInfo"] = {
            "contentUrl": "https://riverside.sharepoint.example/personal/priya/Board-paper.docx",
            "name": "Riverside-Homes-Board-paper.docx",
            "uploadUrl": house.connector.new_upload(),
            "uniqueId": "1150D938-8870-4044-9F2C-5BBDEBA70C8C",
            "fileType": "docx",
        }
    return {
        **{key: base[key] for key in kept}, "serviceUrl": house.connector.url + "/", "type": "invoke",
        "name": "fileConsent/invoke", "id": "f:consent-1", "replyToId": "card-1", "value": value, **changes,
    }  # fmt: skip


async def settled(house: House) -> None:
    async with asyncio.timeout(10):
        await house.channel.files_settled()


def arrived(house: House) -> list[bytes]:
    """The files that are whole."""
    return [data for name, data in house.connector.uploads.items() if name not in house.connector.sessions]


# ---------------------------------------------------------------- asking


async def test_a_card_asks_before_the_message_comes(house: House, papers: Papers) -> None:
    sent = await house.channel.send(house.address(), SAID, 7, False)
    assert sent.ending is Ending.SENT
    (card,) = cards(house, ASK)
    assert card["name"] == "Riverside-Homes-Board-paper.docx"
    assert card["content"]["sizeInBytes"] == len(DATA)
    assert card["content"]["description"] == "Board paper"
    assert card["content"]["acceptContext"] == {"link": "token-of-priya", "form": "docx"}
    first, second = house.connector.posts()
    assert first["attachments"] == [card]
    assert LINK in str(second), "and the message has the link"
    assert papers.made == ["docx"], "the other forms are behind the link"


async def test_private_words_of_a_channel_ask_in_the_own_chat(house: House) -> None:
    address = replace(house.address("channel_mention"), private=True)
    await house.channel.send(address, SAID, 7, False)
    assert len(cards(house, ASK)) == 1
    assert {each.conversation.partition("-with-")[0] for each in house.connector.delivered} == {"a:opened"}


@pytest.mark.parametrize("kind", ["badge", "confirm"])
async def test_what_is_no_file_is_not_offered_as_one(house: House, kind: Literal["badge", "confirm"]) -> None:
    message = replace(SAID, encloses=(replace(PAPER, kind=kind, files=("light-320.png",)),))
    await house.channel.send(house.address(), message, 7, False)
    assert cards(house, ASK) == []


async def test_in_a_shared_place_no_card_asks(house: House) -> None:
    await house.channel.send(house.address("channel_mention"), SAID, 7, False)
    assert cards(house, ASK) == []


async def test_without_a_link_each_form_is_asked_for(house: House) -> None:
    message = replace(SAID, encloses=(replace(PAPER, link="/papers/token-of-priya"),))
    await house.channel.send(house.address(), message, 7, False)
    assert [c["name"].rpartition(".")[2] for c in cards(house, ASK)] == ["docx", "pdf"]


async def test_a_message_that_is_tried_again_asks_once(house: House) -> None:
    house.connector.on_delivered = lambda each: (
        house.connector.faults.append(Fault(status=503)) if len(house.connector.delivered) == 1 else None
    )
    assert (await house.channel.send(house.address(), SAID, 7, False)).ending is Ending.AGAIN
    assert (await house.channel.send(house.address(), SAID, 7, False)).ending is Ending.SENT
    assert len(cards(house, ASK)) == 1


@pytest.mark.parametrize(("link", "count"), [(LINK, 1), ("/papers/token-of-priya", 3)])
async def test_a_card_whose_answer_never_came(house: House, link: str, count: int) -> None:
    """With a link it is taken as shown, and the message goes; without one it is shown again."""
    message = replace(SAID, encloses=(replace(PAPER, link=link),))
    house.connector.faults.append(Fault(drop="after"))
    first = await house.channel.send(house.address(), message, 7, False)
    if first.ending is not Ending.SENT:
        assert (await house.channel.send(house.address(), message, 7, True)).ending is Ending.SENT
    assert len(cards(house, ASK)) == count


async def test_after_a_restart_a_doubtful_message_with_a_link_asks_no_more(house: House) -> None:
    await house.channel.send(house.address(), SAID, 7, True)
    assert cards(house, ASK) == []


async def test_where_cards_for_files_are_refused_the_message_goes_with_its_link(house: House) -> None:
    house.connector.faults.append(Fault(status=400, code="BadArgument"))
    assert (await house.channel.send(house.address(), SAID, 7, False)).ending is Ending.SENT
    assert LINK in str(house.connector.posts())


# ---------------------------------------------------------------- yes


async def test_a_yes_puts_the_file_there_and_shows_it(house: House) -> None:
    status, _ = await house.post(answer(house))
    await settled(house)
    assert status == 200
    assert arrived(house) == [DATA]
    (card,) = cards(house, THERE)
    assert card["contentUrl"].startswith("https://riverside.sharepoint.example/")
    assert card["content"] == {"uniqueId": "1150D938-8870-4044-9F2C-5BBDEBA70C8C", "fileType": "docx"}
    assert house.connector.removed == ["card-1"], "nobody can say yes to it twice"
    assert house.turns.turns == [], "nothing was said"


async def test_two_presses_put_it_there_once(house: House) -> None:
    house.connector.upload_faults.append(Fault(status=503))  # so that the first is still on its way
    await house.post(answer(house))
    await house.post(answer(house, id="f:2"))
    await settled(house)
    assert arrived(house) == [DATA]
    assert len(cards(house, THERE)) == 1


async def test_an_address_that_is_over_is_no_file(house: House) -> None:
    activity = answer(house)
    house.connector.sessions.clear()
    house.connector.uploads.clear()
    await house.post(activity)
    await settled(house)
    assert [turn.press for turn in house.turns.turns] == ["handed||0|failed"]


@pytest.mark.parametrize("times", [1, 2, 3])
@pytest.mark.parametrize("drop", ["before", "half", "after"])
async def test_bytes_whose_answer_never_came(house: House, drop: str, times: int) -> None:
    """Whole and once, whatever was lost; the HTTP client repeats the first loss by itself."""
    house.connector.upload_faults.extend([Fault(drop=drop)] * times)
    await house.post(answer(house))
    await settled(house)
    assert arrived(house) == [DATA]
    assert len(cards(house, THERE)) == 1
    assert house.turns.turns == []


@pytest.mark.parametrize("status", [429, 503])
async def test_what_may_pass_is_tried_again(house: House, status: int) -> None:
    house.connector.upload_faults.extend([Fault(status=status)] * 2)
    await house.post(answer(house))
    await settled(house)
    assert arrived(house) == [DATA]


@pytest.mark.parametrize("fault", [Fault(status=403), Fault(status=507), Fault(drop="before")])
async def test_what_does_not_come_about_is_said(house: House, fault: Fault) -> None:
    house.connector.upload_faults.extend([fault] * 9)
    await house.post(answer(house))
    await settled(house)
    (turn,) = house.turns.turns
    assert (turn.kind, turn.press) == (Kind.PRESS, "handed||0|failed")
    assert arrived(house) == []
    assert cards(house, THERE) == []


async def test_bytes_go_nowhere_but_by_https(house: House) -> None:
    activity = answer(house)
    activity["value"]["uploadInfo"]["uploadUrl"] = "http://files.example/upload"
    await house.post(activity)
    await settled(house)
    assert [turn.press for turn in house.turns.turns] == ["handed||0|failed"]


@pytest.mark.parametrize("context", [{"link": "somebody-else's", "form": "docx"}, {}, {"link": ["x"], "form": 3}])
async def test_a_card_that_is_not_ours_or_over_hands_nothing_over(house: House, context: dict[str, Any]) -> None:
    activity = answer(house)
    activity["value"]["context"] = context
    await house.post(activity)
    await settled(house)
    assert house.connector.calls["upload"] == 0
    assert [turn.press for turn in house.turns.turns] == ["handed||0|over"]


async def test_somebody_else_gets_nothing(house: House) -> None:
    activity = answer(house)
    activity["from"] = {**activity["from"], "id": "29:another"}
    await house.post(activity)
    await settled(house)
    assert house.connector.calls["upload"] == 0


# ---------------------------------------------------------------- no


async def test_a_no_is_said_kindly_and_the_card_goes(house: House) -> None:
    status, _ = await house.post(answer(house, "decline"))
    await settled(house)
    assert status == 200
    assert [(turn.kind, turn.press) for turn in house.turns.turns] == [(Kind.PRESS, "handed||0|declined")]
    assert house.connector.removed == ["card-1"]
    assert house.connector.calls["upload"] == 0


async def test_a_no_that_cannot_be_kept_comes_again(house: House) -> None:
    house.turns.failing = True
    assert (await house.post(answer(house, "decline")))[0] == 503
