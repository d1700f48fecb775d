"""Small readings that events and presses share, and the values that go into and out of parsing. Pure."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from bot.channels.slack.payloads import Json, list_at, text_at
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
    name_of: Callable[[str], str] = lambda user: ""
    in_thread: Callable[[str, str, str], bool] = lambda team, channel, thread: False
    """Whether the bot already talks in this thread of a channel."""


def direct(workspace: str, user: str, enterprise: str = "") -> Address:
    """Where one person is reached by themselves: Slack opens the direct message when it is written to."""
    return Address("slack", workspace, user, reference=reference_for(user, enterprise))


def whence(body: Json) -> tuple[str, str]:
    """(workspace, organisation) of any payload."""
    team = text_at(body, "team_id") or text_at(body, "team", "id") or text_at(body, "user", "team_id")
    return team, enterprise_of(body)


def enterprise_of(body: Json) -> str:
    return text_at(body, "enterprise_id") or text_at(body, "enterprise", "id")


def is_direct(channel: str, channel_type: str) -> bool:
    return channel_type == "im" if channel_type else channel.startswith("D")


def reference_for(user: str, enterprise: str) -> str:
    return json.dumps({"user": user} | ({"enterprise": enterprise} if enterprise else {}), separators=(",", ":"))


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
