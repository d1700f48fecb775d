"""What the channel refuses, before anything is parsed; and that it says and logs nothing of what was sent."""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.channels.slack.parsing import parse
from bot.channels.slack.readings import Around, Ignored, Self
from bot.channels.slack.signing import sign, trouble_with
from bot.channels.slack.speakers import Installed
from bot.core.model import Turn
from tests.channels.slack.conftest import NOW, SECRET, House, payload

JSON = "application/json"
FORM = "application/x-www-form-urlencoded"


def headers(raw: bytes, at: float | None = None, secret: str = SECRET) -> dict[str, str]:
    stamp = str(int(time.time() if at is None else at))
    return {"Content-Type": JSON, "X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": sign(secret, stamp, raw)}


RAW = json.dumps(payload("message_im")).encode()


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        (lambda: {"X-Slack-Signature": "v0=" + "0" * 64}, "forged"),
        (lambda: {"X-Slack-Signature": "é"}, "forged"),
        (lambda: {"X-Slack-Signature": ""}, "unsigned"),
        (lambda: {"X-Slack-Request-Timestamp": ""}, "unsigned"),
        (lambda: {"X-Slack-Request-Timestamp": "yesterday"}, "unsigned"),
        (lambda: {"X-Slack-Request-Timestamp": "٣"}, "unsigned"),
        (lambda: headers(RAW, time.time() - 400), "stale"),
        (lambda: headers(RAW, time.time() + 700), "stale"),
        (lambda: headers(RAW, secret="another"), "forged"),
        (lambda: headers(RAW + b" "), "forged"),
    ],
)
async def test_unsigned_forged_and_old_requests_are_refused_and_counted(
    house: House, changed: Callable[[], dict[str, str]], why: str, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        answer = await house.http.post("/slack/events", data=RAW, headers=headers(RAW) | changed())
    assert answer.status == 401
    assert house.channel.counts["refused_" + why] == 1
    assert not house.turns.turns
    assert "board" not in caplog.text
    assert "board" not in await answer.text()


def test_a_signature_is_slacks_own_example() -> None:
    """The worked example of https://docs.slack.dev/authentication/verifying-requests-from-slack"""
    raw = (
        b"token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V"
        b"&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text="
        b"&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN"
        b"&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c"
    )
    secret = "8f742231b10e8888abcd99yyyzzz85a5"
    signature = "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503"
    assert trouble_with(secret, "1531420618", signature, raw, 1531420618) == ""


@pytest.mark.parametrize(
    ("raw", "kind", "status"),
    [
        (b"{", JSON, 400),
        (b"[]", JSON, 400),
        (b'"text"', JSON, 400),
        (b"\xff\xfe", JSON, 400),
        (b"[" * 100_000, JSON, 400),
        (b"", JSON, 400),
        (b"payload=%7B", FORM, 400),
        (b"no equals sign", FORM, 400),
        (b"", FORM, 400),
        (b"payload=[]", FORM, 400),
        (RAW, "text/plain", 415),
        (RAW, "application/xml", 415),
        (b" " * (1_048_576 + 1), JSON, 413),
    ],
)
async def test_what_cannot_be_read_is_refused_plainly(house: House, raw: bytes, kind: str, status: int) -> None:
    answer = await house.raw(raw, kind)
    assert answer.status == status
    assert "Traceback" not in await answer.text()
    assert not house.turns.turns


async def test_a_body_that_hides_its_size_is_refused_at_the_limit(house: House) -> None:
    async def endless() -> Any:
        for _ in range(40):
            yield b" " * 65_536

    answer = await house.http.post("/slack/events", data=endless(), headers=headers(b""))
    assert answer.status == 413


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"type": "event_callback"},
        {"type": "event_callback", "event": "text"},
        {"type": "event_callback", "event": {"type": "message", "text": 7, "user": ["U"]}, "team_id": "T"},
        {"type": "event_callback", "event": None, "authorizations": [None]},
        {"type": "event_callback", "authorizations": "x", "team_id": 4},
        {"type": "block_actions", "actions": []},
        {"type": "block_actions", "actions": [None], "user": "U0", "team": "T0"},
        {"type": "block_actions", "actions": [{"value": {"a": 1}}], "user": {"id": "U"}, "team": {"id": "T"}},
        {"type": "something_new", "user": 5, "view": "x"},
        {"command": "/charter"},
        {"type": "url_verification"},
        {"type": {"a": 1}},
    ],
)
async def test_misshapen_payloads_are_answered_plainly(house: House, body: dict[str, Any]) -> None:
    answer = await house.deliver(body)
    assert answer.status in (200, 400)
    assert "Traceback" not in await answer.text()
    assert not house.turns.turns


NAMES = ["type", "event", "team_id", "user", "text", "channel", "ts", "message", "previous_message", "subtype"]
NAMES += ["actions", "team", "id", "container", "authorizations", "command", "view", "edited", "thread_ts", "value"]
JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(NAMES),
            inner,
            max_size=6,
        )
    ),
    max_leaves=12,
)


@given(
    st.dictionaries(st.sampled_from(["event", "actions", "team", "user", "team_id", "container"]), JUNK),
    st.sampled_from(["event_callback", "block_actions", "view_submission", ""]),
    st.sampled_from(["message", "app_mention", "app_home_opened", "member_joined_channel"]),
)
@settings(max_examples=300, suppress_health_check=[HealthCheck.too_slow])
def test_the_parser_never_falls_over(body: dict[str, Any], kind: str, event: str) -> None:
    if isinstance(body.get("event"), dict):
        body["event"]["type"] = event
    assert isinstance(
        parse({**body, "type": kind}, Around(Self("U0BOT"), NOW, Installed("T0TEAM"), "T0TEAM")), Turn | Ignored
    )


async def test_other_methods_and_addresses_are_plain(house: House) -> None:
    assert (await house.http.get("/slack/events")).status == 405
    assert (await house.http.post("/slack/nothing")).status == 404
