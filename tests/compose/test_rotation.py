"""The key is rotated: the old one is valid for a time, every process follows, and under load no turn fails."""

from __future__ import annotations

import asyncio
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from aiohttp import ClientSession, CookieJar
from aiohttp.test_utils import TestServer

from bot.channels.passes import PassKind, make_pass, read_pass
from bot.channels.slack.installs import KEY, Installation, Sealed
from bot.channels.slack.readings import Self
from bot.compose.app import open_app, web_application
from bot.compose.channels import StoredValues, open_channels
from bot.compose.secret import KeyFile, key_ring
from bot.compose.settings import SettingsError, read_settings
from bot.core.model import Account, Person
from bot.store.codes import new_code
from bot.store.port import Tx
from tests.process import command
from tests.programmes import CONVERSATIONS, read_once
from tests.store.factories import new_store

NOW = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)
CLIENTS, EACH = 10, 8


def _file(folder: Path, text: str = "k" * 48) -> Path:
    path = folder / "bot.key"
    path.write_text(text)
    return path


def test_the_new_key_signs_and_the_old_one_is_valid_until_its_day(tmp_path: Path) -> None:
    now = [NOW]
    ring = KeyFile(_file(tmp_path), lambda: now[0])
    old = make_pass(ring, PassKind.LINK, "sam", NOW)
    assert ring.rotate(timedelta(days=2)) == NOW + timedelta(days=2)
    new = make_pass(ring, PassKind.LINK, "sam", NOW)
    first = ring.keys()[0]
    assert first != "k" * 48
    assert read_pass(first, PassKind.LINK, new) is not None
    assert read_pass(first, PassKind.LINK, old) is None
    assert read_pass(ring, PassKind.LINK, old) is not None
    now[0] = NOW + timedelta(days=2)
    assert read_pass(ring, PassKind.LINK, old) is None
    assert read_pass(ring, PassKind.LINK, new) is not None
    assert (tmp_path / "bot.key").stat().st_mode & 0o077 == 0


def test_what_is_over_goes_out_of_the_file_at_the_next_rotation(tmp_path: Path) -> None:
    now = [NOW]
    ring = KeyFile(_file(tmp_path), lambda: now[0])
    for _ in range(3):
        ring.rotate(timedelta(days=2))
        now[0] += timedelta(days=3)
    assert len((tmp_path / "bot.key").read_text().splitlines()) == 2


def test_another_process_follows_and_a_broken_file_stops_nobody(tmp_path: Path) -> None:
    path = _file(tmp_path)
    here, there = KeyFile(path), KeyFile(path)
    assert list(here.keys()) == list(there.keys())
    there.rotate(timedelta(days=1))
    assert list(here.keys()) == list(there.keys())
    assert len(here.keys()) == 2
    path.write_text("short")
    assert len(here.keys()) == 2
    path.unlink()
    assert len(here.keys()) == 2
    with pytest.raises(SettingsError):
        KeyFile(path).keys()


async def test_what_the_old_key_sealed_is_sealed_anew(tmp_path: Path) -> None:
    async with new_store(tmp_path) as store:
        now = [NOW]
        ring, keep = KeyFile(_file(tmp_path), lambda: now[0]), StoredValues(store)
        sealed = Sealed(keep, ring)
        await keep.set(f"{KEY}T1", sealed.seal(Installation("T1", "xoxb-1", Self("U", "B", "A", ""))))
        ring.rotate(timedelta(days=1))
        assert (await sealed.read("T1"))[1] is not None
        assert await sealed.seal_anew() == 1
        now[0] += timedelta(days=2)
        found = (await sealed.read("T1"))[1]
        assert found is not None
        assert found.token == "xoxb-1"


def _people(tx: Tx) -> None:
    adopter = tx.add_adopter("Hillside", new_code(), NOW)
    for number in range(CLIENTS):
        id_ = f"p{number}"
        tx.save_person(Person(id_, adopter.key, f"Person {number}"), Account("web", "web", id_))


async def test_under_load_no_turn_fails_and_nobody_is_signed_out(tmp_path: Path) -> None:
    settings = read_settings(
        database_url=f"sqlite:///{tmp_path}/bot.db", bot_secret_key_file=_file(tmp_path), bot_content=CONVERSATIONS,
        public_url="http://127.0.0.1:3000", _env_file=None,
    )  # fmt: skip
    async with open_app(settings, sending=True, reads=read_once) as app:
        await app.store.write(_people)
        open_channels(app)
        server = TestServer(web_application(app))
        rotated = asyncio.Event()

        async def talk(number: int) -> list[int]:
            token = make_pass(key_ring(settings), PassKind.LINK, f"p{number}", app.clock.now())
            async with ClientSession(server.make_url("/"), cookie_jar=CookieJar(unsafe=True)) as client:
                async with client.post(f"/join/{token}", headers={"Accept": "text/html"}) as entered:
                    found = [entered.status]
                for turn in range(EACH):
                    body = {"id": f"m{number}-{turn}", "text": "status"}
                    async with client.post("/api/chat", data=json.dumps(body), headers=_JSON) as answer:
                        found.append(answer.status)
                await rotated.wait()
                async with client.get("/settings", headers={"Accept": "text/html"}) as page:
                    return [*found, page.status]

        async def rotate() -> None:
            for _ in range(5):
                await asyncio.to_thread(KeyFile(tmp_path / "bot.key").rotate, timedelta(days=90))
                await asyncio.sleep(0.05)
            rotated.set()

        await server.start_server()
        *found, _ = await asyncio.gather(*(talk(n) for n in range(CLIENTS)), rotate())
        assert found == [[200, *[202] * EACH, 200]] * CLIENTS
        assert len(KeyFile(tmp_path / "bot.key").keys()) == 6
        await server.close()
        await app.outbox.stop()


_JSON = {"Content-Type": "application/json"}


async def test_a_key_that_is_known_ends_at_once_with_all_before_it_and_what_it_sealed_is_kept(tmp_path: Path) -> None:
    assert (await command(tmp_path, "adopters", "add", "Hillside"))[0] == 0
    path = _file(tmp_path)
    first = path.read_text().strip()
    known = make_pass(first, PassKind.LINK, "sam", NOW)
    async with new_store(tmp_path, "bot.db") as store:
        sealed = Sealed(StoredValues(store), first)
        await sealed.keep.set(f"{KEY}T1", sealed.seal(Installation("T1", "xoxb-1", Self("U", "B", "A", ""))))
    assert (await command(tmp_path, "rotate-key"))[0] == 0
    assert read_pass(KeyFile(path), PassKind.LINK, known) is not None
    code, out, err = await command(tmp_path, "rotate-key", "--days", "0")
    assert (code, err) == (0, "")
    assert "No key before it is valid any more" in out
    assert read_pass(KeyFile(path), PassKind.LINK, known) is None
    assert len(path.read_text().splitlines()) == 1
    async with new_store(tmp_path, "bot.db") as store:
        found = (await Sealed(StoredValues(store), KeyFile(path)).read("T1"))[1]
    assert found is not None
    assert found.token == "xoxb-1"


@pytest.mark.parametrize("days", ["-1", "9999", "soon"])
async def test_days_that_are_none_are_refused_before_anything_is_done(tmp_path: Path, days: str) -> None:
    code, out, err = await command(tmp_path, "rotate-key", "--days", days)
    assert (code, out) == (2, "")
    assert "should be a number of days" in err


async def test_the_command_rotates_what_it_can_and_says_what_to_do_otherwise(tmp_path: Path) -> None:
    assert (await command(tmp_path, "adopters", "add", "Hillside"))[0] == 0
    code, out, err = await command(tmp_path, "rotate-key", "--days", "30")
    assert (code, err) == (0, "")
    assert "The one before is valid until" in out
    assert len((tmp_path / "bot.key").read_text().splitlines()) == 2
    code, _, err = await command(tmp_path, "rotate-key", BOT_SECRET_KEY="k" * 48)
    assert code == 1
    assert "BOT_SECRET_KEY_FILE" in err
