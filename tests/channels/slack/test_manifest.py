"""The manifest: complete, within Slack's limits, a reason beside each scope; and true to what the channel takes."""

from __future__ import annotations

import json
from dataclasses import replace
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from bot.channels.limits import limit
from bot.channels.slack import manifest
from bot.channels.slack.manifest import Wanted
from bot.core.views.home import PROMPTS

HTTP = Wanted(
    "Charter Bot", "Walks your team through the welcome pack, one question at a time.", "", "https://bot.org/"
)
SOCKET = replace(HTTP, socket_mode=True, public_url="")
MANY = replace(HTTP, many_workspaces=True, assistant=True, prompts=(("Where do we stand?", "status"),))
RENDERED = Path(__file__).parents[1] / "rendered" / "slack"


def urls(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [url for key, item in value.items() for url in ([item] if key.endswith("url") else urls(item))]
    return [url for item in value for url in urls(item)] if isinstance(value, list) else []


@pytest.mark.parametrize(("wanted", "name"), [(HTTP, "http"), (SOCKET, "socket"), (MANY, "many")])
def test_the_manifest_is_as_kept(wanted: Wanted, name: str) -> None:
    path = RENDERED / f"_manifest_{name}.yaml"
    shown = manifest.as_yaml(wanted)
    if not path.exists():
        path.write_text(shown, "utf-8")
    assert shown == path.read_text("utf-8")
    assert YAML(typ="safe").load(StringIO(shown)) == json.loads(manifest.as_json(wanted)) == manifest.manifest(wanted)


def test_over_http_every_address_is_ours_and_over_a_socket_there_is_none() -> None:
    assert set(urls(manifest.manifest(HTTP))) == {"https://bot.org/slack/events"}
    assert urls(manifest.manifest(SOCKET)) == []
    assert manifest.manifest(SOCKET)["settings"]["socket_mode_enabled"] is True
    assert manifest.manifest(MANY)["oauth_config"]["redirect_urls"] == ["https://bot.org/slack/oauth_redirect"]


@pytest.mark.parametrize("wanted", [HTTP, SOCKET, MANY])
def test_each_scope_has_its_reason_beside_it(wanted: Wanted) -> None:
    shown = manifest.as_yaml(wanted)
    for scope in manifest.manifest(wanted)["oauth_config"]["scopes"]["bot"]:
        (line,) = [line for line in shown.splitlines() if f'"{scope}"' in line]
        assert "# " in line


def test_every_event_has_the_scope_that_slack_asks_for_it() -> None:
    """https://docs.slack.dev/reference/events: the scopes that each event needs."""
    needs = {
        "app_mention": {"app_mentions:read"},
        "message.im": {"im:history"},
        "message.channels": {"channels:history"},
        "message.groups": {"groups:history"},
        "message.mpim": {"mpim:history"},
        "member_joined_channel": {"channels:read", "groups:read"},
    }
    made = manifest.manifest(MANY)
    for event in made["settings"]["event_subscriptions"]["bot_events"]:
        assert needs.get(event, set()) <= set(made["oauth_config"]["scopes"]["bot"]), event


def test_the_agent_view_adds_its_feature_and_its_scope_and_nothing_else() -> None:
    """https://docs.slack.dev/reference/app-manifest: at most 300 letters, and four prompts."""
    plain = manifest.manifest(HTTP)
    made = manifest.manifest(replace(HTTP, assistant=True, prompts=PROMPTS))
    view = made["features"].pop("agent_view")
    made["oauth_config"]["scopes"]["bot"].remove("assistant:write")
    assert made == plain
    assert 0 < len(view["agent_description"]) <= 300
    assert [set(prompt) for prompt in view["suggested_prompts"]] == [{"title", "message"}] * len(PROMPTS)
    assert len(PROMPTS) <= 4


def test_it_keeps_to_the_limits() -> None:
    shown = manifest.manifest(HTTP)["display_information"]
    assert len(shown["name"]) <= limit("slack", "manifest.name")
    assert len(shown["description"]) <= limit("slack", "manifest.description")
    assert 174 <= len(shown["long_description"]) <= limit("slack", "manifest.long_description")


def test_what_a_token_lacks_is_said_with_what_it_is_for() -> None:
    assert manifest.missing(manifest.SCOPES) == {}
    assert manifest.missing(set(manifest.SCOPES) - {"users:read"}) == {"users:read": manifest.SCOPES["users:read"]}
