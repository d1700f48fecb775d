"""On which days of the week reminders may come."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.core.language.bags import bag
from bot.core.language.dates.names import WEEKDAYS
from bot.core.reader.model import Looked

_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


_THROUGH = bag("to till until through thru")


_OFF = bag("not never no off bar except without isnt aint but apart")


_NUMBERED = re.compile(r"\d+(?:st|nd|rd|th)?")


def weekdays_wanted(looked: Looked) -> tuple[str, ...]:
    """ "My days are Tuesday to Thursday", "never on a Friday", "I only do Tuesdays and Thursdays"."""
    tokens = looked.tokens
    texts = [t.text for t in tokens]
    named = [i for i, t in enumerate(texts) if t in WEEKDAYS]
    dated_too = any(_NUMBERED.fullmatch(t.text) and not t.gap.strip() for i in named for t in tokens[i + 1 : i + 2])
    if not named or dated_too:
        return ()
    repeated = any(texts[i].endswith("days") for i in named)
    repeated = repeated or any({"every", "each", "ever"} & set(texts[max(i - 1, 0) : i + 2]) for i in named)
    off = {i for i in named if _OFF & set(texts[max(i - 6, _part(looked, i)) : i])}
    wanted = [i for i in named if i not in off]
    if off and not (repeated or any(texts[i - 1] == "a" for i in off)):
        return ()
    if wanted and not ((repeated or len(named) > 1) and looked.has("workdays")):
        return ()
    days = _numbers(texts, wanted) if wanted else set(range(5))
    return tuple(d for n, d in enumerate(_DAYS) if n in days - _numbers(texts, sorted(off)))


def _part(looked: Looked, i: int) -> int:
    """Where the part of the sentence begins in which a word stands."""
    while i and not looked.tokens[i].gap.strip(" -"):
        i -= 1
    return i


def _numbers(texts: Sequence[str], places: Sequence[int]) -> set[int]:
    """The weekdays at these places, and those between two that are joined by "to"."""
    out = {WEEKDAYS[texts[i]] for i in places}
    for i in places:
        if texts[i + 1 : i + 2] and texts[i + 1] in _THROUGH and i + 2 in places:
            out |= set(range(WEEKDAYS[texts[i]], WEEKDAYS[texts[i + 2]]))
    return out
