"""A paper from the record and the content: what stands in it, in which order, and what never does."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TypeVar

import pytest

from bot.core.model.confirm import RESIDENTS
from bot.core.model.document import Block, Details, Document, Heading, Items, Paragraph, Span, Table, plain
from bot.core.model.papers import Paper
from bot.core.views.papers.paper import paper_of
from tests.documents.records import Record, full, many, short
from tests.programmes import together

B = TypeVar("B", bound=Block)
PAPERS = {paper.key: paper for paper in together().journey.papers}
BOARD, ONE_PAGE, EVIDENCE = (PAPERS[key] for key in ("board", "one_page", "evidence"))


def made(record: Record, paper: Paper = BOARD, purpose: str = "noting") -> Document:
    return paper_of(record.reply(), paper, purpose)


def under(document: Document, heading: str) -> list[Block]:
    """The blocks of a section, by its heading of the first level, whatever its number."""
    blocks, inside = [], False
    for block in document.blocks:
        if isinstance(block, Heading) and block.level == 1:
            inside = re.sub(r"^\d+\. ", "", block.text) == heading
        elif inside:
            blocks.append(block)
    return blocks


def only(blocks: list[Block], kind: type[B]) -> list[B]:
    return [block for block in blocks if isinstance(block, kind)]


def rows(table: Table) -> list[list[str]]:
    return [[plain(cell) for cell in row] for row in table.rows]


def words_of(document: Document) -> str:
    """Everything that it says."""
    found = [document.title, document.subtitle]
    for block in document.blocks:
        match block:
            case Heading(text):
                found.append(text)
            case Paragraph(words):
                found.append(plain(words))
            case Items(lines):
                found += map(plain, lines)
            case Details(pairs):
                found += [f"{label}: {plain(words)}" for label, words in pairs]
            case Table(caption, header, cells):
                found += [caption, *header, *(plain(cell) for row in cells for cell in row)]
    return "\n".join(found)


def test_the_sections_stand_in_the_order_of_the_content() -> None:
    headings = [b.text for b in made(full()).blocks if isinstance(b, Heading) and b.level == 1]
    assert headings == [
        "1. What this is about", "2. Where we are", "3. Open points", "4. What was decided",
        "5. What residents and colleagues said", "6. What residents confirmed",
        "7. Notes", "8. Our commitments, and how residents oversee them", "9. What is published", "10. Next dates",
        "11. Sources",
    ]  # fmt: skip
    turned = replace(BOARD, sections=BOARD.sections[::-1], numbered=False)
    again = [b.text for b in made(full(), turned).blocks if isinstance(b, Heading) and b.level == 1]
    assert again == [text.partition(". ")[2] for text in headings[::-1]]


def test_the_front_page_says_what_is_asked_for() -> None:
    (front,) = only(list(made(full(), purpose="noting").blocks[:1]), Details)
    said = {label: plain(words) for label, words in front.rows}
    assert said["Organisation"] == "Riverside Homes"
    assert said["Meeting"] == "Full board, 14 January 2027"
    assert said["Purpose"] == "For noting"
    assert said["Decision asked for"].startswith("The board is asked to note where Riverside Homes stands")
    assert said["Lead for the charter"] == "Asha Rahman"
    assert "30 November 2026" in said["Prepared from"]


def test_what_is_to_be_approved_is_left_to_a_person() -> None:
    proposed = under(made(full(), purpose="approval"), "What is proposed")
    assert [b.kind for b in only(proposed, Paragraph)] == ["note"]
    assert under(made(full(), purpose="noting"), "What is proposed") == []


def test_decisions_stand_by_body_and_date_with_their_own_word() -> None:
    (table,) = only(under(made(full()), "What was decided"), Table)
    assert [row[:4] for row in rows(table)] == [
        ["Executive team", "10 February 2026", "Discussed, nothing decided", "Not recorded"],
        ["Full board", "4 March 2026", "Noted", "26/03/7.2"],
        ["Full board", "15 September 2026", "Approved with changes", "26/09/4.1"],
    ]


def test_each_activity_has_its_own_number_and_they_are_never_added_up() -> None:
    document = made(full())
    residents = only(under(document, "What residents and colleagues said"), Table)[0]
    assert [row[:4] for row in rows(residents)] == [
        ["Survey", "May 2026", "212 responses", "1,900"],
        ["Meeting and drop-in", "2 to 12 June 2026", "About 40 attendances", "Not recorded"],
        ["Panel", "16 June 2026", "13 people", "Not recorded"],
    ]
    everything = words_of(document)
    for total in (212 + 40 + 13, 212 + 40, 40 + 13, 212 + 13, 212 + 40 + 13 + 31):
        assert str(total) not in everything


def test_what_was_said_and_who_was_not_heard() -> None:
    said = words_of(made(full()))
    assert "Taken together: Repairs came up everywhere; trust was lower among new residents." in said
    assert "Survey, May 2026: Most wanted repairs answered sooner." in said
    assert "People who are not online, and younger tenants" in said
    assert "Nothing is recorded on who could not be reached." in words_of(made(short()))


def test_every_number_in_brackets_leads_to_a_line_that_says_who_and_when() -> None:
    for record in (short(), full(), many()):
        for paper in (BOARD, EVIDENCE):
            document = made(record, paper)
            spans = [span for block in document.blocks for span in _spans(block)]
            anchors = {span.anchor for span in spans if span.anchor}
            leads = {span.link[1:] for span in spans if span.link.startswith("#")}
            assert leads == anchors != set()
    told = rows(only(under(made(full()), "Sources"), Table)[0])
    assert [
        "2",
        "Ben Okoro, Governance or board secretary",
        "12 February 2026",
        "The board",
    ] in told


def _spans(block: Block) -> list[Span]:
    match block:
        case Paragraph(words):
            return list(words)
        case Items(lines):
            return [span for words in lines for span in words]
        case Details(pairs):
            return [span for _, words in pairs for span in words]
        case Table(rows=cells):
            return [span for row in cells for cell in row for span in cell]
        case _:
            return []


def test_days_to_come_and_open_points_are_named() -> None:
    document = made(full())
    (dates,) = only(under(document, "Next dates"), Table)
    assert [row[:2] for row in rows(dates)] == [
        ["14 January 2027", "The board: Full board"],
        ["2 February 2027", "Regular updates to residents: due again (quarterly)"],
    ]
    (points,) = only(under(document, "Open points"), Items)
    assert "Not recorded: what residents said (Panel, 16 June 2026)." in [plain(line) for line in points.lines]


def test_a_meeting_whose_day_has_passed_is_an_open_point_and_no_date_to_come() -> None:
    record = Record().told("board", "e1", "2026-10-01", outcome="scheduled", date="2026-11-12/2026-11-12")
    document = made(record)
    assert only(under(document, "Next dates"), Table) == []
    assert "was to be 12 November 2026. What came of it is not recorded." in words_of(document)


def test_two_people_who_disagree_are_named() -> None:
    assert "recorded as 4 March 2026. On 4 March 2026, Ben Okoro had said 3 March 2026." in words_of(made(full()))


def test_a_planned_board_date_is_no_decision() -> None:
    document = made(short())
    assert only(under(document, "What was decided"), Table) == []
    assert "No meeting that has looked at the charter is recorded yet." in words_of(document)


def test_a_record_with_nothing_in_it_makes_a_paper_that_says_so() -> None:
    for paper in (BOARD, ONE_PAGE, EVIDENCE):
        said = words_of(made(Record(), paper))
        assert "Nothing is recorded yet" in said or "Nothing yet" in said
        assert "{" not in said


@pytest.mark.parametrize(
    "findings",
    [
        "Mrs Ellen Parker, a tenant at 14 Mill Road, has dementia and wants her boiler mended",
        "One tenant said he is going to kill himself tonight",
    ],
)
def test_what_may_be_about_one_person_is_left_out(findings: str) -> None:
    record = short()
    record.tell("residents.findings", findings, "2026-11-12", "priya", "e1")
    for paper in (BOARD, EVIDENCE):
        said = words_of(made(record, paper))
        assert findings not in said
        assert "Left out" in said


def test_words_of_people_stay_words() -> None:
    hostile = "<b>bold</b> {adopter} =1+1 **strong** [link](https://x.example) \u0645\u062c\u0644\u0633 \U0001f600"
    record = short()
    record.name = "Alder & <i>Ash</i> {programme}"
    record.tell("residents.findings", hostile, "2026-11-12", "priya", "e1")
    said = words_of(made(record))
    assert hostile in said
    assert "Paper for the board of Alder & <i>Ash</i> {programme}" in said


def test_somebody_who_is_gone_is_still_a_source() -> None:
    record = short()
    record.tell("commitments.state", "published", "2026-09-01", "erased")
    assert "Somebody who is no longer on the record" in words_of(made(record))


def test_what_a_colleague_confirmed_says_both() -> None:
    record = Record()
    record.tell("way_forward.state", "agreed", "2026-09-01", "ben", by="asha")
    assert "Ben Okoro, Governance or board secretary, confirmed by Asha Rahman" in words_of(made(record))


def test_fifty_activities_are_fifty_rows() -> None:
    tables = only(under(made(many()), "What residents and colleagues said"), Table)
    assert len(tables[0].rows) == 50


def test_one_page_names_no_sources_that_it_does_not_list() -> None:
    document = made(full(), ONE_PAGE)
    assert not [span for block in document.blocks for span in _spans(block) if span.link]
    (steps, _) = only(list(document.blocks), Table)
    assert steps.header == ("Step", "State", "What is recorded")
    known = {row[0]: row[2] for row in rows(steps)}
    assert (
        known["Consulting residents"]
        == "Survey, May 2026; Meeting and drop-in, 2 to 12 June 2026; Panel, 16 June 2026"
    )
    assert known["The board"].endswith("; to come: Full board, 14 January 2027")


def test_of_many_activities_a_row_names_the_latest() -> None:
    (steps, _) = only(list(made(many(), ONE_PAGE).blocks), Table)
    assert {row[0]: row[2] for row in rows(steps)}["Consulting residents"].startswith("50 activities, the latest: ")


def promising() -> Record:
    """Two commitments under two themes, and one that nobody has sorted yet."""
    record = short()
    record.told(
        "commitments", "e1", "2026-11-20", "priya", promise="Every repair call is answered within two days.",
        theme="quality", owner="Head of repairs", measure="Share of calls answered in time",
        overseen="The scrutiny panel",
    )  # fmt: skip
    record.told("commitments", "e2", "2026-11-20", "ben", promise="Letters in plain English.", theme="communication")
    record.told("commitments", "e3", "2026-11-21", "ben", promise="A visit to each new tenant.")
    return record


def test_commitments_stand_under_their_themes_with_who_oversees_each() -> None:
    section = under(made(promising()), "Our commitments, and how residents oversee them")
    assert [b.text for b in only(section, Heading)] == ["Communication", "Quality", "Not under a theme yet"]
    assert [[row[:4] for row in rows(table)] for table in only(section, Table)] == [
        [["Letters in plain English.", "Not recorded", "Not recorded", "Not recorded"]],
        [["Every repair call is answered within two days.", "Head of repairs", "Share of calls answered in time",
          "The scrutiny panel"]],
        [["A visit to each new tenant.", "Not recorded", "Not recorded", "Not recorded"]],
    ]  # fmt: skip
    said = "\n".join(plain(p.words) for p in only(section, Paragraph))
    assert "Relationships; Voice and influence; Accountability; When things go wrong" in said


def test_commitments_told_are_not_published_ones() -> None:
    steps = only(under(made(promising()), "Where we are"), Table)[0]
    of = next(row for row in rows(steps) if row[0] == "Publishing our commitments")
    assert of[1:3] == ["Comes later", "3 commitments"]


def test_what_residents_confirmed_is_counted_by_answers_and_is_their_own_evidence() -> None:
    record = short()
    for n, (answer, words) in enumerate((("yes", ""), ("yes", ""), ("no", ""), ("other", "Not at weekends.")), 1):
        told = {
            "claim": "Our commitment: calls are answered.",
            "answer": answer,
            **({"words": words} if words else {}),
        }
        record.told("confirmed", f"e{n}", "2026-11-20", RESIDENTS, **told)
    document = made(record)
    section = under(document, "What residents confirmed")
    (table,) = only(section, Table)
    assert [row[:4] for row in rows(table)] == [["Our commitment: calls are answered.", "2", "1", "20 November 2026"]]
    assert [plain(line) for items in only(section, Items) for line in items.lines] == ["Not at weekends."]
    assert ["Residents, through a link", "20 November 2026"] in [
        row[1:3] for row in rows(only(under(document, "Sources"), Table)[0])
    ]
    assert "Residents, through a link" in words_of(made(record, EVIDENCE))
