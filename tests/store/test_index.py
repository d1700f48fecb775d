"""What every index of briefings must do. Another store runs the same suite by adding itself to `INDEXES`."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.guidance.search import Entry, Index
from bot.store.sqlite.index import SqliteIndex

INDEXES: tuple[Callable[[Iterable[Entry]], Index], ...] = (SqliteIndex,)
ENTRIES = (
    Entry("mould", "Damp and mould", "hazards; repairs", "What to do.", "Log it with repairs. The board asks."),
    Entry("board", "Taking it to your board", "governance", "A paper for the board.", "Minutes and mould."),
    Entry("cafe", "A café visit", "drop-in", "Tea.", "Consulting residents over tea, with a housing association."),
)


@pytest.fixture(params=INDEXES)
def index(request: pytest.FixtureRequest) -> Index:
    made: Index = request.param(ENTRIES)
    return made


def test_a_title_weighs_more_than_a_text(index: Index) -> None:
    assert index.match((("mould",),), True, 5) == ["mould", "board"]
    assert index.match((("board",),), True, 5) == ["board", "mould"]


def test_all_words_or_any(index: Index) -> None:
    assert index.match((("tea",), ("minutes",)), True, 5) == []
    assert set(index.match((("tea",), ("minutes",)), False, 5)) == {"cafe", "board"}


def test_endings_capitals_and_accents_do_not_matter(index: Index) -> None:
    assert index.match((("CONSULTATION",),), True, 5) == ["cafe"]
    assert index.match((("cafes",),), True, 5) == ["cafe"]


def test_any_way_to_say_it_and_phrases_in_order(index: Index) -> None:
    assert index.match((("rsl", "housing association"),), True, 5) == ["cafe"]
    assert index.match((("association housing",),), True, 5) == []


def test_at_most_so_many_and_nothing_wanted(index: Index) -> None:
    assert len(index.match((("mould",),), True, 1)) == 1
    assert index.match((), True, 5) == []
    assert index.match(((),), False, 5) == []


def test_known_words(index: Index) -> None:
    assert index.knows("boards")
    assert not index.knows("zebra")
    assert index.words()[0] in {"board", "the", "a", "mould", "and"}


SYNTAX = ('"', "AND", "OR", "NOT", "NEAR(a b)", "title:mould", "mould*", "^mould", "-mould", "(", "a AND (b", "{a}")


@pytest.mark.parametrize("text", SYNTAX)
def test_query_syntax_is_text(index: Index, text: str) -> None:
    index.match(((text,),), True, 5)
    index.match(((text,), ("mould",)), False, 5)
    index.knows(text)


@given(words=st.lists(st.text(max_size=30), max_size=5), every=st.booleans())
@settings(max_examples=200, deadline=None)
def test_any_text_is_an_answer(words: list[str], every: bool) -> None:
    made = SqliteIndex(ENTRIES)
    try:
        made.match(tuple((word,) for word in words), every, 5)
    finally:
        made.close()
