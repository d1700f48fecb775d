"""The commands as people run them: in a process, through pipes, with exit codes."""

from __future__ import annotations

import json
from pathlib import Path
from urllib.parse import urlsplit

import aiohttp
import pytest

from tests.process import ROOT, command, serving

NOW = ("--now", "2026-11-24T10:00")


async def facts(folder: Path) -> list[dict[str, object]]:
    assert (await command(folder, "export", "out"))[0] == 0
    lines = (folder / "out" / "facts.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


async def test_a_piped_chat_reads_back_records_on_yes_and_is_exported(tmp_path: Path) -> None:
    words = "went to board 3 March, they noted it\nyes\n"
    code, out, err = await command(tmp_path, "chat", "--as", "Asha", *NOW, stdin=words)
    assert (code, err) == (0, "")
    assert "3 March 2026" in out
    kept = {row["name"]: row for row in await facts(tmp_path)}
    assert kept["board.outcome"]["value"] == "noted"
    assert kept["board.date"]["value"] == "2026-03-03/2026-03-03"
    assert kept["board.date"]["words"] == "went to board 3 March, they noted it"
    assert set(kept["board.date"]) >= {
        "adopter", "name", "value", "words", "person", "channel", "at", "sure", "confirmed_by", "replaces",
    }  # fmt: skip
    assert kept["board.date"]["channel"] == "console"
    assert kept["board.date"]["replaces"] is None


THREE_AND_A_RETURN = """we surveyed residents in May, 212 responses
yes
residents drop-ins in October, 41 came
yes
we held a workshop with tenants on 3 June, 18 came
yes
the board noted it on 3 November
yes
it is going back to the board on 12 January
yes
the survey was 215, not 212
yes
that was all
"""


async def test_an_export_gives_each_fact_its_entry(tmp_path: Path) -> None:
    """Three activities, a meeting and a return, one number put right, and a word on the step as a whole."""
    assert (await command(tmp_path, "chat", "--as", "Asha", *NOW, stdin=THREE_AND_A_RETURN))[0] == 0
    kept = await facts(tmp_path)
    ids = {(row["name"], str(row["value"])): row["entry"] for row in kept}
    assert ids["residents.method", "['survey']"] == "e1"
    assert ids["residents.took_part", "212"] == ids["residents.took_part", "215"] == "e1"
    assert ids["residents.method", "['drop_in']"] == ids["residents.took_part", "41"] == "e2"
    assert ids["residents.method", "['workshop']"] == ids["residents.took_part", "18"] == "e3"
    assert ids["board.outcome", "noted"] == ids["board.date", "2026-11-03/2026-11-03"] == "e1"
    assert ids["board.outcome", "scheduled"] == ids["board.date", "2027-01-12/2027-01-12"] == "e2"
    put_right = next(row for row in kept if row["value"] == 215)
    assert [row["entry"] for row in kept if row["id"] == put_right["replaces"]] == ["e1"]
    assert all(row["entry"] for row in kept if str(row["name"]).partition(".")[2] in ("state", "date", "outcome"))


async def test_nothing_is_kept_without_a_yes(tmp_path: Path) -> None:
    assert (await command(tmp_path, "chat", *NOW, stdin="Board approved it on 3 March\n"))[0] == 0
    assert await facts(tmp_path) == []


async def test_a_number_presses_the_choice_of_that_number(tmp_path: Path) -> None:
    """Numbers run on through the whole conversation: the board's choices come after those of the role."""
    code, out, _ = await command(tmp_path, "chat", *NOW, stdin="1\n4\n11\n14\n17\n")
    assert code == 0
    assert "  11. Board" in out
    assert "  17. Noted" in out
    assert [row["value"] for row in await facts(tmp_path)] == ["noted"], out


async def test_the_conversation_goes_on_in_the_next_sitting(tmp_path: Path) -> None:
    await command(tmp_path, "chat", "--as", "Asha", *NOW, stdin="Board approved it on 3 March\n")
    await command(tmp_path, "chat", "--as", "Asha", *NOW, stdin="yes\n")
    assert {row["name"] for row in await facts(tmp_path)} == {"board.outcome", "board.date"}


async def test_hostile_input_is_answered(tmp_path: Path) -> None:
    words = "\x00\x07\x1b[31m\n" + "x" * 100_000 + "\n\u202eabc\n🏳️‍🌈\n{{7*7}}\n%s%n\n"
    code, out, err = await command(tmp_path, "chat", *NOW, stdin=words)
    assert code == 0
    assert "Traceback" not in out + err
    assert await facts(tmp_path) == []


async def test_adopters_are_made_once_and_listed(tmp_path: Path) -> None:
    code, out, _ = await command(tmp_path, "adopters", "add", "Riverside Homes")
    assert code == 0
    assert "join code:" in out
    code, _, err = await command(tmp_path, "adopters", "add", "Riverside Homes")
    assert code == 1
    assert "already" in err
    assert "Traceback" not in err
    assert "riverside-homes\tRiverside Homes" in (await command(tmp_path, "adopters", "list"))[1]


async def test_a_chat_at_an_adopter_that_is_none_says_what_to_do(tmp_path: Path) -> None:
    code, _, err = await command(tmp_path, "chat", "--adopter", "nobody")
    assert code == 1
    assert "adopters list" in err


async def test_a_recorded_chat_is_a_transcript_that_plays(tmp_path: Path) -> None:
    words = "1\nBoard approved it on 3 March\nyes\nstatus\n"
    await command(tmp_path, "chat", "--as", "Asha", *NOW, "--record", "talk.txt", stdin=words)
    code, out, _ = await command(tmp_path, "rehearse", "talk.txt")
    assert code == 0, out
    assert "1 passed, 0 failed" in out


async def test_understand_answers_each_line_and_goes_on_after_a_bad_one(tmp_path: Path) -> None:
    good = json.dumps({"id": "a", "text": "Board approved it on 3 March", "today": "2026-11-24"})
    code, out, _ = await command(tmp_path, "understand", stdin=f"{good}\nnot json\n{good}\n")
    rows = [json.loads(line) for line in out.splitlines()]
    assert code == 0
    assert [row["id"] for row in rows] == ["a", None, "a"]
    assert rows[1]["error"].startswith("line 2: ")
    assert {"name": "board.outcome", "value": "adopted", "sure": True} in rows[0]["facts"]


async def test_check_finds_no_problem_in_what_we_ship(tmp_path: Path) -> None:
    code, out, _ = await command(tmp_path, "check")
    assert (code, out) == (0, "No problems.\n")


async def test_serve_refuses_broken_content_with_the_report(tmp_path: Path) -> None:
    broken = tmp_path / "broken"
    broken.mkdir()
    (broken / "journey.yaml").write_text("nmae: x\n")
    code, _, err = await command(tmp_path, "serve", BOT_CONTENT=str(broken))
    assert code == 1
    assert "journey.yaml:1" in err
    assert "Did you mean 'name'" in err


@pytest.mark.parametrize(
    ("setting", "value", "said"),
    [
        ("PORT", "many", "PORT"),
        ("BOT_TIMEZONE", "Mars/Olympus", "BOT_TIMEZONE: is not a time zone"),
        ("DATABASE_URL", "mysql://x", "DATABASE_URL"),
    ],
)
async def test_a_wrong_setting_is_named(tmp_path: Path, setting: str, value: str, said: str) -> None:
    code, _, err = await command(tmp_path, "adopters", "list", **{setting: value})
    assert code == 1
    assert said in err
    assert "Traceback" not in err


async def test_wrong_usage_ends_with_two(tmp_path: Path) -> None:
    assert (await command(tmp_path, "frobnicate"))[0] == 2


async def test_doctor_masks_secrets(tmp_path: Path) -> None:
    code, out, _ = await command(tmp_path, "doctor", BOT_SECRET_KEY="very-secret-words-of-32-or-more-bytes")
    assert code == 0, out
    assert "BOT_SECRET_KEY = set  (environment)" in out
    assert "very-secret" not in out


async def test_backup_can_be_talked_to(tmp_path: Path) -> None:
    await command(tmp_path, "chat", *NOW, stdin="Board approved it on 3 March\nyes\n")
    assert (await command(tmp_path, "backup", "copy.db"))[0] == 0
    copy = {"DATABASE_URL": f"sqlite:///{tmp_path}/copy.db"}
    assert (await command(tmp_path, "export", "copied", **copy))[0] == 0
    assert len((tmp_path / "copied" / "facts.jsonl").read_text().splitlines()) == 2


def test_every_command_and_setting_is_documented() -> None:
    from bot.__main__ import parser
    from bot.compose.settings import Settings

    told = "\n".join(p.read_text(encoding="utf-8") for p in [ROOT / "README.md", *(ROOT / "docs").glob("*.md")])
    commands = next(a.choices for a in parser()._actions if a.dest == "command")
    assert commands
    assert [name for name in commands if f"charter-bot {name}" not in told] == []
    assert [name for name in Settings.model_fields if name.upper() not in told] == []


async def test_a_leaked_link_is_ended_by_a_command(tmp_path: Path) -> None:
    await command(tmp_path, "adopters", "add", "Meadow Homes")
    code, old, _ = await command(tmp_path, "invite", "--adopter", "meadow-homes", "--name", "Tom Okafor")
    assert code == 0
    officer = {"BOT_OFFICERS": "Evelyn Williams"}
    code, out, _ = await command(tmp_path, "sign-out", "tom okafor", **officer)
    assert (code, out) == (0, "Signed out everywhere: Tom Okafor at Meadow Homes. A new link lets them in again.\n")
    _, _, asked = await command(tmp_path, "invite", "--adopter", "meadow-homes", "--name", "Tom Okafor")
    tom = asked.partition("--person ")[2].split()[0]
    _, new, _ = await command(tmp_path, "invite", "--adopter", "meadow-homes", "--person", tom)
    _, before, _ = await command(tmp_path, "officers", "invite", "Evelyn Williams", **officer)
    assert (await command(tmp_path, "sign-out", "Evelyn Williams", **officer))[0] == 0
    credentials = {"SLACK_SIGNING_SECRET": "s", "SLACK_APP_TOKEN": "", "SLACK_BOT_TOKEN": "xoxb-1"}
    async with (
        serving(tmp_path, SLACK_API_URL="http://127.0.0.1:9/", **credentials, **officer) as (address, _),
        aiohttp.ClientSession() as session,
    ):
        for link, status in ((old, 403), (new, 200), (before, 403)):
            async with session.get(address + urlsplit(link.strip()).path) as answer:
                assert answer.status == status, link


async def test_signing_out_nobody_or_one_of_two_says_so(tmp_path: Path) -> None:
    for adopter in ("meadow-homes", "hill-homes"):
        await command(tmp_path, "adopters", "add", adopter)
        await command(tmp_path, "invite", "--adopter", adopter, "--name", "Sam")
    code, _, err = await command(tmp_path, "sign-out", "Sam")
    assert code == 1
    assert "by id: p-" in err
    chosen = err.partition("by id: ")[2].split()[0]
    assert (await command(tmp_path, "sign-out", chosen))[0] == 0
    code, _, err = await command(tmp_path, "sign-out", "Nobody")
    assert code == 1
    assert "nobody is called 'Nobody'" in err


async def test_what_is_ready_to_use_is_put_into_a_folder_where_somebody_chats(tmp_path: Path) -> None:
    words = "lead\ngot a survey template?\n7\n10\n"
    now = ("--now", "2026-11-30T10:00")
    code, out, err = await command(tmp_path, "chat", "--as", "Asha", *now, stdin=words)
    assert (code, err) == (0, "")
    path = tmp_path / "charter-bot-papers" / "resident-survey.docx"
    assert f"Word: {path}" in out
    assert path.read_bytes().startswith(b"PK")


async def test_what_is_ready_to_use_in_a_briefing_is_saved_as_a_word_file(tmp_path: Path) -> None:
    code, out, err = await command(tmp_path, "briefings", "save", "which-charter")
    assert (code, out) == (1, "")
    assert "nothing to save" in err
    code, out, err = await command(tmp_path, "briefings", "save", "resident-survey", "--out", "survey.docx")
    assert (code, out, err) == (0, "Written: survey.docx\n", "")
    assert (tmp_path / "survey.docx").read_bytes().startswith(b"PK")
    code, _, err = await command(tmp_path, "briefings", "save", "no-such")
    assert code == 1
    assert "briefings list" in err
