"""What is ready to use in the shipped briefings, as the Word files that people get."""

from __future__ import annotations

import io
import itertools

import docx
import pytest
from docx.oxml.ns import qn

from bot.core.model.journey import Briefing
from bot.http.guidance import download
from tests.programmes import together

READY = [b for b in together().journey.briefings if b.download]


def test_what_the_pack_promises_is_there() -> None:
    """Minutes, a survey, letters, an agenda, terms of reference, a plan, notes, words beside the badge."""
    assert {
        "model-minutes", "resident-survey", "invitation-letter", "consulting-colleagues", "oversight-panel-terms",
        "agreeing-a-way-forward", "keeping-residents-details-out", "using-the-badge",
    } <= {b.key for b in READY}  # fmt: skip


@pytest.mark.parametrize("briefing", READY, ids=[b.key for b in READY])
def test_a_screen_reader_can_follow_it(briefing: Briefing) -> None:
    """A title and a language, headings that leave out no rank, and tables whose first row is a header with words."""
    made = docx.Document(io.BytesIO(download(briefing)))
    assert (made.core_properties.title, made.core_properties.language) == (briefing.download, "en-GB")
    styles = [p.style.name or "" for p in made.paragraphs if p.style is not None]
    ranks = [0, *(int(name.removeprefix("Heading ")) for name in styles if name.startswith("Heading "))]
    assert all(after <= before + 1 for before, after in itertools.pairwise(ranks))
    for table in made.tables:
        assert table.rows[0]._tr.find(f".//{qn('w:tblHeader')}") is not None
        assert all(cell.text.strip() for cell in table.rows[0].cells)


@pytest.mark.parametrize("briefing", READY, ids=[b.key for b in READY])
def test_none_is_about_somebody(briefing: Briefing) -> None:
    """What is to be filled in stands in square brackets, and the programme's person is in none of them."""
    text = "\n".join(p.text for p in docx.Document(io.BytesIO(download(briefing))).paragraphs)
    assert together().journey.officer_name not in text
    assert "link:" not in text
