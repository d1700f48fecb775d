"""What the bot says of a gathering by itself: the day before, an hour before, what changed, and afterwards. Pure.

    plan(programme, context, at) -> Telling(now, wake)

It holds to the same hours, days, leave and pauses as every reminder, and is no part of the one message a day: people
asked for it by signing up. What was told is noted with the sign-up, in the transaction that tells it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from bot.core.calendar import Hours
from bot.core.model import Choice, Outcome, Outgoing, Turn, TurnContext
from bot.core.model.gatherings import COMES, WAITED, Gathering, GiveUpPlace, NoteTold, SignUp, notice_key
from bot.core.record.assignments import active
from bot.core.record.notices import notice_hours, notice_moment
from bot.core.record.working_days import WINDOWS
from bot.core.turn.gathering_words import say_link, say_when, say_where, title_of
from bot.core.turn.reply import Programme, Reply
from bot.core.turn.saying import message, text_of

DAY, HOUR, AFTER, MOVED, CHANGED, CANCELLED = "day", "hour", "after", "moved_up", "changed", "cancelled"
NEWS = (MOVED, CHANGED, CANCELLED)
"""What somebody must hear also while their reminders are paused."""
ONE_HOUR = timedelta(hours=1)
BACK = 6
"""So many days before it the reminder of the day before may go out, where the days between are none to work on."""
ASKED_WITHIN = timedelta(days=7)
"""Who was not reached so long after it is not asked how it was."""


@dataclass(frozen=True, slots=True)
class Notice:
    """One thing to say to one person: from when, and until when it makes sense."""

    gathering: Gathering
    sign_up: SignUp
    what: str
    mark: str
    """What is noted with the sign-up when it was said."""
    due: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class Telling:
    """What is said now, whose places are given up because they left, and when to look again."""

    now: tuple[Notice, ...] = ()
    gone: tuple[SignUp, ...] = ()
    wake: datetime | None = None


def plan(programme: Programme, context: TurnContext, at: datetime, held: str = "") -> Telling:
    """What the clock does about gatherings for one adopter at `at`. `held`: the operator's word on all reminders."""
    known = context.gatherings
    if not known.sign_ups or context.adopter is None:
        return Telling()
    people = {p.id: p for p in active(context)}
    unreachable = frozenset(context.unreachable)
    now: list[Notice] = []
    wakes: list[datetime] = []
    gone: list[SignUp] = []
    for sign_up in known.sign_ups:
        places = known.find(sign_up.gathering)
        if places is None or sign_up.state == "left":
            continue
        person = people.get(sign_up.person)
        if person is None:
            if sign_up.state in COMES and places.gathering.starts > at:
                gone.append(sign_up)
            continue
        if person.id in unreachable:
            continue
        hours = hours_of(programme, context, person.id)
        for notice in _notices(places.gathering, sign_up, hours):
            when = notice_moment(context, person.id, hours, max(notice.due, at), held, notice.what in NEWS)
            if when is None or when > notice.until:
                continue
            if when <= at:
                now.append(notice)
            else:
                wakes.append(when)
    return Telling(tuple(now), tuple(gone), min(wakes, default=None))


def hours_of(programme: Programme, context: TurnContext, person: str) -> Hours:
    """When this person may hear of a gathering."""
    return notice_hours(programme.journey.nudging, programme.zone, context, person)


def _notices(one: Gathering, mine: SignUp, hours: Hours) -> Iterator[Notice]:
    """Everything that was not said yet, whenever it is due."""
    since = one.changed_at
    if one.off:
        if mine.state in COMES and since is not None:
            yield from _unsaid(one, mine, CANCELLED, str(one.sequence), since, one.ends)
        return
    if mine.state in COMES and one.sequence and since is not None and mine.at <= since:
        yield from _unsaid(one, mine, CHANGED, str(one.sequence), since, one.ends)
    if mine.state != "in":
        return
    if WAITED in mine.said:
        yield from _unsaid(one, mine, MOVED, str(mine.number), mine.at, one.starts)
    start = _start(one)
    if (day := _day_before(one, hours)) is not None and day >= mine.at:
        end = hours.day_of(day) + timedelta(days=1)
        yield from _unsaid(one, mine, DAY, start, day, _midnight(end, hours))
    if (hour := _hour_before(one, hours)) is not None:
        yield from _unsaid(one, mine, HOUR, start, hour, one.starts)
    yield from _unsaid(one, mine, AFTER, start, one.ends, one.ends + ASKED_WITHIN)


def _unsaid(one: Gathering, mine: SignUp, what: str, of: str, due: datetime, until: datetime) -> Iterator[Notice]:
    mark = f"{what}:{of}"
    if mark not in mine.said:
        yield Notice(one, mine, what, mark, due, until)


def _midnight(day: date, hours: Hours) -> datetime:
    return datetime.combine(day, time(), tzinfo=hours.zone)


def _day_before(one: Gathering, hours: Hours) -> datetime | None:
    """The opening of the person's last day to work before the gathering's."""
    first = hours.day_of(one.starts)
    for back in range(1, BACK + 1):
        day = first - timedelta(days=back)
        opening = hours.moment(day, _midnight(day, hours))
        if opening is not None and hours.day_of(opening) == day:
            return opening
    return None


def _hour_before(one: Gathering, hours: Hours) -> datetime | None:
    """An hour before; where that is none of the person's hours, the nearest time that is, on that day and before it
    begins."""
    wanted = one.starts - ONE_HOUR
    if hours.allows(wanted):
        return wanted
    day = hours.day_of(one.starts)
    opening = hours.moment(day, _midnight(day, hours))
    if opening is None or hours.day_of(opening) != day or opening >= one.starts:
        return None
    closing = hours.windows(opening, 1)[0][1]
    return opening if wanted < opening else closing - timedelta(minutes=5)


# ---------------------------------------------------------------- the message


def outcome_of(programme: Programme, context: TurnContext, notice: Notice, turn: Turn) -> Outcome:
    """The message, and the note that it was said. `context` is that of its person."""
    reply = Reply(programme, context, turn)
    one, mine = notice.gathering, notice.sign_up
    words = {"title": title_of(one), "when": say_when(one), "where": say_where(reply, one)}
    changed = [text_of(reply.journey, f"gathering_changed_{what}", **words) for what in one.changed]
    link = say_link(reply, one, mine) if notice.what != AFTER else ""
    said = message(
        reply.journey, f"gathering_{notice.what}", tuple(_choices(reply, notice)), 0,
        **words, link=link, changes=" ".join(changed),
    )  # fmt: skip
    key = notice_key(reply.adopter.key, mine, notice.mark)
    windows = hours_of(programme, context, mine.person).windows(turn.at, WINDOWS)
    windows = tuple((start, min(end, notice.until)) for start, end in windows if start <= notice.until)
    going = Outgoing(said, None, mine.person, key, "", windows)
    return Outcome((going,), changes=(NoteTold(one.key, mine.person, notice.mark),))


def _choices(reply: Reply, notice: Notice) -> Iterator[Choice]:
    key = notice.gathering.key
    if notice.what == AFTER:
        yield reply.button("was_there", "gathering", "there", key)
        yield reply.button("was_not_there", "gathering", "away", key)
    elif notice.what == CANCELLED:
        yield reply.button("whats_on", "gathering", "on", "")
    else:
        if notice.what in NEWS:
            yield reply.button("to_calendar", "gathering", "calendar", key)
        yield reply.button("not_coming", "gathering", "leave", key)


def still_so(gathering: Gathering | None, mine: SignUp | None, mark: str) -> bool:
    """Whether a notice with this mark, which is on its way, is still true."""
    what, _, of = mark.partition(":")
    if gathering is None or mine is None or mine.state == "left":
        return False
    if what == CANCELLED:
        return gathering.off
    if gathering.off:
        return False
    if what == CHANGED:
        return of == str(gathering.sequence)
    return mine.state == "in" and of in (_start(gathering), str(mine.number))


def _start(gathering: Gathering) -> str:
    """When it begins, for marks: one that moves is told of anew."""
    return f"{gathering.starts:%Y%m%dT%H%M}"


def give_up(sign_up: SignUp) -> GiveUpPlace:
    """The place of somebody who has left goes to whoever waits longest."""
    return GiveUpPlace(sign_up.gathering, sign_up.person)
