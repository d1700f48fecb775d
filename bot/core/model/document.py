"""A document as a value: a paper, a briefing, a draft; neutral of Word, PDF and HTML.

It has what these formats have in common and a screen reader can follow: headings, paragraphs, real lists, tables with
a header row, details (a label and what belongs to it). How it looks is the format's; `bot/documents/` writes them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Span:
    """Words of a line that are set in one way."""

    text: str
    strong: bool = False
    emphasis: bool = False
    link: str = ""
    """Where it leads: an address of the web or of e-mail, or `#NAME` for an anchor of this document."""
    anchor: str = ""
    """The name by which a link of this document leads here."""


Line = tuple[Span, ...]
"""A line of words."""


def line(*parts: str | Span) -> Line:
    """A line of words and spans."""
    return tuple(Span(part) if isinstance(part, str) else part for part in parts)


def plain(words: Line) -> str:
    """A line without how it is set."""
    return "".join(span.text for span in words)


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; `level` 1 stands right under the title."""

    text: str
    level: Literal[1, 2, 3] = 1


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph. A `quote` is somebody's own words; a `note` is about the document and not of it."""

    words: Line
    kind: Literal["text", "quote", "note"] = "text"


@dataclass(frozen=True, slots=True)
class Items:
    """A list, with dots or numbered from one."""

    lines: tuple[Line, ...]
    numbered: bool = False


@dataclass(frozen=True, slots=True)
class Details:
    """Labels, each with what belongs to it, as on a front page: "Purpose: ..."."""

    rows: tuple[tuple[str, Line], ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table. Its first row is a header, repeated on each page; a row stays on one page where it can."""

    caption: str
    """What is in it: shown above it, and what a screen reader says of it."""
    header: tuple[str, ...]
    rows: tuple[tuple[Line, ...], ...]
    widths: tuple[int, ...] = ()
    """How wide the columns are, in parts of each other; equal where none is said."""
    caption_shown: bool = True
    """False where a heading right above it says the same: then only those who hear the table need it."""


Block = Heading | Paragraph | Items | Details | Table


@dataclass(frozen=True, slots=True)
class Document:
    """A whole document."""

    title: str
    blocks: tuple[Block, ...]
    subtitle: str = ""
    organisation: str = ""
    """Whose it is: it stands at the top of each page, and is the author."""
    subject: str = ""
    """What it is about, in a sentence, for whoever looks for it later."""
    language: str = "en-GB"
    page_words: str = "Page {page} of {pages}"
    """What stands at the foot of each page."""
