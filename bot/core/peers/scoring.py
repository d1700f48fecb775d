"""How well somebody can help somebody else: a written score, with its reasons. Pure.

The score of a helper for who asks is the sum of what holds in `POINTS`, less `PER_ASK` for each time that the helper
was asked in the last quarter: those who help most are asked less. Who may not be introduced has none (`may_meet`).
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from bot.core.model.peers import NO_GROUP, Couple, Peer, Wanted

Reason = Literal["theme", "step", "strength", "doing", "region", "size", "stock"]
POINTS: dict[Reason, int] = {
    "theme": 8,  # what was asked for by name went well with them
    "step": 6,  # they have done the step that was asked for, or that is being done
    "strength": 4,  # what is hard for who asks went well with them
    "doing": 2,  # they are at the same step now
    "region": 3,
    "size": 3,
    "stock": 1,
}
JUST_DONE = 2
"""More for a step that was done lately."""
LATELY = 183
"""Days."""
PER_ASK = 2
NEAR_SIZE = 1
"""For the next larger or smaller band of homes."""
SHOWN = 3
"""So many are put forward, the best first."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What holds for everybody. The content says it."""

    asks: int = 3
    """So often may somebody be asked in a quarter."""
    sizes: tuple[str, ...] = ()
    """The bands of homes, the smallest first."""


@dataclass(frozen=True, slots=True)
class Match:
    """Somebody who may help, and why."""

    peer: Peer
    score: int
    reasons: tuple[tuple[Reason, str], ...]
    """What holds, and of which step or theme or place, the weightiest first."""


def may_meet(one: Peer, other: Peer, met: Collection[Couple], limits: Limits) -> bool:
    """Whether `other` may be asked for `one`: never inside an adopter or a group, never twice the same, nobody who
    has not agreed, and nobody too often."""
    if one.adopter == other.adopter or not (other.profile.shared and other.organisation.shared):
        return False
    group = one.organisation.group.casefold()
    if group not in ("", NO_GROUP) and group == other.organisation.group.casefold():
        return False
    return other.asked < limits.asks and frozenset((one.person, other.person)) not in met


def match_of(asks: Peer, helper: Peer, wanted: Wanted, limits: Limits, today: date) -> Match:
    """The score of a helper for who asks, with its reasons."""
    reasons = dict(_reasons(asks, helper, wanted))
    score = sum(POINTS[reason] for reason in reasons)
    done = dict(helper.done)
    if "step" in reasons and (today - done[reasons["step"]]).days <= LATELY:
        score += JUST_DONE
    if "size" not in reasons and _near(asks.organisation.size, helper.organisation.size, limits.sizes):
        score += NEAR_SIZE
    ordered = sorted(reasons.items(), key=lambda one: -POINTS[one[0]])
    return Match(helper, score - PER_ASK * helper.asked, tuple(ordered))


def _reasons(asks: Peer, helper: Peer, wanted: Wanted) -> Iterable[tuple[Reason, str]]:
    own, theirs = asks.organisation, helper.organisation
    done = [step for step, _ in helper.done]
    if found := _first(helper.profile.well, wanted.themes):
        yield "theme", found
    if found := _first(wanted.steps or asks.doing, done):
        yield "step", found
    elif found := _first(helper.doing, asks.doing):
        yield "doing", found
    hard = asks.profile.hard
    if found := _first(helper.profile.well, [t for t in hard if t not in wanted.themes] if wanted.themes else hard):
        yield "strength", found
    if theirs.region and theirs.region in (wanted.regions or (own.region,)):
        yield "region", theirs.region
    if own.size and own.size == theirs.size:
        yield "size", own.size
    if own.stock and own.stock == theirs.stock:
        yield "stock", own.stock


def _first(these: Collection[str], those: Collection[str]) -> str:
    """The first of these that is among those; empty where none is."""
    for one in these:
        if one in those:
            return one
    return ""


def _near(one: str, other: str, sizes: tuple[str, ...]) -> bool:
    return one in sizes and other in sizes and abs(sizes.index(one) - sizes.index(other)) == 1


def fits(match: Match, wanted: Wanted) -> bool:
    """Whether somebody is what was asked for: all that was named holds, of several steps or themes one."""
    has = {reason for reason, _ in match.reasons}
    named = {"theme", "step"} if wanted.themes and wanted.steps else {"theme"} if wanted.themes else {"step"}
    if (wanted.themes or wanted.steps) and not has & named:
        return False
    return not (wanted.regions and "region" not in has) and not (wanted.alike and "size" not in has)


def best_for(
    asks: Peer, pool: Iterable[Peer], wanted: Wanted, met: Collection[Couple], limits: Limits, today: date, seed: str
) -> list[Match]:
    """The best few for somebody. Of two who are as good, the one less asked comes first, then as the seed has it."""
    found = (match_of(asks, one, wanted, limits, today) for one in pool if may_meet(asks, one, met, limits))
    order = drawn(seed)
    fitting = [m for m in found if m.reasons and fits(m, wanted)]
    return sorted(fitting, key=lambda m: (-m.score, m.peer.asked, order(m.peer.person)))[:SHOWN]


def drawn(seed: str) -> Callable[[str], str]:
    """An order of people that is nobody's own: another with each seed, and the same with the same."""
    return lambda person: hashlib.sha256(f"{seed}:{person}".encode()).hexdigest()


def topic_of(*matches: Match) -> str:
    """What an introduction would be about: of the reasons the weightiest that is a theme or a step."""
    kinds: dict[Reason, str] = {"theme": "theme", "strength": "theme", "step": "step", "doing": "step"}
    found = (
        (POINTS[reason], f"{kinds[reason]}:{of}") for m in matches for reason, of in m.reasons if reason in kinds
    )
    return max(found, default=(0, ""), key=lambda one: one[0])[1]
