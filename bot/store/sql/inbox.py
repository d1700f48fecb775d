"""The officers' inbox: questions as a list, by what becomes of them; and what officers did."""

from __future__ import annotations

import json
from datetime import datetime

from bot.core.model.casework import Case
from bot.store.codec import clean, maybe_time, time_of, time_text
from bot.store.port.values import INBOX_MOST, InboxRow, InboxShow, OfficerAct
from bot.store.sql.casework import CASE, case_of
from bot.store.sql.rows import NO_END, Part

SEARCHED = 2000
"""Among so many of the newest a search looks: bounded, however long the list has grown."""
WORDS_SEARCHED = 6
WHICH: dict[InboxShow, tuple[str, str]] = {
    InboxShow.WAITING: ("waits_since IS NOT NULL", "waits_since, id"),
    InboxShow.OPEN: ("closed_at IS NULL", "opened_at, id"),
    InboxShow.MINE: ("closed_at IS NULL AND officer = ?", "opened_at, id"),
    InboxShow.CLOSED: ("closed_at IS NOT NULL", "closed_at DESC, id"),
}
"""For each list which cases it has, and in which order."""
HAS_WORD = (
    "(lower(c.id) = ? OR lower(a.name) LIKE ? ESCAPE '!' OR lower(p.name) LIKE ? ESCAPE '!' OR EXISTS"
    " (SELECT 1 FROM case_lines l WHERE l.case_id = c.id AND lower(l.words) LIKE ? ESCAPE '!'))"
)
FIRST_WORDS = "coalesce((SELECT l.words FROM case_lines l WHERE l.case_id = c.id ORDER BY l.seq LIMIT 1), '')"


class InboxTx(Part):
    __slots__ = ()

    def inbox(
        self, show: InboxShow, officer: str = "", words: str = "", limit: int = 20, offset: int = 0
    ) -> list[InboxRow]:
        """A part of one list, in its order. `words`: all of them are in the question, its names or its id."""
        condition, order = WHICH[show]
        mine = (officer,) if show is InboxShow.MINE else ()
        wanted = [word.casefold() for word in words.split()[:WORDS_SEARCHED]]
        like = ["%" + w.replace("!", "!!").replace("%", "!%").replace("_", "!_") + "%" for w in wanted]
        found = self.all(
            f"SELECT {', '.join(f'c.{column}' for column in CASE.split(', '))}, c.waits_since, c.officer,"  # noqa: S608
            f" coalesce(a.name, c.adopter), coalesce(p.name, ''), {FIRST_WORDS} FROM"
            f" (SELECT {CASE}, waits_since, officer FROM cases WHERE {condition} ORDER BY {order} LIMIT ?) c"
            " LEFT JOIN adopters a ON a.key = c.adopter LEFT JOIN people p ON p.id = c.person"
            f"{' WHERE ' if wanted else ''}{' AND '.join([HAS_WORD] * len(wanted))}"
            f" ORDER BY {', '.join(f'c.{part}' for part in order.split(', '))} LIMIT ? OFFSET ?",
            (
                *mine, SEARCHED if wanted else NO_END,
                *(part for word, pattern in zip(wanted, like, strict=True) for part in (word, *[pattern] * 3)),
                limit, offset,
            ),
        )  # fmt: skip
        return [
            InboxRow(case_of(row[:7]), maybe_time(row[7]), officer_, adopter, person, first)
            for row in found
            for officer_, adopter, person, first in [row[8:]]
        ]

    def inbox_counts(self, officer: str = "") -> dict[InboxShow, int]:
        """How long each list is; `INBOX_MOST` stands for that many and more."""
        return {show: self._count(show, officer) for show in InboxShow}

    def _count(self, show: InboxShow, officer: str) -> int:
        mine = (officer,) if show is InboxShow.MINE else ()
        row = self.one(
            f"SELECT count(*) FROM (SELECT 1 AS one FROM cases WHERE {WHICH[show][0]} LIMIT ?) AS counted",  # noqa: S608
            (*mine, INBOX_MOST),
        )
        return row[0] if row else 0

    def cases_of(self, adopter: str, limit: int = 20) -> list[Case]:
        """An adopter's questions, the newest first."""
        found = self.all(
            f"SELECT {CASE} FROM cases WHERE adopter = ? ORDER BY opened_at DESC LIMIT ?",  # noqa: S608
            (adopter, limit),
        )
        return [case_of(row) for row in found]

    def reminders_sent(self, adopter: str, limit: int = 20) -> list[tuple[str, tuple[str, ...], str, datetime]]:
        """To whom, of which steps, why and when reminders went out, the newest first. Each message has a mark for
        the day, whose reason is its phrase, and one for each thing said."""
        found = self.all(
            "SELECT person, steps, why, at FROM nudges WHERE adopter = ? ORDER BY at DESC LIMIT ?",
            (adopter, limit),
        )
        return [(person, tuple(json.loads(steps)), why, time_of(at)) for person, steps, why, at in found]

    # -- what officers did
    def note_act(self, officer: str, act: str, at: datetime, adopter: str = "", about: str = "") -> None:
        """Keeps that an officer did this. No words of adopters' people."""
        self.conn.execute(
            "INSERT INTO audit (at, officer, act, adopter, about) VALUES (?, ?, ?, ?, ?)",
            (time_text(at), clean(officer), act, adopter, clean(about)),
        )

    def acts(
        self, adopter: str = "", officer: str = "", before: int | None = None, limit: int = 50
    ) -> list[OfficerAct]:
        """What officers did, the newest first: all of it, at one adopter, or of one officer."""
        where, args = ["id < ?"], [NO_END if before is None else before]
        for column, value in (("adopter", adopter), ("officer", officer)):
            if value:
                where.append(f"{column} = ?")
                args.append(value)  # type: ignore[arg-type]
        found = self.all(
            f"SELECT id, at, officer, act, adopter, about FROM audit WHERE {' AND '.join(where)}"  # noqa: S608
            " ORDER BY id DESC LIMIT ?",
            (*args, limit),
        )
        return [OfficerAct(id_, time_of(at_), who, act, of, about) for id_, at_, who, act, of, about in found]
