"""Which short answer fits a question. Pure. A wrong answer is worse than "I do not have that", so a lead counts, not
only likeness.

How likely is it that somebody who wants this answer says these words? Each answer is known by its ways of asking
(naive Bayes, over what `asked.py` compares). What is rare weighs more. Nothing is trained beforehand, so an answer or
a way of asking that an officer adds is found at once.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from bot.core.guidance.asked import parts_of, words_of
from bot.core.model.journey import Journey, QuestionAndAnswer

NEVER_SEEN = 0.01
"""How much of each part every answer is taken to have: what stands in none of its ways may still be said."""
LEAD, KNOWN = 4.0, 0.15
"""An answer is given where it is so much likelier (a logarithm) than the next, and has so much of the question in its
own ways. By ways of asking left out of it, fold by fold: of those one in twenty is answered wrongly then."""
FAR = 4.0
"""So much likelier is an answer than a request that the words hardly ask for that to be done."""
FEWEST_WORDS = 2
"""One word alone asks nothing for sure."""
NEAR = 0.1
"""An answer that has less of the question in its ways is not offered."""
MOST_OFFERED = 2
IN_HAND = 4
"""What the step in hand settles must be among so many answers without it."""
REQUEST = "do "
"""Before an act's name, where it stands beside the answers."""


@dataclass(frozen=True, slots=True)
class Match:
    """What a question comes to: an answer, or the nearest ones, or nothing."""

    answer: QuestionAndAnswer | None = None
    exact: bool = False
    """It was asked in the content's own words."""
    nearest: tuple[QuestionAndAnswer, ...] = ()
    request: str = ""
    """It is no question but asks for something to be done: which act."""


@dataclass(frozen=True, slots=True)
class Scored:
    """How well an answer fits a question."""

    key: str
    likely: float
    """A logarithm, to be compared with another answer's only."""
    known: float
    """How much of the question stands in its ways of asking, of 1."""


class Answers:
    """The questions of a journey, prepared for matching."""

    def __init__(self, journey: Journey) -> None:
        self._synonyms = journey.synonyms
        self._answers = {answer.key: answer for answer in journey.answers}
        ways = [(answer.key, way) for answer in journey.answers for way in (*answer.questions, *answer.also)]
        ways += [(f"{REQUEST}{act}", way) for act, said in journey.requests for way in said]
        self._same = {_plain(way): key for key, way in reversed(ways)}
        asked = [(key, parts_of(words_of(way), self._synonyms)) for key, way in ways]
        self._weights = _weights([parts.keys() for _, parts in asked])
        sums: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
        whole: dict[str, float] = defaultdict(float)
        for key, parts in asked:
            for part, weight in self._vector(parts).items():
                sums[part][key] += weight
                whole[key] += weight
        floor = NEVER_SEEN * len(sums)
        self._start = {key: -math.log(weight + floor) for key, weight in whole.items()}
        self._having = {
            part: tuple((key, math.log1p(weight / NEVER_SEEN)) for key, weight in by_key.items())
            for part, by_key in sums.items()
        }

    def match(self, question: str, in_hand: str = "") -> Match:
        """The answer to this question, or those that may be meant. Where the question alone does not tell, it may be
        about what is in hand: the words of that."""
        same = self._same.get(_plain(question))
        if same in self._answers:
            return Match(self._answers[same], exact=True)
        ranked = self.ranked(question)
        key = same or (_sure(ranked) if len(words_of(question)) >= FEWEST_WORDS else "")
        if not key and in_hand and ranked:
            there = _sure(self.ranked(f"{question} {in_hand}"))
            key = there if there in {scored.key for scored in ranked[:IN_HAND]} else ""
        if key.startswith(REQUEST):
            return Match(request=key.removeprefix(REQUEST))
        if key:
            return Match(self._answers[key])
        near = [scored.key for scored in ranked if scored.key in self._answers and scored.known >= NEAR]
        return Match(nearest=tuple(self._answers[key] for key in near[:MOST_OFFERED]))

    def far_from(self, question: str, request: str) -> bool:
        """Whether these words are far likelier to ask for an answer than for this to be done."""
        ranked = self.ranked(question)
        asks = next((s.likely for s in ranked if s.key == f"{REQUEST}{request}"), -math.inf)
        return bool(ranked) and not ranked[0].key.startswith(REQUEST) and ranked[0].likely - asks >= FAR

    def ranked(self, question: str) -> list[Scored]:
        """The answers that have anything in common with the question, the likeliest first."""
        vector = self._vector(parts_of(words_of(question), self._synonyms))
        length = sum(vector.values())
        likely: dict[str, float] = defaultdict(float)
        known: dict[str, float] = defaultdict(float)
        for part, weight in vector.items():
            for key, more in self._having[part]:
                likely[key] += weight * more
                known[key] += weight * weight
        found = [Scored(key, length * self._start[key] + more, known[key]) for key, more in likely.items()]
        return sorted(found, key=lambda scored: -scored.likely)

    def _vector(self, parts: Mapping[str, float]) -> dict[str, float]:
        """The parts that any way of asking has, by how much they tell, as a vector of length 1."""
        found = {part: count * self._weights[part] for part, count in parts.items() if part in self._weights}
        length = math.sqrt(sum(value * value for value in found.values())) or 1.0
        return {part: value / length for part, value in found.items()}


def _sure(ranked: Sequence[Scored]) -> str:
    """What is meant beyond doubt; empty when it is not."""
    if not ranked or ranked[0].known < KNOWN:
        return ""
    return ranked[0].key if len(ranked) == 1 or ranked[0].likely - ranked[1].likely >= LEAD else ""


def _weights(ways: Sequence[Collection[str]]) -> dict[str, float]:
    """How much each part tells: the rarer it is among the ways of asking, the more."""
    seen = Counter(part for parts in ways for part in parts)
    return {part: math.log(1 + len(ways) / count) for part, count in seen.items()}


def _plain(text: str) -> str:
    return " ".join(words_of(text))


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


def match(journey: Journey, question: str, in_hand: str = "") -> Match:
    """The answer to this question, or those that may be meant, or nothing."""
    return _prepared(_ById(journey)).match(question, in_hand)


def far_from(journey: Journey, question: str, request: str) -> bool:
    """Whether these words are far likelier to ask for an answer than for this to be done."""
    return _prepared(_ById(journey)).far_from(question, request)
