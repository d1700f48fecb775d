"""docs/storage.md says what is so: tables, times, the retry policy, the errors."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bot.channels.port import Ending
from bot.core import delivery
from bot.core.delivery import RETRIES
from bot.store import codes
from bot.store.sql import migrations
from bot.store.sqlite import connection, writer

DOCUMENT = (Path(__file__).parents[2] / "docs" / "storage.md").read_text(encoding="utf-8")


def tables() -> list[str]:
    with closing(sqlite3.connect(":memory:")) as conn:
        for name in migrations.NAMES:
            for statement in migrations.statements((migrations.FOLDER / f"{name}.sql").read_text()):
                conn.execute(statement)
        return [
            row[0]
            for row in conn.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'")
        ]


def test_every_table_is_told_and_no_other() -> None:
    section = DOCUMENT.split("## What is kept")[1].split("###")[0]
    first = [row.split("|")[1] for row in section.splitlines() if row.startswith("| `")]
    told = re.findall(r"`(\w+)`", " ".join(first))
    assert sorted(told) == sorted(tables())


@pytest.mark.parametrize("ending", list(Ending))
def test_every_ending_is_told_with_its_figures(ending: Ending) -> None:
    (row,) = re.findall(rf"^\| {ending.value} \|.*$", DOCUMENT, re.MULTILINE)
    policy = RETRIES.get(ending)
    if policy is not None:
        assert f"after {policy.first:g} s" in row
        assert {2: "twice", 3: "three times"}[round(policy.factor)] in row
        assert f"at most {policy.attempts}" in row


@pytest.mark.parametrize(
    "sentence",
    [
        f"a lease of {delivery.LEASE.total_seconds():g} seconds",
        f"stands still for {delivery.SILENT.total_seconds():g} seconds",
        f"for {delivery.SILENT_AND_ENDED.total_seconds():g} seconds where the machine itself",
        f"older than {delivery.RULES[delivery.Sort.ANSWER].lasts.total_seconds() / 3600:g} hours",
        f"at most {RETRIES[Ending.AGAIN].longest:g} s",
        f"at most {writer.GROUP} in one transaction",
        f"after {writer.LOCKED_SECONDS:g} seconds without the lock",
        {3600: "of the last hour"}[codes.WINDOW.seconds],
    ],
)
def test_figures_are_those_of_the_code(sentence: str) -> None:
    assert sentence in DOCUMENT


def test_every_error_of_the_world_has_its_row() -> None:
    table = DOCUMENT.split("## When something is wrong")[1]
    assert len(connection.WORLD) == 8
    for what in (
        "disk full",
        "read-only",
        "locked",
        "damaged",
        "not a database",
        "not up to date",
        "cannot be opened",
        "disk fails",
    ):
        assert re.search(rf"^\| [^|]*{what}", table, re.MULTILINE), what
