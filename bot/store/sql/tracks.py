"""How far adopters are, and since when: a summary of the facts, kept in the transaction in which they are kept."""

from __future__ import annotations

from datetime import date, datetime

from bot.core.model.tracks import AdopterTrack, Milestone, Track
from bot.store.codec import maybe_day, maybe_time, maybe_time_text, time_of, time_text
from bot.store.port.values import Reached
from bot.store.sql.rows import Part

ADOPTING = "a.merged_into = '' AND a.closed_on IS NULL"
LISTED = (
    "a.key, a.name, a.joined_on, a.closed_on, coalesce(t.at_step, ''), t.started_at, t.last_at, t.finished_at"
    " FROM adopters a LEFT JOIN tracks t ON t.adopter = a.key"
)


class TracksTx(Part):
    __slots__ = ()

    def track(self, adopter: str) -> tuple[Track, str] | None:
        """How far the adopter is, and the stamp of the content by which it was counted; empty when it is to be
        counted again. None where nothing was ever told."""
        row = self.one("SELECT at_step, finished_at, stamp FROM tracks WHERE adopter = ?", (adopter,))
        if row is None:
            return None
        found = self.all(
            "SELECT step, state, begun_at, reached_at, last_at FROM milestones WHERE adopter = ? ORDER BY step",
            (adopter,),
        )
        milestones = tuple(
            Milestone(step, state, time_of(begun), maybe_time(reached), time_of(last))
            for step, state, begun, reached, last in found
        )
        return Track(row[0], milestones, maybe_time(row[1])), row[2]

    def save_track(self, adopter: str, track: Track, stamp: str) -> None:
        """Keeps it in the place of what was kept before."""
        self.conn.execute(
            "INSERT INTO tracks (adopter, at_step, started_at, last_at, finished_at, stamp) VALUES (?, ?, ?, ?, ?, ?)"
            " ON CONFLICT (adopter) DO UPDATE SET at_step = excluded.at_step, started_at = excluded.started_at,"
            " last_at = excluded.last_at, finished_at = excluded.finished_at, stamp = excluded.stamp",
            (
                adopter, track.at_step, maybe_time_text(track.started), maybe_time_text(track.last),
                maybe_time_text(track.finished), stamp,
            ),
        )  # fmt: skip
        self.conn.execute("DELETE FROM milestones WHERE adopter = ?", (adopter,))
        self.conn.executemany(
            "INSERT INTO milestones (adopter, step, state, begun_at, reached_at, last_at) VALUES (?, ?, ?, ?, ?, ?)",
            [
                (adopter, m.step, m.state, time_text(m.begun), maybe_time_text(m.reached), time_text(m.last))
                for m in track.milestones
            ],
        )

    def facts_were_told(self, adopter: str) -> None:
        """The summary is older than the facts until it is kept again."""
        self.conn.execute(
            "INSERT INTO tracks (adopter) VALUES (?) ON CONFLICT (adopter) DO UPDATE SET stamp = ''", (adopter,)
        )

    def stale_tracks(self, stamp: str, limit: int) -> list[str]:
        """Adopters that are to be counted again, by content of this stamp."""
        older = self.all("SELECT adopter FROM tracks WHERE stamp < ? ORDER BY stamp LIMIT ?", (stamp, limit))
        newer = self.all("SELECT adopter FROM tracks WHERE stamp > ? ORDER BY stamp LIMIT ?", (stamp, limit))
        return [row[0] for row in (*older, *newer)][:limit]

    def last_fact(self, adopter: str) -> int:
        """The id of the adopter's newest fact."""
        row = self.one("SELECT max(id) FROM facts WHERE adopter = ?", (adopter,))
        return (row and row[0]) or 0

    # -- all of them
    def adopter_tracks(self) -> list[AdopterTrack]:
        """Every adopter that stands by itself, closed ones too, by name."""
        found = self.all(f"SELECT {LISTED} WHERE a.merged_into = '' ORDER BY a.name_folded")
        return [listed_of(row) for row in found]

    def milestone_states(self) -> dict[tuple[str, str], int]:
        """How many adopters there are of each step and state; closed ones left out."""
        found = self.all(
            "SELECT m.step, m.state, count(*) FROM adopters a JOIN milestones m ON m.adopter = a.key"  # noqa: S608
            f" WHERE {ADOPTING} GROUP BY m.step, m.state"
        )
        return {(step, state): count for step, state, count in found}

    def milestones_reached(self) -> list[tuple[str, date | None, datetime]]:
        """Of each step that is done: which, since when its adopter has been listed, since when it is done."""
        found = self.all(
            "SELECT m.step, a.joined_on, m.reached_at FROM adopters a JOIN milestones m ON m.adopter = a.key"  # noqa: S608
            f" WHERE {ADOPTING} AND m.reached_at IS NOT NULL"
        )
        return [(step, maybe_day(joined), time_of(at)) for step, joined, at in found]

    def reached_since(self, since: datetime, limit: int = 50) -> list[Reached]:
        """The steps that became done since then, the newest first."""
        found = self.all(
            "SELECT a.key, a.name, m.step, m.reached_at FROM milestones m JOIN adopters a ON a.key = m.adopter"  # noqa: S608
            f" WHERE m.reached_at >= ? AND {ADOPTING} ORDER BY m.reached_at DESC, a.key LIMIT ?",
            (time_text(since), limit),
        )
        return [Reached(key, name, step, time_of(at)) for key, name, step, at in found]

    def waiting_longest(self) -> dict[str, datetime]:
        """For each adopter with a question that waits for an answer, since when the oldest has waited."""
        found = self.all("SELECT adopter, min(waits_since) FROM cases WHERE waits_since IS NOT NULL GROUP BY adopter")
        return {adopter: time_of(since) for adopter, since in found}

    # -- notes
    def add_note(self, adopter: str, officer: str, words: str, at: datetime) -> None:
        """Keeps what an officer wrote down about an adopter."""
        self.conn.execute(
            "INSERT INTO notes (adopter, officer, words, at) VALUES (?, ?, ?, ?)",
            (adopter, officer, words, time_text(at)),
        )

    def officer_notes(self, adopter: str, limit: int = 50) -> list[tuple[str, str, datetime]]:
        """Who wrote what and when, the newest first."""
        found = self.all(
            "SELECT officer, words, at FROM notes WHERE adopter = ? ORDER BY id DESC LIMIT ?", (adopter, limit)
        )
        return [(officer, words, time_of(at)) for officer, words, at in found]


def listed_of(row: tuple[str, str, str | None, str | None, str, str | None, str | None, str | None]) -> AdopterTrack:
    key, name, joined, closed, at_step, started, last, finished = row
    track = Track(at_step, (), maybe_time(finished))
    return AdopterTrack(key, name, maybe_day(joined), maybe_day(closed), track, maybe_time(started), maybe_time(last))
