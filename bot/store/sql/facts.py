"""The evidence: facts are added, and which one counts follows from them.

Which fact counts: a fact counts while no fact that counts replaces it. So a correction puts its forerunner out, and
a withdrawal puts the correction out, and the forerunner counts again. Of several that count under one name
and entry, the newest is current; a withdrawal itself never is.
"""

from __future__ import annotations

from bot.core.model import NewFact
from bot.store.codec import clean, dumps, time_text
from bot.store.sql.keeping import Keeping
from bot.store.sql.tracks import TracksTx


class FactsTx(TracksTx):
    __slots__ = ()

    def add_facts(self, now: Keeping, facts: tuple[NewFact, ...]) -> tuple[int, ...]:
        if facts and not now.adopter:
            raise ValueError("A fact needs an adopter: nobody knows whose it is.")
        if facts:
            self.hold("adopter", now.adopter)  # of one adopter, the later fact has the greater id
            self.facts_were_told(now.adopter)
        return tuple(self._fact(now, fact) for fact in facts)

    def _fact(self, now: Keeping, fact: NewFact) -> int:
        touched = self._names_behind(now.adopter, fact)
        row = self.one(
            "INSERT INTO facts (adopter, name, value, words, person, channel, conversation, at, sure, confirmed_by,"
            " replaces, withdrawn, step, step_version, source_link, event, entry)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id",
            (
                now.adopter,
                fact.name,
                dumps(fact.value),
                clean(fact.words) if now.keep_text else "",
                fact.person or now.person,
                now.channel,
                now.conversation,
                time_text(now.at),
                int(fact.sure),
                fact.confirmed_by or now.person,
                fact.replaces,
                int(fact.withdrawn),
                fact.step or fact.name.partition(".")[0],
                fact.step_version,
                fact.source_link or now.link,
                now.event,
                fact.entry,
            ),
        )
        if row is None:
            raise ValueError(f"The fact {fact.name} was given no id.")
        id_ = int(row[0])
        if not fact.withdrawn:
            self._set_current(now.adopter, fact.name, fact.entry, id_)
            touched.discard((fact.name, fact.entry))
        for name, entry in sorted(touched):
            self.work_out_current(now.adopter, name, entry)
        return id_

    def _names_behind(self, adopter: str, fact: NewFact) -> set[tuple[str, str]]:
        """The names and entries of what this fact replaces, of what that replaced, and so on.

        Raises ValueError when it replaces a fact of somebody else.
        """
        if fact.replaces is None:
            return set()
        # Row by row, by the key: a join might be planned as a look through the whole table.
        found = self.all(
            "WITH RECURSIVE behind (id) AS (SELECT CAST(? AS BIGINT) UNION ALL"
            " SELECT (SELECT f.replaces FROM facts f WHERE f.id = b.id) FROM behind b WHERE b.id IS NOT NULL)"
            " SELECT DISTINCT (SELECT adopter FROM facts f WHERE f.id = b.id),"
            " (SELECT name FROM facts f WHERE f.id = b.id), (SELECT entry FROM facts f WHERE f.id = b.id)"
            " FROM behind b WHERE b.id IS NOT NULL",
            (fact.replaces,),
        )
        if any(row[0] != adopter for row in found):
            raise ValueError(f"The fact {fact.replaces} that {fact.name} replaces is not one of {adopter}'s.")
        return {(name, entry) for _, name, entry in found}

    def _set_current(self, adopter: str, name: str, entry: str, fact: int) -> None:
        self.conn.execute(
            "INSERT INTO current_facts (adopter, name, entry, fact) VALUES (?, ?, ?, ?)"
            " ON CONFLICT (adopter, name, entry) DO UPDATE SET fact = excluded.fact",
            (adopter, name, entry, fact),
        )

    def work_out_current(self, adopter: str, name: str, entry: str = "") -> int | None:
        """Finds, from the facts alone, which one is current under a name of an entry, keeps it, returns its id."""
        fact = self.current_id(adopter, name, entry)
        if fact is None:
            self.conn.execute(
                "DELETE FROM current_facts WHERE adopter = ? AND name = ? AND entry = ?", (adopter, name, entry)
            )
        else:
            self._set_current(adopter, name, entry, fact)
        return fact

    def current_id(self, adopter: str, name: str, entry: str = "") -> int | None:
        """The id of the newest fact of this name and entry that counts and is no withdrawal."""
        counting: dict[int, bool] = {}
        found = self.all(
            "SELECT id, withdrawn FROM facts WHERE adopter = ? AND name = ? AND entry = ? ORDER BY id DESC",
            (adopter, name, entry),
        )
        return next((id_ for id_, withdrawn in found if not withdrawn and self._counts(id_, counting)), None)

    def _counts(self, fact: int, known: dict[int, bool]) -> bool:
        """True while no fact that counts replaces it. What replaces is always newer, so this ends."""
        waiting = [fact]
        while waiting:
            top = waiting[-1]
            after = [row[0] for row in self.all("SELECT id FROM facts WHERE replaces = ?", (top,))]
            unknown = [id_ for id_ in after if id_ not in known]
            if unknown:
                waiting.extend(unknown)
                continue
            known[top] = not any(known[id_] for id_ in after)
            waiting.pop()
        return known[fact]
