"""Every paper, draft and form of a file, from records that somebody made hard: they open, and words stay words."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import docx
import pytest

from bot.core.model.document import Document
from bot.documents.data import csv_file, json_file
from bot.documents.html import html_file
from bot.documents.pdf import pdf_file
from bot.documents.word import word_file
from tests.documents.records import NOW, Record, full, many, short
from tests.documents.test_papers import PAPERS, made

HOSTILE = {
    "markup": "</w:t><script>alert(1)</script> & <b>bold</b> {adopter} {{ 7*7 }} #set text(red) $x$ *a* `c` \\\\ ~",
    "formula": '=HYPERLINK("https://evil.example","x")',
    "right to left": "\u0627\u0644\u0633\u0643\u0627\u0646 \u202egnorw\u202c \u05d3\u05d9\u05d9\u05e8\u05d9\u05dd",
    "long": "word " * 1000,
    "one long word": "x" * 5000,
    "emoji": "\U0001f3e0\U0001f469\u200d\U0001f4bb \u2764\ufe0f",
    "control": "a\x00b\x0bc\x1bd\ud800e",
}
DOCUMENTS = [paper for paper in PAPERS.values() if not paper.is_data]


def hard(words: str) -> Record:
    """A record whose every text is that."""
    record = full()
    record.name = words[:200]
    for name in ("findings", "action", "action_owner", "action_outcome"):
        record.tell(f"residents.{name}", words, "2026-11-20", "priya", "e1")
    for name in ("promise", "owner", "measure", "overseen"):
        record.tell(f"commitments.{name}", words, "2026-11-20", "priya", "e1")
    for name in ("measure", "now", "before"):
        record.tell(f"updates.{name}", words, "2026-11-20", "priya", "e1")
    record.tell("updates.badly", words, "2026-11-20", "priya", "e2")
    record.tell("board.minute_ref", words, "2026-11-20", "ben", "e2")
    record.told("confirmed", "e1", "2026-11-20", "residents", claim=words[:500], answer="other", words=words)
    return record


def opens_everywhere(document: Document) -> None:
    """Word takes it, the page runs nothing, the PDF is one."""
    written = word_file(document, NOW)
    assert docx.Document(io.BytesIO(written)).paragraphs
    with zipfile.ZipFile(io.BytesIO(written)) as file:
        assert file.testzip() is None
    page = html_file(document).decode()
    assert "<script>alert" not in page
    assert "<b>bold" not in page
    assert pdf_file(document, NOW).startswith(b"%PDF-")


@pytest.mark.parametrize("paper", DOCUMENTS, ids=lambda p: p.key)
@pytest.mark.parametrize("words", HOSTILE.values(), ids=HOSTILE.keys())
def test_hard_words_make_a_sound_file_of_every_paper(paper: object, words: str) -> None:
    opens_everywhere(made(hard(words), paper))  # type: ignore[arg-type]


@pytest.mark.parametrize("paper", DOCUMENTS, ids=lambda p: p.key)
@pytest.mark.parametrize("record", [Record, short, full, many], ids=["nothing", "a month", "a year", "fifty"])
def test_every_record_makes_a_sound_file_of_every_paper(paper: object, record: Callable[[], Record]) -> None:
    opens_everywhere(made(record(), paper))  # type: ignore[arg-type]


@pytest.mark.parametrize("words", HOSTILE.values(), ids=HOSTILE.keys())
def test_hard_words_in_the_data(words: str) -> None:
    reply = hard(words).reply()
    assert not any(line.startswith(("=", "+", "@")) for line in csv_file(reply).decode("utf-8-sig").splitlines())
    assert json_file(reply)
