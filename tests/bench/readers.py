"""Whole turns kept by one SQLite writer, alone and beside four processes that read the same file, alternating.

Each reader reads an adopter's record a hundred times a second, as pages and commands do; between the rounds they are
stopped and go on.
"""

from __future__ import annotations

import asyncio
import signal
import statistics
import sys
import tempfile
import time
from pathlib import Path

from bot.store.sqlite.store import SqliteStore
from tests.store.factories import Maker
from tests.store.measure import a_turn, fill

READERS, A_SECOND = 4, 100
TURNS, ROUNDS = 150, 10
ALLOWED = 1.1


async def run() -> list[str]:
    """Printable lines."""
    alone, beside = list[float](), list[float]()
    with tempfile.TemporaryDirectory(prefix="bench-readers-") as folder:
        path = Path(folder) / "read.db"
        store = SqliteStore(path)
        await store.migrate()
        await fill(store)
        readers = [
            await asyncio.create_subprocess_exec(sys.executable, "-m", __name__, str(path)) for _ in range(READERS)
        ]
        try:
            await asyncio.sleep(2)
            maker = Maker("written")
            for number in range(2 * ROUNDS + 1):
                reading = number % 2 == 0
                for reader in readers:
                    reader.send_signal(signal.SIGCONT if reading else signal.SIGSTOP)
                await asyncio.sleep(0.2)
                begun = time.perf_counter()
                for turn in range(TURNS):
                    await a_turn(store, maker, turn)
                (beside if reading else alone).append((time.perf_counter() - begun) / TURNS)
        finally:
            for reader in readers:
                reader.kill()
                await reader.wait()
            await store.close()
    ratio = statistics.median(beside[1:]) / statistics.median(alone)
    return [
        f"turns of the writer: {1000 * statistics.median(alone):.2f} ms alone,"
        f" {1000 * statistics.median(beside[1:]):.2f} ms beside {READERS} readers: {ratio:.2f}x"
        f" (to reach: {ALLOWED:g}x{'' if ratio <= ALLOWED else ', MORE'})"
    ]


async def read(path: Path) -> None:
    """One reader, until it is ended."""
    store = SqliteStore(path)
    while True:
        await store.read(lambda tx: tx.context_of("homes-0"))
        await asyncio.sleep(1 / A_SECOND)


if __name__ == "__main__":
    asyncio.run(read(Path(sys.argv[1])))
