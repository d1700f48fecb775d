"""Adopters, people, accounts, join codes, and where people are met."""

from __future__ import annotations

import re
import secrets
import unicodedata
from collections.abc import Sequence
from datetime import date, datetime

from bot.core.delivery import by_preference
from bot.core.model import Account, Address, Adopter, CodesTried, Person
from bot.core.model.people import plain_name
from bot.core.people.codes import can_be_typed
from bot.store.codec import clean, dumps, maybe_day_text, maybe_time, maybe_time_text, time_of, time_text
from bot.store.codes import KEPT, WINDOW, hash_code
from bot.store.port import BoundWorkspace, GoneAddress, WrongCodes
from bot.store.sql import rows
from bot.store.sql.access import AccessTx
from bot.store.sql.rows import ADOPTER, MET, PERSON

SALT = "codes.salt"
"""The machine value that holds the salt of the join codes. Never exported."""

LIVING = (
    f"SELECT {MET} FROM met m LEFT JOIN gone g ON g.channel = m.channel AND g.workspace = m.workspace"  # noqa: S608
    " AND g.conversation = m.conversation WHERE m.person = ? AND m.private >= ? AND g.at IS NULL"
    " ORDER BY m.met_at DESC"
)
"""A person's addresses, last met first, gone ones left out."""


def slug(name: str) -> str:
    """A key for a web address, from a name: `Riverside Homes Ltd.` gives `riverside-homes-ltd`."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    plain = plain.lower().replace("&", " and ").replace("'", "")
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60].strip("-")


class PeopleTx(AccessTx):
    __slots__ = ()

    # -- adopters
    def add_adopter(self, name: str, code: str, now: datetime, listed: date | None = None) -> Adopter:
        """A new adopter with a join code (kept hashed), or without one where that is empty; `listed`: since when it
        is on the list, if not today. Raises ValueError when the
        name or the code exists."""
        name = " ".join(name.split())
        if not name:
            raise ValueError("An adopter needs a name.")
        if self.one("SELECT 1 FROM adopters WHERE name_folded = ?", (plain_name(name),)):
            raise ValueError(f"There is an adopter called {name} already.")
        adopter = Adopter(key=self._free_key(name), name=name, joined_on=listed or now.date())
        self.save_adopter(adopter, now)
        if code:
            self.set_code(adopter.key, code)
        return adopter

    def _free_key(self, name: str) -> str:
        stem = slug(name) or "adopter"
        key, number = stem, 1
        while self.one("SELECT 1 FROM adopters WHERE key = ?", (key,)):
            number += 1
            key = f"{stem}-{number}"
        return key

    def set_code(self, adopter: str, code: str) -> None:
        """Gives an adopter a new join code; the old one no longer works. Raises ValueError when it is taken."""
        if not can_be_typed(code):
            raise ValueError(f"{code} is no join code: nobody who types it would be heard.")
        hashed = hash_code(code, self._salt())
        if self.one("SELECT 1 FROM adopters WHERE code_hash = ? AND key <> ?", (hashed, adopter)):
            raise ValueError("That join code belongs to another adopter: make a new one.")
        self.conn.execute("UPDATE adopters SET code_hash = ? WHERE key = ?", (hashed, adopter))

    def take_code_back(self, adopter: str) -> bool:
        """The adopter's join code no longer works. False when it had none."""
        sql = "UPDATE adopters SET code_hash = NULL WHERE key = ? AND code_hash IS NOT NULL"
        return self.conn.execute(sql, (adopter,)).rowcount > 0

    def has_code(self, adopter: str) -> bool:
        """Whether the adopter has a join code."""
        return self.one("SELECT 1 FROM adopters WHERE key = ? AND code_hash IS NOT NULL", (adopter,)) is not None

    def _salt(self) -> str:
        """Made when the database was."""
        row = self.one("SELECT value FROM machine_values WHERE key = ?", (SALT,))
        if row is None:
            raise ValueError("The salt of the join codes is gone: restore the last backup.")
        return str(row[0])

    def codes_tried(self, join: Sequence[str], link: str, fresh: str) -> CodesTried:
        """The codes hashed, slowly on purpose: to be called in `read`, never in `write`."""
        salt = self._salt()
        hashes = tuple(hash_code(code, salt) for code in join)
        return CodesTried(
            hashes, hash_code(link, salt) if link else "", fresh, hash_code(fresh, salt) if fresh else ""
        )

    def adopter_of_codes(self, hashes: Sequence[str]) -> Adopter | None:
        """The adopter whose join code is among these."""
        for hashed in hashes:
            row = self.one(f"SELECT {ADOPTER} FROM adopters WHERE code_hash = ?", (hashed,))  # noqa: S608
            if row is not None:
                return self.standing(rows.adopter_of(row))
        return None

    def standing(self, adopter: Adopter) -> Adopter:
        """The adopter itself, or the one that it was merged into (and so on)."""
        seen = {adopter.key}
        while adopter.merged_into and adopter.merged_into not in seen:
            seen.add(adopter.merged_into)
            adopter = self.adopter(adopter.merged_into) or adopter
        return adopter

    def code_tries(self, account: Account, at: datetime | None) -> int:
        """How many wrong codes this account gave lately. Nobody else's count: a colleague's code is looked at."""
        row = self.one(
            'SELECT count(*) FROM wrong_codes WHERE channel = ? AND workspace = ? AND at > ? AND "user" = ?',
            (account.channel, account.workspace, "" if at is None else time_text(at - WINDOW), account.user),
        )
        return 0 if row is None else int(row[0])

    def count_wrong_codes(self, account: Account, times: int, at: datetime) -> None:
        place = (account.channel, account.workspace)
        for _ in range(times):
            self.conn.execute(
                'INSERT INTO wrong_codes (channel, workspace, "user", at) VALUES (?, ?, ?, ?)',
                (*place, account.user, time_text(at)),
            )
        self.conn.execute(
            "DELETE FROM wrong_codes WHERE channel = ? AND workspace = ? AND at < ?", (*place, time_text(at - KEPT))
        )

    def wrong_codes(self, at: datetime) -> list[WrongCodes]:
        """Accounts that gave wrong codes lately, those with the most first."""
        found = self.all(
            'SELECT channel, workspace, "user", count(*), max(at) FROM wrong_codes WHERE at > ?'
            ' GROUP BY channel, workspace, "user" ORDER BY count(*) DESC, max(at) DESC',
            (time_text(at - WINDOW),),
        )
        return [
            WrongCodes(Account(channel, workspace, user), count, time_of(last))
            for channel, workspace, user, count, last in found
        ]

    def clear_wrong_codes(self, channel: str = "", workspace: str = "", user: str = "") -> int:
        """Forgets wrong codes: everybody's, a channel's, a workspace's, one account's. Returns how many."""
        return self.conn.execute(
            "DELETE FROM wrong_codes WHERE ? IN ('', channel) AND ? IN ('', workspace) AND ? IN ('', \"user\")",
            (channel, workspace, user),
        ).rowcount

    def save_adopter(self, adopter: Adopter, now: datetime) -> None:
        """Keeps the adopter as given; a new key makes a new row. Raises ValueError when the name is another's."""
        place = None if adopter.team_address is None else dumps(adopter.team_address)
        spelling = plain_name(adopter.name)
        if self.one("SELECT 1 FROM adopters WHERE name_folded = ? AND key <> ?", (spelling, adopter.key)):
            raise ValueError(f"There is an adopter called {adopter.name} already.")
        self.conn.execute(
            "INSERT INTO adopters (key, name, name_folded, joined_on, quarters, merged_into, team_address,"
            " escalate, added_at, closed_on) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
            " ON CONFLICT (key) DO UPDATE SET name = excluded.name,"
            " name_folded = excluded.name_folded, joined_on = excluded.joined_on, quarters = excluded.quarters,"
            " merged_into = excluded.merged_into, team_address = excluded.team_address,"
            " escalate = excluded.escalate, closed_on = excluded.closed_on",
            (
                adopter.key,
                adopter.name,
                spelling,
                maybe_day_text(adopter.joined_on),
                adopter.quarters,
                adopter.merged_into,
                place,
                int(adopter.escalate),
                time_text(now),
                maybe_day_text(adopter.closed_on),
            ),
        )

    def adopters(self) -> list[Adopter]:
        """All adopters, by name."""
        return [rows.adopter_of(row) for row in self.all(f"SELECT {ADOPTER} FROM adopters ORDER BY name_folded")]  # noqa: S608

    def adopter(self, key: str) -> Adopter | None:
        row = self.one(f"SELECT {ADOPTER} FROM adopters WHERE key = ?", (key,))  # noqa: S608
        return None if row is None else rows.adopter_of(row)

    def adopter_of_workspace(self, channel: str, workspace: str) -> Adopter | None:
        row = self.one(
            f"SELECT {ADOPTER} FROM workspaces JOIN adopters ON key = adopter WHERE channel = ? AND workspace = ?",  # noqa: S608
            (channel, workspace),
        )
        return None if row is None else self.standing(rows.adopter_of(row))

    def bind_workspace(self, bound: BoundWorkspace) -> None:
        """From now on this workspace's people are the adopter's. One that is another adopter's stays theirs."""
        self.conn.execute(
            "INSERT INTO workspaces (channel, workspace, adopter, bound_at, bound_by) VALUES (?, ?, ?, ?, ?)"
            " ON CONFLICT (channel, workspace) DO NOTHING",
            (bound.channel, bound.workspace, bound.adopter, maybe_time_text(bound.at), bound.by),
        )

    def bound_workspaces(self, adopter: str = "") -> list[BoundWorkspace]:
        """Workspaces whose people need no code: an adopter's, or everybody's."""
        found = self.all(
            "SELECT channel, workspace, adopter, bound_at, bound_by FROM workspaces WHERE adopter = ? OR ? = ''"
            " ORDER BY adopter, channel, workspace",
            (adopter, adopter),
        )
        return [
            BoundWorkspace(channel, workspace, owner, maybe_time(at), by)
            for channel, workspace, owner, at, by in found
        ]

    def unbind_workspace(self, channel: str, workspace: str, adopter: str) -> bool:
        """Whoever comes later needs the code again; those who came stay. False when it was not that adopter's."""
        sql = "DELETE FROM workspaces WHERE channel = ? AND workspace = ? AND adopter = ?"
        return self.conn.execute(sql, (channel, workspace, adopter)).rowcount > 0

    # -- people
    def people(self, adopter: str) -> list[Person]:
        """Everybody at an adopter, those who left too, by name."""
        found = self.all(f"SELECT {PERSON} FROM people WHERE adopter = ? ORDER BY name, id", (adopter,))  # noqa: S608
        return [rows.person_of(row) for row in found]

    def person(self, person: str) -> Person | None:
        row = self.one(f"SELECT {PERSON} FROM people WHERE id = ?", (person,))  # noqa: S608
        return None if row is None else rows.person_of(row)

    def person_of(self, account: Account) -> Person | None:
        row = self.one(
            f"SELECT {PERSON} FROM accounts JOIN people ON id = person"  # noqa: S608
            ' WHERE channel = ? AND workspace = ? AND "user" = ?',
            (account.channel, account.workspace, account.user),
        )
        return None if row is None else rows.person_of(row)

    def accounts_of(self, person: str) -> list[Account]:
        """A person's accounts, the newest first."""
        found = self.all(
            'SELECT channel, workspace, "user" FROM accounts WHERE person = ? ORDER BY linked_at DESC', (person,)
        )
        return [Account(*row) for row in found]

    def save_person(self, person: Person, account: Account | None = None, at: datetime | None = None) -> str:
        """Keeps the person as given, and that the account is theirs. An empty id makes a new one. Returns the id.

        Whoever leaves, or comes back, has no link or session from before.
        """
        id_ = person.id or f"p-{secrets.token_hex(8)}"
        known = self.person(id_)
        if known is not None and known.left_on != person.left_on:
            self.end_access(id_)
        self.conn.execute(
            "INSERT INTO people (id, adopter, name, role, timezone, left_on, officer) VALUES (?, ?, ?, ?, ?, ?, ?)"
            " ON CONFLICT (id) DO UPDATE SET adopter = excluded.adopter, name = excluded.name, role = excluded.role,"
            " timezone = excluded.timezone, left_on = excluded.left_on, officer = excluded.officer",
            (
                id_,
                person.adopter,
                clean(person.name),
                person.role,
                person.timezone,
                maybe_day_text(person.left_on),
                int(person.officer),
            ),
        )
        if account is not None:
            self.link(account, id_, at)
        return id_

    def link(self, account: Account, person: str, at: datetime | None = None) -> None:
        """This account is this person from now on; what was said before the link goes along.

        Whose it was before is no longer met where that account is: their messages must not reach somebody else.
        """
        before = self.person_of(account)
        self.conn.execute(
            'INSERT INTO accounts (channel, workspace, "user", person, linked_at) VALUES (?, ?, ?, ?, ?)'
            ' ON CONFLICT (channel, workspace, "user") DO UPDATE SET person = excluded.person,'
            " linked_at = excluded.linked_at",
            (account.channel, account.workspace, account.user, person, "" if at is None else time_text(at)),
        )
        talker = rows.talker_of(account)
        self.conn.execute("UPDATE said SET talker = ? WHERE talker = ?", (person, talker))
        self.conn.execute(
            "UPDATE talks SET talker = ? WHERE talker = ? AND NOT EXISTS (SELECT 1 FROM talks WHERE talker = ?)",
            (person, talker, person),
        )
        self.conn.execute("DELETE FROM talks WHERE talker = ?", (talker,))
        if before is not None and before.id != person:
            self._leave(before.id, account)

    def _leave(self, person: str, account: Account) -> None:
        """The person is no longer met where they had this account (an address may bear another workspace's name than
        the account that was heard there: without another account in the channel, they are met in none of it)."""
        still = [other for other in self.accounts_of(person) if other.channel == account.channel]
        if not still:
            self.conn.execute("DELETE FROM met WHERE person = ? AND channel = ?", (person, account.channel))
        elif not any(other.workspace == account.workspace for other in still):
            sql = "DELETE FROM met WHERE person = ? AND channel = ? AND workspace = ?"
            self.conn.execute(sql, (person, account.channel, account.workspace))

    # -- addresses
    def address_of(self, person: str, private: bool = True) -> Address | None:
        """Where that person is best reached, gone addresses left out. `private`: direct conversations only."""
        best = by_preference(self.living_addresses(person, private), self.channels)
        return best[0] if best else None

    def living_addresses(self, person: str, private: bool = True) -> list[Address]:
        """All of them, last met first."""
        return [rows.address_of(row) for row in self.all(LIVING, (person, int(private)))]

    def meet(self, person: str, address: Address, at: datetime) -> None:
        """The person was met there. An address thought gone lives again."""
        place = (address.channel, address.workspace, address.conversation)
        self.conn.execute(
            "INSERT INTO met (person, channel, workspace, conversation, thread, private, reference, met_at)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (person, channel, workspace, conversation) DO UPDATE SET"
            " thread = excluded.thread, private = excluded.private, reference = excluded.reference,"
            " met_at = CASE WHEN excluded.met_at > met.met_at THEN excluded.met_at ELSE met.met_at END",
            (person, *place, address.thread, int(address.private), address.reference, time_text(at)),
        )
        self.conn.execute("DELETE FROM gone WHERE channel = ? AND workspace = ? AND conversation = ?", place)

    def is_gone(self, address: Address) -> bool:
        return (
            self.one(
                "SELECT 1 FROM gone WHERE channel = ? AND workspace = ? AND conversation = ?",
                (address.channel, address.workspace, address.conversation),
            )
            is not None
        )

    def gone_addresses(self) -> list[GoneAddress]:
        """Where nothing arrives any more, and whom we met there; the newest first."""
        found = self.all(
            "SELECT g.channel, g.workspace, g.conversation, coalesce(m.thread, ''), coalesce(m.private, 1),"
            " coalesce(m.reference, ''), g.at, g.error, coalesce(m.person, '') FROM gone g LEFT JOIN met m"
            " ON m.channel = g.channel AND m.workspace = g.workspace AND m.conversation = g.conversation"
            " ORDER BY g.at DESC"
        )
        return [
            GoneAddress(rows.address_of(row[:6]), person=row[8], at=time_of(row[6]), error=row[7]) for row in found
        ]
