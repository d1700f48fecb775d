"""How long and how hard to read a text is. Placeholders count as one word, marks and addresses as none."""

from __future__ import annotations

import re
from dataclasses import dataclass

MOST_WORDS = 40
"""More words than these are no single message for somebody between two meetings."""

HARDEST = 10
"""Years at school that reading may take at most."""

_PLACEHOLDER = re.compile(r"\{[^{}]*\}")
_NO_WORDS = re.compile(r"<[^<>]*>|https?://\S+|[*_`>#|]")
_WORD = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*")
_SENTENCE_END = re.compile(r"[.!?:](?=\s|$)|\n+")
_VOWELS = re.compile(r"[aeiouy]+")
_SILENT = re.compile(r"(?:[^laeiouy]es|[^tdaeiouy]ed|[^laeiouy]e)$")


@dataclass(frozen=True, slots=True)
class Length:
    """What a text comes to."""

    words: int
    sentences: int
    syllables: int

    @property
    def grade(self) -> float:
        """The Flesch-Kincaid grade: about how many years at school reading it takes."""
        if not self.words:
            return 0.0
        return 0.39 * self.words / self.sentences + 11.8 * self.syllables / self.words - 15.59


def length_of(text: str) -> Length:
    """Counts a text's words, sentences and syllables.

    >>> length_of("I have saved {facts}. Is it right?")
    Length(words=7, sentences=2, syllables=8)
    """
    plain = _NO_WORDS.sub(" ", _PLACEHOLDER.sub("x", text))
    parts = [words for part in _SENTENCE_END.split(plain) if (words := _WORD.findall(part))]
    words = [word for part in parts for word in part]
    return Length(len(words), max(1, len(parts)), sum(map(_syllables, words)))


def _syllables(word: str) -> int:
    """About how many; a number counts as one."""
    word = word.casefold()
    found = len(_VOWELS.findall(word)) - (1 if len(word) > 3 and _SILENT.search(word) else 0)
    return max(1, found)
