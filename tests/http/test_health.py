"""/readyz, /healthz and /metrics: what stops the bot is 503, what somebody should look at is `degraded` with 200."""

from __future__ import annotations

import contextlib
import os
import shutil
import sqlite3
from collections.abc import AsyncIterator, Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from bot.content.live import LiveContent
from bot.core.model import Outcome, WrongCode
from bot.http import condition
from bot.http.condition import Doing, without_paths
from bot.http.health import Health
from bot.http.metrics import Metrics
from bot.runtime.clock import StoppedClock
from bot.runtime.measures import Measures
from bot.runtime.outbox import Outbox
from bot.runtime.supervisor import Supervisor
from bot.store.port import Store, Tx
from tests.process import ROOT
from tests.store.factories import NOW, Maker, add_adopter, add_person, new_store, says

Client = TestClient[web.Request, web.Application]


@dataclass
class World:
    store: Store
    path: Path
    content: LiveContent
    folder: Path
    clock: StoppedClock
    jobs: Supervisor
    client: Client

    async def ready(self, **headers: str) -> tuple[int, dict[str, Any]]:
        async with self.client.get("/readyz", headers=headers) as answer:
            return answer.status, await answer.json() if answer.status != 404 else {}


class Silent:
    """A channel that nobody sends by: what is kept for it waits."""

    name = "slack"


@contextlib.asynccontextmanager
async def world(folder: Path, local: bool = False, load: bool = True) -> AsyncIterator[World]:
    content_folder = Path(shutil.copytree(ROOT / "conversations", folder / "content"))
    content = LiveContent(content_folder, ZoneInfo("Europe/London"))
    if load:
        content.load()
    async with new_store(folder) as store:
        clock, jobs, channels = StoppedClock(NOW), Supervisor(), {"slack": Silent()}
        outbox = Outbox(store, channels, clock)  # type: ignore[arg-type]
        app = web.Application()
        doing = Doing(store, content, clock, channels, jobs)  # type: ignore[arg-type]
        metrics = Metrics(Measures(), store, outbox, channels, jobs, {("error", "turn_failed"): 3})  # type: ignore[arg-type]
        app.add_routes(Health(doing, metrics, content, clock, channels, jobs, local).routes())  # type: ignore[arg-type]
        async with TestClient(TestServer(app)) as client:
            yield World(store, folder / "test.db", content, content_folder, clock, jobs, client)


async def a_message(store: Store) -> int:
    """One that waits. Its number."""
    await add_person(store, await add_adopter(store))
    turn = Maker("m").turn()
    await store.write(lambda tx: tx.keep(turn, tx.context(turn.account), Outcome((says("Hello"),))))
    (delivery,) = await store.write(lambda tx: tx.claim(NOW, NOW + timedelta(seconds=90), 1, ("slack",)))
    return delivery.id


async def test_a_bot_that_can_work_is_ready(tmp_path: Path) -> None:
    async with world(tmp_path) as here:
        status, body = await here.ready()
    assert (status, body["ready"], body["troubles"], body["degraded"]) == (200, True, [], [])
    assert body["content"] == "together-with-tenants"


async def test_a_store_that_cannot_be_written_is_503_for_ten_seconds_and_names_no_path(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(condition, "PROBE_KEPT", 0.0)
    async with world(tmp_path) as here:
        with closing(sqlite3.connect(here.path, isolation_level=None)) as other:
            other.execute("BEGIN EXCLUSIVE")
            monkeypatch.setattr(condition, "PROBE_WAIT", 0.2)
            status, body = await here.ready()
            assert (status, body["ready"]) == (503, False)
            assert body["troubles"] == ["store: a write did not come back within 0.2 seconds"]
            monkeypatch.setattr(condition, "PROBE_KEPT", 600.0)
            other.execute("ROLLBACK")
            assert (await here.ready())[0] == 503, "the answer counts for a while"
        monkeypatch.setattr(condition, "PROBE_KEPT", 0.0)
        monkeypatch.setattr(condition, "PROBE_WAIT", 30.0)
        assert (await here.ready())[0] == 200
    assert condition.PROBE_KEPT != 10.0
    monkeypatch.undo()
    assert condition.PROBE_KEPT == 10.0


@pytest.fixture
def small_disk(tmp_path: Path) -> Any:
    """A disk of four megabytes, where this machine lets the test make one."""
    disk = tmp_path / "disk"
    disk.mkdir()
    if os.system(f"mount -t tmpfs -o size=4m tmpfs {disk} 2>/dev/null"):
        pytest.skip("no right to mount a small disk here")
    yield disk
    os.system(f"umount -l {disk}")


async def test_a_full_disk_is_503_and_says_so_without_a_path(
    small_disk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(condition, "PROBE_KEPT", 0.0)
    async with world(small_disk) as here:
        assert (await here.ready())[0] == 200
        filler = small_disk / "filler"
        with contextlib.suppress(OSError), filler.open("wb", buffering=0) as file:
            while True:
                file.write(b"x" * 4096)
        status, body = await here.ready()
        assert (status, body["troubles"]) == (503, ["store: the disk is full"])
        assert str(small_disk) not in str(body)
        filler.unlink()
        assert (await here.ready())[0] == 200


async def test_without_content_it_is_503(tmp_path: Path) -> None:
    async with world(tmp_path, load=False) as here:
        status, body = await here.ready()
    assert (status, body["troubles"]) == (503, ["content: none is loaded"])


async def test_broken_newer_content_is_degraded_with_200(tmp_path: Path) -> None:
    async with world(tmp_path) as here:
        (here.folder / "steps" / "board.yaml").write_text("title: [\n")
        assert not here.content.reload_if_changed()
        status, body = await here.ready()
        assert (status, body["ready"], body["troubles"]) == (200, True, [])
        assert body["degraded"] == ["content: the newest has 1 problem; the last good one is in force"]
        async with here.client.get("/metrics") as answer:
            assert "charter_bot_content_problems 1.0" in await answer.text()


async def test_a_message_given_up_is_degraded_with_200(tmp_path: Path) -> None:
    async with world(tmp_path) as here:
        number = await a_message(here.store)
        await here.store.write(lambda tx: tx.failed(number, NOW, "cannot read /var/lib/bot/x.db", False))
        status, body = await here.ready()
    assert (status, body["ready"]) == (200, True)
    assert body["degraded"] == [
        "outbox: 1 message given up (charter-bot outbox list): cannot read …",
    ]


def again(at: timedelta) -> Callable[[Tx, int], None]:
    return lambda tx, number: tx.again(number, NOW + at, "HTTP 503", False)


async def test_one_message_that_a_provider_does_not_take_is_degraded_with_200(tmp_path: Path) -> None:
    async with world(tmp_path) as here:
        number = await a_message(here.store)
        await here.store.write(lambda tx: again(timedelta(hours=2, minutes=5))(tx, number))
        here.clock.move(timedelta(hours=2))
        status, body = await here.ready()
    assert status == 200
    assert body["degraded"] == [
        "outbox: a message has waited since 2026-11-24 09:30 UTC, and is tried again: HTTP 503"
    ]


async def test_a_stuck_outbox_is_503(tmp_path: Path) -> None:
    """Nobody takes what is due: neither a new message, nor one whose sender died with it."""
    async with world(tmp_path) as here:
        await a_message(here.store)
        here.clock.move(timedelta(minutes=11))
        assert (await here.ready())[0] == 200, "its lease has just run out"
        here.clock.move(timedelta(minutes=1))
        status, body = await here.ready()
    assert status == 503
    assert body["troubles"] == ["outbox: stuck: a message has been due since 2026-11-24 09:31 UTC"]


async def test_a_job_that_failed_is_shown(tmp_path: Path) -> None:
    async def job() -> None:
        raise ValueError("words")

    import asyncio

    async with world(tmp_path) as here:
        task = asyncio.create_task(here.jobs.run("publisher", job))
        async with asyncio.timeout(20):
            while here.jobs.states.get("publisher") is None or here.jobs.states["publisher"].state != "waiting":
                await asyncio.sleep(0.01)
        status, body = await here.ready()
        async with here.client.get("/metrics") as answer:
            assert 'charter_bot_job_faults{job="publisher"} 1.0' in await answer.text()
        task.cancel()
    assert (status, body["jobs"]) == (200, {"publisher": "waiting"})
    assert body["degraded"] == ["the job 'publisher' failed (ValueError) and is begun again shortly"]


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"Host": "localhost:3000"}, 200),
        ({"Host": "[::1]:3000"}, 200),
        ({"Host": "bot.example.org"}, 404),
        ({"X-Forwarded-For": "203.0.113.7"}, 404),
        ({"Forwarded": "for=203.0.113.7"}, 404),
        ({"X-Real-IP": "203.0.113.7"}, 404),
    ],
)
async def test_kept_to_this_machine_it_is_not_there_for_others(
    tmp_path: Path, headers: dict[str, str], status: int
) -> None:
    async with world(tmp_path, local=True) as here:
        for page in ("/readyz", "/metrics"):
            async with here.client.get(page, headers=headers) as answer:
                assert answer.status == status
        async with here.client.get("/healthz", headers=headers) as answer:
            assert answer.status == 200


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("The database /var/lib/bot.db is full", "The database … is full"),
        ("C:\\bot\\data\\x.db is locked", "… is locked"),
        ("given up after 3 attempts: HTTP 503", "given up after 3 attempts: HTTP 503"),
    ],
)
def test_places_are_left_out(text: str, shown: str) -> None:
    assert without_paths(text) == shown


async def test_guessed_codes_are_counted(tmp_path: Path) -> None:
    async with world(tmp_path) as here:
        for user, times in (("U1", 6), ("U2", 2)):
            turn = Maker(user).turn(user=user)
            wrong = Outcome(changes=(WrongCode(turn.account, times),))
            await here.store.write(lambda tx, t=turn, w=wrong: tx.keep(t, tx.context(t.account), w))  # type: ignore[misc]
        async with here.client.get("/metrics") as answer:
            told = await answer.text()
        assert "charter_bot_wrong_codes 8.0" in told
        assert "charter_bot_slowed_accounts 1.0" in told


async def test_reminders_that_nobody_looks_at_are_late(tmp_path: Path) -> None:
    async with world(tmp_path) as here:
        adopter = await add_adopter(here.store)
        await here.store.write(lambda tx: tx.set_wake(adopter.key, NOW + timedelta(minutes=5)))
        for late, told in ((0, ("0.0", "0.0")), (25, ("1.0", "1200.0"))):
            here.clock.move(timedelta(minutes=late))
            async with here.client.get("/metrics") as answer:
                page = await answer.text()
            assert f"charter_bot_reminders_due {told[0]}" in page
            assert f"charter_bot_reminders_late_seconds {told[1]}" in page


async def test_what_went_wrong_is_counted_by_its_kind(tmp_path: Path) -> None:
    async with world(tmp_path) as here, here.client.get("/metrics") as answer:
        assert 'charter_bot_failures_total{kind="turn_failed",level="error"} 3.0' in await answer.text()
