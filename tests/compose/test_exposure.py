"""What would open more than was meant is refused; and what is made is for the bot's own user."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import aiohttp
import pytest

from bot.compose.exposure import exposures
from bot.compose.settings import read_settings
from tests.process import command, serving

KEY = "k" * 48
TEAMS = {"microsoft_app_id": "app", "microsoft_app_password": "secret", "microsoft_app_tenant_id": "home"}
SLACK = {"slack_signing_secret": "s", "slack_bot_token": "xoxb-1"}


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.7", "bot.example.org"])
@pytest.mark.parametrize(
    ("more", "refused"),
    [
        ({}, True),
        ({"teams_emulator": True}, True),
        ({"public_url": "https://bot.example.org"}, False),
        (SLACK, False),
        (TEAMS, False),
    ],
)
def test_an_open_demo_stays_on_this_machine(host: str, more: dict[str, Any], refused: bool) -> None:
    found = exposures(read_settings(host=host, _env_file=None, **more))
    assert [line.partition(":")[0] for line in found] == (["HOST"] if refused else [])
    if refused:
        assert "PUBLIC_URL and BOT_SECRET_KEY" in found[0], "the way out is named"


@pytest.mark.parametrize("host", ["127.0.0.1", "127.1.2.3", "::1", "localhost"])
def test_this_machine_itself_is_open(host: str) -> None:
    assert exposures(read_settings(host=host, _env_file=None)) == []


@pytest.mark.parametrize(
    "more", [TEAMS, {"public_url": "https://bot.example.org"}, {**TEAMS, "public_url": "https://x.org"}]
)
def test_the_emulator_is_never_on_beside_the_real_thing(more: dict[str, Any]) -> None:
    found = exposures(read_settings(teams_emulator=True, _env_file=None, **more))
    assert {line.partition(":")[0] for line in found} == {"TEAMS_EMULATOR"}
    assert len(found) == ("public_url" in more) + ("microsoft_app_id" in more)


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"HOST": "0.0.0.0"}, "HOST: 0.0.0.0 would open the demo"),
        ({"TEAMS_EMULATOR": "true", "PUBLIC_URL": "https://x.org", "BOT_SECRET_KEY": KEY}, "TEAMS_EMULATOR: "),
        ({"TEAMS_EMULATOR": "true", "MICROSOFT_APP_ID": "a", "MICROSOFT_APP_PASSWORD": "b"}, "TEAMS_EMULATOR: "),
    ],
)
async def test_serve_refuses_before_anything_is_made(tmp_path: Path, more: dict[str, str], said: str) -> None:
    code, _, err = await command(tmp_path, "serve", PORT="0", **more)
    assert code == 1
    assert said in err
    assert modes(tmp_path) == {}


def test_a_single_tenant_bot_without_its_tenant_is_refused_and_not_opened_to_all() -> None:
    without = {key: value for key, value in TEAMS.items() if key != "microsoft_app_tenant_id"}
    (line,) = exposures(read_settings(_env_file=None, **without))
    assert line.startswith("MICROSOFT_APP_TENANT_ID: ") and "MultiTenant" in line, (
        "the way out of an old bot is named"
    )
    assert exposures(read_settings(_env_file=None, microsoft_app_type="MultiTenant", **without)) == []


async def test_doctor_names_an_open_demo(tmp_path: Path) -> None:
    code, out, _ = await command(tmp_path, "doctor", HOST="0.0.0.0")
    assert code == 1
    assert "to mend  HOST: 0.0.0.0 would open the demo" in out


OWN = ("localhost", "127.0.0.1:3000", "[::1]:3000", "LOCALHOST")
FOREIGN = (
    "evil.example", "127.0.0.1.evil.example", "localhost.evil.example:3000", "192.0.2.7", "[", "",
    "localhost@evil.example",
)  # fmt: skip


async def test_no_other_name_reaches_the_demo(tmp_path: Path) -> None:
    """A name that an attacker made to lead here (DNS rebinding) would be the demo's own site to a browser."""
    async with serving(tmp_path) as (address, _), aiohttp.ClientSession() as session:
        for name in (*OWN, *FOREIGN):
            for path in ("/", "/api/stream", "/readyz", "/guidance"):
                async with session.get(address + path, headers={"Host": name}) as answer:
                    refused = answer.status == 421
                    assert refused == (name in FOREIGN), (name, path, answer.status)


async def test_outside_the_demo_other_names_are_for_the_proxy(tmp_path: Path) -> None:
    public = {"PUBLIC_URL": "https://bot.example.org", "BOT_SECRET_KEY": KEY}
    async with (
        serving(tmp_path, **public) as (address, _),
        aiohttp.ClientSession() as session,
        session.get(address + "/guidance", headers={"Host": "inside.example"}) as answer,
    ):
        assert answer.status == 200


async def test_what_is_made_is_for_its_owner_alone(tmp_path: Path) -> None:
    url = {"DATABASE_URL": f"sqlite:///{tmp_path}/bot.db"}
    async with serving(tmp_path, **url) as (address, _), aiohttp.ClientSession() as session:
        async with session.get(address) as answer:
            assert answer.status == 200
        made = modes(tmp_path)
        assert {"bot.db", "bot.db-wal", "bot.db-shm", "bot.key"} <= made.keys()
        assert set(made.values()) == {0o600}, made
    assert (await command(tmp_path, "backup", "copy.db", **url))[0] == 0
    (tmp_path / "out").mkdir(mode=0o755)
    (tmp_path / "out" / "people.jsonl").write_text("an older export")
    for folder in ("out", "deep/er"):
        assert (await command(tmp_path, "export", folder, **url))[0] == 0
    assert set(modes(tmp_path).values()) == {0o600}
    assert {(tmp_path / name).stat().st_mode & 0o777 for name in ("deep", "deep/er")} == {0o700}


def modes(folder: Path) -> dict[str, int]:
    """The rights of every file below the folder, by its name."""
    return {path.name: path.stat().st_mode & 0o777 for path in folder.rglob("*") if path.is_file()}


async def test_doctor_says_when_others_can_read_the_database(tmp_path: Path) -> None:
    await command(tmp_path, "migrate")
    (tmp_path / "bot.db").chmod(0o644)
    code, out, _ = await command(tmp_path, "doctor")
    assert code == 1
    assert f"chmod 600 {tmp_path}/bot.db" in out
