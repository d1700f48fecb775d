"""What is no count: shares, spans, "loads"."""

from __future__ import annotations

from dataclasses import replace

from bot.core.language.bags import bag
from bot.core.language.dates.reading import word
from bot.core.language.numbers.count import Count
from bot.core.language.numbers.reading import number_at
from bot.core.language.words import Words

_VAGUE_WORDS = bag(
    """
    loads lots plenty everyone everybody several tons dozens hundreds thousands scores heaps masses many
    """
)
_VAGUE_PAIRS = bag(
    """
    a few|all of|a handful|a couple|quite a|a number|a lot|a load|a good|good few|good number|a bunch|a small|a large|
    a huge|a decent|a fair|not many|not enough|hardly any|hardly anyone|quite some|a smattering|a crowd|a mix
    """,
    "|",
)
_SCALES = frozenset(["dozen", "hundred", "thousand"])
_VAGUE_TAIL = bag(
    """
    few number lot load turnout crowd group handful bunch amount
    """
)


def share_at(words: Words, i: int) -> Count | None:
    """Half, most, two thirds."""
    text, before = words[i].text, word(words, i - 1)
    if text in ("half", "majority", "most", "percentage", "proportion"):
        if text == "half" and word(words, i + 1) in ("a", "dozen", "way", "hour", "term", "past", "day"):
            return None
        if text == "half" and before in ("first", "second", "other"):
            return None
        if text == "most" and word(words, i + 1) not in (
            "of",
            "people",
            "residents",
            "staff",
            "tenants",
            "colleagues",
        ):
            return None
        return Count(i, i + 1, why="share")
    fractions = ("third", "thirds", "quarter", "quarters", "fifth", "fifths", "tenth", "tenths")
    fraction = word(words, i + 1) in fractions and (word(words, i + 1) != "quarter" or word(words, i + 2) == "of")
    if fraction and text in ("a", "one", "two", "three", "four"):
        return Count(i, i + 2, why="share")
    if text in ("third", "quarter", "fifth", "tenth", "thirds", "quarters", "fifths") and before in (
        "a", "two", "three", "four", "one",
    ):  # fmt: skip
        if text == "quarter" and word(words, i + 1) != "of":
            return None
        return Count(i - 1, i + 1, why="share")
    return None


def share_after(words: Words, count: Count) -> Count | None:
    """35 per cent, 35%, one in five."""
    after = count.end
    gap = words[after].gap if after < len(words) else ""
    if word(words, after) in ("percent", "pc") or (word(words, after) == "per" and word(words, after + 1) == "cent"):
        return replace(count, end=after + 1, why="share")
    if "%" in gap:
        return replace(count, why="share")
    if word(words, after) in ("in", "out") and count.value in (1, 2, 3) and word(words, after + 1) != "of":
        number = number_at(words, after + 1) if after + 1 < len(words) else None
        if number and number[1] <= 10 and word(words, after) == "in":
            return replace(count, end=number[0], why="share")
    return None


def vague_at(words: Words, i: int) -> Count | None:
    """Loads, a handful, quite a few."""
    text, pair = words[i].text, f"{words[i].text} {word(words, i + 1)}"
    if text in _VAGUE_WORDS and not (text == "many" and word(words, i - 1) in ("how", "as", "so", "too")):
        return Count(i, i + 1, why="vague")
    if pair in _VAGUE_PAIRS:
        if pair == "a couple" and _SCALES & {word(words, i + 2), word(words, i + 3)}:
            return None
        tail = {word(words, i + 2), word(words, i + 3)}
        if (
            pair in ("quite a", "a good", "a small", "a large", "a huge", "a decent", "a fair")
            and not tail & _VAGUE_TAIL
        ):
            return None
        return Count(i, i + 2 + (word(words, i + 2) in _VAGUE_TAIL), why="vague")
    return None


def span_of(words: Words, count: Count) -> Count | None:
    """ "40 to 50" and "40-50" are no number."""
    at = count.end
    if at >= len(words):
        return None
    gap, text = words[at].gap, words[at].text
    between = count.start > 0 and words[count.start - 1].text == "between"
    if gap in ("-", "–"):
        number = number_at(words, at)
    elif not gap and text in ("plus", "and", "add") and at + 1 < len(words):
        more = number_at(words, at + 1)  # the bot does no sums
        return replace(count, end=more[0], why="vague") if more and not words[at + 1].gap else None
    elif not gap and (text in ("to", "or") or (text == "and" and between)):
        number = number_at(words, at + 1) if at + 1 < len(words) and not words[at + 1].gap else None
    else:
        return None
    if number and number[1] > count.value:
        return replace(count, end=number[0], why="vague")
    return None
