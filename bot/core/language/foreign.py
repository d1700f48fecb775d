"""Tells English from other languages well enough never to guess at the others."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Sequence

from bot.core.language.words import Word

_FEWEST = 3


def foreign(words: Sequence[Word], marked: Collection[int], english: Collection[int], text: str) -> bool:
    """True for another script, or where words of another language outnumber English ones.

    `marked` and `english` are the places of words known to be of another language, or English."""
    letters = [char for char in text if char.isalpha()]
    if letters:
        other = sum(not _is_latin(char) for char in letters[:400])
        if other * 2 > len(letters[:400]):
            return True
    spoken = [i for i, word in enumerate(words) if word.kind == "word"]
    if len(spoken) < _FEWEST:
        return False
    accents = sum(any(ord(char) > 191 for char in words[i].text) for i in spoken)
    points = len(set(marked) - set(english)) + accents
    return points >= 2 and points > len(english) and points * 4 >= len(spoken)


def _is_latin(char: str) -> bool:
    return char < "ɐ" or unicodedata.name(char, "").startswith("LATIN")
