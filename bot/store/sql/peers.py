"""Peers: what is shared with other adopters, who was introduced to whom, and what waits to be passed on.

An introduction is of two adopters, whose turns run side by side: it is changed while it is held. What is passed on is
kept only until it was passed on and the introduction has ended.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime

from bot.core.model.peers import (
    AskPeer,
    Introduction,
    NotePeerTold,
    OrganisationProfile,
    PeerChange,
    SaveIntroduction,
    SaveOrganisationProfile,
    SavePeerProfile,
    SayToPeer,
)
from bot.store.codec import clean, dumps, maybe_time_text, time_text
from bot.store.sql.keeping import Keeping
from bot.store.sql.peers_known import PeersKnownTx


class PeersTx(PeersKnownTx):
    __slots__ = ()

    def change_peers(self, now: Keeping, change: PeerChange) -> None:
        """Keeps one change of the person whose turn it is."""
        match change:
            case SaveOrganisationProfile(profile):
                self._save_organisation(now.adopter, profile)
            case SavePeerProfile(profile):
                self._begin(now.adopter)
                self.conn.execute(
                    "INSERT INTO peer_profiles (person, profile, shared, rounds) VALUES (?, ?, ?, ?) ON CONFLICT"
                    " (person) DO UPDATE SET profile = excluded.profile, shared = excluded.shared,"
                    " rounds = excluded.rounds",
                    (now.person, dumps(profile), int(profile.shared), int(profile.rounds)),
                )
            case AskPeer(helper, topic):
                self.hold("helper", helper)
                self.introduce(now.person, helper, topic, now.at)
            case SaveIntroduction(introduction):
                self._save_introduction(introduction, now.at)
            case SayToPeer(number, kind, words):
                self.conn.execute(
                    "INSERT INTO peer_lines (introduction, person, kind, words, told) VALUES (?, ?, ?, ?, 0)",
                    (number, now.person, kind, clean(words)),
                )
                self._look_at(number, now.at)
            case NotePeerTold(number, person, mark):
                self._note_peer_told(number, person, mark)

    def introduce(self, asker: str, helper: str, topic: str, at: datetime, in_round: bool = False) -> None:
        """Puts two people together. Who asked has said yes by that; in a round both are asked."""
        adopters = []
        for person in (asker, helper):
            row = self.one("SELECT adopter FROM people WHERE id = ?", (person,))
            if row is None:
                return
            adopters.append(str(row[0]))
            self._begin(adopters[-1])
        made = self.one(
            "INSERT INTO introductions (asker, helper, asker_adopter, helper_adopter, topic, state, asker_said,"
            " helper_said, asker_outcome, helper_outcome, asked_at, ended_by, in_round, told)"
            " VALUES (?, ?, ?, ?, ?, 'asked', ?, '', '', '', ?, '', ?, '[]') RETURNING id",
            (asker, helper, *adopters, topic, "" if in_round else "yes", time_text(at), int(in_round)),
        )
        assert made is not None
        self._look_at(int(made[0]), at)

    def _begin(self, adopter: str) -> None:
        """An adopter takes part in some way: from now on its turns know of it."""
        self.conn.execute(
            "INSERT INTO peer_organisations (adopter, profile, shared) VALUES (?, ?, 0) ON CONFLICT (adopter)"
            " DO NOTHING",
            (adopter, dumps(OrganisationProfile())),
        )

    def _save_organisation(self, adopter: str, profile: OrganisationProfile) -> None:
        self.conn.execute(
            "INSERT INTO peer_organisations (adopter, profile, shared) VALUES (?, ?, ?) ON CONFLICT (adopter)"
            " DO UPDATE SET profile = excluded.profile, shared = excluded.shared",
            (adopter, dumps(profile), int(profile.shared)),
        )

    def _save_introduction(self, one: Introduction, at: datetime) -> None:
        self.hold("introduction", str(one.id))
        self.conn.execute(
            "UPDATE introductions SET state = ?, asker_said = ?, helper_said = ?, asker_outcome = ?,"
            " helper_outcome = ?, opened_at = ?, ended_by = ?, ended_at = coalesce(ended_at, ?) WHERE id = ?",
            (
                one.state, one.first.said, one.second.said, one.first.outcome, one.second.outcome,
                maybe_time_text(one.opened), one.ended_by, None if one.goes_on else time_text(at), one.id,
            ),
        )  # fmt: skip
        self._forget_lines(one.id)
        self._look_at(one.id, at)

    def _forget_lines(self, number: int) -> None:
        """Of an introduction that has ended, nothing is kept that was passed on, nor an address."""
        self.conn.execute(
            "DELETE FROM peer_lines WHERE introduction = ? AND (told = 1 OR kind = 'address')"
            " AND introduction IN (SELECT id FROM introductions WHERE state NOT IN ('asked', 'open'))",
            (number,),
        )

    def _look_at(self, number: int, at: datetime) -> None:
        """The clock looks at both adopters, but for one that is closed."""
        for side in ("asker_adopter", "helper_adopter"):
            self.conn.execute(
                f"UPDATE adopters SET wake_at = ? WHERE key = (SELECT {side} FROM introductions WHERE id = ?)"  # noqa: S608
                " AND closed_on IS NULL",
                (time_text(at), number),
            )

    def _note_peer_told(self, number: int, person: str, mark: str) -> None:
        self.hold("introduction", str(number))
        kind, _, of = mark.partition(":")
        if kind == "line":
            self.conn.execute("UPDATE peer_lines SET told = 1 WHERE id = ?", (int(of),))
            self._forget_lines(number)
            return
        self._mark(number, lambda told: list(dict.fromkeys((*told, f"{mark}:{person}"))))

    def untell_peer(self, number: int, person: str, mark: str) -> None:
        """Something about an introduction was not said after all."""
        self.hold("introduction", str(number))
        kind, _, of = mark.partition(":")
        if kind == "line":
            self.conn.execute("UPDATE peer_lines SET told = 0 WHERE id = ?", (int(of),))
            return
        self._mark(number, lambda told: [said for said in told if said != f"{mark}:{person}"])

    def _mark(self, number: int, change: Callable[[list[str]], list[str]]) -> None:
        row = self.one("SELECT told FROM introductions WHERE id = ?", (number,))
        if row is not None:
            told = json.dumps(change(json.loads(row[0])))
            self.conn.execute("UPDATE introductions SET told = ? WHERE id = ?", (told, number))

    def peers_go_with(self, gone: str, into: str) -> None:
        """One adopter became part of another: its people's introductions are the other's."""
        self._begin(into)
        for side in ("asker_adopter", "helper_adopter"):
            self.conn.execute(f"UPDATE introductions SET {side} = ? WHERE {side} = ?", (into, gone))  # noqa: S608

    def end_peers_of(self, adopter: str, at: datetime) -> None:
        """The programme closed an adopter: its introductions end, and the others hear of it."""
        for (number,) in self.all(
            "SELECT id FROM introductions WHERE (asker_adopter = ? OR helper_adopter = ?)"
            " AND state IN ('asked', 'open')",
            (adopter, adopter),
        ):
            self.hold("introduction", str(number))
            self.conn.execute(
                "UPDATE introductions SET state = 'gone', ended_at = ? WHERE id = ?", (time_text(at), number)
            )
            self._forget_lines(number)
            self._look_at(number, at)

    def look_at_peers_of(self, person: str, at: datetime) -> None:
        """Somebody is taken out of everything: whoever they were introduced to hears that it has ended."""
        for (number,) in self.all(
            "SELECT id FROM introductions WHERE (asker = ? OR helper = ?) AND state IN ('asked', 'open')",
            (person, person),
        ):
            self.hold("introduction", str(number))
            self._look_at(int(number), at)
