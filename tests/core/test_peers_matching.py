"""Who is put forward for whom: the score, what is never allowed, and rounds that are fair."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.model.peers import NO_GROUP, Couple, OrganisationProfile, Peer, PeerProfile, Wanted
from bot.core.peers.rounds import Pair, round_of
from bot.core.peers.scoring import Limits, best_for, match_of, may_meet
from tests.core.peer_world import LIMITS, TODAY, people

SHARED = OrganisationProfile("london", "small", "older", shared=True)
ASKS = Peer("asks", "a", organisation=SHARED, profile=PeerProfile(hard=("reach",)), doing=("board",))
NOTHING = Wanted()
OLD, NEW = TODAY - timedelta(days=400), TODAY - timedelta(days=30)


def helper(person: str = "h", **changes: Any) -> Peer:
    plain = Peer(
        person, f"of-{person}", organisation=OrganisationProfile(shared=True), profile=PeerProfile(shared=True)
    )
    return replace(plain, **changes)


def best(pool: list[Peer], wanted: Wanted = NOTHING) -> list[str]:
    return [m.peer.person for m in best_for(ASKS, pool, wanted, frozenset(), LIMITS, TODAY, "seed")]


# ---------------------------------------------------------------- the score


@pytest.mark.parametrize(
    ("changes", "score", "reasons"),
    [
        ({"done": (("board", OLD),)}, 6, ["step"]),
        ({"done": (("board", NEW),)}, 8, ["step"]),
        ({"done": (("publish", NEW),)}, 0, []),
        ({"doing": ("board",)}, 2, ["doing"]),
        ({"profile": PeerProfile(("reach",), shared=True)}, 4, ["strength"]),
        ({"organisation": replace(SHARED, size="middle", stock="")}, 4, ["region"]),
        ({"organisation": replace(SHARED, size="large", stock="")}, 3, ["region"]),
        ({"organisation": SHARED}, 7, ["region", "size", "stock"]),
        ({"done": (("board", OLD),), "asked": 2}, 2, ["step"]),
    ],
)
def test_each_part_of_the_score(changes: dict[str, Any], score: int, reasons: list[str]) -> None:
    found = match_of(ASKS, replace(helper(), **changes), Wanted(), LIMITS, TODAY)

    assert found.score == score
    assert [reason for reason, _ in found.reasons] == reasons


def test_what_was_asked_for_by_name_comes_before_everything_else() -> None:
    near = helper("near", organisation=SHARED, done=(("board", OLD),))
    took = helper("took", profile=PeerProfile(("sceptical_board",), shared=True))

    assert best([near, took]) == ["near"], "who has nothing in common is nobody's match"
    assert best([near, took], Wanted(("board",), ("sceptical_board",))) == ["near", "took"]
    assert best([near, took], Wanted(themes=("sceptical_board",))) == ["took"]
    assert best([near, took], Wanted(themes=("sceptical_board",), regions=("london",))) == []
    assert best([near, took], Wanted(alike=True)) == ["near"]


def test_never_inside_an_adopter_or_a_group_nor_twice_nor_too_often_nor_unasked() -> None:
    good = helper(done=(("board", NEW),))
    group = replace(SHARED, group="The Oak Group")
    grouped = replace(ASKS, organisation=group)

    assert may_meet(ASKS, good, frozenset(), LIMITS)
    assert not may_meet(ASKS, replace(good, adopter="a"), frozenset(), LIMITS)
    assert not may_meet(
        grouped, replace(good, organisation=replace(group, group="the oak group")), frozenset(), LIMITS
    )
    alone = replace(SHARED, group=NO_GROUP)
    assert may_meet(replace(ASKS, organisation=alone), replace(good, organisation=alone), frozenset(), LIMITS)
    assert not may_meet(ASKS, good, {frozenset(("h", "asks"))}, LIMITS)
    assert not may_meet(ASKS, replace(good, asked=3), frozenset(), LIMITS)
    assert not may_meet(ASKS, replace(good, profile=PeerProfile()), frozenset(), LIMITS)
    assert not may_meet(ASKS, replace(good, organisation=OrganisationProfile()), frozenset(), LIMITS)


def test_of_two_who_are_as_good_the_one_less_asked_comes_first() -> None:
    asked = helper("a", done=(("board", NEW),), organisation=OrganisationProfile(shared=True, size="small"), asked=1)
    rested = helper("b", done=(("board", NEW),))

    assert best([asked, rested]) == ["a", "b"], "a size in common outweighs one ask"
    assert best([replace(asked, asked=2), rested]) == ["b", "a"]


# ---------------------------------------------------------------- rounds


def couples(pairs: list[Pair]) -> list[Couple]:
    return [frozenset((pair.one.peer.person, pair.other.peer.person)) for pair in pairs]


def rounds_in_a_quarter(there: list[Peer], count: int, met: set[Couple], limits: Limits) -> Counter[str]:
    """Rounds one after the other, with what holds of each checked; how often each was introduced."""
    asked: Counter[str] = Counter()
    for number in range(count):
        now = [replace(p, asked=p.asked + asked[p.person]) for p in there]
        found = round_of(now, frozenset(met), limits, TODAY, f"round {number}")
        assert found == round_of([*reversed(now)], frozenset(met), limits, TODAY, f"round {number}")
        known = {p.person: p for p in now}
        seen = [person for couple in couples(found) for person in couple]
        assert len(seen) == len(set(seen)), "nobody is in two introductions of one round"
        for couple in couples(found):
            one, other = (known[person] for person in couple)
            assert couple not in met
            assert one.adopter != other.adopter
            assert not one.organisation.group or one.organisation.group != other.organisation.group
            assert all(p.profile.rounds and p.profile.shared and p.organisation.shared for p in (one, other))
        met.update(couples(found))
        asked.update(seen)
    return asked


@settings(max_examples=25, deadline=None)
@given(
    st.integers(2, 40), st.integers(0, 10_000), st.integers(1, 3),
    st.sets(st.integers(0, 39)), st.sets(st.integers(0, 39)),
)  # fmt: skip
def test_a_quarter_of_rounds_is_fair(count: int, seed: int, most: int, out: set[int], before: set[int]) -> None:
    there = people(count, seed)
    for number in out & set(range(count)):  # They took back their yes, one way or another.
        profile = replace(there[number].profile, shared=number % 2 == 0, rounds=number % 2 == 1)
        there[number] = replace(there[number], profile=profile)
    for number in before & set(range(count)):
        there[number] = replace(there[number], asked=1)
    met = {frozenset((there[n].person, there[n - 1].person)) for n in range(1, count, 3)}

    asked = rounds_in_a_quarter(there, 5, met, Limits(most, LIMITS.sizes))

    assert all(times + p.asked <= most for p in there if (times := asked[p.person]))
    assert not {there[n].person for n in out & set(range(count))} & set(asked)


@settings(max_examples=25, deadline=None)
@given(st.integers(2, 7), st.integers(0, 10_000))
def test_as_many_as_there_can_be_are_introduced_and_of_those_ways_the_best(count: int, seed: int) -> None:
    there = people(count, seed)

    def worth(one: Peer, other: Peer) -> int:
        both = [match_of(a, b, Wanted(), LIMITS, TODAY).score for a, b in ((one, other), (other, one))]
        return 10 + sum(both)

    def every(left: list[Peer]) -> list[tuple[int, int]]:
        """(couples, worth) of every way to couple these."""
        if len(left) < 2:
            return [(0, 0)]
        first, *rest = left
        ways = every(rest)
        for other in rest:
            if may_meet(first, other, (), LIMITS) and may_meet(other, first, (), LIMITS):
                more = every([p for p in rest if p is not other])
                ways += [(number + 1, total + worth(first, other)) for number, total in more]
        return ways

    found = round_of(there, frozenset(), LIMITS, TODAY, "x")
    known = {p.person: p for p in there}
    total = sum(worth(*(known[person] for person in sorted(couple))) for couple in couples(found))

    assert (len(found), total) == max(every(there))


def test_another_seed_draws_others_where_nothing_else_decides() -> None:
    there = [helper(f"h{n}", profile=PeerProfile(shared=True, rounds=True)) for n in range(40)]

    drawn = {frozenset(couples(round_of(there, frozenset(), LIMITS, TODAY, f"{n}"))) for n in range(5)}

    assert len(drawn) > 1


def test_an_odd_one_out_is_left_and_a_round_of_one_is_none() -> None:
    there = [helper(f"h{n}", profile=PeerProfile(shared=True, rounds=True)) for n in range(3)]

    assert len(round_of(there, frozenset(), LIMITS, TODAY, "x")) == 1
    assert round_of(there[:1], frozenset(), LIMITS, TODAY, "x") == []
