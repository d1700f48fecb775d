"""Adopters from a table: every problem by its row, all of it or nothing. Pure."""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from bot.core.model.people import plain_name

NAME, LISTED = "name", "listed since"
COLUMNS = (NAME, LISTED)
TEMPLATE = "name,listed since\nRiverside Homes,2026-11-24\nMeadow Homes,\n"
MOST_ROWS, LONGEST_NAME = 10_000, 200
FORMATS = ("%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y")


@dataclass(frozen=True, slots=True)
class NewAdopter:
    """One row that can be taken."""

    name: str
    listed: date | None


@dataclass(frozen=True, slots=True)
class RowProblem:
    """What is wrong with one row (the heading is row 1, as spreadsheets count), and what to do."""

    row: int
    text: str


def read_table(text: str, known: Collection[str], today: date) -> tuple[list[NewAdopter], list[RowProblem]]:
    """The adopters of a table, and every problem. `known`: names that are there, as `plain_name` has them."""
    rows = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), dialect=_dialect(text), strict=False)
    try:
        heading = [cell.strip().casefold() for cell in next(rows, [])]
        if NAME not in heading:
            return [], [RowProblem(1, f"The first row must name the columns: {', '.join(COLUMNS)}.")]
        unknown = [name for name in heading if name and name not in COLUMNS]
        problems = [RowProblem(1, f"Nothing reads the column “{name}”: take it out.") for name in unknown]
        return _rows(rows, heading, dict.fromkeys(known, 0), today, problems)
    except csv.Error as error:
        return [], [RowProblem(rows.line_num, f"This row cannot be read as CSV ({error}).")]


def _dialect(text: str) -> type[csv.Dialect]:
    """Spreadsheets of some countries write semicolons or tabs."""
    first = text.partition("\n")[0]
    mark = max((";", "\t", ","), key=first.count)

    class Marked(csv.excel):
        delimiter = mark

    return Marked


def _rows(
    rows: Iterable[list[str]], heading: list[str], seen: dict[str, int], today: date, problems: list[RowProblem]
) -> tuple[list[NewAdopter], list[RowProblem]]:
    found: list[NewAdopter] = []
    for number, cells in enumerate(rows, start=2):
        if not any(cell.strip() for cell in cells):
            continue
        if len(found) >= MOST_ROWS:
            problems.append(RowProblem(number, f"At most {MOST_ROWS:,} rows are taken at once: split the table."))
            break
        row = dict(zip(heading, (" ".join(cell.split()) for cell in cells), strict=False))
        name, since = row.get(NAME, ""), row.get(LISTED, "")
        listed = _day(since)
        problems += [RowProblem(number, text) for text in _wrong(name, since, listed, seen, today)]
        seen.setdefault(plain_name(name), number)
        found.append(NewAdopter(name, listed))
    if not found and not problems:
        problems.append(RowProblem(2, "There is no row under the heading."))
    return found, problems


def _wrong(name: str, since: str, listed: date | None, seen: dict[str, int], today: date) -> list[str]:
    """Everything that is wrong with a row."""
    wrong = []
    if not name:
        wrong.append("The name is missing.")
    elif len(name) > LONGEST_NAME:
        wrong.append(f"The name is longer than {LONGEST_NAME} characters.")
    elif not name.isprintable():
        wrong.append("The name has characters in it that cannot be shown.")
    elif (before := seen.get(plain_name(name))) is not None:
        wrong.append(f"“{name}” is in row {before} too." if before else f"“{name}” is there already.")
    if since and listed is None:
        wrong.append(f"“{since}” is no day: write it like 2026-11-24 or 24/11/2026.")
    elif listed is not None and listed > today:
        wrong.append(f"{listed.isoformat()} is still to come: an adopter is listed since a day that has been.")
    return wrong


def _day(text: str) -> date | None:
    for form in FORMATS:
        try:
            return datetime.strptime(text, form).date()
        except ValueError:
            continue
    return None
