"""Peers: what is shared with other adopters, who was introduced to whom, and what waits to be passed on.

An introduction is of two adopters, whose turns run side by side: it is changed while it is held. What is passed on is
kept only until it was passed on and the introduction has ended.
"""

from __future__ import annotations

import dataclasses
import json
from collections import defaultdict
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

from bot.core.model.peers import (
    AskPeer,
    Couple,
    Introduction,
    NotePeerTold,
    OrganisationProfile,
    Party,
    Peer,
    PeerChange,
    PeerLine,
    PeerProfile,
    PeersKnown,
    PeersNeededError,
    SaveIntroduction,
    SaveOrganisationProfile,
    SavePeerProfile,
    SayToPeer,
)
from bot.store.codec import clean, dumps, loads, maybe_time, maybe_time_text, time_of, time_text
from bot.store.sql.keeping import Keeping
from bot.store.sql.rows import Part, Row

KNOWN = 30
"""So many of an adopter's introductions a turn may know of, the latest first: of those that ended too."""
QUARTER = timedelta(days=91)
"""For so long it counts how often somebody was asked."""
INTRODUCTION = (
    "SELECT i.id, i.topic, i.state, i.asked_at, i.opened_at, i.ended_by, i.in_round, i.told,"
    " i.asker, i.asker_adopter, coalesce(p.name, ''), coalesce(p.role, ''), a.name, po.profile, i.asker_said,"
    " i.asker_outcome,"
    " i.helper, i.helper_adopter, coalesce(q.name, ''), coalesce(q.role, ''), b.name, qo.profile, i.helper_said,"
    " i.helper_outcome"
    " FROM introductions i JOIN adopters a ON a.key = i.asker_adopter JOIN adopters b ON b.key = i.helper_adopter"
    " LEFT JOIN people p ON p.id = i.asker LEFT JOIN people q ON q.id = i.helper"
    " LEFT JOIN peer_organisations po ON po.adopter = i.asker_adopter"
    " LEFT JOIN peer_organisations qo ON qo.adopter = i.helper_adopter"
)
REACHED = (
    "EXISTS (SELECT 1 FROM met m LEFT JOIN gone g ON g.channel = m.channel AND g.workspace = m.workspace"
    " AND g.conversation = m.conversation WHERE m.person = p.id AND m.private = 1 AND g.at IS NULL)"
)
POOL = (
    "SELECT p.id, p.adopter, p.role, o.profile, f.profile FROM peer_profiles f JOIN people p ON p.id = f.person"  # noqa: S608
    " JOIN peer_organisations o ON o.adopter = p.adopter JOIN adopters a ON a.key = p.adopter"
    " WHERE f.shared = 1 AND o.shared = 1 AND p.left_on IS NULL AND a.closed_on IS NULL AND a.merged_into = ''"
    f" AND p.adopter <> ? AND {REACHED}"
)


class PeersTx(Part):
    __slots__ = ()

    # ------------------------------------------------------------ reading

    def peers_known(self, adopter: str) -> PeersKnown:
        """What a turn of this adopter may know. Of one that shares nothing that is all that is asked."""
        row = self.one("SELECT profile FROM peer_organisations WHERE adopter = ?", (adopter,))
        if row is None:
            return PeersKnown()
        profiles = self.all(
            "SELECT f.person, f.profile FROM people p JOIN peer_profiles f ON f.person = p.id WHERE p.adopter = ?",
            (adopter,),
        )
        return PeersKnown(
            loads(OrganisationProfile, row[0]),
            tuple((person, loads(PeerProfile, text)) for person, text in profiles),
            self._introductions_of(adopter),
        )

    def with_peers(self, known: PeersKnown, needed: PeersNeededError, adopter: str, at: datetime) -> PeersKnown:
        """The same with what a turn needs: an introduction read again that nobody else changes before this
        transaction ends; or everybody who may be asked, and a helper whom nobody else asks meanwhile."""
        if needed.introduction:
            self.hold("introduction", str(needed.introduction))
            every = (self._introduction(one.id) if one.id == needed.introduction else one
                     for one in known.introductions)  # fmt: skip
            found = tuple(one for one in every if one is not None)
            return dataclasses.replace(known, introductions=found, held=(*known.held, str(needed.introduction)))
        held = known.held
        if needed.helper:
            self.hold("helper", needed.helper)
            held = (*held, needed.helper)
        return dataclasses.replace(known, pool=self.peer_pool(adopter, at), met=self.met_of(adopter), held=held)

    def peer_pool(self, without: str, at: datetime) -> tuple[Peer, ...]:
        """Everybody who may be asked, but for one adopter's people."""
        done: dict[str, list[tuple[str, date]]] = defaultdict(list)
        doing: dict[str, list[str]] = defaultdict(list)
        for key, step, state, reached in self.all(
            "SELECT m.adopter, m.step, m.state, m.reached_at FROM peer_organisations o JOIN milestones m"
            " ON m.adopter = o.adopter WHERE o.shared = 1 AND m.state IN ('done', 'begun')"
        ):
            if state == "begun":
                doing[key].append(step)
            elif reached is not None:
                done[key].append((step, time_of(reached).date()))
        asked = self._times_asked(at - QUARTER)
        return tuple(
            Peer(
                person, adopter, role, loads(OrganisationProfile, organisation), loads(PeerProfile, profile),
                tuple(done[adopter]), tuple(doing[adopter]), asked.get(person, 0),
            )
            for person, adopter, role, organisation, profile in self.all(f"{POOL} ORDER BY p.id", (without,))
        )  # fmt: skip

    def met_of(self, adopter: str = "") -> frozenset[Couple]:
        """Who was put together before: of one adopter's people, or all."""
        where, args = ("", ())
        if adopter:
            where, args = " WHERE asker_adopter = ? OR helper_adopter = ?", (adopter, adopter)  # type: ignore[assignment]
        found = self.all(f"SELECT asker, helper FROM introductions{where}", args)  # noqa: S608
        return frozenset(frozenset(row) for row in found)

    def peer_counts(self) -> list[tuple[str, str, str, int]]:
        """(topic, state, what came of it, how many) of all introductions, for the programme: no people, no words."""
        found = self.all(
            "SELECT topic, state, CASE WHEN 'helped' IN (asker_outcome, helper_outcome) THEN 'helped' ELSE '' END,"
            " count(*) FROM introductions GROUP BY 1, 2, 3 ORDER BY 1, 2, 3"
        )
        return [(str(topic), str(state), str(came), int(count)) for topic, state, came, count in found]

    def _times_asked(self, since: datetime) -> dict[str, int]:
        at = time_text(since)
        found = self.all(
            "SELECT person, count(*) FROM (SELECT helper AS person FROM introductions WHERE asked_at >= ?"
            " UNION ALL SELECT asker FROM introductions WHERE asked_at >= ? AND in_round = 1) AS asks"
            " GROUP BY person",
            (at, at),
        )
        return {str(person): int(count) for person, count in found}

    def _introductions_of(self, adopter: str) -> tuple[Introduction, ...]:
        found = self.all(
            f"{INTRODUCTION} WHERE i.asker_adopter = ? OR i.helper_adopter = ? ORDER BY i.id DESC LIMIT ?",
            (adopter, adopter, KNOWN),
        )
        return tuple(self._introduction_of(row) for row in found)

    def _introduction(self, number: int) -> Introduction | None:
        row = self.one(f"{INTRODUCTION} WHERE i.id = ?", (number,))
        return None if row is None else self._introduction_of(row)

    def _introduction_of(self, row: Row) -> Introduction:
        number, topic, state, asked, opened, ended_by, in_round, told, *parties = row
        lines = self.all(
            "SELECT id, person, kind, words, told FROM peer_lines WHERE introduction = ? ORDER BY id", (number,)
        )
        return Introduction(
            number, _party_of(parties[:8]), _party_of(parties[8:]), topic, state, time_of(asked), maybe_time(opened),
            ended_by, bool(in_round), tuple(json.loads(told)),
            tuple(PeerLine(id_, person, kind, words, bool(said)) for id_, person, kind, words, said in lines),
        )  # fmt: skip

    def peer_introduction(self, number: int) -> Introduction | None:
        """One introduction, as it is kept."""
        return self._introduction(number)

    def introduced_to(self, person: str) -> list[str]:
        """Who has heard somebody's name by an introduction."""
        found = self.all(
            "SELECT helper FROM introductions WHERE asker = ? AND opened_at IS NOT NULL"
            " UNION SELECT asker FROM introductions WHERE helper = ? AND opened_at IS NOT NULL",
            (person, person),
        )
        return [str(other) for (other,) in found]

    # ------------------------------------------------------------ changing

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
        """The clock looks at both adopters."""
        for side in ("asker_adopter", "helper_adopter"):
            self.conn.execute(
                f"UPDATE adopters SET wake_at = ? WHERE key = (SELECT {side} FROM introductions WHERE id = ?)",  # noqa: S608
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

    def look_at_peers_of(self, person: str, at: datetime) -> None:
        """Somebody is taken out of everything: whoever they were introduced to hears that it has ended."""
        for (number,) in self.all(
            "SELECT id FROM introductions WHERE (asker = ? OR helper = ?) AND state IN ('asked', 'open')",
            (person, person),
        ):
            self.hold("introduction", str(number))
            self._look_at(int(number), at)


def _party_of(row: list[Any]) -> Party:
    person, adopter, name, role, organisation, profile, said, outcome = row
    shown = OrganisationProfile() if profile is None else loads(OrganisationProfile, str(profile))
    return Party(person, adopter, name, role, organisation, shown, said, outcome)
