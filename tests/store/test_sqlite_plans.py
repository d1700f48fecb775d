"""No statement of a turn, a claim or a sweep reads a whole table: SQLite's own plan says so."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from bot.core.model import (
    Account,
    Address,
    Assignment,
    BindWorkspace,
    DialogueState,
    LinkAccount,
    Outcome,
    Person,
    PersonState,
    Reminded,
    SaveAssignment,
    SavePerson,
    SavePersonState,
    Wake,
    WrongCode,
)
from bot.store.port import InboxShow, Store, Worker
from bot.store.sqlite.connection import connect
from bot.store.sqlite.dialect import SqliteTx
from tests.store.factories import NOW, Maker, add_adopter, add_person, fact, later, new_store, says

STRANGER = Account("slack", "T1", "U9")


def a_turn(tx: SqliteTx) -> None:
    turn = Maker("planned").turn("Board adopted it", channel="web", workspace="web")
    tx.seen(turn.event)
    context = tx.context(turn.account, turn.text, turn.at)
    (first,) = tx.keep(turn, context, Outcome(facts=(fact(),)))
    changes = (
        SavePerson(Person("", "riverside-homes", "Ann")),
        LinkAccount(Account("web", "web", "U7"), ""),
        BindWorkspace("slack", "T1", "riverside-homes"),
        SaveAssignment(Assignment("board")),
        SavePersonState(PersonState("priya")),
        Wake(NOW),
        Reminded("n", "priya", ("board",), "why"),
    )
    turn = Maker("more").turn("no, deferred", channel="web", workspace="web")
    messages = (says("Noted."), says("Soon.", person="priya", reminder="m", unless_step="board"))
    facts = (fact("board.outcome", "deferred", replaces=first), fact("board.outcome", replaces=first, withdrawn=True))
    tx.keep(turn, tx.context(turn.account), Outcome(messages, facts, DialogueState(), changes))


def a_stranger(tx: SqliteTx) -> None:
    tried = tx.codes_tried(("RVSD2345",), "BCDF2345", "")
    context = tx.context(STRANGER, "our code is RVSD-2345", NOW, tried=tried)
    turn = Maker("stranger").turn("XXXX-9999", user="U9")
    tx.keep(turn, context, Outcome(dialogue=DialogueState(joining="code"), changes=(WrongCode(STRANGER),)))


def a_claim(tx: SqliteTx) -> None:
    for _ in range(5):
        for delivery in tx.claim(NOW, later(1), 10, ("slack", "teams", "web"), Worker("w1", "here", 1)):
            tx.again(delivery.id, NOW, "503", True)
        for number, delivery in enumerate(tx.claim(NOW, later(1), 10, ("slack", "teams", "web"))):
            if number % 2:
                tx.failed(delivery.id, NOW, "gone", True)
            else:
                tx.sent(delivery.id, NOW, "h")
    tx.next_due(("slack", "teams", "web"))
    tx.workers()
    tx.free("w1", NOW)
    tx.spoke_in(Address("slack", "T1", "C1", "17.1", private=False))


def a_sweep(tx: SqliteTx) -> None:
    for key in tx.due_adopters(NOW, 10):
        context = tx.context_of(key, "priya")
        nudge = Reminded("swept", "priya", ("board",), "why")
        tx.keep_clock("sweep", NOW, context, Outcome((says(reminder="swept"),), changes=(nudge, Wake(None))))


def the_figures(tx: SqliteTx) -> None:
    tx.outbox_figures()
    tx.undelivered()
    tx.history("priya")


def the_published_pages(tx: SqliteTx) -> None:
    tx.values("page:")
    tx.facts_named("a.b", 0, 200)
    tx.set_value("page:1", "seen")
    tx.set_value("page:1", None)


def an_inbox(tx: SqliteTx) -> None:
    tx.inbox_counts("Evelyn")
    for show in InboxShow:
        tx.inbox(show, "Evelyn", "merger riverside", 20, 20)
        tx.inbox(show, "Evelyn")
    tx.note_act("Evelyn", "answered", NOW, "riverside-homes", "ABC234")
    for adopter, officer in (("", ""), ("riverside-homes", ""), ("", "Evelyn")):
        tx.acts(adopter, officer, before=100)


WORKS: tuple[Callable[[SqliteTx], None], ...] = (
    a_turn, a_stranger, a_claim, a_sweep, the_figures, the_published_pages, an_inbox,
)  # fmt: skip


async def fill_store(store: Store) -> None:
    """A few adopters, and one of whom something is known, waits and is due."""
    for number in range(3):
        adopter = await add_adopter(store, f"Homes {number}", f"HOME-234{number}")
        await add_person(store, adopter, id_=f"p{number}", user=f"X{number}")
    adopter = await add_adopter(store)
    await add_person(store, adopter)
    await add_person(store, adopter, channel="web", workspace="web", at=later(-1))
    context = await store.read(lambda tx: tx.context_of("riverside-homes"))
    out = Outcome((says(person="priya", unless_step="board"),), changes=(Wake(NOW - timedelta(days=1)),))
    await store.write(lambda tx: tx.keep_clock("before", NOW, context, out))
    turn = Maker("t").turn("")
    await store.write(
        lambda tx: tx.keep(turn, tx.context(turn.account), Outcome((says("a"), says("b")), (fact("a.b"),)))
    )


async def fill(folder: Path) -> Path:
    async with new_store(folder) as store:
        await fill_store(store)
    return folder / "test.db"


@pytest.mark.parametrize("work", WORKS)
async def test_every_statement_finds_its_rows_by_index(tmp_path: Path, work: Callable[[SqliteTx], None]) -> None:
    path = await fill(tmp_path)
    statements: set[str] = set()
    with closing(connect(path)) as conn:
        conn.set_trace_callback(statements.add)
        conn.execute("BEGIN")
        work(SqliteTx(conn))
        conn.set_trace_callback(None)
        scans = {sql: steps for sql in statements if (steps := scanned(conn, sql))}
    assert len(statements) > 3
    assert scans == {}


def scanned(conn: sqlite3.Connection, sql: str) -> list[str]:
    """The steps of a statement's plan that read a whole table (an index that holds a few rows only is none)."""
    if not re.match(r"\s*(SELECT|INSERT|UPDATE|DELETE)", sql):
        return []
    steps = [row[3] for row in conn.execute(f"EXPLAIN QUERY PLAN {sql}")]
    few = re.compile(
        r"SCAN (outbox USING (COVERING )?INDEX outbox_|CONSTANT ROW|workers$|heads$|\(subquery|c$"
        r"|cases USING (COVERING )?INDEX cases_(waiting|unclosed|closed|officer)|counted$)"
    )
    return [step for step in steps if step.startswith("SCAN") and not few.match(step)]


def test_a_scan_would_be_seen(tmp_path: Path) -> None:
    with closing(connect(tmp_path / "x.db")) as conn:
        conn.execute("CREATE TABLE t (a, b)")
        assert scanned(conn, "SELECT * FROM t WHERE a = 1") == ["SCAN t"]


async def test_only_facts_of_the_name_are_read(tmp_path: Path) -> None:
    """However much else is recorded, looking for one name takes as many of SQLite's steps."""
    path = await fill(tmp_path)
    with closing(connect(path)) as conn:
        tx = SqliteTx(conn)

        def steps() -> int:
            count = [0]
            conn.set_progress_handler(lambda: count.__setitem__(0, count[0] + 1), 1)
            assert len(tx.facts_named("a.b", 0, 200)) == 1
            conn.set_progress_handler(None, 0)
            return count[0]

        few = steps()
        conn.executemany(
            "INSERT INTO current_facts (adopter, name, entry, fact) VALUES (?, ?, '', 1)",
            ((f"k{number}", f"other.n{number % 50}") for number in range(10_000)),
        )
        assert steps() <= few * 1.1


async def test_what_is_not_due_costs_a_claim_nothing(tmp_path: Path) -> None:
    """Thousands of rows that wait behind others, or were sent, are not looked at: SQLite's steps are counted."""
    path = await fill(tmp_path)
    with closing(connect(path)) as conn:
        tx = SqliteTx(conn)

        def steps() -> int:
            """How many steps SQLite takes for claims of what is due."""
            count = [0]
            conn.set_progress_handler(lambda: count.__setitem__(0, count[0] + 1), 1)
            conn.execute("BEGIN")
            assert len(tx.claim(NOW, later(1), 50, ("slack", "teams", "web"))) == 2
            tx.due_adopters(NOW, 10)
            conn.execute("ROLLBACK")
            conn.set_progress_handler(None, 0)
            return count[0]

        few = steps()
        conn.execute("BEGIN")
        for number in range(20_000):
            conn.execute(
                "INSERT INTO outbox (lane, channel, adopter, person, message, nudge, unless_step, after_fact,"
                " created_at, due_at, state) SELECT ?, channel, adopter, '', message, '', '', 0, created_at, ?, ?"
                " FROM outbox WHERE id = 1",
                (
                    f"lane {number % 500}",
                    None if number % 3 else "2027-01-01T00:00:00.000000+00:00",
                    "sent" if number % 5 == 0 else "waiting",
                ),
            )
            conn.execute(
                "INSERT INTO adopters (key, name, name_folded, added_at, wake_at) VALUES (?, ?, ?, '', ?)",
                (f"k{number}", f"n{number}", f"n{number}", "2027-01-01T00:00:00.000000+00:00"),
            )
        conn.execute("COMMIT")
        assert steps() <= few * 1.1
