"""What is wished of reminders, in people's own words."""

from __future__ import annotations

import pytest

from bot.core.language.reminding import NOTHING, Wish, asks_when, asks_why, wish_in


@pytest.mark.parametrize(
    ("text", "wish"),
    [
        ("could you do thursdays from 2pm", Wish(("thu",), "14:00", asked=True, bare=True)),
        ("can u stop msging me mornings, yes or no", Wish(begins="12:00", asked=True)),
        ("Reminders on Tuesdays and Thursdays only, before lunch", Wish(("tue", "thu"), ends="12:00")),
        ("no messages at weekends or on fridays please", Wish(("mon", "tue", "wed", "thu"))),
        ("dont text me after 4", Wish(ends="16:00")),
        ("only nudge me between 10 and 3", Wish(begins="10:00", ends="15:00")),
        ("only message me from 9.30 to 12:30 please", Wish(begins="09:30", ends="12:30")),
        ("Please only remind me between 1pm and 4pm", Wish(begins="13:00", ends="16:00")),
        ("I want them on Tuesdays only and not before 10 in the morning", Wish(("tue",), "10:00", bare=True)),
        ("no more than one reminder a month", Wish(gap=28)),
        ("every two weeks is plenty", Wish(gap=14, bare=True)),
    ],
)
def test_wish(text: str, wish: Wish) -> None:
    assert wish_in(text) == wish


@pytest.mark.parametrize(
    "text",
    [
        "remind me on Thursday",
        "remind me a week before the board",
        "please don't remind me until 4 January",
        "good morning, only me",
        "we send them a newsletter quarterly",
        "residents meet on Tuesdays after lunch only",
        "no, it was in the morning",
        "monthly",
        "remind me between 25 and 3",
        "remind me between the meetings",
        "the office is open between 10 and 3",
        "we had two, one in the morning and one after lunch",
        "the board only noted it on Tuesday",
        "I'm off on Fridays, so Priya does residents then",
    ],
)
def test_no_wish(text: str) -> None:
    assert wish_in(text) == NOTHING


def test_whys_and_whens() -> None:
    assert asks_why("Why are you chasing me every day?") and asks_why("too many!") and not asks_why("why a board?")
    assert asks_when("how often will you nudge me?") and not asks_when("when did residents get a message from us")
