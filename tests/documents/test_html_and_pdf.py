"""A document as a page and as a PDF: what it says, that nothing in it is run, and that a screen reader can follow."""

from __future__ import annotations

import re
import shutil
import subprocess
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest

from bot.core.model.document import Details, Document, Heading, Items, Paragraph, Span, Table, line
from bot.core.views.papers.paper import paper_of
from bot.documents.html import html_file
from bot.documents.pdf import can_write, pdf_file
from tests.documents.records import NOW, Record, full, many, short
from tests.programmes import together

HOSTILE = (
    "<script>alert(1)</script> #panic(1) $x$ \u0645\u062c\u0644\u0633 \U0001f600 \u4e2d\u6587 \u202e \x07 = @a `b` \\"
)
RECORDS = {"nothing": Record(), "short": short(), "full": full(), "fifty": many()}
needs_typst = pytest.mark.skipif(not can_write(), reason="the extra that writes PDFs is not installed")


def hostile() -> Document:
    table = Table(HOSTILE, (HOSTILE, "b"), ((line(HOSTILE), line("x" * 5000)),))
    blocks = (
        Heading(HOSTILE), Paragraph(line(HOSTILE, Span("out", link="javascript:alert(1)"))), Items((line(HOSTILE),)),
        Details(((HOSTILE, line(HOSTILE)),)), table, Paragraph(line(Span("nowhere", link="#missing"))),
    )  # fmt: skip
    return Document(HOSTILE, blocks, HOSTILE, HOSTILE, HOSTILE)


class Outline(HTMLParser):
    """The tags of a page in order, and its links."""

    def __init__(self, page: bytes) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.links: list[str] = []
        self.feed(page.decode())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.links += [value or "" for name, value in attrs if name == "href"]


def test_the_page_has_headings_in_order_and_tables_with_heads() -> None:
    page = html_file(paper_of(full().reply(), together().journey.papers[0], "noting"))
    outline = Outline(page)
    levels = [int(tag[1]) for tag in outline.tags if re.fullmatch(r"h\d", tag)]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert outline.tags.count("table") == outline.tags.count("thead") > 3
    named = re.findall(r'<div class="table" role="region" aria-label="([^"]+)"', page.decode())
    assert len(named) == outline.tags.count("table"), "a table without a name"
    assert 0 < outline.tags.count("caption") < len(named), "those right under their heading show none"


def test_nothing_that_somebody_wrote_is_run() -> None:
    page = html_file(hostile())
    outline = Outline(page)
    assert "script" not in outline.tags
    assert outline.links == ["#missing"]
    assert b"&lt;script&gt;" in page


@needs_typst
@pytest.mark.parametrize("name", RECORDS)
def test_a_pdf_is_made_of_every_record(name: str, tmp_path: Path) -> None:
    for paper in together().journey.papers[:3]:
        data = pdf_file(paper_of(RECORDS[name].reply(), paper), NOW)
        assert data.startswith(b"%PDF-")
        said = told_by(data, tmp_path)
        assert re.search(r"Tagged:\s+yes", said)
        assert "Together with Tenants" in said


@needs_typst
def test_a_pdf_says_that_it_is_for_screen_readers() -> None:
    data = pdf_file(paper_of(short().reply(), together().journey.papers[0]), NOW)
    assert re.search(rb"<pdfuaid:part>1</pdfuaid:part>", data)
    assert b"/Lang(en-GB)" in data and b"/StructTreeRoot" in data


@needs_typst
def test_a_pdf_of_hostile_words_is_made_and_runs_nothing(tmp_path: Path) -> None:
    data = pdf_file(hostile(), NOW)
    assert b"/JavaScript" not in data and b"javascript:" not in data
    assert "#panic(1)" in text_of(data, tmp_path)


def told_by(data: bytes, folder: Path) -> str:
    return _poppler("pdfinfo", data, folder)


def text_of(data: bytes, folder: Path) -> str:
    return _poppler("pdftotext", data, folder, "-")


def _poppler(tool: str, data: bytes, folder: Path, *more: str) -> str:
    if shutil.which(tool) is None:
        pytest.skip(f"{tool} is not installed")
    path = folder / "made.pdf"
    path.write_bytes(data)
    return subprocess.run([tool, str(path), *more], capture_output=True, text=True, check=True).stdout
