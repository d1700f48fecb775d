"""Papers as files: shared before their message, once, with the person alone; each fault of Slack by the rule."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from dataclasses import replace

import pytest

from bot.channels.port import Ending, MadeFile
from bot.channels.slack import SlackChannel, SlackSettings
from bot.core.model import Address, Enclosed, Message
from tests.channels.slack.conftest import SECRET
from tests.stubs.slack import SCOPES, TOKEN, Fault, SlackStub

LEAD = Address("slack", "T0TEAM", "D0LEAD", reference='{"user":"U0LEAD"}')
WHISPER = Address("slack", "T0TEAM", "C0TEAM", private=True, reference='{"user":"U0LEAD"}')
PAPER = Enclosed("paper", "board", "Board paper", "riverside", "p1", ("docx", "pdf", "html"))
LINK = "https://bot.example.org/papers/abc"
BARE = Message("Here it is.", encloses=(PAPER,))
LINKED = Message("Here it is.", encloses=(replace(PAPER, link=LINK),))
SHARED = [("D0LEAD", "paper.docx", "Board paper"), ("D0LEAD", "paper.pdf", "Board paper")]


class Written:
    """Papers of a few bytes."""

    forms = frozenset({"docx", "pdf", "html"})

    async def make(self, enclosed: Enclosed, form: str, links: Sequence[tuple[str, str]] = ()) -> MadeFile | None:
        return MadeFile(f"paper.{form}", "application/octet-stream", form.encode() * 10)


@pytest.fixture
async def slack() -> AsyncIterator[SlackStub]:
    async with SlackStub() as stub:
        yield stub


@pytest.fixture
async def channel(slack: SlackStub) -> AsyncIterator[SlackChannel]:
    settings = SlackSettings(SECRET, TOKEN, api_url=slack.api_url, answer_seconds=1.0, events=False)

    async def nothing(_: object) -> bool:
        return True

    made = SlackChannel(settings, nothing, documents=Written())
    await made.start()
    await made.installs.ask()  # type: ignore[union-attr]
    yield made
    await made.close()


async def test_the_files_are_shared_and_then_the_message(slack: SlackStub, channel: SlackChannel) -> None:
    sent = await channel.send(LEAD, LINKED, 1, False)
    assert sent.ending is Ending.SENT
    assert slack.shared == SHARED
    assert slack.uploaded["F1"] == ("paper.docx", b"docx" * 10)
    (posted,) = slack.messages["D0LEAD"]
    buttons = [e for block in posted["blocks"] if block["type"] == "actions" for e in block["elements"]]
    assert [(b["text"]["text"], b["url"]) for b in buttons] == [("Open: Board paper", LINK)]
    methods = [call.method for call in slack.calls]
    assert methods.index("files.completeUploadExternal") < methods.index("chat.postMessage")


async def test_in_a_channel_with_others_the_file_goes_to_the_person(slack: SlackStub, channel: SlackChannel) -> None:
    await channel.send(WHISPER, LINKED, 1, False)
    assert {place for place, _, _ in slack.shared} == {"D0LEAD"}
    assert [one["user"] for one in slack.ephemerals] == ["U0LEAD"]
    assert slack.messages["C0TEAM"] == []


async def test_a_message_that_has_to_be_tried_again_shares_nothing_twice(
    slack: SlackStub, channel: SlackChannel
) -> None:
    slack.fail("chat.postMessage", Fault(error="service_unavailable"))
    assert (await channel.send(LEAD, BARE, 1, False)).ending is Ending.AGAIN
    assert (await channel.send(LEAD, BARE, 1, False)).ending is Ending.SENT
    assert slack.shared == SHARED


@pytest.mark.parametrize("method", ["files.getUploadURLExternal", "upload"])
@pytest.mark.parametrize("fault", [Fault(drop="before"), Fault(status=500)])
async def test_before_it_is_shared_it_is_begun_again(
    slack: SlackStub, channel: SlackChannel, method: str, fault: Fault
) -> None:
    slack.fail(method, fault)
    assert (await channel.send(LEAD, LINKED, 1, False)).ending is Ending.AGAIN
    assert slack.shared == []
    assert (await channel.send(LEAD, LINKED, 1, False)).ending is Ending.SENT
    assert slack.shared == SHARED


@pytest.mark.parametrize(("message", "times"), [(LINKED, 1), (BARE, 2)])
async def test_an_answer_that_never_came(
    slack: SlackStub, channel: SlackChannel, message: Message, times: int
) -> None:
    """With a link it is taken as shared; without one it is shared again: twice is better than never."""
    slack.fail("files.completeUploadExternal", Fault(drop="after"))
    first = await channel.send(LEAD, message, 1, False)
    if first.ending is Ending.AGAIN:
        assert (await channel.send(LEAD, message, 1, False)).ending is Ending.SENT
    assert slack.shared == SHARED * times
    assert slack.said("D0LEAD")[0].startswith("Here it is.")
    assert len(slack.messages["D0LEAD"]) == 1


async def test_after_a_kill_a_message_with_a_link_goes_without_its_file(
    slack: SlackStub, channel: SlackChannel
) -> None:
    """A doubtful message that is not found: its file may be there, and the link is."""
    assert (await channel.send(LEAD, LINKED, 1, True)).ending is Ending.SENT
    assert slack.shared == []
    assert len(slack.messages["D0LEAD"]) == 1


async def test_after_a_kill_a_message_that_is_found_shares_nothing(slack: SlackStub, channel: SlackChannel) -> None:
    await channel.send(LEAD, BARE, 1, False)
    again = await channel.send(LEAD, BARE, 1, True)
    assert again.ending is Ending.SENT
    assert slack.shared == SHARED
    assert len(slack.messages["D0LEAD"]) == 1


@pytest.mark.parametrize(("message", "says"), [(LINKED, False), (BARE, True)])
async def test_without_the_scope_the_message_goes_alone(
    slack: SlackStub, channel: SlackChannel, message: Message, says: bool
) -> None:
    slack.tokens[TOKEN] = SCOPES - {"files:write"}
    assert (await channel.send(LEAD, message, 1, False)).ending is Ending.SENT
    assert slack.shared == []
    assert ("could not put the file here" in slack.said("D0LEAD")[0]) is says


async def test_a_limit_is_waited_for(slack: SlackStub, channel: SlackChannel) -> None:
    slack.fail("files.getUploadURLExternal", Fault(status=429, retry_after=0.2, error="ratelimited"))
    sent = await channel.send(LEAD, LINKED, 1, False)
    assert (sent.ending, sent.retry_after) == (Ending.AGAIN, 0.2)
