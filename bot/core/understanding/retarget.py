"""Corrections that only retarget ("no, the 13th"): what they mean for the facts last read back."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.core.understanding.lexicon import Lexicon
from bot.core.understanding.model import Context, Understood
from bot.core.understanding.understand import read

_LEAD_IN = re.compile(
    r"^\W*(?:no|nope|yes|yep|sorry|actually|but|wait|oops|it was|that was|it's|its|[\s,.;:!-])+", re.IGNORECASE
)


def retarget(text: str, context: Context, lexicon: Lexicon) -> tuple[Understood, ...]:
    """The facts of `context.last` as the correction changes them; empty when it cannot be told which is meant."""
    plain = _LEAD_IN.sub("", text.strip())
    found: list[Understood] = []
    for last in context.last:
        reading = read(plain, replace(context, asked=last.name, last=()), lexicon)
        found += [f for f in reading.facts if f.name == last.name and f.value != last.value]
    return tuple(found) if len({f.name for f in found}) == 1 else ()
