"""The app manifest: what an administrator pastes into Slack to make the app. Pure: values in, text out.

https://docs.slack.dev/reference/app-manifest · every scope has its reason, which is printed beside it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from bot.channels.limits import limit
from bot.channels.slack.presses import RECORD

SCOPES: Mapping[str, str] = {
    "app_mentions:read": "to hear when somebody mentions the bot in a channel",
    "chat:write": "to answer, remind, and replace its own old messages",
    "files:write": "to put papers that somebody asked for into the direct message with them",
    "commands": "for the slash command and the message shortcut",
    "im:history": "to read what people write to the bot directly, and to see whether an answer arrived",
    "im:write": "to find the direct message with a person it writes to first",
    "channels:history": "to go on in its threads without a mention, and to see whether an answer arrived",
    "groups:history": "the same in private channels that it was invited to",
    "mpim:history": "the same in group messages that it was invited to",
    "channels:read": "to notice that it was invited to a public channel, and greet",
    "groups:read": "to notice that it was invited to a private channel, and greet",
    "users:read": "to call people by their names, and to remind them in the hours of their own time zone",
}
"""Bot scopes, and what each is for. `doctor` compares a token's scopes with these."""
ASSISTANT_SCOPES: Mapping[str, str] = {"assistant:write": "to suggest what to say where somebody begins to write"}
NEEDED = frozenset({"chat:write", "im:history"})
"""Without these it cannot talk at all; the others each cost what their reason says."""

EVENTS = (
    "app_home_opened",
    "app_mention",
    "app_uninstalled",
    "member_joined_channel",
    "message.channels",
    "message.groups",
    "message.im",
    "message.mpim",
    "tokens_revoked",
)

COMMAND = "/charter"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the manifest is made from."""

    name: str
    """What the bot is called in Slack; at most 35 letters."""
    description: str
    """One sentence; at most 140 letters."""
    long_description: str = ""
    """What administrators read; Slack wants at least 175 letters, and the description is added until it is."""
    colour: str = "#000000"
    """What stands behind its name in Slack's list of apps; dark, since Slack writes on it in white."""
    public_url: str = ""
    """Where Slack reaches the bot; not needed with Socket Mode."""
    socket_mode: bool = False
    many_workspaces: bool = False
    """OAuth: others may install it by a link, also for a whole organisation."""
    assistant: bool = False
    """It is listed among Slack's agents. (New apps can have `agent_view` only; `assistant_view` is for old ones.
    https://docs.slack.dev/ai/migrating-to-agent-messaging)"""
    prompts: tuple[tuple[str, str], ...] = ()
    """What Slack then suggests to say: (title, message); at most four."""
    record_label: str = "Record for the charter"
    """The message shortcut's name; at most 24 letters."""


def problems(wanted: Wanted) -> list[str]:
    """Everything that would keep Slack from taking the manifest, each with what to do."""
    made = manifest(wanted)
    shown, features = made["display_information"], made["features"]
    shortcut, command = features["shortcuts"][0], features["slash_commands"][0]
    agent = features.get("agent_view", {})
    texts = (
        ("name", shown["name"], "manifest.name"),
        ("name", features["bot_user"]["display_name"], "manifest.bot.name"),
        ("description", shown["description"], "manifest.description"),
        ("long description", shown["long_description"], "manifest.long_description"),
        ("the shortcut's name", shortcut["name"], "manifest.shortcut.name"),
        ("the shortcut's description", shortcut["description"], "manifest.shortcut.description"),
        ("the command's description", command["description"], "manifest.command.description"),
        ("the command's hint", command["usage_hint"], "manifest.command.usage_hint"),
        ("the agent's description", agent.get("agent_description", shown["name"]), "manifest.agent.description"),
        ("PUBLIC_URL with its path", command.get("url", "-"), "manifest.url"),
    )
    found = [
        f"{what}: has {len(text)} characters, Slack takes 1 to {limit('slack', which)}."
        for what, text, which in texts
        if not 1 <= len(text) <= limit("slack", which)
    ]
    if len(wanted.prompts) > limit("slack", "manifest.agent.prompts"):
        found.append(f"suggestions: Slack takes {limit('slack', 'manifest.agent.prompts')}.")
    return found


def manifest(wanted: Wanted) -> dict[str, Any]:
    """The manifest as data."""
    url = "" if wanted.socket_mode else wanted.public_url.rstrip("/") + "/slack/events"
    reach = {} if wanted.socket_mode else {"request_url": url}
    oauth: dict[str, Any] = {"scopes": {"bot": sorted(scopes(wanted.assistant))}}
    if wanted.many_workspaces:
        oauth["redirect_urls"] = [wanted.public_url.rstrip("/") + "/slack/oauth_redirect"]
    return {
        "_metadata": {"major_version": 2, "minor_version": 1},
        "display_information": {
            "name": wanted.name,
            "description": wanted.description,
            "long_description": _long(wanted),
            "background_color": wanted.colour,
        },
        "features": _features(wanted, url),
        "oauth_config": oauth,
        "settings": {
            "event_subscriptions": {**reach, "bot_events": sorted(EVENTS)},
            "interactivity": {"is_enabled": True, **reach},
            "org_deploy_enabled": wanted.many_workspaces,
            "socket_mode_enabled": wanted.socket_mode,
            "token_rotation_enabled": False,
        },
    }


def _features(wanted: Wanted, url: str) -> dict[str, Any]:
    command: dict[str, Any] = {
        "command": COMMAND,
        "description": "Where you stand, what is next, guidance, reminders",
        "usage_hint": "status · next · guidance WORDS · remind me … · share status · help",
        "should_escape": True,
    }
    if url:
        command["url"] = url
    shortcut = {
        "name": wanted.record_label,
        "type": "message",
        "callback_id": RECORD,
        "description": "Reads this message and asks you, privately, whether it has understood it",
    }
    features: dict[str, Any] = {
        "app_home": {
            "home_tab_enabled": True,
            "messages_tab_enabled": True,
            "messages_tab_read_only_enabled": False,
        },
        "bot_user": {"display_name": wanted.name, "always_online": True},
        "shortcuts": [shortcut],
        "slash_commands": [command],
    }
    if wanted.assistant:
        prompts = [{"title": title, "message": message} for title, message in wanted.prompts]
        features["agent_view"] = {"agent_description": wanted.description, "suggested_prompts": prompts}
    return features


def scopes(assistant: bool = False) -> dict[str, str]:
    """Every scope that is asked for, with its reason."""
    return {**SCOPES, **(ASSISTANT_SCOPES if assistant else {})}


def missing(granted: Iterable[str], assistant: bool = False) -> dict[str, str]:
    """The scopes that a token lacks, with what each is for. For `doctor`."""
    held = set(granted)
    return {scope: reason for scope, reason in scopes(assistant).items() if scope not in held}


def as_json(wanted: Wanted) -> str:
    """The manifest as Slack's form takes it under "JSON"."""
    return json.dumps(manifest(wanted), indent=2, ensure_ascii=False)


def as_yaml(wanted: Wanted) -> str:
    """The manifest as Slack's form takes it under "YAML", with the reason beside each scope."""
    reasons = scopes(wanted.assistant)
    return "\n".join(_yaml(manifest(wanted), 0, reasons)) + "\n"


def _yaml(value: Any, depth: int, reasons: Mapping[str, str]) -> list[str]:
    indent = "  " * depth
    lines: list[str] = []
    items = value.items() if isinstance(value, dict) else ((None, item) for item in value)
    for key, item in items:
        head = indent + ("-" if key is None else f"{key}:")
        if isinstance(item, dict | list):
            below = _yaml(item, depth + 1, reasons)
            if key is None:
                lines.append(f"{head} {below[0].lstrip()}")
                lines += below[1:]
            else:
                lines += [head, *below]
        else:
            reason = reasons.get(item) if isinstance(item, str) else None
            lines.append(f"{head} {json.dumps(item, ensure_ascii=False)}" + (f"  # {reason}" if reason else ""))
    return lines


def _long(wanted: Wanted) -> str:
    text = wanted.long_description or wanted.description
    filler = (
        " It asks one thing at a time, reads back what it understood before it records it, reminds people of what is"
        " pending, and keeps every answer as evidence. It answers when it is written to, mentioned, or in a thread."
    )
    return text if len(text) >= limit("slack", "manifest.long_description.least") else text + filler
