"""Turns that are kept and not yet read: somebody sent more at once than is read at once."""

from __future__ import annotations

from bot.core.model import Turn
from bot.store.codec import dumps, loads, time_text
from bot.store.port import UNREAD
from bot.store.sql import rows
from bot.store.sql.rows import Part


class UnreadTx(Part):
    __slots__ = ()

    def put_by(self, turn: Turn) -> bool:
        """Keeps the turn for later. False when it was kept before."""
        done = self.conn.execute(
            "INSERT INTO unread_turns (event, account, at, turn) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
            (turn.event, rows.talker_of(turn.account), time_text(turn.at), dumps(turn)),
        )
        self.changed.add(UNREAD)
        return done.rowcount == 1

    def next_unread(self, limit: int = 100) -> list[Turn]:
        """The oldest unread turn of each account: nobody's many hold up another's."""
        found = self.all(
            "SELECT turn FROM (SELECT turn, at, id, row_number() OVER (PARTITION BY account ORDER BY at, id) AS place"
            " FROM unread_turns) AS unread WHERE place = 1 ORDER BY at, id LIMIT ?",
            (limit,),
        )
        return [loads(Turn, row[0]) for row in found]

    def was_read(self, event: str) -> None:
        self.conn.execute("DELETE FROM unread_turns WHERE event = ?", (event,))
