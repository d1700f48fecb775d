"""What is said to somebody in danger: every kind has an answer with sources and a day; signs name families."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from bot.content.journey import load
from bot.core.safety.words import ANSWERED, FOR_STAFF
from tests.content.pledge import CONVERSATIONS, Pledge, pledge_in

DANGER = """\
words:
  smell: |
    (smell~|reek~)
  gas: |
    gas
signs:
  suicide: ""
  fire: ""
  gas: |
    smell + gas
  collapse: ""
  violence: ""
  at_risk: ""
"""


@pytest.fixture
def pledge(tmp_path: Path) -> Pledge:
    made = pledge_in(tmp_path)
    made.edit("danger_words.yaml", "", DANGER)
    return made


def test_the_shipped_answers_are_whole_and_short() -> None:
    journey = load(CONVERSATIONS).journey
    assert journey is not None
    for kind in ANSWERED:
        told = journey.safety.help[kind]
        assert told.sources, kind
        assert told.checked_against, kind
        assert told.last_checked >= date(2026, 11, 29)
        assert len(told.answer.split()) <= 50, kind
        assert "saved nothing" in told.answer + told.staff or kind == "afterwards", kind
        assert bool(told.staff) == (kind in FOR_STAFF)
        if kind in FOR_STAFF:
            assert "999" in told.answer, kind
    for kind in FOR_STAFF[:-1]:
        assert "safeguarding lead" in journey.safety.help[kind].staff, kind


def test_nothing_to_mend(pledge: Pledge) -> None:
    assert pledge.found() == set()


def test_a_kind_without_an_answer(pledge: Pledge) -> None:
    pledge.edit("whom_to_call.yaml", "  gas:\n", "  gaz:\n")
    assert {code for code, file, _ in pledge.found() if file == "whom_to_call.yaml"} == {"KEY_MISSING", "KEY_UNKNOWN"}


def test_a_source_that_is_none(pledge: Pledge) -> None:
    pledge.edit("whom_to_call.yaml", "      - https://example.org/fire\n", "      - somebody told me\n")
    assert ("TYPE_WRONG", "whom_to_call.yaml") in {(code, file) for code, file, _ in pledge.found()}


def test_checked_too_long_ago(pledge: Pledge) -> None:
    pledge.today = date(2029, 1, 1)
    assert ("CHECK_OVERDUE", "whom_to_call.yaml") in {(code, file) for code, file, _ in pledge.found()}


def test_a_sign_of_unknown_words(pledge: Pledge) -> None:
    pledge.edit("danger_words.yaml", "smell + gas", "smel + gas")
    assert pledge.found() == {("REFERENCE_DEAD", "danger_words.yaml", pledge.line("danger_words.yaml", "smel + gas"))}


def test_a_sign_that_cannot_be_read(pledge: Pledge) -> None:
    pledge.edit("danger_words.yaml", "smell + gas", "smell & gas")
    assert pledge.found() == {("TYPE_WRONG", "danger_words.yaml", pledge.line("danger_words.yaml", "smell & gas"))}


def test_brackets_that_do_not_close(pledge: Pledge) -> None:
    pledge.edit("danger_words.yaml", "(smell~|reek~)", "(smell~|reek~")
    found = pledge.found()
    assert ("TYPE_WRONG", "danger_words.yaml", pledge.line("danger_words.yaml", "(smell~|reek~")) in found


def test_weights_that_cannot_be_read(pledge: Pledge) -> None:
    pledge.edit("danger_weights.json", "", '{"chances": []}')
    assert pledge.found() == {("FILE_UNREADABLE", "danger_weights.json", 1)}


def test_weights_that_name_other_kinds(pledge: Pledge) -> None:
    pledge.edit("danger_weights.json", "", '{"chances": {"": {"gas": 1.0}}}')
    assert pledge.found() == {("TYPE_WRONG", "danger_weights.json", 1)}
