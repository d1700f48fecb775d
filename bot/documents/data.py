"""The record as data: a table for spreadsheets, and JSON for programs. A line for each thing told."""

from __future__ import annotations

import json
from collections.abc import Iterator

from bot.core.turn.reply import Reply
from bot.core.turn.wording import unescape
from bot.core.views.record import record_of
from bot.documents.sheets import csv_sheet
from bot.documents.text import clean

CONTENT_TYPES = {"csv": "text/csv", "json": "application/json"}
COLUMNS = ("step", "state", "entry", "what", "value", "told_by", "told_on")


def csv_file(reply: Reply) -> bytes:
    """A table in UTF-8 with a mark that spreadsheets know it by. Nothing in it is taken for a formula."""
    return csv_sheet(COLUMNS, ([row[name] for name in COLUMNS] for row in _rows(reply)))


def json_file(reply: Reply) -> bytes:
    """The same as a list of objects, with whose record it is and as of when."""
    whole = {"adopter": reply.adopter.name, "on": reply.today.isoformat(), "record": list(_rows(reply))}
    return json.dumps(whole, ensure_ascii=False, indent=1).encode("utf-8", "replace")


def _rows(reply: Reply) -> Iterator[dict[str, str]]:
    for step in record_of(reply).steps:
        told = [(entry.title, row) for entry in step.entries for row in entry.rows]
        for title, row in (*told, *(("", row) for row in step.rows)):
            values = (step.title, step.state, title, row.label, row.value, row.person, row.when)
            yield {name: unescape(clean(text)) for name, text in zip(COLUMNS, values, strict=True)}
