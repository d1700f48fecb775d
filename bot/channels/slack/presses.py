"""Buttons, selects, slash commands, the message shortcut and sent forms -> turns. Pure."""

from __future__ import annotations

from typing import Any

from bot.channels.abilities import ABILITIES
from bot.channels.slack import words
from bot.channels.slack.payloads import Json, dict_at, list_at, text_at
from bot.channels.slack.readings import (
    Around,
    Ignored,
    direct,
    enterprise_of,
    is_direct,
    permalink,
    reference_for,
    when_said,
    whence,
)
from bot.core.model import Account, Address, Kind, Turn

SHARE = "share"
"""`/charter share status` is answered for everybody in the channel; without it, for the one who asked."""
RECORD = "record_message"
"""The callback id of the message shortcut."""


def press(body: Json, around: Around) -> Turn | Ignored:
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
        at=when_said(text_at(action, "action_ts"), around.now),
        press=value,
        name=text_at(body, "user", "name") or text_at(body, "user", "username") or around.name_of(user),
        message=_handle(body, ts),
        can=ABILITIES["slack"],
    )


def _unique(body: Json, action: Json) -> str:
    return text_at(action, "action_ts") or text_at(body, "trigger_id") or text_at(action, "action_id")


def _pressed_at(body: Json, team: str, user: str, channel: str, ts: str) -> Address:
    reference = reference_for(user, enterprise_of(body))
    if not channel:
        return Address("slack", team, user, reference=reference)
    alone = is_direct(channel, "")
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


def command(body: Json, around: Around) -> Turn | Ignored:
    team, user, channel = text_at(body, "team_id"), text_at(body, "user_id"), text_at(body, "channel_id")
    unique = text_at(body, "trigger_id")
    if not (team and user and channel and unique):
        return Ignored("incomplete")
    written = text_at(body, "text").strip()
    first, _, rest = written.partition(" ")
    shared = first.lower() == SHARE
    written = rest if shared else written
    return Turn(
        event=f"slack:{team}:command:{user}:{unique}",
        kind=Kind.TEXT,
        account=Account("slack", team, user),
        address=Address(
            "slack", team, channel, private=not shared, reference=reference_for(user, enterprise_of(body))
        ),
        at=around.now,
        text=words.plain(written, around.me.user) or "help",
        name=text_at(body, "user_name") or around.name_of(user),
        mentions=words.mentions(written, around.me.user, team, around.name_of),
        can=ABILITIES["slack"],
    )


def shortcut(body: Json, around: Around) -> Turn | Ignored:
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
        address=direct(team, user, enterprise_of(body)),
        at=when_said(text_at(body, "action_ts"), around.now),
        text=words.plain(written, around.me.user),
        name=text_at(body, "user", "name") or around.name_of(user),
        mentions=words.mentions(written, around.me.user, team, around.name_of),
        link=permalink(url, channel, ts, text_at(message, "thread_ts")),
        can=ABILITIES["slack"],
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
        address=direct(team, user, enterprise_of(body)),
        at=around.now,
        press=form,
        fields=fields,
        name=text_at(body, "user", "name") or around.name_of(user),
        can=ABILITIES["slack"],
    )
