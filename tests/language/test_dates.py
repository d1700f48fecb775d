"""Dates as the British write them: one table, and what no table can show."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from bot.core.language.dates import Tense, find_dates
from bot.core.language.words import cut

TABLE = Path(__file__).parents[1] / "understanding" / "dates.tsv"


def _rows() -> list[list[str]]:
    lines = TABLE.read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("#")]


@pytest.mark.parametrize(("text", "today", "tense", "wanted"), _rows())
def test_a_date_is_read_as_the_table_says(text: str, today: str, tense: Tense, wanted: str) -> None:
    found = find_dates(cut(text))
    if wanted == "-":
        assert found == []
        return
    assert len(found) == 1
    span = found[0].find(date.fromisoformat(today), tense)
    got = f"{span[0]}/{span[1]}" if span and not found[0].why else found[0].why
    assert got == wanted


def test_a_quarter_is_settled_once_its_meaning_is_known() -> None:
    (phrase,) = find_dates(cut("Q2"), "financial")
    assert phrase.find(date(2026, 11, 24), "past") == (date(2026, 7, 1), date(2026, 9, 30))


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("since 3 November", "since"),
        ("before Christmas", "before"),
        ("until January", "until"),
        ("after Easter", "after"),
    ],
)
def test_the_word_in_front_is_kept(text: str, role: str) -> None:
    assert find_dates(cut(text))[0].role == role


def test_two_dates_are_two() -> None:
    assert [p.number for p in find_dates(cut("on the 13th not the 12th"))] == [13, 12]
