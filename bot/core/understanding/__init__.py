"""Turns people's words into an intent and facts, and never records what nobody said.

`read` is the one way in, for the conversation and for measuring alike.
"""

from bot.core.model.reading import Context, Open, Reader, Reading, Understood, Value
from bot.core.understanding.choices import Choice, matches
from bot.core.understanding.clean import strip_markup
from bot.core.understanding.examples import Mismatch, check_examples
from bot.core.understanding.lexicon import Example, Lexicon, Phrase, Step
from bot.core.understanding.retarget import retarget
from bot.core.understanding.understand import read

__all__ = [
    "Choice",
    "Context",
    "Example",
    "Lexicon",
    "Mismatch",
    "Open",
    "Phrase",
    "Reader",
    "Reading",
    "Step",
    "Understood",
    "Value",
    "check_examples",
    "matches",
    "read",
    "retarget",
    "strip_markup",
]
