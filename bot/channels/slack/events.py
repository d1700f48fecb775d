"""Events -> turns: what was said, edited, deleted; a dialogue opened, an invitation into a channel. Pure."""

from __future__ import annotations

from bot.channels.abilities import ABILITIES
from bot.channels.slack import words
from bot.channels.slack.payloads import Json, dict_at, text_at
from bot.channels.slack.readings import (
    Around,
    Ignored,
    is_direct,
    permalink,
    when_said,
)
from bot.channels.slack.speakers import said_of
from bot.core.model import Account, Address, Kind, Turn

SPOKEN = frozenset({"", "file_share", "thread_broadcast", "me_message"})
"""Subtypes of `message` that are somebody talking. https://docs.slack.dev/reference/events/message"""


def event(body: Json, around: Around) -> Turn | Ignored:
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
    channel, who = text_at(event, "channel"), around.speaker(body, said_of(message))
    ts, thread = text_at(message, "ts"), text_at(message, "thread_ts")
    if not (around.workspace and channel and ts):
        return Ignored("incomplete")
    user, written = text_at(message, "user"), text_at(message, "text")
    alone = is_direct(channel, text_at(event, "channel_type"))
    called = text_at(event, "type") == "app_mention" or words.names_bot(written, around.ours)
    if not (alone or called or (thread and around.in_thread(around.workspace, channel, thread))):
        return Ignored("not_addressed")
    return Turn(
        event=f"slack:{around.key(body)}:{channel}:{ts}{suffix}",
        kind=kind,
        account=Account("slack", who.workspace, user),
        address=Address(
            "slack",
            around.workspace,
            channel,
            thread or ("" if alone else ts),
            private=alone,
            reference=around.reference(user),
        ),
        at=when_said(text_at(event, "event_ts") or ts, around.now),
        text="" if kind is Kind.DELETE else words.plain(written, around.ours),
        name=around.name_of(user),
        mentions=words.mentions(written, around.ours, who.workspace, around.name_of),
        message=ts,
        link=permalink(around.me.url, channel, ts, thread),
        home=who.home,
        can=ABILITIES["slack"],
    )


def _opened(body: Json, event: Json, around: Around) -> Turn | Ignored:
    """Somebody opened the chat with the bot. One id for ever, so that they are greeted once and not at each look."""
    user, channel, who = text_at(event, "user"), text_at(event, "channel"), around.speaker(body, "")
    if not (around.workspace and user and channel):
        return Ignored("incomplete")
    return Turn(
        event=f"slack:{who.workspace}:opened:{user}",
        kind=Kind.OPEN,
        account=Account("slack", who.workspace, user),
        address=Address("slack", around.workspace, channel, reference=around.reference(user)),
        at=when_said(text_at(event, "event_ts"), around.now),
        name=around.name_of(user),
        home=who.home,
        can=ABILITIES["slack"],
    )


def _invited(body: Json, event: Json, around: Around) -> Turn | Ignored:
    """The bot was taken into a channel; who took it there is the one who opened the dialogue."""
    user, channel = text_at(event, "inviter"), text_at(event, "channel")
    who = around.speaker(body, text_at(event, "inviter_team"))
    unique = text_at(body, "event_id") or text_at(event, "event_ts")
    if not (around.workspace and user and channel and unique):
        return Ignored("incomplete")
    return Turn(
        event=f"slack:{around.key(body)}:{channel}:joined:{unique}",
        kind=Kind.OPEN,
        account=Account("slack", who.workspace, user),
        address=Address("slack", around.workspace, channel, private=False, reference=around.reference(user)),
        at=when_said(text_at(event, "event_ts"), around.now),
        name=around.name_of(user),
        home=who.home,
        can=ABILITIES["slack"],
    )
