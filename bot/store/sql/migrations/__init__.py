"""The schema, step by step: one numbered list for every store.

To change the schema add a file `NNNN_what.sql`; it is found by its name. A file that was ever released is not edited.
It is written in SQLite's words, which `bot/store/postgres/schema.py` turns into PostgreSQL's; where they say too
little for that, `NNNN_what.postgres.sql` stands beside it and is run there instead.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

FOLDER = Path(__file__).parent
NAMES = tuple(sorted(path.stem for path in FOLDER.glob("[0-9]*.sql") if "." not in path.stem))
"""The migrations there are, in the order in which they run."""


def script_of(name: str) -> str:
    """A migration's statements, as they are written."""
    return (FOLDER / f"{name}.sql").read_text(encoding="utf-8")


def statements(script: str) -> Iterator[str]:
    """The statements of a script, one by one: `executescript` would commit the transaction that it runs in."""
    text = ""
    for line in script.splitlines(keepends=True):
        if not text and (not line.strip() or line.startswith("--")):
            continue
        text += line
        if sqlite3.complete_statement(text):
            yield text
            text = ""
    if text.strip():
        raise ValueError(f"a statement is not finished: {text.strip()[:60]}")
