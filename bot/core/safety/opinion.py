"""A second opinion on what words tell of, learned from lists of messages. Pure, and linear in the text.

The rules know what they were told; strangers say it otherwise. A linear model over the words, their families and the
signs of danger says how likely each kind of danger is, how likely trouble, and how likely neither. `weighed` puts it
beside what the rules say. Its weights are content, `danger_weights.json`; `python -m tests.training.danger` learns
them again.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from bot.core.reader.weights import Chances
from bot.core.safety.danger import KINDS, MASK, Sighting
from bot.core.safety.plain import Plain, parts
from bot.core.safety.vocabulary import Spot
from bot.core.safety.words import MAYBE, RESIDENT, TROUBLE

INNOCENT = "innocent"
CLASSES = (*KINDS, TROUBLE, INNOCENT)
"""What a message may be, by the names that the weights have."""
TAKEN_OUT = "taken out"
"""The feature of words from which a figure of speech, or the name of work against a danger, was taken out."""
_ENDINGS = ("ing", "ed", "es", "s", "ly")
_SHORTEST_STEM = 4

CLEARED, DOUBTED = 0.99, 0.9
"""So sure that words are innocent must the opinion be to overrule a danger that the rules see, and to doubt it."""
FEW = 8
"""Fewer words tell too little to overrule or to doubt a danger ("fire!! 3rd floor")."""
TROUBLE_CLEARED = 0.92
"""The same for trouble, and for what only may be one."""
READ_CLEARED = 0.68
"""The same for trouble that only the reader took the words for."""
OTHER_KIND = 0.6
"""So likely must another kind of danger be to be answered instead of the one that the rules see."""
ONLY_TROUBLE = 0.85
"""So likely must it be that what the rules take for danger is trouble."""
DANGER = 0.5
"""So likely must a danger be where the rules see trouble, or that something may be wrong."""
SURE_OF_DANGER, MAY_BE_DANGER = 0.8, 0.5
"""Where the rules see nothing: so likely must a danger be to get its kind's answer, and to get that of what may be
one."""
SURE_OF_TROUBLE, MAY_BE_TROUBLE = 0.9, 0.7
"""The same for trouble."""
TOLD_SURELY = 0.93
"""Where the reader understood what is told and the rules see nothing: so likely must danger or trouble be to be one
that may be."""


@dataclass(frozen=True, slots=True)
class Opinion:
    """How likely words are innocent, somebody's trouble, or a danger; and the likeliest kind of danger."""

    innocent: float
    trouble: float
    danger: float
    kind: str
    of_kind: float
    words: int
    """How many words it is on."""


def opinion(told: Plain, seen: Sighting, trouble_spots: Sequence[Spot], chances: Chances) -> Opinion | None:
    """The opinion on the most alarming part of a message; None where nothing was learned."""
    if not chances.table:
        return None
    found = min((chances.of(row) for row in features(told, seen, trouble_spots)), key=lambda part: part[INNOCENT])
    kind = max(KINDS, key=lambda name: found[name])
    return Opinion(found[INNOCENT], found[TROUBLE], sum(found[k] for k in KINDS), kind, found[kind], len(told.words))


def features(told: Plain, seen: Sighting, trouble_spots: Sequence[Spot]) -> list[Collection[str]]:
    """What the weights are on, for each part of a message: stems, families of both vocabularies, kinds of signs."""
    rows: list[Collection[str]] = []
    for first, last in parts(told.words):
        words = set(told.words[first:last])
        row = {f"w:{_stem(word)}" for word in words if word != MASK}
        row |= {f"d:{family}" for family, at, _ in seen.spots if first <= at < last}
        row |= {f"t:{family}" for family, at, _ in trouble_spots if first <= at < last}
        row |= {f"sign:{sign.kind}" for at, sign in seen.signs if first <= at < last}
        if MASK in words:
            row.add(TAKEN_OUT)
        rows.append(row)
    return rows


def weighed(kind: str, thought: Opinion, told_surely: bool) -> str:
    """What is answered when the rules say `kind` and the opinion is this. The rules decide when they are sure, the
    opinion where they are in doubt; only one that is very sure overrules them. `told_surely`: the reader understood
    what was told, so that less is made of it."""
    if kind in KINDS:
        return _beside_danger(kind, thought)
    if kind in (TROUBLE, MAYBE):
        if thought.innocent >= TROUBLE_CLEARED:
            return ""
        return thought.kind if thought.danger >= DANGER else kind
    if told_surely:
        return MAYBE if thought.danger + thought.trouble >= TOLD_SURELY else kind
    if thought.danger >= MAY_BE_DANGER:
        return thought.kind if thought.danger >= SURE_OF_DANGER else MAYBE
    if kind != RESIDENT and thought.danger + thought.trouble >= MAY_BE_TROUBLE:
        return TROUBLE if thought.trouble >= SURE_OF_TROUBLE else MAYBE
    return kind


def _beside_danger(kind: str, thought: Opinion) -> str:
    """What is answered when the rules see a danger."""
    if thought.innocent >= DOUBTED and thought.words >= FEW:
        return "" if thought.innocent >= CLEARED else MAYBE
    if thought.of_kind >= OTHER_KIND:
        return thought.kind
    return TROUBLE if thought.trouble >= ONLY_TROUBLE else kind


def _stem(word: str) -> str:
    """A word without the commonest endings, so that "leak" and "leaks" count together."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST_STEM:
            return word[: -len(ending)]
    return word
