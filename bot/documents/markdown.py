"""The Markdown of briefings as blocks of a document: headings, paragraphs, lists, tables, quotes, links."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal, cast

from markdown_it import MarkdownIt
from markdown_it.token import Token

from bot.core.guidance.briefing_text import section
from bot.core.model.document import Block, Document, Heading, Items, Line, Paragraph, Span, Table, plain
from bot.core.model.journey import Briefing

_MARKDOWN = MarkdownIt("commonmark", {"html": False}).enable("table").disable(["image", "html_block", "html_inline"])
_LOWEST = 3
NARROWEST, WIDEST = 13, 45
"""Letters in a line of a column."""


def from_markdown(title: str, text: str, subject: str = "") -> Document:
    """The text as a document of its own: its headings stand under the title, whatever rank they are written with."""
    return Document(title, tuple(_Reader(title, _MARKDOWN.parse(text)).blocks()), subject=subject)


def ready_to_use(briefing: Briefing) -> Document:
    """The part of a briefing that is ready to use, as a document of its own."""
    return from_markdown(briefing.download, section(briefing.body, briefing.download), briefing.summary)


class _Reader:
    """Goes through the tokens once."""

    def __init__(self, title: str, tokens: Sequence[Token]) -> None:
        self._tokens = iter(tokens)
        self._above = title
        """The heading that stands above; a table is called by it."""
        ranks = [int(token.tag[1]) for token in tokens if token.type == "heading_open"]
        self._first = min(ranks, default=1)

    def blocks(self) -> Iterator[Block]:
        for token in self._tokens:
            match token.type:
                case "heading_open":
                    yield self._heading(int(token.tag[1]))
                case "paragraph_open":
                    yield Paragraph(_line(next(self._tokens)))
                case "blockquote_open":
                    yield from (Paragraph(words, "quote") for words in self._lines_until("blockquote_close"))
                case "bullet_list_open":
                    yield Items(self._lines_until("bullet_list_close"))
                case "ordered_list_open":
                    yield from self._numbered(int(token.attrGet("start") or 1))
                case "table_open":
                    yield self._table()

    def _heading(self, rank: int) -> Heading:
        words = _line(next(self._tokens))
        self._above = plain(words)
        level = min(rank - self._first + 1, _LOWEST)
        return Heading(self._above, cast("Literal[1, 2, 3]", level))

    def _lines_until(self, close: str) -> tuple[Line, ...]:
        """Each line of words up to where it closes; lists in lists are one list."""
        opened, lines = 1, []
        for token in self._tokens:
            opened += (token.type == close.replace("close", "open")) - (token.type == close)
            if not opened:
                break
            if token.type == "inline":
                lines.append(_line(token))
        return tuple(lines)

    def _numbered(self, start: int) -> Iterator[Block]:
        """A list from one; one that goes on from an earlier number keeps its numbers as words."""
        lines = self._lines_until("ordered_list_close")
        if start == 1:
            yield Items(lines, numbered=True)
            return
        for number, words in enumerate(lines, start):
            yield Paragraph((Span(f"{number}. "), *words))

    def _table(self) -> Table:
        rows: list[list[Line]] = []
        for token in self._tokens:
            if token.type == "table_close":
                break
            if token.type == "tr_open":
                rows.append([])
            elif token.type == "inline":
                rows[-1].append(_line(token))
        header = tuple(map(plain, rows[0]))
        widths = tuple(_width(column) for column in zip(*rows, strict=True))
        return Table(self._above, header, tuple(map(tuple, rows[1:])), widths, caption_shown=False)


def _width(column: Sequence[Line]) -> int:
    """How wide a column should be beside the others: as its longest words, within bounds."""
    return min(max(NARROWEST, *(len(plain(words)) for words in column)), WIDEST)


def _line(inline: Token) -> Line:
    """The words of a line, each with how it is set."""
    spans: list[Span] = []
    strong = emphasis = 0
    link = ""
    for token in inline.children or ():
        match token.type:
            case "strong_open" | "strong_close":
                strong += token.nesting
            case "em_open" | "em_close":
                emphasis += token.nesting
            case "link_open":
                link = str(token.attrGet("href") or "")
            case "link_close":
                link = ""
            case "softbreak":
                spans.append(Span(" ", strong > 0, emphasis > 0, link))
            case "hardbreak":
                spans.append(Span("\n"))
            case _ if token.content:
                spans.append(Span(token.content, strong > 0, emphasis > 0, link))
    return tuple(spans)
