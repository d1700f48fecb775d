"""Values in words."""

from __future__ import annotations

import pytest

from bot.core.model.journey import Option, Question
from bot.core.turn.saying import filled
from bot.core.turn.wording import escape, say_fact, say_list, say_span, say_value


@pytest.mark.parametrize(
    ("span", "said"),
    [
        ("2026-03-03/2026-03-03", "3 March 2026"),
        ("2026-03-01/2026-03-31", "March 2026"),
        ("2026-12-01/2026-12-31", "December 2026"),
        ("2028-02-01/2028-02-29", "February 2028"),
        ("2026-01-01/2026-12-31", "2026"),
        ("2026-07-01/2026-09-30", "July to September 2026"),
        ("2026-12-01/2027-02-28", "December 2026 to February 2027"),
        ("2026-06-03/2026-06-17", "3 to 17 June 2026"),
        ("2026-05-30/2026-06-02", "30 May to 2 June 2026"),
        ("2026-12-30/2027-01-02", "30 December 2026 to 2 January 2027"),
    ],
)
def test_spans_are_said_as_people_say_them(span: str, said: str) -> None:
    assert say_span(span) == said


def test_lists() -> None:
    assert say_list([]) == ""
    assert say_list(["a"]) == "a"
    assert say_list(["a", "b", "c"]) == "a, b and c"


def test_values_are_said_by_their_question() -> None:
    question = Question(
        "x.state", "choice", "?", "", label="State", say="it is {value}",
        options=(Option("done", "All done", "it is over"), Option("planned", "Planned")),
    )  # fmt: skip
    assert say_fact(question, "x.state", "done") == "it is over"
    assert say_fact(question, "x.state", "planned") == "it is planned"
    assert say_value(None, 2300) == "2,300"
    assert say_value(None, ("a", "b")) == "a and b"
    assert say_fact(None, "x.took_part", 3) == "x took part: 3"


def test_peoples_words_are_never_markup() -> None:
    assert escape("**x** <!channel> [a](http://b)") == r"\*\*x\*\* \<!channel\> \[a\](http://b)"


@pytest.mark.parametrize(
    ("text", "words", "said"),
    [
        ("Hello {name}. I am a bot.", {"name": ""}, "Hello. I am a bot."),
        ("Hello {name}. {summary}", {"name": "", "summary": "Two."}, "Hello. Two."),
        ("Hello {name}.", {"name": "Asha"}, "Hello Asha."),
    ],
)
def test_somebody_without_a_name_is_greeted_all_the_same(text: str, words: dict[str, str], said: str) -> None:
    assert filled(text, **words) == said
