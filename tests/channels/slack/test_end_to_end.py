"""The whole road with a real store and outbox, while Slack misbehaves: none lost, none doubled, in order."""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from bot.channels.abilities import for_delivery
from bot.channels.slack import SlackChannel, SlackSettings
from bot.core.model import Message, Outcome, Outgoing, Turn
from bot.runtime.clock import Clock
from bot.runtime.outbox import Outbox
from bot.store.open import open_store
from bot.store.port import Store, Tx
from tests.channels.slack.conftest import SECRET, House, payload
from tests.stubs.slack import TOKEN, Fault, SlackStub

FAULTS = (
    Fault(status=429, retry_after=0.01, error="ratelimited"),
    Fault(status=500),
    Fault(status=500, deliver=True),
    Fault(drop="before"),
    Fault(drop="after"),
    Fault(error="internal_error"),
    Fault(raw="<html>"),
)


@dataclass
class Echo:
    """A turn handler with a store: what is said is answered by the same words, in one transaction."""

    store: Store

    async def __call__(self, turn: Turn) -> bool:
        def keep(tx: Tx) -> None:
            if not tx.seen(turn.event):
                answer = Outgoing(Message("You said: " + turn.text), turn.address)
                tx.keep(turn, tx.context(turn.account, turn.text, turn.at), Outcome((answer,)))

        await self.store.write(keep)
        return True


@dataclass
class Intake(House):
    store: Store
    outbox: Outbox
    clock: Clock

    async def deliver_all(self) -> None:
        """Drains the outbox until nothing waits, moving the clock to whatever is due next."""
        async with asyncio.timeout(60):
            while (due := await self.store.read(lambda tx: tx.next_due(("slack",)))) is not None:
                self.clock.move(max(due - self.clock.now(), timedelta(0)))
                await self.outbox.drain(self.clock.now())
                await asyncio.sleep(0.01)  # Slack's own waits are by the machine's time


@pytest.fixture
async def intake(tmp_path: Path) -> AsyncIterator[Intake]:
    async with SlackStub() as slack:
        store, clock = open_store(f"sqlite:///{tmp_path}/road.db", for_delivery()), Clock()
        await store.migrate()
        echo = Echo(store)
        channel = SlackChannel(SlackSettings(SECRET, TOKEN, api_url=slack.api_url), echo)
        app = web.Application()
        app.add_routes(channel.routes())
        await channel.start()
        async with TestClient(TestServer(app)) as http:
            yield Intake(slack, channel, None, http, store, Outbox(store, {"slack": channel}, clock), clock)  # type: ignore[arg-type]
        await channel.close()
        await store.close()


async def say(intake: Intake, number: int, channel: str) -> None:
    body = payload("message_im")
    body["event"] |= {"ts": f"{1764000000 + number}.000100", "text": f"word {number}", "channel": channel}
    for _ in range(1 + number % 2):  # every second one is delivered twice
        assert (await intake.deliver(body)).status == 200


@pytest.mark.parametrize("seed", [1, 2, 3])
async def test_nothing_is_lost_doubled_or_out_of_order(intake: Intake, seed: int) -> None:
    chance = random.Random(seed)
    for number in range(60):
        await say(intake, number, f"D0{number % 5}")
    for place in range(5):  # each its own: which lane meets which fault must not hang on whose send is faster
        troubles = (chance.choice(FAULTS + (None,) * 3) for _ in range(18))
        intake.slack.fail("chat.postMessage", *troubles, channel=f"D0{place}")
        intake.slack.fail("conversations.history", *(chance.choice(FAULTS) for _ in range(2)), channel=f"D0{place}")
    await intake.deliver_all()
    assert await intake.store.read(lambda tx: tx.undelivered()) == []
    for place in range(5):
        assert intake.slack.said(f"D0{place}") == [f"You said: word {n}" for n in range(60) if n % 5 == place]


@pytest.mark.parametrize("arrived", [True, False])
async def test_a_kill_between_posting_and_writing_it_down_changes_nothing(intake: Intake, arrived: bool) -> None:
    await say(intake, 0, "D00")
    (delivery,) = await intake.store.write(
        lambda tx: tx.claim(intake.clock.now(), intake.clock.now() + timedelta(seconds=90), 5, ("slack",))
    )
    if arrived:
        await intake.channel.send(delivery.address, delivery.message, delivery.id, delivery.doubtful)
    await intake.deliver_all()
    assert intake.slack.said("D00") == ["You said: word 0"]


async def test_a_place_that_is_gone_holds_nobody_else_up(intake: Intake) -> None:
    intake.slack.absent.add("D01")
    for number in range(10):
        await say(intake, number, f"D0{number % 2}")
    await intake.deliver_all()
    assert len(intake.slack.said("D00")) == 5
    assert intake.slack.said("D01") == []
