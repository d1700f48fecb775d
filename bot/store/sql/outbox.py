"""Messages on their way: rows put in with the turn, claimed with a lease. How they end is in endings.py.

What is to be done with a row is said by bot/core/delivery.py; this file keeps its columns, and asks it at each claim.

Rules of this file:
- Of each lane only the first waiting row has a `due_at`. So a claim looks at the heads of lanes only, by one index,
  however many rows wait behind them. Ending a head gives the next one its `due_at`.
- Claiming moves `due_at` to the lease's end and sets `leased`. A leased row that comes due was begun and never ended:
  it is doubtful.
- A row for a person waits in that person's lane, and is given an address at each first attempt.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache

from bot.core import delivery as policy
from bot.core.delivery import Drop, Elsewhere, Fail, Head, Known, PutOff, Send, Sort
from bot.core.gatherings import telling
from bot.core.model import Address, Message, Outgoing, PersonState
from bot.core.model.gatherings import notice_of
from bot.core.model.journey import LEAD
from bot.core.model.peers import peer_notice_of
from bot.core.model.turns import mark_of
from bot.core.peers import telling as peers
from bot.store.codec import clean, dumps, loads, time_of, time_text
from bot.store.port import OUTBOX, Delivery, Worker, said_by
from bot.store.sql import rows
from bot.store.sql.endings import EndingsTx
from bot.store.sql.figures import FiguresTx
from bot.store.sql.people import PeopleTx
from bot.store.sql.rows import SIGN_UPS, place_of, place_text
from bot.store.sql.workers import WorkersTx

HEADS = (
    "SELECT * FROM (SELECT id, lane, channel, adopter, person, address, message, nudge, unless_step, after_fact,"
    " created_at, due_at, leased, attempts, doubts, diverted, windows, rank, give_up_at, turn FROM outbox"
    " WHERE state = 'waiting' AND channel = ? AND rank = ? AND due_at <= ? ORDER BY due_at LIMIT ? {}) AS heads"
)


@lru_cache
def _claim_of(locked: str, places: int) -> str:
    """The statement that looks for the heads of lanes in so many places at once."""
    return " UNION ALL ".join([HEADS.format(locked)] * places) + " ORDER BY rank, due_at, id LIMIT ?"


def _windows_of(text: str) -> tuple[tuple[datetime, datetime], ...]:
    return tuple((time_of(start), time_of(end)) for start, end in json.loads(text))


@dataclass(slots=True)
class HeadRow:
    """A due row. In the order of the columns of HEADS."""

    id: int
    lane: str
    channel: str
    adopter: str
    person: str
    address: str | None
    message: str
    reminder: str
    overtaken_by: str
    newest_then: int
    created_at: str
    due_at: str
    leased: int
    attempts: int
    doubts: int
    diverted: str
    windows: str
    rank: int
    give_up_at: str
    turn: str

    def head(self) -> Head:
        """What the policy looks at."""
        return Head(
            rank=self.rank,
            person=self.person,
            address=None if self.address is None else place_of(self.address),
            reminder=self.reminder,
            overtaken_by=tuple(self.overtaken_by.split()),
            newest_then=self.newest_then,
            windows=_windows_of(self.windows) if self.windows else (),
            attempts=self.attempts,
            doubts=self.doubts,
            leased=bool(self.leased),
            diverted=self.diverted,
            kept_at=time_of(self.created_at),
        )


@dataclass(frozen=True, slots=True)
class Lease:
    """On what terms rows are claimed."""

    now: datetime
    until: str
    served: Sequence[str]
    """The channels that the process sends on."""
    worker: str


class OutboxTx(PeopleTx, EndingsTx, FiguresTx, WorkersTx):
    __slots__ = ()

    # ------------------------------------------------------------ in

    def put(self, out: Outgoing, sort: Sort, adopter: str, at: datetime, event: str, talker: str) -> int:
        """Puts a message in the outbox. `talker` is whose history a reply belongs to, where the channel has none."""
        kept = policy.kept(out, sort, at)
        place = out.address
        message, now = dumps(out.message), time_text(at)
        self.hold("lane", kept.lane)
        self.changed.add(OUTBOX)
        row = self.one(
            "INSERT INTO outbox (lane, channel, adopter, person, address, message, nudge, unless_step, after_fact,"
            " created_at, windows, about_case, rank, give_up_at, turn, due_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?,"
            " ?, ?, ?, ?, ?, CASE WHEN EXISTS (SELECT 1 FROM outbox WHERE lane = ? AND state = 'waiting') THEN NULL"
            " ELSE ? END) RETURNING id",
            (
                kept.lane,
                self._channel_of(out, kept.rank, adopter) if place is None else place.channel,
                adopter,
                out.person if place is None else "",
                None if place is None else place_text(place),
                message,
                out.reminder,
                " ".join(kept.overtaken_by),
                self._newest_fact(adopter, kept.overtaken_by),
                now,
                dumps(out.windows) if out.windows else "",
                out.about_case,
                kept.rank,
                time_text(kept.give_up),
                mark_of(event),
                kept.lane,
                now,
            ),
        )
        if place is not None and place.channel in self.channels.histories:
            self.say(self._talker_at(place) or talker, "bot", out.message.text, message, at, event)
        return int(row[0]) if row is not None else 0

    def say(self, talker: str, who: str, text: str, message: str | None, at: datetime, event: str) -> None:
        """One line of the history that is kept for a channel without one. Of one talker, the later has the greater
        number: whoever reads on from a number misses none."""
        self.hold("talker", talker)
        self.changed.add(said_by(talker))
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

    def _channel_of(self, out: Outgoing, rank: int, adopter: str) -> str:
        """On which channel the person would be reached now; empty: nowhere. It is looked up again at each claim."""
        place, _ = policy.reached(self._reach(out.person, adopter), self.channels, rank)
        return "" if place is None else place.channel

    # ------------------------------------------------------------ claim

    def claim(
        self,
        now: datetime,
        lease_until: datetime,
        limit: int,
        channels: Sequence[str],
        worker: Worker | None = None,
    ) -> list[Delivery]:
        """The first due delivery of each lane, leased until `lease_until`. See the port."""
        deliveries: list[Delivery] = []
        if lease_until <= now:
            raise ValueError("A lease ends after it begins.")
        at = time_text(now)
        lease = Lease(now, time_text(lease_until), channels, "" if worker is None else worker.id)
        places = [(name, rank) for rank in policy.RANKS for name in (*channels, "")]
        sql = _claim_of(self.LOCKED, len(places))
        while len(deliveries) < limit:
            room = limit - len(deliveries)
            heads = self.all(sql, (*(part for name, rank in places for part in (name, rank, at, room)), room))
            leased = [self._lease(HeadRow(*head), lease) for head in heads]
            deliveries += filter(None, leased)
            if all(leased):
                break  # only where a row was ended or put off may another of its lane be due
        if deliveries and worker is not None:
            self.beat(worker)
        return deliveries

    def _lease(self, row: HeadRow, lease: Lease) -> Delivery | None:
        """Leases one row, or ends it, or leaves it to another process; then None."""
        head, now = row.head(), lease.now
        match policy.decide(head, self._known(row, head), now, self.channels, lease.served):
            case Send() as send:
                return self._leased(row, send, lease)
            case Elsewhere(channel):
                self.conn.execute("UPDATE outbox SET channel = ? WHERE id = ?", (channel, row.id))
            case PutOff(later):
                sql = "UPDATE outbox SET due_at = ?, doubts = doubts + leased, leased = 0 WHERE id = ?"
                self.conn.execute(sql, (time_text(later), row.id))
            case Drop(why, take_back):
                if take_back:
                    self.take_back(row.adopter, row.reminder, now)
                self.end(row.id, row.lane, "dropped", now, why)
            case Fail(why):
                self._fail(row, now, why)
        return None

    def _fail(self, row: HeadRow, now: datetime, why: str) -> None:
        self.end(row.id, row.lane, "failed", now, why)
        self.notes.append(("outbox.given_up", {"delivery": row.id, "adopter": row.adopter,
                                               "channel": row.channel, "error": why, "turn": row.turn}))  # fmt: skip

    def _leased(self, row: HeadRow, send: Send, lease: Lease) -> Delivery | None:
        try:
            message = loads(Message, row.message)
        except ValueError:  # a row that nobody can read must not hold up the rest
            self._fail(row, lease.now, policy.UNREADABLE)
            return None
        doubts = row.doubts + row.leased
        self.conn.execute(
            "UPDATE outbox SET due_at = ?, leased = 1, attempts = attempts + 1, doubts = ?, channel = ?,"
            " address = ?, diverted = ?, leased_by = ? WHERE id = ?",
            (
                lease.until,
                doubts,
                send.address.channel,
                place_text(send.address) if row.person else row.address,
                send.diverted,
                lease.worker,
                row.id,
            ),
        )
        if send.history:
            self.say(send.history, "bot", message.text, row.message, lease.now, f"outbox:{row.id}")
        return Delivery(
            row.id,
            send.address,
            message,
            row.attempts + 1,
            doubts > 0,
            time_of(row.created_at),
            time_of(row.give_up_at),
            row.adopter,
            row.person,
            doubts,
            row.turn,
        )

    # ------------------------------------------------------------ what is known

    def _known(self, row: HeadRow, head: Head) -> Known:
        """What decides about this row, looked up now."""
        gone = head.address is not None and self.is_gone(head.address)
        newest = self._newest_fact(row.adopter, head.overtaken_by)
        known = self._reach(head.person, row.adopter, newest, gone)
        if not head.reminder:
            return known
        known = replace(known, hushed_at=self._hushed_at(row.adopter, head.person))
        if (notice := notice_of(head.reminder)) is not None:
            still_so = self._still_so(*notice)
        elif (about_peer := peer_notice_of(head.reminder)) is not None:
            number, person, mark = about_peer
            still_so = peers.still_so(self.peer_introduction(number), person, mark)
        else:
            return known
        return replace(known, notice=True, called_off=not still_so, leads=(), team=None)

    def _still_so(self, gathering: str, person: str, mark: str) -> bool:
        row = self.one("SELECT gathering FROM gatherings WHERE key = ?", (gathering,))
        sign_up = self.one(f"{SIGN_UPS} WHERE s.gathering = ? AND s.person = ?", (gathering, person))
        there = None if row is None else rows.gathering_of(row[0])
        return telling.still_so(there, None if sign_up is None else rows.sign_up_of(sign_up), mark)

    def _hushed_at(self, adopter: str, person: str) -> datetime | None:
        """When this person was last pointed to help; for a place, which is the team's, when anybody was."""
        sql = "SELECT c.care FROM people p JOIN person_cares c ON c.person = p.id WHERE p.adopter = ?"
        found = self.all(f"{sql} AND p.id = ?", (adopter, person)) if person else self.all(sql, (adopter,))
        hushed = (loads(PersonState, text).hushed_at for (text,) in found)
        return max((at for at in hushed if at is not None), default=None)

    def _reach(self, person: str, adopter: str, newest_fact: int = 0, address_gone: bool = False) -> Known:
        """The same; for a message to a place there is nothing more to know."""
        if not person:
            return Known(newest_fact, address_gone=address_gone)
        somebody, found = self.person(person), self.adopter(adopter)
        team = None if found is None else found.team_address
        case = "SELECT 1 FROM cases WHERE person = ? AND closed_at IS NULL AND quiet = 1"
        return Known(
            newest_fact=newest_fact,
            left=somebody is not None and somebody.left_on is not None,
            with_officer=self.one(case, (person,)) is not None,
            address_gone=address_gone,
            places=tuple(self.living_addresses(person)),
            leads=tuple((lead, tuple(self.living_addresses(lead))) for lead in self._leads(adopter, person)),
            team=None if team is None or self.is_gone(team) else team,
        )

    def _leads(self, adopter: str, person: str) -> list[str]:
        """The adopter's other leads who have not left."""
        sql = "SELECT id FROM people WHERE adopter = ? AND role = ? AND id <> ? AND left_on IS NULL ORDER BY id"
        return [row[0] for row in self.all(sql, (adopter, LEAD, person))]

    def _newest_fact(self, adopter: str, steps: Sequence[str]) -> int:
        """The newest fact of these steps; 0 when there is none. Of one adopter, the later fact has the greater id."""
        sql = "SELECT max(id) FROM facts WHERE adopter = ? AND step = ?"
        found = (self.one(sql, (adopter, step)) for step in steps)
        return max((row[0] for row in found if row is not None and row[0] is not None), default=0)
