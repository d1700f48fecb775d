"""One Slack payload -> one Turn, or the reason why it is none. Pure: everything it needs is an argument.

What is a duplicate is decided by `Turn.event` alone. Two deliveries of one event give the same id, and so do the two
events of one mention (`app_mention` and `message`): the id is the message itself, team + channel + ts.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.channels.slack import words
from bot.channels.slack.payloads import Json, dict_at, list_at, text_at
from bot.core.model import Account, Address, Kind, Turn

RECORD = "record_message"
"""The callback id of the message shortcut."""
SPOKEN = frozenset({"", "file_share", "thread_broadcast", "me_message"})
"""Subtypes of `message` that are somebody talking. https://docs.slack.dev/reference/events/message"""
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


def parse(body: Json, around: Around) -> Turn | Ignored:
    """Any payload that comes through the door."""
    kind = text_at(body, "type")
    if kind == "event_callback":
        return _event(body, around)
    if kind == "block_actions":
        return _press(body, around)
    if kind == "message_action":
        return _shortcut(body, around)
    if not kind and text_at(body, "command"):
        return _command(body, around)
    return Ignored("unknown_type")


def direct(workspace: str, user: str, enterprise: str = "") -> Address:
    """Where one person is reached by themselves: Slack opens the direct message when it is written to."""
    return Address("slack", workspace, user, reference=_reference(user, enterprise))


# ---------------------------------------------------------------- events


def _event(body: Json, around: Around) -> Turn | Ignored:
    event = dict_at(body, "event")
    kind = text_at(event, "type")
    if kind in ("message", "app_mention"):
        return _message(body, event, around)
    if kind == "app_home_opened" and text_at(event, "tab") == "messages":
        return _opened(body, event, around)
    if kind == "member_joined_channel" and text_at(event, "user") == around.me.user != "":
        return _invited(body, event, around)
    return Ignored("unknown_event")


def _message(body: Json, event: Json, around: Around) -> Turn | Ignored:
    subtype = text_at(event, "subtype")
    if subtype == "message_changed":
        return _edited(body, event, around)
    if subtype == "message_deleted":
        return _deleted(body, event, around)
    if why := _not_a_person(event, around):
        return Ignored(why)
    if subtype not in SPOKEN:
        return Ignored("subtype")
    return _said(body, event, event, Kind.TEXT, "", around)


def _edited(body: Json, event: Json, around: Around) -> Turn | Ignored:
    message = dict_at(event, "message")
    if why := _not_a_person(message, around):
        return Ignored(why)
    if text_at(message, "text") == text_at(event, "previous_message", "text"):
        return Ignored("unfurled")
    if text_at(message, "subtype") == "tombstone":
        return Ignored("subtype")
    stamp = text_at(message, "edited", "ts") or text_at(event, "event_ts")
    return _said(body, event, message, Kind.EDIT, f":edit:{stamp}", around)


def _deleted(body: Json, event: Json, around: Around) -> Turn | Ignored:
    message = dict_at(event, "previous_message")
    if why := _not_a_person(message, around):
        return Ignored(why)
    return _said(body, event, message, Kind.DELETE, ":deleted", around)


def _not_a_person(message: Json, around: Around) -> str:
    """Loop protection: nothing that a bot, this one or another, has written becomes a turn."""
    me, user = around.me, text_at(message, "user")
    if (user and user == me.user) or (me.bot and text_at(message, "bot_id") == me.bot):
        return "own"
    if text_at(message, "bot_id") or text_at(message, "subtype") == "bot_message" or message.get("bot_profile"):
        return "bot"
    return "" if user and user != "USLACKBOT" else "nobody"


def _said(body: Json, event: Json, message: Json, kind: Kind, suffix: str, around: Around) -> Turn | Ignored:
    team, channel = _team(body, event), text_at(event, "channel")
    ts, thread = text_at(message, "ts"), text_at(message, "thread_ts")
    if not (team and channel and ts):
        return Ignored("incomplete")
    user, written = text_at(message, "user"), text_at(message, "text")
    alone = _is_direct(channel, text_at(event, "channel_type"))
    called = text_at(event, "type") == "app_mention" or words.names_bot(written, around.me.user)
    if not (alone or called or (thread and around.in_thread(team, channel, thread))):
        return Ignored("not_addressed")
    return Turn(
        event=f"slack:{team}:{channel}:{ts}{suffix}",
        kind=kind,
        account=Account("slack", text_at(message, "user_team") or text_at(message, "team") or team, user),
        address=Address(
            "slack",
            team,
            channel,
            thread or ("" if alone else ts),
            private=alone,
            reference=_reference(user, _enterprise(body)),
        ),
        at=_when(text_at(event, "event_ts") or ts, around.now),
        text="" if kind is Kind.DELETE else words.plain(written, around.me.user),
        name=around.name_of(user),
        mentions=words.mentions(written, around.me.user, team, around.name_of),
        message=ts,
        link=_permalink(around.me.url, channel, ts, thread),
    )


def _opened(body: Json, event: Json, around: Around) -> Turn | Ignored:
    """Somebody opened the talk with the bot. One id for ever, so that they are greeted once and not at each look."""
    team, user, channel = _team(body, event), text_at(event, "user"), text_at(event, "channel")
    if not (team and user and channel):
        return Ignored("incomplete")
    return Turn(
        event=f"slack:{team}:opened:{user}",
        kind=Kind.OPEN,
        account=Account("slack", team, user),
        address=Address("slack", team, channel, reference=_reference(user, _enterprise(body))),
        at=_when(text_at(event, "event_ts"), around.now),
        name=around.name_of(user),
    )


def _invited(body: Json, event: Json, around: Around) -> Turn | Ignored:
    """The bot was taken into a channel; who took it there is the one who opened the talk."""
    team, user, channel = _team(body, event), text_at(event, "inviter"), text_at(event, "channel")
    unique = text_at(body, "event_id") or text_at(event, "event_ts")
    if not (team and user and channel and unique):
        return Ignored("incomplete")
    return Turn(
        event=f"slack:{team}:{channel}:joined:{unique}",
        kind=Kind.OPEN,
        account=Account("slack", text_at(event, "inviter_team") or team, user),
        address=Address("slack", team, channel, private=False, reference=_reference(user, _enterprise(body))),
        at=_when(text_at(event, "event_ts"), around.now),
        name=around.name_of(user),
    )


# ---------------------------------------------------------------- buttons and commands


def _press(body: Json, around: Around) -> Turn | Ignored:
    actions = list_at(body, "actions")
    action = actions[0] if actions and isinstance(actions[0], dict) else {}
    value = pressed_value(action)
    team = text_at(body, "team", "id") or text_at(body, "user", "team_id")
    user = text_at(body, "user", "id")
    channel = text_at(body, "channel", "id") or text_at(body, "container", "channel_id")
    if not (team and user):
        return Ignored("incomplete")
    if not value:
        return Ignored("no_value")
    ts = text_at(body, "container", "message_ts") or text_at(body, "message", "ts")
    return Turn(
        event=f"slack:{team}:press:{user}:{channel}:{ts}:{_unique(body, action)}",
        kind=Kind.PRESS,
        account=Account("slack", text_at(body, "user", "team_id") or team, user),
        address=_pressed_at(body, team, user, channel, ts),
        at=_when(text_at(action, "action_ts"), around.now),
        press=value,
        name=text_at(body, "user", "name") or text_at(body, "user", "username") or around.name_of(user),
        message=_handle(body, ts),
    )


def _unique(body: Json, action: Json) -> str:
    return text_at(action, "action_ts") or text_at(body, "trigger_id") or text_at(action, "action_id")


def _pressed_at(body: Json, team: str, user: str, channel: str, ts: str) -> Address:
    reference = _reference(user, _enterprise(body))
    if not channel:
        return Address("slack", team, user, reference=reference)
    alone = _is_direct(channel, "")
    hidden = bool(dict_at(body, "container").get("is_ephemeral"))
    thread = text_at(body, "message", "thread_ts") or text_at(body, "container", "thread_ts")
    return Address(
        "slack",
        team,
        channel,
        thread or ("" if alone or hidden else ts),
        private=alone or hidden,
        reference=reference,
    )


def _handle(body: Json, ts: str) -> str:
    """A message that only one person sees can be replaced through its `response_url` alone, for half an hour."""
    hidden = dict_at(body, "container").get("is_ephemeral")
    return text_at(body, "response_url") if hidden else ts


def pressed_value(action: Any) -> str:
    """What was chosen, whatever the element: a button, a select, a date, a person."""
    return (
        text_at(action, "value")
        or text_at(action, "selected_option", "value")
        or text_at(action, "selected_date")
        or text_at(action, "selected_user")
    )


def _command(body: Json, around: Around) -> Turn | Ignored:
    team, user, channel = text_at(body, "team_id"), text_at(body, "user_id"), text_at(body, "channel_id")
    unique = text_at(body, "trigger_id")
    if not (team and user and channel and unique):
        return Ignored("incomplete")
    written = text_at(body, "text")
    return Turn(
        event=f"slack:{team}:command:{user}:{unique}",
        kind=Kind.TEXT,
        account=Account("slack", team, user),
        address=Address("slack", team, channel, private=True, reference=_reference(user, _enterprise(body))),
        at=around.now,
        text=words.plain(written, around.me.user) or "help",
        name=text_at(body, "user_name") or around.name_of(user),
        mentions=words.mentions(written, around.me.user, team, around.name_of),
    )


def _shortcut(body: Json, around: Around) -> Turn | Ignored:
    """ "Record this": the words of anybody's message, brought by whoever pressed, answered to them alone."""
    team, user = whence(body)[0], text_at(body, "user", "id")
    channel, message = text_at(body, "channel", "id"), dict_at(body, "message")
    ts = text_at(message, "ts") or text_at(body, "message_ts")
    written = text_at(message, "text")
    if text_at(body, "callback_id") != RECORD or not (team and user and channel and ts):
        return Ignored("incomplete")
    domain = text_at(body, "team", "domain")
    url = around.me.url or (f"https://{domain}.slack.com/" if domain else "")
    unique = text_at(body, "action_ts") or text_at(body, "trigger_id")
    return Turn(
        event=f"slack:{team}:{channel}:{ts}:recorded:{user}:{unique}",
        kind=Kind.TEXT,
        account=Account("slack", text_at(body, "user", "team_id") or team, user),
        address=direct(team, user, _enterprise(body)),
        at=_when(text_at(body, "action_ts"), around.now),
        text=words.plain(written, around.me.user),
        name=text_at(body, "user", "name") or around.name_of(user),
        mentions=words.mentions(written, around.me.user, team, around.name_of),
        link=_permalink(url, channel, ts, text_at(message, "thread_ts")),
    )


def submission(body: Json, form: str, fields: tuple[tuple[str, str], ...], around: Around) -> Turn | None:
    """A form that was sent; `form` comes as `press`. None when it does not say whose it is."""
    team, user, view = whence(body)[0], text_at(body, "user", "id"), text_at(body, "view", "id")
    if not (team and user and view):
        return None
    return Turn(
        event=f"slack:{team}:form:{user}:{view}",
        kind=Kind.FORM,
        account=Account("slack", text_at(body, "user", "team_id") or team, user),
        address=direct(team, user, _enterprise(body)),
        at=around.now,
        press=form,
        fields=fields,
        name=text_at(body, "user", "name") or around.name_of(user),
    )


# ---------------------------------------------------------------- small readings


def whence(body: Json) -> tuple[str, str]:
    """(workspace, organisation) of any payload."""
    team = text_at(body, "team_id") or text_at(body, "team", "id") or text_at(body, "user", "team_id")
    return team, _enterprise(body)


def _team(body: Json, event: Json) -> str:
    return text_at(body, "team_id") or text_at(event, "team")


def _enterprise(body: Json) -> str:
    return text_at(body, "enterprise_id") or text_at(body, "enterprise", "id")


def _is_direct(channel: str, channel_type: str) -> bool:
    return channel_type == "im" if channel_type else channel.startswith("D")


def _reference(user: str, enterprise: str) -> str:
    return json.dumps({"user": user} | ({"enterprise": enterprise} if enterprise else {}), separators=(",", ":"))


def _when(ts: str, now: datetime) -> datetime:
    try:
        said = datetime.fromtimestamp(float(ts), UTC)
    except (ValueError, OverflowError, OSError):
        return now
    return said if timedelta(0) <= now - said <= LATE else now


def _permalink(url: str, channel: str, ts: str, thread: str) -> str:
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
