"""`papers.yaml`: what is wrong with it is found with its line, and the file may be missing."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.content.pledge import Pledge, pledge_in

PAPERS = """note:
  name: Note
  title: "Note of {adopter}"
  page: "Page {page}"
  asked: a note
  question: What for?
  purposes:
    - key: noting
      label: Note it
      said: For noting
      decision: Please note.
  sections:
    - shows: text
      for: [noting]
      text: "{adopter} in {programme}"
    - shows: answers
      facts:
        pledge.state: Pledge
      empty: Nothing.
      withheld: Left out.
"""


@pytest.fixture
def pledge(tmp_path: Path) -> Pledge:
    made = pledge_in(tmp_path)
    made.edit("papers.yaml", "", PAPERS)
    return made


def test_a_paper_is_read(pledge: Pledge) -> None:
    assert pledge.found() == set()
    journey = pledge.load().journey
    assert journey is not None
    (paper,) = journey.papers
    assert [s.shows for s in paper.sections] == ["text", "answers"]
    assert paper.sections[1].facts == (("pledge.state", "Pledge"),)


@pytest.mark.parametrize(
    ("before", "after", "code", "at"),
    [
        ("shows: text", "shows: txt", "VALUE_UNKNOWN", "txt"),
        ("      empty: Nothing.\n", "", "KEY_MISSING", "shows: answers"),
        ("      empty: Nothing.", "      emty: Nothing.\n      empty: x", "KEY_UNKNOWN", "emty"),
        ("pledge.state: Pledge", "pledge.stat: Pledge", "REFERENCE_DEAD", "facts:"),
        ("for: [noting]", "for: [nothing]", "REFERENCE_DEAD", "for:"),
        ("{adopter} in", "{adoptr} in", "PLACEHOLDER_UNKNOWN", "{adoptr}"),
        ("Page {page}", "Page {side}", "PLACEHOLDER_UNKNOWN", "{side}"),
        ("  question: What for?\n", "", "KEY_MISSING", "name: Note"),
        ("  name: Note\n", "", "KEY_MISSING", "title:"),
    ],
)
def test_what_is_wrong_is_found_with_its_line(pledge: Pledge, before: str, after: str, code: str, at: str) -> None:
    pledge.edit("papers.yaml", before, after)
    assert (code, "papers.yaml", pledge.line("papers.yaml", at)) in pledge.found()


def test_it_may_be_missing(pledge: Pledge) -> None:
    (pledge.folder / "papers.yaml").unlink()
    journey = pledge.load().journey
    assert journey is not None and journey.papers == ()
