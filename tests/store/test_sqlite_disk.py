"""What the world does to the file: the operator is told what happened, where, and what to do; and it recovers."""

from __future__ import annotations

import asyncio
import contextlib
import os
import shutil
import sqlite3
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from bot.store.open import open_store
from bot.store.port import StoreError
from bot.store.sqlite import connection, writer
from tests.store.factories import add_adopter, new_store
from tests.store.processes import child, lines_of


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that any user can reach."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody without rights")
async def test_a_file_that_cannot_be_written(open_folder: Path) -> None:
    async with new_store(open_folder) as store:
        await add_adopter(store)
    lines = await lines_of(await child("nobody", f"sqlite:///{open_folder / 'test.db'}"))
    assert "cannot be written" in lines[0] or "cannot be opened" in lines[0]
    assert "right to" in lines[0] or "may write in it" in lines[0]
    assert str(open_folder / "test.db") in lines[0]
    assert any("cannot be written: give the bot's user the right to" in line for line in lines[1:])


async def test_a_file_that_may_not_grow(tmp_path: Path) -> None:
    async with new_store(tmp_path) as store:
        await add_adopter(store)
    lines = await lines_of(await child("small", f"sqlite:///{tmp_path / 'test.db'}", "1000000"))
    assert "kept" not in lines
    assert all("The disk that holds" in line for line in lines[:2])
    assert lines[2:] == ["('1', None, '1')", "[]"]


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of two megabytes, where this machine lets the test make one."""
    disk = tmp_path / "disk"
    disk.mkdir()
    made = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(disk)], capture_output=True)
    if made.returncode:
        pytest.skip("no right to mount a small disk here")
    yield disk
    subprocess.run(["umount", "-l", str(disk)], check=True)


async def test_a_full_disk_keeps_nothing_and_recovers_by_itself(small_disk: Path) -> None:
    async with new_store(small_disk) as store:
        await store.write(lambda tx: tx.set_value("before", "1"))
        filler = small_disk / "filler"
        with contextlib.suppress(OSError), filler.open("wb", buffering=0) as file:
            while True:
                file.write(b"x" * 4096)
        works = [store.write(lambda tx, n=n: tx.set_value(f"k{n}", "x" * 100_000)) for n in range(5)]  # type: ignore[misc]
        results = await asyncio.gather(*works, return_exceptions=True)
        assert all(isinstance(result, StoreError) and "is full. Make room" in str(result) for result in results)
        assert any("MB left" in sentence for sentence in await store.check())
        filler.unlink()
        await store.write(lambda tx: tx.set_value("after", "1"))
        values = await store.read(lambda tx: [tx.value(key) for key in ("before", "k0", "k4", "after")])
        assert values == ["1", None, None, "1"]


async def test_a_locked_file_is_waited_for_then_reported_then_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "BUSY_SECONDS", 0.05)
    monkeypatch.setattr(writer, "LOCKED_SECONDS", 0.3)
    async with new_store(tmp_path) as store:
        await store.write(lambda tx: tx.set_value("a", "1"))
        with closing(sqlite3.connect(tmp_path / "test.db", isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            assert await store.read(lambda tx: tx.value("a")) == "1"
            with pytest.raises(StoreError, match="locked by another program"):
                await store.write(lambda tx: tx.set_value("a", "2"))
            soon = asyncio.ensure_future(store.write(lambda tx: tx.set_value("a", "3")))
            await asyncio.sleep(0.1)
            other.execute("ROLLBACK")
            await soon
        assert await store.read(lambda tx: tx.value("a")) == "3"


async def test_a_file_that_is_no_database(tmp_path: Path) -> None:
    path = tmp_path / "notes.db"
    path.write_text("Dear diary, " * 1000)
    store = open_store(f"sqlite:///{path}")
    with pytest.raises(StoreError, match="not a database of this bot"):
        await store.migrate()
    assert any("not a database of this bot" in sentence for sentence in await store.check())
    path.unlink()
    assert await store.migrate() != []
    assert await store.check() == []
    await store.close()


async def test_a_damaged_file_is_found(tmp_path: Path) -> None:
    async with new_store(tmp_path) as store:
        for number in range(200):
            await store.write(lambda tx, n=number: tx.set_value(f"key {n}", "x" * 500))  # type: ignore[misc]
    path = tmp_path / "test.db"
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2] + b"\xff" * 8192 + whole[len(whole) // 2 + 8192 :])
    store = open_store(f"sqlite:///{path}")
    assert any("damaged" in sentence and "restore the last backup" in sentence for sentence in await store.check())
    await store.close()


async def test_what_counts_now_is_checked_against_the_facts(tmp_path: Path) -> None:
    from bot.core.model import Outcome
    from tests.store.factories import Maker, add_person, fact

    async with new_store(tmp_path) as store:
        await add_person(store, await add_adopter(store))
        turn = Maker().turn()
        await store.write(lambda tx: tx.keep(turn, tx.context(turn.account), Outcome(facts=(fact(),))))
        with closing(sqlite3.connect(tmp_path / "test.db")) as hand:
            hand.execute("DELETE FROM current_facts")
            hand.commit()
        (sentence,) = await store.check()
        assert "does not follow from the facts for riverside-homes: board.outcome" in sentence


async def test_the_file_keeps_no_text_that_has_arrived(tmp_path: Path) -> None:
    from bot.core.model import Outcome
    from tests.store.factories import NOW, Maker, add_person, later, says

    async with new_store(tmp_path) as store:
        await add_person(store, await add_adopter(store))
        turn = Maker().turn("what I asked")
        await store.write(lambda tx: tx.keep(turn, tx.context(turn.account), Outcome((says("what it said"),))))
        (delivery,) = await store.write(lambda tx: tx.claim(NOW, later(1), 5, ("slack",)))
        await store.write(lambda tx: tx.sent(delivery.id, NOW, "h"))
    with closing(sqlite3.connect(tmp_path / "test.db")) as conn:
        assert conn.execute("SELECT message, handle FROM outbox").fetchall() == [(None, "h")]
        kept = "\n".join(conn.iterdump())
    assert "what I asked" not in kept
    assert "what it said" not in kept


async def test_our_own_mistakes_are_no_store_errors(tmp_path: Path) -> None:
    async with new_store(tmp_path) as store:
        with pytest.raises(sqlite3.IntegrityError):
            await store.write(lambda tx: tx.conn.execute("INSERT INTO people (id) VALUES (NULL)"))  # type: ignore[attr-defined]
        await store.write(lambda tx: tx.set_value("a", "1"))


@pytest.mark.parametrize("code", list(connection.WORLD))
def test_each_error_of_the_world_says_where_and_what_to_do(code: int) -> None:
    error = sqlite3.OperationalError("as SQLite says it")
    error.sqlite_errorcode = code
    text = str(connection.explain(error, Path("place.db")))
    assert "place.db" in text
    assert any(verb in text for verb in ("Make room", "Give", "Check", "Close", "Move", "Stop"))
    assert text.endswith("(as SQLite says it)")
