"""Who does a step from now on: "Priya is leading on residents", "I'm leaving on Friday"."""

from bot.core.understanding.owners.hand_over import hand_over
from bot.core.understanding.owners.names import any_name

__all__ = ["any_name", "hand_over"]
