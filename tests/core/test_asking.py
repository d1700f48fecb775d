"""What is a question, what asks how a thing is done, and what only leads to a question."""

from __future__ import annotations

import pytest

from bot.core.language.asking import asks, asks_for, asks_how, only_leads, opens_asking, wants


@pytest.mark.parametrize(
    "text",
    [
        "how do i get Neil on here",
        "and how does she join",
        "wot is a scrutiny panel",
        "hiya, where do we put the link",
        "when's the colleagues step due",
        "how many residents do we need",
    ],
)
def test_it_asks_how_so_it_is_no_order(text: str) -> None:
    assert asks_how(text)
    assert opens_asking(text)


@pytest.mark.parametrize(
    "text",
    [
        "Neil does residents",
        "can you add Neil to the residents step",
        "please stop the reminders",
        "Priya, who works in comms, does the website",
    ],
)
def test_an_order_does_not_ask_how(text: str) -> None:
    assert not asks_how(text)


@pytest.mark.parametrize(
    "text",
    [
        "can u gimme some questions to ask",
        "send me a list of questions",
        "got any slides",
        "any other way to ask them",
        "I still need the link for the website",
    ],
)
def test_a_wish_to_be_given_something_opens_like_a_question(text: str) -> None:
    assert asks_for(text)
    assert opens_asking(text)


@pytest.mark.parametrize(
    "text",
    [
        "the board noted it on 3 March",
        "212 replied",
        "we need to go back to the board",
    ],
)
def test_what_is_told_asks_nothing(text: str) -> None:
    assert not asks(text)
    assert not opens_asking(text)
    assert not wants(text)


def test_a_question_behind_something_told_is_seen() -> None:
    assert wants("residents meeting is next week, what do i ask them")
    assert not opens_asking("residents meeting is next week, what do i ask them")


@pytest.mark.parametrize(
    "text", ["can I ask", "can I just ask you something", "one more question", "quick question:"]
)
def test_what_only_leads_to_a_question(text: str) -> None:
    assert only_leads(text)


@pytest.mark.parametrize("text", ["can I ask who can see this", "tell me what it costs"])
def test_a_question_with_its_lead_is_one(text: str) -> None:
    assert not only_leads(text)


@pytest.mark.parametrize("text", ["did the away day on 9 October", "had the panel in on 3 March", "did it in May"])
def test_what_was_done_is_told_with_nobody_named(text: str) -> None:
    assert not opens_asking(text)
