"""Nothing in the Python is about one charter: another programme, other steps, other words, the same rules."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from bot.content.lexicon import read_lexicon
from bot.core.language.lexicon import Lexicon
from bot.core.model.reading import Context
from bot.core.understanding import read

DAY, MAY = "2026-03-03/2026-03-03", "2026-05-01/2026-05-31"
STEPS = """
steps:
  council:
    shape: decision
    words: |
      parish council
      council
  pupils:
    shape: consultation
    words: |
      pupils
      children
  timetable:
    shape: rhythm
    words: |
      assembly news
outcome:
  adopted: |
    blessed
    sealed
  noted: |
    heard
move:
  open: |
    went to
body:
  committee: |
    vestry
method:
  survey: |
    quiz
respond: |
  turned up
activity: |
  asked
frequency:
  monthly: |
    at each new moon
negation:
  plain: |
    not
    has not
plan: |
  will
hope: |
  hoping
"""


@pytest.fixture
def other(tmp_path: Path) -> Lexicon:
    (tmp_path / "steps.yaml").write_text(STEPS, encoding="utf-8")
    lexicon, problems = read_lexicon(tmp_path)
    assert problems == []
    return lexicon


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("parish council sealed it on 3 March", {"council.outcome": "adopted", "council.date": DAY}),
        ("the vestry heard it", {"council.outcome": "noted", "council.body": "committee"}),
        ("hoping the council seals it", {}),
        ("it has not been to the parish council", {"council.outcome": "not_yet"}),
        (
            "we asked the pupils by quiz in May and 12 turned up",
            {"pupils.state": "done", "pupils.method": ("survey",), "pupils.date": MAY, "pupils.took_part": 12},
        ),
        ("we will ask the children in May", {"pupils.state": "planned", "pupils.date": "2027-05-01/2027-05-31"}),
        ("assembly news comes at each new moon", {"timetable.frequency": "monthly"}),
        ("the board approved it, tenants were surveyed", {}),
    ],
)  # fmt: skip
def test_it_is_understood(other: Lexicon, text: str, wanted: dict[str, object]) -> None:
    reading = read(text, Context(date(2026, 11, 24)), other)
    assert {f.name: f.value for f in reading.facts} == wanted
