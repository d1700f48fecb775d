"""The outbox: sends once, in order, again when the world failed, and gives up loudly. Real store, real loop."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from aiohttp import web
from structlog.testing import capture_logs

from bot.channels.port import Ending, Sent
from bot.core.delivery import LEASE, RETRIES, SEND_SECONDS, Retry
from bot.core.model import Address, Message, Outcome, Outgoing
from bot.runtime import outbox
from bot.runtime.clock import StoppedClock
from bot.runtime.outbox import Outbox
from bot.store.port import Delivery, Store, StoreError, Tx
from tests.store.factories import NOW, Maker, add_adopter, add_person, later, new_store, says
from tests.store.processes import child, lines_of

GOOD = Sent(Ending.SENT, "h")
BUSY = Sent(Ending.AGAIN, error="503")
LOST = Sent(Ending.DOUBTFUL, error="no answer")


@dataclass
class Endpoint:
    """A channel whose sends end as told: by text, the first of the list each time, then well."""

    name: str = "slack"
    endings: dict[str, list[Sent | Exception]] = field(default_factory=dict)
    arrived: list[str] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)
    hold: dict[str, asyncio.Event] = field(default_factory=dict)
    flying: int = 0
    most: int = 0

    def routes(self) -> list[web.RouteDef]:
        return []

    async def start(self) -> None: ...
    async def close(self) -> None: ...

    async def send(self, address: Address, message: Message, delivery: int, doubtful: bool) -> Sent:
        self.flying += 1
        self.most = max(self.most, self.flying)
        try:
            if doubtful:
                self.doubts.append(message.text)
            await asyncio.sleep(0)
            if message.text in self.hold:
                await self.hold[message.text].wait()
            told = self.endings.get(message.text) or [GOOD]
            ending = told.pop(0) if message.text in self.endings and told else GOOD
            if isinstance(ending, Exception):
                raise ending
            if ending.ending is Ending.SENT:
                self.arrived.append(message.text)
            return ending
        finally:
            self.flying -= 1


@dataclass
class Room:
    """A store, a channel, a stopped clock and the outbox between them."""

    store: Store
    endpoint: Endpoint
    clock: StoppedClock
    post: Outbox
    maker: Maker = field(default_factory=Maker)

    async def say(self, *texts: str, user: str = "U1", person: str = "") -> None:
        out = tuple(Outgoing(Message(text), person=person) for text in texts)
        turn = self.maker.turn("", user=user, at=self.clock.now())
        await self.store.write(lambda tx: tx.keep(turn, tx.context(turn.account), Outcome(out)))

    async def drain(self, seconds: float = 0) -> int:
        return await self.post.drain(self.clock.move(timedelta(seconds=seconds)))

    async def until(self, true: Callable[[], bool], seconds: float = 5) -> None:
        async with asyncio.timeout(seconds):
            while not true():
                await asyncio.sleep(0.005)


@pytest.fixture
async def room(tmp_path: Path) -> AsyncIterator[Room]:
    async with new_store(tmp_path) as store:
        await add_person(store, await add_adopter(store))
        endpoint, clock = Endpoint(), StoppedClock(NOW)
        yield Room(store, endpoint, clock, Outbox(store, {"slack": endpoint}, clock, chance=lambda: 1.0))


class TestPolicy:
    def test_waits_grow_and_are_spread(self) -> None:
        retry = Retry(first=1, factor=2, longest=10, attempts=9)
        assert [retry.wait(n, 1.0) for n in range(1, 7)] == [1, 2, 4, 8, 10, 10]
        assert retry.wait(3, 0.0) == 2
        assert retry.wait(10_000, 1.0) == 10

    @pytest.mark.parametrize("ending", list(Ending))
    def test_every_ending_is_final_or_has_a_policy(self, ending: Ending) -> None:
        assert (ending in RETRIES) == (ending in (Ending.AGAIN, Ending.DOUBTFUL))

    def test_a_send_ends_well_inside_its_lease(self) -> None:
        assert LEASE.total_seconds() >= SEND_SECONDS * 1.5


class TestEndings:
    async def test_in_order(self, room: Room) -> None:
        await room.say("one", "two")
        await room.say("three")
        assert await room.drain() == 3
        assert room.endpoint.arrived == ["one", "two", "three"]
        assert await room.drain() == 0

    async def test_again_until_it_arrives_and_the_lane_waits(self, room: Room) -> None:
        room.endpoint.endings["one"] = [BUSY, BUSY]
        await room.say("one", "two")
        await room.say("other", user="U2")
        assert await room.drain() == 2
        assert room.endpoint.arrived == ["other"]
        assert await room.drain(0.9) == 0
        assert await room.drain(0.1) == 1
        assert await room.drain(2) == 2
        assert room.endpoint.arrived == ["other", "one", "two"]
        assert room.endpoint.doubts == []
        assert room.post.counts == Counter(sent=3, again=2)

    async def test_retry_after_is_obeyed(self, room: Room) -> None:
        room.endpoint.endings["one"] = [Sent(Ending.AGAIN, error="429", retry_after=30)]
        await room.say("one")
        await room.drain()
        assert await room.drain(29) == 0
        assert await room.drain(1) == 1

    async def test_a_doubtful_one_is_tried_again_as_doubtful(self, room: Room) -> None:
        room.endpoint.endings["one"] = [LOST]
        await room.say("one")
        await room.drain()
        await room.drain(5)
        assert (room.endpoint.arrived, room.endpoint.doubts) == (["one"], ["one"])

    async def test_never_is_given_up_at_once_and_loudly(self, room: Room) -> None:
        room.endpoint.endings["secret words"] = [Sent(Ending.NEVER, error="invalid_blocks")]
        await room.say("secret words", "next")
        with capture_logs() as logs:
            assert await room.drain() == 2
        assert room.endpoint.arrived == ["next"]
        (line,) = [line for line in logs if line["event"] == "outbox.given_up"]
        assert (line["log_level"], line["error"], line["adopter"]) == ("error", "invalid_blocks", "riverside-homes")
        assert "secret words" not in str(logs)
        assert room.post.counts["given_up"] == 1
        figures = await room.post.figures()
        assert (figures.waiting, figures.failed, figures.last_error) == (0, 1, "invalid_blocks")

    async def test_a_gone_address_sends_a_reminder_to_the_persons_other_door(self, room: Room) -> None:
        adopter = (await room.store.read(lambda tx: tx.adopters()))[0]
        await add_person(room.store, adopter, channel="slack", workspace="T2", user="OLD", at=later(-60))
        room.endpoint.endings["for you"] = [Sent(Ending.GONE, error="account_inactive")]
        await room.say("for you", person="priya", user="U5")
        turn = room.maker.turn("", at=later(-1))
        await room.store.write(lambda tx: tx.keep(turn, tx.context(turn.account), Outcome()))
        assert await room.drain() == 2
        assert room.endpoint.arrived == ["for you"]
        assert len(await room.store.read(lambda tx: tx.gone_addresses())) == 1

    async def test_a_channel_that_raises_is_tried_again_and_logged(self, room: Room) -> None:
        room.endpoint.endings["one"] = [RuntimeError("a fault")]
        await room.say("one")
        with capture_logs() as logs:
            await room.drain()
        assert [line["event"] for line in logs] == ["outbox.channel_raised", "outbox.not_sent"]
        await room.drain(1)
        assert room.endpoint.arrived == ["one"]
        assert room.endpoint.doubts == []

    async def test_a_send_that_never_ends_is_doubtful(self, room: Room) -> None:
        room.post = Outbox(room.store, {"slack": room.endpoint}, room.clock, send_seconds=0.05)
        room.endpoint.hold["one"] = asyncio.Event()
        await room.say("one")
        await room.drain()
        room.endpoint.hold.clear()
        await room.drain(5)
        assert room.endpoint.doubts == ["one"]

    async def test_too_many_attempts(self, room: Room) -> None:
        attempts = RETRIES[Ending.AGAIN].attempts
        room.endpoint.endings["one"] = [BUSY] * 1000
        await room.say("one")
        tried = 0
        while (await room.post.figures()).waiting:
            tried += await room.drain(600)
            assert tried <= attempts
        assert room.post.counts["given_up"] == 1
        assert "given up after" in (await room.post.figures()).last_error

    async def test_doubtful_attempts_are_few_and_counted_by_themselves(self, room: Room) -> None:
        room.endpoint.endings["one"] = [*[BUSY] * 20, *[LOST] * 1000]
        await room.say("one")
        while (await room.post.figures()).waiting:
            await room.drain(900)
        assert room.post.counts["doubtful"] == RETRIES[Ending.DOUBTFUL].attempts

    async def test_a_message_that_waited_while_the_machine_was_off_is_sent(self, room: Room) -> None:
        await room.say("one")
        assert await room.drain(timedelta(days=7).total_seconds()) == 1
        assert room.endpoint.arrived == ["one"]

    async def test_one_tried_before_is_given_up_after_a_day(self, room: Room) -> None:
        room.endpoint.endings["one"] = [BUSY, BUSY, BUSY]
        await room.say("one")
        await room.drain()
        await room.drain(timedelta(hours=25).total_seconds())
        assert (await room.post.figures()).last_error == "given up after 25 hours: 503"


class TestLoop:
    async def test_it_sends_what_is_there_and_wakes_when_poked(self, room: Room) -> None:
        await room.say("before")
        running = asyncio.create_task(room.post.run())
        await room.until(lambda: room.endpoint.arrived == ["before"])
        await asyncio.sleep(0.05)
        await room.say("after")
        begun = asyncio.get_running_loop().time()
        room.post.poke()
        await room.until(lambda: room.endpoint.arrived == ["before", "after"])
        assert asyncio.get_running_loop().time() - begun < outbox.LOOK_SECONDS / 2
        await room.post.stop()
        await running

    async def test_it_sees_rows_of_another_process_without_being_poked(self, room: Room) -> None:
        running = asyncio.create_task(room.post.run())
        await asyncio.sleep(0.05)
        await room.say("from elsewhere")
        await room.until(lambda: room.endpoint.arrived == ["from elsewhere"])
        await room.post.stop()
        await running

    async def test_a_turn_and_the_claim_of_its_answer_are_one_transaction(self, room: Room) -> None:
        turn = room.maker.turn("hello")

        def work(tx: Tx) -> list[Delivery]:
            tx.keep(turn, tx.context(turn.account), Outcome((says("one"), says("two"), says("three"))))
            return room.post.claim(tx, NOW)

        room.post.take(await room.store.write(work))
        await room.until(lambda: room.endpoint.arrived == ["one", "two", "three"])
        await room.post.stop()
        assert (await room.post.figures()).waiting == 0

    async def test_a_lease_counts_from_our_own_time_and_not_from_the_events(self, room: Room) -> None:
        """An event that comes late (an outage at the provider) must not give its answer a lease that is over."""
        turn = room.maker.turn("hello", at=later(-60))
        room.endpoint.hold["one"] = asyncio.Event()

        def work(tx: Tx) -> list[Delivery]:
            tx.keep(turn, tx.context(turn.account), Outcome((says("one"),)))
            return room.post.claim(tx, turn.at)

        room.post.take(await room.store.write(work))
        await room.until(lambda: room.endpoint.flying == 1)
        other = Endpoint()
        assert await Outbox(room.store, {"slack": other}, room.clock).drain(room.clock.now()) == 0
        room.endpoint.hold["one"].set()
        await room.until(lambda: room.endpoint.arrived == ["one"])
        await room.post.stop()
        assert (other.arrived, other.doubts) == ([], [])

    async def test_a_delivery_in_flight_that_is_claimed_again_is_not_taken_again(self, room: Room) -> None:
        room.endpoint.hold["slow"] = asyncio.Event()
        await room.say("slow")
        room.post.take(await room.store.write(lambda tx: room.post.claim(tx, NOW)))
        await room.until(lambda: room.endpoint.flying == 1)
        room.clock.move(2 * LEASE)
        again = await room.store.write(lambda tx: room.post.claim(tx, NOW))
        assert [delivery.doubtful for delivery in again] == [True]
        room.post.take(again)
        room.endpoint.hold["slow"].set()
        await room.until(lambda: bool(room.endpoint.arrived))
        await room.post.stop()
        assert (room.endpoint.arrived, room.endpoint.doubts) == (["slow"], [])

    async def test_many_lanes_side_by_side_but_not_too_many(self, room: Room) -> None:
        for number in range(200):
            await room.say(f"{number}", user=f"V{number}")
        running = asyncio.create_task(room.post.run())
        await room.until(lambda: len(room.endpoint.arrived) == 200)
        await room.post.stop()
        await running
        assert 8 <= room.endpoint.most <= outbox.AT_ONCE + outbox.FEW
        assert len(set(room.endpoint.arrived)) == 200

    async def test_a_slow_send_whose_lease_ran_out_is_not_begun_twice(self, room: Room) -> None:
        room.endpoint.hold["slow"] = asyncio.Event()
        await room.say("slow")
        running = asyncio.create_task(room.post.run())
        await room.until(lambda: room.endpoint.flying == 1)
        room.clock.move(timedelta(days=7))
        room.post.poke()
        await room.drain()
        await asyncio.sleep(0.05)
        assert room.endpoint.flying == room.endpoint.most == 1
        room.endpoint.hold["slow"].set()
        await room.until(lambda: room.endpoint.arrived == ["slow"])
        await room.post.stop()
        await running
        assert room.endpoint.arrived == ["slow"]
        assert (await room.post.figures()).waiting == 0

    async def test_stop_lets_sends_end(self, room: Room) -> None:
        room.endpoint.hold["one"] = asyncio.Event()
        await room.say("one", "two")
        running = asyncio.create_task(room.post.run())
        await room.until(lambda: room.endpoint.flying == 1)
        stopping = asyncio.create_task(room.post.stop())
        await asyncio.sleep(0.02)
        assert not stopping.done()
        room.endpoint.hold["one"].set()
        await stopping
        await running
        assert room.endpoint.arrived == ["one"]
        assert (await room.post.figures()).waiting == 1

    async def test_stop_leaves_what_does_not_end_to_its_lease(self, room: Room) -> None:
        room.endpoint.hold["one"] = asyncio.Event()
        await room.say("one")
        running = asyncio.create_task(room.post.run())
        await room.until(lambda: room.endpoint.flying == 1)
        with capture_logs() as logs:
            await room.post.stop(grace=0.05)
        await running
        assert [line["event"] for line in logs] == ["outbox.stopped_in_flight"]
        room.endpoint.hold.clear()
        assert await room.drain(LEASE.total_seconds()) == 1
        assert room.endpoint.doubts == ["one"]

    async def test_a_reminder_and_a_reply_do_not_overtake_each_other_in_one_place(self, room: Room) -> None:
        room.endpoint.hold["reply"] = asyncio.Event()
        await room.say("reply")
        await room.say("reminder", person="priya")
        running = asyncio.create_task(room.post.run())
        await room.until(lambda: room.endpoint.flying == 1)
        await asyncio.sleep(0.05)
        assert room.endpoint.most == 1
        room.endpoint.hold["reply"].set()
        await room.until(lambda: room.endpoint.arrived == ["reply", "reminder"])
        await room.post.stop()
        await running


class Failing:
    """A store that cannot write for a while: what a full disk looks like from here."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.full = False

    async def write(self, work: Callable[[Tx], object]) -> object:
        if self.full:
            raise StoreError("The disk is full.")
        return await self._store.write(work)

    def __getattr__(self, name: str) -> object:
        return getattr(self._store, name)


async def test_an_ending_that_cannot_be_written_is_written_when_it_can(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outbox, "STORE_SECONDS", 0.02)
    store = Failing(room.store)
    post = Outbox(store, {"slack": room.endpoint}, room.clock)  # type: ignore[arg-type]
    room.endpoint.hold["one"] = asyncio.Event()
    await room.say("one")
    running = asyncio.create_task(post.run())
    await room.until(lambda: room.endpoint.flying == 1)
    store.full = True
    with capture_logs() as logs:
        room.endpoint.hold["one"].set()
        await room.until(lambda: len(logs) > 2)
    assert {line["event"] for line in logs} == {"outbox.store"}
    store.full = False
    await room.until(lambda: post.counts["sent"] == 1 and not post._flying)
    await post.stop()
    await running
    assert room.endpoint.arrived == ["one"]
    assert (await post.figures()).waiting == 0


# ------------------------------------------------------------ processes


async def fill(folder: Path, lanes: int, each: int) -> str:
    async with new_store(folder) as store:
        maker = Maker("fill")
        for number in range(lanes):
            turn = maker.turn("", user=f"U{number}", at=datetime.now(UTC))  # the workers' clock is the real one
            out = tuple(says(f"{number}/{n}") for n in range(each))
            await store.write(lambda tx, turn=turn, out=out: tx.keep(turn, tx.context(turn.account), Outcome(out)))  # type: ignore[misc]
    return f"sqlite:///{folder / 'test.db'}"


def assert_once_and_in_order(paper: Path, lanes: int, each: int) -> None:
    seen: dict[str, list[str]] = {}
    for line in paper.read_text().splitlines():
        _, lane, text = line.split(" ")
        seen.setdefault(lane, []).append(text)
    assert len(seen) == lanes
    for lane, texts in seen.items():
        number = lane.rsplit("U", 1)[1]
        assert texts == [f"{number}/{n}" for n in range(each)], lane


async def test_two_workers_send_each_message_once(tmp_path: Path) -> None:
    url = await fill(tmp_path, lanes=40, each=4)
    paper = tmp_path / "paper"
    paper.touch()
    workers = [await child("send", url, str(paper), "0.004", "2") for _ in range(2)]
    await asyncio.gather(*(lines_of(worker) for worker in workers))
    assert_once_and_in_order(paper, 40, 4)


async def test_kills_at_any_moment_lose_nothing_and_double_nothing(tmp_path: Path) -> None:
    """The paper is looked at when in doubt, as a channel's rule may say: so each arrives once, whatever dies when."""
    url = await fill(tmp_path, lanes=25, each=4)
    paper = tmp_path / "paper"
    paper.touch()
    for number in range(6):
        worker = await child("send", url, str(paper), "0.02", "0.3")
        before = paper.stat().st_size
        async with asyncio.timeout(60):
            while paper.stat().st_size < before + 40 * number and worker.returncode is None:
                await asyncio.sleep(0.005)
        if worker.returncode is None:
            worker.kill()
        await worker.communicate()
    await lines_of(await child("send", url, str(paper), "0.001", "0.3"))
    assert_once_and_in_order(paper, 25, 4)


# ------------------------------------------------------------ leases end with their process

NAMES = ("0/0", "1/0", "2/0")


async def held(folder: Path) -> tuple[str, Path, asyncio.subprocess.Process]:
    """Three messages, and a process that is in the middle of sending them: (store, paper, process)."""
    url = await fill(folder, lanes=3, each=1)
    paper = folder / "paper"
    paper.touch()
    process = await child("hold", url, str(paper), "600", "here")
    begun = [await line(process) for _ in range(4)]
    assert begun[0] == "ready" and sorted(begun[1:]) == [f"first {name}" for name in NAMES]
    return url, paper, process


def arrived(paper: Path) -> list[str]:
    return sorted(paper.read_text().split())


async def line(process: asyncio.subprocess.Process) -> str:
    assert process.stdout is not None
    async with asyncio.timeout(60):
        return (await process.stdout.readline()).decode().strip()


async def seconds_until_sent(process: asyncio.subprocess.Process, paper: Path) -> float:
    """How long this process takes, from now on, to send all of it; each as doubtful, since it may have arrived."""
    begun = time.monotonic()
    told = [await line(process) for _ in NAMES]
    took = time.monotonic() - begun
    assert sorted(told) == [f"again {name}" for name in NAMES]
    assert await lines_of(process) == []
    assert arrived(paper) == list(NAMES)
    return took


async def test_after_a_kill_the_next_process_sends_at_once(tmp_path: Path) -> None:
    url, paper, process = await held(tmp_path)
    process.kill()
    await process.wait()
    restarted = await child("hold", url, str(paper), "0", "here")
    assert await line(restarted) == "ready"
    assert await seconds_until_sent(restarted, paper) < 5


@pytest.mark.slow
async def test_after_a_kill_a_process_elsewhere_takes_over(tmp_path: Path) -> None:
    """Another machine cannot ask whether the process lives: it waits until nothing was heard of it for long."""
    url, paper, process = await held(tmp_path)
    other = await child("hold", url, str(paper), "0", "another machine")
    assert await line(other) == "ready"
    await asyncio.sleep(3)
    process.kill()
    await process.wait()
    assert 5 < await seconds_until_sent(other, paper) < 20


@pytest.mark.slow
async def test_a_slow_process_that_lives_keeps_what_it_sends(tmp_path: Path) -> None:
    url = await fill(tmp_path, lanes=3, each=1)
    paper = tmp_path / "paper"
    paper.touch()
    slow = await child("hold", url, str(paper), "20", "here")
    assert await line(slow) == "ready"
    assert [(await line(slow)).split()[0] for _ in NAMES] == ["first"] * 3
    others = [await child("hold", url, str(paper), "0", host) for host in ("here", "another machine")]
    assert await asyncio.gather(*(lines_of(other) for other in others)) == [["ready"], ["ready"]]
    assert await lines_of(slow) == []
    assert arrived(paper) == list(NAMES)
