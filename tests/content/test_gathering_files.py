"""The file of a gathering is taken whole or not at all; what is wrong is said with its line and how to mend it."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.content.gatherings import read_gathering, told_changes
from bot.core.model.gatherings import Gathering
from tests.programmes import together

GOOD = """\
title: Networking for adopters
about: Meet others.
starts: 2026-12-08 14:00
ends: 2026-12-08 15:30
link: https://meet.example.org/a
places: 20
steps: [learning]
themes: [peers]
"""
NOW = datetime(2026, 11, 24, 10, tzinfo=UTC)


def read(tmp_path: Path, text: str) -> tuple[Gathering | None, list[str]]:
    file = tmp_path / "one.yaml"
    file.write_text(text, encoding="utf-8")
    made, problems = read_gathering(file, together().journey, "Europe/London", NOW)
    assert all(p.remedy and p.rule for p in problems)
    return made, [f"{p.line}:{p.code}" for p in problems]


def test_a_good_one(tmp_path: Path) -> None:
    made, problems = read(tmp_path, GOOD)
    assert problems == []
    assert made == Gathering(
        "networking-for-adopters-2026-12-08", "Networking for adopters", "Meet others.",
        datetime(2026, 12, 8, 14, tzinfo=UTC), datetime(2026, 12, 8, 15, 30, tzinfo=UTC), "Europe/London",
        link="https://meet.example.org/a", places=20, steps=("learning",), themes=("peers",),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("title: Networking for adopters", f"title: {'x' * 5000}", "1:TEXT_TOO_LONG"),
        ("title: Networking for adopters\n", "", "1:KEY_MISSING"),
        ("title: Networking", "titel: Networking", "1:KEY_UNKNOWN"),
        ("2026-12-08 14:00", "next Tuesday", "3:TIME_WRONG"),
        ("2026-12-08 14:00", "2026-02-30 14:00", "3:TIME_WRONG"),
        ("2026-12-08 14:00", "2027-03-28 01:30", "3:TIME_NEVER"),
        ("15:30", "13:30", "4:TIME_ORDER"),
        ("15:30", "14:00", "4:TIME_ORDER"),
        ("2026-12-08 14:00", "2026-11-23 14:00", "3:TIME_PAST"),
        ("https://", "javascript:", "5:LINK_NOT_HTTPS"),
        ("example.org/a", "example.org/a) [x](https://evil.example", "5:LINK_NOT_HTTPS"),
        ("places: 20", "places: 0", "6:TYPE_WRONG"),
        ("places: 20", "places: many", "6:TYPE_WRONG"),
        ("places: 20", "places: true", "6:TYPE_WRONG"),
        ("[learning]", "[lerning]", "7:REFERENCE_DEAD"),
        ("places: 20", "zone: Europe/Lundun", "6:VALUE_UNKNOWN"),
        ("places: 20", "key: Ä b", "6:TYPE_WRONG"),
        ("places: 20", "places: !!python/object:os.system 1", "6:YAML_UNSAFE"),
    ],
)
def test_what_is_wrong_is_refused_whole(tmp_path: Path, old: str, new: str, problem: str) -> None:
    made, problems = read(tmp_path, GOOD.replace(old, new, 1))
    assert made is None
    assert problem in problems


def test_every_problem_at_once(tmp_path: Path) -> None:
    text = GOOD.replace("14:00", "late").replace("https", "http").replace("20", "-3")
    assert {p.partition(":")[2] for p in read(tmp_path, text)[1]} >= {"TIME_WRONG", "LINK_NOT_HTTPS", "TYPE_WRONG"}


def test_nothing_and_no_file(tmp_path: Path) -> None:
    assert read(tmp_path, "")[0] is None
    made, problems = read_gathering(tmp_path / "none.yaml", together().journey, "Europe/London", NOW)
    assert (made, [p.code for p in problems]) == (None, ["FILE_MISSING"])


def test_the_clock_is_the_one_of_its_zone(tmp_path: Path) -> None:
    made, _ = read(tmp_path, GOOD.replace("2026-12-08", "2027-07-08"))
    assert made is not None
    assert made.starts == datetime(2027, 7, 8, 13, tzinfo=UTC), "British Summer Time"


def test_what_turns_text_around_is_taken_out(tmp_path: Path) -> None:
    made, problems = read(tmp_path, GOOD.replace("Networking for", "Net\u202eworking for"))
    assert problems == []
    assert made is not None and made.title == "Networking for adopters"


def test_what_people_are_told_of_a_change(tmp_path: Path) -> None:
    before, _ = read(tmp_path, GOOD)
    later, _ = read(tmp_path, GOOD.replace("2026-12-08", "2026-12-09").replace("places: 20", "place: Leeds"))
    more, _ = read(tmp_path, GOOD.replace("places: 20", "places: 30"))
    assert before is not None and later is not None and more is not None
    assert told_changes(before, later) == ("when", "where")
    assert told_changes(before, more) == (), "more places concern nobody who has one"
