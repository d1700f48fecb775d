"""The table of how useful briefings are: each has a row, none is under 3, and the figures beneath are those above."""

from __future__ import annotations

import re
from pathlib import Path

from tests.programmes import together

PAGE = (Path(__file__).parents[2] / "docs" / "usefulness.md").read_text(encoding="utf-8")
ROW = re.compile(r"^\| `([a-z-]+)` \| [^|]+ \| ?([1-5]?) \| ?([1-5]?) \|", re.MULTILINE)
JUDGED = {key: (before, now) for key, before, now in ROW.findall(PAGE)}


def marks(column: int) -> list[int]:
    return [int(row[column]) for row in JUDGED.values() if row[column]]


def test_every_briefing_is_judged_and_none_is_that_is_gone() -> None:
    there = {b.key for b in together().journey.briefings if b.status != "superseded"}
    assert {key for key, (_, now) in JUDGED.items() if now} == there


def test_the_mean_is_at_least_4_and_none_is_under_3() -> None:
    now = marks(1)
    assert sum(now) / len(now) >= 4
    assert min(now) >= 3


def test_what_stands_beneath_the_table_is_what_it_comes_to() -> None:
    for column, words in ((0, "before"), (1, "now")):
        found = marks(column)
        said = f"Of the {len(found)} {words}: mean {sum(found) / len(found):.1f}, lowest {min(found)}."
        assert said in PAGE
