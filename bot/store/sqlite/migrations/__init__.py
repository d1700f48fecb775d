"""The schema, step by step. A migration and the record that it ran are one transaction (sqlite-utils sees to it).

To change the schema add a file `NNNN_what.sql` and register it below; a file that was ever released is not edited.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database
    from sqlite_utils.migrations import Migrations

FOLDER = Path(__file__).parent
NAMES = tuple(sorted(path.stem for path in FOLDER.glob("[0-9]*.sql")))
"""The migrations there are, in the order in which they run."""


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


def migrations() -> Migrations:
    """The set of all migrations, for `Migrations.apply`."""
    from sqlite_utils.migrations import Migrations

    result = Migrations("charter_bot")
    for name in NAMES:
        result(name=name)(_runner(FOLDER / f"{name}.sql"))
    return result


class _runner:  # noqa: N801 - a function with a name of its own, as sqlite-utils asks for
    def __init__(self, path: Path) -> None:
        self.path = path
        self.__name__ = path.stem

    def __call__(self, db: Database, /) -> None:
        for statement in statements(self.path.read_text(encoding="utf-8")):
            db.conn.execute(statement)
