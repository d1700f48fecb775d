"""What each channel can do, in one table. Every turn carries it; the core asks it, and never a channel's name."""

from __future__ import annotations

from collections.abc import Mapping

from bot.core.model import Ability

ABILITIES: Mapping[str, frozenset[Ability]] = {
    "slack": frozenset({Ability.WHISPER, Ability.FORM, Ability.WORKSPACE}),
    "teams": frozenset({Ability.FORM, Ability.WORKSPACE}),
    "web": frozenset({Ability.HISTORY}),
    "console": frozenset(),
}


def channels_with(ability: Ability) -> frozenset[str]:
    """The names of the channels that can do this."""
    return frozenset(name for name, can in ABILITIES.items() if ability in can)
