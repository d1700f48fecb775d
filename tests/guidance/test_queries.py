"""Eighty searches in people's words, written before anything was tuned: the right one is among the first three."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.content.journey import load
from bot.core.guidance.search import best_first, entry_of, look_up
from bot.core.model.journey import Journey, Synonyms
from bot.core.model.search import Found
from bot.store.sqlite.index import SqliteIndex

ROOT = Path(__file__).parents[2]
QUERIES = [json.loads(line) for line in (Path(__file__).parent / "queries.jsonl").read_text("utf-8").splitlines()]
WANTED_SHARE = 0.9


@pytest.fixture(scope="module")
def journey() -> Journey:
    found = load(ROOT / "conversations").journey
    assert found is not None
    return found


@pytest.fixture(scope="module")
def index(journey: Journey) -> SqliteIndex:
    return SqliteIndex(map(entry_of, journey.briefings))


def first_three(journey: Journey, found: Found) -> list[str]:
    return [b.key for b in best_first(found.keys, journey.briefings)][:3]


def test_the_right_one_is_among_the_first_three(journey: Journey, index: SqliteIndex) -> None:
    missed = [
        q["query"] for q in QUERIES
        if not set(first_three(journey, look_up(index, journey.synonyms, q["query"], 8))) & set(q["want"])
    ]  # fmt: skip
    assert len(QUERIES) == 80
    assert len(missed) <= len(QUERIES) * (1 - WANTED_SHARE), missed


def test_what_every_query_wants_exists(journey: Journey) -> None:
    assert {key for q in QUERIES for key in q["want"]} <= {b.key for b in journey.briefings}


def test_misspelt_words_are_mended_and_said(journey: Journey, index: SqliteIndex) -> None:
    found = look_up(index, journey.synonyms, "complants procedure", 3)
    assert ("complants", "complaints") in found.mended
    assert found.keys[0] == "complaint-handling-code"


@pytest.mark.parametrize("text", ["", "?", "the and of", "🙂", '"', "zzzzqqq xxyyzz", "a" * 5000, "ع ا"])
def test_no_words_or_nonsense_find_nothing(journey: Journey, index: SqliteIndex, text: str) -> None:
    assert look_up(index, journey.synonyms, text, 3).keys == ()


def test_synonyms_find_what_is_said_otherwise(journey: Journey, index: SqliteIndex) -> None:
    assert look_up(index, journey.synonyms, "doorknocking", 3).keys
    assert "awaabs-law-first-phase" in look_up(index, journey.synonyms, "condensation", 3).keys
    assert not look_up(index, Synonyms(), "condensation", 3).keys
