"""What a button carries comes back whole, and nothing else is taken for a button."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.model.presses import VERBS, Press, parse_press


@given(
    st.sampled_from(sorted(VERBS)),
    st.text(max_size=40),
    st.integers(0, 10**9),
    st.lists(st.text(max_size=30), max_size=4),
)
def test_a_press_comes_back_as_it_was_made(verb: str, adopter: str, stamp: int, about: list[str]) -> None:
    press = Press(verb, adopter, stamp, tuple(about))
    assert parse_press(str(press)) == press


@pytest.mark.parametrize("value", ["", "yes", "yes|a", "rm|a|1", "yes|a|x", "yes|a|-1", "yes|a|1|" + "x" * 2000])
def test_anything_else_is_no_press(value: str) -> None:
    assert parse_press(value) is None
