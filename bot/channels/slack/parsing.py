"""One Slack payload -> one Turn, or the reason why it is none. Pure: everything it needs is an argument.

What is a duplicate is decided by `Turn.event` alone. Two deliveries of one event give the same id, and so do the two
events of one mention (`app_mention` and `message`): the id is the message itself, team + channel + ts.
"""

from __future__ import annotations

from bot.channels.slack import events, presses
from bot.channels.slack.payloads import Json, text_at
from bot.channels.slack.readings import Around, Ignored
from bot.core.model import Turn


def parse(body: Json, around: Around) -> Turn | Ignored:
    """Any payload that comes through the channel."""
    kind = text_at(body, "type")
    if kind == "event_callback":
        return events.event(body, around)
    if kind == "block_actions":
        return presses.press(body, around)
    if kind == "message_action":
        return presses.shortcut(body, around)
    if not kind and text_at(body, "command"):
        return presses.command(body, around)
    return Ignored("unknown_type")
