"""What is PostgreSQL's own: a server that restarts or is away, who may change what, the schema, what errors say."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from bot.core.model import Outcome
from bot.store.open import open_store
from bot.store.port import StoreError, Tx
from bot.store.postgres import schema
from bot.store.postgres.copying import without_password
from bot.store.postgres.store import PostgresStore
from bot.store.sql import migrations
from tests.postgres import Server, begin
from tests.store.factories import NOW, Maker, add_adopter, add_person, fact, says


@pytest.fixture(scope="module")
def own() -> Iterator[Server]:
    """A server that no other test is on, to be stopped."""
    yield from begin()


async def filled(url: str) -> PostgresStore:
    store = PostgresStore(url)
    await store.migrate()
    await add_person(store, await add_adopter(store))
    return store


def counting(tx: Tx) -> None:
    tx.set_value("count", str(int(tx.value("count") or 0) + 1))


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGQUIT])
async def test_a_server_that_restarts_beneath_it_loses_nothing(own: Server, how: signal.Signals) -> None:
    """Works go on while it restarts, orderly or not. What a caller was told is kept is kept, and once."""
    store = await filled(own.new_database())
    told = 0
    going = True

    async def work() -> None:
        nonlocal told
        while going:
            try:
                await store.write(counting)
                told += 1
            except StoreError as error:
                assert "cannot be reached" in str(error)

    working = [asyncio.create_task(work()) for _ in range(3)]
    for _ in range(3):
        await asyncio.sleep(0.3)
        await asyncio.to_thread(own.restart, how)
    await asyncio.sleep(0.3)
    going = False
    await asyncio.gather(*working)
    assert told > 20
    assert await store.read(lambda tx: tx.value("count")) == str(told)
    await store.close()


async def test_a_server_that_is_away_is_said_to_be_and_found_again(own: Server) -> None:
    store = await filled(own.new_database())
    await asyncio.to_thread(own.stop)
    for attempt in (store.write(counting), store.read(lambda tx: tx.value("count")), store.probe(NOW)):
        with pytest.raises(StoreError, match="cannot be reached") as caught:
            await attempt
        assert caught.value.brief == "it cannot be reached"
    assert "cannot be reached" in (await store.check())[0]
    await asyncio.to_thread(own.start)
    async with asyncio.timeout(20):
        while await store.check():
            await asyncio.sleep(0.1)
    await store.write(counting)
    assert await store.read(lambda tx: tx.value("count")) == "1"
    await store.close()


async def test_an_answer_lost_at_the_commit_is_not_given_twice(postgres: Server) -> None:
    """The connection goes after the commit and before its answer: the server is asked how that transaction ended."""
    store = await filled(postgres.new_database())
    runs = 0

    def work(tx: Tx) -> int:
        nonlocal runs
        runs += 1
        context = tx.context_of("riverside-homes")
        tx.keep_clock(f"run-{runs}", NOW, context, Outcome(facts=(fact(),)))
        commit = tx.conn.conn.commit  # type: ignore[attr-defined]

        def commit_and_go() -> None:
            commit()
            tx.conn.conn.close()  # type: ignore[attr-defined]
            raise psycopg.OperationalError("the connection is lost")

        tx.conn.conn.commit = commit_and_go  # type: ignore[attr-defined]
        return runs

    assert await store.write(work) == 1
    assert runs == 1
    assert len(await store.read(lambda tx: list(tx.facts()))) == 1
    await store.close()


@pytest.mark.parametrize("change", ["UPDATE facts SET words = ''", "DELETE FROM facts", "TRUNCATE facts CASCADE"])
async def test_the_server_itself_refuses_to_change_facts(postgres: Server, change: str) -> None:
    store = await filled(postgres.new_database())
    turn = Maker().turn()
    await store.write(lambda tx: tx.keep(turn, tx.context(turn.account), Outcome(facts=(fact(),))))
    with psycopg.connect(store.url) as stranger, pytest.raises(psycopg.IntegrityError, match="facts are never"):
        stranger.execute(change.encode())
    assert await store.check() == []
    await store.close()


async def test_processes_may_migrate_at_once(postgres: Server) -> None:
    url = postgres.new_database()
    stores = [PostgresStore(url) for _ in range(4)]
    ran = await asyncio.gather(*(store.migrate() for store in stores))
    assert sorted(map(len, ran)) == [0, 0, 0, len(migrations.NAMES)]
    for store in stores:
        await store.close()


async def test_one_that_fails_leaves_nothing(
    postgres: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "0001_good.sql").write_text("CREATE TABLE good (a TEXT);\n")
    (tmp_path / "0002_bad.sql").write_text("CREATE TABLE half (a TEXT);\nCREATE TABLE half (a TEXT);\n")
    monkeypatch.setattr(migrations, "FOLDER", tmp_path)
    monkeypatch.setattr(migrations, "NAMES", ("0001_good", "0002_bad"))
    store = PostgresStore(postgres.new_database())
    with pytest.raises(StoreError, match="already exists"):
        await store.migrate()
    (tmp_path / "0002_bad.postgres.sql").write_text("CREATE TABLE half (a TEXT);\n")
    assert await store.migrate() == ["0001_good", "0002_bad"]
    await store.close()


async def test_before_migrating_the_operator_is_told_to(postgres: Server) -> None:
    store = PostgresStore(postgres.new_database())
    assert "charter-bot migrate" in (await store.check())[0]
    with pytest.raises(StoreError, match="run `charter-bot migrate`"):
        await store.write(lambda tx: tx.set_value("a", "b"))
    await store.close()


async def test_one_that_a_newer_version_wrote_is_refused(postgres: Server) -> None:
    store = await filled(postgres.new_database())
    with psycopg.connect(store.url) as conn:
        conn.execute("INSERT INTO migrations (name) VALUES ('9999_later')")
    with pytest.raises(StoreError, match=r"newer version of this bot \(9999_later\)"):
        await store.migrate()
    assert "newer version" in (await store.check())[0]
    await store.close()


async def test_a_database_that_is_not_there_or_not_in_utf8(postgres: Server) -> None:
    store = PostgresStore(postgres.url("nowhere"))
    with pytest.raises(StoreError, match='"nowhere" does not exist'):
        await store.migrate()
    await store.close()
    with psycopg.connect(postgres.url("postgres"), autocommit=True) as conn:
        conn.execute("CREATE DATABASE old_fashioned ENCODING 'LATIN1' TEMPLATE template0")
    store = PostgresStore(postgres.url("old_fashioned"))
    with pytest.raises(StoreError, match=r"not in UTF-8\. Make another"):
        await store.migrate()
    await store.close()


async def test_a_list_of_facts_that_does_not_follow_from_them_is_seen(postgres: Server) -> None:
    store = await filled(postgres.new_database())
    turn = Maker().turn()
    await store.write(lambda tx: tx.keep(turn, tx.context(turn.account), Outcome(facts=(fact(),))))
    with psycopg.connect(store.url) as conn:
        conn.execute("DELETE FROM current_facts")
    assert "does not follow from the facts for riverside-homes: board.outcome" in (await store.check())[0]
    await store.close()


async def test_after_closing_the_store_says_so(postgres: Server) -> None:
    store = await filled(postgres.new_database())
    await store.close()
    with pytest.raises(StoreError, match="closed"):
        await store.write(counting)


async def test_a_work_that_waits_for_another_too_long_is_told(
    postgres: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.store.postgres.connection.STATEMENT_SECONDS", 1)
    store = await filled(postgres.new_database())
    with psycopg.connect(store.url) as stranger:
        stranger.execute("LOCK TABLE machine_values")
        with pytest.raises(StoreError, match="did not answer in time"):
            await store.write(lambda tx: tx.set_value("a", "b"))
    await store.close()


def test_the_schema_is_in_postgresqls_words() -> None:
    turned = schema.in_postgres("CREATE TABLE t (\n    id INTEGER PRIMARY KEY,\n    user TEXT NOT NULL\n) STRICT;")
    assert turned == (
        "CREATE TABLE t (\n    id BIGINT GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY,\n"
        '    "user" TEXT COLLATE "C" NOT NULL\n);'
    )
    assert schema.in_postgres(") STRICT, WITHOUT ROWID;") == ");"


def test_no_password_is_shown() -> None:
    where, environment = without_password("postgresql://bot:secret@db.example/bot")
    assert "secret" not in where
    assert environment["PGPASSWORD"] == "secret"
    assert PostgresStore("postgresql://bot:secret@db.example:5433/bot").place == "bot on db.example:5433"


async def test_without_pg_dump_a_backup_says_where_it_is_had(
    postgres: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = open_store(postgres.url("postgres"))
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(StoreError, match=r"pg_dump, which is not on this machine\. Install"):
        await store.backup(str(tmp_path / "copy"))
    await store.close()


async def test_a_turn_and_its_answer_take_few_statements(postgres: Server) -> None:
    """Each statement is a way to the server and back: their number is the turn's time where the server is far."""
    store = await filled(postgres.new_database())
    turn = Maker("counted").turn("we adopted it")
    sent: list[str] = []

    def work(tx: Tx) -> None:
        execute = tx.conn.execute  # type: ignore[attr-defined]

        class Counting:
            conn = tx.conn.conn  # type: ignore[attr-defined]

            def execute(self, sql: str, args: object = (), /) -> object:
                sent.append(sql)
                return execute(sql, args)

        tx.conn = Counting()  # type: ignore[attr-defined]
        tx.was_read(turn.event)
        tx.seen(turn.event)
        tx.keep(turn, tx.context(turn.account, turn.text, turn.at), Outcome((says(),), (fact(),)))
        tx.claim(NOW, NOW.replace(hour=12), 2, ("slack", "web"))

    await store.write(work)
    assert len(sent) <= 40
    await store.close()
