"""Socket Mode: kept, then acknowledged; connected again whatever ends the connection."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest

from bot.channels.slack import SlackChannel, SlackSettings, socket_mode
from tests.channels.slack.conftest import House, TurnHandler, payload
from tests.stubs.slack import TOKEN, Fault, SlackStub


async def until(true: Callable[[], Any]) -> None:
    """Waits for the world, not for a time."""
    async with asyncio.timeout(5):
        while not true():
            await asyncio.sleep(0.01)


@pytest.fixture
async def house(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[House]:
    monkeypatch.setattr(socket_mode, "FIRST_WAIT", 0.02)
    async with SlackStub(people={"U0LEAD": "Priya"}) as slack:
        slack.tokens["xapp-1"] = frozenset()
        turns = TurnHandler()
        channel = SlackChannel(SlackSettings(bot_token=TOKEN, app_token="xapp-1", api_url=slack.api_url), turns)
        assert channel.routes() == []
        await channel.start()
        await until(lambda: slack.sockets)
        yield House(slack, channel, turns, None)  # type: ignore[arg-type]
        await channel.close()


def envelope(name: str, number: int = 1, kind: str = "events_api") -> dict[str, Any]:
    return {
        "envelope_id": f"e{number}",
        "type": kind,
        "accepts_response_payload": kind != "events_api",
        "payload": payload(name),
    }


@pytest.mark.parametrize(
    ("name", "kind"), [("message_im", "events_api"), ("press_button", "interactive"), ("command", "slash_commands")]
)
async def test_an_envelope_is_kept_and_acknowledged(house: House, name: str, kind: str) -> None:
    await house.slack.push(envelope(name, kind=kind))
    await until(lambda: house.slack.acknowledged)
    assert house.slack.acknowledged == [{"envelope_id": "e1"}]
    assert len(house.turns.turns) == 1


async def test_what_is_not_kept_is_not_acknowledged(house: House) -> None:
    house.turns.trouble = OSError("disk full")
    await house.slack.push(envelope("message_im", 1))
    await until(lambda: house.channel.counts["not_kept"])
    house.turns.trouble = None
    await house.slack.push(envelope("message_im", 2))
    await until(lambda: house.slack.acknowledged)
    assert house.slack.acknowledged == [{"envelope_id": "e2"}]


async def test_it_connects_again_when_slack_asks_and_still_reads_the_old_connection(house: House) -> None:
    old = house.slack.sockets[0]
    await house.slack.push({"type": "disconnect", "reason": "warning"})
    await until(lambda: len(house.slack.sockets) == 2)
    await old.send_json(envelope("message_im", 7))
    await until(lambda: house.slack.acknowledged)
    assert len(house.turns.turns) == 1


async def test_it_connects_again_when_the_line_drops_and_slack_refuses_for_a_while(house: House) -> None:
    house.slack.fail("apps.connections.open", Fault(status=500), Fault(drop="before"), Fault(error="internal_error"))
    await house.slack.sockets[0].close()
    await until(lambda: len(house.slack.sockets) == 2)
    await house.slack.push(envelope("message_im"))
    await until(lambda: house.slack.acknowledged)
    assert house.slack.count("apps.connections.open") == 5


async def test_a_refused_token_is_not_hammered(house: House) -> None:
    house.slack.fail("apps.connections.open", Fault(error="invalid_auth"))
    await house.slack.sockets[0].close()
    await until(lambda: house.channel.socket and house.channel.socket.trouble == "invalid_auth")
    await asyncio.sleep(0.2)
    assert house.slack.count("apps.connections.open") == 2


async def test_junk_does_not_end_the_connection(house: House) -> None:
    await house.slack.sockets[0].send_str("{not json")
    await house.slack.sockets[0].send_str('{"type": "events_api", "envelope_id": "x", "payload": {"event": "text"}}')
    await house.slack.push(envelope("message_im"))
    await until(lambda: len(house.turns.turns) == 1)
    assert len(house.slack.sockets) == 1
