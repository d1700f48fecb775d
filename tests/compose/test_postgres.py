"""The whole bot on PostgreSQL: two webs and a worker as processes, a talk across them, a server that goes away."""

from __future__ import annotations

import asyncio
import json
import re
import signal
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import aiohttp
import pytest
from yarl import URL

from bot.channels.slack.signing import sign
from bot.core.model import Account, Person
from bot.store.open import open_store
from bot.store.port import Tx
from tests.channels.slack.conftest import SECRET, payload
from tests.channels.world import CODE, LEAD
from tests.compose.test_serving import page, say, shown
from tests.postgres import Server, begin
from tests.process import command, serving, working
from tests.stubs.slack import TOKEN, SlackStub

HTML = {"Accept": "text/html"}
KEY = "a-secret-of-more-than-thirty-two-bytes"


@pytest.fixture(scope="module")
def own() -> Iterator[Server]:
    yield from begin()


def browser() -> aiohttp.ClientSession:
    return aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True))


async def readiness(session: aiohttp.ClientSession, address: str) -> tuple[int, list[str]]:
    async with session.get(f"{address}/readyz") as answer:
        return answer.status, (await answer.json())["troubles"]


@pytest.mark.slow
async def test_a_talk_goes_on_across_processes_and_restarts_of_the_server(own: Server, tmp_path: Path) -> None:
    more = {"DATABASE_URL": own.new_database(), "BOT_SECRET_KEY": KEY}
    async with (
        serving(tmp_path, "--only", "web", **more) as (one, first),
        serving(tmp_path, "--only", "web", **more) as (other, _),
        working(tmp_path, **more),
        browser() as here,
        browser() as there,
    ):
        await page(here, one)
        await page(there, other)
        assert await say(here, one, "m1-aaaaaaaa", "Board approved it on 3 March") == 202
        await shown(there, other, "3 March 2026")
        await asyncio.to_thread(own.restart)
        async with asyncio.timeout(20):
            while await say(there, other, "m2-aaaaaaaa", "yes") not in (200, 202):
                await asyncio.sleep(0.2)
        await shown(here, one, "is done")
        first.kill()
        await first.wait()
        await asyncio.to_thread(own.stop)
        status, troubles = await readiness(there, other)
        async with asyncio.timeout(20):
            while status == 200:  # what it said a moment ago counts for ten seconds
                await asyncio.sleep(0.5)
                status, troubles = await readiness(there, other)
        assert (status, [re.sub(" \\(.*", "", t) for t in troubles]) == (503, ["store: it cannot be reached"])
        assert await say(there, other, "m3-aaaaaaaa", "status") == 503
        await asyncio.to_thread(own.start)
        async with asyncio.timeout(20):
            while await say(there, other, "m3-aaaaaaaa", "status") not in (200, 202):
                await asyncio.sleep(0.2)
        async with asyncio.timeout(20):
            while (await readiness(there, other))[0] != 200:
                await asyncio.sleep(0.5)
    await command(tmp_path, "export", "out", **more)
    rows = (tmp_path / "out" / "facts.jsonl").read_text().splitlines()
    assert len(rows) == 2, "each kept once"


async def event(session: aiohttp.ClientSession, address: str, name: str, **changes: Any) -> None:
    """A recorded event of Slack, as it comes to this process."""
    body = payload(name)
    body["event_id"] = f"Ev{time.time_ns()}"
    body["event"] |= {"ts": f"{time.time():.6f}", **changes}
    raw, stamp = json.dumps(body).encode(), str(int(time.time()))
    headers = {
        "Content-Type": "application/json", "X-Slack-Request-Timestamp": stamp,
        "X-Slack-Signature": sign(SECRET, stamp, raw),
    }  # fmt: skip
    async with session.post(f"{address}/slack/events", data=raw, headers=headers) as answer:
        assert answer.status == 200


async def is_in(session: aiohttp.ClientSession, address: str) -> bool:
    async with session.get(f"{address}/", headers=HTML) as answer:
        return answer.status == 200


async def known(url: str, adopter: str) -> None:
    """An adopter and its lead, who writes from Slack."""

    def make(tx: Tx) -> None:
        added = tx.add_adopter(adopter, CODE, datetime.now(UTC))
        tx.save_person(Person("p-priya", added.key, "Priya", "lead"), Account("slack", "T0TEAM", LEAD))

    store = open_store(url)
    await store.migrate()
    await store.write(make)
    await store.close()


@pytest.mark.slow
async def test_a_home_opened_at_one_web_follows_what_is_told_at_the_other(own: Server, tmp_path: Path) -> None:
    """Whichever process heard it publishes: nobody sees an old home, and nothing is sent twice."""
    async with SlackStub(people={LEAD: "Priya"}) as slack:
        more = {
            "DATABASE_URL": own.new_database(), "BOT_SECRET_KEY": KEY, "SLACK_SIGNING_SECRET": SECRET,
            "SLACK_BOT_TOKEN": TOKEN, "SLACK_API_URL": slack.api_url,
        }  # fmt: skip
        await known(more["DATABASE_URL"], "Maple Homes")
        async with (
            serving(tmp_path, "--only", "web", **more) as (one, _),
            serving(tmp_path, "--only", "web", **more) as (other, _),
            working(tmp_path, **more),
            working(tmp_path, **more),
            aiohttp.ClientSession() as session,
        ):
            await event(session, one, "app_home_home", user=LEAD)
            for words in ("The board noted it on 3 March 2026", "yes"):
                before = len(slack.said(f"D{LEAD[1:]}"))
                await event(session, other, "message_im", text=words, user=LEAD, channel=f"D{LEAD[1:]}")
                async with asyncio.timeout(20):
                    while len(slack.said(f"D{LEAD[1:]}")) == before:
                        await asyncio.sleep(0.05)
            async with asyncio.timeout(20):
                while "3 March 2026" not in json.dumps(slack.views.get(LEAD, {})):
                    await asyncio.sleep(0.05)
            said = slack.said(f"D{LEAD[1:]}")
            assert len([words for words in said if "Saved" in words]) == 1


@pytest.mark.slow
async def test_who_signs_out_at_one_web_is_out_at_the_other(own: Server, tmp_path: Path) -> None:
    more = {"DATABASE_URL": own.new_database(), "BOT_SECRET_KEY": KEY}
    await command(tmp_path, "adopters", "add", "meadow-homes", **more)
    _, link, _ = await command(tmp_path, "invite", "--adopter", "meadow-homes", "--name", "Tom Okafor", **more)
    credentials = {"SLACK_SIGNING_SECRET": "s", "SLACK_BOT_TOKEN": "xoxb-1", "SLACK_API_URL": "http://127.0.0.1:9/"}
    async with (
        serving(tmp_path, "--only", "web", **more, **credentials) as (one, _),
        serving(tmp_path, "--only", "web", **more, **credentials) as (other, _),
        browser() as tom,
    ):
        async with tom.post(one + urlsplit(link.strip()).path, headers=HTML) as answer:
            assert answer.status == 200
        assert [await is_in(tom, address) for address in (one, other)] == [True, True]
        cookie = tom.cookie_jar.filter_cookies(URL(one))["chat"].value
        async with tom.post(f"{other}/leave", headers=HTML) as answer:
            assert answer.status == 200
        tom.cookie_jar.update_cookies({"chat": cookie}, URL(one))
        assert [await is_in(tom, address) for address in (one, other)] == [False, False], "a cookie that was copied"


async def envelope(slack: SlackStub, socket: int, event: str, words: str) -> None:
    """An event of Slack over one of the bot's connections; it is the same event where `event` is."""
    body = payload("message_im")
    body["event_id"] = event
    body["event"] |= {"ts": f"1790000000.{event[2:]:0>6}", "text": words, "user": LEAD, "channel": f"D{LEAD[1:]}"}
    await slack.sockets[socket].send_str(
        json.dumps({"envelope_id": f"{event}-{socket}", "type": "events_api", "payload": body})
    )


@pytest.mark.slow
async def test_slacks_socket_is_held_by_two_processes_and_the_other_goes_on_when_one_dies(
    own: Server, tmp_path: Path
) -> None:
    """An event that the dead one had and did not acknowledge comes to the other; each is answered once."""
    async with SlackStub(people={LEAD: "Priya"}) as slack:
        slack.tokens["xapp-1"] = frozenset()
        more = {
            "DATABASE_URL": own.new_database(), "BOT_SECRET_KEY": KEY, "SLACK_APP_TOKEN": "xapp-1",
            "SLACK_BOT_TOKEN": TOKEN, "SLACK_API_URL": slack.api_url,
        }  # fmt: skip
        await known(more["DATABASE_URL"], "Maple Homes")
        place = f"D{LEAD[1:]}"

        async def until(count: int, what: Callable[[], int]) -> None:
            async with asyncio.timeout(30):
                while what() < count:
                    await asyncio.sleep(0.05)

        async with serving(tmp_path, "--only", "web", **more) as (_, first):
            await until(1, lambda: len(slack.sockets))
            async with serving(tmp_path, "--only", "web", **more), working(tmp_path, **more):
                await until(2, lambda: len(slack.sockets))
                await envelope(slack, 0, "Ev1", "status")
                await envelope(slack, 1, "Ev1", "status")
                await until(2, lambda: len(slack.acknowledged))
                await until(1, lambda: len(slack.said(place)))
                first.send_signal(signal.SIGSTOP)
                await envelope(slack, 0, "Ev2", "help")
                await asyncio.sleep(0.5)
                first.kill()
                await first.wait()
                await envelope(slack, 1, "Ev2", "help")
                await until(3, lambda: len(slack.acknowledged))
                await until(2, lambda: len(slack.said(place)))
                await asyncio.sleep(1)
                assert len(slack.said(place)) == 2
                assert {answer["envelope_id"] for answer in slack.acknowledged} == {"Ev1-0", "Ev1-1", "Ev2-1"}
