"""Small readings that events and presses share, and the values that go into and out of parsing. Pure."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from bot.channels.slack.payloads import Json, list_at, text_at
from bot.channels.slack.speakers import Installed, Speaker, shared, speaker
from bot.core.model import Address

LATE = timedelta(hours=6)
"""Slack delivers late by up to some hours; an older time is not believed and the time of arrival counts."""


@dataclass(frozen=True, slots=True)
class Self:
    """Who the bot is in one workspace."""

    user: str = ""
    bot: str = ""
    app: str = ""
    url: str = ""
    """The workspace's own address, `https://acme.slack.com/`, for permanent links."""


@dataclass(frozen=True, slots=True)
class Ignored:
    """A payload that is not a turn, and why (for the count; never holds content)."""

    why: str


@dataclass(frozen=True, slots=True)
class Around:
    """What the parser may know beside the payload."""

    me: Self
    now: datetime
    installed: Installed = field(default_factory=Installed)
    """Which installation the payload is for."""
    workspace: str = ""
    """Where answers go by: the workspace of the installation that speaks, or its organisation."""
    via: str = ""
    """Another installation that sees the same channel, should that one not be in it."""
    ours: frozenset[str] = frozenset()
    """The users that the bot is, in this installation and in that other one."""
    name_of: Callable[[str], str] = lambda user: ""
    in_thread: Callable[[str, str, str], bool] = lambda team, channel, thread: False
    """Whether the bot already talks in this thread of a channel."""

    def speaker(self, body: Json, given: str) -> Speaker:
        """Where the account of the payload's person is."""
        return speaker(body, given, self.installed)

    def key(self, body: Json) -> str:
        """What the ids of a place's events begin with: the same whichever installation Slack names beside them."""
        return "shared" if shared(body) else self.installed.enterprise or self.workspace

    def reference(self, user: str) -> str:
        """What is needed to speak to this person again."""
        return reference_for(user, self.installed.enterprise, self.via)


def direct(user: str, around: Around) -> Address:
    """Where one person is reached by themselves: Slack opens the direct message when it is written to."""
    return Address("slack", around.workspace, user, reference=around.reference(user))


def is_direct(channel: str, channel_type: str) -> bool:
    return channel_type == "im" if channel_type else channel.startswith("D")


def reference_for(user: str, enterprise: str = "", via: str = "") -> str:
    known = {"user": user, "enterprise": enterprise, "via": via}
    return json.dumps({key: value for key, value in known.items() if value}, separators=(",", ":"))


def when_said(ts: str, now: datetime) -> datetime:
    try:
        said = datetime.fromtimestamp(float(ts), UTC)
    except (ValueError, OverflowError, OSError):
        return now
    return said if timedelta(0) <= now - said <= LATE else now


def permalink(url: str, channel: str, ts: str, thread: str) -> str:
    if not url:
        return ""
    link = f"{url.rstrip('/')}/archives/{channel}/p{ts.replace('.', '')}"
    return f"{link}?thread_ts={thread}&cid={channel}" if thread and thread != ts else link


def self_in(body: Json, known: Self) -> Self:
    """Who the bot is, also before we could ask: events say which authorisation they came for."""
    if known.user:
        return known
    for row in list_at(body, "authorizations"):
        if isinstance(row, dict) and row.get("is_bot"):
            return Self(text_at(row, "user_id"), known.bot, text_at(body, "api_app_id"), known.url)
    return known
