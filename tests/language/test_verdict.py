"""What an answer says of the lines of a read-back: the whole table of `verdicts.py`."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from bot.core.language.verdict import verdict_on
from tests.language.verdicts import OF_A_CHANGE, VERDICTS, Means, Waits


def naming(waits: Waits) -> Callable[[str], frozenset[int]]:
    """Finds the parts that some words name; of numbered lines, the whole line."""

    def named(text: str) -> frozenset[int]:
        found = {
            n
            for n, names in enumerate(waits.parts)
            if any(re.search(rf"\b{name}\b", text.casefold()) for name in names)
        }
        whole = [line for line in waits.lines if line & found]
        return frozenset(found).union(*whole)

    return named


def _is_as_meant(means: Means, *, changes: bool) -> None:
    waits = means.waits
    found = verdict_on(means.answer, len(waits.parts), waits.lines, naming(waits), changes=changes)
    if means.is_none:
        assert found is None
        return
    assert found is not None
    assert (set(found.kept), set(found.dropped), dict(found.doubted), set(found.pointed), found.rest) == (
        means.kept, means.dropped, means.doubted, means.pointed, means.rest,
    )  # fmt: skip


@pytest.mark.parametrize("means", VERDICTS, ids=lambda m: m.answer[:50])
def test_an_answer_means_what_it_says(means: Means) -> None:
    _is_as_meant(means, changes=False)


@pytest.mark.parametrize("means", OF_A_CHANGE, ids=lambda m: m.answer[:50])
def test_an_answer_to_a_change_means_what_it_says(means: Means) -> None:
    _is_as_meant(means, changes=True)


def test_keep_it_may_be_the_old_or_the_new() -> None:
    assert verdict_on("keep it", 1, (), lambda _: frozenset(), changes=True) is None


LINES = (frozenset({0}), frozenset({1}), frozenset({2}))


@pytest.mark.parametrize("answer", ["1 ok 2 ok 3 no", "save the first two", "the second one is wrong"])
def test_a_number_where_lines_have_none_is_asked_about(answer: str) -> None:
    found = verdict_on(answer, 3, LINES, lambda _: frozenset(), numbered=False)
    assert found is not None
    assert (set(found.pointed), found.kept, found.doubted) == ({0, 1, 2}, frozenset(), {})


def test_a_figure_alone_is_no_line_where_lines_have_no_number() -> None:
    assert verdict_on("2", 3, LINES, lambda _: frozenset(), numbered=False) is None
