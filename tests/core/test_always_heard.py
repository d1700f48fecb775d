"""Status, help, undo, stop, why and start again are heard whatever the conversation waits for."""

from __future__ import annotations

import pytest

from tests.casework.test_person import OPEN, said, says

WORDS = {
    "status": ("status", "/status"),
    "help": ("help",),
    "paused": ("stop reminders", "please stop sending messages", "Stop all reminders."),
    "start_again_confirm": ("start again", "restart"),
}
"""What is said first to each of these."""


@pytest.mark.parametrize("state", [s for s in OPEN if s != "just pointed to help"])
@pytest.mark.parametrize("phrase", WORDS)
def test_it_is_heard_whatever_is_open(state: str, phrase: str) -> None:
    for text in WORDS[phrase]:
        outcome = says(OPEN[state], text)
        assert said(outcome)[0] == phrase, text
        assert not outcome.facts


@pytest.mark.parametrize("state", [s for s in OPEN if s != "just pointed to help"])
def test_undo_takes_back_or_says_that_there_is_nothing(state: str) -> None:
    phrase = said(says(OPEN[state], "undo"))[0]
    assert phrase in ("undone", "nothing_to_undo", "not_kept"), phrase


@pytest.mark.parametrize("state", [s for s in OPEN if s != "just pointed to help"])
def test_why_is_answered_or_says_that_nothing_is_asked_which_is_true(state: str) -> None:
    phrases = said(says(OPEN[state], "why do you ask?"))
    asks = OPEN[state].asked or OPEN[state].reading_back or OPEN[state].joining
    assert ("no_question" in phrases) is not bool(asks), phrases
