"""People at adopters of all kinds, for the tests of matching and its bench."""

from __future__ import annotations

import random
from datetime import date, timedelta

from bot.core.model.peers import OrganisationProfile, Peer, PeerProfile
from bot.core.peers.scoring import Limits

TODAY = date(2026, 11, 30)
STEPS = ("board", "publish", "oversight", "report", "learning", "badge")
THEMES = ("sceptical_board", "reach", "survey", "staff", "scrutiny", "digital")
REGIONS = ("north_east", "yorkshire", "london", "south_west", "midlands", "east")
SIZES = ("small", "middle", "large", "very_large")
LIMITS = Limits(3, SIZES)


def people(count: int, seed: int, rounds: bool = True) -> list[Peer]:
    """So many, about two at each adopter, one adopter in five part of a group."""
    chance = random.Random(seed)
    organisations = [
        OrganisationProfile(
            chance.choice(REGIONS), chance.choice(SIZES), chance.choice(("general", "older", "mixed")),
            f"Group {chance.randrange(max(1, count // 20))}" if chance.random() < 0.2 else "", shared=True,
        )
        for _ in range(max(2, count // 2))
    ]  # fmt: skip
    made = []
    for number in range(count):
        adopter = chance.randrange(len(organisations))
        reached = chance.randrange(len(STEPS))
        done = tuple((step, TODAY - timedelta(days=chance.randrange(1, 700))) for step in STEPS[:reached])
        themes = chance.sample(THEMES, 3)
        profile = PeerProfile(tuple(themes[:2]), tuple(themes[2:]), shared=True, rounds=rounds)
        made.append(
            Peer(
                f"p{number:04}", f"a{adopter:04}", "lead", organisations[adopter], profile, done, STEPS[reached:][:1]
            )
        )
    return made
