"""The first reader, on its way out: turns people's words into an intent and facts."""

from bot.core.understanding.examples import Mismatch, check_examples
from bot.core.understanding.retarget import retarget
from bot.core.understanding.understand import read

__all__ = ["Mismatch", "check_examples", "read", "retarget"]
