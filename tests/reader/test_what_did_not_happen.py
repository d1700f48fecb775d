"""What denies is a fact only where it says that the thing itself has not happened; and days told beside a denial."""

from __future__ import annotations

from typing import Any

import pytest

from tests.reader.conftest import Understands, told

TODAY = "2026-11-30"
ADOPTED = {"board": [{"id": "b", "outcome": "adopted", "date": "2026-06-30/2026-06-30"}]}
DISCUSSED = {"board": [{"id": "b", "outcome": "discussed", "date": "2026-10-06/2026-10-06"}]}
DROP_IN = {"residents": [{"id": "r", "state": "done", "method": ["drop_in"], "took_part": 57}]}
OPEN = {"residents": [{"id": "r", "state": "under_way", "method": ["survey"], "took_part": 12}]}
SURVEY = {"residents": [{"id": "r", "state": "done", "method": ["survey"], "took_part": 380}]}

SAYS_NOTHING_OF_IT: list[tuple[str, str | None, dict[str, Any] | None]] = [
    ("Residents and board aren't mine.", None, None),
    ("Residents and board are not my job", None, None),
    ("COLLEAGUES NOT MY JOB", None, None),
    ("the staff survey isn't my area", "colleagues.state", None),
    ("Yes. But say trustees, not board, we are a charity.", "board.outcome", None),
    ("Not about colleagues. The reminder is for the trustees.", "colleagues.state", None),
    ("Don't ask me about the board.", "board.outcome", None),
    ("please do not save that about the board", None, None),
    ("No other meeting. Can minutes be uploaded?", "board.minute_ref#b", ADOPTED),
    ("There is no minute reference", "board.minute_ref#b", ADOPTED),
    ("no one from leasehold came", None, DROP_IN),
    ("nobody from the sheltered schemes came", "residents.told#r", DROP_IN),
    ("mostly that leaseholders didnt show, no one from leasehold came", "residents.told#r", DROP_IN),
    ("nobody said took part 1", "residents.took_part#r", DROP_IN),
    ("no one took part yet", None, OPEN),
    ("we have not adopted anything yet, approval is expected in January 2027", None, DISCUSSED),
    ("it was presented to the board on 6 October. It has not been approved.", "board.outcome", None),
    ("Yes, it has been presented to the board, on 6 October. It has not been approved.", "board.outcome", None),
    ("That is wrong. The trustees met on 12 October and discussed it.", "board.outcome", None),
]


@pytest.mark.parametrize(("text", "asked", "known"), SAYS_NOTHING_OF_IT)
def test_a_denial_of_something_else_is_no_not_yet_and_no_nobody(
    text: str, asked: str | None, known: dict[str, Any] | None, understands: Understands
) -> None:
    facts = understands(text, asked, TODAY, known).facts
    assert not [f for f in facts if f.value == "not_yet" or (f.name.endswith(".took_part") and f.value == 0)]


SAYS_SO: list[tuple[str, str | None, str, str]] = [
    ("it hasn't been to the board yet", None, "board.outcome", "not_yet"),
    ("not been yet", "board.outcome", "board.outcome", "not_yet"),
    ("the board hasn't seen it", None, "board.outcome", "not_yet"),
    ("not yet come to board, the secretary is sick", "colleagues.state", "board.outcome", "not_yet"),
    ("we haven't asked colleagues", None, "colleagues.state", "not_yet"),
    ("no not asked colleagues yet", "colleagues.state", "colleagues.state", "not_yet"),
    ("no not the staff, not so far", "colleagues.state", "colleagues.state", "not_yet"),
    ("nobody's asked our residents a thing", None, "residents.state", "not_yet"),
    ("Personnel: informed by e-mail in July 2026, not consulted.", None, "colleagues.state", "not_yet"),
]


@pytest.mark.parametrize(("text", "asked", "name", "value"), SAYS_SO)
def test_what_has_not_happened_is_told(
    text: str, asked: str | None, name: str, value: str, understands: Understands
) -> None:
    assert told(understands(text, asked, TODAY))[name] == value


@pytest.mark.parametrize("text", ["nobody", "nobody came", "no one turned up", "nobody, it snowed", "0", "none"])
def test_nobody_at_all_is_a_number(text: str, understands: Understands) -> None:
    known = {"residents": [{"id": "r", "state": "done", "method": ["drop_in"]}]}
    assert told(understands(text, "residents.took_part#r", TODAY, known))["residents.took_part#r"] == 0


def test_how_it_went_is_asked_where_it_was_there_and_not_approved(understands: Understands) -> None:
    reading = understands("It was presented to the board on 6 October. It has not been approved.", None, TODAY)
    assert "board.outcome" in reading.asks
    assert told(reading)["board.date"] == "2026-10-06/2026-10-06"


def test_what_was_said_before_does_not_make_a_day_past(understands: Understands) -> None:
    facts = told(understands("Board's on the 15th of December like I said, so it's not been yet", None, TODAY))
    assert facts == {"board.outcome": "scheduled", "board.date": "2026-12-15/2026-12-15"}


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("I think the board approved it back in May", "2026-05-01/2026-05-31"),
        ("the board adopted the charter back in the spring", "2026-03-01/2026-05-31"),
    ],
)
def test_back_in_a_month_is_how_long_ago_it_was(text: str, date: str, understands: Understands) -> None:
    assert told(understands(text, None, TODAY)) == {"board.outcome": "adopted", "board.date": date}


def test_a_return_stays_a_return(understands: Understands) -> None:
    facts = told(understands("deferred on 12 May, back in September", "board.outcome", "2026-06-01"))
    assert facts["board.outcome#2"] == "scheduled"
    assert facts["board.date#2"] == "2026-09-01/2026-09-30"


@pytest.mark.parametrize(
    "text",
    [
        "residents! we had a tea party with 30 tenants it was on a wednesday 3 weeks ago",
        "we had a tea party with 30 tenants on Wednesday three weeks ago",
    ],
)
def test_a_weekday_of_some_weeks_ago_is_one_day(text: str, understands: Understands) -> None:
    facts = told(understands(text, None, TODAY))
    assert [v for k, v in facts.items() if ".date" in k] == ["2026-11-11/2026-11-11"]
    assert facts["residents.took_part"] == 30


@pytest.mark.parametrize("asked", [None, "confirm", "residents.date#r"])
def test_the_day_of_another_activity_stays_with_it(asked: str | None, understands: Understands) -> None:
    text = "we also had a focus group with 8 disabled residents on 20 April"
    facts = told(understands(text, asked, TODAY, SURVEY))
    assert facts["residents.method"] == ("focus_group",)
    assert facts["residents.date"] == "2026-04-20/2026-04-20"
    assert "residents.date#r" not in facts
