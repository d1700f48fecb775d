"""The officer's acts by command: each can be tried out, told to a program, and stands in the audit list."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from bot.core.model import Account, Person
from tests.process import command
from tests.store.factories import new_store

KEY = "riverside-homes"


@pytest.fixture
async def place(tmp_path: Path) -> Path:
    """A folder with a store, one adopter and Asha there."""
    assert (await command(tmp_path, "adopters", "add", "Riverside Homes"))[0] == 0
    async with new_store(tmp_path, "bot.db") as store:
        asha = Person("p-asha", KEY, "Asha", "lead")
        await store.write(lambda tx: tx.save_person(asha, Account("web", "web", "p-asha")))
    return tmp_path


async def told(folder: Path, *words: str, **more: str) -> Any:
    code, out, err = await command(folder, *words, "--json", **more)
    assert (code, err) == (0, "")
    return json.loads(out)


async def acts(folder: Path) -> list[tuple[str, str]]:
    async with new_store(folder, "bot.db") as store:
        return [(one.officer, one.act) for one in await store.read(lambda tx: tx.acts())]


async def test_a_table_is_imported_whole_or_not_at_all(place: Path) -> None:
    table = place / "new.csv"
    table.write_text("name,listed since\nMeadow Homes,2019-08-01\n,\n,2999-01-01\nRiverside Homes,soon\n")
    code, out, err = await command(place, "adopters", "import", "new.csv")
    assert (code, out) == (1, "")
    lines = [line for line in err.splitlines() if line.startswith("row ")]
    assert lines == [
        "row 4: The name is missing.",
        "row 4: 2999-01-01 is still to come: an adopter is listed since a day that has been.",
        "row 5: “Riverside Homes” is there already.",
        "row 5: “soon” is no day: write it like 2026-11-24 or 24/11/2026.",
    ]
    code, out, _ = await command(place, "adopters", "import", "new.csv", "--json")
    assert (code, [one["row"] for one in json.loads(out)["problems"]]) == (1, [4, 4, 5, 5])
    table.write_text("name,listed since\nMeadow Homes,2019-08-01\nHillside Homes,\n")
    code, out, _ = await command(place, "adopters", "import", "new.csv", "--dry-run")
    assert (code, out.splitlines()[-2:]) == (0, ["2 adopters can be imported.", "Nothing was changed."])
    assert [one["key"] for one in await told(place, "adopters", "list")] == [KEY]
    assert (await told(place, "adopters", "import", "new.csv"))["dry_run"] is False
    listed = {one["key"]: one["listed"] for one in await told(place, "adopters", "list")}
    assert sorted(listed) == ["hillside-homes", "meadow-homes", KEY]
    assert listed["meadow-homes"] == "2019-08-01"
    assert (await acts(place))[0] == ("operator", "imported")


@pytest.mark.parametrize("content", [None, b"name\nCaf\xe9 Homes\n"], ids=["missing", "not UTF-8"])
async def test_a_file_that_cannot_be_read_is_said_in_one_line(place: Path, content: bytes | None) -> None:
    if content is not None:
        (place / "new.csv").write_bytes(content)
    code, out, err = await command(place, "adopters", "import", "new.csv")
    assert (code, out, len(err.splitlines())) == (1, "", 1)
    assert "new.csv" in err


async def test_an_adopter_is_renamed_paused_closed_and_reopened(place: Path) -> None:
    code, out, _ = await command(place, "adopters", "rename", KEY, "River & Side", "--dry-run")
    assert (code, out) == (0, "Riverside Homes: would be renamed.\nNothing was changed.\n")
    assert await acts(place) == [("operator", "added")]
    assert (await told(place, "adopters", "rename", KEY, "River & Side"))["name"] == "River & Side"
    for action, more in (("pause", ("2999-01-04",)), ("resume", ()), ("close", ())):
        assert (await told(place, "adopters", action, KEY, *more))["action"] == action
    (adopter,) = await told(place, "adopters", "list")
    assert (adopter["name"], bool(adopter["closed"])) == ("River & Side", True)
    for words, said in (
        (("adopters", "close", KEY), "River & Side is closed already."),
        (("adopters", "close", KEY, "--dry-run"), "River & Side is closed already."),
        (
            ("adopters", "close", "nobody"),
            "no adopter with the key 'nobody'. `charter-bot adopters list` shows them.",
        ),
        (("adopters", "pause", KEY, "2020-01-04"), "is not to come"),
        (("invite", "--adopter", KEY, "--name", "Ben"), "is closed: nobody new can join"),
    ):
        code, out, err = await command(place, *words)
        assert (code, out, len(err.splitlines())) == (1, "", 1)
        assert said in err
    assert (await command(place, "invite", "--adopter", KEY, "--person", "p-asha"))[0] == 0
    assert (await command(place, "adopters", "reopen", KEY))[0] == 0
    assert [act for _, act in await acts(place)] == [
        "reopened", "closed", "resumed reminders", "paused reminders", "renamed", "added",
    ]  # fmt: skip


async def test_who_left_is_removed_and_what_they_told_stays(place: Path) -> None:
    code, out, _ = await command(place, "people", "list", "--adopter", KEY)
    assert (code, out) == (0, f"p-asha\tAsha\tlead\t{KEY}\t\n")
    assert (await told(place, "people", "remove", "Asha", "--dry-run"))["dry_run"] is True
    assert [one["left"] for one in await told(place, "people", "list")] == [None]
    async with new_store(place, "bot.db") as store:
        before = await store.read(lambda tx: tx.access_round("p-asha"))
    assert (await told(place, "people", "remove", "asha"))["removed"]["id"] == "p-asha"
    assert all(one["left"] for one in await told(place, "people", "list"))
    async with new_store(place, "bot.db") as store:
        assert await store.read(lambda tx: tx.access_round("p-asha")) != before
    code, _, err = await command(place, "people", "remove", "p-asha")
    assert (code, "Asha left on" in err) == (1, True)
    assert (await command(place, "people", "list", "--adopter", "nobody"))[0] == 1
    assert (await acts(place))[0] == ("operator", "removed a person")


async def test_an_officers_links_and_sessions_end(place: Path) -> None:
    who = {"BOT_OFFICERS": "Evelyn", "BOT_VIEWERS": "Vic"}
    expected = [{"name": "Evelyn", "may": "acts"}, {"name": "Vic", "may": "looks"}]
    assert await told(place, "officers", "list", **who) == expected
    assert (await told(place, "officers", "remove", "Evelyn", "--dry-run", **who))["dry_run"] is True
    assert await acts(place) == [("operator", "added")]
    code, out, _ = await command(place, "officers", "remove", "Evelyn", **who)
    assert (code, "Take 'Evelyn' out of BOT_OFFICERS" in out) == (0, True)
    async with new_store(place, "bot.db") as store:
        assert await store.read(lambda tx: tx.access_round("officer:Evelyn")) == 1
    code, _, err = await command(place, "officers", "remove", "Mallory", **who)
    assert (code, "neither in BOT_OFFICERS nor in BOT_VIEWERS" in err) == (1, True)


@pytest.mark.parametrize(
    "words", [("rename", KEY), ("rename", KEY, ""), ("close",), ("pause", KEY, "soon"), ("import",)], ids=" ".join
)
async def test_what_is_left_out_is_wrong_usage(tmp_path: Path, words: tuple[str, ...]) -> None:
    code, _, err = await command(tmp_path, "adopters", *words)
    assert (code, "Traceback" in err) == (2, False)


async def test_an_adopter_is_added_for_a_program_or_only_tried(place: Path) -> None:
    tried = await told(place, "adopters", "add", "Hillside Homes", "--dry-run")
    assert tried == {
        "action": "add",
        "key": "hillside-homes",
        "name": "Hillside Homes",
        "code": None,
        "dry_run": True,
    }
    assert [one["key"] for one in await told(place, "adopters", "list")] == [KEY]
    made = await told(place, "adopters", "add", "Hillside Homes")
    assert (made["key"], made["dry_run"]) == ("hillside-homes", False)
    async with new_store(place, "bot.db") as store:
        assert await store.read(lambda tx: tx.has_code(made["key"]))
    assert made["code"]


async def test_a_merge_is_tried_done_once_and_told_to_a_program(place: Path) -> None:
    await told(place, "adopters", "add", "Hillside Homes")
    code, out, _ = await command(place, "adopters", "merge", KEY, "hillside-homes", "--dry-run")
    assert (code, out.splitlines()) == (0, [
        "riverside-homes would be part of hillside-homes, with 1 person and its record.", "Nothing was changed.",
    ])  # fmt: skip
    assert {one["into"] for one in await told(place, "adopters", "list")} == {""}
    done = await told(place, "adopters", "merge", KEY, "hillside-homes")
    assert done == {
        "action": "merge", "key": KEY, "into": "hillside-homes", "merged": True, "people": 1, "dry_run": False,
    }  # fmt: skip
    assert {one["key"]: one["into"] for one in await told(place, "adopters", "list")}[KEY] == "hillside-homes"
    assert (await told(place, "adopters", "merge", KEY, "hillside-homes"))["merged"] is False
    for wrong, said in ((("nobody", KEY), "no adopter with the key 'nobody'"), ((KEY, KEY), "into itself")):
        code, out, err = await command(place, "adopters", "merge", *wrong)
        assert (code, out) == (1, "")
        assert said in err


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("adopters", "list"), "No adopter yet: charter-bot adopters add NAME"),
        (("people", "list"), "Nobody has come in yet."),
        (("officers", "list"), "Nobody: name them in BOT_OFFICERS."),
        (("sweep", "--dry-run"), "Nobody is due."),
    ],
    ids=lambda part: part[0] if isinstance(part, tuple) else "",
)
async def test_an_empty_list_is_said(tmp_path: Path, words: tuple[str, ...], told: str) -> None:
    assert await command(tmp_path, *words) == (0, f"{told}\n", "")
