"""Delivery policy: how a message that was kept reaches somebody, and when that is given up.

Pure: time is an argument, and what is known comes as a value. Every store and the outbox ask it, so that no store has
a rule of its own: a store keeps, orders and leases, and its statements only compare columns with what is said here.

    kept     `kept`           lane, rank, what overtakes it, when it is given up: columns beside the message
    due      `decide`         what is to be done with the first message of a lane: send it, drop it, put it off
    tried    `last_word`      whether that attempt was the last; `next_wait`: when it is tried again
    leased   `is_dead`        whether the process that holds it will not come back
    gone     `after_gone`     what follows when its address is no more
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum, StrEnum

from bot.core.model import Address, Outgoing


class Ending(Enum):
    """How an attempt to send ended."""

    SENT = "sent"
    AGAIN = "again"
    """It did not arrive; worth another try."""
    DOUBTFUL = "doubtful"
    """The answer never came: it may have arrived. The channel's written rule decides, in its `send`."""
    NEVER = "never"
    """It will not arrive, however often it is tried."""
    GONE = "gone"
    """Nothing will ever arrive at this address."""


class Sort(StrEnum):
    """What a message on its way is."""

    ANSWER = "answer"
    REMINDER = "reminder"
    BRIEFING = "briefing"


class To(Enum):
    """Whom a message to a person may go to."""

    PERSON = "person"
    LEAD = "lead"
    TEAM = "team"


@dataclass(frozen=True, slots=True)
class DeliveryRule:
    """How messages of one sort are delivered."""

    rank: int
    """Of the messages that are due, those of a lower rank go first. Within a lane they go in the order kept."""
    reach: tuple[To, ...]
    """Whom one to a person goes to: the first of these who can be reached."""
    lasts: timedelta
    """One that was tried before is given up after so long. One never tried is always tried."""


@dataclass(frozen=True, slots=True)
class Retry:
    """When an attempt that did not succeed is made again. Seconds."""

    first: float
    factor: float
    longest: float
    attempts: int
    """After so many it is given up. Doubtful ones are counted by themselves: each may be one more message."""

    def wait(self, attempts: int, chance: float) -> float:
        """How long to wait after the attempt of this number; `chance` (0 to 1) spreads it from half to all of it."""
        whole = min(self.longest, self.first * self.factor ** min(attempts - 1, 50))
        return whole * (0.5 + chance / 2)


# ---------------------------------------------------------------- the table

EVERYBODY = (To.PERSON, To.LEAD, To.TEAM)

RULES: Mapping[Sort, DeliveryRule] = {
    Sort.ANSWER: DeliveryRule(rank=0, reach=EVERYBODY, lasts=timedelta(hours=24)),
    Sort.REMINDER: DeliveryRule(rank=1, reach=EVERYBODY, lasts=timedelta(hours=24)),
    Sort.BRIEFING: DeliveryRule(rank=2, reach=EVERYBODY, lasts=timedelta(hours=24)),
}
RANKS = tuple(sorted({rule.rank for rule in RULES.values()}))

RETRIES: Mapping[Ending, Retry] = {
    Ending.AGAIN: Retry(first=1.0, factor=2.0, longest=900.0, attempts=100),
    Ending.DOUBTFUL: Retry(first=5.0, factor=3.0, longest=900.0, attempts=8),
}
"""An ending that is not here is final. A provider's `Retry-After` is obeyed where it is longer."""

LATE = timedelta(hours=1)
"""So long a provider may keep an event before it reaches us. Shorter than a night: a reminder of the next day is none
that was on its way."""
SEND_SECONDS = 60.0
"""A send that takes longer is stopped, and is doubtful."""
LEASE = timedelta(seconds=90)
"""How long a claimed delivery is one process's own. Longer than a send may take."""
BEAT_SECONDS = 1.0
"""How often a process that holds deliveries says that it lives."""
SILENT = timedelta(seconds=14)
"""A process that has not said so for as long is taken for dead, wherever it runs; its leases end."""
SILENT_AND_ENDED = timedelta(seconds=2)
"""The same, where the machine itself says that the process is no more."""


# ---------------------------------------------------------------- kept


@dataclass(frozen=True, slots=True)
class Kept:
    """What a store keeps beside a message, to compare later."""

    lane: str
    """Of one lane one message is on its way at a time, in the order kept."""
    rank: int
    overtaken_by: tuple[str, ...]
    """Steps: a fact of one of them, newer than those known now, makes the message pointless."""
    give_up: datetime


def kept(out: Outgoing, sort: Sort, at: datetime) -> Kept:
    """What is kept beside a message that is put in the outbox at `at`."""
    lane = f"person:{out.person}" if out.address is None else out.address.lane
    rule = RULES[sort]
    return Kept(lane, rule.rank, tuple(out.unless_step.split()), at + rule.lasts)


def anew(rank: int, at: datetime) -> datetime:
    """Until when a message of this rank is tried that was given up, and that the operator has tried again at `at`."""
    return at + next(rule.lasts for rule in RULES.values() if rule.rank == rank)


def sort_of(out: Outgoing) -> Sort:
    """What a message that a turn or the clock leads to is."""
    return Sort.REMINDER if out.reminder else Sort.ANSWER


# ---------------------------------------------------------------- due


@dataclass(frozen=True, slots=True)
class Channels:
    """What is to be known of the channels, by their names: whoever joins the parts says it."""

    histories: frozenset[str] = frozenset()
    """Those that have no memory of their own: what is said there is kept in the store."""
    mailboxes: frozenset[str] = frozenset()
    """Those where a message waits until its person looks. An address elsewhere comes last."""


def by_preference(places: Sequence[Address], channels: Channels) -> list[Address]:
    """A person's places, the best first. Given last met first."""
    return sorted(places, key=lambda place: place.channel not in channels.mailboxes)


@dataclass(frozen=True, slots=True)
class Head:
    """The first waiting message of a lane, now due, as the store kept it."""

    rank: int
    person: str
    """To whom; empty when it was addressed to a place."""
    address: Address | None
    """The place that it was addressed to, or to which it was last tried."""
    reminder: str
    overtaken_by: tuple[str, ...]
    newest_then: int
    """The newest fact of those steps when the message was kept; 0: there was none."""
    windows: tuple[tuple[datetime, datetime], ...]
    attempts: int
    doubts: int
    leased: bool
    """An attempt was begun, and how it ended is not known."""
    diverted: str
    """Who gets it instead, as the last attempt decided."""
    kept_at: datetime
    """When it was put in the outbox."""

    @property
    def in_doubt(self) -> bool:
        """It may have arrived."""
        return self.leased or self.doubts > 0


@dataclass(frozen=True, slots=True)
class Known:
    """What the store knows, just now, that decides about a head. Places are private, living, last met first."""

    newest_fact: int = 0
    """The newest fact of the steps that overtake it."""
    left: bool = False
    """The person has left."""
    with_officer: bool = False
    """A person at the programme is talking to them: the bot keeps quiet."""
    hushed_at: datetime | None = None
    """When somebody was last pointed to help in the conversation that a reminder goes to."""
    notice: bool = False
    """It tells its person, and nobody else, of a gathering: the clock can say that anew."""
    called_off: bool = False
    """What it tells of is no longer so: the gathering was cancelled or moved, or its person does not come."""
    address_gone: bool = False
    """Nothing arrives at the head's own address any more."""
    places: tuple[Address, ...] = ()
    """The person's."""
    leads: tuple[tuple[str, tuple[Address, ...]], ...] = ()
    """The other leads of the adopter who have not left, with theirs."""
    team: Address | None = None
    """The adopter's own channel, when it lives."""


@dataclass(frozen=True, slots=True)
class Send:
    """It goes there."""

    address: Address
    diverted: str
    """Who gets it instead: a person's id, or `team`; empty when nobody does."""
    history: str
    """In whose history its words are put, where the channel has none of its own; empty: in nobody's."""


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """It belongs to a channel that this process does not serve."""

    channel: str


@dataclass(frozen=True, slots=True)
class PutOff:
    """Not before then."""

    until: datetime


@dataclass(frozen=True, slots=True)
class Drop:
    """Nobody needs it any more."""

    why: str = ""
    take_back: bool = True
    """Its reminder counts as never made, and the clock plans anew."""


@dataclass(frozen=True, slots=True)
class Fail:
    """It is given up."""

    why: str


Decision = Send | Elsewhere | PutOff | Drop | Fail

NOBODY = "nobody can be reached: no address works"
NO_HOURS = "no working hours were left to send it in"
OTHERS_ASKED = "the person cannot be reached: somebody else is asked"
UNREADABLE = "the message cannot be read"


def decide(head: Head, known: Known, now: datetime, channels: Channels, served: Collection[str]) -> Decision:
    """What is to be done with the first message of a lane. `served`: the channels that this process sends on."""
    if _overtaken(head, known):
        return Drop(take_back=bool(head.reminder) and not head.in_doubt)
    may_go = bool(head.overtaken_by or known.notice) and not head.in_doubt
    """A reminder that can be planned anew, and surely has not arrived."""
    if head.windows and not any(start <= now <= end for start, end in head.windows):
        if may_go:
            return Drop()
        later = _next_hours(head, now)
        return Drop(take_back=False) if known.notice and isinstance(later, Fail) else later  # its time has passed
    address, diverted = _address(head, known, channels)
    if may_go and (address is None or diverted):
        return Drop(OTHERS_ASKED)
    if address is None:
        return Fail(NOBODY)
    if address.channel not in served:
        return Elsewhere(address.channel)
    first = bool(head.person) and not head.attempts and address.channel in channels.histories
    reader = head.person if diverted in ("", To.TEAM.value) else diverted
    return Send(address, diverted, reader if first else "")


def _overtaken(head: Head, known: Known) -> bool:
    """A reminder that an answer has overtaken, or that is no longer so, or whose person has left, or is talking to a
    person; or that was on its way when somebody was pointed to help where it goes."""
    if known.called_off or (head.overtaken_by and known.newest_fact > head.newest_then):
        return True
    if head.reminder and known.hushed_at is not None and head.kept_at < known.hushed_at + LATE:
        return True
    return bool(head.reminder and head.person) and (known.with_officer or known.left)


def _next_hours(head: Head, now: datetime) -> PutOff | Fail:
    """One that missed its hours (the machine was off) and cannot be planned anew waits for the next."""
    following = min((start for start, _ in head.windows if start > now), default=None)
    return Fail(NO_HOURS) if following is None else PutOff(following)


def _address(head: Head, known: Known, channels: Channels) -> tuple[Address | None, str]:
    """Where it goes now, and who gets it instead. One already tried keeps its address while that lives."""
    if head.address is not None and not known.address_gone and (head.attempts or not head.person):
        return head.address, head.diverted
    return reached(known, channels, head.rank) if head.person else (None, "")


def reached(known: Known, channels: Channels, rank: int) -> tuple[Address | None, str]:
    """Where a message to a person goes, and who gets it instead: the first of the table with a place."""
    for to in next(rule.reach for rule in RULES.values() if rule.rank == rank):
        if to is To.PERSON and known.places:
            return by_preference(known.places, channels)[0], ""
        if to is To.LEAD and (lead := next((lead for lead in known.leads if lead[1]), None)):
            return by_preference(lead[1], channels)[0], lead[0]
        if to is To.TEAM and known.team is not None:
            return known.team, to.value
    return None, ""


# ---------------------------------------------------------------- leases


def is_dead(silent: timedelta, ended: bool) -> bool:
    """Whether a process will not come back. `ended`: its own machine says that it ended."""
    return silent >= (SILENT_AND_ENDED if ended else SILENT)


# ---------------------------------------------------------------- tried


def last_word(
    ending: Ending, error: str, attempts: int, doubts: int, kept_at: datetime, give_up: datetime, at: datetime
) -> str | None:
    """Why this attempt was the last; None when there will be another, or it arrived.

    `attempts` counts this one; `doubts` the earlier ones that may have arrived.
    """
    if ending is Ending.SENT:
        return None
    error = error or ending.value
    retry = RETRIES.get(ending)
    if retry is None:
        return error
    tries = doubts + 1 if ending is Ending.DOUBTFUL else attempts
    if tries >= retry.attempts:
        return f"given up after {tries} attempts: {error}"
    if attempts > 1 and at > give_up:
        return f"given up after {(at - kept_at).total_seconds() / 3600:.0f} hours: {error}"
    return None


def next_wait(ending: Ending, attempts: int, chance: float, asked: float | None) -> timedelta:
    """How long until the next attempt; `asked`: the seconds that the provider asks for."""
    return timedelta(seconds=max(RETRIES[ending].wait(attempts, chance), asked or 0.0))


class AfterGone(Enum):
    """What follows when a message's address is no more."""

    NEXT_PLACE = "next place"
    """It is due again, as if it had never been tried: its person may have another place."""
    TAKE_BACK = "take back"
    """It is given up, and its reminder counts as never made: the clock tells people directly."""
    GIVE_UP = "give up"


def after_gone(person: str, reminder: str) -> AfterGone:
    """What follows for a message to this person (empty: to a place), of this reminder (empty: of none)."""
    if person:
        return AfterGone.NEXT_PLACE
    return AfterGone.TAKE_BACK if reminder else AfterGone.GIVE_UP
