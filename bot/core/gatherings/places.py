"""Who has a place. Pure: decided on what is known while nobody else can take one."""

from __future__ import annotations

from bot.core.model.gatherings import Places, SignUpState


def state_for(places: Places) -> SignUpState:
    """What somebody is who signs up now: whoever waits already comes first."""
    return "in" if places.left is None or (places.left > 0 and not places.waiting) else "waiting"
