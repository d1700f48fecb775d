"""A document as a Word file: real headings, lists and table headers, a title and a language, so that a screen reader
can follow it and a person can go on writing in it."""

from __future__ import annotations

from datetime import datetime
from io import BytesIO
from itertools import count, zip_longest
from typing import Any

import docx
from docx.document import Document as WordFile
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph as WordParagraph

from bot.core.model.document import Block, Details, Document, Heading, Items, Line, Paragraph, Span, Table, plain
from bot.core.model.identity import NEUTRAL, Identity
from bot.documents.logo_png import TEAMS, png
from bot.documents.text import by_direction, clean, is_right_to_left, leads_out, stays_together
from bot.documents.word_styles import MARGIN, WHITE, element, head_and_foot, set_up

LONGEST_NAME = 40
"""So many characters of a bookmark's name does Word take."""
AFTER_BIDI = ("w:spacing", "w:ind", "w:contextualSpacing", "w:jc", "w:rPr", "w:sectPr")
AFTER_BORDER = ("w:shd", "w:tabs", "w:bidi", *AFTER_BIDI)
"""Properties of a paragraph stand in the order of the format."""
TERM_WIDTH = Mm(52)


def word_file(document: Document, at: datetime, identity: Identity = NEUTRAL) -> bytes:
    """The document as the bytes of a `.docx` file, made at this time."""
    return _Writer(document, identity).write(at)


class _Writer:
    """One Word file while it is being written."""

    def __init__(self, document: Document, identity: Identity) -> None:
        self._link_colour = RGBColor.from_string(identity.colour("accent").removeprefix("#"))
        self._foot = clean(identity.foot)
        self._logo = png(identity, TEAMS) if identity.foot else b""
        self._head_fill = identity.colour("tint", otherwise=WHITE).removeprefix("#")
        self._document = document
        self._word: WordFile = docx.Document()
        self._numbers = count(1)

    def write(self, at: datetime) -> bytes:
        document, word = self._document, self._word
        set_up(word, document.language)
        self._properties(at)
        head_and_foot(word, clean(document.organisation), clean(document.page_words), self._foot, self._logo)
        self._fill(word.add_paragraph(style="Title"), (Span(document.title),))
        if document.subtitle:
            self._fill(word.add_paragraph(style="Subtitle"), (Span(document.subtitle),))
        for block, following in zip_longest(document.blocks, document.blocks[1:]):
            self._block(block)
            if isinstance(block, Paragraph) and isinstance(following, Items | Table):
                word.paragraphs[-1].paragraph_format.keep_with_next = True  # Words that lead to a list stay with it.
        self._after_tables()
        made = BytesIO()
        word.save(made)
        return made.getvalue()

    def _properties(self, at: datetime) -> None:
        about = self._word.core_properties
        about.title, about.subject = clean(self._document.title)[:255], clean(self._document.subject)[:255]
        about.author = about.last_modified_by = clean(self._document.organisation)[:255]
        about.language, about.comments, about.keywords = self._document.language, "", ""
        about.created = about.modified = at.replace(tzinfo=None, microsecond=0)

    def _block(self, block: Block) -> None:
        match block:
            case Heading(text, level):
                self._fill(self._word.add_paragraph(style=f"Heading {level}"), (Span(text),))
            case Paragraph(words, kind):
                self._paragraph(words, kind)
            case Items(lines, numbered):
                self._items(lines, numbered)
            case Details(rows):
                self._details(rows)
            case Table():
                self._table(block)

    def _paragraph(self, words: Line, kind: str) -> None:
        paragraph = self._word.add_paragraph(style="Quote" if kind == "quote" else None)
        if kind == "note":
            _border(paragraph)
        self._fill(paragraph, words)

    def _items(self, lines: tuple[Line, ...], numbered: bool) -> None:
        number = self._new_numbering() if numbered else None
        for words in lines:
            paragraph = self._word.add_paragraph(style="List Number" if numbered else "List Bullet")
            if number is not None:
                of: Any = paragraph._p.get_or_add_pPr()
                of.get_or_add_numPr().get_or_add_ilvl().val = 0
                of.numPr.get_or_add_numId().val = number
            self._fill(paragraph, words)

    def _new_numbering(self) -> int:
        """Each numbered list begins at one."""
        numbering: Any = self._word.part.numbering_part.element
        style: Any = self._word.styles["List Number"]
        own = style.element.pPr.numPr.numId.val
        abstract = next(n for n in numbering.num_lst if n.numId == own).abstractNumId.val
        made = numbering.add_num(abstract)
        made.add_lvlOverride(ilvl=0).add_startOverride(1)
        return int(made.numId)

    def _details(self, rows: tuple[tuple[str, Line], ...]) -> None:
        for label, words in rows:
            paragraph = self._word.add_paragraph()
            shape = paragraph.paragraph_format
            shape.left_indent, shape.first_line_indent, shape.space_after = TERM_WIDTH, -TERM_WIDTH, Pt(4)
            shape.tab_stops.add_tab_stop(TERM_WIDTH)
            self._fill(paragraph, (Span(f"{label}\t", strong=True), *words))

    # ------------------------------------------------------------ tables

    def _table(self, table: Table) -> None:
        if table.caption_shown:
            self._fill(self._word.add_paragraph(style="Caption"), (Span(table.caption),))
        made: Any = self._word.add_table(rows=0, cols=len(table.header), style="Table Grid")
        made.alignment, made.autofit = WD_TABLE_ALIGNMENT.LEFT, False
        for name in ("tblCaption", "tblDescription"):
            made._tbl.tblPr.append(element(name, {"val": clean(table.caption)[:255]}))
        widths = self._widths(table)
        for column, width in zip(made.columns, widths, strict=True):
            column.width = width
        heads, together = tuple((Span(text, strong=True),) for text in table.header), stays_together(table)
        for n, cells in enumerate((heads, *table.rows)):
            row = made.add_row()
            row._tr.get_or_add_trPr().append(element("cantSplit"))
            if n == 0:
                row._tr.get_or_add_trPr().append(element("tblHeader"))
            for cell, words, width in zip(row.cells, cells, widths, strict=True):
                self._cell(cell, words, width, head=n == 0)
                if together and n < len(table.rows):
                    cell.paragraphs[0].paragraph_format.keep_with_next = True

    def _cell(self, cell: Any, words: Line, width: int, *, head: bool) -> None:
        cell.width = width
        if head:
            cell._tc.get_or_add_tcPr().append(
                element("shd", {"val": "clear", "color": "auto", "fill": self._head_fill})
            )
        paragraph = cell.paragraphs[0]
        paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(3)
        paragraph.paragraph_format.line_spacing = 1.0
        self._fill(paragraph, words, size=11)

    def _widths(self, table: Table) -> list[int]:
        section = self._word.sections[0]
        room = int(section.page_width or 0) - 2 * MARGIN
        parts = table.widths or (1,) * len(table.header)
        return [room * part // sum(parts) for part in parts]

    def _after_tables(self) -> None:
        """What follows a table stands clear of it; a file does not end with one."""
        for table in self._word.tables:
            following = table._tbl.getnext()
            if following is None or following.tag != qn("w:p"):
                self._word.add_paragraph().paragraph_format.line_spacing = Pt(1)
                continue
            paragraph = WordParagraph(following, self._word)
            if not ((paragraph.style and paragraph.style.name) or "").startswith("Heading"):
                paragraph.paragraph_format.space_before = Pt(10)

    # ------------------------------------------------------------ words

    def _fill(self, paragraph: WordParagraph, words: Line, size: int = 0) -> None:
        if is_right_to_left(clean(plain(words))):
            _set(paragraph, element("bidi"), AFTER_BIDI)
        for span in words:
            self._span(paragraph, span, size)

    def _span(self, paragraph: WordParagraph, span: Span, size: int) -> None:
        into = self._link(paragraph, span.link)
        number = str(next(self._numbers))
        if span.anchor:
            paragraph._p.append(element("bookmarkStart", {"id": number, "name": _name(span.anchor)}))
        for text, backwards in by_direction(clean(span.text)):
            run = paragraph.add_run(text)
            run.bold, run.italic = span.strong or None, span.emphasis or None
            if size:
                run.font.size = Pt(size)
            if backwards:
                run.font.rtl = True
            if into is not None:
                run.font.underline, run.font.color.rgb = True, self._link_colour
                into.append(run._r)
        if span.anchor:
            paragraph._p.append(element("bookmarkEnd", {"id": number}))

    def _link(self, paragraph: WordParagraph, link: str) -> Any:
        """The element that the words of a link stand in; None where it leads nowhere that a document may."""
        if link.startswith("#"):
            made = element("hyperlink", {"anchor": _name(link[1:])})
        elif leads_out(link):
            made = element("hyperlink")
            made.set(
                qn("r:id"), self._word.part.relate_to(clean(link), RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
            )
        else:
            return None
        paragraph._p.append(made)
        return made


def _name(anchor: str) -> str:
    """A bookmark's name: letters, digits and lines below, beginning with a letter."""
    return ("a_" + "".join(c if c.isalnum() else "_" for c in anchor))[:LONGEST_NAME]


def _set(paragraph: WordParagraph, made: Any, successors: tuple[str, ...]) -> None:
    """Sets a property of a paragraph, before those that the format wants behind it."""
    paragraph._p.get_or_add_pPr().insert_element_before(made, *successors)


def _border(paragraph: WordParagraph) -> None:
    """A line at the side: what is about the document is told from what is in it."""
    borders = element("pBdr")
    borders.append(element("left", {"val": "single", "sz": "18", "space": "8", "color": "808080"}))
    _set(paragraph, borders, AFTER_BORDER)
