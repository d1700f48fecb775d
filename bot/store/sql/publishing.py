"""A briefing on its way to its subscribers: some at a time, each once, stopped and continued at will.

Handing a message to the outbox, the row that says to whom it went, and how far the list was read are one transaction:
a kill between two of them repeats nothing and leaves nobody out. `deliveries` has one row a reader and briefing.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.core.delivery import Sort
from bot.core.model import Message, Outgoing
from bot.core.model.casework import Subscription
from bot.store.codec import time_text
from bot.store.port import Publication, Readers
from bot.store.sql.casework import SUBSCRIPTION, SUBSCRIPTIONS, subscription_of
from bot.store.sql.outbox import OutboxTx


class PublishingTx(OutboxTx):
    __slots__ = ()

    def readers(self, briefing: str, topics: Sequence[str]) -> Readers:
        """Who would still get this briefing: how many at once, how many in the weekly digest, in how many places."""
        row = self.one(
            "SELECT count(DISTINCT CASE WHEN rhythm = 'at_once' AND place_key = '' THEN person END),"  # noqa: S608
            " count(DISTINCT CASE WHEN rhythm = 'at_once' AND place_key <> '' THEN place_key END),"
            " count(DISTINCT CASE WHEN rhythm = 'weekly' THEN place_key || '|' || person END) FROM subscriptions s"
            f" WHERE {self._wanted(topics)} AND NOT EXISTS (SELECT 1 FROM deliveries d WHERE d.briefing = ?"
            " AND d.reader = CASE WHEN s.place_key = '' THEN s.person ELSE s.place_key END)"
            " AND NOT EXISTS (SELECT 1 FROM people p WHERE p.id = s.person AND p.left_on IS NOT NULL)",
            (*self._topics(topics), briefing),
        )
        return Readers(*row) if row is not None else Readers(0, 0, 0)

    def publication(self, briefing: str) -> Publication | None:
        """How far a briefing's publication is; None when it was never begun."""
        row = self.one("SELECT state FROM publications WHERE briefing = ?", (briefing,))
        if row is None:
            return None
        count = self.one(
            "SELECT count(*), coalesce(sum(waits), 0) FROM deliveries WHERE briefing = ?", (briefing,)
        ) or (0, 0)
        return Publication(briefing, row[0], handed=count[0] - int(count[1]), weekly=int(count[1]))

    def publications_going(self) -> list[str]:
        """Briefings whose publication was begun and is neither done nor stopped."""
        return [r[0] for r in self.all("SELECT briefing FROM publications WHERE state = 'going' ORDER BY begun_at")]

    def begin_publication(self, briefing: str, at: datetime) -> None:
        """Begins, or goes on after a stop. A publication that is done begins anew only for those not yet reached."""
        self.conn.execute(
            "INSERT INTO publications (briefing, state, begun_at) VALUES (?, 'going', ?) ON CONFLICT (briefing)"
            " DO UPDATE SET cursor = CASE WHEN publications.state = 'done' THEN 0 ELSE publications.cursor END,"
            " state = 'going'",
            (briefing, time_text(at)),
        )

    def stop_publication(self, briefing: str) -> bool:
        """Nothing more is handed to the outbox until it is begun again. False when it was not going."""
        done = self.conn.execute(
            "UPDATE publications SET state = 'stopped' WHERE briefing = ? AND state = 'going'", (briefing,)
        )
        return done.rowcount > 0

    def publish_some(self, briefing: str, topics: Sequence[str], message: Message, at: datetime, limit: int) -> int:
        """Hands the next messages to the outbox. Returns how many subscriptions were looked at; 0: none are left."""
        self.hold(SUBSCRIPTIONS)
        row = self.one("SELECT cursor FROM publications WHERE briefing = ? AND state = 'going'", (briefing,))
        if row is None:
            return 0
        found = self.all(
            f"SELECT {SUBSCRIPTION}, s.adopter, s.place_key, p.left_on FROM subscriptions s LEFT JOIN people p"  # noqa: S608
            f" ON p.id = s.person WHERE s.id > ? AND {self._wanted(topics)} ORDER BY s.id LIMIT ?",
            (row[0], *self._topics(topics), limit),
        )
        for *parts, adopter, key, left in found:
            if left is None:
                self._deliver(briefing, subscription_of(tuple(parts)), adopter, key, message, at)
        self.conn.execute(
            "UPDATE publications SET cursor = ?, state = ? WHERE briefing = ?",
            (found[-1][0] if found else row[0], "going" if len(found) == limit else "done", briefing),
        )
        return len(found)

    def _deliver(
        self, briefing: str, to: Subscription, adopter: str, key: str, message: Message, at: datetime
    ) -> None:
        reader = key or to.person
        weekly = to.rhythm == "weekly"
        new = self.conn.execute(
            "INSERT INTO deliveries (briefing, reader, at, subscription, waits) VALUES (?, ?, ?, ?, ?)"
            " ON CONFLICT (briefing, reader) DO NOTHING",
            (briefing, reader, time_text(at), to.id, int(weekly)),
        ).rowcount
        if new and not weekly:
            self._put_to(to, adopter, message, at, f"briefing:{briefing}")

    def digests(self, limit: int) -> list[tuple[Subscription, tuple[str, ...]]]:
        """Subscriptions with briefings that wait for their weekly digest, and those briefings. Whoever has left is
        not written to any more; a channel that they subscribed still is."""
        self.hold(SUBSCRIPTIONS)
        found = self.all(
            f"SELECT {SUBSCRIPTION}, {self.JOINED} FROM deliveries d JOIN subscriptions s"  # noqa: S608
            " ON s.id = d.subscription LEFT JOIN people p ON p.id = s.person WHERE d.waits = 1"
            " AND (p.left_on IS NULL OR s.place_key <> '') GROUP BY s.id ORDER BY s.id LIMIT ?",
            (limit,),
        )
        return [(subscription_of(tuple(row[:-1])), tuple(row[-1].split("|"))) for row in found]

    def send_digest(self, to: Subscription, message: Message, at: datetime) -> None:
        """The digest goes to the outbox, and nothing waits for this subscription any more."""
        row = self.one("SELECT adopter FROM subscriptions WHERE id = ?", (to.id,))
        self.conn.execute("UPDATE deliveries SET waits = 0 WHERE subscription = ? AND waits = 1", (to.id,))
        self._put_to(to, row[0] if row else "", message, at, "digest")

    def _put_to(self, to: Subscription, adopter: str, message: Message, at: datetime, event: str) -> None:
        out = Outgoing(message, to.place) if to.place is not None else Outgoing(message, None, to.person)
        self.put(out, Sort.BRIEFING, adopter, at, event, to.person)

    @staticmethod
    def _topics(topics: Sequence[str]) -> tuple[str, ...]:
        return ("", *(t.casefold() for t in topics))

    def _wanted(self, topics: Sequence[str]) -> str:
        return f"s.topic IN ({', '.join('?' * len(self._topics(topics)))})"
