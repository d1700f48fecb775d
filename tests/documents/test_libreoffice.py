"""A Word file is opened by another program than the one that wrote it: LibreOffice, where it is installed."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from bot.documents.word import word_file
from tests.documents.records import NOW, Record, full, many
from tests.documents.test_bad_input import HOSTILE, hard
from tests.documents.test_papers import PAPERS, made
from tests.programmes import together

OFFICE = shutil.which("soffice")
needs_office = pytest.mark.skipif(OFFICE is None, reason="LibreOffice (soffice) is not installed")
needs_poppler = pytest.mark.skipif(shutil.which("pdftotext") is None, reason="poppler (pdftotext) is not installed")
RECORDS = {"a year": full(), "fifty": many(), "hard": hard(HOSTILE["right to left"])}


@needs_office
@needs_poppler
@pytest.mark.parametrize("name", RECORDS)
def test_a_board_paper_opens_with_every_section_in_its_order(name: str, tmp_path: Path) -> None:
    record: Record = RECORDS[name]
    path = tmp_path / "paper.docx"
    path.write_bytes(word_file(made(record, PAPERS["board"]), NOW, together().journey.identity))
    home = f"-env:UserInstallation=file://{tmp_path}/office"  # so that two may run at once
    command = [str(OFFICE), home, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), str(path)]
    subprocess.run(command, capture_output=True, timeout=120, check=True)
    shown = subprocess.run(
        ["pdftotext", "-layout", str(tmp_path / "paper.pdf"), "-"], capture_output=True, text=True, check=True
    ).stdout
    assert re.findall(r"^ *(\d+)\. [A-Z]", shown, re.MULTILINE) == [str(n) for n in range(1, 12)]
    last = re.findall(r"Page (\d+) of (\d+)", shown)[-1]
    assert last[0] == last[1], "the foot of each page is filled in"
