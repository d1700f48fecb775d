"""Messages on their way: rows put in with the turn, claimed with a lease. How they end is in endings.py.

Rules of this file:
- Of each lane only the first waiting row has a `due_at`. So a claim looks at the heads of lanes only, by one index,
  however many rows wait behind them. Ending a head gives the next one its `due_at`.
- Claiming moves `due_at` to the lease's end and sets `leased`. A leased row that comes due was begun and never ended:
  it is doubtful.
- A row for a person waits in that person's lane, and is given an address at each first attempt.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import structlog

from bot.core.model import Address, Message, Outgoing
from bot.store.codec import clean, dumps, loads, time_of, time_text
from bot.store.port import Delivery
from bot.store.sqlite.endings import EndingsTx
from bot.store.sqlite.figures import FiguresTx
from bot.store.sqlite.people import PeopleTx
from bot.store.sqlite.reminders import window_at
from bot.store.sqlite.rows import place_of, place_text

log = structlog.get_logger(__name__)

HEADS = (
    "SELECT * FROM (SELECT id, lane, channel, adopter, person, address, message, nudge, unless_step, after_fact,"
    " created_at, due_at, leased, attempts, doubts, diverted, windows FROM outbox"
    " WHERE state = 'waiting' AND channel = ? AND due_at <= ? ORDER BY due_at LIMIT ?)"
)


@dataclass(slots=True)
class Head:
    """A due row, as the claim looks at it. In the order of the columns of HEADS."""

    id: int
    lane: str
    channel: str
    adopter: str
    person: str
    address: str | None
    message: str
    nudge: str
    unless_step: str
    after_fact: int
    created_at: str
    due_at: str
    leased: int
    attempts: int
    doubts: int
    diverted: str
    windows: str


class Posting(PeopleTx, EndingsTx, FiguresTx):
    __slots__ = ()

    # ------------------------------------------------------------ in

    def post(self, out: Outgoing, adopter: str, at: datetime, event: str, talker: str) -> int:
        """Puts a message in the outbox. `talker` is whose web history a reply on the web belongs to."""
        place = out.address
        if place is None:
            found = self._address_for(out.person, adopter)
            lane, channel = f"person:{out.person}", "" if found is None else found[0].channel
        else:
            lane, channel = place.lane, place.channel
        now = time_text(at)
        after = self.one("SELECT max(id) FROM facts") if out.unless_step else None
        message = dumps(out.message)
        row = self.one(
            "INSERT INTO outbox (lane, channel, adopter, person, address, message, nudge, unless_step, after_fact,"
            " created_at, windows, about_case, due_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, CASE WHEN EXISTS"
            " (SELECT 1 FROM outbox WHERE lane = ? AND state = 'waiting') THEN NULL ELSE ? END) RETURNING id",
            (
                lane,
                channel,
                adopter,
                out.person if place is None else "",
                None if place is None else place_text(place),
                message,
                out.nudge,
                out.unless_step,
                (after and after[0]) or 0,
                now,
                dumps(out.windows) if out.windows else "",
                out.about_case,
                lane,
                now,
            ),
        )
        if place is not None and place.channel == "web":
            self.say(self._talker_at(place) or talker, "bot", out.message.text, message, at, event)
        return int(row[0]) if row is not None else 0

    def say(self, talker: str, who: str, text: str, message: str | None, at: datetime, event: str) -> None:
        """One line of the web chat's history."""
        self.conn.execute(
            "INSERT INTO said (talker, who, text, message, at, event) VALUES (?, ?, ?, ?, ?, ?)",
            (talker, who, clean(text), message, time_text(at), event),
        )

    def _talker_at(self, place: Address) -> str:
        row = self.one(
            "SELECT person FROM met WHERE channel = ? AND workspace = ? AND conversation = ? ORDER BY met_at DESC",
            (place.channel, place.workspace, place.conversation),
        )
        return "" if row is None else str(row[0])

    def _address_for(self, person: str, adopter: str) -> tuple[Address, str] | None:
        """Where a message to this person goes, and who gets it instead (empty: nobody, they get it themselves)."""
        own = self.address_of(person)
        if own is not None:
            return own, ""
        leads = self.all(
            "SELECT id FROM people WHERE adopter = ? AND role = 'lead' AND id <> ? AND left_on IS NULL ORDER BY id",
            (adopter, person),
        )
        for (lead,) in leads:
            place = self.address_of(lead)
            if place is not None:
                return place, lead
        found = self.adopter(adopter)
        team = None if found is None else found.team_address
        return (team, "team") if team is not None and not self.is_gone(team) else None

    # ------------------------------------------------------------ claim

    def claim(self, now: datetime, lease_until: datetime, limit: int, channels: Sequence[str]) -> list[Delivery]:
        """The first due delivery of each lane, leased until `lease_until`. See the port."""
        deliveries: list[Delivery] = []
        if lease_until <= now:
            raise ValueError("A lease ends after it begins.")
        at = time_text(now)
        names = [*channels, ""]
        sql = " UNION ALL ".join([HEADS] * len(names)) + " ORDER BY due_at, id LIMIT ?"
        while len(deliveries) < limit:
            room = limit - len(deliveries)
            heads = self.all(sql, (*(part for name in names for part in (name, at, room)), room))
            leased = [self._lease(Head(*head), now, time_text(lease_until), channels) for head in heads]
            deliveries += filter(None, leased)
            if all(leased):
                break  # only where a row was ended or put off may another of its lane be due
        return deliveries

    def _lease(self, head: Head, now: datetime, lease_until: str, channels: Sequence[str]) -> Delivery | None:
        """Leases one row, or ends it, or leaves it to another process; then None."""
        if self._overtaken(head):
            self.end(head.id, head.lane, "dropped", now, "")
            if head.nudge and not (head.leased or head.doubts):  # else it may have arrived
                self.take_back(head.adopter, head.nudge, now)
            return None
        if head.windows and self._out_of_hours(head, now):
            return None
        place, diverted = self._place(head)
        if (place is None or diverted) and head.unless_step and not (head.leased or head.doubts):
            self.end(head.id, head.lane, "dropped", now, "the person cannot be reached: somebody else is asked")
            self.take_back(head.adopter, head.nudge, now)
            return None
        if place is None:
            log.error("outbox.nobody_reached", delivery=head.id, adopter=head.adopter, person=head.person)
            self.end(head.id, head.lane, "failed", now, "nobody can be reached: no address works")
            return None
        if place.channel not in channels:
            self.conn.execute("UPDATE outbox SET channel = ? WHERE id = ?", (place.channel, head.id))
            return None
        try:
            message = loads(Message, head.message)
        except ValueError as error:  # a row that nobody can read must not hold up the rest
            log.error("outbox.unreadable", delivery=head.id, error=str(error))
            self.end(head.id, head.lane, "failed", now, "the message cannot be read")
            return None
        doubts = head.doubts + head.leased
        address = place_text(place) if head.person else head.address
        self.conn.execute(
            "UPDATE outbox SET due_at = ?, leased = 1, attempts = attempts + 1, doubts = ?, channel = ?,"
            " address = ?, diverted = ? WHERE id = ?",
            (lease_until, doubts, place.channel, address, diverted, head.id),
        )
        if head.person and place.channel == "web" and not head.attempts:
            talker = diverted if diverted not in ("", "team") else head.person
            self.say(talker, "bot", message.text, head.message, now, f"outbox:{head.id}")
        return Delivery(
            head.id,
            place,
            message,
            head.attempts + 1,
            doubts > 0,
            time_of(head.created_at),
            head.adopter,
            head.person,
            doubts,
        )

    def _overtaken(self, head: Head) -> bool:
        """A nudge that an answer has overtaken, or whose person has left, or is talking to a person."""
        if any(self._heard_of(head, step) for step in head.unless_step.split()):
            return True
        if not (head.nudge and head.person):
            return False
        if self.one("SELECT 1 FROM cases WHERE person = ? AND closed_at IS NULL AND quiet = 1", (head.person,)):
            return True  # a person at the programme is talking to them: the bot keeps quiet
        person = self.person(head.person)
        return person is not None and person.left_on is not None

    def _out_of_hours(self, head: Head, now: datetime) -> bool:
        """A reminder that missed its hours (the machine was off) is planned anew; one that may have arrived, or that
        cannot be planned again, waits for the next hours."""
        inside, following = window_at(head.windows, time_text(now))
        if inside:
            return False
        if head.unless_step and not (head.leased or head.doubts):
            self.end(head.id, head.lane, "dropped", now, "")
            self.take_back(head.adopter, head.nudge, now)
        elif following is None:
            self.end(head.id, head.lane, "failed", now, "no working hours were left to send it in")
        else:
            sql = "UPDATE outbox SET due_at = ?, doubts = doubts + leased, leased = 0 WHERE id = ?"
            self.conn.execute(sql, (following, head.id))
        return True

    def _heard_of(self, head: Head, step: str) -> bool:
        """Whether the step got a fact since the row was put in."""
        sql = "SELECT 1 FROM facts WHERE adopter = ? AND step = ? AND id > ? LIMIT 1"
        return self.one(sql, (head.adopter, step, head.after_fact)) is not None

    def _place(self, head: Head) -> tuple[Address | None, str]:
        """Where this row goes now. One already tried keeps its address while that lives."""
        if head.address is not None:
            place = place_of(head.address)
            if (head.attempts or not head.person) and not self.is_gone(place):
                return place, head.diverted
        found = self._address_for(head.person, head.adopter) if head.person else None
        return (None, "") if found is None else found
