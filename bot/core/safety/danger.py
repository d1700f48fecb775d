"""Whether a life is in danger, and by what: the kind decides whom to call. Pure, and linear in the text.

Three steps. What only sounds like danger is taken out first: figures of speech ("this spreadsheet is killing me") and
the names of work against a danger ("suicide prevention training"). Then families of words are found ("smell", "gas").
Then signs: families that stand together in one sentence. A sign that could also be a topic gives way to words of the
work, to the past and to conditions. All words are content, `conversations/danger_words.yaml`.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from bot.core.safety.plain import STOPS, Plain, Spelling, plain
from bot.core.safety.vocabulary import SafetyWords, Spot

KINDS = ("suicide", "fire", "gas", "collapse", "violence", "at_risk")
"""Dangers, the first of equals first."""
INNOCENT = "idiom"
"""The family that is taken out before anything is looked for."""
STUDY, WORK, PAST, CONDITION, LIVE = "study", "work", "past", "maybe_one_day", "live"
NEAR = 10
"""Words between two families of a sign at most."""
SOON = 3
"""Words before a family that comes "soon after"."""
MOST_BEGUN = 40
"""Places of a sentence at which one sign is followed up, so that hostile words cost little."""
MOST_TRIED = 24
"""Places at which one of them is looked for."""
LONGEST = 14
"""Words of the longest phrase, about."""
MASK = "-"
"""Stands for a word that was taken out."""


@dataclass(frozen=True, slots=True)
class Sign:
    """Families that mean a danger when they stand together in a sentence."""

    kind: str
    families: tuple[str, ...]
    joints: tuple[Literal["+", ">"], ...] = ()
    """Between each two: near, or soon after."""
    never: tuple[str, ...] = ()
    gives_way: bool = False


@dataclass(frozen=True)
class DangerWords:
    """The vocabulary of danger. Frozen; its indexes are built when they are first used."""

    phrases: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    signs: tuple[Sign, ...] = field(default=(), repr=False)

    @cached_property
    def signs_by_family(self) -> Mapping[str, Sequence[Sign]]:
        """The signs that begin with each family."""
        found: dict[str, list[Sign]] = {}
        for sign in self.signs:
            found.setdefault(sign.families[0], []).append(sign)
        return found

    @cached_property
    def idioms(self) -> SafetyWords:
        return SafetyWords(tuple(p for p in self.phrases if p[0] == INNOCENT))

    @cached_property
    def families(self) -> SafetyWords:
        return SafetyWords(tuple(p for p in self.phrases if p[0] != INNOCENT))


def without_idioms(text: str, words: DangerWords, spelling: Spelling) -> tuple[Plain, str]:
    """The words, and the text, without figures of speech and without the names of work against a danger."""
    told = plain(text, spelling)
    out = [(first, last) for _, first, last in words.idioms.find(told.words)]
    if not out:
        return told, text
    masked, letters = list(told.words), list(text)
    for first, last in out:
        for at in range(first, last):
            masked[at] = MASK
        start, end = told.places[first][0], told.places[last - 1][1]
        letters[start:end] = " " * (end - start)
    return Plain(tuple(masked), told.places), "".join(letters)


@dataclass(frozen=True, slots=True)
class Sighting:
    """What of danger stands in words: families by their places, and signs by where their sentence begins."""

    spots: Sequence[Spot]
    signs: Sequence[tuple[int, Sign]]


def sighting(told: Plain, words: DangerWords) -> Sighting:
    """Families and signs that stand in the words."""
    spots = words.families.find(told.words)
    signs = [
        (first, sign)
        for first, found in _sentences(told.words, spots)
        for family in found
        for sign in words.signs_by_family.get(family, ())
        if _stands(sign, found)
    ]
    return Sighting(spots, signs)


def danger(seen: Sighting) -> str:
    """The kind of danger that the signs tell of; empty when they tell of none."""
    found = Counter(sign.kind for _, sign in seen.signs)
    best = max(KINDS, key=lambda kind: found[kind])
    return best if found[best] else ""


_Places = Mapping[str, Sequence[tuple[int, int]]]


def _sentences(told: Sequence[str], spots: Sequence[Spot]) -> Iterator[tuple[int, _Places]]:
    """What was found, sentence by sentence: where it begins, and each family with its places in order."""
    ends = [at for at, word in enumerate(told) if word in STOPS]
    by_sentence: dict[int, dict[str, set[tuple[int, int]]]] = {}
    for family, first, last in spots:
        by_sentence.setdefault(bisect_left(ends, first), {}).setdefault(family, set()).add((first, last))
    for number, found in by_sentence.items():
        yield ends[number - 1] + 1 if number else 0, {family: sorted(places) for family, places in found.items()}


def _stands(sign: Sign, found: _Places) -> bool:
    if any(family not in found for family in sign.families) or any(family in found for family in sign.never):
        return False
    if sign.gives_way:
        if not found.keys().isdisjoint((STUDY, WORK, PAST, CONDITION)):
            return False
    elif STUDY in found and LIVE not in found:
        return False
    begun: list[_Begun] = [(place,) for place in found[sign.families[0]]]
    for joint, family in zip(sign.joints, sign.families[1:], strict=True):
        begun = _followed(begun[:MOST_BEGUN], found[family], joint)
    return bool(begun)


_Begun = tuple[tuple[int, int], ...]
"""Where the families of a sign stand that were found so far; no word counts twice."""


def _followed(begun: Sequence[_Begun], places: Sequence[tuple[int, int]], joint: str) -> list[_Begun]:
    """Where a sign that has come as far as `begun` goes on with one of `places`."""
    reach: dict[tuple[int, int], _Begun] = {}
    for so_far in begun:
        first, last = min(p[0] for p in so_far), max(p[1] for p in so_far)
        soonest = so_far[-1][1] if joint == ">" else first - NEAR
        latest = (so_far[-1][1] + SOON) if joint == ">" else last + NEAR
        at = bisect_left(places, (soonest - (0 if joint == ">" else LONGEST), 0))
        for place in places[at : at + MOST_TRIED]:
            if place[0] > latest:
                break
            if place[1] >= soonest and all(place[1] <= p[0] or p[1] <= place[0] for p in so_far):
                reach.setdefault((min(first, place[0]), max(last, place[1])), (*so_far, place))
    return list(reach.values())
