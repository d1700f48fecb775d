"""How much in a message speaks of somebody in trouble, and how much of the work of a landlord's board. Pure.

No word of these is enough by itself, save those of danger. A home and what is wrong with it, one person, since when,
nobody who comes: together they are somebody's trouble. A survey, a policy, a board paper weigh against.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum

from bot.core.safety.plain import Plain, parts
from bot.core.safety.vocabulary import Spot

WEIGHTS = {"unheard": 2, "complaint": 2, "feeling": 2, "harm": 2, "fault": 1, "frail": 1, "mine": 1, "now": 1}
"""What each family adds, once a sentence. A fault beside a thing of a home adds `TOGETHER` more; what one person says
about a thing of a home adds `REPORTED`."""
TOGETHER, REPORTED = 1, 1
SURE, MAYBE = 3, 2
NEAR = 7
"""Words between a thing and its fault at most."""
_HEART = frozenset(["unheard", "complaint", "feeling", "harm", "fault"])
"""Without one of these nothing is wrong, whoever is spoken of."""
_ABOUT = frozenset(["thing", "person", "mine", "one", "frail", "complaint", "feeling", "harm"])
"""Without one of these it is about nobody and nothing."""


class Trouble(IntEnum):
    """How sure it is that somebody is in trouble."""

    NONE = 0
    MAYBE = 1
    SURE = 2


def trouble(told: Plain, spots: Sequence[Spot]) -> Trouble:
    """Whether somebody in trouble speaks, or is spoken of. `spots`: where the words of trouble stand."""
    if not spots:
        return Trouble.NONE
    return max(_weigh([s for s in spots if first <= s[1] < last]) for first, last in parts(told.words))


def about_work(spots: Sequence[Spot]) -> bool:
    """Whether the words are of a board, a survey, a policy, and of nobody in particular."""
    families = _families(spots)
    return "work" in families and not families & {"person", "mine", "one"}


def names_work(spots: Sequence[Spot]) -> bool:
    """Whether the words name a board, a survey, a policy, a day off."""
    return "work" in _families(spots)


def something_wrong(spots: Sequence[Spot]) -> bool:
    """Whether the words name a fault, a harm, a feeling, or that nobody helps."""
    return bool(_families(spots) & {"fault", "harm", "feeling", "unheard", "danger"})


def _families(spots: Sequence[Spot]) -> set[str]:
    return {family for family, _, _ in spots}


def _weigh(spots: Sequence[Spot]) -> Trouble:
    families = _families(spots)
    if "danger" in families:
        return Trouble.SURE
    if not families & _HEART and not {"told", "thing", "person"} <= families:
        return Trouble.NONE
    if not families & _ABOUT:
        return Trouble.NONE  # "nobody turned up": to a meeting, as far as anybody can tell
    somebody = bool({"person", "one"} & families)
    weight = sum(WEIGHTS.get(family, 0) for family in families) + somebody
    beside = _beside(spots)
    weight += TOGETHER if beside else 0
    report = {"told", "thing"} <= families and (beside or bool({"person", "mine"} & families))
    weight += REPORTED if report else 0
    work = {(first, last) for family, first, last in spots if family == "work"}
    if work and not {"person", "mine"} & families:
        return Trouble.NONE
    weight -= min(len(work), 2)
    if weight >= SURE:
        return Trouble.SURE
    somebody = somebody or bool({"mine", "now", "frail"} & families)
    plain = not work and (beside or bool({"complaint", "harm"} & families))
    return Trouble.MAYBE if weight >= MAYBE and (somebody or plain) else Trouble.NONE


def _beside(spots: Sequence[Spot]) -> bool:
    """A thing of a home with its fault not far from it. A phrase that is both is both."""
    things = [(first, last) for family, first, last in spots if family == "thing"]
    faults = [(first, last) for family, first, last in spots if family == "fault"]
    return any(a < d + NEAR and c < b + NEAR for a, b in things for c, d in faults)
