"""The migrations, run by sqlite-utils: one and the record that it ran are one transaction (it sees to that)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.store.sql import migrations as listed

if TYPE_CHECKING:
    from sqlite_utils import Database
    from sqlite_utils.migrations import Migrations


def migrations() -> Migrations:
    """The set of all migrations, for `Migrations.apply`."""
    from sqlite_utils.migrations import Migrations

    result = Migrations("charter_bot")
    for name in listed.NAMES:
        result(name=name)(_runner(name))
    return result


class _runner:  # noqa: N801 - a function with a name of its own, as sqlite-utils asks for
    def __init__(self, name: str) -> None:
        self.name = self.__name__ = name

    def __call__(self, db: Database, /) -> None:
        for statement in listed.statements(listed.script_of(self.name)):
            db.conn.execute(statement)
