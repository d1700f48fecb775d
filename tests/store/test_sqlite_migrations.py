"""The schema from empty; a migration is whole or not at all; two processes may migrate at once."""

from __future__ import annotations

import asyncio
import json
import re
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from bot.core.model import Account
from bot.store.open import open_store
from bot.store.port import Store, StoreError, Tx
from bot.store.sql import migrations
from bot.store.sqlite import schema
from bot.store.sqlite.connection import connect
from tests.store.factories import NOW, add_adopter, add_person, fact, later, new_store


async def test_from_empty_and_again(tmp_path: Path) -> None:
    store = open_store(f"sqlite:///{tmp_path / 'new.db'}")
    assert await store.migrate() == list(migrations.NAMES)
    assert await store.migrate() == []
    assert await store.check() == []
    await store.close()


async def test_two_at_once(tmp_path: Path) -> None:
    stores = [open_store(f"sqlite:///{tmp_path / 'new.db'}") for _ in range(4)]
    ran = await asyncio.gather(*(store.migrate() for store in stores))
    assert sorted(map(len, ran)) == [0, 0, 0, len(migrations.NAMES)]
    for store in stores:
        await store.close()


def test_names_say_their_order_and_what_they_do() -> None:
    assert migrations.NAMES
    assert all(re.fullmatch(r"\d{4}_[a-z_]+", name) for name in migrations.NAMES)
    numbers = [name.partition("_")[0] for name in migrations.NAMES]
    assert len(set(numbers)) == len(numbers), "no two have one number; some may be left out"


async def test_one_that_fails_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "migrations"
    folder.mkdir()
    (folder / "0001_good.sql").write_text("CREATE TABLE good (a);\n")
    (folder / "0002_bad.sql").write_text("-- half of it works\nCREATE TABLE half (a);\nCREATE TABLE half (a);\n")
    monkeypatch.setattr(migrations, "FOLDER", folder)
    monkeypatch.setattr(migrations, "NAMES", ("0001_good", "0002_bad"))
    store = open_store(f"sqlite:///{tmp_path / 'new.db'}")
    with pytest.raises(StoreError, match="half already exists"):
        await store.migrate()
    await store.close()
    with closing(connect(tmp_path / "new.db")) as conn:
        assert conn.execute("SELECT name FROM sqlite_master").fetchall() == []
    (folder / "0002_bad.sql").write_text("CREATE TABLE half (a);\n")
    store = open_store(f"sqlite:///{tmp_path / 'new.db'}")
    assert await store.migrate() == ["0001_good", "0002_bad"]
    await store.close()


def test_statements_end_where_they_end() -> None:
    script = "-- a\nCREATE TRIGGER t BEFORE UPDATE ON x\nBEGIN\n    SELECT 1;\nEND;\n\nCREATE INDEX i\n  ON x (a);\n"
    assert [text.split()[1] for text in migrations.statements(script)] == ["TRIGGER", "INDEX"]
    with pytest.raises(ValueError, match="not finished"):
        list(migrations.statements("CREATE TABLE x (a)"))


async def test_before_migrating_the_operator_is_told_to(tmp_path: Path) -> None:
    store = open_store(f"sqlite:///{tmp_path / 'new.db'}")
    assert "charter-bot migrate" in (await store.check())[0]
    with pytest.raises(StoreError, match="run `charter-bot migrate`"):
        await store.write(lambda tx: tx.set_value("a", "b"))
    assert "charter-bot migrate" in (await store.check())[0]
    await store.close()


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE facts SET words = ''",
        "DELETE FROM facts",
        "INSERT OR REPLACE INTO facts SELECT id, adopter, name, value, 'x', person, channel, conversation, at, sure,"
        " confirmed_by, replaces, withdrawn, step, step_version, source_link, event, entry FROM facts",
    ],
)
async def test_the_file_itself_refuses_to_change_facts(tmp_path: Path, change: str) -> None:
    from bot.core.model import Outcome
    from tests.store.factories import Maker

    async with new_store(tmp_path) as store:
        await add_person(store, await add_adopter(store))
        turn = Maker().turn()
        await store.write(lambda tx: tx.keep(turn, tx.context(turn.account), Outcome(facts=(fact(),))))
    with closing(sqlite3.connect(tmp_path / "test.db")) as stranger:
        with pytest.raises(sqlite3.IntegrityError, match="facts are never"):
            stranger.execute(change)
        assert stranger.execute("SELECT words FROM facts").fetchall() == [("board.outcome is adopted",)]


BEFORE_WHOSE = "0009_whose"


async def grown_up(path: Path, rows: list[tuple[str, tuple[object, ...]]], monkeypatch: pytest.MonkeyPatch) -> Store:
    """A database as it was before people became their organisation's, with these rows, brought up to date."""
    names = migrations.NAMES
    monkeypatch.setattr(migrations, "NAMES", tuple(n for n in names if n < BEFORE_WHOSE))
    store = open_store(f"sqlite:///{path}")
    await store.migrate()
    await store.close()
    with closing(connect(path)) as conn:
        for sql, values in rows:
            conn.execute(sql, values)
    monkeypatch.setattr(migrations, "NAMES", names)
    store = open_store(f"sqlite:///{path}")
    await store.migrate()
    return store


def met(
    person: str, workspace: str, user: str, enterprise: str = "", at: str = "2026-11-01"
) -> list[tuple[str, tuple[object, ...]]]:
    reference = json.dumps({"user": user} | ({"enterprise": enterprise} if enterprise else {}))
    return [
        ("INSERT OR IGNORE INTO people (id, adopter, name) VALUES (?, 'acme', ?)", (person, person)),
        (
            "INSERT INTO accounts (channel, workspace, user, person, linked_at) VALUES ('slack', ?, ?, ?, ?)",
            (workspace, user, person, at),
        ),
        (
            "INSERT INTO met (person, channel, workspace, conversation, thread, private, reference, met_at)"
            " VALUES (?, 'slack', ?, ?, '', 1, ?, ?)",
            (person, workspace, f"D{user}", reference, f"{at}T09:00:00.000000+00:00"),
        ),
    ]  # fmt: skip


async def test_people_of_one_organisation_become_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    reference = json.dumps({"user": "U1", "enterprise": "E1"})
    team = json.dumps({"channel": "slack", "workspace": "T1", "conversation": "C1", "reference": reference})
    adopters = (
        "INSERT INTO adopters (key, name, name_folded, team_address, added_at) VALUES ('acme', 'A', 'a', ?, '')"
    )
    rows = [
        *met("priya", "T1", "U1", "E1"), *met("sam", "T9", "U9"),
        *met("ann-of-old", "T1", "U2", "E1", "2026-09-01"), *met("ann", "T2", "U2", "E1", "2026-10-01"),
        ("INSERT INTO people (id, adopter, name) VALUES ('kim', 'acme', 'Kim')", ()),
        ("INSERT INTO accounts VALUES ('teams', 'tenant', '29:1', 'kim', '')", ()),
        ("INSERT INTO met VALUES ('kim', 'teams', 'tenant', 'a:1', '', 1, 'no reference', '2026-11-01')", ()),
        (adopters, (team,)),
        ("INSERT INTO machine_values VALUES ('inbox', ?)", (team,)),
        ("INSERT INTO machine_values VALUES ('slack installation E1', 'sealed')", ()),
        ("INSERT INTO workspaces VALUES ('slack', 'T1', 'acme')", ()),
    ]  # fmt: skip
    store = await grown_up(tmp_path / "old.db", rows, monkeypatch)

    def who(workspace: str, user: str, channel: str = "slack") -> Callable[[Tx], str]:
        return lambda tx: getattr(tx.person_of(Account(channel, workspace, user)), "id", "")

    assert await store.read(who("E1", "U1")) == "priya"
    assert await store.read(who("T9", "U9")) == "sam"
    assert await store.read(who("E1", "U2")) == "ann", "who was met last"
    assert await store.read(who("tenant", "29:1", "teams")) == "kim"
    address = await store.read(lambda tx: tx.address_of("priya"))
    assert address is not None
    assert address.workspace == "E1"
    adopter = await store.read(lambda tx: tx.adopter("acme"))
    assert adopter is not None
    assert adopter.team_address is not None
    assert adopter.team_address.lane == "slack:E1:C1"
    inbox = (await store.read(lambda tx: tx.context(Account("slack", "E1", "U1")))).casework.inbox
    assert inbox is not None
    assert inbox.workspace == "E1"
    stranger = Account("slack", "E1", "U7")
    bound = await store.read(lambda tx: tx.context(stranger, home="T1").workspace_adopter)
    assert bound == adopter, "the workspace stays theirs, and the organisation's other workspaces do not become it"
    assert await store.read(lambda tx: tx.context(stranger, home="T2").workspace_adopter) is None
    assert await store.check() == []
    await store.close()


async def test_the_schema_is_what_sqlite_utils_sees(tmp_path: Path) -> None:
    from sqlite_utils import Database

    async with new_store(tmp_path):
        db = Database(tmp_path / "test.db")
        assert {"adopters", "people", "facts", "outbox", "events", "nudges"} <= set(db.table_names())
        assert db.journal_mode == "wal"
        assert all(table.strict for table in db.tables if not table.name.startswith(("_", "sqlite_")))
        db.close()


def copies(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.glob("*before*"))


async def test_before_migrating_a_checked_copy_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with new_store(tmp_path) as store:
        await add_adopter(store)
        assert copies(tmp_path) == [], "there was nothing to copy"
    folder = tmp_path / "migrations"
    folder.mkdir()
    for name in migrations.NAMES:
        (folder / f"{name}.sql").write_text((migrations.FOLDER / f"{name}.sql").read_text())
    (folder / "9998_bad.sql").write_text("CREATE TABLE people (a);\n")
    monkeypatch.setattr(migrations, "FOLDER", folder)
    monkeypatch.setattr(migrations, "NAMES", (*migrations.NAMES, "9998_bad"))
    for _ in range(2):
        store = open_store(f"sqlite:///{tmp_path / 'test.db'}")
        with pytest.raises(StoreError, match="already exists"):
            await store.migrate()
        await store.close()
    assert copies(tmp_path) == ["test.before-9998_bad-2.db", "test.before-9998_bad.db"], "none is written over"
    (folder / "9998_bad.sql").unlink()
    monkeypatch.setattr(migrations, "NAMES", migrations.NAMES[:-1])
    async with new_store(tmp_path, "test.before-9998_bad.db") as copy:
        assert [adopter.key for adopter in await copy.read(lambda tx: tx.adopters())] == ["riverside-homes"]


async def test_without_room_for_the_copy_nothing_is_migrated(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with new_store(tmp_path):
        pass
    with closing(sqlite3.connect(tmp_path / "test.db", isolation_level=None)) as conn:
        conn.execute("DELETE FROM _sqlite_migrations WHERE name LIKE '0005%'")
        conn.execute("DROP INDEX outbox_thread")
    (tmp_path / "test.before-0005_threads.db.part").mkdir()  # the copy cannot be begun
    store = open_store(f"sqlite:///{tmp_path / 'test.db'}")
    with pytest.raises(StoreError):
        await store.migrate()
    await store.close()
    (tmp_path / "test.before-0005_threads.db.part").rmdir()
    store = open_store(f"sqlite:///{tmp_path / 'test.db'}")
    assert await store.migrate() == ["0005_threads"]
    await store.close()


async def test_one_that_a_newer_version_wrote_is_refused(tmp_path: Path) -> None:
    async with new_store(tmp_path):
        pass
    with closing(sqlite3.connect(tmp_path / "test.db", isolation_level=None)) as conn:
        conn.execute("INSERT INTO _sqlite_migrations (migration_set, name) VALUES ('charter_bot', '9999_later')")
    store = open_store(f"sqlite:///{tmp_path / 'test.db'}")
    with pytest.raises(StoreError, match=r"newer version of this bot \(9999_later\). Install that version") as caught:
        await store.migrate()
    assert caught.value.brief == "a newer version has written to it"
    assert [line for line in await store.check() if "newer version" in line]
    await store.close()


async def test_looking_changes_nothing_whoever_holds_the_file(tmp_path: Path) -> None:
    """Neither a database that nobody has open, nor what a killed process left beside it."""

    def files() -> dict[str, bytes]:
        return {path.name: path.read_bytes() for path in tmp_path.iterdir() if not path.name.endswith("-shm")}

    async with new_store(tmp_path) as store:
        await add_adopter(store)
    for left in (False, True):
        if left:
            writer = sqlite3.connect(tmp_path / "test.db", isolation_level=None)
            writer.execute("INSERT INTO machine_values (key, value) VALUES ('left', '1')")
        before = files()
        store = open_store(f"sqlite:///{tmp_path / 'test.db'}")
        assert await store.check() == []
        assert await store.look(lambda tx: tx.value("left")) == ("1" if left else None)
        await store.close()
        assert files() == before
    writer.close()


async def test_messages_that_waited_before_the_delivery_policy_go_out_by_it(tmp_path: Path) -> None:
    """A database from before: what waits gets a rank and an end, and is sent in that order."""
    path = tmp_path / "old.db"
    with closing(connect(path)) as conn:
        from sqlite_utils import Database

        db = Database(conn, execute_plugins=False)
        schema.migrations().apply(db, stop_before="0008_delivery")
        for lane, reminder, created in (("a", "r1", "08:00"), ("b", "", "09:00")):
            address = f'{{"channel":"slack","workspace":"T1","conversation":"{lane}"}}'
            at = f"2026-11-24T{created}:00.250000+00:00"
            conn.execute(
                "INSERT INTO outbox (lane, channel, adopter, person, address, message, nudge, unless_step,"
                " after_fact, created_at, due_at) VALUES (?, 'slack', 'x', '', ?, ?, ?, '', 0, ?, ?)",
                (f"slack:T1:{lane}", address, f'{{"text":"{lane}"}}', reminder, at, at),
            )
    async with new_store(tmp_path, "old.db") as store:
        claimed = await store.write(lambda tx: tx.claim(NOW, later(1), 5, ("slack",)))
    assert [(d.message.text, (d.give_up - d.created).total_seconds()) for d in claimed] == [
        ("b", 24 * 3600),
        ("a", 24 * 3600),
    ]
