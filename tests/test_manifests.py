"""`manifest` and what `doctor` and /readyz say of the channels."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import jsonschema
import pytest

from bot.cli.doctor import examine
from bot.compose.app import open_app, web_application
from bot.compose.channels import open_channels, slack_settings
from bot.compose.settings import read_settings
from tests.channels.world import ROOT
from tests.process import command
from tests.stubs.slack import TOKEN, SlackStub

TEAMS_SCHEMA = Path(__file__).parent / "channels" / "teams" / "schemas" / "teams-manifest-1.30.json"
SLACK_SCHEMA = Path(__file__).parent / "channels" / "slack" / "schemas" / "app-manifest-2.json"
PUBLIC = {"PUBLIC_URL": "https://bot.example.org", "BOT_SECRET_KEY": "k" * 40}


async def test_slacks_manifest_has_reasons_and_addresses(tmp_path: Path) -> None:
    code, out, _ = await command(tmp_path, "manifest", "slack", "--many", **PUBLIC)
    assert code == 0
    assert "https://bot.example.org/slack/events" in out
    assert "https://bot.example.org/slack/oauth_redirect" in out
    assert "# to call people by their names" in out


@pytest.mark.parametrize("assistant", ["false", "true"])
async def test_what_is_printed_for_slack_is_taken_by_its_schema(tmp_path: Path, assistant: str) -> None:
    _, out, _ = await command(tmp_path, "manifest", "slack", "--many", "--json", SLACK_ASSISTANT=assistant, **PUBLIC)
    validator = jsonschema.Draft7Validator(json.loads(SLACK_SCHEMA.read_text(encoding="utf-8")))
    assert [error.message for error in validator.iter_errors(json.loads(out))] == []


async def test_with_socket_mode_no_address_is_needed(tmp_path: Path) -> None:
    code, out, _ = await command(tmp_path, "manifest", "slack", "--socket", "--json")
    made = json.loads(out)
    assert code == 0
    assert made["settings"]["socket_mode_enabled"] is True
    assert len(made["display_information"]["description"]) <= 140


async def test_without_an_address_it_says_what_to_do(tmp_path: Path) -> None:
    code, _, err = await command(tmp_path, "manifest", "slack")
    assert (code, "PUBLIC_URL" in err, "--socket" in err) == (1, True, True)


async def test_teams_package_is_a_zip(tmp_path: Path) -> None:
    given = {**PUBLIC, "MICROSOFT_APP_ID": "00000000-aaaa-4bbb-8ccc-000000000001"}
    assert (await command(tmp_path, "manifest", "teams", "--out", "app.zip", **given))[0] == 0
    with zipfile.ZipFile(tmp_path / "app.zip") as package:
        assert sorted(package.namelist()) == ["color.png", "manifest.json", "outline.png"]
        made = json.loads(package.read("manifest.json"))
    schema = json.loads(TEAMS_SCHEMA.read_text(encoding="utf-8"))
    validator = jsonschema.Draft4Validator(schema, format_checker=jsonschema.FormatChecker())
    assert [error.message for error in validator.iter_errors(made)] == []
    assert made["bots"][0]["botId"] == given["MICROSOFT_APP_ID"]
    about = made["developer"]
    assert about["privacyUrl"] == "https://bot.example.org/privacy"
    assert about["termsOfUseUrl"] == "https://bot.example.org/terms"
    assert tuple(map(int, made["version"].split("."))) > (1, 20261101, 0), (
        "Teams would not take it after an older one"
    )
    code, _, err = await command(tmp_path, "manifest", "teams", "--out", "app.zip", **PUBLIC)
    assert (code, "MICROSOFT_APP_ID" in err) == (1, True)


@pytest.mark.parametrize(("token", "well"), [(TOKEN, True), ("xoxb-wrong", False)])
async def test_doctor_asks_slack(tmp_path: Path, token: str, well: bool) -> None:
    from bot.channels.slack import manifest

    async with SlackStub(tokens={TOKEN: frozenset(manifest.SCOPES)}) as slack:
        settings = read_settings(
            database_url=f"sqlite:///{tmp_path}/bot.db", slack_signing_secret="s", slack_bot_token=token,
            slack_api_url=slack.api_url, bot_content=ROOT / "conversations", _env_file=None,
        )  # fmt: skip
        lines, _ = await examine(settings)
    (line,) = [one for one in lines if "Slack: takes the tokens" in one or "SLACK_BOT_TOKEN is not valid" in one]
    assert line.startswith("ok") is well


MANY = {
    "slack_signing_secret": "s", "slack_client_id": "1.2", "slack_client_secret": "c", "bot_secret_key": "k" * 40,
    "public_url": "https://bot.example.org",
}  # fmt: skip


async def test_with_a_client_id_others_can_install_it(tmp_path: Path) -> None:
    database = f"sqlite:///{tmp_path}/bot.db"
    settings = read_settings(database_url=database, bot_content=ROOT / "conversations", _env_file=None, **MANY)
    async with open_app(settings) as app:
        open_channels(app)
        paths = {str(getattr(route.resource, "canonical", "")) for route in web_application(app).router.routes()}
        for channel in app.channels.values():
            await channel.close()
    assert {"/slack/install", "/slack/oauth_redirect", "/slack/events"} <= paths


def test_a_worker_opens_no_socket_and_a_bot_token_means_one_workspace() -> None:
    settings = read_settings(**MANY, slack_app_token="xapp-1", slack_bot_token="xoxb-1", _env_file=None)
    assert slack_settings(settings).app_token == "xapp-1"
    assert slack_settings(settings, events=False).app_token == ""
    assert slack_settings(settings).client_id == ""
