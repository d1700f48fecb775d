"""The officer's pages, cold, with 1,000 adopters, 1,000,000 facts and 1,000 questions.

Facts are put into the tables in bulk; how far everybody is was counted by the same code that counts it in service.
"""

from __future__ import annotations

import asyncio
import sqlite3
import statistics
import tempfile
import time
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from bot.channels.abilities import for_delivery
from bot.channels.passes import PassKind, make_pass, officer_subject
from bot.http.programme.pages import ProgrammePages
from bot.http.programme.site import Site
from bot.runtime.clock import StoppedClock
from bot.runtime.turns import TurnHandler
from bot.store.codec import time_text
from bot.store.open import open_store
from bot.store.port import Store
from tests.bench.harness import share
from tests.programmes import LONDON, together

ADOPTERS, FACTS, CASES, ROUNDS = 1000, 1000, 1000, 30
NOW = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)
KEY, NAME = "a-secret-for-benches", "Evelyn"
TOLD = (
    ("board.outcome", '"noted"', ""), ("board.date", '"2026-05-12/2026-05-12"', ""),
    ("residents.state", '"done"', "e1"), ("residents.method", '"survey"', "e1"),
    ("colleagues.state", '"done"', "e1"), ("commitments.state", '"published"', ""),
)  # fmt: skip


def fill(path: Path) -> None:
    """Adopters, their facts (most of which others have replaced), and questions."""
    with closing(sqlite3.connect(path)) as conn:
        for n in range(ADOPTERS):
            key, joined = f"adopter-{n}", NOW - timedelta(days=30 + n % 400)
            conn.execute(
                "INSERT INTO adopters (key, name, name_folded, joined_on, added_at) VALUES (?, ?, ?, ?, ?)",
                (key, f"Adopter {n}", f"adopter {n}", joined.date().isoformat(), time_text(joined)),
            )
            first = n * FACTS + 1
            conn.executemany(
                "INSERT INTO facts (id, adopter, name, value, words, person, channel, conversation, at, sure,"
                " confirmed_by, replaces, withdrawn, step, step_version, source_link, event, entry)"
                " VALUES (?, ?, ?, ?, 'told', 'p', 'web', 'c', ?, 1, 'p', ?, 0, ?, 1, '', ?, ?)",
                [_fact(first + m, key, joined, m, n) for m in range(FACTS)],
            )
        conn.execute(
            "INSERT INTO current_facts (adopter, name, entry, fact)"
            " SELECT adopter, name, entry, max(id) FROM facts GROUP BY adopter, name, entry"
        )
        conn.execute("INSERT INTO tracks (adopter) SELECT key FROM adopters")
        for n in range(CASES):
            at = time_text(NOW - timedelta(hours=n))
            conn.execute(
                "INSERT INTO cases (id, adopter, person, address, opened_at, waits_since)"
                " VALUES (?, ?, 'p', ?, ?, ?)",
                (f"C{n:05}", f"adopter-{n}", '{"channel": "web", "workspace": "w", "conversation": "c"}', at, at),
            )
            conn.execute(
                "INSERT INTO case_lines (case_id, who, name, words, at) VALUES (?, 'person', 'p', ?, ?)",
                (f"C{n:05}", f"How do we go on with question {n}?", at),
            )
        conn.commit()


def _fact(id_: int, key: str, joined: datetime, m: int, n: int) -> tuple[object, ...]:
    """An adopter tells of as many steps as its number says, again and again; later ones replace earlier."""
    kinds = 1 + n % len(TOLD)
    name, value, entry = TOLD[m % kinds]
    at = joined + timedelta(minutes=20 * m)
    step = name.partition(".")[0]
    return id_, key, name, value, time_text(at), id_ - kinds if m >= kinds else None, step, f"e{id_}", entry


async def run() -> list[str]:
    """Printable lines."""
    with tempfile.TemporaryDirectory(prefix="bench-programme-") as folder:
        path = Path(folder) / "bench.db"
        store = open_store(f"sqlite:///{path}", for_delivery())
        try:
            await store.migrate()
            fill(path)
            return await _measure(store)
        finally:
            await store.close()


async def _measure(store: Store) -> list[str]:
    turns = TurnHandler(store, together)
    begun = time.perf_counter()
    counted = await turns.tracks.count_again(store, ADOPTERS)
    took = time.perf_counter() - begun
    site = Site(
        KEY, lambda: (NAME,), tuple, turns.programme, store, StoppedClock(NOW).now, LONDON,
    )  # fmt: skip
    app = web.Application()
    app.add_routes(ProgrammePages(site, turns.officer, turns.tracks.stamp).routes())
    session = make_pass(KEY, PassKind.OFFICER_SESSION, officer_subject(NAME), NOW)
    paths = (
        "/overview", "/adopters", "/adopters?sort=-last&status=active", "/adopters/adopter-500", "/inbox",
        "/inbox/C00500?page=3", "/inbox?q=question+500&show=open", "/audit", "/adopters.csv",
    )  # fmt: skip
    lines = [f"{counted:,} adopters counted again in {took:.1f} s ({1000 * took / counted:.0f} ms each)"]
    async with TestClient(TestServer(app), cookies={"officer": session}) as client:
        for path in paths:
            seconds = []
            for _ in range(ROUNDS):
                begun = time.perf_counter()
                async with client.get(f"/programme{path}") as answer:
                    await answer.read()
                    assert answer.status == 200, path
                seconds.append(1000 * (time.perf_counter() - begun))
            lines.append(f"{path:36} p50 {statistics.median(seconds):6.1f} ms   p90 {share(seconds, 90):6.1f} ms")
    return lines


if __name__ == "__main__":
    print("\n".join(asyncio.run(run())))
