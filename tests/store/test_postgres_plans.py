"""No statement of a turn, a claim or a sweep has to read a whole table on PostgreSQL either: its own plan says so.

The planner prefers to read a small table whole; told not to, it does so only where no index helps.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import psycopg
import pytest

from bot.store.postgres.dialect import PostgresTx, in_postgres
from bot.store.postgres.store import PostgresStore
from tests.postgres import Server
from tests.store.test_sqlite_plans import WORKS, an_inbox, fill_store

FEW = re.compile(r"workers$|outbox$|cases$|adopters$")
"""Tables of which a part is read through an index that holds that part only, or that have a few rows."""


@pytest.mark.parametrize("work", [work for work in WORKS if work is not an_inbox])
async def test_every_statement_finds_its_rows_by_index(postgres: Server, work: Callable[[Any], None]) -> None:
    url = postgres.new_database()
    store = PostgresStore(url)
    await store.migrate()
    await fill_store(store)
    await store.close()
    with psycopg.connect(url) as conn:
        tx = Asked(conn, store.channels, writes=True)
        work(tx)
        conn.execute("SET LOCAL enable_seqscan = off")
        scans = {sql: found for sql, args in tx.asked.items() if (found := list(scanned(conn, sql, args)))}
    assert len(tx.asked) > 3
    assert scans == {}


class Asked(PostgresTx):
    """A transaction that notes what it is asked."""

    def __init__(self, conn: psycopg.Connection[Any], channels: Any, writes: bool) -> None:
        super().__init__(conn, channels, writes)
        self.asked: dict[str, Any] = {}
        self._statements = self.conn
        self.conn = self  # type: ignore[assignment]

    def execute(self, sql: str, args: Any = (), /) -> Any:
        self.asked[sql] = args
        return self._statements.execute(sql, args)


def scanned(conn: psycopg.Connection[Any], sql: str, args: Any) -> Iterator[str]:
    """The tables that a statement's plan reads whole, in rows or through a whole index."""
    if not re.match(r"\s*(SELECT|INSERT|UPDATE|DELETE|WITH)", sql):
        return
    row = conn.execute(f"EXPLAIN (FORMAT JSON) {in_postgres(sql)}", args).fetchone()
    assert row is not None
    waiting = [row[0][0]["Plan"]]
    while waiting:
        node = waiting.pop()
        waiting += node.get("Plans", ())
        kind = node["Node Type"]
        whole = kind == "Seq Scan" or (kind.startswith("Index") and "Index Cond" not in node)
        if whole and "Relation Name" in node and not FEW.match(node["Relation Name"]):
            yield f"{kind} {node['Relation Name']} {node.get('Index Name', '')}"


def test_a_scan_would_be_seen(postgres: Server) -> None:
    with psycopg.connect(postgres.new_database()) as conn:
        conn.execute("CREATE TABLE t (a int, b int)")
        conn.execute("SET LOCAL enable_seqscan = off")
        assert list(scanned(conn, "SELECT * FROM t WHERE a = ?", (1,))) == ["Seq Scan t "]
