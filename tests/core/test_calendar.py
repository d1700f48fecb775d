"""Working days, hours, quiet days, clock changes."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.calendar import Hours, WorkingDays, add_months, hours_of, span_of, times_of, zone_of
from bot.core.model.journey import Nudging

LONDON = ZoneInfo("Europe/London")
DAYS = WorkingDays(Nudging())


def hours(opens: str = "09:00", closes: str = "16:30", zone: ZoneInfo = LONDON) -> Hours:
    return Hours(DAYS, zone, time.fromisoformat(opens), time.fromisoformat(closes))


@pytest.mark.parametrize(
    ("day", "why"),
    [
        (date(2026, 11, 24), ""),
        (date(2026, 11, 28), "weekend"),
        (date(2026, 12, 24), "quiet days"),
        (date(2026, 12, 28), "bank holiday"),
        (date(2026, 12, 31), "quiet days"),
        (date(2027, 1, 1), "bank holiday"),
        (date(2027, 1, 4), ""),
        (date(2027, 3, 26), "bank holiday"),
        (date(2027, 3, 29), "bank holiday"),
        (date(2027, 8, 30), "bank holiday"),
        (date(2022, 1, 3), "bank holiday"),
    ],
)
def test_days_on_which_nobody_works(day: date, why: str) -> None:
    assert DAYS.why_not(day) == why


def test_an_organisation_has_closures_of_its_own() -> None:
    days = WorkingDays(Nudging(), (span_of("2027-07-19/2027-07-30"),))
    assert days.why_not(date(2027, 7, 30)) == "closed"
    assert days.forth(date(2027, 7, 16), 1) == date(2027, 8, 2)


def test_quiet_days_are_the_programmes_own() -> None:
    assert WorkingDays(Nudging(quiet_days=())).works(date(2026, 12, 31))
    assert not WorkingDays(Nudging(quiet_days=("07-12",))).works(date(2027, 7, 12))


def test_scotland_keeps_other_days() -> None:
    assert not WorkingDays(Nudging(region="SCT")).works(date(2029, 1, 2))
    assert WorkingDays(Nudging(region="ENG")).works(date(2029, 1, 2))


def test_ten_working_days_before_a_board_in_january_lie_before_christmas() -> None:
    assert DAYS.back(date(2027, 1, 12), 10) == date(2026, 12, 18)


@given(st.dates(date(2026, 1, 1), date(2032, 1, 1)), st.integers(1, 20))
def test_so_many_back_and_forth_again_is_the_same_working_day(day: date, count: int) -> None:
    there = DAYS.forth(day, count)
    assert DAYS.works(there)
    assert sum(DAYS.works(day + timedelta(n)) for n in range(1, (there - day).days + 1)) == count


@given(st.datetimes(datetime(2026, 1, 1), datetime(2031, 1, 1)), st.sampled_from(["", "Europe/London", "Asia/Tokyo"]))
def test_a_moment_is_never_early_and_always_in_hours(naive: datetime, zone: str) -> None:
    at = naive.replace(tzinfo=UTC)
    own = hours_of(DAYS, LONDON, "somebody", zone)
    moment = own.moment(at.date(), at)
    assert moment is not None
    assert moment >= at
    assert own.allows(moment)
    assert own.why_not(moment) == ""
    local = moment.astimezone(zone_of(zone, LONDON))
    assert time(9) <= local.time() <= time(16, 30)
    assert local.weekday() < 5


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        ("2027-03-25T17:00:00+00:00", "2027-03-30T08:00:00+00:00"),  # Easter, with the clock change in it
        ("2027-10-29T16:00:00+00:00", "2027-11-01T09:00:00+00:00"),  # back to winter time
        ("2027-10-29T15:29:00+00:00", "2027-10-29T15:29:00+00:00"),  # half past four in summer time
    ],
)
def test_clock_changes(at: str, expected: str) -> None:
    moment = datetime.fromisoformat(at)
    assert hours().moment(moment.date(), moment) == datetime.fromisoformat(expected)


def test_everybody_has_a_time_of_their_own_and_keeps_it() -> None:
    times = {hours_of(DAYS, LONDON, f"p{n}").opens for n in range(200)}
    assert len(times) > 80
    assert min(times) >= time(9)
    assert max(times) < time(12)
    assert hours_of(DAYS, LONDON, "p1") == hours_of(DAYS, LONDON, "p1")


def test_leave_and_own_hours() -> None:
    own = hours_of(DAYS, LONDON, "p", "", "13:00-15:00", ("2026-11-24/2026-11-26",))
    moment = own.moment(date(2026, 11, 24), datetime(2026, 11, 24, 8, tzinfo=UTC))
    assert moment is not None
    assert moment.date() == date(2026, 11, 27)
    assert time(13) <= moment.time() <= time(15)
    assert own.why_not(datetime(2026, 11, 24, 14, tzinfo=UTC)) == "on leave"


@pytest.mark.parametrize("text", ["", "10", "10:00", "10:00-09:00", "10:00-10:30", "a-b", "25:00-26:00"])
def test_hours_that_are_none(text: str) -> None:
    assert times_of(text) is None


def test_a_zone_that_is_none_is_the_programmes() -> None:
    assert zone_of("Mars/Phobos", LONDON) is LONDON


def test_windows_are_the_days_to_come() -> None:
    found = hours().windows(datetime(2026, 12, 23, 10, tzinfo=UTC), 3)
    assert [start.date() for start, _ in found] == [date(2026, 12, 23), date(2027, 1, 4), date(2027, 1, 5)]
    assert found[0][0] == datetime(2026, 12, 23, 10, tzinfo=UTC)


def test_an_organisation_closed_for_years_hears_nothing() -> None:
    days = WorkingDays(Nudging(), ((date(2026, 1, 1), date(2036, 1, 1)),))
    assert hours_of(days, LONDON, "p").moment(date(2026, 6, 1), datetime(2026, 6, 1, tzinfo=UTC)) is None


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2027, 1, 31), 1, date(2027, 2, 28)),
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2026, 12, 15), 1, date(2027, 1, 15)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2027, 8, 31), 6, date(2028, 2, 29)),
    ],
)
def test_months_on(day: date, months: int, expected: date) -> None:
    assert add_months(day, months) == expected


def test_somebody_with_days_of_their_own_hears_on_those_only() -> None:
    own = hours_of(DAYS, LONDON, "asha", on=("tue", "thu", "sat"))
    monday = datetime(2026, 11, 23, 10, tzinfo=UTC)
    assert own.why_not(monday) == "not one of their days"
    heard = own.moment(date(2026, 11, 25), monday)
    assert heard is not None
    assert heard.date() == date(2026, 11, 26)


def test_days_on_which_nobody_works_are_no_days_of_ones_own() -> None:
    own = hours_of(DAYS, LONDON, "asha", on=("sat", "sun"))
    heard = own.moment(date(2026, 11, 28), datetime(2026, 11, 28, 10, tzinfo=UTC))
    assert heard is not None
    assert heard.date() == date(2026, 11, 30)
