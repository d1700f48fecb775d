"""Where something told belongs: the settled cases of entries, one by one."""

from __future__ import annotations

from datetime import date

import pytest

from bot.core.model.reading import Value
from bot.core.record.entries import entries_of
from bot.core.record.placing import NEW, OPEN, Place, Told, place
from tests.core.test_entries import day, kept
from tests.programmes import together

TODAY = date(2026, 11, 24)
MAY = "2026-05-01/2026-05-31"
JUNE = "2026-06-01/2026-06-30"
Values = dict[str, Value]

SURVEY: Values = {"state": "done", "method": ("survey",), "date": MAY, "took_part": 212}
DROP_IN: Values = {"state": "done", "method": ("drop_in",), "date": JUNE, "took_part": 41}
NOTED: Values = {"outcome": "noted", "date": day("2026-03-03")}
BOOKED: Values = {"outcome": "scheduled", "date": day("2027-03-11")}
EXEC: Values = {"outcome": "adopted", "body": "executive", "date": day("2026-02-04")}


def where(step: str, told: Values, *known: Values, **how: object) -> Place:
    of = together().journey.step(step)
    entries = entries_of(of, kept(step, {f"e{n}": values for n, values in enumerate(known, 1)}))
    values = {f"{step}.{name}": value for name, value in told.items()}
    return place(of, Told(values, **how), entries, TODAY)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("step", "told", "known", "entry"),
    [
        ("residents", SURVEY, (), NEW),
        # The same method, or an overlapping day, completes; another method or day is another one.
        ("residents", {"state": "done", "method": ("survey", "online")}, (SURVEY,), "e1"),
        ("residents", {"state": "done", "date": day("2026-05-12")}, (SURVEY,), "e1"),
        ("residents", {"state": "done", "method": ("drop_in",)}, (SURVEY,), NEW),
        ("residents", {"state": "done", "method": ("survey",), "date": JUNE}, (SURVEY,), NEW),
        ("residents", {"state": "done", "method": ("drop_in",)}, (SURVEY, DROP_IN), "e2"),
        # What has not begun is completed by whatever is told next.
        ("residents", DROP_IN, ({"state": "not_yet"},), "e1"),
        # What is under way is completed by its end, whatever day; a higher count is no second one.
        (
            "residents",
            {"state": "done", "method": ("survey",), "date": JUNE, "took_part": 230},
            ({"state": "under_way", "method": ("survey",), "date": MAY, "took_part": 90},),
            "e1",
        ),
        # Without a day, the only planned one is meant.
        ("residents", {"state": "done"}, (SURVEY, {"state": "planned", "method": ("workshop",)}), "e2"),
        # A plan for a day to come is no word on what has taken place.
        ("residents", {"state": "planned", "date": day("2027-02-03")}, (SURVEY,), NEW),
        ("board", {"outcome": "adopted", "date": day("2026-03-03")}, (NOTED,), "e1"),
        ("board", {"outcome": "adopted", "date": day("2026-05-05")}, (NOTED,), NEW),
        ("board", {"outcome": "noted", "date": day("2026-02-25")}, (EXEC,), NEW),
        ("board", {"outcome": "adopted", "body": "executive"}, (NOTED, EXEC), "e2"),
        ("board", {"outcome": "adopted"}, (NOTED, BOOKED), "e2"),
        ("board", BOOKED, (NOTED,), NEW),
        # A meeting of today does not settle one that is still to come.
        ("board", {"outcome": "noted", "date": day("2026-11-24")}, (BOOKED,), NEW),
        # A detail by itself: of the only one, or of the one of its day.
        ("board", {"date": day("2026-03-13")}, (NOTED,), "e1"),
        ("board", {"date": day("2026-03-03")}, (NOTED, BOOKED), "e1"),
        ("residents", {"took_part": 40}, (SURVEY,), "e1"),
    ],
)
def test_it_is_told_where_it_belongs(step: str, told: Values, known: tuple[Values, ...], entry: str) -> None:
    assert where(step, told, *known) == Place(entry)


@pytest.mark.parametrize(
    ("step", "told", "known", "among"),
    [
        # Another outcome of the same board, with no day: put right, or a second meeting?
        ("board", {"outcome": "adopted"}, (NOTED,), ("e1",)),
        # Another number of the same kind, with nothing that tells them apart.
        ("residents", {"state": "done", "method": ("survey",), "took_part": 220}, (SURVEY,), ("e1",)),
        ("residents", {"took_part": 40}, (SURVEY, DROP_IN), ("e1", "e2")),
        # Its day has passed, and it was told to be on another one.
        (
            "board",
            {"outcome": "noted", "date": day("2026-11-12")},
            ({"outcome": "scheduled", "date": day("2026-11-11")},),
            ("e1",),
        ),
        # The same on its very day: by now it may have taken place, and another day may be its own.
        (
            "board",
            {"outcome": "noted", "date": day("2026-11-12")},
            ({"outcome": "scheduled", "date": day("2026-11-24")},),
            ("e1",),
        ),
    ],
)
def test_in_doubt_it_is_asked(step: str, told: Values, known: tuple[Values, ...], among: tuple[str, ...]) -> None:
    assert where(step, told, *known) == Place(OPEN, among)


def test_another_is_a_new_one_unless_it_is_said_again() -> None:
    assert where("residents", {"state": "done", "method": ("survey",)}, SURVEY, added=True) == Place(NEW)
    assert where("residents", SURVEY, SURVEY, added=True) == Place("e1")
    # "Another on 1 October" tells nothing but a day, and that it is one more.
    assert where("residents", {"date": day("2026-10-01")}, SURVEY, added=True) == Place(NEW)
    assert where("residents", {"took_part": 40}, SURVEY, added=True) == Place("e1"), (
        "a number alone is of the one known"
    )


def test_a_plan_that_is_moved_is_the_one_that_is_known() -> None:
    moved: Values = {"outcome": "scheduled", "date": day("2027-03-25")}
    assert where("board", moved, NOTED, BOOKED) == Place(OPEN, ("e2",))
    assert where("board", moved, NOTED, BOOKED, moved=True) == Place("e2")


def test_the_answer_to_a_question_is_of_the_entry_that_it_put() -> None:
    assert where("residents", {"took_part": 40}, SURVEY, DROP_IN, in_hand="e2") == Place("e2")
    # But what names another activity is of that one, whatever was asked.
    assert where("residents", {"method": ("workshop",), "took_part": 9}, SURVEY, DROP_IN, in_hand="e2") == Place(NEW)


@pytest.mark.parametrize(
    ("told", "entry"),
    [
        ({"method": ("survey",), "took_part": 215}, "e1"),
        ({"date": day("2026-06-03"), "took_part": 43}, "e2"),
    ],
)
def test_a_correction_goes_where_its_words_point(told: Values, entry: str) -> None:
    assert where("residents", told, SURVEY, DROP_IN, correcting=True) == Place(entry)


def test_a_correction_of_the_only_one_changes_whatever_it_says() -> None:
    assert where("board", {"outcome": "deferred", "date": day("2026-09-09")}, NOTED, correcting=True) == Place("e1")


def test_a_correction_that_names_none_is_asked() -> None:
    assert where("residents", {"took_part": 40}, SURVEY, DROP_IN, correcting=True) == Place(OPEN, ("e1", "e2"))
