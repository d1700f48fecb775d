"""A document as a page: one file with its style in it, that reads, prints and opens anywhere."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from bot.core.model.document import Document, Line
from bot.core.model.identity import NEUTRAL, Identity
from bot.documents import logo
from bot.documents.colours import style
from bot.documents.text import clean, leads_out

CONTENT_TYPE = "text/html"
_TEMPLATES = Path(__file__).parent / "templates"


def html_file(document: Document, links: Sequence[tuple[str, str]] = (), identity: Identity = NEUTRAL) -> bytes:
    """The document as a page; `links` (label, address) stand above it."""
    page = _environment().get_template("document.html")
    sheet = Markup(_style(identity))  # noqa: S704 (our own sheet, and colours that were checked)
    mark = f"data:image/svg+xml;base64,{base64.b64encode(logo.svg(identity)).decode()}"
    made = page.render(document=document, links=links, foot=identity.foot, logo=mark, style=sheet)
    return made.encode("utf-8", "replace")


def style_source(identity: Identity = NEUTRAL) -> str:
    """The page's own style as a Content-Security-Policy names it."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(_style(identity).encode()).digest()).decode()}'"


def _style(identity: Identity) -> str:
    return style(identity) + _sheet()


@cache
def _sheet() -> str:
    return (_TEMPLATES / "document.css").read_text(encoding="utf-8")


@cache
def _environment() -> Environment:
    made = Environment(
        loader=FileSystemLoader(_TEMPLATES), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
        lstrip_blocks=True,
    )  # fmt: skip
    made.filters.update(words=_words, clean=clean, kind=lambda block: type(block).__name__)
    return made


def _words(words: Line) -> Markup:
    """A line of words with how they are set."""
    made = Markup("")
    for span in words:
        part = escape(clean(span.text))
        if span.strong:
            part = Markup("<strong>{}</strong>").format(part)
        if span.emphasis:
            part = Markup("<em>{}</em>").format(part)
        if span.anchor:
            part = Markup('<span id="{}">{}</span>').format(span.anchor, part)
        if span.link.startswith("#") or leads_out(span.link):
            part = Markup('<a href="{}">{}</a>').format(clean(span.link), part)
        made += part
    return made
