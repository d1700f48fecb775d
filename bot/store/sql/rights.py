"""People's rights: everything that is held about a person, and taking them out of it. The register says where."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.core.model import Account, Person
from bot.core.model.people import FORMER_COLLEAGUE
from bot.store.ageing import BY_DEFAULT
from bot.store.codec import maybe_time, time_of, time_text
from bot.store.port import Erasure, HeldRows
from bot.store.sql import rows
from bot.store.sql.gatherings import GatheringsTx
from bot.store.sql.peers import PeersTx
from bot.store.sql.people import PeopleTx
from bot.store.sql.register import REGISTER, Held

_NAMED = re.compile(r":(\w+)")
PLACES = (("adopters", "team_address"), ("subscriptions", "place"), ("machine_values", "value"))
"""Places that are not a person's and may say in whose words they were first met."""


@dataclass(frozen=True, slots=True)
class Subject:
    """Whose rows are looked for, by all the names under which a row may be theirs."""

    person: Person
    accounts: tuple[Account, ...]
    lanes: tuple[str, ...]
    peers: tuple[str, ...] = ()
    """To whom at other adopters they were introduced."""

    def named(self) -> dict[str, tuple[str, ...]]:
        """What stands for the names in the register's statements."""
        accounts = tuple(rows.talker_of(account) for account in self.accounts)
        return {
            "person": (self.person.id,),
            "adopter": (self.person.adopter,),
            "former": (FORMER_COLLEAGUE,),
            "holds": (f"%{self.person.id}%",),
            "named": (f"%{self.person.name}%" if " " in self.person.name else "",),
            "accounts": accounts or ("",),
            "talkers": (self.person.id, *accounts),
            "lanes": self.lanes or ("",),
            "peers": self.peers or ("",),
        }

    def bound(self, sql: str) -> tuple[str, tuple[str, ...]]:
        """A statement of the register with a placeholder for each value, and the values."""
        named = self.named()
        args: list[str] = []
        for name in _NAMED.findall(sql):
            args.extend(named[name])
        return _NAMED.sub(lambda found: ", ".join("?" * len(named[found[1]])), sql), tuple(args)


class RightsTx(PeopleTx, GatheringsTx, PeersTx):
    __slots__ = ()

    def held_about(self, person: str) -> tuple[HeldRows, ...]:
        """Every row about this person, by table, without what would open something. Empty for nobody."""
        subject = self._subject(person)
        if subject is None:
            return ()
        found = (
            HeldRows(held.table, held.what, held.why, held.basis.value, held.how_long(BY_DEFAULT), rows_)
            for held in REGISTER
            if held.mine and (rows_ := self._rows(held, subject))
        )
        return tuple(sorted(found, key=lambda part: part.table))

    def erase(self, person: str, former: str, at: datetime) -> dict[str, int]:
        """Takes the person out of everything; the adopter's evidence stays, told by nobody in particular. `former` is
        put where colleagues wrote the person's full name. Returns how many rows of each table. Afterwards
        `Store.clear_traces` sees to what lies beside the rows. Empty for nobody."""
        subject = self._subject(person)
        if subject is None:
            return {}
        self.hold("adopter", subject.person.adopter)
        counts: dict[str, int] = {}
        (trace,) = self.conn.execute(
            "INSERT INTO erasures (at, adopter, counts, going, mark) VALUES (?, ?, '', 1, ?) RETURNING id",
            (time_text(at), subject.person.adopter, rows.mark_of(person)),
        ).fetchone()
        self._unmark(subject)
        gatherings = self.hold_gatherings_of(person)
        self.look_at_peers_of(person, at)
        for held in REGISTER:
            if held.mine:
                counts[held.table] = self._take_out(held, subject)
        for key in gatherings:
            self.count_places(key)
            self.move_up(key, at)
        self._take_name_out(subject, former)
        self._first_are_due(at)
        counts = {table: count for table, count in sorted(counts.items()) if count}
        self.conn.execute("UPDATE erasures SET counts = ?, going = 0 WHERE id = ?", (json.dumps(counts), trace))
        return counts

    def erase_again(self, marks: Collection[str], former: str, at: datetime) -> int:
        """Takes out whoever these marks are of: after a backup from before was restored. Returns how many there
        were."""
        there = [str(id_) for (id_,) in self.all("SELECT id FROM people") if rows.mark_of(id_) in marks]
        for id_ in there:
            self.erase(id_, former, at)
        return len(there)

    def erasures(self) -> list[Erasure]:
        """Every one so far, the oldest first."""
        found = self.all("SELECT mark, at, adopter, counts, cleared_at FROM erasures ORDER BY id")
        return [
            Erasure(mark, time_of(at), adopter, json.loads(counts or "{}"), maybe_time(cleared or None))
            for mark, at, adopter, counts, cleared in found
        ]

    def traces_left(self) -> int:
        """How many erasures left something beside the rows that can be cleared now: nobody's last message waits."""
        if self.one("SELECT 1 FROM outbox WHERE last = 1 LIMIT 1") is not None:
            return 0
        row = self.one("SELECT count(*) FROM erasures WHERE cleared_at = ''")
        return 0 if row is None else int(row[0])

    def traces_cleared(self, before: datetime, at: datetime) -> None:
        """What the erasures up to `before` left beside the rows is gone."""
        sql = "UPDATE erasures SET cleared_at = ? WHERE cleared_at = '' AND at <= ?"
        self.conn.execute(sql, (time_text(at), time_text(before)))

    def _subject(self, id_: str) -> Subject | None:
        person = self.person(id_)
        if person is None:
            return None
        met = self.all(
            "SELECT DISTINCT channel || ':' || workspace || ':' || conversation FROM met WHERE person = ?"
            " AND private = 1",
            (id_,),
        )
        lanes = [f"person:{id_}", *(row[0] for row in met)]
        return Subject(person, tuple(self.accounts_of(id_)), tuple(lanes), tuple(self.introduced_to(id_)))

    def _rows(self, held: Held, subject: Subject) -> tuple[dict[str, Any], ...]:
        columns = [column for column in held.about() if column not in held.secret]
        if not columns:
            return ()
        quoted = ", ".join(f'"{column}"' for column in columns)
        sql, args = subject.bound(f"SELECT {quoted} FROM {held.table} WHERE {held.mine}")  # noqa: S608
        return tuple(dict(zip(columns, row, strict=True)) for row in self.all(sql, args))

    def _take_out(self, held: Held, subject: Subject) -> int:
        begin = f"DELETE FROM {held.table}"  # noqa: S608
        if held.cleared:
            begin = f"UPDATE {held.table} SET {', '.join(f'{column} = {put}' for column, put in held.cleared)}"  # noqa: S608
        return self.conn.execute(*subject.bound(f"{begin} WHERE {held.mine}")).rowcount

    def _unmark(self, subject: Subject) -> None:
        """An event's id may have the account in it, and what it brought about for others bears that id; places may
        have it too."""
        for table in ("facts", "said"):
            sql = f"UPDATE {table} SET event = '' WHERE event IN (SELECT event FROM events WHERE person = :person)"  # noqa: S608
            self.conn.execute(*subject.bound(sql))
        for user in {account.user for account in subject.accounts}:
            quoted = json.dumps(user, ensure_ascii=False)
            for table, column in PLACES:
                for written in (quoted, json.dumps(quoted, ensure_ascii=False)[1:-1]):
                    empty = written.replace(quoted[1:-1], "")
                    self.conn.execute(
                        f"UPDATE {table} SET {column} = replace({column}, ?, ?) WHERE {column} LIKE ?",  # noqa: S608
                        (written, empty, f"%{user}%"),
                    )

    def _take_name_out(self, subject: Subject, former: str) -> None:
        """Of what others wrote. A name of one word may be another word, or another's: it stays."""
        name = subject.person.name
        if " " not in name or self._namesake(subject.person):
            return
        for held in REGISTER:
            for column in held.names_in.split():
                for written, put in _spellings(name, former):
                    where, args = subject.bound(held.at)
                    sql = f"UPDATE {held.table} SET {column} = replace({column}, ?, ?) WHERE {where}"  # noqa: S608
                    self.conn.execute(
                        f"{sql} AND {column} <> replace({column}, ?, ?)", (written, put, *args, written, put)
                    )

    def _namesake(self, person: Person) -> bool:
        return any(other.name == person.name for other in self.people(person.adopter))

    def _first_are_due(self, at: datetime) -> None:
        """What waited behind a message that was taken out is the first of its lane now."""
        self.conn.execute(
            "UPDATE outbox SET due_at = ? WHERE id IN (SELECT min(id) FROM outbox WHERE state = 'waiting'"
            " GROUP BY lane HAVING max(due_at) IS NULL)",
            (time_text(at),),
        )


def _spellings(name: str, former: str) -> Iterable[tuple[str, str]]:
    """The name as it is written, and as JSON writes it."""
    yield name, former
    inside = json.dumps(name, ensure_ascii=False)[1:-1]
    if inside != name:
        yield inside, json.dumps(former, ensure_ascii=False)[1:-1]
