"""A Word file from a document: read again with python-docx, and looked into where that does not show it."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import UTC, datetime
from typing import Any

import docx
import pytest
from docx.document import Document as WordFile
from docx.oxml.ns import qn

from bot.core.model.document import Block, Details, Document, Heading, Items, Paragraph, Span, Table, line
from bot.documents.word import word_file

AT = datetime(2026, 11, 30, 9, 30, tzinfo=UTC)
ORDER = (
    *("pStyle", "keepNext", "keepLines", "pageBreakBefore", "numPr", "pBdr", "shd", "tabs", "bidi", "spacing", "ind"),
    *("contextualSpacing", "jc", "rPr", "sectPr"),
)
"""As the format wants the properties of a paragraph."""


def made(*blocks: Block, **more: str) -> bytes:
    return word_file(Document("The charter: a paper", blocks, organisation="Alder & Ash <Homes>", **more), AT)


def opened(data: bytes) -> WordFile:
    return docx.Document(io.BytesIO(data))


def xml(data: bytes, part: str = "word/document.xml") -> str:
    return zipfile.ZipFile(io.BytesIO(data)).read(part).decode()


def test_it_says_what_it_is_whose_and_in_which_language() -> None:
    data = made(subject="What was done", subtitle="For the board")
    about = opened(data).core_properties
    assert (about.title, about.author, about.subject) == (
        "The charter: a paper",
        "Alder & Ash <Homes>",
        "What was done",
    )
    assert (about.language, about.created) == ("en-GB", AT)
    styles = xml(data, "word/styles.xml")
    assert set(re.findall(r'<w:lang w:val="([^"]+)"', styles)) == {"en-GB"}


def test_the_page_is_a4_and_has_the_organisation_and_its_number() -> None:
    section: Any = opened(made()).sections[0]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    assert section.header.paragraphs[0].text == "Alder & Ash <Homes>"
    foot = section.footer.paragraphs[0]
    assert [e.text.strip() for e in foot._p.iter(qn("w:instrText"))] == ["PAGE", "NUMPAGES"]


def test_headings_lists_and_details_are_what_they_look_like() -> None:
    blocks = (
        Details((("Purpose", line("For noting")),)),
        Heading("Where we are"),
        Heading("The board", 2),
        Items((line("one"), line("two"))),
        Items((line("first"),), numbered=True),
        Items((line("first again"),), numbered=True),
        Paragraph(line("In their own words"), "quote"),
    )
    word = opened(made(*blocks))
    assert [(p.style.name if p.style else "", p.text) for p in word.paragraphs] == [
        ("Title", "The charter: a paper"),
        ("Normal", "Purpose\tFor noting"),
        ("Heading 1", "Where we are"),
        ("Heading 2", "The board"),
        ("List Bullet", "one"),
        ("List Bullet", "two"),
        ("List Number", "first"),
        ("List Number", "first again"),
        ("Quote", "In their own words"),
    ]
    listed: list[Any] = [p._p for p in word.paragraphs if p.text.startswith("first")]
    numbers = [p.pPr.numPr.numId.val for p in listed]
    assert numbers[0] != numbers[1], "each list begins at one"


def test_a_table_has_a_header_row_and_says_what_it_is() -> None:
    rows = ((line("Full board"), line("3 March")), (line("Executive"), line("")))
    table: Any = opened(made(Table("Decisions", ("Body", "When"), rows, (1, 3)))).tables[0]
    assert [[c.text for c in r.cells] for r in table.rows] == [
        ["Body", "When"],
        ["Full board", "3 March"],
        ["Executive", ""],
    ]
    heads = [row._tr.find(f".//{qn('w:tblHeader')}") is not None for row in table.rows]
    assert heads == [True, False, False]
    assert table._tbl.find(f".//{qn('w:tblDescription')}").get(qn("w:val")) == "Decisions"
    widths = [cell.width for cell in table.rows[1].cells]
    assert abs(widths[1] - 3 * widths[0]) < 3


def test_a_link_leads_out_or_to_a_source_and_nowhere_else() -> None:
    words = line(
        Span("page", link="https://example.org/a?b=1&c=2"),
        Span("[1]", link="#source-1"),
        Span("bad", link="javascript:alert(1)"),
        Span("file", link="file:///etc/passwd"),
    )
    data = made(Paragraph(words), Paragraph(line(Span("Source one", anchor="source-1"))))
    links: Any = list(opened(data).element.iter(qn("w:hyperlink")))
    assert ["".join(t.text for t in e.iter(qn("w:t"))) for e in links] == ["page", "[1]"]
    (mark,) = opened(data).element.iter(qn("w:bookmarkStart"))
    assert links[1].get(qn("w:anchor")) == mark.get(qn("w:name"))
    relations = xml(data, "word/_rels/document.xml.rels")
    assert "https://example.org/a?b=1&amp;c=2" in relations
    assert "javascript" not in relations and "passwd" not in relations


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("nul \x00 and bell \x07", "nul  and bell "),
        ("half \ud83d a character", "half  a character"),
        ("turned \u202etxt.exe\u202c", "turned txt.exe"),
        ("<script>alert('x')</script> & <b>", "<script>alert('x')</script> & <b>"),
        ("=SUM(A1:A9)", "=SUM(A1:A9)"),
        ("\U0001f600 fine \ufffe", "\U0001f600 fine "),
        ("x" * 5000, "x" * 5000),
        ("{page} of {{ title }}", "{page} of {{ title }}"),
    ],
)
def test_any_words_are_kept_as_words(given: str, kept: str) -> None:
    table = Table(given, (given,), ((line(given),),))
    word = opened(made(Heading(given), Paragraph(line(given)), table, Items((line(given),))))
    assert [p.text for p in word.paragraphs][1:] == [kept] * 4
    assert [c.text for r in word.tables[0].rows for c in r.cells] == [kept] * 2


def test_words_from_right_to_left_are_marked_as_such() -> None:
    word = opened(
        made(Paragraph(line("\u0645\u062c\u0644\u0633 board")), Paragraph(line("the \u0645\u062c\u0644\u0633")))
    )
    first, second = word.paragraphs[1:]
    assert (first._p.pPr is not None and first._p.pPr.find(qn("w:bidi")) is not None) is True
    assert second._p.pPr is None or second._p.pPr.find(qn("w:bidi")) is None
    assert [(r.text, bool(r.font.rtl)) for r in second.runs] == [("the ", False), ("\u0645\u062c\u0644\u0633", True)]


def test_properties_stand_in_the_order_of_the_format() -> None:
    arabic = line("\u0645\u062c\u0644\u0633")
    table = Table("t", ("a",), ((arabic,),))
    data = made(Details((("a", arabic),)), Items((arabic,), numbered=True), Paragraph(arabic, "note"), table)
    for properties in opened(data).element.iter(qn("w:pPr")):
        found = [ORDER.index(str(child.tag).rpartition("}")[2]) for child in properties]
        assert found == sorted(found)


def test_a_document_of_nothing_and_one_that_ends_with_a_table_open() -> None:
    assert opened(made()).paragraphs[0].text == "The charter: a paper"
    body = opened(made(Table("t", ("a",), ()))).element.body
    assert [str(child.tag).rpartition("}")[2] for child in body][-2:] == ["p", "sectPr"]
