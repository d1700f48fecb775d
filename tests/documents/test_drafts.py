"""Drafts for residents: what was told since the last one, each sentence with whose word it is, nothing made up."""

from __future__ import annotations

import re

import pytest

from bot.core.model.document import Items, Paragraph, Table, plain
from tests.documents.records import Record, full, short
from tests.documents.test_papers import PAPERS, made, only, rows, under, words_of

UPDATE, COMMITMENTS, YOU_SAID = (PAPERS[key] for key in ("update", "commitments_draft", "you_said"))
WEBSITE, MESSAGE, FIGURES = "For your website or newsletter", "As a message to residents", "Figures"
SOURCE = re.compile(r"\[\d+\]")


def after_an_update() -> Record:
    """An update went out on 2 November; since then two figures and something that went badly were told."""
    record = full()
    record.told(
        "updates", "e1", "2026-11-20", "priya", measure="Calls answered within two days", now="87%", before="79%",
        period="2026-07-01/2026-09-30",
    )  # fmt: skip
    record.told("updates", "e2", "2026-11-20", "priya", measure="Homes with damp reported", now="14")
    record.told("updates", "e3", "2026-11-21", "asha", badly="Letters still take two weeks.")
    return record


def said(record: Record, heading: str) -> list[str]:
    return [plain(p.words) for p in only(under(made(record, UPDATE), heading), Paragraph)]


def test_each_sentence_has_the_number_of_whose_word_it_is() -> None:
    document = made(after_an_update(), UPDATE)
    for paragraph in only(under(document, WEBSITE), Paragraph):
        sentences = [s for s in re.split(r"(?<=\])\s+", plain(paragraph.words)) if s.strip()]
        assert sentences
        assert all(SOURCE.search(s) for s in sentences), plain(paragraph.words)


def test_a_figure_stands_with_its_period_and_what_it_was_before() -> None:
    text = " ".join(said(after_an_update(), WEBSITE))
    assert "Calls answered within two days: 87% (July to September 2026). Before, it was 79%." in SOURCE.sub("", text)
    (table,) = only(under(made(after_an_update(), UPDATE), FIGURES), Table)
    assert [row[:4] for row in rows(table)] == [
        ["Homes with damp reported", "14", "Not recorded", "Not recorded"],
        ["Calls answered within two days", "87%", "79%", "July to September 2026"],
    ]


def test_what_went_badly_is_said_too() -> None:
    assert any("What has not gone well: Letters still take two weeks." in p for p in said(after_an_update(), WEBSITE))
    assert "What has not gone well: Letters still take two weeks." in " ".join(said(after_an_update(), MESSAGE))


def test_what_was_told_before_the_last_update_is_in_it_no_more() -> None:
    """In 2026 residents said much, before the update of 2 November."""
    text = words_of(made(after_an_update(), UPDATE))
    assert "Most wanted repairs answered sooner" not in text
    record = after_an_update()
    record.facts = [f for f in record.facts if f.name != "updates.last"]
    assert "Most wanted repairs answered sooner" in words_of(made(record, UPDATE))


def test_what_is_for_the_board_alone_is_in_no_draft() -> None:
    record = full()
    record.facts = [f for f in record.facts if f.name != "updates.last"]
    text = words_of(made(record, UPDATE))
    assert "26/03/7.2" not in text
    assert "Noted" not in text


@pytest.mark.parametrize("count", [1, 40])
def test_a_message_stays_under_160_words(count: int) -> None:
    record = Record()
    for n in range(1, count + 1):
        record.told("updates", f"e{n}", "2026-11-20", measure=f"Measure number {n} of many", now="87%", before="79%")
    paragraphs = only(under(made(record, UPDATE), MESSAGE), Paragraph)
    words = " ".join(SOURCE.sub("", plain(p.words)) for p in paragraphs if p.kind == "text").split()
    assert len(words) < 160
    (note,) = [plain(p.words) for p in paragraphs if p.kind == "note"]
    assert f"{len(words)} words" in note
    assert ("Left out" in note) == (count == 40)


def test_a_draft_says_what_it_lacks() -> None:
    (lacks,) = only(under(made(after_an_update(), UPDATE), "Still to add"), Items)
    assert [plain(line) for line in lacks.lines] == [
        "Not recorded since the last update: what it was before. (Homes with damp reported)"
    ]
    (lacks,) = only(under(made(short(), UPDATE), "Still to add"), Items)
    assert [plain(line) for line in lacks.lines] == [
        "Not recorded since the last update: a figure, with what it was before.",
        "Not recorded since the last update: what has not gone well.",
    ]


def test_nothing_told_makes_a_draft_that_says_so() -> None:
    for paper in (UPDATE, COMMITMENTS, YOU_SAID):
        text = words_of(made(Record(), paper))
        assert "recorded" in text
        assert "{" not in text


def test_what_may_be_about_one_person_stands_in_no_sentence() -> None:
    record = Record().told(
        "updates", "e1", "2026-11-20", badly="Mrs Ellen Parker of 14 Mill Road has dementia and still has no boiler"
    )
    assert "Parker" not in words_of(made(record, UPDATE))


def test_hostile_words_stay_words() -> None:
    hostile = "{updates.now} {adopter} <b>=1+1</b> \u0645\u062c\u0644\u0633"
    record = Record().told("updates", "e1", "2026-11-20", measure=hostile, now="1")
    assert f"{hostile}: 1." in SOURCE.sub("", words_of(made(record, UPDATE)))


def test_findings_without_an_answer_stand_first() -> None:
    record = full()
    record.told(
        "residents", "e1", "2026-11-20", "priya", action="Call handlers book a repair at once.",
        action_owner="Head of repairs", action_outcome="Too early to say",
    )  # fmt: skip
    (table,) = only(under(made(record, YOU_SAID), "What you said, and what we did"), Table)
    assert [row[1:4] for row in rows(table)] == [
        ["Not yet", "Not yet", "Not yet"],
        ["Call handlers book a repair at once.", "Head of repairs", "Too early to say"],
    ]
    assert rows(table)[0][0].startswith("New residents trusted us least")


def test_commitments_with_how_residents_oversee_them() -> None:
    record = full()
    record.told("commitments", "e1", "2026-11-20", promise="Letters in plain English", theme="communication")
    document = made(record, COMMITMENTS)
    (table,) = only(under(document, "What we commit to"), Table)
    assert rows(table)[0][0] == "Letters in plain English"
    text = words_of(document)
    assert "Residents check what we do through a panel or seats in governance and reported figures (KPIs)." in text
    assert "Not recorded: who looks after it. (Letters in plain English)" in text
