"""Markdown as a document: what a briefing has in it keeps what it is."""

from __future__ import annotations

import io
from datetime import UTC, datetime

import docx
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.model.document import Heading, Items, Paragraph, Span, Table, line
from bot.documents.markdown import from_markdown
from bot.documents.word import word_file

TEXT = """\
Say **noted**, and *only* that. See [the page](https://example.org).
It goes on.

### First

1. one
2. two
   - and a half

> Somebody's own words.

#### Under it

| word | meaning |
|---|---|
| noted | heard, **not** approved |
| [date] | |
"""


def test_each_part_is_what_it_was() -> None:
    document = from_markdown("A minute", TEXT)
    assert document.title == "A minute"
    assert document.blocks == (
        Paragraph(
            line(
                "Say ", Span("noted", strong=True), ", and ", Span("only", emphasis=True), " that. See ",
                Span("the page", link="https://example.org"), ".", " ", "It goes on.",
            )
        ),
        Heading("First", 1),
        Items((line("one"), line("two"), line("and a half")), numbered=True),
        Paragraph(line("Somebody's own words."), "quote"),
        Heading("Under it", 2),
        Table(
            "Under it",
            ("word", "meaning"),
            (
                (line("noted"), line("heard, ", Span("not", strong=True), " approved")),
                (line("[date]"), ()),
            ),
            (13, 19),
            caption_shown=False,
        ),
    )  # fmt: skip


def test_a_table_without_a_heading_is_called_by_the_title() -> None:
    (table,) = from_markdown("A minute", "| a |\n|---|\n| b |").blocks
    assert isinstance(table, Table)
    assert (table.caption, table.header, table.rows) == ("A minute", ("a",), ((line("b"),),))


def test_a_list_that_goes_on_keeps_its_numbers() -> None:
    assert from_markdown("A minute", "8. Which?\n9. What?").blocks == (
        Paragraph(line("8. ", "Which?")),
        Paragraph(line("9. ", "What?")),
    )


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.sampled_from(["# a", "#### b", "- c", "1. d", "> e", "| f |\n|---|\n| g |", "h *i*", "<b>", "---"]))
)
def test_whatever_stands_there_is_a_file_that_opens(parts: list[str]) -> None:
    made = word_file(from_markdown("A minute", "\n\n".join(parts)), datetime(2026, 11, 30, tzinfo=UTC))
    assert docx.Document(io.BytesIO(made)).core_properties.title == "A minute"
