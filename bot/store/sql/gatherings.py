"""Gatherings, who has signed up, and what people learned.

Who has a place is decided while the gathering is held: adopters' turns run side by side, and a place is one.
"""

from __future__ import annotations

import dataclasses
import json
from datetime import datetime

from bot.core.model.gatherings import (
    COMES,
    HAS_PLACE,
    WAITED,
    Gathering,
    GatheringChange,
    GatheringsKnown,
    GiveUpPlace,
    KeepReflection,
    Learning,
    NoteAttendance,
    NoteTold,
    Places,
    RenewCalendar,
    SignUp,
    SignUpFor,
    SignUpState,
    calendar_of,
)
from bot.store.codec import clean, dumps, time_of, time_text
from bot.store.sql import rows
from bot.store.sql.access import AccessTx
from bot.store.sql.keeping import Keeping
from bot.store.sql.rows import SIGN_UP, SIGN_UPS, Row

KNOWN = 60
"""So many gatherings a turn may know of: those to come, and the latest that were."""
TAKEN = f"({', '.join(repr(state) for state in HAS_PLACE)})"
COMING = f"({', '.join(repr(state) for state in COMES)})"


def _places_of(row: Row) -> Places:
    text, taken, waiting = row
    return Places(rows.gathering_of(text), taken, waiting)


class GatheringsTx(AccessTx):
    __slots__ = ()

    # ------------------------------------------------------------ reading

    def gatherings(self) -> list[Places]:
        """Those to come and the latest that were, the soonest first."""
        found = self.all(
            "SELECT gathering, taken, waiting FROM gatherings WHERE ends_at > '' ORDER BY ends_at DESC, key LIMIT ?",
            (KNOWN,),
        )
        return sorted(map(_places_of, found), key=lambda one: (one.gathering.starts, one.gathering.key))

    def gathering(self, key: str) -> Places | None:
        row = self.one("SELECT gathering, taken, waiting FROM gatherings WHERE key = ?", (key,))
        return None if row is None else _places_of(row)

    def sign_ups(self, gathering: str) -> list[SignUp]:
        """Everybody's, in the order in which they signed up."""
        found = self.all(
            f"{SIGN_UPS} WHERE s.gathering = ? ORDER BY s.number",
            (gathering,),
        )
        return [rows.sign_up_of(row) for row in found]

    def sign_ups_of(self, person: str) -> list[SignUp]:
        """One person's."""
        found = self.all(f"{SIGN_UPS} WHERE s.person = ? ORDER BY s.at", (person,))
        return [rows.sign_up_of(row) for row in found]

    def gatherings_known(self, adopter: str) -> GatheringsKnown:
        """What a turn of this adopter may know. Where there is no gathering, that is all that is asked."""
        known = tuple(self.gatherings())
        if not known or not adopter:
            return GatheringsKnown(known)
        found = self.all(
            f"SELECT {SIGN_UP} FROM people p JOIN sign_ups s ON s.person = p.id WHERE p.adopter = ?"  # noqa: S608
            " ORDER BY s.at, s.gathering, s.person",
            (adopter,),
        )
        keys = {one.gathering.key for one in known}
        return GatheringsKnown(known, tuple(s for row in found if (s := rows.sign_up_of(row)).gathering in keys))

    def hold_gathering(self, known: GatheringsKnown, key: str) -> GatheringsKnown:
        """The same, and from here on nobody else takes or gives up a place in this gathering, until this transaction
        ends. What is known of it is read again."""
        self.hold("gathering", key)
        now = self.gathering(key)
        every = tuple(now if now is not None and one.gathering.key == key else one for one in known.all)
        mine = (self._sign_up_of(s.gathering, s.person) if s.gathering == key else s for s in known.sign_ups)
        return dataclasses.replace(known, all=every, sign_ups=tuple(s for s in mine if s is not None), held=key)

    def _sign_up_of(self, key: str, person: str) -> SignUp | None:
        row = self.one(f"{SIGN_UPS} WHERE s.gathering = ? AND s.person = ?", (key, person))
        return None if row is None else rows.sign_up_of(row)

    def learnings(self, since: datetime, until: datetime) -> list[Learning]:
        """What was shared with other adopters in this time, without a name."""
        found = self.all(
            "SELECT title, first_words, second_words, at FROM reflections WHERE shared = 1 AND at >= ? AND at < ?"
            " ORDER BY at, id",
            (time_text(since), time_text(until)),
        )
        return [Learning(title, first, second, time_of(at)) for title, first, second, at in found]

    def shared_by(self, adopter: str) -> int:
        """How much an adopter's people have shared."""
        row = self.one("SELECT count(*) FROM reflections WHERE shared = 1 AND adopter = ?", (adopter,))
        return 0 if row is None else int(row[0])

    # ------------------------------------------------------------ changing

    def save_gathering(self, gathering: Gathering, at: datetime) -> None:
        """Keeps a new gathering, or one that was changed: whoever comes, or waits, is looked at by the clock at
        `at`, and where there are more places now those who wait move up."""
        self.hold("gathering", gathering.key)
        self.conn.execute(
            "INSERT INTO gatherings (key, gathering, ends_at, taken, waiting, last_number) VALUES (?, ?, ?, 0, 0, 0)"
            " ON CONFLICT (key) DO UPDATE SET gathering = excluded.gathering, ends_at = excluded.ends_at",
            (gathering.key, dumps(gathering), time_text(gathering.ends)),
        )
        self.move_up(gathering.key, at)
        self.conn.execute(
            "UPDATE adopters SET wake_at = ? WHERE key IN (SELECT p.adopter FROM sign_ups s JOIN people p"  # noqa: S608
            f" ON p.id = s.person WHERE s.gathering = ? AND s.state IN {COMING})",
            (time_text(at), gathering.key),
        )

    def change_gatherings(self, now: Keeping, change: GatheringChange) -> None:
        """Keeps one change of the person whose turn it is."""
        match change:
            case SignUpFor(key, state):
                self._sign_up(key, now.person, state, now.at)
            case GiveUpPlace(key, person):
                self._give_up(key, person or now.person, now.at)
            case NoteAttendance(key, was_there):
                state = "attended" if was_there else "missed"
                self.conn.execute(
                    f"UPDATE sign_ups SET state = ? WHERE gathering = ? AND person = ? AND state IN {TAKEN}",  # noqa: S608
                    (state, key, now.person),
                )
            case NoteTold(key, person, what):
                self._note_told(key, person, what)
            case RenewCalendar():
                self.end_access(calendar_of(now.person))
            case KeepReflection(about, title, first, second, shared):
                self.conn.execute(
                    "INSERT INTO reflections (person, adopter, about, title, first_words, second_words, shared, at)"
                    " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                    (
                        now.person, now.adopter, about, clean(title), clean(first), clean(second), int(shared),
                        time_text(now.at),
                    ),
                )  # fmt: skip

    def hold_gatherings_of(self, person: str) -> list[str]:
        """Holds every gathering that this person signed up for: their sign-ups are about to go."""
        keys = sorted(s.gathering for s in self.sign_ups_of(person))
        for key in keys:
            self.hold("gathering", key)
        return keys

    def _sign_up(self, key: str, person: str, state: SignUpState, at: datetime) -> None:
        """A new sign-up stands behind all others, also that of somebody who had left."""
        self.hold("gathering", key)
        before = self._state(key, person)
        self.conn.execute("UPDATE gatherings SET last_number = last_number + 1 WHERE key = ?", (key,))
        self.conn.execute(
            "INSERT INTO sign_ups (gathering, person, state, number, at, said) VALUES (?, ?, ?,"
            " (SELECT last_number FROM gatherings WHERE key = ?), ?, '[]')"
            " ON CONFLICT (gathering, person) DO UPDATE SET state = excluded.state, number = excluded.number,"
            " at = excluded.at, said = excluded.said",
            (key, person, state, key, time_text(at)),
        )
        self._counted(key, before, state)

    def _give_up(self, key: str, person: str, at: datetime) -> None:
        self.hold("gathering", key)
        before = self._state(key, person)
        self.conn.execute(
            "UPDATE sign_ups SET state = 'left', at = ? WHERE gathering = ? AND person = ?",
            (time_text(at), key, person),
        )
        self._counted(key, before, "left")
        self.move_up(key, at)

    def count_places(self, key: str) -> None:
        """Counts anew who has a place and who waits."""
        self.conn.execute(
            "UPDATE gatherings SET"  # noqa: S608
            f" taken = (SELECT count(*) FROM sign_ups WHERE gathering = gatherings.key AND state IN {TAKEN}),"
            " waiting = (SELECT count(*) FROM sign_ups WHERE gathering = gatherings.key AND state = 'waiting')"
            " WHERE key = ?",
            (key,),
        )

    def move_up(self, key: str, at: datetime) -> None:
        """Those who wait longest get the places that are free; the clock tells them. The gathering is held."""
        now = self.gathering(key)
        if now is None or now.gathering.off or not now.waiting:
            return
        free = now.waiting if now.left is None else now.left
        found = self.all(
            "SELECT person FROM sign_ups WHERE gathering = ? AND state = 'waiting' ORDER BY number LIMIT ?",
            (key, free),
        )
        for (person,) in found:
            self.conn.execute("UPDATE sign_ups SET state = 'in' WHERE gathering = ? AND person = ?", (key, person))
            self._note_told(key, person, WAITED)
            self._counted(key, "waiting", "in")
        for (person,) in found:
            self.conn.execute(
                "UPDATE adopters SET wake_at = ? WHERE key = (SELECT adopter FROM people WHERE id = ?)",
                (time_text(at), person),
            )

    def _state(self, key: str, person: str) -> str:
        row = self.one("SELECT state FROM sign_ups WHERE gathering = ? AND person = ?", (key, person))
        return "" if row is None else str(row[0])

    def _counted(self, key: str, before: str, after: str) -> None:
        """One sign-up is another than before."""
        taken = int(after in HAS_PLACE) - int(before in HAS_PLACE)
        waiting = int(after == "waiting") - int(before == "waiting")
        self.conn.execute(
            "UPDATE gatherings SET taken = taken + ?, waiting = waiting + ? WHERE key = ?", (taken, waiting, key)
        )

    def _note_told(self, key: str, person: str, what: str) -> None:
        row = self.one("SELECT said FROM sign_ups WHERE gathering = ? AND person = ?", (key, person))
        if row is not None:
            said = dict.fromkeys((*json.loads(row[0]), what))
            self.conn.execute(
                "UPDATE sign_ups SET said = ? WHERE gathering = ? AND person = ?", (json.dumps([*said]), key, person)
            )
