"""How long and how hard to read a text is, and which words the glossary keeps out."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.content.check_wording import wording_lines, words_of_others
from bot.content.draft import Draft
from bot.content.glossary import read_glossary
from bot.content.journey import load
from bot.content.wording import HARDEST, MOST_WORDS, length_of
from tests.content.pledge import CONVERSATIONS, pledge_in

BOT = Path(__file__).parents[2] / "bot"
PAGES = sorted(p for kind in ("templates/*.html", "static/*.js") for p in BOT.rglob(kind))
_MADE_OF = re.compile(r"\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}|<!--.*?-->|<(script|style)\b.*?</\1>|<[^>]*>", re.DOTALL)
_SPOKEN_OF = re.compile(r"\b(?:aria-label|title|placeholder|alt)=\"([^\"{]+)\"")
_COMMENT = re.compile(r"(?<!:)//.*")
_LITERAL = re.compile(r"\"([^\"\n]*)\"|`([^`]*)`")


def shown_on(page: Path) -> list[str]:
    """The words that people read or hear: of a template without its tags, of a script the texts in it."""
    source = page.read_text(encoding="utf-8")
    if page.suffix == ".js":
        return [one or other for one, other in _LITERAL.findall(_COMMENT.sub("", source))]
    return [_MADE_OF.sub(" ", source), *_SPOKEN_OF.findall(source)]


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


def test_guidance_may_have_words_that_the_bot_itself_does_not_say(tmp_path: Path) -> None:
    pledge = pledge_in(tmp_path)
    pledge.edit("glossary.yaml", "    not: [venue]", "    not: [venue]\n    not_said: [building]")
    briefing = min((pledge.folder / "briefings").glob("*.md"))
    more = "\nThe building, not the venue.\n> The venue, as somebody wrote.\n"
    briefing.write_text(briefing.read_text(encoding="utf-8") + more, encoding="utf-8")
    pledge.edit("phrases.yaml", "bye: Goodbye.", "bye: Leave the building.")
    in_guidance = pledge.line(f"briefings/{briefing.name}", "The building, not the venue.")
    assert pledge.found() == {
        ("TERM_OTHER", "phrases.yaml", pledge.line("phrases.yaml", "bye:")),
        ("TERM_OTHER", f"briefings/{briefing.name}", in_guidance),
    }


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.name)
def test_pages_and_their_scripts_use_the_words_of_the_glossary(page: Path) -> None:
    """They stand outside the content, so `check` does not read them."""
    words = read_glossary(Draft(CONVERSATIONS)).others(said=True)
    assert [w for text in shown_on(page) for w in words_of_others(text, words)] == []


@pytest.mark.parametrize(
    ("name", "source", "shown"),
    [
        ("page.html", '{% if kept %}<p class="kept">Not <b>kept</b>: {{ what }}</p>{% endif %}', "Not kept :"),
        ("page.html", '<button aria-label="Is kept">x</button><!-- is kept -->', "x Is kept"),
        ("page.js", 'const kept = "unkept"; when(line, "Is kept"); // what is kept', "unkept Is kept"),
    ],
)
def test_what_a_page_shows_is_told_from_what_it_is_made_of(
    tmp_path: Path, name: str, source: str, shown: str
) -> None:
    page = tmp_path / name
    page.write_text(source, encoding="utf-8")
    assert " ".join(" ".join(shown_on(page)).split()) == shown


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
