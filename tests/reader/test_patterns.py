"""Patterns, and the index that unfolds where messages lead."""

from __future__ import annotations

import pytest

from bot.core.reader.model import Token
from bot.core.reader.patterns import Index, written_out
from bot.core.reader.vocabulary import find


@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        ("(a|b) [c] d", {"a c d", "a d", "b c d", "b d"}),
        ("x * y", {"x * y"}),
        ("defer+ it", {"defer it", "defers it", "deferred it", "deferring it"}),
        ("[not] ~approve _", {"not ~approve _", "~approve _"}),
        ("didn't", {"did not"}),
    ],
)
def test_a_pattern_is_written_out(pattern: str, words: set[str]) -> None:
    assert {" ".join(way) for way in written_out(pattern)} == words


def _tokens(text: str) -> list[Token]:
    return [Token(word, word, i, i + 1, "word", "", False) for i, word in enumerate(text.split())]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("the board approved it", {("decision", 1), ("body", 1), ("decision", 2)}),
        ("board meeting", {("body", 2), ("body", 1)}),
        ("no meeting", set()),
        ("survey by a very long post", {("method", 6)}),
        ("survey by one two three four five six post", set()),
    ],
)
def test_the_index_finds_what_a_message_leads_to(text: str, found: set[tuple[str, int]]) -> None:
    patterns = [
        ("~approve [_]", ("decision", "")), ("board [meeting]", ("body", "")), ("survey * post", ("method", "")),
    ]  # fmt: skip
    for _ in range(2):  # Also where it has been before.
        assert {(s.kind, s.width) for s in find(_tokens(text), Index(patterns).root)} == found
