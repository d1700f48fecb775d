"""Reminders in the store: a dropped one is made as if it had never been, so that the clock plans it anew."""

from __future__ import annotations

import dataclasses
import json
from datetime import date, datetime

from bot.core.model import Assignment, PersonState
from bot.store.codec import dumps, loads, time_of, time_text
from bot.store.sqlite.rows import Part


def window_at(windows: str, now: str) -> tuple[bool, str | None]:
    """(whether `now` is in one of the hours, when the next of them begin)."""
    spans = json.loads(windows)
    inside = any(start <= now <= end for start, end in spans)
    return inside, min((start for start, _ in spans if start > now), default=None)


class RemindersTx(Part):
    __slots__ = ()

    def set_wake(self, adopter: str, at: datetime | None) -> None:
        """When the clock next looks at this adopter."""
        text = None if at is None else time_text(at)
        self.conn.execute("UPDATE adopters SET wake_at = ? WHERE key = ?", (text, adopter))

    def take_back(self, adopter: str, nudge: str, now: datetime) -> None:
        """The reminder with this key did not go out: its keys and counts go, and the clock looks again at `now`."""
        row = self.one("SELECT person, at FROM nudges WHERE key = ?", (nudge,))
        if row is None:
            return
        to, at = row
        rows = self.all("SELECT key, steps FROM nudges WHERE adopter = ? AND at = ?", (adopter, at))
        mine = [(key, json.loads(steps)) for key, steps in rows if key == nudge or key.endswith(f":{to}")]
        for key, steps in mine:
            self.conn.execute("DELETE FROM nudges WHERE key = ?", (key,))
            for step in steps:
                self._uncount(adopter, step, time_of(at), key.removeprefix(f"{adopter}:").removesuffix(f":{to}"))
        self._uncount(adopter, "", time_of(at), "")
        self._free_day(adopter, time_of(at))
        self.set_wake(adopter, now)

    def _uncount(self, adopter: str, step: str, at: datetime, key: str) -> None:
        found = self.one("SELECT care FROM step_cares WHERE adopter = ? AND step = ?", (adopter, step))
        if found is None:
            return
        assignment = loads(Assignment, found[0])
        said = tuple(k for k in assignment.said if k != key)
        if assignment.last_nudge == at:
            assignment = dataclasses.replace(
                assignment, last_nudge=assignment.before, unanswered=max(0, assignment.unanswered - 1)
            )
        if key.startswith(f"{step}:asked:"):
            assignment = dataclasses.replace(assignment, until=date.fromisoformat(key.rpartition(":")[2]))
        assignment = dataclasses.replace(
            assignment, said=said, quiet=None if assignment.quiet == at else assignment.quiet
        )
        self.conn.execute(
            "UPDATE step_cares SET care = ? WHERE adopter = ? AND step = ?", (dumps(assignment), adopter, step)
        )

    def _free_day(self, adopter: str, at: datetime) -> None:
        """Whoever would have heard then has had no message on that day."""
        found = self.all(
            "SELECT c.person, c.care FROM people p JOIN person_cares c ON c.person = p.id WHERE p.adopter = ?",
            (adopter,),
        )
        for person, text in found:
            state = loads(PersonState, text)
            if state.last_nudge == at:
                freed = dumps(dataclasses.replace(state, last_nudge=None))
                self.conn.execute("UPDATE person_cares SET care = ? WHERE person = ?", (freed, person))
