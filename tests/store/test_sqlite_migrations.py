"""The schema from empty; a migration is whole or not at all; two processes may migrate at once."""

from __future__ import annotations

import asyncio
import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bot.store.open import open_store
from bot.store.port import StoreError
from bot.store.sqlite import migrations
from bot.store.sqlite.connection import connect
from tests.store.factories import add_adopter, add_person, fact, new_store


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
    for number, name in enumerate(migrations.NAMES, start=1):
        assert re.fullmatch(rf"{number:04d}_[a-z_]+", name)


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


async def test_the_schema_is_what_sqlite_utils_sees(tmp_path: Path) -> None:
    from sqlite_utils import Database

    async with new_store(tmp_path):
        db = Database(tmp_path / "test.db")
        assert {"adopters", "people", "facts", "outbox", "events", "nudges"} <= set(db.table_names())
        assert db.journal_mode == "wal"
        assert all(table.strict for table in db.tables if not table.name.startswith(("_", "sqlite_")))
        db.close()
