"""A round: everybody who wants it is introduced to one other person. Pure; the same people and seed, the same round.

Each has some candidates, who are found by what they have in common and scored both ways. Of all couples that these
make, a general matching chooses: as many as there can be, and of those ways the one with the highest score.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice

from bot.core.model.peers import Couple, Peer, Wanted
from bot.core.peers.scoring import Limits, Match, drawn, match_of, may_meet

CANDIDATES = 20
"""So many of each are candidates."""
OF_EACH = 8
"""So many are looked at for each thing that two may have in common."""
ANYBODY = 16
"""So many are looked at whatever they have in common."""
NOTHING = Wanted()


@dataclass(frozen=True, slots=True)
class Pair:
    """Two people who are introduced to each other, and what each can help the other with."""

    one: Match
    other: Match


def round_of(people: Sequence[Peer], met: Collection[Couple], limits: Limits, today: date, seed: str) -> list[Pair]:
    """Who is introduced to whom. Raises ImportError where the library that chooses is not installed."""
    import rustworkx  # Large, and needed only here: loaded when a round runs.

    order = drawn(seed)
    there = sorted((p for p in people if p.profile.rounds), key=lambda p: order(p.person))
    scored = _couples(there, met, limits, today)
    graph = rustworkx.PyGraph[int, int](multigraph=False)
    graph.add_nodes_from(range(len(there)))
    graph.add_edges_from([(one, other, _weight(pair)) for (one, other), pair in sorted(scored.items())])
    chosen = rustworkx.max_weight_matching(graph, max_cardinality=True, weight_fn=int)
    return [scored[couple] for couple in sorted((min(c), max(c)) for c in chosen)]


def _weight(pair: Pair) -> int:
    """What a couple is worth: both count, and none is worth nothing."""
    return max(1, 10 + pair.one.score + pair.other.score)


def _couples(
    there: Sequence[Peer], met: Collection[Couple], limits: Limits, today: date
) -> dict[tuple[int, int], Pair]:
    """Everybody's best candidates, as couples."""
    sharing = _by_what_they_share(there)
    seen: dict[tuple[int, int], Pair] = {}
    kept: dict[tuple[int, int], Pair] = {}
    for number, one in enumerate(there):
        mine: list[tuple[int, int]] = []
        for other in _looked_at(number, there, sharing):
            couple = (min(number, other), max(number, other))
            if couple not in seen:
                helper = there[other]
                if not (may_meet(one, helper, met, limits) and may_meet(helper, one, met, limits)):
                    continue
                first, second = there[couple[0]], there[couple[1]]
                seen[couple] = Pair(
                    match_of(second, first, NOTHING, limits, today), match_of(first, second, NOTHING, limits, today)
                )
            mine.append(couple)
        for couple in sorted(mine, key=lambda c: (-_weight(seen[c]), c))[:CANDIDATES]:
            kept[couple] = seen[couple]
    return kept


def _features(peer: Peer, helping: bool) -> Iterator[tuple[str, str]]:
    """What somebody may be found by: what they can help with, or what they look for; and where and how large they
    are."""
    steps = [step for step, _ in peer.done] if helping else peer.doing
    yield from (("step", step) for step in steps)
    yield from (("theme", theme) for theme in (peer.profile.well if helping else peer.profile.hard))
    own = peer.organisation
    yield "place", f"{own.region} {own.size}"
    yield "region", own.region
    yield "size", own.size


def _by_what_they_share(there: Sequence[Peer]) -> dict[tuple[str, str], list[int]]:
    found: dict[tuple[str, str], list[int]] = defaultdict(list)
    for number, peer in enumerate(there):
        for feature in _features(peer, helping=True):
            found[feature].append(number)
    return found


def _looked_at(number: int, there: Sequence[Peer], sharing: dict[tuple[str, str], list[int]]) -> Iterator[int]:
    """Some of those who share something with one person, and some others, each from the person's own place in the
    order: so everybody is looked at by somebody."""
    lists = [sharing.get(feature, []) for feature in _features(there[number], helping=False)]
    seen = {number}
    for found, most in [*((one, OF_EACH) for one in lists), (range(len(there)), ANYBODY)]:
        begin = (number * len(found)) // len(there)
        others = (found[(begin + step) % len(found)] for step in range(len(found)))
        for other in islice((o for o in others if o not in seen), most):
            seen.add(other)
            yield other
