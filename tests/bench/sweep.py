"""One pass of the clock: 10 adopters due among 1,000,000 pending, against 10 due among 10,000.

Every pending adopter has a person, an account, an address and a step with its reminders noted, so that every table
that a pass reads is as large. A pass plans, keeps and puts in the outbox what is due, each time for adopters anew.
"""

from __future__ import annotations

import asyncio
import sqlite3
import statistics
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.channels.abilities import for_delivery
from bot.core.model import Account, Address, Kind, LinkAccount, Outcome, Person, SavePerson, Turn, Wake
from bot.core.turn.reply import Programme
from bot.runtime.reminders import sweep
from bot.store.codes import new_code
from bot.store.open import open_store
from bot.store.port import Store, Tx
from tests.programmes import together

FEW, MANY, DUE, ROUNDS = 10_000, 1_000_000, 10, 15
ALLOWED = 1.5
JOINED = datetime(2026, 11, 2, 10, 0, tzinfo=UTC)
NOW = datetime(2026, 11, 24, 14, 0, tzinfo=UTC)
LATER = "2027-06-01T09:00:00.000000+00:00"

FILL = (
    "INSERT INTO adopters (key, name, name_folded, added_at, wake_at)"
    " SELECT 'x' || n, 'X' || n, 'x' || n, :later, :later FROM numbers",
    "INSERT INTO people (id, adopter, name, role) SELECT 'p-x' || n, 'x' || n, 'Sam', 'lead' FROM numbers",
    "INSERT INTO accounts (channel, workspace, user, person, linked_at)"
    " SELECT 'sim', 'sim', 'x' || n, 'p-x' || n, :later FROM numbers",
    "INSERT INTO met (person, channel, workspace, conversation, thread, private, reference, met_at)"
    " SELECT 'p-x' || n, 'sim', 'sim', 'x' || n, '', 1, '', :later FROM numbers",
    "INSERT INTO step_cares (adopter, step, care)"
    """ SELECT 'x' || n, 'board', '{"step":"board","since":"' || :later || '"}' FROM numbers""",
    "INSERT INTO person_cares (person, care, last_seen)"
    """ SELECT 'p-x' || n, '{"person":"p-x' || n || '"}', :later FROM numbers""",
)
NUMBERS = "WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < :count) "


def fill(path: Path, count: int, at: str = LATER) -> None:
    """So many adopters for whom the clock has something to do then."""
    with sqlite3.connect(path) as conn:
        conn.execute("PRAGMA synchronous = OFF")
        for sql in FILL:
            head, _, rest = sql.partition(" SELECT ")
            conn.execute(f"{head} {NUMBERS} SELECT {rest}", {"count": count, "later": at})
    conn.close()


def join(tx: Tx, batch: int) -> None:
    """Ten adopters that come due together: their people said hello three weeks ago."""
    for n in range(DUE):
        adopter = tx.add_adopter(f"Due {batch} {n}", new_code(), JOINED)
        person = Person(f"p-{batch}-{n}", adopter.key, "Asha", "lead")
        account = Account("sim", "sim", person.id)
        turn = Turn(f"hello-{batch}-{n}", Kind.TEXT, account, Address("sim", "sim", person.id), JOINED, "hello")
        changes = (SavePerson(person), LinkAccount(account, person.id), Wake(NOW + timedelta(minutes=batch)))
        tx.keep(turn, tx.context(account), Outcome(changes=changes))


async def one_pass(store: Store, programme: Programme, batch: int) -> float:
    """Milliseconds of one pass in which ten are due."""
    now = NOW + timedelta(minutes=batch)
    await store.write(lambda tx: join(tx, batch))
    await sweep(store, programme, now)  # sees the steps open; their rhythm counts from here
    due = now + timedelta(days=9)
    await store.write(lambda tx: _due(tx, batch, due))
    begun = time.perf_counter()
    told = await sweep(store, programme, due)
    taken = 1000 * (time.perf_counter() - begun)
    assert len([line for line in told if ": tell " in line]) == DUE, told
    return taken


def _due(tx: Tx, batch: int, at: datetime) -> None:
    for n in range(DUE):
        tx.set_wake(f"due-{batch}-{n}", at)


async def filled(count: int, folder: Path) -> Store:
    """A store with so many that are pending."""
    path = folder / f"{count}.db"
    store = open_store(f"sqlite:///{path}", for_delivery())
    await store.migrate()
    await asyncio.to_thread(fill, path, count)
    return store


async def run() -> list[str]:
    programme = together()
    taken: dict[int, list[float]] = {FEW: [], MANY: []}
    with tempfile.TemporaryDirectory(prefix="bench-sweep-") as folder:
        stores = {count: await filled(count, Path(folder)) for count in (FEW, MANY)}
        try:
            for batch in range(ROUNDS):  # in turns, so that what else the machine does troubles both alike
                for count, store in stores.items():
                    taken[count].append(await one_pass(store, programme, batch))
        finally:
            for store in stores.values():
                await store.close()
    few, many = statistics.median(taken[FEW][1:]), statistics.median(taken[MANY][1:])
    verdict = "as promised" if many / few <= ALLOWED else f"MORE than the {ALLOWED:g}x promised"
    return [
        f"{DUE} due among {FEW:,} pending: {few:.1f} ms a pass (median of {ROUNDS - 1})",
        f"{DUE} due among {MANY:,} pending: {many:.1f} ms a pass",
        f"{many / few:.2f}x: {verdict}",
    ]
