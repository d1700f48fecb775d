"""The clock on a real store: claims, two workers, kills, what an answer overtakes, who cannot be reached."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import structlog.testing

from bot.channels.abilities import for_delivery
from bot.channels.port import Ending, Sent
from bot.core.engine import respond
from bot.core.model import Account, Address, Adopter, Message, Outcome, Person, SaveAdopter
from bot.core.turn.reply import Programme
from bot.runtime.clock import StoppedClock
from bot.runtime.outbox import Outbox
from bot.runtime.reminders import HELD_KEY, SIDE_BY_SIDE, coming, sweep
from bot.store.open import open_store
from bot.store.port import Store, Tx
from tests.programmes import together
from tests.store.factories import Maker, add_adopter, add_person, fact, new_store

JOINED = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)
DUE = datetime(2026, 12, 2, 13, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def programme() -> Programme:
    return together()


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    async with new_store(tmp_path) as made:
        yield made


@pytest.fixture
async def adopter(store: Store, programme: Programme) -> Adopter:
    """Riverside, whose lead Asha and secretary Ben said hello a week ago."""
    made = await add_adopter(store)
    await add_person(store, made, "Asha", id_="asha", role="lead", user="U1", at=JOINED)
    await add_person(store, made, "Ben", id_="ben", role="board_secretary", user="U2", at=JOINED)
    await store.write(lambda tx: tx.set_wake(made.key, JOINED))
    await sweep(store, programme, JOINED)
    return made


class Ear:
    """A channel that hears; `gone` conversations no longer exist."""

    name = "slack"

    def __init__(self) -> None:
        self.heard: list[tuple[str, Message]] = []
        self.gone: set[str] = set()

    def routes(self) -> list[Any]:
        return []

    async def start(self) -> None:
        """Nothing to open."""

    async def close(self) -> None:
        """Nothing to close."""

    async def send(self, address: Address, message: Message, delivery: int, doubtful: bool) -> Sent:
        if address.conversation in self.gone:
            return Sent(Ending.GONE, error="channel_not_found")
        self.heard.append((address.conversation, message))
        return Sent(Ending.SENT, handle=str(delivery))


async def send(store: Store, ear: Ear, at: datetime = DUE) -> list[tuple[str, str]]:
    """(where, phrase) of everything that is sent then."""
    ear.heard.clear()
    await Outbox(store, {"slack": ear}, StoppedClock(at)).drain(at)
    return sorted((to, m.phrase) for to, m in ear.heard)


async def test_whoever_is_due_is_told_once_and_nobody_before(
    store: Store, programme: Programme, adopter: Adopter
) -> None:
    ear = Ear()
    assert await sweep(store, programme, DUE - timedelta(days=5)) == []
    told = await sweep(store, programme, DUE)
    assert [line for line in told if "tell Ben: Take the charter to your board" in line]
    assert await send(store, ear) == [("D-U1", "nudge_digest nudge"), ("D-U2", "nudge")]
    assert await sweep(store, programme, DUE) == []
    assert await send(store, ear) == []


async def test_two_workers_do_not_both_send(store: Store, programme: Programme, adopter: Adopter) -> None:
    other = open_store(f"sqlite:///{store.path}", for_delivery())  # type: ignore[attr-defined]
    ear = Ear()
    try:
        await asyncio.gather(*(sweep(s, programme, DUE) for s in (store, other) * 4))
        await asyncio.gather(*(Outbox(s, {"slack": ear}, StoppedClock(DUE)).drain(DUE) for s in (store, other)))
    finally:
        await other.close()
    assert sorted(to for to, _ in ear.heard) == ["D-U1", "D-U2"]


async def test_a_turn_meanwhile_waits_for_a_few_adopters_only(
    store: Store, programme: Programme, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Twenty are due; whoever writes while they are gone through comes after four of them at most."""
    for number in range(20):
        adopter = await add_adopter(store, f"Homes {number}", f"HMES-{2345 + number}")
        await store.write(lambda tx, key=adopter.key: tx.set_wake(key, DUE))  # type: ignore[misc]
    there, most, write = 0, 0, store.write

    async def counted(work: Any) -> Any:
        nonlocal there, most
        there += 1
        most = max(most, there)
        try:
            return await write(work)
        finally:
            there -= 1

    monkeypatch.setattr(store, "write", counted)
    await sweep(store, programme, DUE)
    assert most == SIDE_BY_SIDE
    assert await store.read(lambda tx: tx.due_adopters(DUE, 100)) == []


async def test_an_answer_that_arrives_meanwhile_drops_the_nudge_and_the_rest_comes_again(
    store: Store, programme: Programme, adopter: Adopter
) -> None:
    ear = Ear()
    await sweep(store, programme, DUE)
    turn = replace(Maker("answer").turn(user="U1", at=DUE), kind=Maker().turn().kind)
    known = Outcome(facts=(replace(fact("residents.state", "done"), step="residents"),))
    await store.write(lambda tx: tx.keep(turn, tx.context(turn.account), known))
    assert await send(store, ear) == [("D-U2", "nudge")]
    later = DUE + timedelta(hours=2, minutes=1)
    await sweep(store, programme, later)
    assert await send(store, ear, later) == [("D-U1", "nudge")]
    assert "Consult colleagues" in ear.heard[0][1].text
    assert "Consult residents" not in ear.heard[0][1].text


async def has_a_channel(store: Store, adopter: Adopter, place: Address) -> None:
    """The adopter tells the bot its own channel."""

    def own(tx: Tx) -> None:
        known = tx.adopter(adopter.key)
        assert known is not None
        context = tx.context_of(adopter.key)
        tx.keep_clock("own", JOINED, context, Outcome(changes=(SaveAdopter(replace(known, team_address=place)),)))

    await store.write(own)


async def smells_gas(store: Store, programme: Programme, user: str) -> None:
    """Somebody writes words of danger, and is pointed to help."""
    turn = Maker("danger").turn("I can smell gas in the hallway", user=user, at=DUE)

    def answer(tx: Tx) -> None:
        context = tx.context(turn.account)
        tx.keep(turn, context, respond(programme, context, turn))

    await store.write(answer)


async def test_a_nudge_on_its_way_is_pulled_back_where_somebody_is_pointed_to_help(
    store: Store, programme: Programme, adopter: Adopter
) -> None:
    ear = Ear()
    await sweep(store, programme, DUE)
    await smells_gas(store, programme, "U1")
    sent = await send(store, ear)
    assert ("D-U2", "nudge") in sent, "nobody else's is held"
    assert [phrase for to, phrase in sent if to == "D-U1"] == ["help_gas help_gas_staff"]
    evening = DUE + timedelta(hours=3)
    await sweep(store, programme, evening)
    assert await send(store, ear, evening) == [], "the rest of the day is quiet"
    tomorrow = DUE + timedelta(days=1)
    await sweep(store, programme, tomorrow)
    assert [to for to, phrase in await send(store, ear, tomorrow) if "nudge" in phrase] == ["D-U1"]


async def test_a_nudge_to_the_team_is_pulled_back_when_one_of_them_is_pointed_to_help(
    store: Store, programme: Programme, adopter: Adopter
) -> None:
    ear, place = Ear(), Address("slack", "T1", "C-team", private=False)
    await has_a_channel(store, adopter, place)
    await sweep(store, programme, DUE)
    await smells_gas(store, programme, "U2")
    sent = await send(store, ear)
    assert not [phrase for to, phrase in sent if to == "C-team"], sent


async def test_a_nudge_that_missed_its_hours_is_planned_anew(
    store: Store, programme: Programme, adopter: Adopter
) -> None:
    ear = Ear()
    await sweep(store, programme, DUE)
    night = datetime(2026, 12, 2, 23, 0, tzinfo=UTC)
    assert await send(store, ear, night) == []
    morning = datetime(2026, 12, 3, 13, 0, tzinfo=UTC)
    await sweep(store, programme, morning)
    assert await send(store, ear, morning) == [("D-U1", "nudge_digest nudge"), ("D-U2", "nudge")]


async def test_a_gone_address_is_noted_and_somebody_else_is_asked_within_their_own_day(
    store: Store, programme: Programme, adopter: Adopter
) -> None:
    ear = Ear()
    ear.gone = {"D-U2"}
    await sweep(store, programme, DUE)
    assert await send(store, ear) == [("D-U1", "nudge_digest nudge")]
    gone = await store.read(lambda tx: tx.gone_addresses())
    assert [(g.address.conversation, g.person) for g in gone] == [("D-U2", "ben")]
    await sweep(store, programme, DUE)
    assert await send(store, ear) == [], "Asha has had a message today"
    next_day = DUE + timedelta(days=1)
    await sweep(store, programme, next_day)
    assert await send(store, ear, next_day) == [("D-U1", "nudge")]
    assert "Take the charter to your board" in ear.heard[0][1].text


async def test_a_person_on_two_channels_is_reached_on_the_other(
    store: Store, programme: Programme, adopter: Adopter
) -> None:
    slack, teams = Ear(), Ear()
    slack.gone = {"D-U2"}
    account = Account("teams", "T1", "U9")
    turn = replace(Maker("both").turn(user="U9", channel="teams", at=JOINED - timedelta(days=1)), account=account)
    person = Person("ben", adopter.key, "Ben", "board_secretary")
    await store.write(lambda tx: tx.save_person(person, account, JOINED))
    await store.write(lambda tx: tx.keep(turn, tx.context(account), Outcome()))
    await sweep(store, programme, DUE)
    outbox = Outbox(store, {"slack": slack, "teams": teams}, StoppedClock(DUE))
    await outbox.drain(DUE)
    assert [to for to, _ in slack.heard] == ["D-U1"]
    assert [to for to, _ in teams.heard] == ["D-U9"]


async def test_the_adopters_own_channel_and_when_it_has_gone(
    store: Store, programme: Programme, adopter: Adopter
) -> None:
    ear = Ear()
    place = Address("slack", "T1", "C-team", private=False)

    await has_a_channel(store, adopter, place)
    ear.gone = {"C-team"}
    await sweep(store, programme, DUE)
    assert await send(store, ear) == []
    await sweep(store, programme, DUE + timedelta(minutes=1))
    assert await send(store, ear, DUE + timedelta(minutes=1)) == [("D-U1", "nudge_digest nudge"), ("D-U2", "nudge")]


async def test_a_dry_run_says_who_and_why_and_changes_nothing(
    store: Store, programme: Programme, adopter: Adopter
) -> None:
    dry = await sweep(store, programme, DUE, dry_run=True)
    assert "riverside-homes: tell Ben: Take the charter to your board (nothing heard for a while)" in dry
    night = await sweep(store, programme, DUE + timedelta(hours=9), dry_run=True)
    assert any("hold Ben: Take the charter to your board: quiet hours, until" in line for line in night)
    assert await send(store, Ear()) == []
    await store.write(lambda tx: tx.set_value(HELD_KEY, "paused"))
    held = await sweep(store, programme, DUE, dry_run=True)
    assert held[0] == "all reminders: paused"
    assert all("tell" not in line.split()[1] for line in held[1:])


async def test_the_fortnight_to_come(store: Store, programme: Programme, adopter: Adopter) -> None:
    lines = await coming(store, programme, JOINED, 14)
    assert sorted((line.name, line.steps, f"{line.at:%m-%d}") for line in lines) == [
        ("Asha", ("residents", "colleagues"), "12-01"),
        ("Ben", ("board",), "12-01"),
    ]
    assert await send(store, Ear()) == []


async def test_a_fault_at_one_adopter_does_not_stop_the_others(
    store: Store, programme: Programme, adopter: Adopter
) -> None:
    bad = await store.write(lambda tx: tx.add_adopter("Broken Homes", "BRKN-2345", JOINED))

    def spoil(tx: Any) -> None:
        tx.conn.execute("INSERT INTO step_cares (adopter, step, care) VALUES (?, 'board', 'no json')", (bad.key,))
        tx.set_wake(bad.key, JOINED)

    await store.write(spoil)
    ear = Ear()
    with structlog.testing.capture_logs() as logs:
        await sweep(store, programme, DUE)
    assert [(line["event"], line["adopter"]) for line in logs] == [("sweep.failed", bad.key)]
    assert [to for to, _ in await send(store, ear)] == ["D-U1", "D-U2"]
    assert await store.read(lambda tx: tx.due_adopters(DUE, 10)) == []


async def test_a_rhythm_changed_in_content_counts_at_once(
    store: Store, programme: Programme, adopter: Adopter
) -> None:
    ear = Ear()
    await sweep(store, programme, JOINED + timedelta(hours=3))
    steps = tuple(
        replace(s, rhythm=replace(s.rhythm, first_after=2) if s.rhythm else None) for s in programme.journey.steps
    )
    quick = replace(programme, journey=replace(programme.journey, steps=steps, step_by_key={s.key: s for s in steps}))
    soon = JOINED + timedelta(days=2, hours=3)
    assert await sweep(store, programme, soon) == []
    await sweep(store, quick, soon)
    assert [to for to, _ in await send(store, ear, soon)] == ["D-U1", "D-U2"]


# ---------------------------------------------------------------- a real kill

CHILD = """
import asyncio, os, sys
from datetime import datetime
from pathlib import Path
from bot.channels.port import Ending, Sent
from bot.runtime.clock import StoppedClock
from bot.runtime.outbox import Outbox
from bot.store.open import open_store
from bot.runtime.reminders import sweep
from tests.programmes import together

db, log, now = sys.argv[1], Path(sys.argv[2]), datetime.fromisoformat(sys.argv[3])

class Wall:
    name = "slack"
    async def send(self, address, message, parcel, doubtful):
        seen = log.read_text().split() if log.exists() else []
        if str(parcel) not in seen:  # a provider that knows a message by its key
            with log.open("a") as file:
                file.write(f"{parcel}\\n")
                file.flush()
                os.fsync(file.fileno())
        await asyncio.sleep(0.01)
        return Sent(Ending.SENT, handle=str(parcel))

async def main():
    programme = together()
    store = open_store(f"sqlite:///{db}")
    print("ready", flush=True)
    while await sweep(store, programme, now):
        pass
    await Outbox(store, {"slack": Wall()}, StoppedClock(now)).drain(now)
    await store.close()
    print("done", flush=True)

asyncio.run(main())
"""


async def _sixty(folder: Path, programme: Programme) -> None:
    """Sixty adopters whose reminders are due."""
    async with new_store(folder, "kill.db") as store:
        for n in range(60):
            made = await add_adopter(store, f"Adopter {n}", f"KILL{n:04d}")
            await add_person(store, made, "Asha", id_=f"p{n}", user=f"U{n}", at=JOINED)
            await store.write(lambda tx, key=made.key: tx.set_wake(key, JOINED))  # type: ignore[misc]
        await sweep(store, programme, JOINED)


@pytest.mark.timeout(110)
def test_a_process_that_is_killed_neither_loses_nor_repeats(tmp_path: Path, programme: Programme) -> None:
    """Real processes, real SIGKILL, at nine points in time; then one that lives: each of sixty is told once."""
    asyncio.run(_sixty(tmp_path, programme))
    log, died = tmp_path / "sent.log", 0
    for n in range(10):
        now = DUE + timedelta(minutes=2 * n)
        child = subprocess.Popen(
            [sys.executable, "-c", CHILD, str(tmp_path / "kill.db"), str(log), now.isoformat()],
            stdout=subprocess.PIPE, env={**os.environ, "PYTHONPATH": "."},
        )  # fmt: skip
        assert child.stdout is not None
        child.stdout.readline()
        if n < 9:
            time.sleep(0.03 + 0.04 * n)
            child.send_signal(signal.SIGKILL)
            died += child.wait() == -signal.SIGKILL
        else:
            assert child.wait() == 0
        child.stdout.close()
    sent = log.read_text().split()
    assert died >= 3
    assert len(sent) == len(set(sent)) == 60
