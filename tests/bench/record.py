"""A told fact, read back and kept, at an adopter with 10 facts in its record, and with 1,000 of two kinds.

`corrected`: one activity whose day was put right again and again, so that one fact of it counts. `in activities`:
hundreds of activities, so that all of the facts count. Each turn is durable, on a real store; nothing is sent.
"""

from __future__ import annotations

import asyncio
import statistics
import tempfile
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from bot.channels.abilities import for_delivery
from bot.core.model import Account, Address, Kind, NewFact, Outcome, Person, Turn
from bot.core.model.reading import Value
from bot.runtime.turns import TurnHandler
from bot.store.codes import new_code
from bot.store.open import open_store
from bot.store.port import Store, Tx
from tests.programmes import together

FEW, MANY, ROUNDS = 10, 1000, 30
ACTIVITY = ("residents.method", "residents.date", "residents.took_part", "residents.state")
JOINED = datetime(2025, 11, 3, 10, 0, tzinfo=UTC)
ACCOUNT, PLACE = Account("slack", "T0TEAM", "U0ASHA"), Address("slack", "T0TEAM", "D0ASHA")
FIRST = date(2026, 1, 5)


class Record:
    """One adopter's store, with so many facts in its record."""

    def __init__(self, store: Store, facts: int, corrected: bool) -> None:
        self.store = store
        self.facts = facts
        self.corrected = corrected
        self.turns = TurnHandler(store, together)
        self.seconds: list[float] = []
        self.cpu: list[float] = []
        self.number = 0

    async def fill(self) -> None:
        await self.store.migrate()
        await self.store.write(self._fill)
        await self.say("the board noted it on 5 January 2026")
        await self.say("yes")

    def _fill(self, tx: Tx) -> None:
        adopter = tx.add_adopter("Riverside Homes", new_code(), JOINED)
        tx.save_person(Person("asha", adopter.key, "Asha", "lead"), ACCOUNT)
        before: int | None = None
        for number in range(self.facts):
            said = self._day(number, before) if self.corrected else activity_fact(number)
            turn = Turn(f"fill-{number}", Kind.TEXT, ACCOUNT, PLACE, JOINED, "filled")
            (before,) = tx.keep(turn, tx.context(ACCOUNT), Outcome(facts=(said,)))

    def _day(self, number: int, before: int | None) -> NewFact:
        day = (FIRST - timedelta(days=number % 300)).isoformat()
        return _told("residents.date", f"{day}/{day}", "e1", before)

    async def say(self, text: str) -> None:
        self.number += 1
        at = JOINED + timedelta(days=365, minutes=self.number)
        await self.turns.take(Turn(f"said-{self.number}", Kind.TEXT, ACCOUNT, PLACE, at, text))

    async def round(self, number: int) -> None:
        """The board's day is put right, and the read-back confirmed: two turns."""
        day = FIRST + timedelta(days=7 * (number + 1))
        begun, cpu = time.perf_counter(), time.process_time()
        await self.say(f"no, the board met on {day.day} {day:%B %Y}")
        await self.say("yes")
        self.seconds.append((time.perf_counter() - begun) / 2)
        self.cpu.append((time.process_time() - cpu) / 2)
        kept = {
            f.value for f in (await self.store.read(lambda tx: tx.context(ACCOUNT))).facts if f.name == "board.date"
        }
        assert kept == {f"{day}/{day}"}, (kept, day)


def activity_fact(number: int, replaces: int | None = None) -> NewFact:
    """One fact of an activity; each has as many as there are kinds."""
    name = ACTIVITY[number % len(ACTIVITY)]
    which = number // len(ACTIVITY)
    day = (FIRST - timedelta(days=which)).isoformat()
    values: dict[str, Value] = {
        "residents.method": ("survey", "drop_in", "workshop")[which % 3],
        "residents.date": f"{day}/{day}",
        "residents.took_part": 20 + which,
        "residents.state": "done",
    }
    return _told(name, values[name], f"e{which + 1}", replaces)


def _told(name: str, value: Value, entry: str, replaces: int | None = None) -> NewFact:
    return NewFact(
        name=name, value=value, words="filled", sure=True, person="asha", confirmed_by="asha",
        step=name.partition(".")[0], replaces=replaces, entry=entry,
    )  # fmt: skip


async def run() -> list[str]:
    """Printable lines."""
    kinds = {
        f"{FEW} facts": (FEW, False), f"{MANY:,} facts, corrected": (MANY, True),
        f"{MANY:,} facts, in activities": (MANY, False),
    }  # fmt: skip
    with tempfile.TemporaryDirectory(prefix="bench-record-") as folder:
        records = {}
        for nth, (what, (facts, corrected)) in enumerate(kinds.items()):
            store = open_store(f"sqlite:///{Path(folder) / f'{nth}.db'}", for_delivery())
            records[what] = Record(store, facts, corrected)
        try:
            for record in records.values():
                await record.fill()
            for number in range(ROUNDS):  # in turns, so that what else the machine does troubles all alike
                for record in records.values():
                    await record.round(number)
        finally:
            for record in records.values():
                await record.store.close()
    base = statistics.median(records[f"{FEW} facts"].seconds)
    return [
        f"{what:28} {1000 * middle:6.1f} ms a turn  {middle / base:5.2f}x"
        for what, record in records.items()
        for middle in [statistics.median(record.seconds)]
    ]


if __name__ == "__main__":
    print("\n".join(asyncio.run(run())))
