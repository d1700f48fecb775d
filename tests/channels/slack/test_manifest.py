"""The manifest: complete, within Slack's limits, a reason beside each scope; and true to what the channel takes."""

from __future__ import annotations

import json
from dataclasses import replace
from io import StringIO
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from ruamel.yaml import YAML

from bot.channels.slack import manifest
from bot.channels.slack.manifest import Wanted
from bot.core.views.home import prompts_of
from tests.programmes import together

PROMPTS = prompts_of(together().journey)
HTTP = Wanted(
    "Charter Bot", "Walks your team through the welcome pack, one question at a time.", colour="#0b4f4a",
    public_url="https://bot.org/",
)  # fmt: skip
SOCKET = replace(HTTP, socket_mode=True, public_url="")
MANY = replace(HTTP, many_workspaces=True, assistant=True, prompts=(("Where do we stand?", "status"),))
RENDERED = Path(__file__).parents[1] / "rendered" / "slack"
SCHEMA = Path(__file__).parent / "schemas" / "app-manifest-2.json"


def refusals(made: Any) -> list[str]:
    """What Slack's schema has against a manifest: where, and why."""
    validator = jsonschema.Draft7Validator(json.loads(SCHEMA.read_text("utf-8")))
    return [f"{error.json_path}: {error.message}" for error in validator.iter_errors(made)]


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


VARIANTS = {
    f"{reach}{'-many' if many else ''}{'-agent' if agent else ''}": replace(
        SOCKET if reach == "socket" else HTTP,
        public_url="https://bot.org" if many or reach == "http" else "",
        many_workspaces=many,
        assistant=agent,
        prompts=PROMPTS,
    )
    for reach in ("http", "socket")
    for many in (False, True)
    for agent in (False, True)
}


@pytest.mark.parametrize("variant", VARIANTS)
def test_slacks_schema_takes_every_variant(variant: str) -> None:
    assert refusals(manifest.manifest(VARIANTS[variant])) == []
    assert manifest.problems(VARIANTS[variant]) == []


TOO_LONG = {
    "name": ("name", 36),
    "description": ("description", 141),
    "long description": ("long_description", 4001),
    "the shortcut's name": ("record_label", 25),
    "PUBLIC_URL with its path": ("public_url", 3000),
}


@pytest.mark.parametrize("what", TOO_LONG)
def test_what_slack_would_refuse_is_said_before_it_is_pasted(what: str) -> None:
    """By the same measure as the schema: one letter less, and neither has anything against it."""
    field, length = TOO_LONG[what]

    def with_letters(count: int) -> Wanted:
        given: Any = {field: "https://b.org/".ljust(count, "x")}
        return replace(HTTP, **given)

    wanted = with_letters(length)
    assert [line.partition(":")[0] for line in manifest.problems(wanted)] == [what]
    assert refusals(manifest.manifest(wanted))
    shorter = length - 1 if field != "public_url" else 3000 - len("/slack/events")
    kept = with_letters(shorter)
    assert (manifest.problems(kept), refusals(manifest.manifest(kept))) == ([], [])


def test_a_short_long_description_is_filled_up() -> None:
    for length in (1, 173, 174, 175):
        assert refusals(manifest.manifest(replace(HTTP, long_description="x" * length))) == [], length


def test_what_a_token_lacks_is_said_with_what_it_is_for() -> None:
    assert manifest.missing(manifest.SCOPES) == {}
    assert manifest.missing(set(manifest.SCOPES) - {"users:read"}) == {"users:read": manifest.SCOPES["users:read"]}
