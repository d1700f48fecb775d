"""Problems that need more than one edit, or a file that cannot be read; and that one run finds them all."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import pytest

from bot.content.journey import load
from bot.content.problems import Problem, Rule
from tests.content.pledge import Pledge, pledge_in

COMMITTEE, VISITORS, NOTICE, STEP = (
    "steps/committee.yaml",
    "steps/visitors.yaml",
    "steps/notice.yaml",
    "steps/pledge.yaml",
)


@pytest.fixture
def pledge(tmp_path: Path) -> Pledge:
    return pledge_in(tmp_path)


def test_step_cycle__error(pledge: Pledge) -> None:
    """Two steps wait for each other: one problem for the circle, and one for each step behind it."""
    pledge.edit(COMMITTEE, "version: 2", "version: 2\nopens_after: [visitors]")
    pledge.edit(VISITORS, "version: 1", "version: 1\nopens_after: [committee]")
    assert pledge.found() == {
        ("STEP_CYCLE", COMMITTEE, pledge.line(COMMITTEE, "opens_after")),
        ("STEP_UNREACHABLE", STEP, pledge.line(STEP, "opens_after")),
        ("STEP_UNREACHABLE", NOTICE, pledge.line(NOTICE, "opens_after")),
    }


def test_step_cycle__itself_error(pledge: Pledge) -> None:
    pledge.edit(NOTICE, "opens_after: [pledge]", "opens_after: [pledge, notice]")
    assert pledge.found() == {("STEP_CYCLE", NOTICE, pledge.line(NOTICE, "opens_after"))}


def test_step_cycle__two_circles_error(pledge: Pledge) -> None:
    for one, other in (("committee", "visitors"), ("visitors", "committee")):
        pledge.edit(f"steps/{one}.yaml", "valid_from:", f"opens_after: [{other}]\nvalid_from:")
    pledge.edit(STEP, "[committee, visitors]", "[notice]")
    assert {(code, file) for code, file, _ in pledge.found()} == {("STEP_CYCLE", COMMITTEE), ("STEP_CYCLE", STEP)}


def test_step_cycle__ok(pledge: Pledge) -> None:
    pledge.edit(COMMITTEE, "version: 2", "version: 2\nopens_after: [visitors]")
    assert pledge.found() == set()


def test_reference_dead__topic_error(pledge: Pledge) -> None:
    """A heading of guidance names a topic that no briefing has."""
    pledge.edit("journey.yaml", "steps:", "topic_groups:\n  - {title: Doors, topics: [heavy, dors]}\nsteps:")
    assert pledge.found() == {("REFERENCE_DEAD", "journey.yaml", pledge.line("journey.yaml", "topic_groups"))}


def test_skip_refused__error(pledge: Pledge) -> None:
    """What people are told that they can skip, no form may ask for."""
    pledge.edit(COMMITTEE, "good: '\"They noted it.\"'", "good: '\"They noted it.\" You can skip this.'")
    assert pledge.found() == {("SKIP_REFUSED", COMMITTEE, pledge.line(COMMITTEE, "You can skip this"))}


@pytest.mark.parametrize("key", ["may_wait", "optional", "unasked"])
def test_skip_refused__ok(pledge: Pledge, key: str) -> None:
    pledge.edit(COMMITTEE, "good: '\"They noted it.\"'", f"good: You can skip this.\n    {key}: true")
    assert pledge.found() == set()


def test_reference_dead__step_error(pledge: Pledge) -> None:
    """A step that waits for one that is not there can never open, and so cannot the steps behind it."""
    pledge.edit(STEP, "[committee, visitors]", "[comittee, visitors]")
    line = pledge.line(STEP, "opens_after")
    assert pledge.found() == {
        ("REFERENCE_DEAD", STEP, line),
        ("STEP_UNREACHABLE", STEP, line),
        ("STEP_UNREACHABLE", NOTICE, pledge.line(NOTICE, "opens_after")),
    }
    assert "'committee'" in next(str(p) for p in pledge.load().problems if p.code == "REFERENCE_DEAD")


def test_briefing_cycle__error(pledge: Pledge) -> None:
    heavy, old = "briefings/heavy-doors.md", "briefings/doors-2025.md"
    pledge.edit(heavy, "owner: Sam Okoro", "status: superseded\nowner: Sam Okoro")
    pledge.edit(old, "owner: Sam Okoro", "owner: Sam Okoro\nsupersedes: heavy-doors")
    assert pledge.found() == {("BRIEFING_CYCLE", old, pledge.line(old, "supersedes:"))}


def test_briefing_cycle__ok(pledge: Pledge) -> None:
    """A third briefing that replaces the second, which replaced the first."""
    heavy, newest = "briefings/heavy-doors.md", "briefings/light-doors.md"
    text = (pledge.folder / heavy).read_text(encoding="utf-8")
    pledge.edit(newest, "", text.replace("supersedes: doors-2025", "supersedes: heavy-doors"))
    pledge.edit(heavy, "owner: Sam Okoro", "status: superseded\nowner: Sam Okoro")
    assert pledge.found() == set()


def test_duplicate_name__the_same_briefing_error(pledge: Pledge) -> None:
    """One briefing under two names would go out twice: by its title, or by its text under another title."""
    heavy, copy = "briefings/heavy-doors.md", "briefings/heavy-doors-2.md"
    text = (pledge.folder / heavy).read_text(encoding="utf-8").replace("supersedes: doors-2025\n", "")
    pledge.edit(copy, "", text)
    assert {("DUPLICATE_NAME", heavy)} == {(code, file) for code, file, _ in pledge.found()}
    (pledge.folder / copy).write_text(text.replace("Heavy doors", "Other doors", 1), encoding="utf-8")
    assert {("DUPLICATE_NAME", heavy)} == {(code, file) for code, file, _ in pledge.found()}


def test_text_control__error(pledge: Pledge) -> None:
    heavy = "briefings/heavy-doors.md"
    pledge.edit(heavy, "title: Heavy doors", 'title: "Heavy\\x07 doors"')
    assert pledge.found() == {("TEXT_CONTROL", heavy, pledge.line(heavy, "title:"))}


def test_text_control__ok(pledge: Pledge) -> None:
    pledge.edit("briefings/heavy-doors.md", "title: Heavy doors", 'title: "Heavy\\xA0doors \\u00e9"')
    assert pledge.found() == set()


@pytest.mark.parametrize("file", ["steps/notice.yaml", "briefings/heavy-doors.md", "phrases.yaml"])
def test_file_unreadable__a_pipe_does_not_hang_error(pledge: Pledge, file: str) -> None:
    (pledge.folder / file).unlink()
    os.mkfifo(pledge.folder / file)
    assert ("FILE_UNREADABLE", file, 1) in pledge.found()


def test_file_missing__phrases_error(pledge: Pledge) -> None:
    (pledge.folder / "phrases.yaml").unlink()
    assert pledge.found() == {("FILE_MISSING", "phrases.yaml", 1)}


def test_file_missing__everything_error(tmp_path: Path) -> None:
    loaded = load(tmp_path / "nowhere")
    assert {p.code for p in loaded.problems} == {"FILE_MISSING"}
    assert loaded.journey is None
    assert not loaded.sound


def test_file_unreadable__error(pledge: Pledge) -> None:
    for file in ("steps/notice.yaml", "briefings/heavy-doors.md"):
        path = pledge.folder / file
        path.write_bytes(path.read_bytes() + "# caf\xe9".encode("latin-1"))
    found = {(code, file) for code, file, _ in pledge.found()}
    assert {("FILE_UNREADABLE", "steps/notice.yaml"), ("FILE_UNREADABLE", "briefings/heavy-doors.md")} <= found


def test_file_unreadable__ok(pledge: Pledge) -> None:
    path = pledge.folder / "steps/notice.yaml"
    path.write_bytes(path.read_bytes() + "# café".encode())
    assert pledge.found() == set()


@pytest.mark.parametrize("file", ["journey.yaml", "phrases.yaml", "answers.yaml", STEP])
@pytest.mark.parametrize(
    "text", ["", "- a\n- b\n", "just words", "7", "[" * 300, "a: b: c", "? [1, 2]\n: x\n", "\x00"]
)
def test_nothing_breaks_the_reader(pledge: Pledge, file: str, text: str) -> None:
    """Whatever a file holds, the answer is a list of problems, and never an exception or an unsound journey."""
    (pledge.folder / file).write_text(text, encoding="utf-8")
    loaded = pledge.load()
    assert loaded.problems
    assert loaded.journey is None
    assert all(p.line >= 1 for p in loaded.problems)


def test_one_run_finds_everything(pledge: Pledge) -> None:
    """Nine mistakes in six files: all are named at once, in the order of files and lines."""
    pledge.edit(COMMITTEE, "purpose: The", "porpose: The")
    pledge.edit(COMMITTEE, "    why: So that others find the minutes.\n", "")
    pledge.edit(VISITORS, "kind: number", "kind: numbr")
    pledge.edit(STEP, "owner: keeper", "owner: kepper")
    pledge.edit("phrases.yaml", "bye: Goodbye.", "bye: Goodbye {nme}.")
    pledge.edit("answers.yaml", "  answer: A stamp.\n", "")
    pledge.edit("briefings/heavy-doors.md", "and pull.", "and <b>pull</b>.")
    pledge.edit("briefings/heavy-doors.md", "source: The Circle's hall visits\n", "")
    problems = pledge.load().problems
    assert {p.code for p in problems} == {
        "KEY_UNKNOWN", "KEY_MISSING", "VALUE_UNKNOWN", "REFERENCE_DEAD", "PLACEHOLDER_UNKNOWN", "BRIEFING_HTML",
    }  # fmt: skip
    assert sum(p.code == "KEY_MISSING" for p in problems) == 4
    assert problems == sorted(problems)


def test_a_problem_cannot_be_made_without_its_words() -> None:
    with pytest.raises(KeyError):
        Rule.KEY_UNKNOWN.at("x.yaml", 1)


def test_a_problem_says_place_rule_and_remedy(pledge: Pledge) -> None:
    pledge.edit(COMMITTEE, "purpose: The", "porpose: The")
    said = next(str(p) for p in pledge.load().problems if p.code == "KEY_UNKNOWN")
    assert said.startswith(f"{pledge.folder / COMMITTEE}:{pledge.line(COMMITTEE, 'porpose')}: ")
    assert "Did you mean 'purpose'?" in said


# ---------------------------------------------------------------- links, and what is due soon


def test_a_link_is_its_address_wherever_its_key_stands(pledge: Pledge) -> None:
    """In a briefing, an answer, a step and a phrase; without words it is called by its title."""
    pledge.edit("briefings/heavy-doors.md", "Hook a scale", "[](link:circle): hook a scale")
    pledge.edit("phrases.yaml", "bye: Goodbye.", "bye: Goodbye, [Circle](link:circle).")
    pledge.edit(NOTICE, "owner: ", "ends_with: See [them](link:circle).\nowner: ")
    journey = pledge.load().journey
    assert journey is not None
    body = next(b.body for b in journey.briefings if b.key == "heavy-doors")
    assert "[The Village Halls' Circle](https://halls.example): hook a scale" in body
    assert journey.phrases["bye"] == ("Goodbye, [Circle](https://halls.example).",)
    assert journey.step("notice").ends_with == "See [them](https://halls.example)."
    assert journey.home_url == "https://halls.example"


def test_a_briefing_may_send_readers_on(pledge: Pledge) -> None:
    pledge.edit("briefings/heavy-doors.md", "topics:", "next: [doors-2025]\ntopics:")
    assert pledge.found() == set()
    pledge.edit("briefings/heavy-doors.md", "next: [doors-2025]", "next: [doors, heavy-doors]")
    line = pledge.line("briefings/heavy-doors.md", "next:")
    assert pledge.found() == {("REFERENCE_DEAD", "briefings/heavy-doors.md", line)}
    assert len(pledge.load().problems) == 2


def test_a_download_is_a_part_with_words_in_it(pledge: Pledge) -> None:
    pledge.edit("briefings/heavy-doors.md", "topics:", "download: The leaflet\ntopics:")
    pledge.edit("briefings/heavy-doors.md", "- Write down", "## The leaflet\n\n### How\n\n- Write down")
    assert pledge.found() == set()


def test_what_is_due_soon_is_named_and_is_no_problem_yet(pledge: Pledge) -> None:
    """Links are looked at every six months: thirty days before, they are named; after the day, they are a problem."""
    links = str(pledge.folder / "links.yaml")

    def soon_on(day: date) -> list[Problem]:
        pledge.today = day
        return [p for p in pledge.load().soon if (p.code, p.file) == ("CHECK_SOON", links)]

    assert soon_on(date(2026, 12, 2)) == []
    assert len(soon_on(date(2026, 12, 3))) == len(soon_on(date(2027, 1, 1))) == 1
    assert soon_on(date(2027, 1, 2)) == []
    assert "2027-01-01" in str(soon_on(date(2027, 1, 1))[0])
