"""How fast the store is on this disk: `python -m tests.store.measure [FOLDER]`. Prints turns and writes a second.

A turn: seen, context, keep (a dialogue, a message, where met) and the claim of its answer in one transaction, and the
answer's ending in another, both durable; an adopter has fifteen current facts and three people.
"""

from __future__ import annotations

import asyncio
import dataclasses
import sqlite3
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

from bot.core.model import Outcome
from bot.store.codes import new_code
from bot.store.port import Delivery, Store, Tx
from tests.store.factories import NOW, Maker, add_adopter, add_person, fact, later, new_store, says

ADOPTERS = 20
ROUNDS = 1500


def bare(path: Path) -> float:
    """An insert and a durable commit, nothing else: writes a second."""
    conn = sqlite3.connect(path, isolation_level=None)
    conn.execute("PRAGMA journal_mode = WAL")
    conn.execute("PRAGMA synchronous = FULL")
    conn.execute("CREATE TABLE events (event TEXT PRIMARY KEY, reply TEXT)")
    begun = time.perf_counter()
    for number in range(ROUNDS):
        conn.execute("BEGIN IMMEDIATE")
        conn.execute("INSERT INTO events VALUES (?, ?)", (f"event {number}", "x" * 300))
        conn.execute("COMMIT")
    took = time.perf_counter() - begun
    conn.close()
    return ROUNDS / took


async def fill(store: Store) -> None:
    maker = Maker("fill")
    facts = tuple(fact(f"step.fact_{number}", f"value {number}") for number in range(15))
    for number in range(ADOPTERS):
        adopter = await add_adopter(store, f"Homes {number}", new_code())
        for n in range(3):
            await add_person(store, adopter, id_=f"p{number}-{n}", user=f"U{number}-{n}")
        turn = maker.turn("", user=f"U{number}-0")
        await store.write(lambda tx, turn=turn: tx.keep(turn, tx.context(turn.account), Outcome(facts=facts)))  # type: ignore[misc]


async def a_turn(store: Store, maker: Maker, number: int) -> None:
    turn = maker.turn("we adopted it on 3 March", user=f"U{number % ADOPTERS}-{number % 3}")

    def answer(tx: Tx) -> list[Delivery]:
        if tx.seen(turn.event):
            return []
        context = tx.context(turn.account, turn.text, turn.at)
        dialogue = dataclasses.replace(context.dialogue, stamp=context.dialogue.stamp + 1)
        tx.keep(turn, context, Outcome((says("Adopted on 3 March 2026. Is that right?"),), dialogue=dialogue))
        return tx.claim(NOW, later(1), 2, ("slack", "web"))

    for delivery in await store.write(answer):

        def end(tx: Tx, delivery: Delivery = delivery) -> list[Delivery]:
            tx.sent(delivery.id, NOW, "1764000000.000100")
            return tx.claim(NOW, later(1), 2, ("slack", "web"))

        await store.write(end)


async def rate(work: Callable[[int], Awaitable[object]], callers: int) -> float:
    """How many a second, with so many callers at once."""
    numbers = iter(range(ROUNDS))

    async def caller() -> None:
        for number in numbers:
            await work(number)

    begun = time.perf_counter()
    await asyncio.gather(*(caller() for _ in range(callers)))
    return ROUNDS / (time.perf_counter() - begun)


async def main(folder: Path) -> None:
    print(f"{'an insert and a commit, nothing else':44}{bare(folder / 'bare.db'):8.0f} a second")
    async with new_store(folder) as store:
        await fill(store)
        for callers in (1, 16):
            # Each its own value: SQLite notices when nothing changes, and then writes nothing.
            small = await rate(lambda n, c=callers: store.write(lambda tx: tx.set_value(f"{c}/{n}", "x")), callers)  # type: ignore[misc]
            print(f"{f'small writes, {callers} at once':44}{small:8.0f} a second")
        for callers in (1, 16):
            maker = Maker(f"measured-{callers}")
            turns = await rate(lambda n, maker=maker: a_turn(store, maker, n), callers)  # type: ignore[misc]
            print(f"{f'whole turns with their ending, {callers} at once':44}{turns:8.0f} a second")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory(dir=sys.argv[1] if len(sys.argv) > 1 else ".") as folder:
        asyncio.run(main(Path(folder)))
