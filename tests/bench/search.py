"""Searching 1,000 briefings with the eighty queries in people's words, misspelt ones too.

The shipped briefings stand among made-up ones of the same length and vocabulary. Every query is a whole look-up:
words, slips mended, synonyms, all words then any, best first.
"""

from __future__ import annotations

import json
import random
import statistics
import time
from dataclasses import replace
from pathlib import Path

from bot.content.journey import load
from bot.core.guidance.search import best_first, entry_of, look_up
from bot.core.model.journey import Briefing, Journey
from bot.store.sqlite.index import SqliteIndex

ROOT = Path(__file__).parents[2]
COUNT, ROUNDS = 1000, 5
P50, P99 = 2.0, 10.0
"""Milliseconds that are allowed."""


def many(journey: Journey, count: int, seed: int = 6) -> list[Briefing]:
    """The shipped briefings, and made-up ones put together from their sentences."""
    chance = random.Random(seed)
    sentences = [s for b in journey.briefings for s in b.body.replace("\n", " ").split(". ") if len(s) > 20]
    words = [w for b in journey.briefings for w in b.title.split()]
    made = []
    for n in range(count - len(journey.briefings)):
        like = chance.choice(journey.briefings)
        title = " ".join(chance.sample(words, 5))
        body = ". ".join(chance.sample(sentences, 18))
        made.append(replace(like, key=f"made-{n}", title=title, summary=chance.choice(sentences), body=body))
    return [*journey.briefings, *made]


async def run() -> list[str]:
    """Lines for the report."""
    journey = load(ROOT / "conversations").journey
    assert journey is not None
    queries = [
        json.loads(line)["query"] for line in (ROOT / "tests/guidance/queries.jsonl").read_text("utf-8").splitlines()
    ]
    briefings = many(journey, COUNT)
    begun = time.perf_counter()
    index = SqliteIndex(map(entry_of, briefings))
    built = time.perf_counter() - begun
    taken: list[float] = []
    first: list[float] = []
    for n in range(ROUNDS):
        for query in queries:
            begun = time.perf_counter()
            best_first(look_up(index, journey.synonyms, query, 12).keys, briefings)
            (first if n == 0 else taken).append((time.perf_counter() - begun) * 1000)
    cut = statistics.quantiles(taken, n=100)
    cold = statistics.quantiles(first, n=100)
    good = cut[49] < P50 and cut[98] < P99
    return [
        f"search, {len(briefings):,} briefings, {len(taken)} look-ups: p50 {cut[49]:.2f} ms, p99 {cut[98]:.2f} ms "
        f"({'within' if good else 'OVER'} {P50:g} and {P99:g} ms)",
        f"  the first time each was looked for: p50 {cold[49]:.2f} ms, p99 {cold[98]:.2f} ms; "
        f"making the index: {built:.2f} s",
    ]
