"""Backups by the worker: made on time, opened and checked, old ones removed, loud when they fail; and restored."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from bot.core.model import Outcome
from bot.runtime.backups import ERASURES, Backups, backup_state, read_erasures
from bot.runtime.clock import StoppedClock
from bot.store.port import Store, StoreError
from bot.store.restoring import look_into, restore
from bot.store.sql.rows import mark_of
from tests.store.conftest import House
from tests.store.factories import NOW, Maker, add_adopter, add_person, fact, later, new_store, says

DAY = timedelta(days=1)


@pytest.fixture
def empty(house: House, tmp_path: Path, request: pytest.FixtureRequest) -> House:
    """One more store of the same kind, with nothing in it."""
    if house.url.startswith("sqlite"):
        return House(f"sqlite:///{tmp_path}/empty.db", house.of_copy)
    return House(request.getfixturevalue("postgres").new_database(), house.of_copy)


@pytest.fixture
async def kept(house: House) -> AsyncIterator[Store]:
    """A store with two people, of whom one has told something, and nothing else in its folder."""
    async with house.open() as store:
        adopter = await add_adopter(store)
        for id_, user in (("sam", "U1"), ("zed", "U2")):
            await add_person(store, adopter, f"{id_} Rowe", id_=id_, user=user)
        turn = Maker("told").turn("vermilion", user="U2", at=later(1))
        told = Outcome((says("noted"),), (fact(words="vermilion"),))
        await store.write(lambda tx: tx.keep(turn, tx.context(turn.account), told))
        yield store


def _made(store: Store, clock: StoppedClock, folder: Path, **how: object) -> Backups:
    given = {"every": DAY, "keep": 2, "ending": ".copy", "look_into": look_into} | how
    return Backups(store, clock, folder, **given)  # type: ignore[arg-type]


async def test_one_is_made_when_it_is_due_and_only_then(kept: Store, tmp_path: Path) -> None:
    clock, folder = StoppedClock(NOW), tmp_path / "backups"
    path = await _made(kept, clock, folder).run_if_due()
    assert path is not None
    assert look_into(path)["facts"] == 1
    assert look_into(path)["people"] == 2
    assert path.stat().st_mode & 0o077 == 0
    assert folder.stat().st_mode & 0o077 == 0
    assert await _made(kept, clock, folder).run_if_due() is None
    assert (await kept.read(backup_state)).last == NOW
    clock.move(DAY)
    assert await _made(kept, clock, folder).run_if_due() is not None


async def test_the_oldest_go(kept: Store, tmp_path: Path) -> None:
    clock, made = StoppedClock(NOW), []
    (tmp_path / "charter-bot-by-hand.txt").write_text("not ours")
    for _ in range(4):
        made.append(await _made(kept, clock, tmp_path).run_if_due())
        clock.move(DAY)
    assert _copies(tmp_path) == made[-2:]
    assert (tmp_path / "charter-bot-by-hand.txt").exists()


def _copies(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.copy"))


async def test_a_failure_is_loud_and_is_tried_again(kept: Store, tmp_path: Path) -> None:
    clock = StoppedClock(NOW)
    (tmp_path / "file").write_text("no folder")
    with capture_logs() as logs:
        assert await _made(kept, clock, tmp_path / "file").run_if_due() is None
    assert [line["log_level"] for line in logs if line["event"] == "backup_failed"] == ["error"]
    state = await kept.read(backup_state)
    assert "the last backup failed" in state.trouble(NOW, DAY)
    clock.move(timedelta(minutes=16))
    assert await _made(kept, clock, tmp_path / "backups").run_if_due() is not None
    assert (await kept.read(backup_state)).trouble(NOW, DAY) == ""


async def test_one_that_lacks_something_is_no_backup(kept: Store, tmp_path: Path) -> None:
    clock = StoppedClock(NOW)

    def poor(path: Path) -> dict[str, int]:
        return look_into(path) | {"facts": 0}

    assert await _made(kept, clock, tmp_path / "b", look_into=poor).run_if_due() is None
    assert _copies(tmp_path / "b") == []
    assert "has 0 facts, and the database 1" in (await kept.read(backup_state)).failed


async def test_an_old_one_and_none_are_trouble(kept: Store, tmp_path: Path) -> None:
    state = await kept.read(backup_state)
    assert "none was made yet" in state.trouble(NOW, DAY)
    await _made(kept, StoppedClock(NOW), tmp_path / "b").run_if_due()
    state = await kept.read(backup_state)
    assert state.trouble(NOW + 2 * DAY, DAY) == ""
    assert "the newest backup is of 2026-11-24" in state.trouble(NOW + 2 * DAY + timedelta(seconds=1), DAY)


async def test_restored_it_is_the_same_without_whoever_was_deleted_since(
    kept: Store, empty: House, tmp_path: Path
) -> None:
    clock, folder = StoppedClock(NOW), tmp_path / "backups"
    backups = _made(kept, clock, folder)
    path = await backups.run_if_due()
    assert path is not None
    await kept.write(lambda tx: tx.erase("zed", "a former colleague", later(9)))
    await backups.run_if_due()
    assert read_erasures(folder / ERASURES) == {mark_of("zed")}
    assert [json.loads(line)["adopter"] for line in (folder / ERASURES).read_text().splitlines()] == [
        "riverside-homes"
    ]
    async with empty.open() as target:
        marks = read_erasures(folder / ERASURES)
        done = await restore(path, target, lambda tx: tx.erase_again(marks, "a former colleague", later(10)))
        assert done.people == 1
        assert [p.id for p in await target.read(lambda tx: tx.people("riverside-homes"))] == ["sam"]
        facts = await target.read(lambda tx: list(tx.facts()))
        assert [(f.name, f.value, f.words, f.person) for f in facts] == [(fact().name, fact().value, "", "former")]
        with pytest.raises(StoreError, match="in use"):
            await restore(path, target, lambda tx: 0)


@pytest.mark.parametrize("what", ["text", "empty", "other database", "cut"])
async def test_a_wrong_file_is_refused_and_nothing_is_kept(tmp_path: Path, what: str) -> None:
    file = tmp_path / "wrong"
    if what == "text":
        file.write_text("hello " * 100)
    elif what == "empty":
        file.write_text("")
    elif what == "other database":
        with sqlite3.connect(file) as other:
            other.execute("CREATE TABLE songs (name TEXT)")
        other.close()
    else:
        async with new_store(tmp_path, "whole.db") as store:
            await add_adopter(store)
            await store.backup(str(file))
        file.write_bytes(file.read_bytes()[:-40_000])
    async with new_store(tmp_path, "target.db") as target:
        with pytest.raises(StoreError, match=r"no backup of this bot|damaged|not a database"):
            await restore(file, target, lambda tx: 0)
        assert await target.read(lambda tx: tx.adopters()) == []
