"""Adopters from a table: every problem by its row, all or nothing."""

from __future__ import annotations

from datetime import date

import pytest

from bot.core.officers.importing import MOST_ROWS, TEMPLATE, NewAdopter, read_table

TODAY = date(2026, 11, 24)


def problems(text: str, known: tuple[str, ...] = ()) -> list[tuple[int, str]]:
    return [(one.row, one.text) for one in read_table(text, known, TODAY)[1]]


def test_the_template_can_be_taken() -> None:
    rows, found = read_table(TEMPLATE, (), TODAY)
    assert (rows, found) == ([NewAdopter("Riverside Homes", TODAY), NewAdopter("Meadow Homes", None)], [])


@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_spreadsheets_of_all_countries_are_read(mark: str) -> None:
    text = f"\ufeffListed since{mark}Name\r\n03/11/2026{mark}  Two   Spaces \r\n\r\n{mark}\r\n{mark}'=1+1'\r\n"
    assert read_table(text, (), TODAY) == (
        [NewAdopter("Two Spaces", date(2026, 11, 3)), NewAdopter("'=1+1'", None)], [],
    )  # fmt: skip


def test_every_problem_is_told_by_its_row() -> None:
    text = (
        "name,listed since,colour\nRiverside homes,,\n,2026-11-01,\nMeadow,soon,\nMEADOW,2026-11-25,\n"
        f"{'x' * 201},,\nGood,2026-11-24,\nA\x07b,,\n"
    )
    assert problems(text, ("riverside homes",)) == [
        (1, "Nothing reads the column “colour”: take it out."),
        (2, "“Riverside homes” is there already."),
        (3, "The name is missing."),
        (4, "“soon” is no day: write it like 2026-11-24 or 24/11/2026."),
        (5, "“MEADOW” is in row 4 too."),
        (5, "2026-11-25 is still to come: an adopter is listed since a day that has been."),
        (6, "The name is longer than 200 characters."),
        (8, "The name has characters in it that cannot be shown."),
    ]


@pytest.mark.parametrize(
    ("text", "row", "part"),
    [
        ("", 1, "must name the columns"), ("organisation\nX\n", 1, "must name the columns"),
        ("name\n", 2, "no row"), ("name\n" + "a\x00b\n", 2, "cannot be shown"),
        ("name\n" + "x" * 200_000 + "\n", 2, ""),
    ],
)  # fmt: skip
def test_what_is_no_table_is_said_kindly(text: str, row: int, part: str) -> None:
    found = problems(text)
    assert found[0][0] == row and part in found[0][1]


def test_ten_thousand_rows_and_no_more() -> None:
    rows = "".join(f"Adopter {n}\n" for n in range(MOST_ROWS))
    assert len(read_table(f"name\n{rows}", (), TODAY)[0]) == 10_000
    assert problems(f"name\n{rows}One more\n") == [
        (10_002, "At most 10,000 rows are taken at once: split the table.")
    ]
