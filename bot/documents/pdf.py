"""A document as a PDF for screen readers (PDF/UA-1), written by Typst where that is installed.

The words go to it as data, and never as markup: nothing that somebody wrote is run.
"""

from __future__ import annotations

import importlib.util
import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from bot.core.model.document import Block, Details, Document, Heading, Items, Line, Paragraph, Table
from bot.core.model.identity import NEUTRAL, Identity
from bot.documents import logo
from bot.documents.text import clean, leads_out, stays_together

CONTENT_TYPE = "application/pdf"
_TEMPLATE = Path(__file__).parent / "templates" / "document.typ"
LAST_LATIN = "\u024f"
PUNCTUATION = ("\u2010", "\u203a")
"""What every font has: where a machine's fonts lack a sign, only these letters and marks are written."""
UNKNOWN = "?"
UNTINTED = "#ffffff"


def can_write() -> bool:
    """Whether PDFs can be written here."""
    return importlib.util.find_spec("typst") is not None


def pdf_file(document: Document, at: datetime, identity: Identity = NEUTRAL) -> bytes:
    """The document as the bytes of a PDF, made at this time. Raises ImportError where Typst is not installed."""
    import typst  # Large, and an extra: loaded when the first PDF is asked for.

    for tidy in (clean, _only_common):
        inputs = {"document": json.dumps(_as_data(document, tidy) | _look(identity))}
        try:
            made = typst.compile(
                str(_TEMPLATE), sys_inputs=inputs, pdf_standards=["ua-1"], timestamp=int(at.timestamp())
            )
        except typst.TypstError as error:
            if tidy is _only_common or "could not be displayed" not in str(error):
                raise
        else:
            assert isinstance(made, bytes)
            return made
    raise AssertionError("a document has words that can be written")


def _look(identity: Identity) -> dict[str, str]:
    """The colours; on paper the light ones."""
    return {
        "accent": identity.colour("accent"),
        "tint": identity.colour("tint", otherwise=UNTINTED),
        "foot": clean(identity.foot),
        "logo": logo.svg(identity).decode() if identity.foot else "",
    }


def _only_common(text: str) -> str:
    """The text with a question mark for each sign that the fonts here may not have."""
    first, last = PUNCTUATION
    return "".join(c if c <= LAST_LATIN or first <= c <= last else UNKNOWN for c in clean(text))


def _as_data(document: Document, tidy: Callable[[str], str]) -> dict[str, Any]:
    anchors = {span.anchor for words in _lines(document) for span in words if span.anchor}
    language, _, region = document.language.partition("-")

    def spans(words: Line) -> list[dict[str, Any]]:
        return [
            {
                "text": tidy(span.text), "strong": span.strong, "emphasis": span.emphasis, "anchor": span.anchor,
                "link": clean(span.link) if leads_out(span.link) or span.link[1:] in anchors else "",
            }
            for span in words
        ]  # fmt: skip

    def block(of: Block) -> dict[str, Any]:
        match of:
            case Heading(text, level):
                return {"kind": "heading", "text": tidy(text), "level": level}
            case Paragraph(words, sort):
                return {"kind": "paragraph", "words": spans(words), "sort": sort}
            case Items(lines, numbered):
                return {"kind": "items", "lines": [spans(words) for words in lines], "numbered": numbered}
            case Details(rows):
                return {"kind": "details", "rows": [{"label": tidy(k), "words": spans(v)} for k, v in rows]}
            case Table(caption, header, table, widths, caption_shown):
                cells = [[{"words": spans(cell)} for cell in row] for row in table]
                heads = [tidy(head) for head in header]
                wide = list(widths or (1,) * len(header))
                shown = tidy(caption) if caption_shown else ""
                return {
                    "kind": "table", "caption": shown, "header": heads, "rows": cells, "widths": wide,
                    "together": stays_together(of),
                }  # fmt: skip

    return {
        "title": tidy(document.title), "subtitle": tidy(document.subtitle), "subject": tidy(document.subject),
        "organisation": tidy(document.organisation), "language": language, "region": region,
        "page_words": tidy(document.page_words), "blocks": [block(of) for of in document.blocks],
    }  # fmt: skip


def _lines(document: Document) -> list[Line]:
    """All lines of it that may have an anchor."""
    found: list[Line] = []
    for block in document.blocks:
        match block:
            case Paragraph(words):
                found.append(words)
            case Items(lines):
                found += lines
            case Details(rows):
                found += [words for _, words in rows]
            case Table(rows=rows):
                found += [cell for row in rows for cell in row]
            case _:
                pass
    return found
