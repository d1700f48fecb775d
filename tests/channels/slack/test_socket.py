"""Socket Mode: kept, then acknowledged; connected again whatever ends the connection."""

from __future__ import annotations

import asyncio
import itertools
import logging
from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest

from bot.channels.slack import SlackChannel, SlackSettings, socket_mode
from tests.channels.slack.conftest import House, TurnHandler, payload
from tests.stubs.slack import TOKEN, Fault, SlackStub


async def until(true: Callable[[], Any], what: str = "what was waited for did not come") -> None:
    """Waits for the world, not for a time."""
    try:
        async with asyncio.timeout(20):
            while not true():
                await asyncio.sleep(0.01)
    except TimeoutError:
        pytest.fail(what)


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
    await until(lambda: socket_of(house).trouble == "invalid_auth", "a refused token is not shown as the trouble")
    await asyncio.sleep(0.2)
    assert house.slack.count("apps.connections.open") == 2


async def test_junk_does_not_end_the_connection(house: House) -> None:
    await house.slack.sockets[0].send_str("{not json")
    await house.slack.sockets[0].send_str('{"type": "events_api", "envelope_id": "x", "payload": {"event": "text"}}')
    await house.slack.push(envelope("message_im"))
    await until(lambda: len(house.turns.turns) == 1)
    assert len(house.slack.sockets) == 1


def socket_of(house: House) -> socket_mode.SocketMode:
    assert house.channel.socket is not None, "Socket Mode was not begun"
    return house.channel.socket


@pytest.fixture
async def closing(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[SlackStub]:
    """A Slack that greets each connection and closes it at once; when each was opened."""
    monkeypatch.setattr(socket_mode, "FIRST_WAIT", 0.02)
    async with SlackStub() as slack:
        slack.tokens["xapp-1"] = frozenset()
        yield slack


async def opened(slack: SlackStub) -> SlackChannel:
    channel = SlackChannel(SlackSettings(bot_token=TOKEN, app_token="xapp-1", api_url=slack.api_url), TurnHandler())
    await channel.start()
    return channel


@pytest.mark.parametrize("reason", ["too_many_websockets", "refresh_requested"])
async def test_connections_that_are_closed_at_once_are_tried_ever_more_slowly(
    closing: SlackStub, reason: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING, "bot.slack")
    closing.closes_with = reason
    channel = await opened(closing)
    await until(lambda: len(closing.sockets) >= 6, f"{len(closing.sockets)} connections in 20 s, six were wanted")
    times = closing.socket_times[:6]
    gaps = [later - earlier for earlier, later in itertools.pairwise(times)]
    slack_says = "short_lived" if reason == "refresh_requested" else reason
    assert all(gap >= 0.02 * 2**tries for tries, gap in enumerate(gaps)), f"seconds between tries: {gaps}"
    assert slack_says in str(channel.state["trouble"]), f"/readyz would show {channel.state}"
    assert f"({slack_says})" in caplog.text or f": {slack_says}" in caplog.text, "the log does not say why"
    await channel.close()


async def test_switched_off_socket_mode_says_where_it_is_switched_on_and_waits_a_minute(
    closing: SlackStub, caplog: pytest.LogCaptureFixture
) -> None:
    closing.closes_with = "link_disabled"
    channel = await opened(closing)
    await until(lambda: "next try is in 60 s" in caplog.text, f"the log said: {caplog.text}")
    assert "switch it on" in str(channel.state["trouble"]), f"/readyz would show {channel.state}"
    assert len(closing.sockets) == 1
    await channel.close()


async def test_once_a_connection_lasts_nothing_is_wrong_and_the_next_one_is_not_waited_for(
    closing: SlackStub, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(socket_mode, "STEADY", 0.3)
    closing.closes_with = "too_many_websockets"
    channel = await opened(closing)
    await until(lambda: channel.state["trouble"], "/readyz never said that connections are closed at once")
    closing.closes_with = ""
    await until(lambda: not channel.state["trouble"], f"it still says {channel.state} of a connection that lasts")
    assert channel.state["connected"] is True
    monkeypatch.setattr(socket_mode, "FIRST_WAIT", 30.0)
    before = len(closing.sockets)
    await closing.sockets[-1].close()
    await until(lambda: len(closing.sockets) > before, "it waited before it came back after a connection that lasted")
    await channel.close()
