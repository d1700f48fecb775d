"""What the benches of both channels share on the side of the load: servers in processes of their own, and the table.

A turn is measured from the outbox of its event until its reply has arrived in that conversation.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import statistics
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path

PEOPLE, CROWD = 16, 200
"""People in the alternating rounds, and in the burst."""
BARE, STOCK, DOOR, OURS = "bare", "stock", "door", "ours"


@dataclass
class Server:
    """A server in its own process, and what was measured of it."""

    process: asyncio.subprocess.Process
    url: str
    seconds: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)
    acks: list[float] = field(default_factory=list)
    """Seconds until each event was acknowledged."""
    again: int = 0
    """Events that had to be sent a second time."""

    async def cpu_now(self) -> float:
        """CPU seconds that its process has used."""
        return float(await self.ask("cpu"))

    async def ask(self, what: str) -> str:
        """What its process answers (tests/bench/serving.py)."""
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(f"{what}\n".encode())
        return (await self.process.stdout.readline()).decode().strip()

    def forget(self) -> None:
        self.seconds.clear()
        self.cpu.clear()
        self.acks.clear()


@contextlib.asynccontextmanager
async def server(module: str, which: str, folder: Path, stub: str) -> AsyncIterator[Server]:
    """Starts one of a module's servers, and ends it."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", module, which, str(folder), stub),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=None if os.environ.get("BENCH_DEBUG") else asyncio.subprocess.DEVNULL,
    )
    assert process.stdout
    assert process.stdin
    try:
        url = (await asyncio.wait_for(process.stdout.readline(), 60)).decode().strip()
        if not url:
            raise RuntimeError(f"the server {which!r} did not start (BENCH_DEBUG=1 shows why)")
        yield Server(process, url)
    finally:
        process.stdin.close()
        try:
            await asyncio.wait_for(process.wait(), 15)
        except TimeoutError:
            process.kill()


Turn = Callable[[Server, int, int], Awaitable[None]]
"""(server, person, which of the person's turns): one event, until its reply is there."""


async def rounds(server: Server, turn: Turn, turns: int) -> None:
    """So many turns, spread over the people at once; notes seconds and CPU seconds a turn."""

    async def person(number: int) -> None:
        for which in range(turns // PEOPLE):
            await turn(server, number, which)

    cpu, begun = await server.cpu_now(), time.perf_counter()
    await asyncio.gather(*(person(number) for number in range(PEOPLE)))
    server.seconds.append((time.perf_counter() - begun) / turns)
    server.cpu.append((await server.cpu_now() - cpu) / turns)


async def alternating(
    servers: dict[str, Server], turn: Turn, turns: int, times: int, between: Callable[[], None]
) -> None:
    """Warms all of them up, then loads them in turn, so that a slow minute of the machine meets each."""
    for one in servers.values():
        await rounds(one, turn, PEOPLE * 4)
        one.forget()
    for _ in range(times):
        for one in servers.values():
            await rounds(one, turn, turns)
            between()


async def one_at_a_time(
    servers: dict[str, Server], turn: Turn, turns: int, times: int, between: Callable[[], None]
) -> None:
    """One person, who waits for each reply: nothing is taken together with anything else. Notes anew."""
    for one in servers.values():
        one.forget()
    for _ in range(times):
        for one in servers.values():
            cpu, begun = await one.cpu_now(), time.perf_counter()
            for which in range(turns):
                await turn(one, 0, which)
            one.seconds.append((time.perf_counter() - begun) / turns)
            one.cpu.append((await one.cpu_now() - cpu) / turns)
            between()


async def burst(server: Server, event: Turn, arrived: Callable[[], int], each: int = 10) -> str:
    """Everybody at once, each saying so many things without waiting for replies; `arrived` counts the replies."""

    async def person(number: int) -> None:
        for which in range(each):
            await event(server, number, which)

    wanted = CROWD * each
    server.forget()
    begun = time.perf_counter()
    await asyncio.gather(*(person(number) for number in range(CROWD)))
    acknowledged = time.perf_counter() - begun
    async with asyncio.timeout(120):
        while arrived() < wanted:
            await asyncio.sleep(0.05)
    sent = time.perf_counter() - begun
    await asyncio.sleep(2)
    return (
        f"Burst of {wanted} events from {CROWD} people: acknowledged p50 {share(server.acks, 50) * 1000:.0f} ms, "
        f"longest {max(server.acks) * 1000:.0f} ms, all within {acknowledged:.1f} s; {arrived()} messages within "
        f"{sent:.1f} s, {server.again} sent again (to reach: each under 1 s, each answered once)"
    )


def table(servers: dict[str, Server]) -> list[str]:
    """A line for each, with its medians beside those of the first."""
    first = next(iter(servers.values()))
    base, base_cpu = statistics.median(first.seconds), statistics.median(first.cpu)
    lines = []
    for kind, one in servers.items():
        seconds, cpu = statistics.median(one.seconds), statistics.median(one.cpu)
        lines.append(
            f"  {kind:5} {seconds * 1000:6.2f} ms a turn  {1 / seconds:6.0f} turns/s  {cpu * 1000:5.2f} ms CPU  "
            f"{seconds / base:4.2f}x ({cpu / base_cpu:4.2f}x in CPU)  "
            f"ack p50 {share(one.acks, 50) * 1000:.1f} ms, p99 {share(one.acks, 99) * 1000:.1f} ms"
        )
    return lines


def share(values: list[float], hundredth: int) -> float:
    """The value below which so many hundredths lie."""
    return sorted(values)[min(len(values) * hundredth // 100, len(values) - 1)]
