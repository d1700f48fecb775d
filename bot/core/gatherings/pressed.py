"""What a button about gatherings does. Pure."""

from __future__ import annotations

from collections.abc import Callable

from bot.core.gatherings import chat, reflecting
from bot.core.model.presses import Press
from bot.core.turn.reply import Reply

DOING: dict[str, Callable[[Reply, str], None]] = {
    "on": lambda reply, _: chat.do(reply, "whats_on"),
    "show": chat.show,
    "join": chat.join,
    "leave": chat.leave,
    "calendar": chat.calendar,
    "renew": lambda reply, _: chat.renew(reply),
    "there": lambda reply, key: reflecting.there(reply, key, was_there=True),
    "away": lambda reply, key: reflecting.there(reply, key, was_there=False),
    "keep": lambda reply, _: reflecting.keep(reply, shared=False),
    "share": lambda reply, _: reflecting.keep(reply, shared=True),
    "drop": lambda reply, _: reflecting.drop(reply),
}


def pressed(reply: Reply, press: Press) -> None:
    """Does it. Raises UnknownButtonError for a gathering that is none."""
    DOING[press.part(0, DOING)](reply, press.part(1))
