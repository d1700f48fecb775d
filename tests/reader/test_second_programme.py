"""Nothing in the Python is about one charter: another programme, other steps, other words, the same rules."""

from __future__ import annotations

import shutil

import pytest

from bot.content.vocabulary import FOLDER, read_vocabulary
from bot.core.reader import Vocabulary, read
from bot.core.reader.jsonl import context_of
from tests.reader.conftest import ROOT, TODAY, told

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
body:
  committee: |
    vestry
method:
  survey: |
    quiz
frequency:
  monthly: |
    at each new moon
"""
READER = """
decision:
  adopted: |
    ~bless _
  noted: |
    ~hear _
respond: |
  ~turn up
activity: |
  ~ask
"""


@pytest.fixture(scope="module")
def other(tmp_path_factory: pytest.TempPathFactory) -> Vocabulary:
    """A parish's words, with the grammar that every programme has in common."""
    folder = tmp_path_factory.mktemp("parish")
    common = ROOT / "conversations" / "understanding"
    (folder / FOLDER).mkdir()
    (folder / "steps.yaml").write_text(STEPS, encoding="utf-8")
    (folder / FOLDER / "words.yaml").write_text(READER, encoding="utf-8")
    for name in ("grammar.yaml", f"{FOLDER}/grammar.yaml"):
        shutil.copy(common / name, folder / name)
    vocabulary, problems = read_vocabulary(folder)
    assert problems == []
    return vocabulary


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("parish council blessed it on 3 March", {"council.outcome": "adopted", "council.date": DAY}),
        ("the vestry heard it", {"council.outcome": "noted", "council.body": "committee"}),
        ("hoping the council blesses it", {}),
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
def test_it_is_understood(other: Vocabulary, text: str, wanted: dict[str, object]) -> None:
    assert told(read(text, context_of({"today": TODAY, "asked": None, "known": None}), other)) == wanted
