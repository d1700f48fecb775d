"""Reminders in the store: one that did not go out is taken back, so that the clock plans it anew."""

from __future__ import annotations

import json
from datetime import datetime

from bot.core.model import Assignment, PersonState
from bot.core.model.gatherings import notice_of
from bot.core.model.peers import peer_notice_of
from bot.core.reminders import undoing
from bot.store.codec import dumps, loads, time_of, time_text
from bot.store.sql.peers import PeersTx


class RemindersTx(PeersTx):
    __slots__ = ()

    def set_wake(self, adopter: str, at: datetime | None) -> None:
        """When the clock next looks at this adopter."""
        text = None if at is None else time_text(at)
        self.conn.execute("UPDATE adopters SET wake_at = ? WHERE key = ?", (text, adopter))

    def take_back(self, adopter: str, reminder: str, now: datetime) -> None:
        """The reminder with this key did not go out: its keys and counts go, and the clock looks again at `now`."""
        self.hold("adopter", adopter)
        if (notice := notice_of(reminder)) is not None:
            self._untell(*notice)
            self.set_wake(adopter, now)
            return
        if (about_peer := peer_notice_of(reminder)) is not None:
            self.untell_peer(*about_peer)
            self.set_wake(adopter, now)
            return
        row = self.one("SELECT person, at FROM nudges WHERE key = ?", (reminder,))
        if row is None:
            return
        to, at = row
        marks = self.all("SELECT key, steps FROM nudges WHERE adopter = ? AND at = ?", (adopter, at))
        for key, steps in marks:
            if undoing.is_of(key, reminder, to):
                self.conn.execute("DELETE FROM nudges WHERE key = ?", (key,))
                for step in json.loads(steps):
                    self._uncount(adopter, step, time_of(at), undoing.occasion(key, adopter, to))
        self._uncount(adopter, "", time_of(at), "")
        self._free_day(adopter, time_of(at))
        self.set_wake(adopter, now)

    def _untell(self, gathering: str, person: str, mark: str) -> None:
        """Something about a gathering was not said after all."""
        row = self.one("SELECT said FROM sign_ups WHERE gathering = ? AND person = ?", (gathering, person))
        if row is not None:
            said = json.dumps([told for told in json.loads(row[0]) if told != mark])
            self.conn.execute(
                "UPDATE sign_ups SET said = ? WHERE gathering = ? AND person = ?", (said, gathering, person)
            )

    def _uncount(self, adopter: str, step: str, at: datetime, key: str) -> None:
        found = self.one("SELECT care FROM step_cares WHERE adopter = ? AND step = ?", (adopter, step))
        if found is not None:
            before = undoing.uncounted(loads(Assignment, found[0]), at, key)
            sql = "UPDATE step_cares SET care = ? WHERE adopter = ? AND step = ?"
            self.conn.execute(sql, (dumps(before), adopter, step))

    def _free_day(self, adopter: str, at: datetime) -> None:
        found = self.all(
            "SELECT c.person, c.care FROM people p JOIN person_cares c ON c.person = p.id WHERE p.adopter = ?",
            (adopter,),
        )
        for person, text in found:
            state = loads(PersonState, text)
            freed = undoing.with_day_free(state, at)
            if freed != state:
                self.conn.execute("UPDATE person_cares SET care = ? WHERE person = ?", (dumps(freed), person))
