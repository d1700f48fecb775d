"""What the operator can rely on, as commands in a process: they say what is wrong, and change nothing by the way."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bot import __version__
from tests.process import ROOT, command


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    """The welcome pack with one tab where spaces should be."""
    folder = Path(shutil.copytree(ROOT / "conversations", tmp_path / "broken"))
    journey = folder / "journey.yaml"
    journey.write_text(journey.read_text(encoding="utf-8") + "\n\tnote: a tab\n", encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    "words",
    [
        ("migrate",),
        ("backup", "copy.db"),
        ("export", "out"),
        ("adopters", "add", "Hillside Homes"),
        ("adopters", "list"),
        ("invite", "--adopter", "riverside-homes", "--name", "Asha"),
        ("officers", "invite", "Evelyn"),
        ("officers", "inbox"),
        ("officers", "list"),
        ("people", "list"),
        ("adopters", "close", "riverside-homes"),
        ("outbox", "list"),
        ("briefings", "stop", "any"),
        ("sweep", "--pause"),
        ("sweep", "--resume"),
    ],
    ids=" ".join,
)
async def test_what_needs_no_content_does_not_read_it(tmp_path: Path, broken: Path, words: tuple[str, ...]) -> None:
    assert (await command(tmp_path, "adopters", "add", "Riverside Homes"))[0] == 0
    code, out, err = await command(tmp_path, *words, BOT_CONTENT=str(broken), BOT_OFFICERS="Evelyn")
    assert (code, err) == (0, ""), out


async def test_what_needs_content_names_the_tab(tmp_path: Path, broken: Path) -> None:
    code, _, err = await command(tmp_path, "chat", BOT_CONTENT=str(broken))
    assert code == 1
    assert "A tab is used to indent. Use spaces." in err


async def test_the_version_is_said(tmp_path: Path) -> None:
    code, out, _ = await command(tmp_path, "--version")
    assert code == 0
    assert out.startswith(f"charter-bot {__version__} (Python 3.")


def spoil(path: Path) -> None:
    """Writes over pages in the middle of the file, as a failing disk does."""
    with path.open("r+b") as file:
        file.seek(4096 * 3)
        file.write(b"\xff" * 4096 * 4)


async def test_a_damaged_database_is_no_backup(tmp_path: Path) -> None:
    assert (await command(tmp_path, "adopters", "add", "Riverside Homes"))[0] == 0
    spoil(tmp_path / "bot.db")
    code, _, err = await command(tmp_path, "backup", "copy.db")
    assert code == 1
    assert "is damaged" in err
    for name in ("copy.db", "copy.db.part"):
        assert not (tmp_path / name).exists()


async def test_a_backup_copies_a_database_of_any_version_as_it_is(tmp_path: Path) -> None:
    await command(tmp_path, "migrate")
    with closing(sqlite3.connect(tmp_path / "bot.db", isolation_level=None)) as conn:
        conn.execute("UPDATE _sqlite_migrations SET name = '9999_later' WHERE name LIKE '0001%'")
    code, out, err = await command(tmp_path, "backup", "copy.db")
    assert (code, err) == (0, "")
    assert out == "Copied to copy.db, and checked.\n"
    with closing(sqlite3.connect(tmp_path / "copy.db")) as conn:
        assert ("9999_later",) in conn.execute("SELECT name FROM _sqlite_migrations").fetchall()


@pytest.mark.parametrize("words", [("adopters", "list"), ("export", "out"), ("serve",)], ids=" ".join)
async def test_a_database_newer_than_the_code_is_refused(tmp_path: Path, words: tuple[str, ...]) -> None:
    await command(tmp_path, "migrate")
    with closing(sqlite3.connect(tmp_path / "bot.db", isolation_level=None)) as conn:
        conn.execute("INSERT INTO _sqlite_migrations (migration_set, name) VALUES ('charter_bot', '9999_later')")
    code, _, err = await command(tmp_path, *words)
    assert code == 1
    assert "was written by a newer version of this bot (9999_later)" in err


@pytest.mark.parametrize(
    "words",
    [
        ("sweep", "--forecast", "-3"),
        ("sweep", "--forecast", "0"),
        ("sweep", "--forecast", "9999"),
        ("sweep", "--pause", "--resume"),
        ("sweep", "--dry-run", "--resume"),
        ("invite", "--adopter", "riverside-homes", "--name", " "),
        ("invite", "--adopter", "riverside-homes", "--name", "x" * 500),
        ("chat", "--as", ""),
        ("chat", "--as", "Sa\x07m"),
        ("adopters", "add", "x" * 500),
        ("adopters", "add", ""),
        ("officers", "invite", "\t"),
    ],
    ids=lambda words: " ".join(words)[:40],
)
async def test_what_cannot_be_meant_is_wrong_usage(tmp_path: Path, words: tuple[str, ...]) -> None:
    code, _, err = await command(tmp_path, *words)
    assert code == 2, err
    assert "Traceback" not in err
    assert not (tmp_path / "bot.db").exists()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("sweep", "--pause", "2020-01-01"), "is not to come"),
        (("sweep", "--now", "0001-01-01"), "too far away"),
        (("chat", "--now", "9999-12-31"), "too far away"),
    ],
    ids=lambda words: words if isinstance(words, str) else " ".join(words),
)
async def test_a_time_that_cannot_be_meant_is_said(tmp_path: Path, words: tuple[str, ...], said: str) -> None:
    code, _, err = await command(tmp_path, *words)
    assert code == 1
    assert said in err


async def test_chat_makes_no_demo_adopter_among_real_ones(tmp_path: Path) -> None:
    """Neither with credentials, nor in a shell without them that meets a database in use."""
    public = {"PUBLIC_URL": "https://bot.example.org", "BOT_SECRET_KEY": "k" * 40}
    code, _, err = await command(tmp_path, "chat", stdin="hello\n", **public)
    assert (code, "--adopter KEY" in err) == (1, True)
    await command(tmp_path, "adopters", "add", "Riverside Homes")
    code, _, err = await command(tmp_path, "chat", stdin="hello\n")
    assert (code, "--adopter KEY" in err) == (1, True)
    assert (await command(tmp_path, "adopters", "list"))[1] == "riverside-homes\tRiverside Homes\n"
    assert (await command(tmp_path, "chat", "--adopter", "riverside-homes", stdin="hello\n"))[0] == 0


@pytest.mark.parametrize("today", ["0001-01-01", "9999-12-31"])
async def test_understand_goes_on_after_a_day_that_cannot_be_reckoned_with(tmp_path: Path, today: str) -> None:
    lines = [f'{{"id": "a", "text": "last week", "today": "{day}"}}' for day in (today, "2026-11-24")]
    code, out, err = await command(tmp_path, "understand", stdin="\n".join(lines))
    assert (code, err) == (0, "")
    first, second = out.splitlines()
    assert "too far away" in first
    assert '"id": "a"' in second


async def test_understand_reads_the_content_that_dotenv_names(tmp_path: Path) -> None:
    other = Path(shutil.copytree(ROOT / "conversations", tmp_path / "other"))
    (other / "understanding" / "people.yaml").write_text("rolse: x\n")
    (tmp_path / ".env").write_text("BOT_CONTENT=other\n")
    code, _, err = await command(tmp_path, "understand", BOT_CONTENT="")
    assert code == 1
    assert "understanding/people.yaml:1" in err


async def test_an_officers_copy_is_theirs_and_sound(tmp_path: Path) -> None:
    code, out, err = await command(tmp_path, "content", "copy", "mine")
    assert (code, err) == (0, "")
    assert f"BOT_CONTENT={tmp_path / 'mine'}" in out
    assert (await command(tmp_path, "check", BOT_CONTENT="mine"))[:2] == (0, "No problems.\n")
    code, _, err = await command(tmp_path, "content", "copy", "mine")
    assert (code, "exists already" in err) == (1, True)


@pytest.mark.parametrize("debug", [(), ("--debug",)], ids=["plain", "debug"])
async def test_a_password_in_the_databases_address_is_never_shown(tmp_path: Path, debug: tuple[str, ...]) -> None:
    url = "mysql://bot:hunter22-secret@db.example.org/bot"
    code, out, err = await command(tmp_path, *debug, "adopters", "list", DATABASE_URL=url)
    assert code == 1
    assert "hunter22" not in out + err
    _, out, err = await command(
        tmp_path, "doctor", DATABASE_URL="postgresql://bot:hunter22-secret@db/bot?password=hunter22"
    )
    assert "DATABASE_URL = postgresql://bot:***@db/bot?password=***" in out
    assert "hunter22" not in out + err


async def test_since_when_an_adopter_is_listed_can_be_put_right(tmp_path: Path) -> None:
    await command(tmp_path, "adopters", "add", "Riverside Homes")
    code, out, _ = await command(tmp_path, "adopters", "since", "riverside-homes", "2019-08-01")
    assert (code, out) == (0, "Riverside Homes is listed since 2019-08-01.\n")
    for words, said in (
        (("nobody", "2019-08-01"), "no adopter with the key 'nobody'"),
        (("riverside-homes", "2999-01-01"), "still to come"),
        (("riverside-homes", "August"), "should be a day"),
    ):
        code, _, err = await command(tmp_path, "adopters", "since", *words)
        assert code != 0
        assert said in err


def pictures_in(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir() if path.suffix in (".png", ".svg", ".docx", ".pdf")]


async def test_chat_leaves_nothing_in_the_folder_that_nobody_asked_for(tmp_path: Path) -> None:
    await command(tmp_path, "adopters", "add", "Riverside Homes")
    said = "hello\nlead\nwhat do we get\nstatus\n"
    code, out, _ = await command(tmp_path, "chat", "--adopter", "riverside-homes", stdin=said)
    assert (code, "welcome pack" in out.casefold()) == (0, True)
    assert not (tmp_path / "charter-bot-papers").exists()
    assert pictures_in(tmp_path) == []
    await command(tmp_path, "chat", "--adopter", "riverside-homes", stdin="badge please\n")
    assert pictures_in(tmp_path) == []
    assert len(pictures_in(tmp_path / "charter-bot-papers")) == 4
