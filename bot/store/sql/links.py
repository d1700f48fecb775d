"""Linking codes: shown to a person in one place, typed in another, kept hashed and for minutes only."""

from __future__ import annotations

import json
from datetime import datetime, timedelta

from bot.core.model import Account, Address, NewLinkCode, Person
from bot.store.codec import time_of, time_text
from bot.store.sql.people import PeopleTx
from bot.store.sql.rows import SET_VALUE

KEY = "link:"
KEPT = "SELECT key, value FROM machine_values WHERE key >= 'link:' AND key < 'link;'"
"""Every linking code: a semicolon follows the colon."""


class LinksTx(PeopleTx):
    __slots__ = ()

    def new_link_code(self, made: NewLinkCode, now: datetime) -> None:
        """Keeps a code; the person's older ones and those out of time no longer work."""
        for key, value in self.all(KEPT):
            kept = json.loads(value)
            if kept["person"] == made.person or time_of(kept["until"]) <= now:
                self.conn.execute("DELETE FROM machine_values WHERE key = ?", (key,))
        value = json.dumps({"person": made.person, "until": time_text(now + timedelta(minutes=made.minutes))})
        key = KEY + made.code_hash
        self.conn.execute(SET_VALUE, (key, value))

    def used_link_code(self, person: str) -> None:
        """The person's codes no longer work."""
        for key, value in self.all(KEPT):
            if json.loads(value)["person"] == person:
                self.conn.execute("DELETE FROM machine_values WHERE key = ?", (key,))

    def person_of_link(self, hashed: str, now: datetime | None) -> Person | None:
        """Whose linking code has this hash; None when it is none, too old, or of somebody who left."""
        if hashed:
            self.hold("value", KEY + hashed)
        row = self.one("SELECT value FROM machine_values WHERE key = ?", (KEY + hashed,)) if hashed else None
        kept = json.loads(row[0]) if row is not None else None
        if kept is None or (now is not None and time_of(kept["until"]) <= now):
            return None
        person = self.person(kept["person"])
        return person if person is not None and person.left_on is None else None

    def others_here(self, account: Account, adopter: str, place: Address) -> bool:
        """Whether somebody of another adopter was met in this conversation, in whatever workspace's name."""
        sql = (
            "SELECT 1 FROM met m INDEXED BY met_conversation JOIN people p ON p.id = m.person WHERE m.channel = ?"
            " AND m.conversation = ? AND p.adopter <> ? LIMIT 1"
        )
        return self.one(sql, (place.channel, place.conversation, adopter)) is not None
