"""How long a question has waited, against what people were told of when it is answered. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from functools import lru_cache

from bot.core.calendar import ONE, WorkingDays
from bot.core.model.journey import Journey, Nudging
from bot.core.turn.wording import say_day

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Promise:
    """By when a question should be answered, and how it stands today."""

    due: date
    today: date
    late: int
    """Working days that have passed since then."""

    @property
    def words(self) -> str:
        if self.late:
            return f"{self.late} working {'day' if self.late == 1 else 'days'} late"
        if self.due == self.today:
            return "to answer today"
        return f"to answer by {self.due:%A} {say_day(self.due)}"


def promise(journey: Journey, zone: tzinfo, since: datetime, now: datetime) -> Promise:
    """What was promised to whoever asked at `since`: so many working days, counted from the next working day for what
    came after hours."""
    local, hours = since.astimezone(zone), journey.hours
    late_in_the_day = local.hour >= hours.closes
    return _promised(journey.nudging, hours.reply_days, local.date(), late_in_the_day, now.astimezone(zone).date())


@lru_cache(1024)
def _promised(nudging: Nudging, reply_days: int, asked: date, late_in_the_day: bool, today: date) -> Promise:
    """Worked out once for all questions of a day: an overview may have a thousand that wait."""
    days = WorkingDays(nudging)
    begun = days.forth(asked, 1) if late_in_the_day or not days.works(asked) else asked
    due = days.forth(begun, reply_days)
    late, day = 0, due
    while day < today:
        day += ONE
        late += days.works(day)
    return Promise(due, today, late)


def age(since: datetime, now: datetime) -> str:
    """`2 days`, `5 hours`: how long ago that was."""
    passed = now - since
    for unit, name in ((DAY, "day"), (HOUR, "hour")):
        if (count := passed // unit) > 0:
            return f"{count} {name}{'' if count == 1 else 's'}"
    return "less than an hour"
