"""Each alert of deploy/ is tried by making it fire: a real bot in trouble, and a real Prometheus that asks it.

The rules are the file's own, but for how long each must last: that is a matter of Prometheus alone.
"""

from __future__ import annotations

import asyncio
import contextlib
import re
import shutil
import sqlite3
import subprocess
from collections.abc import AsyncIterator, Collection
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from bot.core.model import Account, Message, Outcome, Outgoing, WrongCode
from bot.runtime.backups import FAILED_KEY, LAST_KEY
from bot.store.port import Store, Tx
from tests.compose.test_serving import page, say
from tests.process import ROOT, free_port, serving
from tests.programs import program
from tests.store.factories import Maker, add_adopter, add_person, new_store

DEPLOY = ROOT / "deploy"
RULES = DEPLOY / "prometheus" / "alerts.yml"
OPERATING = ROOT / "docs" / "operating.md"
ALERTS = re.findall(r"- alert: (\w+)", RULES.read_text(encoding="utf-8"))
AT_ONCE = {
    "CharterBotMessagesWait", "CharterBotMessageGivenUp", "CharterBotRemindersLate", "CharterBotBackupOld",
    "CharterBotBackupFailed", "CharterBotCodesGuessed", "CharterBotDegraded",
}  # fmt: skip
"""What the store alone leads to, before anybody said a word."""


@dataclass(frozen=True)
class Prometheus:
    """One that runs, with the rules."""

    session: aiohttp.ClientSession
    address: str

    async def asked(self, path: str, **what: str) -> Any:
        async with self.session.get(f"{self.address}/api/v1/{path}", params=what) as answer:
            return (await answer.json())["data"]

    async def firing(self) -> set[str]:
        return {
            one["labels"]["alertname"] for one in (await self.asked("alerts"))["alerts"] if one["state"] == "firing"
        }

    async def until(self, wanted: Collection[str], seconds: float = 60) -> set[str]:
        """What fires once these do."""
        firing: set[str] = set()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                while not set(wanted) <= (firing := await self.firing()):
                    await asyncio.sleep(0.3)
        assert set(wanted) <= firing, f"{set(wanted) - firing} did not fire"
        return firing


@contextlib.asynccontextmanager
async def watching(folder: Path, bot: str) -> AsyncIterator[Prometheus]:
    """A Prometheus that asks this bot every half second, and lets no alert wait."""
    await asyncio.to_thread(folder.mkdir)
    rules = re.sub(r"(?m)^(\s+)for: \w+$", r"\1for: 0s", RULES.read_text(encoding="utf-8"))
    (folder / "alerts.yml").write_text(rules, encoding="utf-8")
    settings = (DEPLOY / "prometheus" / "prometheus.yml").read_text(encoding="utf-8")
    settings = settings.replace("15s", "500ms").replace("127.0.0.1:3000", bot.removeprefix("http://"))
    settings = settings[: settings.index("  - job_name: charter-bot-worker")]
    (folder / "prometheus.yml").write_text(settings, encoding="utf-8")
    address = f"127.0.0.1:{free_port()}"
    process = await asyncio.create_subprocess_exec(
        program("prometheus"), f"--config.file={folder}/prometheus.yml", f"--storage.tsdb.path={folder}/data",
        f"--web.listen-address={address}", stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.DEVNULL,
    )  # fmt: skip
    try:
        async with aiohttp.ClientSession() as session:
            async with asyncio.timeout(60):
                while not await _ready(session, f"http://{address}/-/ready"):
                    await asyncio.sleep(0.1)
            yield Prometheus(session, f"http://{address}")
    finally:
        process.terminate()
        await process.wait()


async def _ready(session: aiohttp.ClientSession, address: str) -> bool:
    with contextlib.suppress(aiohttp.ClientError):
        async with session.get(address) as answer:
            return answer.status == 200
    return False


async def a_bad_month(store: Store) -> None:
    """Messages that nobody sends, one that was given up, late reminders, guessed codes, old backups."""
    now = datetime.now(UTC)
    then = now - timedelta(minutes=20)
    adopter = await add_adopter(store)
    makers = [Maker(f"old{number}") for number in range(8)]
    await add_person(store, adopter)
    for number, maker in enumerate(makers):
        turn = maker.turn(user=f"W{number}", at=then, channel="web", workspace="web")
        old = Outcome((Outgoing(Message("Noted."), turn.address),))
        await store.write(lambda tx, t=turn, o=old: tx.keep(t, tx.context(t.account), o))  # type: ignore[misc]
    (lost,) = await store.write(lambda tx: tx.claim(now, now + timedelta(seconds=60), 1, ("web",)))
    guessed = Maker("guess").turn(user="G", at=now)

    def spoil(tx: Tx) -> None:
        tx.failed(lost.id, now, "channel_not_found", False)
        tx.set_wake(adopter.key, now - timedelta(minutes=30))
        tx.set_value(LAST_KEY, (now - timedelta(days=3)).isoformat())
        tx.set_value(FAILED_KEY, "the disk is full")
        wrong = WrongCode(Account("slack", "T1", "G"), 40)
        tx.keep(guessed, tx.context(guessed.account), Outcome(changes=(wrong,)))

    await store.write(spoil)


async def hold_up(database: Path, seconds: float) -> None:
    """Nothing can be kept for a while."""
    with contextlib.closing(sqlite3.connect(database, isolation_level=None, check_same_thread=False)) as other:
        other.execute("BEGIN EXCLUSIVE")
        await asyncio.sleep(seconds)
        other.execute("ROLLBACK")


@pytest.mark.slow
@pytest.mark.timeout(400)
async def test_each_alert_fires_when_what_it_is_about_happens(tmp_path: Path) -> None:
    program("prometheus")
    fired: set[str] = set()
    content = Path(shutil.copytree(ROOT / "conversations", tmp_path / "content"))
    async with (
        serving(tmp_path, "--only", "web", BOT_CONTENT=str(content)) as (address, process),
        watching(tmp_path / "prometheus", address) as prometheus,
        aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as session,
    ):
        await page(session, address)
        assert await say(session, address, "m-first-aaaa", "hello") == 202
        fired |= await prometheus.until({"CharterBotNoBackup"})
        assert fired == {"CharterBotNoBackup"}, "all else is well"
        async with new_store(tmp_path, "bot.db") as store:
            await a_bad_month(store)
        fired |= await prometheus.until(AT_ONCE)
        (content / "steps" / "board.yaml").write_text("title: [\n", encoding="utf-8")
        fired |= await prometheus.until({"CharterBotContentRefused"})
        for number in range(30):
            assert await say(session, address, f"m-unclear-{number:04}", f"xyzzy plugh grumpf {number}") == 202
        fired |= await prometheus.until({"CharterBotOftenUnclear", "CharterBotSlowToDeliver"})
        for attempt in range(6):  # Whoever writes too fast is asked to wait, at once: that is no slow answer.
            slow = [asyncio.create_task(say(session, address, f"m-slow-{attempt}{n:05}", "hello")) for n in range(4)]
            await hold_up(tmp_path / "bot.db", 2.5)
            answers = await asyncio.gather(*slow)
            assert set(answers) <= {202, 429}
            if answers.count(202) > 2:
                break
            await asyncio.sleep(10)
        fired |= await prometheus.until({"CharterBotSlowToAcknowledge"})
        late = asyncio.create_task(say(session, address, "m-late-aaaa", "hello"))
        await hold_up(tmp_path / "bot.db", 20)
        assert await late == 503
        fired |= await prometheus.until({"CharterBotFailures"})
        holding = asyncio.create_task(hold_up(tmp_path / "bot.db", 40))
        fired |= await prometheus.until({"CharterBotNotReady"})
        process.kill()
        await holding
        fired |= await prometheus.until({"CharterBotDown"})
    assert fired == set(ALERTS)


def test_the_rules_and_the_settings_are_sound() -> None:
    for kind, file in (("rules", RULES), ("config", DEPLOY / "prometheus" / "prometheus.yml")):
        done = subprocess.run(
            [program("promtool"), "check", kind, str(file)], capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr


def test_what_each_alert_means_and_what_to_do_is_written_down() -> None:
    told = OPERATING.read_text(encoding="utf-8").partition("## Alerts\n")[2].partition("\n## ")[0]
    assert re.findall(r"^\| `(CharterBot\w+)`", told, re.MULTILINE) == ALERTS
