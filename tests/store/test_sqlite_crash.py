"""kill -9 at any moment, and two processes at once: what was acknowledged is there, and whole."""

from __future__ import annotations

import asyncio
from collections import Counter
from pathlib import Path

import pytest

from bot.store.port import Store, Tx
from tests.store.factories import add_adopter, add_person, new_store
from tests.store.processes import child, lines_of


async def prepare(folder: Path) -> str:
    async with new_store(folder) as store:
        await add_person(store, await add_adopter(store))
    return f"sqlite:///{folder / 'test.db'}"


async def assert_whole(store: Store, at_least: set[str]) -> int:
    """Every event has its fact and both messages, and every fact its event. Returns how many there are."""

    def look(tx: Tx) -> tuple[set[str], list[str], int]:
        rows = {kind: list(rows) for kind, rows in tx.dump()}
        events = {row["event"] for row in rows["events"] if not row["event"].startswith("joined")}
        return events, [str(f.value) for f in tx.facts()], tx.outbox_figures().waiting

    events, facts, waiting = await store.read(look)
    assert at_least <= events
    assert Counter(facts) == Counter(events)
    assert waiting == 2 * len(events)
    assert await store.check() == []
    return len(events)


@pytest.mark.parametrize("after", [0, 1, 2, 5, 17, 60])
async def test_what_was_acknowledged_survives_a_kill(tmp_path: Path, after: int) -> None:
    url = await prepare(tmp_path)
    process = await child("turns", url, f"k{after}", "100000")
    assert process.stdout is not None
    acknowledged: set[str] = set()
    while len(acknowledged) <= after:
        line = (await process.stdout.readline()).decode()
        if not line:
            pytest.fail((await process.communicate())[1].decode())
        acknowledged.add(line.strip())
    process.kill()
    rest, _ = await process.communicate()
    acknowledged |= {line for line in rest.decode().splitlines(keepends=True) if line.endswith("\n")}
    acknowledged = {line.strip() for line in acknowledged}
    async with new_store(tmp_path) as store:
        assert await assert_whole(store, acknowledged) > after


async def test_two_processes_write_at_once(tmp_path: Path) -> None:
    url = await prepare(tmp_path)
    processes = [await child("turns", url, prefix, "150") for prefix in ("a", "b")]
    printed = await asyncio.gather(*(lines_of(process) for process in processes))
    async with new_store(tmp_path) as store:
        assert await assert_whole(store, {line for lines in printed for line in lines}) == 300
        context = await store.read(lambda tx: tx.context_of("riverside-homes"))
        assert len(context.facts) == 1
