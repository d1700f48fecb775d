"""How long and how hard to read a text is, and which words the glossary keeps out."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.content.check_wording import wording_lines
from bot.content.journey import load
from bot.content.wording import HARDEST, MOST_WORDS, length_of
from tests.content.pledge import CONVERSATIONS, pledge_in


@pytest.mark.parametrize(
    ("text", "words", "sentences"),
    [
        ("Is this right? {facts}", 4, 2),
        ("**Board**: noted, not approved.", 4, 2),
        ('`<a href="{home_url}">We adopt</a>`', 2, 1),
        ("See https://halls.example/door for the 3rd.", 4, 1),
        ("Well-kept, isn't it", 3, 1),
        ("", 0, 1),
    ],
)
def test_words_and_sentences_are_counted(text: str, words: int, sentences: int) -> None:
    length = length_of(text)
    assert (length.words, length.sentences) == (words, sentences)


@pytest.mark.parametrize(
    ("word", "syllables"),
    [("board", 1), ("noted", 2), ("asked", 1), ("residents", 3), ("charter", 2), ("table", 2), ("the", 1), ("3", 1)],
)
def test_syllables_are_counted_as_they_are_said(word: str, syllables: int) -> None:
    assert length_of(word).syllables == syllables


def test_a_plain_sentence_is_easier_than_one_of_an_office() -> None:
    plain = length_of("The board noted the charter in May. Nobody had to agree to anything.")
    office = length_of("Consideration of the organisational implications necessitates comprehensive deliberation.")
    assert plain.grade < 6 < HARDEST < office.grade


def test_a_word_that_has_a_term_is_found_wherever_it_ends(tmp_path: Path) -> None:
    pledge = pledge_in(tmp_path)
    pledge.edit("phrases.yaml", "bye: Goodbye.", 'bye: "At the Venue. You may say \\"venue\\"."')
    assert {(code, file) for code, file, _ in pledge.found()} == {("TERM_OTHER", "phrases.yaml")}


def test_wording_stops_no_content_from_being_served(tmp_path: Path) -> None:
    pledge = pledge_in(tmp_path)
    pledge.edit("phrases.yaml", "bye: Goodbye.", "bye:" + " So." * (MOST_WORDS + 1))
    loaded = pledge.load()
    assert [p.code for p in loaded.problems] == ["TEXT_WORDY"]
    assert loaded.sound


def test_the_worst_are_listed_first() -> None:
    lines = list(wording_lines(load(CONVERSATIONS).spoken, worst=3))
    longest = [int(line.split()[0]) for line in lines[2:5]]
    assert longest == sorted(longest, reverse=True)
    assert max(longest) <= MOST_WORDS
    assert len(lines) == 1 + 1 + 3 + 1 + 3
