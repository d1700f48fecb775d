"""A turn where much is kept already, beside the same turn in an empty database: on both stores, alternating.

The same two turns as in `record`: of an adopter with ten facts, alone, among 130 adopters with 100 facts each, and
among 10,000 (1,000,000 facts); and of one that has told 10,000 facts, of which eighty count, beside one that told
these eighty alone. Each turn is durable; nothing is sent.
"""

from __future__ import annotations

import asyncio
import contextlib
import sqlite3
import statistics
import tempfile
from collections.abc import Callable
from pathlib import Path

import psycopg

from bot.channels.abilities import for_delivery
from bot.core.model import Kind, Outcome, Person, Turn
from bot.store.codes import new_code
from bot.store.open import open_store
from bot.store.port import Tx
from tests.bench.record import ACCOUNT, JOINED, PLACE, Record, activity_fact
from tests.postgres import begin, programs

FEW, MANY, EACH = 130, 10_000, 100
"""Adopters of the two large databases, and the facts of each."""
OWN, COUNT, TOLD = 10, 80, 10_000
"""Facts of the adopter that talks; of the one that told much, how many count, and how many there are."""
ALLOWED, ROUNDS = 1.2, 40

NUMBERS = "WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < {count})"
LATER = "2027-06-01T09:00:00.000000+00:00"
ADOPTERS = (
    "INSERT INTO adopters (key, name, name_folded, added_at, wake_at)"
    f" {NUMBERS} SELECT 'x' || n, 'X' || n, 'x' || n, '{LATER}', '{LATER}' FROM numbers",
    f"INSERT INTO people (id, adopter, name, role) {NUMBERS} SELECT 'p-x' || n, 'x' || n, 'Sam', 'lead' FROM numbers",
    'INSERT INTO accounts (channel, workspace, "user", person, linked_at)'
    f" {NUMBERS} SELECT 'slack', 'T0', 'x' || n, 'p-x' || n, '{LATER}' FROM numbers",
)
FACTS = (
    "INSERT INTO facts (adopter, name, value, words, person, channel, conversation, at, sure, confirmed_by,"
    " withdrawn, step, step_version, source_link, event, entry)"
    f" {NUMBERS} SELECT 'x' || ((n - 1) / {EACH} + 1), 'residents.took_part', '40', 'forty', 'p-x', 'slack', 'D',"
    f" '{LATER}', 1, 'p-x', 0, 'residents', 1, '', 'filled', 'e' || (n % {EACH} + 1) FROM numbers",
    "INSERT INTO current_facts (adopter, name, entry, fact)"
    " SELECT adopter, name, entry, id FROM facts WHERE event = 'filled'",
)


def fill(url: str, adopters: int) -> None:
    """So many other adopters, with their facts."""
    statements = [sql.replace("{count}", str(adopters)) for sql in ADOPTERS]
    statements += [sql.replace("{count}", str(adopters * EACH)) for sql in FACTS]
    if url.startswith("sqlite"):
        with contextlib.closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as conn, conn:
            conn.execute("PRAGMA synchronous = OFF")
            for sql in statements:
                conn.execute(sql)
        return
    with psycopg.connect(url, autocommit=True) as server:
        for sql in (*statements, "ANALYZE"):
            server.execute(sql.encode())


class Told(Record):
    """An adopter that told facts of twenty activities, and put all of them right again and again."""

    def _fill(self, tx: Tx) -> None:
        adopter = tx.add_adopter("Riverside Homes", new_code(), JOINED)
        tx.save_person(Person("asha", adopter.key, "Asha", "lead"), ACCOUNT)
        context = tx.context(ACCOUNT)
        before: tuple[int | None, ...] = (None,) * COUNT
        for passed in range(self.facts // COUNT):
            facts = tuple(activity_fact(number, before[number]) for number in range(COUNT))
            turn = Turn(f"fill-{passed}", Kind.TEXT, ACCOUNT, PLACE, JOINED, "filled")
            before = tx.keep(turn, context, Outcome(facts=facts))


ARMS: dict[str, tuple[type[Record], int, int, str]] = {
    "an empty database": (Record, OWN, 0, ""),
    f"{FEW} adopters": (Record, OWN, FEW, "an empty database"),
    f"{MANY:,} adopters, {MANY * EACH:,} facts": (Record, OWN, MANY, "an empty database"),
    f"{COUNT} facts of its own": (Told, COUNT, 0, ""),
    f"{TOLD:,} of its own, {COUNT} count": (Told, TOLD, 0, f"{COUNT} facts of its own"),
}
"""By name: who talks, with how many facts, among how many others, and beside which it is measured."""


async def measured(new_database: Callable[[], str]) -> list[str]:
    """One store's lines."""
    records: dict[str, Record] = {}
    try:
        for what, (kind, facts, others, _) in ARMS.items():
            url = new_database()
            records[what] = kind(open_store(url, for_delivery()), facts, True)
            await records[what].fill()
            if others:
                await asyncio.to_thread(fill, url, others)
        for number in range(ROUNDS):  # in turns, so that what else the machine does troubles all alike
            for record in records.values():
                await record.round(number)
    finally:
        for record in records.values():
            await record.store.close()
    return [_line(what, record, records.get(ARMS[what][3])) for what, record in records.items()]


def _line(what: str, record: Record, beside: Record | None) -> str:
    line = f"  {what:36} {1000 * statistics.median(record.seconds):6.1f} ms a turn"
    line += f"  {1000 * statistics.median(record.cpu):5.2f} ms CPU"
    if beside is None:
        return line
    ratio = statistics.median(record.seconds) / statistics.median(beside.seconds)
    return f"{line}  {ratio:4.2f}x (to reach: {ALLOWED:g}x{'' if ratio <= ALLOWED else ', MORE'})"


async def run() -> list[str]:
    """Printable lines."""
    with tempfile.TemporaryDirectory(prefix="bench-full-") as folder:
        numbers = iter(range(len(ARMS)))
        lines = ["SQLite:", *await measured(lambda: f"sqlite:///{Path(folder) / f'{next(numbers)}.db'}")]
    if programs() is None:
        return [*lines, "PostgreSQL is not installed here (Debian's package: postgresql): not measured"]
    with contextlib.contextmanager(begin)() as server:
        return [*lines, "PostgreSQL:", *await measured(server.new_database)]


if __name__ == "__main__":
    print("\n".join(asyncio.run(run())))
