"""How an attempt ended: it arrived, it is tried again, it never will arrive. Then the next of its lane is due."""

from __future__ import annotations

from datetime import datetime

from bot.core.delivery import AfterGone, after_gone, anew
from bot.store.codec import time_text
from bot.store.port import OUTBOX
from bot.store.sql.reminders import RemindersTx
from bot.store.sql.rows import place_of


class EndingsTx(RemindersTx):
    __slots__ = ()

    def sent(self, delivery: int, at: datetime, handle: str) -> None:
        """It arrived; its text is taken out. `handle` is the channel's name for the message."""
        row = self.one(
            "UPDATE outbox SET state = 'sent', ended_at = ?, handle = ?, message = NULL, windows = '', due_at = NULL,"
            " leased = 0,"
            " error = '' WHERE id = ? AND state IN ('waiting', 'failed') RETURNING lane",
            (time_text(at), handle, delivery),
        )
        if row is not None:
            self._forget_last(delivery)
            self._promote(row[0], at)

    def again(self, delivery: int, at: datetime, error: str, doubtful: bool) -> None:
        """Try again at `at`; the rows behind it in the lane wait for it."""
        self.conn.execute(
            "UPDATE outbox SET due_at = ?, leased = 0, doubts = doubts + ?, error = ?"
            " WHERE id = ? AND state = 'waiting'",
            (time_text(at), int(doubtful), error, delivery),
        )

    def failed(self, delivery: int, at: datetime, error: str, address_gone: bool) -> None:
        """It never will arrive. With `address_gone` a message to a person is due again, for their next address."""
        row = self.one(
            "SELECT lane, person, address, adopter, nudge, last FROM outbox WHERE id = ? AND state = 'waiting'",
            (delivery,),
        )
        if row is None:
            return
        lane, person, address, adopter, reminder, last = row
        if address_gone and address is not None and not last:
            place = place_of(address)
            self.conn.execute(
                "INSERT INTO gone (channel, workspace, conversation, at, error) VALUES (?, ?, ?, ?, ?)"
                " ON CONFLICT (channel, workspace, conversation) DO UPDATE SET at = excluded.at,"
                " error = excluded.error",
                (place.channel, place.workspace, place.conversation, time_text(at), error),
            )
            what_follows = after_gone(person, reminder)
            if what_follows is AfterGone.NEXT_PLACE:
                self.conn.execute(
                    "UPDATE outbox SET due_at = ?, leased = 0, attempts = 0, doubts = 0, channel = '', error = ?"
                    " WHERE id = ?",
                    (time_text(at), error, delivery),
                )
                return
            if what_follows is AfterGone.TAKE_BACK:
                self.take_back(adopter, reminder, at)
        self.end(delivery, lane, "failed", at, error)

    def end(self, delivery: int, lane: str, state: str, at: datetime, error: str) -> None:
        self.conn.execute(
            "UPDATE outbox SET state = ?, ended_at = ?, due_at = NULL, leased = 0, error = ?,"
            " message = CASE WHEN ? = 'failed' THEN message END WHERE id = ?",
            (state, time_text(at), error, state, delivery),
        )
        self._forget_last(delivery)
        self._promote(lane, at)

    def _forget_last(self, delivery: int) -> None:
        """The last message to somebody who was taken out of everything leaves nothing."""
        self.conn.execute("DELETE FROM outbox WHERE id = ? AND last = 1", (delivery,))

    def retry(self, delivery: int, at: datetime) -> bool:
        """Tried anew: behind what its lane is sending, before what came after it."""
        row = self.one("SELECT lane, address, rank FROM outbox WHERE id = ? AND state = 'failed'", (delivery,))
        if row is None:
            return False
        lane, address, rank = row
        if address is not None:
            place = place_of(address)
            self.conn.execute(
                "DELETE FROM gone WHERE channel = ? AND workspace = ? AND conversation = ?",
                (place.channel, place.workspace, place.conversation),
            )
        self.hold("lane", lane)
        busy = self.one("SELECT 1 FROM outbox WHERE lane = ? AND state = 'waiting' LIMIT 1", (lane,)) is not None
        self.conn.execute(
            "UPDATE outbox SET state = 'waiting', ended_at = NULL, attempts = 0, leased = 0,"
            " doubts = CASE WHEN doubts > 0 THEN 1 ELSE 0 END,"
            " error = '', created_at = ?, give_up_at = ?, due_at = ? WHERE id = ?",
            (time_text(at), time_text(anew(rank, at)), None if busy else time_text(at), delivery),
        )
        return True

    def dismiss(self, delivery: int, at: datetime) -> bool:
        """Put away: that there was one, and why it was given up, stays."""
        done = self.conn.execute(
            "UPDATE outbox SET state = 'dropped', ended_at = ?, message = NULL WHERE id = ? AND state = 'failed'",
            (time_text(at), delivery),
        )
        return done.rowcount > 0

    def _promote(self, lane: str, at: datetime) -> None:
        """The next row of the lane is due. The lane is held: a row that is put in now knows what it stands behind."""
        self.hold("lane", lane)
        now = time_text(at)
        done = self.conn.execute(
            "UPDATE outbox SET due_at = CASE WHEN created_at > ? THEN created_at ELSE ? END WHERE due_at IS NULL"
            " AND id = (SELECT min(id) FROM outbox WHERE lane = ? AND state = 'waiting')",
            (now, now, lane),
        )
        if done.rowcount:
            self.changed.add(OUTBOX)
