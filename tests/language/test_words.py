"""Words, slips, numbers and markup, each rule by itself."""

from __future__ import annotations

import pytest

from bot.core.language.clean import strip_markup
from bot.core.language.numbers import find_counts
from bot.core.language.private import private_places
from bot.core.language.spelling import Speller
from bot.core.language.wordforms import forms
from bot.core.language.words import cut, normal_words


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("hasn't", "has not"), ("hasnt", "has not"), ("won't", "will not"), ("it's", "it is"),
        ("the board's", "the board"), ("drop-in", "drop in"), ("tues 3rd", "tues 3rd"),
    ],
)  # fmt: skip
def test_words_are_written_out(typed: str, words: str) -> None:
    assert " ".join(normal_words(typed)) == words


def test_fillers_and_stammers_go() -> None:
    assert [word.text for word in cut("um they they sort of er noted it")] == ["they", "sort", "of", "noted", "it"]


@pytest.mark.parametrize(
    ("slip", "meant"),
    [
        ("borad", "board"), ("resedents", "residents"), ("questionaire", "questionnaire"),
        ("approvad", "approved"),
        ("thursady", "thursday"), ("bored", None), ("voted", None), ("priya", None), ("cat", None),
    ],
)  # fmt: skip
def test_a_slip_is_mended_and_an_ordinary_word_is_not(speller: Speller, slip: str, meant: str | None) -> None:
    assert speller.mend(slip, [0]) == meant


def test_a_slip_that_may_be_two_days_has_a_rival(speller: Speller) -> None:
    assert speller.rivals("tursday", "thursday") == {"tuesday"}


@pytest.mark.parametrize(
    ("text", "value", "rough", "of", "why"),
    [
        ("40", 40, False, None, ""), ("2,300", 2300, False, None, ""), ("1.2k", 1200, False, None, ""),
        ("two hundred and six", 206, False, None, ""), ("thirty-odd", 30, True, None, ""),
        ("70ish", 70, True, None, ""),
        ("about 40", 40, True, None, ""), ("~30", 30, True, None, ""), ("30 or so", 30, True, None, ""),
        ("a dozen", 12, False, None, ""), ("a couple of dozen", 24, True, None, ""),
        ("three dozen", 36, True, None, ""),
        ("60 of 80", 60, False, 80, ""), ("62 out of 140", 62, False, 140, ""), ("60/80", 60, False, 80, ""),
        ("nobody", 0, False, None, ""), ("40 to 50", 40, False, None, "vague"),
        ("loads", 0, False, None, "vague"),
        ("a few", 0, False, None, "vague"), ("half", 0, False, None, "share"),
        ("35%", 35, False, None, "share"),
        ("two thirds", 0, False, None, "share"), ("one in five", 1, False, None, "share"),
    ],
)  # fmt: skip
def test_a_number_is_read(text: str, value: int, rough: bool, of: int | None, why: str) -> None:
    (count,) = find_counts(cut(text), set())
    assert (count.value, count.rough, count.of, count.why) == (value, rough, of, why)


@pytest.mark.parametrize("text", ["that one", "4,5,6", "03"])
def test_some_figures_count_nothing(text: str) -> None:
    assert find_counts(cut(text), set()) == []


@pytest.mark.parametrize(
    ("marked", "plain"),
    [
        ("*approved* it :tada:", "approved it"), ("<https://a.org/b|our page>", "https://a.org/b"),
        ("<p>board &amp; staff</p>", "board & staff"), ("> quoted\nmine", "mine"), ("a ~old~ new", "a   new"),
        ("[here](https://a.org)", "https://a.org"), (":+1:", "👍"), ("<#C1|general> hi", "hi"),
    ],
)  # fmt: skip
def test_markup_is_not_the_speakers_words(marked: str, plain: str) -> None:
    assert strip_markup(marked) == plain


@pytest.mark.parametrize(
    "text",
    ["Mrs Begum", "flat 12", "14 Elm Road", "DOB 12/03/1961", "07700 900123", "aged 82", "jo@oak.org.uk", "M14 5RT"],
)
def test_private_details_are_found(text: str) -> None:
    assert private_places(f"we met {text} there")


def test_a_form_tool_is_no_person() -> None:
    assert private_places("an MS Forms poll") == []
    assert private_places("what if we miss the deadline, or miss a meeting?") == []
    assert private_places("we met Miss Otis there")


def test_forms_of_a_word() -> None:
    assert forms("survey") == ("survey", "surveys", "surveyed", "surveying")
