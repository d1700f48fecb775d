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
    is_direct,
    permalink,
    when_said,
)
from bot.channels.slack.speakers import Speaker
from bot.core.model import Account, Address, Kind, Turn

SHARE = "share"
"""`/charter share status` is answered for everybody in the channel; without it, for the one who asked."""
RECORD = "record_message"
"""The callback id of the message shortcut."""


def press(body: Json, around: Around) -> Turn | Ignored:
    actions = list_at(body, "actions")
    action = actions[0] if actions and isinstance(actions[0], dict) else {}
    value = pressed_value(action)
    user, who = text_at(body, "user", "id"), presser(body, around)
    channel = text_at(body, "channel", "id") or text_at(body, "container", "channel_id")
    if not (around.workspace and user):
        return Ignored("incomplete")
    if not value:
        return Ignored("no_value")
    ts = text_at(body, "container", "message_ts") or text_at(body, "message", "ts")
    return Turn(
        event=f"slack:{who.workspace}:press:{user}:{channel}:{ts}:{_unique(body, action)}",
        kind=Kind.PRESS,
        account=Account("slack", who.workspace, user),
        address=_pressed_at(body, around, user, channel, ts),
        at=when_said(text_at(action, "action_ts"), around.now),
        press=value,
        name=text_at(body, "user", "name") or text_at(body, "user", "username") or around.name_of(user),
        message=_handle(body, ts),
        home=who.home,
        can=ABILITIES["slack"],
    )


def presser(body: Json, around: Around) -> Speaker:
    """Who pressed, or sent a form: `user.team_id` says, whatever workspace the payload is for."""
    return around.speaker(body, text_at(body, "user", "team_id"))


def _unique(body: Json, action: Json) -> str:
    return text_at(action, "action_ts") or text_at(body, "trigger_id") or text_at(action, "action_id")


def _pressed_at(body: Json, around: Around, user: str, channel: str, ts: str) -> Address:
    if not channel:
        return direct(user, around)
    alone = is_direct(channel, "")
    hidden = bool(dict_at(body, "container").get("is_ephemeral"))
    thread = text_at(body, "message", "thread_ts") or text_at(body, "container", "thread_ts")
    return Address(
        "slack",
        around.workspace,
        channel,
        thread or ("" if alone or hidden else ts),
        private=alone or hidden,
        reference=around.reference(user),
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
    user, channel, who = text_at(body, "user_id"), text_at(body, "channel_id"), around.speaker(body, "")
    unique = text_at(body, "trigger_id")
    if not (around.workspace and user and channel and unique):
        return Ignored("incomplete")
    written = text_at(body, "text").strip()
    first, _, rest = written.partition(" ")
    shared = first.lower() == SHARE
    written = rest if shared else written
    return Turn(
        event=f"slack:{who.workspace}:command:{user}:{unique}",
        kind=Kind.TEXT,
        account=Account("slack", who.workspace, user),
        address=Address("slack", around.workspace, channel, private=not shared, reference=around.reference(user)),
        at=around.now,
        text=words.plain(written, around.ours) or "help",
        name=text_at(body, "user_name") or around.name_of(user),
        mentions=words.mentions(written, around.ours, who.workspace, around.name_of),
        home=who.home,
        can=ABILITIES["slack"],
    )


def shortcut(body: Json, around: Around) -> Turn | Ignored:
    """ "Record this": the words of anybody's message, brought by whoever pressed, answered to them alone."""
    user, who = text_at(body, "user", "id"), presser(body, around)
    channel, message = text_at(body, "channel", "id"), dict_at(body, "message")
    ts = text_at(message, "ts") or text_at(body, "message_ts")
    written = text_at(message, "text")
    if text_at(body, "callback_id") != RECORD or not (around.workspace and user and channel and ts):
        return Ignored("incomplete")
    domain = text_at(body, "team", "domain")
    url = around.me.url or (f"https://{domain}.slack.com/" if domain else "")
    unique = text_at(body, "action_ts") or text_at(body, "trigger_id")
    return Turn(
        event=f"slack:{who.workspace}:{channel}:{ts}:recorded:{user}:{unique}",
        kind=Kind.TEXT,
        account=Account("slack", who.workspace, user),
        address=direct(user, around),
        at=when_said(text_at(body, "action_ts"), around.now),
        text=words.plain(written, around.ours),
        name=text_at(body, "user", "name") or around.name_of(user),
        mentions=words.mentions(written, around.ours, who.workspace, around.name_of),
        link=permalink(url, channel, ts, text_at(message, "thread_ts")),
        home=who.home,
        can=ABILITIES["slack"],
    )


def submission(body: Json, form: str, fields: tuple[tuple[str, str], ...], around: Around) -> Turn | None:
    """A form that was sent; `form` comes as `press`. None when it does not say whose it is."""
    user, view, who = text_at(body, "user", "id"), text_at(body, "view", "id"), presser(body, around)
    if not (around.workspace and user and view):
        return None
    return Turn(
        event=f"slack:{who.workspace}:form:{user}:{view}",
        kind=Kind.FORM,
        account=Account("slack", who.workspace, user),
        address=direct(user, around),
        at=around.now,
        press=form,
        fields=fields,
        name=text_at(body, "user", "name") or around.name_of(user),
        home=who.home,
        can=ABILITIES["slack"],
    )
