"""Which short answer fits a question. Pure. A wrong answer is worse than "I do not have that", so a lead counts, not
only likeness.

How likely is it that somebody who wants this answer says these words? Each answer is known by its ways of asking
(naive Bayes, over what `asked.py` compares). What is rare weighs more. Nothing is trained beforehand, so an answer or
a way of asking that an officer adds is found at once.
"""

from __future__ import annotations

import math
from array import array
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from bot.core.guidance.asked import parts_of, words_of
from bot.core.model.journey import Journey, QuestionAndAnswer

NEVER_SEEN = 0.01
"""How much of each part every answer is taken to have: what stands in none of its ways may still be said."""
LEAD, KNOWN = 4.0, 0.15
"""An answer is given where it is so much likelier (a logarithm) than the next, and has so much of the question in its
own ways. By ways of asking left out of it, fold by fold: of those one in twenty is answered wrongly then."""
CLOSE = 2.0
"""An answer that leads by so much is given with the next one beside it. By strangers' questions it is the right one
four times of five."""
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
SLOT = "…"
"""Stands in a way of asking for whatever is asked about: no words to compare with."""


@dataclass(frozen=True, slots=True)
class Match:
    """What a question comes to: an answer, or the nearest ones, or nothing."""

    answer: QuestionAndAnswer | None = None
    exact: bool = False
    """It was asked in the content's own words."""
    nearest: tuple[QuestionAndAnswer, ...] = ()
    """The likeliest first."""
    near: bool = False
    """The first of `nearest` is close enough to be given, with the other beside it."""
    request: str = ""
    """It is no question but asks for something to be done: which act."""

    @property
    def given(self) -> QuestionAndAnswer | None:
        """The answer that is given: the sure one, or the one that is close enough."""
        return self.nearest[0] if self.near else self.answer


@dataclass(frozen=True, slots=True)
class Scored:
    """How well an answer fits a question."""

    key: str
    likely: float
    """A logarithm, to be compared with another answer's only."""
    known: float
    """How much of the question stands in its ways of asking, of 1."""


class Answers:
    """The questions of a journey, prepared for matching.

    There are tens of thousands of parts, each in a few of hundreds of answers: so parts and answers go by number, and
    what is known of each pair stands in arrays, the answers of one part beside each other.
    """

    def __init__(self, journey: Journey) -> None:
        self._synonyms = journey.synonyms
        self._answers = {answer.key: answer for answer in journey.answers}
        ways = {answer.key: [*answer.questions, *answer.also] for answer in journey.answers}
        ways |= {f"{REQUEST}{act}": [way for way in said if SLOT not in way] for act, said in journey.requests}
        self._keys = tuple(ways)
        self._same = {_plain(way): key for key in reversed(self._keys) for way in reversed(ways[key])}
        self._numbers: dict[str, int] = {}
        asked = [[self._counted(parts_of(words_of(way), self._synonyms)) for way in ways[key]] for key in self._keys]
        self._weights = _weights(len(self._numbers), [parts for by_way in asked for parts, _ in by_way])
        floor = NEVER_SEEN * len(self._numbers)
        self._start = array("d")
        sums: list[dict[int, float]] = []
        for by_way in asked:
            whole, by_part = 0.0, dict[int, float]()
            for parts, counts in by_way:
                for part, weight in self._vector(parts, counts).items():
                    by_part[part] = by_part.get(part, 0.0) + weight
                    whole += weight
            sums.append(by_part)
            self._start.append(-math.log(whole + floor))
        self._from, self._having, self._more = _by_part(len(self._numbers), sums)

    def _counted(self, parts: Mapping[str, float]) -> tuple[array[int], array[float]]:
        """The parts by number, numbering those that are new, and how much each counts."""
        numbers = self._numbers
        return array("L", [numbers.setdefault(part, len(numbers)) for part in parts]), array("d", parts.values())

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
        near = [scored for scored in ranked if scored.key in self._answers and scored.known >= NEAR][:MOST_OFFERED]
        close = len(near) == MOST_OFFERED and len(words_of(question)) >= FEWEST_WORDS and _leads(near, CLOSE)
        return Match(nearest=tuple(self._answers[scored.key] for scored in near), near=close and near[0] == ranked[0])

    def is_own(self, question: str) -> bool:
        """Whether an answer's own way of asking is asked in just these words."""
        return self._same.get(_plain(question)) in self._answers

    def far_from(self, question: str, request: str) -> bool:
        """Whether these words are far likelier to ask for an answer than for this to be done."""
        ranked = self.ranked(question)
        asks = next((s.likely for s in ranked if s.key == f"{REQUEST}{request}"), -math.inf)
        return bool(ranked) and not ranked[0].key.startswith(REQUEST) and ranked[0].likely - asks >= FAR

    def ranked(self, question: str) -> list[Scored]:
        """The answers that have anything in common with the question, the likeliest first."""
        parts = parts_of(words_of(question), self._synonyms)
        known_parts = [(self._numbers[part], count) for part, count in parts.items() if part in self._numbers]
        vector = self._vector(*zip(*known_parts, strict=True)) if known_parts else {}
        length = sum(vector.values())
        likely: dict[int, float] = defaultdict(float)
        known: dict[int, float] = defaultdict(float)
        for part, weight in vector.items():
            of_part = slice(self._from[part], self._from[part + 1])
            for answer, more in zip(self._having[of_part], self._more[of_part], strict=True):
                likely[answer] += weight * more
                known[answer] += weight * weight
        found = [
            Scored(self._keys[answer], length * self._start[answer] + more, known[answer])
            for answer, more in likely.items()
        ]
        return sorted(found, key=lambda scored: -scored.likely)

    def _vector(self, parts: Sequence[int], counts: Sequence[float]) -> dict[int, float]:
        """The parts by how much they tell, as a vector of length 1."""
        found = {part: count * self._weights[part] for part, count in zip(parts, counts, strict=True)}
        length = math.sqrt(sum(value * value for value in found.values())) or 1.0
        return {part: value / length for part, value in found.items()}


def _sure(ranked: Sequence[Scored]) -> str:
    """What is meant beyond doubt; empty when it is not."""
    return ranked[0].key if ranked and _leads(ranked, LEAD) else ""


def _leads(ranked: Sequence[Scored], by: float) -> bool:
    """Whether the first is known well enough and so much likelier than the next."""
    return ranked[0].known >= KNOWN and (len(ranked) == 1 or ranked[0].likely - ranked[1].likely >= by)


def _weights(parts: int, ways: Sequence[array[int]]) -> array[float]:
    """How much each part tells, by its number: the rarer it is among the ways of asking, the more."""
    seen = [0] * parts
    for way in ways:
        for part in way:
            seen[part] += 1
    return array("d", [math.log(1 + len(ways) / count) for count in seen])


def _by_part(parts: int, sums: Sequence[Mapping[int, float]]) -> tuple[array[int], array[int], array[float]]:
    """Where the answers of each part begin in the two arrays that follow, which answers have it, and how much more
    likely it makes each; `sums` is how much each answer has of it."""
    begin = array("L", bytes(array("L").itemsize * (parts + 1)))
    for by_part in sums:
        for part in by_part:
            begin[part + 1] += 1
    for part in range(parts):
        begin[part + 1] += begin[part]
    free = begin[:]
    having, more = array("L", bytes(begin.itemsize * begin[-1])), array("d", bytes(array("d").itemsize * begin[-1]))
    for answer, by_part in enumerate(sums):
        for part, weight in by_part.items():
            having[free[part]], more[free[part]] = answer, math.log1p(weight / NEVER_SEEN)
            free[part] += 1
    return begin, having, more


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
    return _matched(_ById(journey), question, in_hand)


@lru_cache(32)
def _matched(journey: _ById, question: str, in_hand: str) -> Match:
    """A turn asks this at several places."""
    return _prepared(journey).match(question, in_hand)


def is_own(journey: Journey, question: str) -> bool:
    """Whether an answer's own way of asking is asked in just these words."""
    return _prepared(_ById(journey)).is_own(question)


def far_from(journey: Journey, question: str, request: str) -> bool:
    """Whether these words are far likelier to ask for an answer than for this to be done."""
    return _prepared(_ById(journey)).far_from(question, request)
