"""How soon events are acknowledged at 100 turns a second, alone and while the clock goes through 10,000 adopters.

Slack's events go out when they are due, whether or not earlier ones were acknowledged; the clock is in the same
process. What a commit waits for, the disk's sync, stands beside it.
"""

from __future__ import annotations

import asyncio
import os
import tempfile
import time
from pathlib import Path

from tests.bench import slack
from tests.bench.harness import CROWD, OURS, PEOPLE, Server, share
from tests.bench.serving import PENDING

A_SECOND, SECONDS, ADOPTERS = 100, 20, 10_000
ALLOWED_MS = 15.0


async def run() -> list[str]:
    """Printable lines."""
    os.environ[PENDING] = str(ADOPTERS)
    try:
        async with slack.started((OURS,)) as (load, servers):
            server = servers[OURS]
            for number in range(PEOPLE * 4):
                await load.turn(server, number % PEOPLE, number // PEOPLE)
            alone = await _paced(load, server)
            await server.ask("sweep")
            swept = await _paced(load, server)
            looked_at = await server.ask("swept")
    finally:
        del os.environ[PENDING]
    return [
        f"Slack, {A_SECOND} events a second from {CROWD} people, {SECONDS} s, each timed from when it was due:",
        f"  alone                   {alone}",
        f"  while the clock sweeps  {swept}; {looked_at} of {ADOPTERS:,} adopters were looked at meanwhile",
    ]


async def _paced(load: slack.Load, server: Server) -> str:
    """Open loop: an event goes out when it is due, however many are not acknowledged yet."""
    waits = list[float]()
    syncing = asyncio.create_task(asyncio.to_thread(_syncs))

    async def one(number: int, due: float) -> None:
        await asyncio.sleep(max(0.0, due - time.perf_counter()))
        await load.event(server, number % CROWD, number // CROWD)
        waits.append(time.perf_counter() - due)

    begun = time.perf_counter()
    await asyncio.gather(*(one(number, begun + number / A_SECOND) for number in range(A_SECOND * SECONDS)))
    syncs = await syncing
    load.forget()
    p99, disk = share(waits, 99) * 1000, share(syncs, 99) * 1000
    verdict = "" if p99 <= ALLOWED_MS + disk else ", MORE"
    return (
        f"acknowledged p50 {share(waits, 50) * 1000:.1f} ms, p99 {p99:.1f} ms; the disk's sync p50"
        f" {share(syncs, 50) * 1000:.1f} ms, p99 {disk:.1f} ms"
        f" (to reach: p99 under {ALLOWED_MS:g} ms and that{verdict})"
    )


def _syncs() -> list[float]:
    """How long the disk takes to keep a page, measured while the load goes on."""
    taken = []
    with tempfile.TemporaryDirectory() as folder, (Path(folder) / "page").open("wb", buffering=0) as page:
        for _ in range(SECONDS * 10):
            page.write(bytes(4096))
            begun = time.perf_counter()
            os.fsync(page.fileno())
            taken.append(time.perf_counter() - begun)
            time.sleep(0.1)
    return taken
