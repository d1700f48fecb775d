"""Rows as a file for a spreadsheet program: CSV, or an Excel workbook. Nothing in them is taken for a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time

from bot.documents.text import clean

Cell = str | date | None
CSV, XLSX = "text/csv", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
BEGINS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")
WIDEST = 60


def as_text(cell: str) -> str:
    """A cell that no spreadsheet program takes for a formula."""
    return f"'{cell}" if cell.startswith(BEGINS_A_FORMULA) else cell


def csv_sheet(columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """A table in UTF-8 with a mark that spreadsheets know it by."""
    made = io.StringIO(newline="")
    writer = csv.writer(made)
    writer.writerow(columns)
    writer.writerows([as_text(clean("" if cell is None else str(cell))) for cell in row] for row in rows)
    return made.getvalue().encode("utf-8-sig")


def xlsx_sheet(title: str, columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """A workbook of one sheet: a header that stays, filters, days as days."""
    import xlsxwriter  # Loaded when the first is asked for.

    made = io.BytesIO()
    book = xlsxwriter.Workbook(made, {"in_memory": True})
    sheet = book.add_worksheet(title[:31])
    bold, day = book.add_format({"bold": True}), book.add_format({"num_format": "yyyy-mm-dd"})
    for column, name in enumerate(columns):
        sheet.write_string(0, column, name, bold)
    widths, count = [len(name) for name in columns], 0
    for count, row in enumerate(rows, start=1):
        for column, cell in enumerate(row):
            if isinstance(cell, date):
                sheet.write_datetime(count, column, datetime.combine(cell, time()), day)
            elif cell:
                sheet.write_string(count, column, clean(cell))
            widths[column] = max(widths[column], len(str(cell or "")))
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, count, len(columns) - 1)
    for column, width in enumerate(widths):
        sheet.set_column(column, column, min(width + 2, WIDEST))
    book.close()
    return made.getvalue()
