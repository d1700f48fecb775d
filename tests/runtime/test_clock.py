"""The clock: aware, UTC, forward only."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from bot.runtime.clock import Clock, StoppedClock


def test_it_shows_utc_and_can_be_moved_forward() -> None:
    clock = Clock()
    before = clock.now()
    assert before.tzinfo is UTC
    assert clock.move(timedelta(days=7)) - before >= timedelta(days=7)
    assert clock.shift == timedelta(days=7)
    assert Clock(clock.shift).now() - before >= timedelta(days=7)


def test_it_never_goes_back() -> None:
    with pytest.raises(ValueError, match="forward only"):
        Clock().move(timedelta(seconds=-1))


def test_a_stopped_clock_stands_until_it_is_moved() -> None:
    clock = StoppedClock(datetime(2026, 3, 29, 2, 30, tzinfo=timezone(timedelta(hours=1))))
    assert clock.now() == clock.now() == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)
    assert clock.move(timedelta(hours=1)) == datetime(2026, 3, 29, 2, 30, tzinfo=UTC)
    with pytest.raises(ValueError, match="no zone"):
        StoppedClock(datetime(2026, 3, 29))
