"""What the bot says of an introduction by itself: asks, tells what became of it, passes words on, follows up. Pure.

    plan(programme, context, at, held, taken) -> Telling(now, changes, wake)

It holds to the same hours, days, leave and pauses as every reminder. To ask, and to follow up, is a message that the
bot starts: of these a person gets one a day, reminders among them. The rest is news of what they take part in.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta

from bot.core.calendar import Hours
from bot.core.model import Choice, Message, Outcome, Outgoing, Person, SavePersonState, Turn, TurnContext
from bot.core.model.peers import (
    Introduction,
    NotePeerTold,
    Party,
    SaveIntroduction,
    peer_notice_key,
)
from bot.core.peers.wording import buttons_of, called, topic_of, who_of
from bot.core.record.assignments import active, person_state_of
from bot.core.record.notices import notice_hours, notice_moment
from bot.core.record.working_days import CLOSED, WINDOWS, working_days
from bot.core.turn.reply import Programme, Reply
from bot.core.turn.saying import message
from bot.core.turn.wording import escape

ASKED, FOLLOW = "asked", "follow"
STARTED = (ASKED, FOLLOW)
"""What the bot starts by itself: one message a person a day, with the reminders."""
LINE, MET, DECLINED, LAPSED, CLOSED_BY, GONE, SWAPPED = (
    "line", "open", "declined", "lapsed", "closed", "gone", "swapped",
)  # fmt: skip
TOLD_WITHIN = timedelta(days=60)
"""What could not be said for so long is not said any more."""


@dataclass(frozen=True, slots=True)
class PeerNotice:
    """One thing to say to one person."""

    introduction: Introduction
    person: str
    mark: str
    """What is noted when it was said: `asked`, `line:12`, …"""
    due: datetime
    words: str = ""

    @property
    def what(self) -> str:
        return self.mark.partition(":")[0]


@dataclass(frozen=True, slots=True)
class PeerTelling:
    """What is said now, what time has changed, and when to look again."""

    now: tuple[PeerNotice, ...] = ()
    changes: tuple[SaveIntroduction, ...] = ()
    wake: datetime | None = None


def plan(
    programme: Programme, context: TurnContext, at: datetime, held: str = "", taken: Collection[str] = ()
) -> PeerTelling:
    """What the clock does about introductions for one adopter at `at`. `taken`: who is reminded of something now."""
    if not context.peers.introductions or context.adopter is None or context.adopter.closed_on is not None:
        return PeerTelling()
    people = {p.id: p for p in active(context)}
    now: list[PeerNotice] = []
    changes: list[SaveIntroduction] = []
    wakes: list[datetime] = []
    started = set(taken)
    for one in sorted(context.peers.introductions, key=lambda i: i.id):
        changed, again = _by_time(programme, context, one, people, at)
        if changed is not None:
            changes.append(SaveIntroduction(changed))
            continue
        wakes += again
        for person in _ours(one, people, context):
            hours = notice_hours(programme.journey.nudging, programme.zone, context, person.id)
            for notice in _notices(programme, context, one, person):
                when = _when(context, notice, hours, person, at, held, started)
                if when is not None and when <= at:
                    now.append(notice)
                    started |= {person.id} if notice.what in STARTED else set()
                elif when is not None:
                    wakes.append(when)
    wakes += [at] if changes else []
    return PeerTelling(tuple(now), tuple(changes), min(wakes, default=None))


def _ours(one: Introduction, people: dict[str, Person], context: TurnContext) -> Iterator[Person]:
    """The parties who are this adopter's, and are reached."""
    for party in (one.first, one.second):
        person = people.get(party.person)
        if person is not None and person.id not in context.unreachable:
            yield person


def _by_time(
    programme: Programme, context: TurnContext, one: Introduction, people: dict[str, Person], at: datetime
) -> tuple[Introduction | None, list[datetime]]:
    """It has ended, because somebody of this adopter has left, or has not answered for long; else, when to look."""
    if not one.goes_on or context.adopter is None:
        return None, []
    mine = [party for party in (one.first, one.second) if party.adopter == context.adopter.key]
    if any(party.person not in people for party in mine):
        return replace(one, state="gone"), []
    if one.state == "asked":
        until = one.asked + timedelta(days=programme.journey.peers.answer_days)
        return (replace(one, state="lapsed"), []) if until <= at else (None, [until])
    return None, []


def _notices(programme: Programme, context: TurnContext, one: Introduction, person: Person) -> Iterator[PeerNotice]:
    """Everything that was not said yet, whenever it is due."""
    me, them = one.party(person.id), one.other(person.id)
    for line in one.lines:
        if line.person == them.person and line.kind == "words" and not line.told:
            yield PeerNotice(one, me.person, f"{LINE}:{line.id}", one.asked, line.words)
    mark = _state_mark(one, me)
    theirs = one.address_of(them.person)
    if mark == MET and theirs and one.address_of(me.person):
        yield from _unsaid(one, me, SWAPPED, one.asked, theirs)
    if mark:
        yield from _unsaid(one, me, mark, one.asked)
    if one.state == "open" and one.opened is not None and not me.outcome:
        yield from _unsaid(one, me, FOLLOW, _follow_up(programme, context, one.opened))


def _state_mark(one: Introduction, me: Party) -> str:
    """What somebody is told of how the introduction stands."""
    if one.state == "asked":
        return "" if me.said else ASKED
    if one.state in ("declined", "lapsed"):
        return one.state if me.said == "yes" else ""
    if one.ended_by == me.person or (one.state == "gone" and not me.said):
        return ""
    return one.state


def _unsaid(one: Introduction, me: Party, mark: str, due: datetime, words: str = "") -> Iterator[PeerNotice]:
    if f"{mark}:{me.person}" not in one.told:
        yield PeerNotice(one, me.person, mark, due, words)


def _follow_up(programme: Programme, context: TurnContext, opened: datetime) -> datetime:
    """So many working days after they were introduced."""
    nudging = programme.journey.nudging
    closed = next((f for f in context.facts if f.name == CLOSED), None)
    days = working_days(nudging, closed)
    day = opened.astimezone(programme.zone).date()
    return opened + (days.forth(day, programme.journey.peers.follow_days) - day)


def _when(
    context: TurnContext, notice: PeerNotice, hours: Hours, person: Person, at: datetime, held: str,
    started: Collection[str],
) -> datetime | None:  # fmt: skip
    """When it can be said; None while it is held back, or was too long ago."""
    if at > notice.due + TOLD_WITHIN:
        return None
    news = notice.what not in STARTED
    due = max(notice.due, at)
    if not news:
        last = person_state_of(context, person.id).last_nudge
        busy = person.id in started or (last is not None and hours.day_of(last) == hours.day_of(due))
        if busy:
            due = datetime.combine(hours.day_of(due) + timedelta(days=1), time(), tzinfo=hours.zone)
    return notice_moment(context, person.id, hours, due, held, news)


# ---------------------------------------------------------------- the message


def outcome_of(programme: Programme, context: TurnContext, notice: PeerNotice, turn: Turn) -> Outcome:
    """The message, and the note that it was said. `context` is that of its person."""
    reply = Reply(programme, context, turn)
    one = notice.introduction
    them = one.other(notice.person)
    said = message(
        reply.journey, _phrase(notice), tuple(_choices(reply, notice)), 0,
        who=who_of(reply, them), name=escape(called(reply, them)), about=topic_of(reply.journey, one.topic),
        words=_quoted(notice.words) if notice.what == LINE else escape(notice.words),
    )  # fmt: skip
    hours = notice_hours(programme.journey.nudging, programme.zone, context, notice.person)
    windows = hours.windows(turn.at, WINDOWS)
    key = peer_notice_key(reply.adopter.key, one.id, notice.person, notice.mark)
    going = Outgoing(_signed(said, notice, called(reply, them)), None, notice.person, key, "", windows)
    changes: tuple[NotePeerTold | SavePersonState, ...] = (NotePeerTold(one.id, notice.person, notice.mark),)
    if notice.what in STARTED:
        changes += (SavePersonState(replace(reply.state_of(notice.person), last_nudge=turn.at)),)
    return Outcome((going,), changes=changes)


def _phrase(notice: PeerNotice) -> str:
    """In a round nobody has asked for the other: that is said in other words."""
    return (
        f"peer_{notice.what}_round"
        if notice.what == ASKED and notice.introduction.in_round
        else f"peer_{notice.what}"
    )


def _quoted(words: str) -> str:
    """Somebody's words, line by line, so that they are nobody else's."""
    return "\n".join(f"> {escape(line)}" for line in words.splitlines())


def _signed(said: Message, notice: PeerNotice, name: str) -> Message:
    """Words that are somebody's, with whose they are."""
    return replace(said, author=name) if notice.what == LINE else said


def _choices(reply: Reply, notice: PeerNotice) -> Iterator[Choice]:
    names = {
        ASKED: ("yes", "no", "never"),
        MET: ("write", "address", "close"),
        LINE: ("write", "address", "close") if notice.introduction.state == "open" else (),
        SWAPPED: ("close",),
        FOLLOW: ("helped", "not", "unspoken"),
        CLOSED_BY: ("helped", "not", "unspoken"),
    }
    return buttons_of(reply, notice.introduction.id, names.get(notice.what, ()))


def still_so(one: Introduction | None, person: str, mark: str) -> bool:
    """Whether a message with this mark, which is on its way, is still true."""
    if one is None or not one.has(person):
        return False
    what = mark.partition(":")[0]
    if what == ASKED:
        return one.state == "asked" and not one.party(person).said
    if what == FOLLOW:
        return one.state == "open" and not one.party(person).outcome
    return True
