"""The way in, over real HTTP, with tokens really signed and really checked."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from structlog.testing import capture_logs

from bot.core.model import Kind
from tests.channels.teams.conftest import PAYLOADS, Build, House, payload
from tests.stubs.connector import APP_ID, signed

SDK = re.compile(r"^\s*(from|import) (bot(builder|framework)|msrest|jwt)", re.MULTILINE)
SERVICE = "https://smba.trafficmanager.net/uk/"

ANSWERS = {
    "personal_message": (202, [Kind.TEXT]),
    "channel_mention": (202, [Kind.TEXT]),
    "channel_two_mentions": (202, [Kind.TEXT]),
    "group_message": (202, [Kind.TEXT]),
    "html_only": (202, [Kind.TEXT]),
    "quoted_reply": (202, [Kind.TEXT]),
    "quoted_reply_entity": (202, [Kind.TEXT]),
    "quoted_reply_mention": (202, [Kind.TEXT]),
    "submit": (202, [Kind.PRESS]),
    "message_back": (202, [Kind.PRESS]),
    "message_back_text_value": (202, [Kind.PRESS]),
    "form": (202, [Kind.FORM]),
    "execute": (200, [Kind.PRESS]),
    "file_answered": (200, [Kind.PRESS]),
    "refresh": (200, []),
    "refresh_from_menu": (200, []),
    "bot_added": (202, [Kind.OPEN]),
    "bot_added_to_team": (202, [Kind.OPEN]),
    "members_added": (202, [Kind.OPEN, Kind.OPEN]),
    "team_renamed": (200, []),
    "installed": (202, [Kind.OPEN]),
    "removed": (200, []),
    "edited": (202, [Kind.EDIT]),
    "deleted": (202, [Kind.DELETE]),
    "reaction": (200, []),
    "typing": (200, []),
    "own_message": (200, []),
    "other_bot": (200, []),
    "task_fetch": (501, []),
}


def test_every_recorded_payload_is_replayed() -> None:
    assert set(ANSWERS) == {path.stem for path in PAYLOADS.glob("*.json")}
    assert all(json.loads(path.read_text())["source"].startswith("https://") for path in PAYLOADS.glob("*.json"))


@pytest.mark.parametrize("name", sorted(ANSWERS))
async def test_replayed_through_the_door(house: House, name: str) -> None:
    status, kinds = ANSWERS[name]
    assert (await house.post(payload(name)))[0] == status
    assert [turn.kind for turn in house.turns.turns] == kinds


async def test_an_invoke_gets_its_own_answer(house: House) -> None:
    _, body = await house.post(payload("execute"))
    answer = json.loads(body)
    assert (answer["statusCode"], answer["type"]) == (200, "application/vnd.microsoft.activity.message")
    assert answer["value"]
    assert [turn.press for turn in house.turns.turns] == ["board:yes:3"]


async def test_an_invoke_may_say_what_was_chosen_by_its_verb(house: House) -> None:
    await house.post({**payload("execute"), "value": {"action": {"type": "Action.Execute", "verb": "board:no:3"}}})
    assert [turn.press for turn in house.turns.turns] == ["board:no:3"]


async def test_an_invoke_that_says_nothing_is_answered_as_an_error(house: House) -> None:
    status, body = await house.post({**payload("execute"), "value": {"action": {"type": "Action.Execute"}}})
    answer = json.loads(body)
    assert (status, answer["statusCode"], answer["type"]) == (200, 400, "application/vnd.microsoft.error")
    assert house.turns.turns == []


REFUSED: dict[str, Callable[[], str | None]] = {
    "no token": lambda: None,
    "not a bearer": lambda: "Basic abc",
    "garbage": lambda: "Bearer abc",
    "garbage of three parts": lambda: "Bearer a.b.c",
    "two tokens": lambda: signed(SERVICE) + " x",
    "signed by a stranger": lambda: signed(SERVICE, foreign=True),
    "a key nobody knows": lambda: signed(SERVICE, kid="unknown"),
    "for another bot": lambda: signed(SERVICE, aud="00000000-0000-4000-8000-00000000beef"),
    "no audience": lambda: signed(SERVICE, aud=None),
    "from another issuer": lambda: signed(SERVICE, iss="https://evil.example"),
    "no issuer": lambda: signed(SERVICE, iss=None),
    "the emulator's issuer": lambda: signed(
        SERVICE,
        iss="https://sts.windows.net/d6d49420-f39b-4df7-a1dc-d59a935871db/",
        ver="1.0",
        appid=APP_ID,
    ),
    "a skill": lambda: signed(SERVICE, ver="1.0", appid="another-app"),
    "expired": lambda: signed(SERVICE, exp=int(time.time()) - 400),
    "no expiry": lambda: signed(SERVICE, exp=None),
    "not yet": lambda: signed(SERVICE, nbf=int(time.time()) + 900),
    "for another service": lambda: signed("https://evil.example/"),
    "for no service": lambda: signed(SERVICE, serviceurl=None),
}


@pytest.mark.parametrize("why", sorted(REFUSED))
async def test_refused_and_counted_without_a_word_in_the_log(house: House, why: str) -> None:
    with capture_logs() as logs:
        status, _ = await house.post(payload("personal_message"), token=REFUSED[why]())
    assert status == 401, logs
    assert house.turns.turns == []
    assert sum(count for key, count in house.channel.counts.items() if key.startswith("refused.")) == 1
    assert [line["event"] for line in logs] == ["teams.refused"]
    assert "board" not in repr(logs) and "Ana" not in repr(logs) and "eyJ" not in repr(logs)


async def test_refused_for_ever_also_after_a_good_one(house: House) -> None:
    """A token is checked once and remembered; what it may be used for is checked each time."""
    token = signed(SERVICE)
    assert (await house.post(payload("personal_message"), token=token))[0] == 202
    elsewhere = {**payload("personal_message"), "serviceUrl": "https://evil.example/"}
    assert (await house.post(elsewhere, token=token))[0] == 401
    assert (await house.post({**payload("personal_message"), "serviceUrl": None}, token=token))[0] == 401
    other = {**payload("personal_message"), "channelId": "directline"}
    assert (await house.post(other, token=token))[0] in (401, 403)
    assert len(house.turns.turns) == 1
    assert house.connector.calls["keys"] == 1


async def test_tenants(build: Build) -> None:
    mine = await build()
    foreign = payload("personal_message")
    foreign["channelData"] = {"tenant": {"id": "00000000-0000-4000-8000-00000000cafe"}}
    foreign["conversation"] = {"id": "a:1"}
    assert (await mine.post(foreign))[0] == 403
    anyone = await build(app_type="MultiTenant")
    assert (await anyone.post(foreign))[0] == 202
    some = await build(app_type="MultiTenant", tenants=("00000000-0000-4000-8000-00000000CAFE",))
    assert (await some.post(foreign))[0] == 202
    foreign["channelData"] = {"tenant": {"id": "00000000-0000-4000-8000-00000000beef"}}
    assert (await some.post(foreign))[0] == 403
    nobody = await build(tenant_id="")
    assert (await nobody.post(payload("personal_message")))[0] == 403, "a bot without its tenant is open to all"


async def test_the_emulator_only_when_asked_for_and_only_from_here(build: Build) -> None:
    activity = {**payload("personal_message"), "serviceUrl": "http://localhost:9/", "channelId": "msteams"}
    closed = await build()
    assert (await closed.post(activity, token=None))[0] == 401
    opened = await build(emulator=True)
    assert (await opened.post(activity, token=None))[0] == 202
    assert '"channelId":"emulator"' in opened.turns.turns[0].address.reference
    proxied = {"X-Forwarded-For": "203.0.113.9"}
    assert (await opened.post(activity, token=None, headers=proxied))[0] == 401
    elsewhere = {**activity, "serviceUrl": "https://evil.example/"}
    assert (await opened.post(elsewhere, token=None))[0] == 403
    assert (await opened.post(activity, token=signed(SERVICE, foreign=True)))[0] == 401


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 400),
        (b"{", 400),
        (b"[]", 400),
        (b'"x"', 400),
        (b"\xff\xfe", 400),
        (b"[" * 100_000, 400),
        (b"{}" + b" " * (1 << 20), 413),
    ],
)
async def test_bodies(house: House, body: bytes, status: int) -> None:
    assert (await house.post({}, token=signed(SERVICE), body=body))[0] == status


async def test_content_type(house: House) -> None:
    status, _ = await house.post(payload("personal_message"), headers={"Content-Type": "text/plain"})
    assert status == 415


@pytest.mark.parametrize("without", ["type", "conversation"])
async def test_an_activity_without_the_least(house: House, without: str) -> None:
    activity = {key: value for key, value in payload("personal_message").items() if key != without}
    assert (await house.post(activity))[0] == 400


ODD: list[Any] = [None, 7, True, "x", [], [None], {}, {"id": None}, {"id": []}, "\ud800\0"]


@pytest.mark.parametrize(
    "field", ["id", "from", "recipient", "text", "entities", "value", "timestamp", "channelData"]
)
async def test_odd_shapes_never_crash(build: Build, field: str) -> None:
    house = await build(app_type="MultiTenant")
    for name in ("personal_message", "execute", "bot_added", "edited"):
        for odd in ODD:
            status, _ = await house.post({**payload(name), field: odd})
            assert status in (200, 202, 400, 501), (name, odd)
    assert house.channel.counts["broken"] == 0
    for turn in house.turns.turns:
        repr(turn).encode("utf-8")


async def test_what_is_not_kept_is_not_acknowledged(house: House) -> None:
    house.turns.failing = True
    with capture_logs() as logs:
        status, _ = await house.post(payload("personal_message"))
    assert status == 503
    assert "board" not in repr(logs)
    house.turns.failing = False
    assert (await house.post(payload("personal_message")))[0] == 202


async def test_without_keys_nobody_is_let_in_and_nothing_is_lost(build: Build) -> None:
    house = await build(openid_url="http://127.0.0.1:9/openid")
    assert (await house.post(payload("personal_message")))[0] == 503
    assert house.turns.turns == []


async def test_keys_that_cannot_be_had_are_not_asked_for_at_every_event(build: Build) -> None:
    house = await build()
    house.connector.keys_broken = True
    for _ in range(5):
        assert (await house.post(payload("personal_message")))[0] == 503
    assert house.connector.calls["openid"] == 1


async def test_new_keys_are_looked_for_but_not_at_a_strangers_pace(house: House) -> None:
    assert (await house.post(payload("personal_message")))[0] == 202
    for n in range(5):
        assert (await house.post(payload("personal_message"), token=signed(SERVICE, kid=f"key-{n}")))[0] == 401
    assert house.connector.calls["keys"] == 1


def test_importing_the_channel_does_not_import_the_sdk() -> None:
    code = (
        "import sys, bot.channels.teams as t; "
        "assert not [m for m in sys.modules if m.startswith(('botbuilder', 'botframework', 'msrest', 'jwt'))]; "
        "from datetime import datetime, UTC; "
        "t.TeamsChannel(t.TeamsValues('a'), None, clock=lambda: datetime.now(UTC)); "
        "assert 'botbuilder.core' in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)


def test_the_sdk_is_in_one_file() -> None:
    folder = Path(__file__).parents[3] / "bot" / "channels" / "teams"
    users = [path.name for path in folder.glob("*.py") if SDK.search(path.read_text())]
    assert users == ["endpoint.py"]
