"""The numbers of a message that may count people."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.core.language.bags import bag
from bot.core.language.numbers import Count, find_counts
from bot.core.language.numbers.reading import number_at
from bot.core.language.words import Word
from bot.core.reader.model import Span, Token

_MONEY_AFTER = frozenset(["pounds", "quid", "pence"])


def counts_in(words: list[Word], tokens: Sequence[Token], taken: set[int]) -> list[Span]:
    out: list[Span] = []
    for count in _split_sums(words, tokens, find_counts(words, taken)):
        why = count.why
        before = tokens[count.start - 1].text if count.start else ""
        if (
            before in ("minus", "negative")
            or re.fullmatch(r"\d+e\d+", tokens[count.start].raw)
            or (count.end < len(tokens) and re.fullmatch(r"e\d+", tokens[count.end].text))
        ):
            why = "vague"
        if (
            tokens[count.start].text in ("nobody", "none", "noone", "no", "zero", "nil")
            and count.value == 0
            and not why
            and not _came(tokens, count.end)
        ):
            continue
        if "£" in tokens[count.start].gap or before == "£" or _after(tokens, count.end) in _MONEY_AFTER:
            continue
        out.append(Span(count.start, count.end, "count", number=count.value, of=count.of, rough=count.rough, why=why))
    return out


_COMING = bag(
    """
    came come turned showed attended replied responded answered took filled returned joined there back went so
    """
)


def _came(tokens: Sequence[Token], end: int) -> bool:
    """ "Nobody came" counts; "nobody has asked them" does not."""
    if end >= len(tokens) or tokens[end].gap.strip(" -") or tokens[end].kind == "emoji":
        return True
    return bool({t.text for t in tokens[end : end + 4]} & _COMING)


def _split_sums(words: list[Word], tokens: Sequence[Token], counts: Sequence[Count]) -> list[Count]:
    """ "12, 9 and 17": the last two of a list are two numbers, and no sum."""
    out: list[Count] = []
    for count in counts:
        joint = [p for p in range(count.start + 1, count.end) if tokens[p].text == "and"]
        figures = len(joint) == 1 and all(tokens[p].text.isdecimal() for p in (count.start, joint[0] + 1))
        figures = figures and _after(tokens, count.start - 1) != "between"
        listed = figures or (bool(out) and out[-1].end == count.start and "," in tokens[count.start].gap)
        if count.why != "vague" or len(joint) != 1 or not (listed or _several_named(tokens, count.start)):
            out.append(count)
            continue
        second = number_at(words, joint[0] + 1)
        if second is None:
            out.append(count)
            continue
        out.append(replace(count, end=joint[0], why=""))
        out.append(Count(joint[0] + 1, second[0], second[1], second[2]))
    return out


def _several_named(tokens: Sequence[Token], start: int) -> bool:
    """A number of things in front ("two workshops, 12 and 9")."""
    before = [t.text for t in tokens[max(start - 10, 0) : start]]
    return any(t in ("two", "2", "both", "twice") for t in before)


def _after(tokens: Sequence[Token], i: int) -> str:
    return tokens[i].text if i < len(tokens) else ""
