"""Every paper and draft, as PDF and as Word, is held to what a screen reader needs.

The PDFs go through `pdfua`, which looks at 16 of the 106 rules of PDF/UA-1 that a machine can see. (The full check is
veraPDF, a Java program that no package of ours brings.) What it leaves out and a reader would miss is looked at here:
headings that skip no level, header cells, words for every table; and the same in Word.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn

from bot.core.model.papers import Paper
from bot.documents.pdf import can_write, pdf_file
from bot.documents.word import word_file
from tests.documents.records import NOW, Record, full, many, short
from tests.documents.test_bad_input import HOSTILE, hard
from tests.documents.test_papers import PAPERS, made
from tests.programmes import together

needs_typst = pytest.mark.skipif(not can_write(), reason="the extra that writes PDFs is not installed")
IDENTITY = together().journey.identity
DOCUMENTS = [paper for paper in PAPERS.values() if not paper.is_data]
RECORDS: dict[str, Callable[[], Record]] = {
    "nothing": Record,
    "a month": short,
    "a year": full,
    "fifty": many,
    "hard": lambda: hard(HOSTILE["right to left"]),
}
every_paper = pytest.mark.parametrize("paper", DOCUMENTS, ids=lambda p: p.key)
every_record = pytest.mark.parametrize("record", RECORDS.values(), ids=RECORDS.keys())


# ---------------------------------------------------------------- PDF


@needs_typst
@every_record
@every_paper
def test_a_pdf_passes_the_checker(paper: Paper, record: Callable[[], Record], tmp_path: Path) -> None:
    pdfua = pytest.importorskip("pdfua", reason="the checker of PDFs (dev) is not installed")
    path = tmp_path / "made.pdf"
    path.write_bytes(pdf_file(made(record(), paper), NOW, IDENTITY))
    report = pdfua.validate(str(path))
    assert [f"{f.rule_id} {f.message}" for f in report.findings] == []


@needs_typst
@every_paper
def test_a_pdf_has_headings_in_order_and_tables_with_header_cells(paper: Paper) -> None:
    pikepdf = pytest.importorskip("pikepdf", reason="the reader of PDFs (dev) is not installed")
    with pikepdf.open(io.BytesIO(pdf_file(made(full(), paper), NOW, IDENTITY))) as pdf:
        assert str(pdf.Root.Lang) == "en-GB"
        assert pdf.Root.MarkInfo.Marked
        tags = list(tags_of(pdf.Root.StructTreeRoot))
    levels = [int(tag[1]) for tag, _ in tags if re.fullmatch(r"H[1-6]", tag)]
    assert all(after <= before + 1 for before, after in pairwise(levels)), levels
    heads = [scope for tag, scope in tags if tag == "TH"]
    assert sum(tag == "Table" for tag, _ in tags) == 0 or heads
    assert set(heads) <= {"/Column"}, "each says that it is the head of a column"


def tags_of(element: Any) -> Iterator[tuple[str, str]]:
    """Each tag of a PDF's structure in order, with the scope of a header cell."""
    for kid in several(element.get("/K")):
        if type(kid).__name__ == "Dictionary" and "/S" in kid:
            about = [a for a in several(kid.get("/A")) if type(a).__name__ == "Dictionary"]
            yield str(kid.S).removeprefix("/"), next((str(a.Scope) for a in about if "/Scope" in a), "")
            yield from tags_of(kid)


def several(held: Any) -> list[Any]:
    """What may be one or many in a PDF."""
    if held is None or isinstance(held, int):
        return []
    return list(held) if type(held).__name__ == "Array" else [held]


# ---------------------------------------------------------------- Word


@every_record
@every_paper
def test_a_word_file_can_be_followed_by_a_screen_reader(paper: Paper, record: Callable[[], Record]) -> None:
    word = docx.Document(io.BytesIO(word_file(made(record(), paper), NOW, IDENTITY)))
    assert word.core_properties.title
    assert word.core_properties.language == "en-GB"
    styles = [str(p.style.name) for p in word.paragraphs if p.style is not None]
    assert styles[0] == "Title"
    levels = [0, *(int(name[-1]) for name in styles if re.fullmatch(r"Heading \d", name))]
    assert all(after <= before + 1 for before, after in pairwise(levels)), levels
    assert not [p for p in word.paragraphs if p.style is not None and "Heading" in str(p.style.name) and not p.text]
    for table in word.tables:
        about = table._tbl.tblPr
        assert about.find(qn("w:tblCaption")).get(qn("w:val")), "a table says what is in it"
        first, *others = table.rows
        assert first._tr.trPr.find(qn("w:tblHeader")) is not None
        assert all(row._tr.trPr.find(qn("w:tblHeader")) is None for row in others)
        assert all(cell.text.strip() for cell in first.cells), "every column has a head"
    assert not word.element.body.findall(f".//{qn('w:drawing')}"), "a picture needs words in its place"
