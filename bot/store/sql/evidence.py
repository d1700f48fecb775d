"""Reading what was kept: every fact, the web chat's history, and all of it for export."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from bot.core.model import Account, Fact, Message
from bot.store.codec import loads, maybe_time, time_of
from bot.store.port import Said
from bot.store.sql import rows
from bot.store.sql.rows import FACT, NO_END, SET_VALUE, Part

FACT_FIELDS = (
    "adopter, name, value, words, person, channel, at, sure, confirmed_by, replaces, id, withdrawn, step,"
    " step_version, conversation, source_link, entry"
)
EXPORTED: tuple[tuple[str, str], ...] = (
    ("facts", f"SELECT {FACT_FIELDS} FROM facts ORDER BY at, id"),  # noqa: S608
    (
        "adopters",
        "SELECT key, name, joined_on, quarters, merged_into, team_address, escalate, added_at, wake_at, closed_on"
        " FROM adopters ORDER BY key",
    ),
    ("people", "SELECT id, adopter, name, role, timezone, left_on, officer FROM people ORDER BY adopter, id"),
    ("accounts", 'SELECT channel, workspace, "user", person, linked_at FROM accounts ORDER BY person, channel'),
    ("workspaces", "SELECT channel, workspace, adopter FROM workspaces ORDER BY channel, workspace"),
    ("step_cares", "SELECT adopter, step, care FROM step_cares ORDER BY adopter, step"),
    ("person_cares", "SELECT person, care, last_seen FROM person_cares ORDER BY person"),
    ("nudges", "SELECT key, adopter, person, steps, why, at FROM nudges ORDER BY at, key"),
    ("events", "SELECT event, channel, kind, adopter, person, at FROM events ORDER BY at, event"),
    (
        "messages",
        "SELECT id, state, channel, adopter, person, nudge, created_at, ended_at, attempts, doubts, error, diverted"
        " FROM outbox ORDER BY id",
    ),
    ("said", "SELECT seq, talker, who, text, at FROM said ORDER BY seq"),
    ("cases", "SELECT id, adopter, person, opened_at, closed_at, closed_by FROM cases ORDER BY opened_at, id"),
    ("case_lines", "SELECT seq, case_id, who, name, words, at FROM case_lines ORDER BY seq"),
    ("wishes", "SELECT words, times, last_at FROM wishes ORDER BY words"),
    ("briefing_counts", "SELECT briefing, what, times FROM briefing_counts ORDER BY briefing, what"),
    ("subscriptions", "SELECT id, person, adopter, topic, rhythm, since FROM subscriptions ORDER BY id"),
    ("publications", "SELECT briefing, state, begun_at FROM publications ORDER BY begun_at"),
    ("gatherings", "SELECT key, gathering, taken, waiting FROM gatherings ORDER BY ends_at, key"),
    ("sign_ups", "SELECT gathering, person, state, number, at FROM sign_ups ORDER BY gathering, number"),
    (
        "reflections",
        "SELECT id, person, adopter, about, title, first_words, second_words, shared, at FROM reflections"
        " WHERE shared = 1 ORDER BY id",
    ),
    (
        "introductions",
        "SELECT id, topic, state, asker_outcome, helper_outcome, asked_at, opened_at, ended_at, in_round"
        " FROM introductions ORDER BY id",
    ),
    (
        "tracks",
        "SELECT adopter, at_step, started_at, last_at, finished_at FROM tracks ORDER BY adopter",
    ),
    (
        "milestones",
        "SELECT adopter, step, state, begun_at, reached_at, last_at FROM milestones ORDER BY adopter, step",
    ),
    ("notes", "SELECT id, adopter, officer, words, at FROM notes ORDER BY id"),
    ("audit", "SELECT id, at, officer, act, adopter, about FROM audit ORDER BY id"),
    ("erasures", "SELECT id, at, adopter, counts FROM erasures ORDER BY id"),
)
"""The kinds of an export, and their rows. No join codes, no salt, no tokens, no addresses' references."""

JSON_FIELDS = {
    ("facts", "value"),
    ("step_cares", "care"),
    ("person_cares", "care"),
    ("nudges", "steps"),
    ("erasures", "counts"),
    ("gatherings", "gathering"),
}
FLAGS = {"in_round", "shared", "sure", "withdrawn", "escalate", "officer"}


class EvidenceTx(Part):
    __slots__ = ()

    def fact_count(self) -> int:
        """How many facts were ever kept."""
        row = self.one("SELECT count(*) FROM facts")
        return 0 if row is None else int(row[0])

    def latest(self) -> datetime | None:
        """The latest time at which anything was answered. Reads the whole table: for doctor."""
        row = self.one("SELECT max(at) FROM events")
        return maybe_time(row[0] if row else None)

    def facts(self, adopter: str | None = None) -> Iterator[Fact]:
        """Every fact ever kept, in order of time, replaced and withdrawn ones too."""
        where, args = ("", ()) if adopter is None else ("WHERE f.adopter = ?", (adopter,))
        for row in self.stream(f"SELECT {FACT} FROM facts f {where} ORDER BY f.at, f.id", args):  # noqa: S608
            yield rows.fact_of(row)

    def history(
        self, person: str | Account, after: int = 0, limit: int = 200, before: int | None = None
    ) -> list[Said]:
        """Of the web chat since `after` and before `before` the newest `limit` lines, oldest first."""
        talker = person if isinstance(person, str) else self._talker(person)
        found = self.all(
            "SELECT seq, who, text, at, message, event FROM said WHERE talker = ? AND seq > ? AND seq < ?"
            " ORDER BY seq DESC LIMIT ?",
            (talker, after, NO_END if before is None else before, limit),
        )
        return [
            Said(seq, who, text, time_of(at), None if message is None else loads(Message, message), event)
            for seq, who, text, at, message, event in reversed(found)
        ]

    def _talker(self, account: Account) -> str:
        row = self.one(
            'SELECT person FROM accounts WHERE channel = ? AND workspace = ? AND "user" = ?',
            (account.channel, account.workspace, account.user),
        )
        return rows.talker_of(account) if row is None else str(row[0])

    def value(self, key: str) -> str | None:
        """A small value of the machine's own."""
        self.hold("value", key, shared=True)
        row = self.one("SELECT value FROM machine_values WHERE key = ?", (key,))
        return None if row is None else str(row[0])

    def set_value(self, key: str, value: str | None) -> None:
        """Keeps it; None takes it away."""
        self.hold("value", key)
        if value is None:
            self.conn.execute("DELETE FROM machine_values WHERE key = ?", (key,))
        else:
            self.conn.execute(SET_VALUE, (key, value))

    def values(self, prefix: str) -> dict[str, str]:
        """The small values whose keys begin so, by key."""
        most = prefix + chr(0x10FFFF)
        found = self.all(
            "SELECT key, value FROM machine_values WHERE key >= ? AND key < ? ORDER BY key", (prefix, most)
        )
        return {str(key): str(value) for key, value in found}

    def dump(self) -> Iterable[tuple[str, Iterator[dict[str, Any]]]]:
        """(kind, rows as JSON-able dictionaries). Read each kind's rows before asking for the next."""
        for kind, sql in EXPORTED:
            yield kind, self._dicts(kind, sql)

    def _dicts(self, kind: str, sql: str) -> Iterator[dict[str, Any]]:
        cursor = self.stream(sql)
        names = [column[0] for column in cursor.description]
        for row in cursor:
            result = dict(zip(names, row, strict=True))
            for name, value in result.items():
                if name in FLAGS:
                    result[name] = bool(value)
                elif (kind, name) in JSON_FIELDS:
                    result[name] = json.loads(value)
                elif name == "team_address" and value is not None:
                    place = json.loads(value)
                    result[name] = {part: place[part] for part in ("channel", "workspace", "conversation")}
            yield result
