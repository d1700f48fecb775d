"""What a look at hostile words costs: counted in calls, which no busy machine makes more."""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import FrameType

import pytest

from bot.core.model.reading import Reading
from bot.core.safety.details import has_details
from bot.core.safety.look import look_with
from tests.programmes import together

LENGTH = 4000
SAFETY = together().journey.safety
HOSTILE = ("a@b.c ", "gas. ", "smell gas ", "he hit her ", "no. ", "Mr A ", "water ", "the flat is cold and ", "12 ")


def calls(work: Callable[[], object]) -> int:
    """How many functions, also those of C, were called."""
    count = 0

    def note(_frame: FrameType, event: str, _about: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(note)
    try:
        work()
    finally:
        sys.setprofile(None)
    return count


def look(text: str) -> int:
    return calls(lambda: look_with(text, Reading("unclear"), SAFETY))


@pytest.mark.parametrize("piece", HOSTILE)
def test_twice_the_words_cost_twice_as_much(piece: str) -> None:
    text = piece * (LENGTH // len(piece))
    look(text[:100])  # builds the indexes
    half, whole = look(text[: LENGTH // 2]), look(text)
    assert whole <= 2.3 * half, (half, whole)
    half, whole = calls(lambda: has_details(text[: LENGTH // 2])), calls(lambda: has_details(text))
    assert whole <= 2.3 * half, (half, whole)


def test_a_sentence_is_not_held_against_every_sign() -> None:
    """A full stop in every word makes as many sentences, and most signs begin with nothing that stands in them."""
    look("a@b.c ")
    sentences = LENGTH // len("a@b.c ")
    cost = look("a@b.c " * sentences) / sentences
    assert cost < 2 * len(SAFETY.danger.signs), cost
