"""The year itself: the clock moves in half hours, people act, the process dies and starts again."""

from __future__ import annotations

import asyncio
import heapq
import random
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.channels.abilities import for_delivery
from bot.core.model import Account, Adopter, Message, Outcome, Person, SaveAdopter, Turn, TurnContext
from bot.core.turn.reply import Programme
from bot.runtime.clock import StoppedClock
from bot.runtime.outbox import Outbox
from bot.runtime.turns import TurnHandler
from bot.store.open import open_store
from bot.store.port import Store, Tx
from tests.simulation.checks import books, late_of
from tests.simulation.fate import Fate, KilledError, MortalStore
from tests.simulation.gatherings import Gatherings
from tests.simulation.mailbox import Post
from tests.simulation.people import Act, Crowd

STEP = timedelta(minutes=30)
MOST_ASKED = 200
"""So many people at the most look at one gathering."""
ROLES = ("lead", "board_secretary", "resident_engagement")
START = datetime(2026, 9, 1, 8, 0, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Size:
    adopters: int = 500
    people: int = 3
    days: int = 365
    seed: int = 1
    deaths_every: int = 1500
    """Steps of the process from one death to the next, about; 0: it lives for ever."""


@dataclass(slots=True)
class Result:
    """What a year came to."""

    nudges: int = 0
    notices: int = 0
    """About gatherings."""
    turns: int = 0
    deaths: int = 0
    came_again: int = 0
    offs: int = 0
    left: int = 0
    wrong: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        return (
            f"{self.nudges} reminders, {self.notices} notices of gatherings,"
            f" {self.turns} turns of people, {self.left} left, {self.deaths} deaths,"
            f" {self.offs} times off, {self.came_again} parcels came again, {len(self.wrong)} promises broken"
        )


class Year:
    """One run. Deterministic for its size, apart from the ids that the store makes."""

    def __init__(self, size: Size, programme: Programme, folder: Path) -> None:
        self.size, self.programme, self.folder = size, programme, folder
        self.luck = random.Random(size.seed)
        self.clock = StoppedClock(START)
        self.fate = Fate(self.luck, size.deaths_every)
        self.crowd = Crowd(self.luck)
        self.gatherings = Gatherings(self.luck, self.crowd)
        self.post = Post(self.fate, self.clock.now, self._arrived, self.gatherings.arrived)
        self.acts: list[Act] = []
        self.result = Result()
        self.next_time = START
        """When the clock or the outbox has something to do next; people may come before."""
        self.real: Store
        self.turns: TurnHandler
        self.outbox: Outbox

    # ---- life and death

    def _start(self) -> None:
        self.fate.reborn()
        self.real = open_store(f"sqlite:///{self.folder / 'year.db'}", for_delivery())
        store = MortalStore(self.real, self.fate)
        self.outbox = Outbox(store, {"sim": self.post}, self.clock)
        self.turns = TurnHandler(store, lambda: self.programme)

    async def _die(self) -> None:
        """The process is gone; what it had begun ends nowhere. A new one opens the same file."""
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            if task.get_name() == "outbox-beats":  # It sleeps by the machine's clock, not by the year's.
                task.cancel()
        await asyncio.gather(*others, return_exceptions=True)
        await self.real.close()
        self._start()

    async def run(self) -> Result:
        self._start()
        await self.real.migrate()
        await self.real.write(self._people)
        end = START + timedelta(days=self.size.days)
        off_until = START
        while self.clock.now() < end:
            self.clock.move(STEP)
            now = self.clock.now()
            if now < off_until:
                continue
            if self.luck.random() < 1 / 2000:  # the machine is off for hours or days
                off_until = now + timedelta(hours=self.luck.randint(2, 200))
                self.result.offs += 1
                continue
            if now.hour == 12 and now.minute == 0:
                await self._officer(now)
            await self._moment(now)
            if now.hour == 20 and now.minute == 0 and now.weekday() == 0:
                await self._all_reminded(now)
        self.result.wrong += await self.real.read(lambda tx: books(tx, self.post.started))
        self.result.wrong += await self.real.read(self.gatherings.books)
        await self.real.close()
        self._count()
        return self.result

    def _count(self) -> None:
        self.result.notices = self.gatherings.notices
        self.result.nudges, self.result.came_again = self.post.started, self.post.again
        self.result.deaths, self.result.wrong = self.fate.deaths, [*self.result.wrong, *self.post.wrong]

    async def _moment(self, now: datetime) -> None:
        """What people do, what the clock does, what is sent: until it is done, through every death."""
        due: list[Turn] = []
        while self.acts and self.acts[0].at <= now:
            turn = heapq.heappop(self.acts).turn
            if turn is not None and turn.account.user not in self.crowd.left:
                due.append(replace(turn, at=now))
        self.result.turns += len(due)
        if not due and now < self.next_time:
            return
        await self._until_done(due, now)
        self.next_time = await self.real.read(next_time)

    async def _officer(self, now: datetime) -> None:
        """What the officer does about gatherings; people sign up in the days after."""
        people = [f"a{n}p{m}" for n in range(self.size.adopters) for m in range(self.size.people)]
        some = self.luck.sample(people, min(len(people), MOST_ASKED))
        for gathering, acts in self.gatherings.acts_of(now, some):
            await self.real.write(lambda tx, made=gathering: tx.save_gathering(made, now))  # type: ignore[misc]
            self.next_time = now
            for act in acts:
                heapq.heappush(self.acts, act)

    async def _until_done(self, due: list[Turn], now: datetime) -> None:
        while True:
            try:
                await asyncio.gather(*(self.turns.take(turn) for turn in due))
                while await self.turns.sweep(now):
                    pass
                await self.outbox.drain(now)
                return
            except KilledError:
                await self._die()

    # ---- people

    def _people(self, tx: Tx) -> None:
        """Everybody joins in the first weeks, and has said hello."""
        for n in range(self.size.adopters):
            adopter = Adopter(f"adopter-{n}", f"Adopter {n}", START.date())
            made = Outcome(changes=(SaveAdopter(adopter),))
            tx.keep_clock(f"made-{n}", START, TurnContext(Account("", "", ""), adopter), made)
            for m in range(self.size.people):
                person = Person(f"a{n}p{m}", adopter.key, f"Person {n} {m}", ROLES[m % len(ROLES)])
                tx.save_person(person, Account("sim", "sim", person.id), START)
                hello = START + timedelta(minutes=self.luck.randint(30, 60 * 24 * 30))
                heapq.heappush(self.acts, self.crowd.act(person.id, hello, text="hello"))

    def _arrived(self, person: str, message: Message) -> None:
        if "leaving" in message.phrase.split():
            self.crowd.left.add(person)
            self.result.left += 1
            return
        if person in self.crowd.left:
            self.result.wrong.append(f"a leaver heard: {person} {message.phrase}")
        for act in self.crowd.react(person, message, self.clock.now()):
            heapq.heappush(self.acts, act)

    # ---- nothing is lost

    async def _all_reminded(self, now: datetime) -> None:
        """Once a week: nobody waits for a reminder that is due, and everything pending has a time to come back."""
        found = await self.real.read(lambda tx: list(self._late(tx, now)))
        self.result.wrong += found

    def _late(self, tx: Tx, now: datetime) -> list[str]:
        return [
            line for adopter in tx.adopters() for line in late_of(self.programme, tx.context_of(adopter.key), now)
        ]


def next_time(tx: Tx) -> datetime:
    """When the clock or the outbox has something to do next."""
    wake = tx.one("SELECT min(wake_at) FROM adopters")[0]  # type: ignore[attr-defined]
    times = [tx.next_due(("sim",)), datetime.fromisoformat(wake) if wake else None]
    return min((t for t in times if t is not None), default=datetime.max.replace(tzinfo=UTC))
