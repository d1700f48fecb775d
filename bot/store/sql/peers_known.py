"""What is known of peers: an adopter's own introductions, and everybody who may be asked."""

from __future__ import annotations

import dataclasses
import json
from collections import defaultdict
from datetime import date, datetime, timedelta
from typing import Any

from bot.core.model.peers import (
    Couple,
    Introduction,
    OrganisationProfile,
    Party,
    Peer,
    PeerLine,
    PeerProfile,
    PeersKnown,
    PeersNeededError,
)
from bot.store.codec import loads, maybe_time, time_of, time_text
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


class PeersKnownTx(Part):
    __slots__ = ()

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


def _party_of(row: list[Any]) -> Party:
    person, adopter, name, role, organisation, profile, said, outcome = row
    shown = OrganisationProfile() if profile is None else loads(OrganisationProfile, str(profile))
    return Party(person, adopter, name, role, organisation, shown, said, outcome)
