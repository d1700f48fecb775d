"""`doctor` finds what was planted, says how to mend it, and changes nothing."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.cli.doctor import examine
from bot.cli.doctor_machine import look_at_clock
from bot.compose.settings import Settings, read_settings
from bot.compose.settings_check import unknown_names
from bot.core.model import Outcome
from bot.runtime.reminders import HELD_KEY
from bot.store.port import Store
from tests.process import ROOT, command, serving
from tests.store.factories import NOW, Maker, add_adopter, add_person, later, new_store, says
from tests.stubs.slack import TOKEN, SlackStub

KEY = {"BOT_SECRET_KEY": "k" * 40}
PUBLIC = {"PUBLIC_URL": "https://bot.example.org", **KEY}


def settings_of(folder: Path, **more: object) -> Settings:
    given = {"database_url": f"sqlite:///{folder}/test.db", "bot_content": ROOT / "conversations", "port": 0}
    return read_settings(**{**given, "_env_file": None, **more})


async def to_mend(settings: Settings, now: datetime = NOW) -> list[str]:
    lines, healthy = await examine(settings, now=now)
    found = [line.removeprefix("to mend  ") for line in lines if line.startswith("to mend")]
    assert healthy == (not found)
    # These tests say what time it is, and the bot's files are of today.
    return [line for line in found if "before the bot was installed" not in line]


@pytest.mark.parametrize(
    ("planted", "said"),
    [
        ({"PUBLIC_URL": "https://bot.example.org"}, "Key: BOT_SECRET_KEY: is needed once PUBLIC_URL is set"),
        ({"PUBLIC_URL": "bot.example.org", **KEY}, "Setting: PUBLIC_URL: is not a whole address"),
        ({**PUBLIC, "BOT_SECRET_KEY": "too-short"}, "a key needs at least 32 bytes; this one has 9"),
        ({"HOST": "0.0.0.0"}, "HOST: 0.0.0.0 would open the demo"),
        ({"SLACK_BOT_TOKEN": "xoxb-1", **KEY}, "SLACK_BOT_TOKEN is set without SLACK_SIGNING_SECRET"),
        ({"SLACK_SIGNING_SECRET": "s", **KEY}, "SLACK_SIGNING_SECRET is set without SLACK_BOT_TOKEN"),
        ({"SLACK_APP_TOKEN": "xapp-1", **KEY}, "SLACK_APP_TOKEN is set without SLACK_BOT_TOKEN"),
        ({"SLACK_CLIENT_ID": "1.2", **PUBLIC}, "SLACK_CLIENT_ID is set without SLACK_CLIENT_SECRET"),
        ({"SLACK_CLIENT_SECRET": "c", **PUBLIC}, "SLACK_CLIENT_SECRET is set without SLACK_CLIENT_ID"),
        ({"MICROSOFT_APP_PASSWORD": "p", **KEY}, "is set without MICROSOFT_APP_ID"),
        ({"SLACK_SIGNING_SECERT": "s"}, "unknown setting SLACK_SIGNING_SECERT, did you mean SLACK_SIGNING_SECRET?"),
        ({"PORT": "many"}, "Setting: PORT: "),
        ({"DATABASE_URL": "sqlite:///not/there/bot.db"}, "Database: The folder not/there does not exist"),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)
async def test_what_was_planted_in_the_settings_is_found(tmp_path: Path, planted: dict[str, str], said: str) -> None:
    code, out, err = await command(tmp_path, "doctor", **planted)
    assert (code, err) == (1, "")
    assert any(said in line for line in out.splitlines() if line.startswith("to mend")), out
    assert "Settings" in out, "what is right is told all the same"


async def test_misspelt_names_in_dotenv_are_named_by_doctor_check_and_the_log(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("SLACK_SIGNING_SECERT=s\nBOT_COLOUR=red\nCOMPOSE_PROJECT=x\nLOG_LEVEL=error\n")
    for words in ("doctor", "check"):
        code, out, _ = await command(tmp_path, words)
        assert code == 1
        assert "unknown setting SLACK_SIGNING_SECERT, did you mean SLACK_SIGNING_SECRET? (in .env)" in out
        assert "unknown setting BOT_COLOUR, " in out
        assert "COMPOSE_PROJECT" not in out


@pytest.mark.parametrize("name", ["HOSTNAME", "PATH", "SLACK_WEBHOOK_URL", "POSTGRES_URL", "log_level", "PORT"])
def test_other_programs_names_in_the_environment_are_left_alone(name: str) -> None:
    assert unknown_names([name], {}) == []


async def test_a_stuck_outbox_is_found(tmp_path: Path) -> None:
    async with new_store(tmp_path) as store:
        await a_message(store)
        assert await to_mend(settings_of(tmp_path), later(9)) == []
        (line,) = await to_mend(settings_of(tmp_path), later(11))
        assert line.startswith("Outbox: stuck: 1 messages wait, and one has been due since 2026-11-24 09:30 UTC")
        (delivery,) = await store.write(lambda tx: tx.claim(later(11), later(12), 1, ("slack",)))
        await store.write(lambda tx: tx.again(delivery.id, later(30), "HTTP 503", False))
        (line,) = await to_mend(settings_of(tmp_path), later(12))
        assert "are tried again: HTTP 503" in line
        await store.write(lambda tx: tx.failed(delivery.id, later(40), "channel_not_found", False))
        (line,) = await to_mend(settings_of(tmp_path), later(41))
        assert "1 messages were given up; the last because: channel_not_found (charter-bot outbox list" in line


async def a_message(store: Store) -> None:
    await add_person(store, await add_adopter(store))
    turn = Maker("m").turn()
    await store.write(lambda tx: tx.keep(turn, tx.context(turn.account), Outcome((says("Hello"),))))


@pytest.mark.parametrize(
    ("held", "said"), [("2026-11-24", "is past"), ("2020-01-01", "is past"), ("2026-11-25", ""), ("paused", "")]
)
async def test_a_hold_in_the_past_is_found(tmp_path: Path, held: str, said: str) -> None:
    async with new_store(tmp_path) as store:
        await store.write(lambda tx: tx.set_value(HELD_KEY, held))
    found = await to_mend(settings_of(tmp_path))
    assert [said in line for line in found] == ([True] if said else [])


async def test_a_clock_that_is_behind_what_was_kept_is_found(tmp_path: Path) -> None:
    async with new_store(tmp_path) as store:
        await a_message(store)
        (delivery,) = await store.write(lambda tx: tx.claim(NOW, later(1), 9, ("slack",)))
        await store.write(lambda tx: tx.sent(delivery.id, NOW, ""))
    assert await to_mend(settings_of(tmp_path), later(-4)) == []
    (line,) = await to_mend(settings_of(tmp_path), later(-60 * 24))
    assert line.startswith("Clock: the newest that was kept is of 2026-11-24 09:30 UTC, and this machine says")


async def test_a_clock_that_differs_from_slacks_is_found(tmp_path: Path) -> None:
    async with SlackStub() as slack:
        settings = settings_of(tmp_path, slack_signing_secret="s", slack_bot_token=TOKEN, slack_api_url=slack.api_url)
        right, wrong = datetime.now(UTC), datetime.now(UTC) + timedelta(minutes=6)
        assert [good for good, _ in await look_at_clock(settings, right)] == [True]
        ((good, line),) = await look_at_clock(settings, wrong)
        assert not good
        assert "and Slack says" in line
    (*_, (good, line)) = await look_at_clock(settings, datetime(2001, 1, 1, tzinfo=UTC))
    assert not good
    assert "which is before the bot was installed" in line


@contextmanager
def a_listener() -> Iterator[int]:
    """Another program, on a port."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        yield taken.getsockname()[1]


async def test_a_port_in_use_is_found_and_the_bots_own_is_none(tmp_path: Path) -> None:
    with a_listener() as port:
        code, out, _ = await command(tmp_path, "doctor", PORT=str(port))
    assert code == 1
    assert f"to mend  Port: 127.0.0.1:{port} cannot be listened on" in out
    async with serving(tmp_path) as (address, _):
        code, out, _ = await command(tmp_path, "doctor", PORT=address.rpartition(":")[2])
    assert code == 0, out
    assert "the bot is served at" in out


async def test_doctor_changes_nothing(tmp_path: Path) -> None:
    """It neither makes a database, nor migrates one, nor makes a key, nor settles what a killed process left."""
    import sqlite3

    code, out, _ = await command(tmp_path, "doctor")
    assert (code, "none yet" in out) == (0, True)
    assert files(tmp_path) == {}
    await command(tmp_path, "migrate")
    with closing(sqlite3.connect(tmp_path / "bot.db", isolation_level=None)) as conn:
        conn.execute("DELETE FROM _sqlite_migrations WHERE name LIKE '0005%'")
    for left in (False, True):
        writer = sqlite3.connect(tmp_path / "bot.db", isolation_level=None)
        if left:
            writer.execute("INSERT INTO machine_values (key, value) VALUES ('left', '1')")
        else:
            writer.close()
        before = files(tmp_path)
        code, out, _ = await command(tmp_path, "doctor")
        assert code == 1
        assert "is not up to date (0005_threads to run). Run `charter-bot migrate`." in out
        assert files(tmp_path) == before
    writer.close()


def files(folder: Path) -> dict[str, bytes]:
    """What lies there; SQLite's own index of a log is left out."""
    return {path.name: path.read_bytes() for path in folder.iterdir() if not path.name.endswith("-shm")}


async def test_a_damaged_database_is_found(tmp_path: Path) -> None:
    from tests.cli.test_operator import spoil

    await command(tmp_path, "adopters", "add", "Riverside Homes")
    spoil(tmp_path / "bot.db")
    code, out, _ = await command(tmp_path, "doctor")
    assert (code, "is damaged" in out) == (1, True)
