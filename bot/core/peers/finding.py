"""What somebody wants of peers, and whom they look for. The ways of asking, and the words, are content. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from bot.core.model.journey import Journey
from bot.core.model.peers import Peer, PeerOption, Wanted
from bot.core.peers.scoring import Limits
from bot.core.record.progress import State
from bot.core.turn.reply import Reply
from bot.core.turn.requesting import SLOT, has_phrase, slot_in, words_of

ACTS = (
    "peer_stop", "peer_no_rounds", "peer_rounds", "peer_helped", "peer_not_helped", "peer_close", "peer_address",
    "peer_profile", "peer_help", "peer_find",
)  # fmt: skip
"""What is wanted, as `requests.yaml` calls it; of two that fit the first counts."""
WRITE = "peer_write"
NAME = "{name}"
"""Stands in a way of asking for the first name of whom somebody is introduced to."""
LONGEST = 240
"""Characters of a request that is looked at."""


def wanted_act(journey: Journey, text: str) -> tuple[str, bool]:
    """(what is wanted, whether something was named with it); empty where the words are no such thing."""
    if len(text) > LONGEST:
        return "", False
    words, ways = words_of(text), dict(journey.requests)
    for act in ACTS:
        for way in ways.get(act, ()):
            if slot_in(way, words) is not None:
                return act, SLOT in way
    return "", False


def to_pass_on(journey: Journey, text: str, name: str) -> str:
    """The words to pass on, of "tell them …" or of "tell Ben …", as they were written; empty where it is no such
    thing."""
    first = name.split()[0] if name.split() else ""
    for way in dict(journey.requests).get(WRITE, ()):
        if (first or NAME not in way) and (found := _written(way.replace(NAME, first)).fullmatch(text.strip())):
            return found["words"].strip()
    return ""


@lru_cache(256)
def _written(way: str) -> re.Pattern[str]:
    said = r"\s+".join(map(re.escape, way.removesuffix(SLOT).split()))
    return re.compile(rf"(?:please\s+)?{said}\s*[,:–-]?\s+(?:that\s+)?(?P<words>\S.*)", re.IGNORECASE | re.DOTALL)


def wanted_of(journey: Journey, text: str) -> Wanted:
    """Whom somebody looks for, by the words of the content that stand in what they say."""
    words, known = words_of(text), journey.peers
    return Wanted(
        tuple(_named(known.steps, words)), tuple(_named(known.themes, words)), tuple(_named(known.regions, words)),
        any(has_phrase(words, words_of(said)) for said in known.alike),
    )  # fmt: skip


def _named(options: Iterable[PeerOption], words: str) -> Iterable[str]:
    return (o.key for o in options if any(has_phrase(words, words_of(said)) for said in (o.label, *o.words)))


def limits_of(journey: Journey) -> Limits:
    return Limits(journey.peers.asks, tuple(size.key for size in journey.peers.sizes))


def who_asks(reply: Reply) -> Peer:
    """The person, as somebody who looks for help."""
    peers, steps = reply.context.peers, reply.progress.steps
    doing = tuple(of.step.key for of in steps if of.state is State.BEGUN)
    return Peer(
        reply.person.id, reply.adopter.key, reply.person.role, peers.organisation, peers.profile(reply.person.id),
        doing=doing,
    )  # fmt: skip
