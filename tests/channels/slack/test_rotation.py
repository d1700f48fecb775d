"""Token rotation: kept with what renews it, renewed in time and once, encrypted, and the truth is told of it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from bot.channels.port import Ending, Sent
from bot.channels.slack import SlackChannel, SlackSettings, manifest, rotation
from bot.channels.slack.checkup import problems
from bot.channels.slack.installs import Sealed
from bot.compose.channels import StoredValues
from bot.core.model import Address, Message
from bot.store.open import open_store
from bot.store.port import Store
from tests.channels.slack.conftest import SECRET, TurnHandler
from tests.channels.slack.test_installs import GIVEN, Open
from tests.channels.slack.test_installs import install as installed
from tests.stubs.slack import Fault, SlackStub

FIRST, RENEWER = "xoxe.xoxb-first", "xoxe-first"
ALL = frozenset(manifest.SCOPES)
ROTATING = GIVEN | {"access_token": FIRST, "refresh_token": RENEWER, "expires_in": 43200, "scope": ",".join(ALL)}
PLACE = Address("slack", "T0TEAM", "D0LEAD", reference='{"user":"U0LEAD"}')
KEY = "k" * 40


@dataclass
class Day:
    """A clock that tests move."""

    at: datetime = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.at

    def pass_hours(self, hours: float) -> None:
        self.at += timedelta(hours=hours)


@dataclass
class Rotating:
    """A Slack that rotates tokens, and any number of processes on one store."""

    slack: SlackStub
    store: Store
    day: Day

    @property
    def settings(self) -> SlackSettings:
        return SlackSettings(
            SECRET, client_id="1.2", client_secret="s", secret_key=KEY, public_url="http://127.0.0.1",
            api_url=self.slack.api_url,
        )  # fmt: skip

    @property
    def keep(self) -> StoredValues:
        return StoredValues(self.store)

    @asynccontextmanager
    async def process(self) -> AsyncIterator[SlackChannel]:
        channel = SlackChannel(self.settings, TurnHandler(), self.day, keep=self.keep)
        await channel.start()
        yield channel
        await channel.close()

    async def install(self) -> None:
        """In a browser, with an answer that has `expires_in` and a refresh token."""
        self.slack.tokens[FIRST] = ALL
        self.slack.expired.discard(FIRST)
        self.slack.renewers.add(RENEWER)
        async with self.process() as channel:
            app = web.Application()
            app.add_routes(channel.routes())
            async with TestClient(TestServer(app)) as http:
                status = await installed(Open(self.slack, channel, TurnHandler(), http, None), ROTATING)  # type: ignore[arg-type]
        assert status == 200, f"the page of the installation ended with {status}"

    def end(self, token: str = FIRST) -> None:
        """Slack's own end of a token."""
        self.slack.expired.add(token)

    async def raw(self) -> str:
        """What lies in the store."""
        return str(await self.store.read(lambda tx: tx.values("")))

    async def doctor(self) -> list[str]:
        """What `doctor` says of Slack."""
        return await problems(self.settings, self.keep, self.day.at.timestamp())

    def used(self) -> list[str]:
        """The tokens that messages were sent with."""
        return [call.token for call in self.slack.calls if call.method == "chat.postMessage"]

    def renewals(self) -> int:
        return sum(c.method == "oauth.v2.access" and "grant_type" in c.args for c in self.slack.calls)


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[Rotating]:
    store = open_store(f"sqlite:///{tmp_path}/bot.db")
    await store.migrate()
    async with SlackStub(people={"U0LEAD": "Priya"}) as slack:
        made = Rotating(slack, store, Day())
        await made.install()
        yield made
    await store.close()


async def say(channel: SlackChannel, words: str = "Hello", delivery: int = 1) -> Sent:
    return await channel.send(PLACE, Message(words), delivery, False)


async def test_what_renews_the_token_is_kept_and_neither_lies_open(world: Rotating) -> None:
    _, found = await Sealed(world.keep, KEY).read("T0TEAM")
    assert found is not None, "the installation was not kept"
    assert (found.token, found.refresh) == (FIRST, RENEWER)
    assert found.expires == (world.day.at + timedelta(hours=12)).timestamp()
    assert FIRST not in await world.raw() and RENEWER not in await world.raw()


async def test_a_day_later_people_still_get_their_messages(world: Rotating) -> None:
    async with world.process() as channel:
        assert (await say(channel, "on the first day")).ending is Ending.SENT
        for day in range(1, 4):
            world.end(world.used()[-1])
            world.day.pass_hours(24)
            assert (await say(channel, f"day {day}", day)).ending is Ending.SENT, "nobody got the message"
    assert world.used() == [FIRST, "xoxe.xoxb-1", "xoxe.xoxb-2", "xoxe.xoxb-3"]
    async with world.process() as again:
        assert (await say(again, "after a restart")).ending is Ending.SENT
    assert world.used()[-1] == "xoxe.xoxb-3"
    assert "xoxe.xoxb-3" not in await world.raw()


async def test_in_its_last_hours_it_is_renewed_behind_what_is_sent(world: Rotating) -> None:
    async with world.process() as channel:
        world.day.pass_hours(9.9)
        await say(channel)
        assert world.renewals() == 0
        world.day.pass_hours(0.2)
        world.slack.fail("oauth.v2.access", Fault(delay=0.3))
        assert (await say(channel)).ending is Ending.SENT
        assert world.used() == [FIRST, FIRST], "it waited for Slack although its token had two hours left"
    assert world.renewals() == 1, "closing did not wait for what Slack was about to give"
    _, found = await Sealed(world.keep, KEY).read("T0TEAM")
    assert found is not None and found.token == "xoxe.xoxb-1"


async def test_however_many_ask_in_however_many_processes_slack_is_asked_once(world: Rotating) -> None:
    """What renews a token is used up by being used: a second one would end the installation."""
    world.end()
    world.day.pass_hours(13)
    world.slack.fail("oauth.v2.access", Fault(delay=0.3))
    async with world.process() as web_process, world.process() as worker:
        sends = [say(channel, f"{n}", n) for n, channel in enumerate([web_process, worker] * 8)]
        endings = [sent.ending for sent in await asyncio.gather(*sends)]
    assert endings == [Ending.SENT] * 16
    assert world.renewals() == 1
    assert set(world.used()) == {"xoxe.xoxb-1"}


async def test_a_process_that_died_while_it_asked_holds_the_others_up_for_a_minute_only(world: Rotating) -> None:
    await world.keep.set(rotation.CLAIM + "T0TEAM", f"{world.day.at.timestamp() + 13 * 3600 + 60} dead")
    world.end()
    world.day.pass_hours(13)
    async with world.process() as channel:
        world.day.pass_hours(0.02)
        assert (await say(channel)).ending is Ending.SENT


async def test_a_clock_that_is_wrong_does_not_matter(world: Rotating) -> None:
    world.end()
    async with world.process() as channel:
        assert (await say(channel)).ending is Ending.AGAIN
        assert (await say(channel)).ending is Ending.SENT
    assert world.used()[-1] == "xoxe.xoxb-1"


@pytest.mark.parametrize("fault", [Fault(status=500), Fault(drop="before"), Fault(error="ratelimited")])
async def test_while_slack_does_not_renew_the_message_waits_and_then_goes(
    world: Rotating, fault: Fault, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rotation, "SOON", 0.05)
    monkeypatch.setattr(rotation, "LATER", 0.05)
    world.slack.fail("oauth.v2.access", fault)
    world.end()
    world.day.pass_hours(13)
    async with world.process() as channel:
        first = await say(channel)
        assert first.ending is Ending.AGAIN, "the message was given up for a token that only had to be renewed"
        assert "T0TEAM" in str(channel.state["trouble"]), f"/readyz would show {channel.state}"
        await asyncio.sleep(0.06)
        assert (await say(channel)).ending is Ending.SENT
        assert channel.state["trouble"] == ""


async def test_a_renewal_that_slack_refuses_is_said_wherever_the_operator_looks(
    world: Rotating, caplog: pytest.LogCaptureFixture
) -> None:
    world.slack.renewers.clear()
    world.end()
    world.day.pass_hours(13)
    async with world.process() as channel:
        for n in range(5):
            assert (await say(channel, delivery=n)).ending is Ending.AGAIN
        assert "install the app there again" in str(channel.state["trouble"]), f"/readyz would show {channel.state}"
    assert world.renewals() == 1, "a refused renewal was asked for at every message"
    assert "invalid_refresh_token" in caplog.text and RENEWER not in caplog.text
    (line,) = await world.doctor()
    assert line.startswith("Slack: T0TEAM:") and "install the app there again" in line
    await world.install()
    async with world.process() as channel:
        assert (await say(channel)).ending is Ending.SENT
    assert await world.doctor() == []


async def test_doctor_asks_slack_of_every_workspace_and_renews_nothing(world: Rotating) -> None:
    assert await world.doctor() == []
    world.slack.fail("auth.test", Fault(error="account_inactive"))
    (line,) = await world.doctor()
    assert "T0TEAM" in line and "install the app there again" in line
    world.end()
    world.day.pass_hours(13)
    assert await world.doctor() == [], "a token that has ended, and will be renewed when it is needed, is no problem"
    assert world.renewals() == 0


async def test_doctor_says_that_another_key_opens_nothing(world: Rotating) -> None:
    (line,) = await problems(replace(world.settings, secret_key="x" * 40), world.keep)
    assert "T0TEAM" in line and "BOT_SECRET_KEY" in line


async def test_a_token_in_the_settings_that_will_end_is_named_before_it_ends(world: Rotating) -> None:
    world.slack.tokens["xoxe.xoxb-alone"] = ALL
    alone = SlackSettings("s", "xoxe.xoxb-alone", api_url=world.slack.api_url)
    assert any("ends after twelve hours" in line for line in await problems(alone))


async def test_a_store_that_is_full_when_slack_answers_loses_nothing(
    world: Rotating, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rotation, "KEEP_WAITS", (0.01,) * 5)
    world.end()
    world.day.pass_hours(13)
    async with world.process() as channel:
        swap, full = StoredValues.swap, 3

        async def swaps(self: StoredValues, key: str, old: str | None, new: str | None) -> bool:
            nonlocal full
            if not key.startswith(rotation.CLAIM) and full:
                full -= 1
                raise OSError("disk full")
            return await swap(self, key, old, new)

        monkeypatch.setattr(StoredValues, "swap", swaps)
        assert (await say(channel)).ending is Ending.SENT
    _, found = await Sealed(world.keep, KEY).read("T0TEAM")
    assert found is not None and found.refresh == "xoxe-1", "what renews the token next time is lost"
