"""A database of the version before entries, migrated: the first entries, the histories, and no reminder twice."""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.core.model import Account, Address, Fact, Kind, Turn
from bot.core.record.progress import Progress, State, progress_of
from bot.core.turn.reply import Programme
from bot.runtime.reminders import sweep
from bot.runtime.turns import TurnHandler
from bot.store.open import open_store
from bot.store.port import Store
from tests.programmes import together

OLD = Path(__file__).with_name("before_entries.sql")
DUMPED = datetime(2027, 1, 13, 13, 0, tzinfo=UTC)
RIVERSIDE, MEADOW = "riverside-homes", "meadow-housing"


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    path = tmp_path / "old.db"
    with closing(sqlite3.connect(path)) as old:
        old.executescript(OLD.read_text(encoding="utf-8"))
    made = open_store(f"sqlite:///{path}")
    assert "0007_entries" in await made.migrate()
    yield made
    await made.close()


async def record(store: Store, adopter: str) -> Progress:
    context = await store.read(lambda tx: tx.context_of(adopter))
    return progress_of(together().journey, context.facts)


def says(progress: Progress, step: str) -> dict[str, dict[str, object]]:
    return {e.id: {n: f.value for n, f in e.facts.items()} for e in progress.of(step).entries}


async def test_what_was_recorded_is_the_first_entry_of_its_step(store: Store) -> None:
    riverside, meadow = await record(store, RIVERSIDE), await record(store, MEADOW)
    assert says(riverside, "board") == {"e1": {"board.outcome": "noted", "board.date": "2026-11-04/2026-11-04"}}
    assert says(riverside, "residents")["e1"]["residents.took_part"] == 215
    assert says(riverside, "colleagues") == {
        "e1": {
            "colleagues.state": "planned",
            "colleagues.method": ("workshop",),
            "colleagues.date": "2027-01-20/2027-01-20",
        }
    }
    assert says(meadow, "board") == {"e1": {"board.outcome": "scheduled", "board.date": "2027-01-12/2027-01-12"}}
    assert riverside.of("board").state is riverside.of("residents").state is State.DONE
    assert riverside.of("colleagues").state is meadow.of("board").state is State.BEGUN


async def test_histories_stay(store: Store) -> None:
    """What was put right before still stands behind it, with its words."""
    facts = await store.read(lambda tx: list(tx.facts(RIVERSIDE)))
    by_id = {f.id: f for f in facts}

    def before(name: str) -> tuple[Fact, Fact]:
        now = next(f for f in facts if f.name == name and f.replaces is not None)
        return by_id[now.replaces or 0], now

    old, new = before("residents.took_part")
    assert (old.value, new.value) == (212, 215)
    assert (old.person, old.words) != (new.person, new.words)
    assert [f.value for f in before("board.date")] == ["2026-11-03/2026-11-03", "2026-11-04/2026-11-04"]
    assert [f.value for f in before("colleagues.date")] == ["2027-01-13/2027-01-13", "2027-01-20/2027-01-20"]
    assert len(facts) == 12


async def pass_days(store: Store, until: datetime) -> list[str]:
    """Everything that the clock tells, looked at twice a day, as "DAY ADOPTER: tell …"."""
    at, told = DUMPED, []
    while at <= until:
        told += [f"{at:%d %b} {line}" for line in await sweep(store, together(), at) if ": tell " in line]
        at += timedelta(hours=12)
    return told


async def test_no_reminder_comes_twice(store: Store) -> None:
    """On 13 January, before the dump, Meadow's meeting and Riverside's paper were reminded of: neither is again."""
    told = await pass_days(store, datetime(2027, 1, 22, 13, 0, tzinfo=UTC))
    assert told == [f"21 Jan {RIVERSIDE}: tell Asha: Consult colleagues (a date has passed)"]


async def say(store: Store, programme: Programme, user: str, *texts: str) -> None:
    account, place = Account("console", "console", user), Address("console", "console", user)
    turns = TurnHandler(store, lambda: programme)
    for n, text in enumerate(texts):
        at = DUMPED + timedelta(minutes=n)
        await turns.take(Turn(f"say-{user}-{n}", Kind.TEXT, account, place, at, text=text))


async def test_one_more_stands_beside_what_was_there(store: Store) -> None:
    await say(store, together(), "asha", "it is going back to the board on 11 March", "yes")
    riverside = await record(store, RIVERSIDE)
    assert says(riverside, "board") == {
        "e1": {"board.outcome": "noted", "board.date": "2026-11-04/2026-11-04"},
        "e2": {"board.outcome": "scheduled", "board.date": "2027-03-11/2027-03-11"},
    }
    assert riverside.of("board").state is State.DONE


async def test_what_was_there_is_put_right_with_what_stood_before(store: Store) -> None:
    await say(store, together(), "asha", "the residents survey was 220, not 215", "yes")
    now = (await record(store, RIVERSIDE)).of("residents").entries[0].facts["residents.took_part"]
    facts = {f.id: f for f in await store.read(lambda tx: list(tx.facts(RIVERSIDE)))}
    chain: list[object] = [now.value]
    while (replaced := facts[now.id].replaces) is not None:
        now = facts[replaced]
        chain.append(now.value)
    assert chain == [220, 215, 212]
