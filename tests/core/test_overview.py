"""The overview's figures, and who needs help first."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from bot.core.model.tracks import AdopterTrack, Track
from bot.core.officers.figures import first_step, overview, status_of, weeks, worked_between
from bot.core.officers.help_first import help_first
from bot.core.officers.promise import age, promise
from tests.programmes import LONDON, together

TODAY = date(2026, 11, 24)
JOURNEY = together().journey


def at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


def day_of(when: datetime) -> date:
    return when.astimezone(LONDON).date()


def adopter(
    name: str, joined: date = date(2026, 1, 5), last: date | None = None, finished: date | None = None,
    closed: date | None = None, step: str = "board",
) -> AdopterTrack:  # fmt: skip
    track = Track(step if last and not finished else "", (), at(finished) if finished else None)
    return AdopterTrack(
        name.casefold(), name, joined, closed, track, at(last) if last else None, at(last) if last else None
    )


QUIET, HEARD = date(2026, 10, 26), date(2026, 10, 28)
"""Twenty working days before Tuesday 24 November is Tuesday 27 October."""
ALL = [
    adopter("New"), adopter("Active", last=HEARD), adopter("Quiet", last=QUIET),
    adopter("Done", last=QUIET, finished=QUIET), adopter("Shut", last=HEARD, closed=HEARD),
]  # fmt: skip


def test_everybody_is_in_one_group_and_closed_is_in_no_figure() -> None:
    seen = overview(JOURNEY, ALL, {("board", "begun"): 2}, [], TODAY, day_of)
    assert (seen.adopters, seen.not_started, seen.active, seen.quiet, seen.finished, seen.closed) == (
        4,
        1,
        1,
        1,
        1,
        1,
    )
    assert seen.started == 3
    here = {step.step: step.here for step in seen.steps if step.here}
    assert here == {first_step(JOURNEY): 1, "board": 2} if first_step(JOURNEY) != "board" else {"board": 3}


@pytest.mark.parametrize(("last", "status"), [(date(2026, 10, 27), "quiet"), (date(2026, 10, 28), "active")])
def test_quiet_begins_after_twenty_working_days(last: date, status: str) -> None:
    assert status_of(adopter("X", last=last), date(2026, 10, 27), day_of) == status


def test_days_to_a_step_are_working_days_of_five_or_more() -> None:
    joined = date(2026, 4, 1)  # a Wednesday; Good Friday is the third, Easter Monday the sixth
    four = [("board", joined, at(date(2026, 4, 8)))] * 4
    assert [s.days for s in overview(JOURNEY, [], {}, four, TODAY, day_of).steps if s.step == "board"] == [None]
    five = [*four, ("board", joined, at(date(2026, 4, 2)))]
    assert [s.days for s in overview(JOURNEY, [], {}, five, TODAY, day_of).steps if s.step == "board"] == [3]


def test_working_days_leave_out_christmas_and_never_run_backwards() -> None:
    worked = worked_between(JOURNEY.nudging, date(2026, 12, 1), date(2027, 1, 31))
    assert worked(date(2026, 12, 23), date(2027, 1, 4)) == 1
    assert worked(date(2027, 1, 4), date(2026, 12, 23)) == 0
    assert worked(date(2026, 12, 5), date(2026, 12, 6)) == 0, "a weekend"


def test_the_weeks_end_today_and_count_all_that_was() -> None:
    points = weeks([one for one in ALL if one.closed is None], TODAY, day_of)
    assert (points[-1].day, points[-1].adopted, points[-1].started, points[-1].finished) == (TODAY, 4, 3, 1)
    assert (points[-5].day, points[-5].started, points[-5].finished) == (date(2026, 10, 27), 2, 1)


def test_who_waits_for_us_comes_first_and_each_reason_is_told() -> None:
    late = promise(JOURNEY, LONDON, at(date(2026, 11, 16)), at(TODAY))
    found = help_first(JOURNEY, ALL, {"active": late, "quiet": late}, TODAY, day_of)
    assert [one.name for one in found] == ["Quiet", "Active", "New"]
    assert found[0].why == (
        "A question of theirs is 4 working days late.",
        "Nothing has been told since 26 October 2026, 21 working days ago, at “Take the charter to your board”.",
    )
    assert found[2].why[0].startswith("Adopted on 5 January 2026 and has told nothing since, ")


def test_what_is_in_time_is_no_reason() -> None:
    soon = promise(JOURNEY, LONDON, at(TODAY), at(TODAY))
    assert help_first(JOURNEY, [adopter("Active", last=HEARD)], {"active": soon}, TODAY, day_of) == ()


@pytest.mark.parametrize(
    ("asked", "due"),
    [
        (datetime(2026, 11, 24, 10, tzinfo=UTC), date(2026, 11, 26)),
        (datetime(2026, 11, 24, 17, tzinfo=UTC), date(2026, 11, 27)),  # after hours
        (datetime(2026, 11, 21, 10, tzinfo=UTC), date(2026, 11, 25)),  # on a Saturday: from Monday
        (datetime(2026, 12, 23, 18, tzinfo=UTC), date(2027, 1, 6)),  # the quiet days and New Year between
    ],
)
def test_the_promise_counts_from_the_next_working_day(asked: datetime, due: date) -> None:
    assert promise(JOURNEY, LONDON, asked, asked).due == due


def test_ages_are_round() -> None:
    now = at(TODAY)
    spans = {timedelta(minutes=59): "less than an hour", timedelta(hours=1): "1 hour", timedelta(days=2): "2 days"}
    assert {span: age(now - span, now) for span in spans} == spans
