"""Days and hours: when people are at work, and when nobody should hear from a bot.

Working days are Monday to Friday without the bank holidays of the programme's region, without the programme's quiet
days (Christmas to New Year) and without the organisation's own closures. Hours are counted in the person's own zone,
so that clock changes need no rule of their own.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.core.model.journey import Nudging

Span = tuple[date, date]
"""Both days inclusive."""

ONE = timedelta(days=1)
LONGEST = 800
"""Days ahead that are looked at for a working day; who is closed for longer hears nothing."""
SPREAD = timedelta(hours=3)
"""Reminders of a morning are spread over so long, each person always at the same time."""


@lru_cache(256)
def bank_holidays(country: str, region: str, year: int) -> frozenset[date]:
    """A year's public holidays there."""
    import holidays  # Long to load, and not needed before somebody's working days are.

    return frozenset(holidays.country_holidays(country, subdiv=region or None, years=year))


def span_of(text: str) -> Span:
    """`2026-12-21/2027-01-04`, or one day.

    >>> span_of("2026-12-21")[1]
    datetime.date(2026, 12, 21)
    """
    first, _, last = text.partition("/")
    return date.fromisoformat(first[:10]), date.fromisoformat((last or first)[:10])


def within(day: date, spans: Iterable[Span]) -> bool:
    return any(first <= day <= last for first, last in spans)


@dataclass(frozen=True, slots=True)
class WorkingDays:
    """The days on which one organisation works."""

    nudging: Nudging
    closed: tuple[Span, ...] = ()

    def works(self, day: date) -> bool:
        return self.why_not(day) == ""

    def why_not(self, day: date) -> str:
        """Why nobody works on that day; empty when people do."""
        if day.weekday() >= WEEKEND:
            return "weekend"
        if day in bank_holidays(self.nudging.country, self.nudging.region, day.year):
            return "bank holiday"
        if any(_in_quiet(day, quiet) for quiet in self.nudging.quiet_days):
            return "quiet days"
        return "closed" if within(day, self.closed) else ""

    def back(self, day: date, count: int) -> date:
        """So many working days before that day.

        The tenth working day before Tuesday 12 January 2027 lies before Christmas.
        """
        left, looked = count, 0
        while left > 0 and looked < LONGEST:
            day -= ONE
            looked += 1
            left -= self.works(day)
        return day

    def forth(self, day: date, count: int) -> date:
        """So many working days after that day."""
        left, looked = count, 0
        while left > 0 and looked < LONGEST:
            day += ONE
            looked += 1
            left -= self.works(day)
        return day


def _in_quiet(day: date, quiet: str) -> bool:
    """Whether the day is in a span of every year, such as `12-24/01-01`."""
    first, _, last = quiet.partition("/")
    here, last = f"{day:%m-%d}", last or first
    return first <= here <= last if first <= last else here >= first or here <= last


@dataclass(frozen=True, slots=True)
class Hours:
    """When one person may hear from the bot."""

    days: WorkingDays
    zone: tzinfo
    opens: time
    closes: time
    leave: tuple[Span, ...] = ()
    on: frozenset[int] = frozenset()
    """The person's own days of the week, Monday is 0; none: every working day."""

    def day_of(self, at: datetime) -> date:
        """The person's day."""
        return at.astimezone(self.zone).date()

    def allows(self, at: datetime) -> bool:
        """Whether the person may hear from the bot then."""
        return self.moment(self.day_of(at), at) == at

    def moment(self, earliest: date, at: datetime) -> datetime | None:
        """The first time not before `at` and not before the day `earliest`; None when there is none for years."""
        today = self.day_of(at)
        day = max(earliest, today)
        for _ in range(LONGEST):
            if self.days.works(day) and not within(day, self.leave) and self._own(day):
                start, end = self._at(day, self.opens), self._at(day, self.closes)
                if at <= start:
                    return start
                if at <= end:
                    return at
            day += ONE
        return None

    def windows(self, at: datetime, count: int) -> tuple[tuple[datetime, datetime], ...]:
        """The next spans of time in which the person may hear from the bot, the present one first."""
        found: list[tuple[datetime, datetime]] = []
        start = self.moment(self.day_of(at), at)
        while start is not None and len(found) < count:
            day = self.day_of(start)
            found.append((start, self._at(day, self.closes)))
            start = self.moment(day + ONE, self._at(day, self.closes))
        return tuple(found)

    def why_not(self, at: datetime) -> str:
        """Why the person hears nothing at that time; empty when they may."""
        day = self.day_of(at)
        if why := self.days.why_not(day):
            return why
        if within(day, self.leave):
            return "on leave"
        if not self._own(day):
            return "not one of their days"
        return "" if self._at(day, self.opens) <= at <= self._at(day, self.closes) else "quiet hours"

    def _own(self, day: date) -> bool:
        return not self.on or day.weekday() in self.on

    def _at(self, day: date, clock: time) -> datetime:
        return datetime.combine(day, clock, tzinfo=self.zone).astimezone(UTC)


@lru_cache(4096)
def hours_of(
    days: WorkingDays, zone: tzinfo, who: str, name: str = "", own: str = "", leave: tuple[str, ...] = (),
    on: tuple[str, ...] = (),
) -> Hours:  # fmt: skip
    """The hours of the person (or place) `who`: in the zone called `name` where that is known, else in `zone`.

    `own` is what the person asked for (`10:00-15:00`); else the programme's hours, begun at the person's own time.
    """
    start, end = times_of(own) or (time_of(days.nudging.opens), time_of(days.nudging.closes))
    room = min(SPREAD, (_minutes(end) - _minutes(start)) / 2)
    late = int.from_bytes(hashlib.sha256(who.encode()).digest()[:4], "big") % max(1, int(room.total_seconds() // 60))
    opens = (datetime.combine(date.min, start) + timedelta(minutes=late)).time()
    weekdays = frozenset(WEEK.index(d) for d in on if d in WEEK[:WEEKEND])
    return Hours(days, zone_of(name, zone), opens, end, tuple(span_of(s) for s in leave), weekdays)


WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
WEEKEND = 5


def zone_of(name: str, otherwise: tzinfo) -> tzinfo:
    """The zone of that name; `otherwise` when there is none."""
    try:
        return ZoneInfo(name) if name else otherwise
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return otherwise


def times_of(text: str) -> tuple[time, time] | None:
    """`10:00-15:00` as two times; None when it is none, or leaves less than an hour."""
    first, dash, last = text.partition("-")
    try:
        start, end = time_of(first), time_of(last)
    except ValueError:
        return None
    return (start, end) if dash and _minutes(end) - _minutes(start) >= timedelta(hours=1) else None


def time_of(text: str) -> time:
    """`09:00`. Raises ValueError."""
    return time.fromisoformat(text.strip())


def _minutes(clock: time) -> timedelta:
    return timedelta(hours=clock.hour, minutes=clock.minute)


def add_months(day: date, months: int) -> date:
    """The same day so many months on, or the last one of a shorter month.

    >>> add_months(date(2027, 1, 31), 1)
    datetime.date(2027, 2, 28)
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    end = date(year + (month + 1) // 12, (month + 1) % 12 + 1, 1) - ONE
    return min(date(year, month + 1, min(day.day, 28)) + timedelta(days=max(0, day.day - 28)), end)
