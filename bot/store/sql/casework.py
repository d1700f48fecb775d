"""Conversations with people at the programme, what briefings are worth, what was wished for, and who subscribes."""

from __future__ import annotations

import dataclasses
import hashlib
import json
from datetime import datetime
from typing import TYPE_CHECKING

from bot.core.model import Account, Address
from bot.core.model.casework import (
    Case,
    CaseLine,
    Casework,
    CaseworkChange,
    CloseCase,
    HushCase,
    NoteBriefing,
    NoteOfficer,
    NoteUnmetSearch,
    OpenCase,
    SayInCase,
    SetInbox,
    Subscribe,
    Subscription,
    UnmetSearch,
    Unsubscribe,
)
from bot.core.people.codes import normalise
from bot.store.codec import clean, dumps, loads, maybe_time, time_of, time_text
from bot.store.sql.rows import SET_VALUE, Part, Row

if TYPE_CHECKING:
    from bot.store.sql.keeping import Keeping

INBOX, INBOX_CODE, OFFICERS = "inbox", "inbox code", "officers"
"""Where the store keeps the inbox's address, the hash of the code that makes a place the inbox, and the accounts
that have answered there."""
WRITING = "writing:"
WRITERS = "key >= 'writing:' AND key < 'writing;'"
"""Who is writing an answer in which case, and until when that is shown: `TIME NAME`."""
SUBSCRIPTIONS = "subscriptions"
"""What is held while somebody subscribes, and while subscribers are gone through in the order of their ids: whoever
comes later then has the greater id."""
CASE = "id, adopter, person, address, opened_at, quiet, closed_at"
SUBSCRIPTION = "s.id, s.topic, s.rhythm, s.person, s.place"


def case_of(row: Row) -> Case:
    id_, adopter, person, address, opened, quiet, closed = row
    return Case(id_, adopter, person, loads(Address, address), time_of(opened), bool(quiet), maybe_time(closed))


def subscription_of(row: Row) -> Subscription:
    id_, topic, rhythm, person, place = row
    return Subscription(id_, topic, rhythm, person, None if place is None else loads(Address, place))


def place_key(address: Address) -> str:
    """A place, however a message there is threaded."""
    return address.lane


def code_hash(code: str) -> str:
    return hashlib.sha256(normalise(code).encode()).hexdigest()


class CaseworkTx(Part):
    __slots__ = ()

    # -- what a turn may know
    def casework_context(self, person: str, text: str) -> Casework:
        """What a turn of this person (empty: of somebody unknown) may know."""
        found: dict[str, str] = dict(
            self.all("SELECT key, value FROM machine_values WHERE key IN (?, ?, ?)", (INBOX, INBOX_CODE, OFFICERS))
        )
        case = self.one(
            f"SELECT {CASE} FROM cases WHERE person = ? AND closed_at IS NULL ORDER BY opened_at DESC LIMIT 1",  # noqa: S608
            (person,),
        )
        return Casework(
            case=None if case is None or not person else case_of(case),
            inbox=loads(Address, found[INBOX]) if INBOX in found else None,
            opens_inbox=INBOX_CODE in found and len(text) < 60 and code_hash(text) == found[INBOX_CODE],
            subscriptions=tuple(self.subscriptions_of(person)) if person else (),
            officers=tuple(Account(*a) for a in json.loads(found.get(OFFICERS, "[]"))),
            answered_by="" if case is None or not person else self._answered_by(case_of(case).id),
        )

    def _answered_by(self, case: str) -> str:
        row = self.one(
            "SELECT name FROM case_lines WHERE case_id = ? AND who = 'officer' ORDER BY seq DESC LIMIT 1", (case,)
        )
        return "" if row is None else str(row[0])

    # -- somebody writes
    def note_writing(self, case: str, name: str, now: datetime, until: datetime) -> None:
        """An officer is writing an answer: that is shown until then, or until it comes. What is over goes."""
        self.conn.execute(f"DELETE FROM machine_values WHERE {WRITERS} AND value < ?", (time_text(now),))  # noqa: S608
        self._set_machine(f"{WRITING}{case}", f"{time_text(until)} {name}")

    def writing_to(self, person: str, now: datetime) -> str:
        """Who is writing an answer to the person at this moment, by name; empty where nobody is."""
        row = self.one(
            f"SELECT v.value FROM cases c JOIN machine_values v ON v.key = '{WRITING}' || c.id"  # noqa: S608
            " WHERE c.person = ? AND c.closed_at IS NULL AND c.quiet = 1 AND v.value >= ? LIMIT 1",
            (person, time_text(now)),
        )
        return "" if row is None else str(row[0]).partition(" ")[2]

    def subscriptions_of(self, person: str) -> list[Subscription]:
        """What the person hears of themselves, places left out."""
        found = self.all(
            f"SELECT {SUBSCRIPTION} FROM subscriptions s WHERE s.place_key = '' AND s.person = ? ORDER BY s.id",  # noqa: S608
            (person,),
        )
        return [subscription_of(row) for row in found]

    # -- for the officer
    def set_inbox_code(self, code: str) -> None:
        """The place where this code is typed next becomes the inbox."""
        self._set_machine(INBOX_CODE, code_hash(code))

    def _set_machine(self, key: str, value: str) -> None:
        self.conn.execute(SET_VALUE, (key, value))

    def has_inbox(self) -> bool:
        return self.one("SELECT 1 FROM machine_values WHERE key = ?", (INBOX,)) is not None

    def case_of_message(self, channel: str, handle: str) -> Case | None:
        """The case that a message of the inbox told of."""
        row = self.one(
            f"SELECT {CASE} FROM cases WHERE id = (SELECT about_case FROM outbox WHERE channel = ? AND handle = ?"  # noqa: S608
            " AND about_case <> '' LIMIT 1)",
            (channel, handle),
        )
        return None if row is None else case_of(row)

    def case(self, case: str) -> Case | None:
        row = self.one(f"SELECT {CASE} FROM cases WHERE id = ?", (case,))  # noqa: S608
        return None if row is None else case_of(row)

    def cases(self, open_only: bool = True, limit: int = 200) -> list[Case]:
        """Open cases, those that wait longest first; or all, the newest first."""
        how = "WHERE closed_at IS NULL ORDER BY opened_at" if open_only else "ORDER BY opened_at DESC"
        return [case_of(row) for row in self.all(f"SELECT {CASE} FROM cases {how} LIMIT ?", (limit,))]  # noqa: S608

    def case_lines(self, case: str) -> list[CaseLine]:
        """What was said in a case, in order."""
        found = self.all("SELECT who, name, words, at FROM case_lines WHERE case_id = ? ORDER BY seq", (case,))
        return [CaseLine(who, name, words, time_of(at)) for who, name, words, at in found]

    def unmet_searches(self, limit: int = 100) -> list[UnmetSearch]:
        """What was looked for and not found, the commonest first."""
        found = self.all(
            "SELECT words, times, last_at FROM wishes ORDER BY times DESC, last_at DESC LIMIT ?", (limit,)
        )
        return [UnmetSearch(words, times, time_of(at)) for words, times, at in found]

    def briefing_counts(self) -> dict[str, dict[str, int]]:
        """For each briefing, how often it was shown, read, found useful or not."""
        counts: dict[str, dict[str, int]] = {}
        for briefing, what, times in self.all("SELECT briefing, what, times FROM briefing_counts ORDER BY briefing"):
            counts.setdefault(briefing, {})[what] = times
        return counts

    # -- changes
    def change_casework(self, now: Keeping, change: CaseworkChange) -> None:
        """Keeps one change. `now` says whose turn it is, where and when."""
        at = time_text(now.at)
        match change:
            case NoteBriefing(briefing, what):
                self.conn.execute(
                    "INSERT INTO briefing_counts (briefing, what, times) VALUES (?, ?, 1)"
                    " ON CONFLICT (briefing, what) DO UPDATE SET times = briefing_counts.times + 1",
                    (briefing, what),
                )
            case NoteUnmetSearch(words):
                self.conn.execute(
                    "INSERT INTO wishes (words, times, last_at) VALUES (?, 1, ?)"
                    " ON CONFLICT (words) DO UPDATE SET times = wishes.times + 1,"
                    " last_at = excluded.last_at",
                    (clean(words), at),
                )
            case Subscribe() | Unsubscribe():
                self._subscription(now, change, at)
            case SetInbox():
                # The channel, not the thread in which its code was typed: each question begins a thread of its own.
                self._set_machine(INBOX, dumps(dataclasses.replace(now.place(), thread="")))
                self.conn.execute("DELETE FROM machine_values WHERE key = ?", (INBOX_CODE,))
            case NoteOfficer(account):
                self.hold("value", OFFICERS)
                known = self.casework_context("", "").officers
                every = [[a.channel, a.workspace, a.user] for a in dict.fromkeys((*known, account))]
                self._set_machine(OFFICERS, json.dumps(every))
            case _:
                self._case(now, change, at)

    def _subscription(self, now: Keeping, change: Subscribe | Unsubscribe, at: str) -> None:
        self.hold(SUBSCRIPTIONS)
        place = dataclasses.replace(now.place(), thread="") if change.here else None
        key = "" if place is None else place_key(place)
        if isinstance(change, Unsubscribe):
            self.conn.execute(
                "DELETE FROM subscriptions WHERE place_key = ? AND (place_key <> '' OR person = ?)",
                (key, now.person),
            )
            return
        self.conn.execute(
            "INSERT INTO subscriptions (person, adopter, place_key, place, topic, rhythm, since)"
            " VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (place_key, person, topic) DO UPDATE SET"
            " rhythm = excluded.rhythm, place = excluded.place",
            (now.person, now.adopter, key, place and dumps(place), change.topic, change.rhythm, at),
        )

    def _case(self, now: Keeping, change: CaseworkChange, at: str) -> None:
        match change:
            case OpenCase(case, words):
                self.conn.execute(
                    "INSERT INTO cases (id, adopter, person, address, opened_at, waits_since)"
                    " VALUES (?, ?, ?, ?, ?, ?)",
                    (case, now.adopter, now.person, dumps(now.place()), at, at),
                )
                self._line(case, "person", now.person, words, at)
            case SayInCase(case, who, name, words):
                self._line(case, who, name, words, at)
                if who == "officer":
                    self.conn.execute("DELETE FROM machine_values WHERE key = ?", (f"{WRITING}{case}",))
                    self.conn.execute(
                        "UPDATE cases SET quiet = 1, officer = ?, waits_since = NULL WHERE id = ?", (name, case)
                    )
                else:
                    self.conn.execute(
                        "UPDATE cases SET waits_since = coalesce(waits_since, ?) WHERE id = ? AND closed_at IS NULL",
                        (at, case),
                    )
            case HushCase(case, quiet):
                self.conn.execute("UPDATE cases SET quiet = ? WHERE id = ?", (int(quiet), case))
            case CloseCase(case, name):
                self.conn.execute(
                    "UPDATE cases SET closed_at = ?, closed_by = ?, waits_since = NULL"
                    " WHERE id = ? AND closed_at IS NULL",
                    (at, name, case),
                )

    def _line(self, case: str, who: str, name: str, words: str, at: str) -> None:
        self.conn.execute(
            "INSERT INTO case_lines (case_id, who, name, words, at) VALUES (?, ?, ?, ?, ?)",
            (case, who, name, clean(words), at),
        )
