"""Times of day, which count nobody."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.core.language.dates.names import UNITS
from bot.core.reader.model import Span, Token

_HOURS = {**UNITS, "midday": 12, "noon": 12}


_HALVES = frozenset(["half", "quarter", "ten", "five", "twenty"])


_TO = frozenset(["till", "until", "to", "til", "-"])


_CLOCK = re.compile(r"(?:[01]?\d|2[0-3])[.:][0-5]\d(?:am|pm)?|(?:1[0-2]|[1-9])(?:am|pm)", re.IGNORECASE)


_NOON = frozenset(["noon", "midday", "midnight", "lunchtime"])
_OPENS = _NOON | _HALVES | frozenset(_HOURS)
"""Words that a time of day may begin with, beside figures."""


def clocks_in(tokens: Sequence[Token]) -> list[Span]:
    """Times of day: no head counts. "half past ten", "10.30 to 12", "at 7", "six o'clock", "noon"."""
    found: list[Span] = []
    i = 0
    while i < len(tokens):
        end = _clock_at(tokens, i)
        if end is None:
            i += 1
            continue
        while end + 1 < len(tokens) and (tokens[end].text in _TO or tokens[end].gap in ("-", "–")):
            at = end + (tokens[end].text in _TO)
            more = _clock_at(tokens, at) or (at + 1 if _small(tokens, at) else None)
            if more is None:
                break
            end = more
        found.append(Span(i, end, "clock"))
        i = end
    return found


def _clock_at(tokens: Sequence[Token], i: int) -> int | None:
    text = tokens[i].text
    if text not in _OPENS and not text[:1].isdecimal():
        return None
    after = tokens[i + 1].text if i + 1 < len(tokens) else ""
    then = tokens[i + 2].text if i + 2 < len(tokens) else ""
    before = tokens[i - 1].text if i else ""
    if text in _NOON:
        return i + 1
    if text == "half" and after in _HOURS and after not in ("a", "one") and then not in ("people", "of", "dozen"):
        return i + 2  # "half ten"
    if text in _HALVES and after in ("past", "to") and (then in _HOURS or then.isdecimal()):
        return i + 3
    if _CLOCK.fullmatch(text) and before not in ("ref", "minute", "min", "para", "item", "minutes"):
        plain = not text[-1].isalpha()
        if not plain or before in ("at", "from", "by", "till", "until", "to", "between") or ":" in text:
            return i + 1 + (after in ("am", "pm"))
        if after in _TO or after in ("am", "pm") or (i + 1 < len(tokens) and tokens[i + 1].gap in ("-", "–")):
            return i + 1 + (after in ("am", "pm"))
        return None
    if not _small(tokens, i):
        return None
    if i + 1 < len(tokens) and tokens[i + 1].gap in ("-", "–") and re.fullmatch(r"\d{1,2}(?:am|pm)", after):
        return i + 2  # "2–4pm"
    if after in ("am", "pm"):
        return i + 2
    if after in ("o'clock", "oclock", "o"):
        return i + (3 if after == "o" else 2)
    if after in ("till", "until") and _small(tokens, i + 2):
        return i + 3
    ends = i + 1 >= len(tokens) or bool(tokens[i + 1].gap) or after in ("in", "for", "till", "until", "with", "on")
    if before == "at" and text not in ("one", "two") and ends and not _people_follow(tokens, i + 1):
        return i + 1
    return None


def _people_follow(tokens: Sequence[Token], i: int) -> bool:
    return (
        i < len(tokens)
        and not tokens[i].gap
        and tokens[i].text in ("people", "tenants", "residents", "staff", "came")
    )


def _small(tokens: Sequence[Token], i: int) -> bool:
    if i >= len(tokens):
        return False
    text = tokens[i].text
    return (text.isdecimal() and 1 <= int(text[:3]) <= 12 and len(text) <= 2) or 0 < _HOURS.get(text, 0) <= 12
