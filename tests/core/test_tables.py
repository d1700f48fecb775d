"""Tables in chat: every row says what its values are, and nothing of a briefing is lost by it."""

from __future__ import annotations

import re

import pytest

from bot.core.guidance.briefing_text import parts_of
from bot.core.guidance.tables import tables_in_words
from bot.core.model.journey import Briefing
from tests.guidance.world import programme


def table(*rows: str) -> str:
    """Rows of cells, the first of them the headings, as Markdown."""
    columns = rows[0].count("/") + 1
    made = ["| " + " | ".join(row.split("/")) + " |" for row in rows]
    return "\n".join([made[0], "|" + "---|" * columns, *made[1:]])


def test_each_value_stands_with_its_heading() -> None:
    said = tables_in_words(table("way/takes", "a letter/postage both ways", "a call/about ten minutes"))
    assert said.splitlines() == [
        "- **Way:** a letter. **Takes:** postage both ways.",
        "- **Way:** a call. **Takes:** about ten minutes.",
    ]


def test_a_sentence_keeps_its_own_end_and_a_question_its_mark() -> None:
    said = tables_in_words(table("we promised/kept?", '"Do we ring back?"/*partly.*'))
    assert said == '- **We promised:** "Do we ring back?" **Kept?** *partly.*'


@pytest.mark.parametrize("blank", ["", "[ ]", "[ … ]", "[____]"])
def test_what_is_left_to_fill_in_is_not_said(blank: str) -> None:
    said = tables_in_words(table("we will/by", f"ring back/{blank}", f"{blank}/{blank}"))
    assert said == "- **We will:** ring back."


def test_what_may_be_ticked_is_said_once() -> None:
    said = tables_in_words(table("today/agree/disagree", "1. I am heard/☐/☐", "My home is safe/☐/☐"))
    assert said.splitlines() == ["Today (agree, disagree):", "1. I am heard", "- My home is safe"]


def test_what_stands_around_a_table_stays() -> None:
    text = f"The clocks:\n{table('what/within', 'emergency/24 hours')}\n\nNot | a table\n---"
    assert tables_in_words(text) == (
        "The clocks:\n- **What:** emergency. **Within:** 24 hours.\n\nNot | a table\n---"
    )


def test_a_bar_in_a_cell_is_no_new_cell() -> None:
    assert tables_in_words(table("say/for", r"yes \| no/a vote")) == "- **Say:** yes | no. **For:** a vote."


def test_a_short_row_and_one_without_a_heading() -> None:
    assert tables_in_words("| what | |\n|---|---|\n| a | b |\n| c |") == "- **What:** a. b.\n- **What:** c."


@pytest.mark.parametrize("briefing", programme().journey.briefings, ids=lambda b: b.key)
def test_no_briefing_shows_a_table_in_chat_and_none_loses_a_word(briefing: Briefing) -> None:
    said = "\n".join(parts_of(briefing.body))
    assert not re.search(r"^\s*\||\|\s*$", said, re.MULTILINE)
    cells = re.findall(r"^\|(?!.*---)(.*)\|$(?!\n\|\s*---)", briefing.body, re.MULTILINE)
    words = {word.casefold() for row in cells for word in re.findall(r"[^\W_]+", row)}
    assert words <= {word.casefold() for word in re.findall(r"[^\W_]+", said)}
