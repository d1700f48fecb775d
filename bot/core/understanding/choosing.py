"""A typed answer matched with the choices of a question: exact, by number, or nearly."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rapidfuzz import fuzz

from bot.core.understanding.clean import strip_markup

NEAR = 86
"""How alike (of 100) typed words and a label must be. Below, it is another word; the bot asks."""
_SMALL = frozenset("i am im the a an it is its was we re that s m".split())
MARGIN = 8
"""How much better than the second the best must be."""
_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
_NUMBERS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_BY_NUMBER = re.compile(
    r"(?:(?:the|number|no|option|choice|answer) )*(\w+?)(?:st|nd|rd|th)?(?: one| option| choice)?$"
)


def matches(text: str, choices: Sequence[tuple[str, str]]) -> tuple[str, bool] | None:
    """The value of the choice that the text names, and whether that is sure; None when it names none, or two.

    `choices` are (value, label). A number, an ordinal, the label or the value itself are sure; a misspelt label, or a
    word that only one label has, is not.
    """
    plain = _plain(strip_markup(text))
    if not plain:
        return None
    number = _number(plain)
    if number is not None:
        return (choices[number - 1][0], True) if 0 < number <= len(choices) else None
    for value, label in choices:
        if plain in (_plain(label), _plain(value.replace("_", " "))):
            return value, True
    scored = sorted(((_likeness(plain, _plain(label)), value) for value, label in choices), reverse=True)
    best, second = scored[0], scored[1] if len(scored) > 1 else (0.0, "")
    return (best[1], False) if best[0] >= NEAR and best[0] - second[0] >= MARGIN else None


def _plain(text: str) -> str:
    return " ".join(re.findall(r"[^\W_]+", text.casefold()))


def _number(plain: str) -> int | None:
    match = _BY_NUMBER.match(plain)
    if match is None:
        return None
    word = match[1]
    if word.isascii() and word.isdecimal():
        return int(word[:6])
    for words in (_NUMBERS, _ORDINALS):
        if word in words or (words is _ORDINALS and plain.removeprefix("the ").split()[0] in words):
            return words.index(word if word in words else plain.removeprefix("the ").split()[0]) + 1
    return None


def _likeness(plain: str, label: str) -> float:
    """Of 100: the whole label nearly, or the words of the text all in it."""
    whole = fuzz.ratio(plain, label)
    words = set(plain.split()) - _SMALL
    shared = 95.0 if words and words <= set(label.split()) and max(map(len, words)) >= 4 else 0.0
    return max(whole, shared)
