"""Mends slips in the words of a message; a name is never "mended"."""

from __future__ import annotations

from bot.core.language.dates.names import ALL_WORDS
from bot.core.language.spelling import Speller
from bot.core.language.words import Word, written_out


def mend(words: list[Word], speller: Speller) -> list[Word]:
    """The words with slips mended. Words of dates and numbers count as known."""
    searches = [0]
    out: list[Word] = []
    for place, word in enumerate(words):
        out.append(word)
        if word.kind != "word" or len(word.text) < 4 or word.text in ALL_WORDS:
            continue
        better = speller.mend(word.text, searches)
        if better is None or (_may_be_a_name(word, place) and better not in ALL_WORDS):
            continue
        word.doubtful = better in ALL_WORDS and bool(speller.rivals(word.text, better) & ALL_WORDS)
        word.mended = True
        first, *rest = written_out(better)
        word.text = first
        out.extend(Word(text, word.raw, word.start, word.end, mended=True) for text in rest)
    return out


def _may_be_a_name(word: Word, place: int) -> bool:
    """A capital inside a sentence: "Borad" begins one, "Lucy" may stand anywhere."""
    return word.capital and place > 0 and word.raw[1:].islower() and not word.gap
