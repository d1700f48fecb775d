"""When somebody may hear by itself of something that they asked for: a gathering, an introduction. Pure.

It holds to the same hours, days, leave and pauses as every reminder.
"""

from __future__ import annotations

from datetime import datetime, timedelta, tzinfo

from bot.core.calendar import Hours
from bot.core.model import WHOLE, TurnContext
from bot.core.model.journey import Nudging
from bot.core.record.assignments import assignment_of, person_state_of
from bot.core.record.working_days import CLOSED, held_until, open_hours_for, working_days


def notice_hours(nudging: Nudging, zone: tzinfo, context: TurnContext, person: str) -> Hours:
    """When this person may hear of it: in all of their hours."""
    closed = next((f for f in context.facts if f.name == CLOSED), None)
    return open_hours_for(nudging, zone, context, working_days(nudging, closed), person)


def notice_moment(
    context: TurnContext, person: str, hours: Hours, due: datetime, held: str, news: bool
) -> datetime | None:
    """When it can be said that is due at `due`; None while it is held back with no end known. `held` is the
    operator's word on all reminders; `news` must be heard also while somebody's reminders are paused."""
    own, whole = person_state_of(context, person), assignment_of(context, WHOLE)
    if held == "paused" or (not news and (own.paused or whole.paused)):
        return None
    day = hours.day_of(due)
    untils = [held_until(held), *((own.until, whole.until) if not news else ())]
    if own.hushed_on is not None:
        untils.append(own.hushed_on + timedelta(days=1))
    return hours.moment(max([day, *(until for until in untils if until is not None)]), due)
