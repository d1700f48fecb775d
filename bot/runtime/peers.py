"""Rounds of introductions, and what the programme sees of peers: counts and topics, no people and no words."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

import structlog

from bot.core.model.peers import Peer
from bot.core.peers.finding import limits_of
from bot.core.peers.rounds import Pair, round_of
from bot.core.peers.scoring import topic_of
from bot.core.turn.reply import Programme
from bot.store.port import PeersTx, Store, ValuesTx

log = structlog.get_logger(__name__)

ROUND_KEY = "peers round"
"""Where the store keeps the number of the round that was last."""


class RoundTx(PeersTx, ValuesTx, Protocol):
    """What is needed for a round."""


@dataclass(frozen=True, slots=True)
class PeerCount:
    """How many introductions there were about one thing, and what became of them."""

    topic: str
    asked: int
    opened: int
    helped: int


def round_number(programme: Programme, now: datetime) -> str:
    """The round that is due at this time: they lie so many days apart, whenever the bot was begun."""
    return str(now.astimezone(programme.zone).date().toordinal() // programme.journey.peers.round_days)


async def round_when_due(store: Store, programme: Programme, now: datetime) -> int:
    """Runs the round of this quarter, once. The first time there is none: people have yet to hear of it. Returns how
    many were introduced."""
    if not programme.journey.peers.themes:
        return 0
    number = round_number(programme, now)
    last = await store.read(lambda tx: tx.value(ROUND_KEY))
    if last == number:
        return 0
    if last is None:
        await store.write(lambda tx: tx.set_value(ROUND_KEY, number))
        return 0
    try:
        return await run_round(store, programme, now, number)
    except ImportError:
        log.error("peers_round_left_out", remedy="pip install 'charter-bot[rounds]', then: charter-bot peers round")
        await store.write(lambda tx: tx.set_value(ROUND_KEY, number))
        return 0


async def run_round(store: Store, programme: Programme, now: datetime, number: str = "") -> int:
    """Introduces everybody who wants it to somebody else. Returns how many were put together. Raises ImportError
    where the library that chooses is not installed."""
    pairs = await pairs_of(store, programme, now, number or now.isoformat())
    return await keep_round(store, programme, pairs, now, number)


async def keep_round(store: Store, programme: Programme, pairs: list[Pair], now: datetime, number: str = "") -> int:
    """Puts these together, but for who has taken back their yes meanwhile, or was asked too often. Returns how many
    that were."""

    def keep(tx: RoundTx) -> int:
        if number:
            if tx.value(ROUND_KEY) == number:
                return 0  # Another process has run it meanwhile.
            tx.set_value(ROUND_KEY, number)
        wanting = {p.person: p for p in tx.peer_pool("", now) if p.profile.rounds}
        met, most = tx.met_of(), programme.journey.peers.asks
        kept = 0
        for pair in pairs:
            one, other = pair.one.peer, pair.other.peer
            there = [wanting.get(one.person), wanting.get(other.person)]
            if frozenset((one.person, other.person)) in met or not all(_may(p, most) for p in there):
                continue
            tx.introduce(one.person, other.person, topic_of(pair.one, pair.other), now, in_round=True)
            kept += 2
        return kept

    return await store.write(keep)


def _may(peer: Peer | None, most: int) -> bool:
    return peer is not None and peer.asked < most


async def pairs_of(store: Store, programme: Programme, now: datetime, seed: str) -> list[Pair]:
    """Who would be introduced to whom. It is worked out beside everything else: it may take a second or two."""
    people, met = await store.read(lambda tx: (tx.peer_pool("", now), tx.met_of()))
    today = now.astimezone(programme.zone).date()
    return await asyncio.to_thread(round_of, people, met, limits_of(programme.journey), today, seed)


async def counts(store: Store) -> list[PeerCount]:
    """By what it was about, the most asked first."""
    rows = await store.read(lambda tx: tx.peer_counts())
    found: dict[str, PeerCount] = {}
    for topic, state, came, count in rows:
        before = found.get(topic, PeerCount(topic, 0, 0, 0))
        opened = count if state in ("open", "closed") or came else 0
        found[topic] = PeerCount(
            topic, before.asked + count, before.opened + opened, before.helped + count * (came == "helped")
        )
    return sorted(found.values(), key=lambda one: (-one.asked, one.topic))
