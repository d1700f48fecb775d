"""Everything from one store into another, both ways."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.core.model import DialogueState, LinkAccount, Outcome, Person, Reminded, SavePerson, Wake, WrongCode
from bot.core.model.casework import NoteUnmetSearch, OpenCase, Subscribe
from bot.store import moving
from bot.store.moving import TABLES, move
from bot.store.port import Store, StoreError
from bot.store.postgres.store import PostgresStore
from bot.store.sql.tx import SqlTx
from tests.postgres import Server
from tests.process import command
from tests.store.factories import Maker, add_adopter, add_person, fact, later, new_store, says


async def fill(store: Store) -> None:
    """Some of nearly everything."""
    await add_person(store, await add_adopter(store))
    await add_person(store, await add_adopter(store, "Hillside", "HLSD-2345"), id_="sam", user="U2")
    maker = Maker("web")
    turn = maker.turn("Board adopted it 🏠", user="U1")
    changes = (
        SavePerson(Person("", "riverside-homes", "Ann")), LinkAccount(maker.turn(user="U7").account, ""),
        Reminded("n", "priya", ("board",), "why"), Wake(later(days=2)), OpenCase("c1", "help"),
        Subscribe("mould", "weekly"), NoteUnmetSearch("tea"), WrongCode(maker.turn(user="U9").account),
    )  # fmt: skip
    out = Outcome((says("Noted."), says("Soon.", person="sam")), (fact(), fact("b.c", 3)), DialogueState(), changes)
    ids = await store.write(lambda tx: tx.keep(turn, tx.context(turn.account), out))
    again = maker.turn("no, deferred", user="U1", at=later(1))
    corrected = Outcome(facts=(fact("board.outcome", "deferred", replaces=ids[0]),))
    await store.write(lambda tx: tx.keep(again, tx.context(again.account), corrected))
    await store.write(lambda tx: tx.set_value("inbox", '{"channel":"slack","workspace":"T1","conversation":"C1"}'))
    await store.write(lambda tx: tx.put_by(maker.turn("later")))


async def all_of(store: Store) -> str:
    return await store.read(lambda tx: json.dumps([(kind, list(rows)) for kind, rows in tx.dump()]))


@pytest.fixture
async def pair(tmp_path: Path, postgres: Server) -> AsyncIterator[tuple[Store, PostgresStore]]:
    async with new_store(tmp_path) as sqlite:
        await fill(sqlite)
        store = PostgresStore(postgres.new_database())
        yield sqlite, store
        await store.close()


async def test_everything_comes_along_and_goes_on(pair: tuple[Store, Store], tmp_path: Path) -> None:
    sqlite, postgres = pair
    moved = await move(sqlite, postgres)
    assert not moved.before
    assert moved.counts["facts"] == {"riverside-homes": 3}
    assert await all_of(postgres) == await all_of(sqlite)
    assert await postgres.check() == []
    assert [turn.text for turn in await postgres.read(lambda tx: tx.next_unread())] == ["later"]
    turn = Maker("after").turn("adopted", user="U1", at=later(2))
    (id_,) = await postgres.write(lambda tx: tx.keep(turn, tx.context(turn.account), Outcome((says(),), (fact(),))))
    assert id_ == 4, "numbers go on after the last"
    claimed = await postgres.write(lambda tx: tx.claim(later(3), later(9), 9, ("slack",)))
    assert [delivery.message.text for delivery in claimed] == ["Noted.", "Soon."]
    async with new_store(tmp_path, "back.db") as back:
        await move(postgres, back)
        assert await all_of(back) == await all_of(postgres)


async def test_again_changes_nothing_and_a_target_in_use_is_refused(pair: tuple[Store, Store]) -> None:
    sqlite, postgres = pair
    await move(sqlite, postgres)
    assert (await move(sqlite, postgres)).before
    await add_adopter(postgres, "Another", "CRSS-2345")
    with pytest.raises(StoreError, match="in use"):
        await move(sqlite, postgres)


async def test_what_is_stopped_leaves_nothing(pair: tuple[Store, Store], monkeypatch: pytest.MonkeyPatch) -> None:
    sqlite, postgres = pair
    copy = moving._copy

    def stopped(source: SqlTx, target: SqlTx, table: str) -> None:
        if table == "outbox":
            raise StoreError("stopped here")
        copy(source, target, table)

    monkeypatch.setattr(moving, "_copy", stopped)
    with pytest.raises(StoreError, match="stopped here"):
        await move(sqlite, postgres)
    assert await postgres.read(lambda tx: tx.adopters()) == []
    monkeypatch.undo()
    assert not (await move(sqlite, postgres)).before


async def test_what_would_not_be_the_same_is_not_kept(
    pair: tuple[Store, Store], monkeypatch: pytest.MonkeyPatch
) -> None:
    sqlite, postgres = pair
    copy = moving._copy
    monkeypatch.setattr(
        moving, "_copy", lambda source, target, table: table == "nudges" or copy(source, target, table)
    )
    with pytest.raises(StoreError, match="Nothing was kept: nudges would not be the same"):
        await move(sqlite, postgres)
    assert await postgres.read(lambda tx: tx.adopters()) == []


async def test_every_table_is_moved(pair: tuple[Store, PostgresStore]) -> None:
    _, postgres = pair
    await postgres.migrate()
    sql = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'migrations'"
    found = await postgres.read(lambda tx: tx.all(sql))  # type: ignore[attr-defined]
    assert sorted(row[0] for row in found) == sorted(TABLES)


async def test_by_command(pair: tuple[Store, PostgresStore], tmp_path: Path) -> None:
    _, postgres = pair
    code, out, err = await command(tmp_path, "move", f"sqlite:///{tmp_path / 'test.db'}", postgres.url)
    assert (code, err) == (0, "")
    assert "facts                        3 of 1 adopters" in out
    assert "the same on both" in out
    assert "BOT_SECRET_KEY" in out
    code, _, err = await command(tmp_path, "move", f"sqlite:///{tmp_path / 'none.db'}", postgres.url)
    assert code != 0
    assert "There is no database at" in err
