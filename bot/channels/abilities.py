"""What each channel can do, in one table. Every turn carries it; the core asks it, and never a channel's name."""

from __future__ import annotations

from collections.abc import Mapping

from bot.core.delivery import Channels
from bot.core.model import Ability

ABILITIES: Mapping[str, frozenset[Ability]] = {
    "slack": frozenset({Ability.WHISPER, Ability.FORM, Ability.WORKSPACE, Ability.MAILBOX}),
    "teams": frozenset({Ability.FORM, Ability.WORKSPACE, Ability.MAILBOX}),
    "web": frozenset({Ability.HISTORY, Ability.MAILBOX}),
    "console": frozenset(),
}


def channels_with(ability: Ability) -> frozenset[str]:
    """The names of the channels that can do this."""
    return frozenset(name for name, can in ABILITIES.items() if ability in can)


def for_delivery() -> Channels:
    """What a store is told of the channels, for it knows none by name."""
    return Channels(histories=channels_with(Ability.HISTORY), mailboxes=channels_with(Ability.MAILBOX))
