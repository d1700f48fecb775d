"""A yes or a no to an offer, in other words than these; and numbers that are put right."""

from __future__ import annotations

import pytest

from bot.core.language.changing import Figure, figures
from bot.core.language.consent import CHANGING, TAKING_BACK, Consent, consent


@pytest.mark.parametrize(
    "text",
    [
        "ye change it", "change it pls", "ok do that", "swap it", "go on then", "please do", "thats what i want yes",
        "change it to 471", "make it 471", "471", "no thats right, change it", "yeah go for it mate", "Yes.",
        "I would like you to change it", "can you change it please", "right ok do it",
    ],
)  # fmt: skip
def test_yes_to_a_change(text: str) -> None:
    assert consent(text, CHANGING, "471", "417") == Consent(True)


@pytest.mark.parametrize(
    "text",
    [
        "no leave it as it is", "dont change it", "don’t change it", "it stays 417", "It stays: 417", "417",
        "keep 417", "nah leave it", "well no", "please don't", "no", "sorry no", "ok no", "yes, leave it",
    ],
)  # fmt: skip
def test_no_to_a_change(text: str) -> None:
    assert consent(text, CHANGING, "471", "417") == Consent(False)


@pytest.mark.parametrize(
    "text",
    [
        "change it to 480", "the survey was 215", "it was 24", "ok so what else", "not yet", "not that one",
        "hang on", "thanks", "", "yes no", "no problem", "that is wrong", "when was that",
    ],
)  # fmt: skip
def test_neither(text: str) -> None:
    assert consent(text, CHANGING, "471", "417") is None


def test_what_stands_behind_is_heard_by_itself() -> None:
    assert consent("yes take it back. and the panel: 8 people", TAKING_BACK) == Consent(True, "the panel: 8 people")
    assert consent("remove it and add the 9", TAKING_BACK) == Consent(True, "add the 9")


def test_what_is_offered_goes_by_its_name_and_nothing_else_does() -> None:
    assert consent("yes take the meeting out", TAKING_BACK, names=["meeting", "june"]) == Consent(True)
    assert consent("yes take the panel out", TAKING_BACK, names=["meeting", "june"]) is None


@pytest.mark.parametrize(
    ("text", "now", "before"),
    [
        ("There were 8 on the panel, not 18", 8, 18),
        ("not eighteen but eight", 8, 18),
        ("you've put 300, should be 3,000", 3000, 300),
        ("120 came to the fun day, 46 was just the cards", 120, 46),
        ("instead of 18 put 8", 8, 18),
        ("the 300 is wrong, it's 3000", 3000, 300),
        ("but it still says 18 for the panel, it was 8", 8, 18),
        ("change the fun day one to 120 people took part, 46 cards", 120, None),
        ("the survey should be 215", 215, None),
    ],
)
def test_a_number_is_put_right(text: str, now: int, before: int | None) -> None:
    assert figures(text) == (Figure(now, before),)


@pytest.mark.parametrize(
    "text",
    [
        "the survey. 26 to 30 october", "it was on 5 February not 4 February",
        "Do not change 417, that is the survey", "not 4 people lol i picked ur option 4",
        "the 9 came to the panel and the 14 to the drop-in",
        "we had 14 there",
    ],
)  # fmt: skip
def test_no_number_is_put_right(text: str) -> None:
    assert figures(text) == ()


def test_a_number_behind_for_is_put_right_too() -> None:
    assert figures("swap 63 for 36") == (Figure(36, 63),)
    assert figures("the poll replaced 63 with 36 please") == (Figure(36, 63),)
