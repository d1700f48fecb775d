"""Which short answer fits a question. Pure. A wrong answer is worse than "I am not sure", so a lead counts, not only
likeness.

Every way of asking is a vector of its words, neighbouring words and parts of words; rare ones weigh more. An answer
is as near as its nearest way, and as all its ways together: the one finds what was asked in these words before, the
other what is asked in the spirit of them. Nothing is trained, so an answer that an officer adds is found at once.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from bot.core.guidance.search import forms, plain_words
from bot.core.model.journey import Journey, QuestionAndAnswer, Synonyms

SURE, LEAD = 0.2, 0.07
"""An answer is given from such a score on, when the next best is so far behind. Found by leaving out one way of
asking at a time: a quarter of them then get their answer, 8 in 100 a wrong one. People's questions are nearer."""
NEAR = 0.14
"""From here an answer is offered as one that may be meant."""
ALL_WAYS = 2.0
"""How much all the ways of asking count, beside the nearest."""
NEIGHBOURS, PARTS = 0.5, 0.25
"""How much two neighbouring words, and a part of a word, count beside a word."""
PART_LETTERS = (3, 4)
TOO_COMMON = 0.1
"""What stands in more than such a share of all ways of asking tells nothing apart, and is left out."""
MOST_OFFERED = 2


@dataclass(frozen=True, slots=True)
class Match:
    """What a question comes to: an answer, or the nearest ones, or nothing."""

    answer: QuestionAndAnswer | None = None
    exact: bool = False
    """It was asked in the content's own words."""
    nearest: tuple[QuestionAndAnswer, ...] = ()


class Answers:
    """The questions of a journey, prepared for matching."""

    def __init__(self, journey: Journey) -> None:
        self._synonyms = journey.synonyms
        self._answers = {answer.key: answer for answer in journey.answers}
        ways = [(answer.key, way) for answer in journey.answers for way in (*answer.questions, *answer.also)]
        counted = [(key, self._counted(way)) for key, way in ways]
        self._same = {_plain(way): key for key, way in ways}
        self._of = [key for key, _ in ways]
        self._ways = Counter(self._of)
        self._seen = Counter(part for _, parts in counted for part in parts)
        self._most = max(TOO_COMMON * len(ways), 10)
        self._having: dict[str, list[tuple[int, float]]] = defaultdict(list)
        for number, (_, parts) in enumerate(counted):
            for part, weight in self._vector(parts).items():
                self._having[part].append((number, weight))

    def match(self, question: str) -> Match:
        """The answer to this question, or those that may be meant. One word alone asks nothing for sure."""
        if (key := self._same.get(_plain(question))) is not None:
            return Match(self._answers[key], exact=True)
        ranked = sorted(self._scores(question).items(), key=lambda pair: -pair[1])
        first = ranked[0][1] if ranked else 0.0
        second = ranked[1][1] if len(ranked) > 1 else 0.0
        if first >= SURE and first - second >= LEAD and len(plain_words(question)) > 1:
            return Match(self._answers[ranked[0][0]])
        return Match(nearest=tuple(self._answers[key] for key, score in ranked[:MOST_OFFERED] if score >= NEAR))

    def _scores(self, question: str) -> dict[str, float]:
        """How near each answer is that has anything in common with the question."""
        alike: dict[int, float] = defaultdict(float)
        for part, weight in self._vector(self._counted(question)).items():
            for number, theirs in self._having.get(part, ()):
                alike[number] += weight * theirs
        best: dict[str, float] = defaultdict(float)
        together: dict[str, float] = defaultdict(float)
        for number, score in alike.items():
            key = self._of[number]
            best[key] = max(best[key], score)
            together[key] += score
        return {key: (best[key] + ALL_WAYS * together[key] / self._ways[key]) / (1 + ALL_WAYS) for key in best}

    def _counted(self, text: str) -> Mapping[str, float]:
        """The parts of a text that are compared, with how much each counts."""
        words = [_meaning(word, self._synonyms) for word in plain_words(text)]
        parts: dict[str, float] = defaultdict(float)
        for word in words:
            parts[f"word {word}"] += 1.0
            marked = f"<{word}>"
            for length in PART_LETTERS:
                for begin in range(len(marked) - length + 1):
                    parts[f"part {marked[begin : begin + length]}"] += PARTS
        for one, next_one in zip(["^", *words], [*words, "$"], strict=True):
            parts[f"both {one} {next_one}"] += NEIGHBOURS
        return parts

    def _vector(self, parts: Mapping[str, float]) -> Mapping[str, float]:
        """The parts by how rare they are, as a vector of length 1."""
        every = len(self._of)
        found = {
            part: (1 + math.log(count) if count >= 1 else count) * math.log(1 + every / self._seen.get(part, 0.5))
            for part, count in parts.items()
            if self._seen.get(part, 0) <= self._most
        }
        length = math.sqrt(sum(value * value for value in found.values())) or 1.0
        return {part: value / length for part, value in found.items()}


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
