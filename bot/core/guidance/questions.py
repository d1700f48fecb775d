"""Which short answer fits a question. Pure. A wrong answer is worse than "I am not sure", so a lead counts, not only
likeness: a rare word that both share says more than many common ones.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz

from bot.core.guidance.search import forms, plain_words
from bot.core.model.journey import Journey, QuestionAndAnswer, Synonyms

SURE = ((0.62, 0.08), (0.5, 0.14))
"""An answer is given from such a score on, when the next best is so far behind."""
EXACT = 1.0
NEAR = 0.4
"""From here an answer is offered as one that may be meant."""
SHARE_OF_WORDS = 0.65
"""What common words count for; the rest is how alike the questions are as written."""
MOST_OFFERED = 2


@dataclass(frozen=True, slots=True)
class Match:
    """What a question comes to: an answer, or the nearest ones, or nothing."""

    answer: QuestionAndAnswer | None = None
    exact: bool = False
    """It was asked in the content's own words."""
    nearest: tuple[QuestionAndAnswer, ...] = ()


@dataclass(frozen=True, slots=True)
class Asked:
    """One way of asking, prepared."""

    answer: QuestionAndAnswer
    text: str
    words: frozenset[str]


class Answers:
    """The questions of a journey, prepared for matching."""

    def __init__(self, journey: Journey) -> None:
        self._synonyms = journey.synonyms
        self._asked = [
            Asked(answer, _plain(question), self._words(question))
            for answer in journey.answers
            for question in answer.questions
        ]
        count = Counter(word for asked in self._asked for word in asked.words)
        self._weights = {word: math.log(1 + len(self._asked) / times) for word, times in count.items()}
        self._rare = math.log(1 + len(self._asked))

    def match(self, question: str) -> Match:
        """The answer to this question, or those that may be meant."""
        plain, words = _plain(question), self._words(question)
        if not words:
            return Match()
        best: dict[str, tuple[float, QuestionAndAnswer]] = {}
        for asked in self._asked:
            score = self._score(plain, words, asked)
            if score > best.get(asked.answer.key, (0.0, asked.answer))[0]:
                best[asked.answer.key] = (score, asked.answer)
        ranked = sorted(best.values(), key=lambda pair: -pair[0])
        first = ranked[0][0] if ranked else 0.0
        second = ranked[1][0] if len(ranked) > 1 else 0.0
        if any(first >= score and first - second >= lead for score, lead in SURE):
            return Match(ranked[0][1], exact=first == EXACT)
        return Match(nearest=tuple(answer for score, answer in ranked[:MOST_OFFERED] if score >= NEAR))

    def _score(self, plain: str, words: frozenset[str], asked: Asked) -> float:
        if plain == asked.text:
            return EXACT
        shared = self._weight(words & asked.words)
        alike = 2 * shared / (self._weight(words) + self._weight(asked.words))
        return SHARE_OF_WORDS * alike + (1 - SHARE_OF_WORDS) * fuzz.token_sort_ratio(plain, asked.text) / 100

    def _weight(self, words: frozenset[str]) -> float:
        return sum(self._weights.get(word, self._rare) for word in words)

    def _words(self, text: str) -> frozenset[str]:
        return frozenset(_meaning(word, self._synonyms) for word in plain_words(text))


def _plain(text: str) -> str:
    return " ".join(plain_words(text))


def _meaning(word: str, synonyms: Synonyms) -> str:
    """One word for all that mean the same, and for all endings of it."""
    for form in forms(word):
        if (same := synonyms.same.get(form)) is not None:
            return same[0]
    ends: Sequence[str] = ("ing", "ed", "es", "s", "e", "ly")
    return next((word[: -len(end)] for end in ends if word.endswith(end) and len(word) > len(end) + 2), word)


class _ById:
    """A journey as a key of the cache: the same object, not an equal one."""

    __slots__ = ("journey",)

    def __init__(self, journey: Journey) -> None:
        self.journey = journey

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _ById) and other.journey is self.journey

    def __hash__(self) -> int:
        return id(self.journey)


@lru_cache(4)
def _prepared(journey: _ById) -> Answers:
    return Answers(journey.journey)


def match(journey: Journey, question: str) -> Match:
    """The answer to this question, or those that may be meant, or nothing."""
    return _prepared(_ById(journey)).match(question)
