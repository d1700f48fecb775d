"""One round of introductions for 1,000 people: candidates, scores both ways, and the matching."""

from __future__ import annotations

import time

from bot.core.peers.rounds import round_of
from tests.core.peer_world import LIMITS, TODAY, people

COUNT, ROUNDS = 1000, 3
MOST = 2.0
"""Seconds that are allowed."""


def run() -> list[str]:
    there = people(COUNT, seed=20)
    met: set[frozenset[str]] = set()
    took = []
    for number in range(ROUNDS):
        begun = time.perf_counter()
        found = round_of(there, frozenset(met), LIMITS, TODAY, f"round {number}")
        took.append(time.perf_counter() - begun)
        met.update(frozenset((pair.one.peer.person, pair.other.peer.person)) for pair in found)
    worst = max(took)
    return [
        f"{COUNT} people, the longest of {ROUNDS} rounds: {worst:.2f} s (allowed: {MOST:.0f} s)"
        f"{'' if worst < MOST else '  TOO SLOW'}",
        f"introduced in the last: {2 * len(found)} of {COUNT}",
    ]
