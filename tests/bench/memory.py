"""Memory over many turns: 200 people of 40 adopters say one thing after another, as often as it is asked for.

20,000 turns, or as many as MEMORY_TURNS says (the promise is 200,000). What fills is bounded, however many there are:
SQLite's own pages (16 MiB), and what was worked out before (a few thousand rows and readings).
"""

from __future__ import annotations

import gc
import os
import re
import tempfile
from datetime import timedelta
from functools import partial
from pathlib import Path

from bot.__main__ import COLLECTED_AFTER
from bot.channels.abilities import for_delivery
from bot.content.live import freeze, prepare
from bot.core.model import Account, Address, Kind, Person, Turn
from bot.runtime.turns import TurnHandler
from bot.store.codes import new_code
from bot.store.open import open_store
from bot.store.port import Tx
from tests.bench.record import FIRST, JOINED
from tests.programmes import together

TURNS = int(os.environ.get("MEMORY_TURNS", "20000"))
ADOPTERS, PEOPLE, SAMPLES = 40, 200, 10
ALLOWED = 32
"""MiB."""


def words_of(number: int) -> str:
    """What is said: the same day put right again and again, and what people ask."""
    day = FIRST + timedelta(days=7 * (number % 40))
    return (f"no, the board met on {day.day} {day:%B %Y}", "yes", "status", "why do you ask?")[number % 4]


def know(tx: Tx, number: int) -> None:
    """One adopter with its people."""
    adopter = tx.add_adopter(f"Homes {number}", new_code(), JOINED)
    for who in range(number, PEOPLE, ADOPTERS):
        tx.save_person(Person("", adopter.key, f"Person {who}", "lead"), Account("slack", "T0", f"U{who}"))


def held() -> float:
    """MiB that this process holds."""
    return int(re.findall(r"VmRSS:\s+(\d+)", Path("/proc/self/status").read_text(encoding="utf-8"))[0]) / 1024


async def run() -> list[str]:
    """Printable lines."""
    programme = together()
    prepare(programme)
    with tempfile.TemporaryDirectory(prefix="bench-memory-") as folder:
        store = open_store(f"sqlite:///{Path(folder) / 'memory.db'}", for_delivery())
        try:
            await store.migrate()
            for number in range(ADOPTERS):
                await store.write(partial(know, number=number))
            turns = TurnHandler(store, lambda: programme)
            before = gc.get_threshold()
            gc.set_threshold(COLLECTED_AFTER)
            freeze()
            samples = [held()]
            for number in range(TURNS):
                who, at = number % PEOPLE, JOINED + timedelta(days=365, seconds=number)
                account, place = Account("slack", "T0", f"U{who}"), Address("slack", "T0", f"D{who}")
                words = "the board noted it on 5 January 2026" if number < PEOPLE else words_of(number // PEOPLE)
                await turns.take(Turn(f"said-{number}", Kind.TEXT, account, place, at, words))
                if (number + 1) % (TURNS // SAMPLES) == 0:
                    samples.append(held())
            gc.set_threshold(*before)
        finally:
            await store.close()
    grown = samples[-1] - samples[0]
    return [
        f"{TURNS:,} turns, MiB at the start and after each tenth: {' '.join(f'{mib:.0f}' for mib in samples)}",
        f"{grown:.0f} MiB more (to reach: at most {ALLOWED}, for any number{'' if grown <= ALLOWED else ', MORE'})",
    ]
