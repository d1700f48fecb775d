"""Whose links and sessions count. What was made in an earlier round of somebody's access is over."""

from __future__ import annotations

from datetime import datetime

from bot.store.codec import time_text
from bot.store.sql.rows import Part


class AccessTx(Part):
    __slots__ = ()

    def access_round(self, subject: str) -> int:
        """The present round of a person's (or an officer's) access."""
        row = self.one("SELECT round FROM access WHERE subject = ?", (subject,))
        return 0 if row is None else int(row[0])

    def end_access(self, subject: str) -> None:
        """Every link and session made so far is over."""
        self.conn.execute(
            "INSERT INTO access (subject, round) VALUES (?, 1) ON CONFLICT (subject)"
            " DO UPDATE SET round = access.round + 1",
            (subject,),
        )

    def link_used(self, mark: str) -> bool:
        return self.one("SELECT 1 FROM used_links WHERE mark = ?", (mark,)) is not None

    def use_link(self, mark: str, now: datetime, ends: datetime) -> bool:
        """Uses a link up. False when it was used before. Links that have ended by now are forgotten."""
        self.conn.execute("DELETE FROM used_links WHERE ends_at < ?", (time_text(now),))
        done = self.conn.execute(
            "INSERT INTO used_links (mark, ends_at) VALUES (?, ?) ON CONFLICT DO NOTHING", (mark, time_text(ends))
        )
        return done.rowcount == 1
