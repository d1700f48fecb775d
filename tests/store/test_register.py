"""The register names every column of every table of each store, and docs/data.md is made from it."""

from __future__ import annotations

import pytest

from bot.store.port import Store
from bot.store.postgres.store import PostgresStore
from bot.store.sql.register import REGISTER, About, Basis, Held
from tests.store.data_page import PAGE, page

SQLITE = (
    "SELECT m.name, c.name FROM sqlite_master m JOIN pragma_table_info(m.name) c WHERE m.type = 'table'"
    " AND m.name NOT LIKE 'sqlite%'"
)
POSTGRES = "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'public'"
OF_TOOLS = ("_sqlite_migrations", "migrations")
"""Where the tools that change the schema note what ran."""


async def test_every_column_is_named_and_no_other(store: Store) -> None:
    sql = POSTGRES if isinstance(store, PostgresStore) else SQLITE
    found = await store.read(lambda tx: tx.all(sql))  # type: ignore[attr-defined]
    there = sorted((table, column) for table, column in found if table not in OF_TOOLS)
    assert len(there) > 150
    assert sorted((held.table, column) for held in REGISTER for column in held.about()) == there


def test_no_column_is_named_twice() -> None:
    for held in REGISTER:
        names = [name for columns in held.columns.values() for name in columns.split()]
        assert len(names) == len(set(names)), held.table


@pytest.mark.parametrize("held", REGISTER, ids=lambda held: held.table)
def test_what_is_about_people_has_a_basis_and_is_found_by_person(held: Held) -> None:
    personal = set(held.columns) != {About.NOTHING}
    assert (held.basis is not Basis.NONE) is personal
    assert bool(held.mine) is personal


def test_the_page_is_that_of_the_register() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "python -m tests.store.data_page"
