"""The only place that asks the machine for the time. Everything below is told it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta


class Clock:
    """The machine's time, with a shift that the demo can move."""

    def __init__(self, shift: timedelta = timedelta(0)) -> None:
        self._shift = shift

    @property
    def shift(self) -> timedelta:
        """How far this clock is ahead of the machine's."""
        return self._shift

    def now(self) -> datetime:
        """The time, aware, UTC."""
        return datetime.now(UTC) + self._shift

    def move(self, by: timedelta) -> datetime:
        """Moves the clock forward (never back: what was kept would lie in the future). Returns the new time.

        Raises ValueError for a negative `by`.
        """
        if by < timedelta(0):
            raise ValueError("The clock goes forward only.")
        self._shift += by
        return self.now()


class StoppedClock(Clock):
    """A clock that shows one time until it is moved: for `--now`, transcripts and tests."""

    def __init__(self, at: datetime) -> None:
        super().__init__()
        if at.tzinfo is None:
            raise ValueError(f"the time {at.isoformat()} has no zone")
        self._at = at.astimezone(UTC)

    def now(self) -> datetime:
        return self._at + self._shift
