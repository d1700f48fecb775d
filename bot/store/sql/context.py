"""What a turn may know, loaded before it. Every statement finds its rows by index."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bot.core.model import (
    Account,
    Address,
    Adopter,
    Assignment,
    CodesTried,
    DialogueState,
    Fact,
    Person,
    PersonState,
    TurnContext,
)
from bot.core.model.casework import Casework
from bot.core.model.context import NOTHING_TRIED
from bot.core.people.codes import link_in
from bot.store.codec import loads
from bot.store.sql import rows
from bot.store.sql.casework import CaseworkTx
from bot.store.sql.gatherings import GatheringsTx
from bot.store.sql.links import LinksTx
from bot.store.sql.peers import PeersTx
from bot.store.sql.rows import FACT, PERSON

ENTRIES_EVER = (
    "WITH RECURSIVE names (name) AS ("
    "SELECT MIN(name) FROM facts WHERE adopter = ? AND entry <> ''"
    " UNION ALL SELECT (SELECT MIN(f.name) FROM facts f WHERE f.adopter = ? AND f.entry <> '' AND f.name > n.name)"
    " FROM names n WHERE n.name IS NOT NULL)"
    " SELECT n.name, (SELECT MAX(CAST(SUBSTR(entry, 2) AS INTEGER)) FROM facts"
    " WHERE adopter = ? AND entry <> '' AND name = n.name) FROM names n WHERE n.name IS NOT NULL"
)
"""Each name that entries have, with the highest number of one. It goes from name to name through an index, and reads
no more rows than there are names: an adopter may have told ten thousand facts."""
EVERYBODY = (
    f"SELECT {PERSON}, care, last_seen, EXISTS (SELECT 1 FROM met m LEFT JOIN gone g ON g.channel = m.channel"  # noqa: S608
    " AND g.workspace = m.workspace AND g.conversation = m.conversation WHERE m.person = id AND m.private = 1"
    " AND g.at IS NULL) FROM people LEFT JOIN person_cares ON person = id WHERE adopter = ? ORDER BY name, id"
)
"""Each with their reminders, and whether a private message reaches them somewhere."""


class ContextTx(CaseworkTx, LinksTx, GatheringsTx, PeersTx):
    __slots__ = ()

    def seen(self, event: str) -> bool:
        """True when this event was answered before, also where the answer was that its person is gone."""
        return self.one("SELECT 1 FROM events WHERE event IN (?, ?)", (event, rows.mark_of(event))) is not None

    def context(
        self,
        account: Account,
        text: str = "",
        at: datetime | None = None,
        place: Address | None = None,
        home: str | None = None,
        tried: CodesTried = NOTHING_TRIED,
    ) -> TurnContext:
        """All that a turn of this account may know; `place` is where it is said, `home` whose member they are.

        `tried` is looked up: as join codes for somebody unknown, as a linking code for everybody. `at` is the turn's
        time: wrong codes count for an hour before it (without it, all of them count).
        """
        self.hold_account(account)
        person = self.person_of(account)
        if person is not None:
            self.hold("adopter", person.adopter)  # another than a moment ago, where two became one meanwhile
        bound = self.adopter_of_workspace(account.channel, account.workspace if home is None else home)
        if person is None:
            joining = self.adopter_of_codes(tried.join)
            for theirs in filter(None, (bound, joining)):
                self.hold("adopter", theirs.key)
            return TurnContext(
                account=account,
                dialogue=self.dialogue(rows.talker_of(account)),
                workspace_adopter=bound,
                code_adopter=joining,
                codes_tried=len(tried.join),
                code_tries=self.code_tries(account, at),
                link_person=self.person_of_link(tried.link, at),
                casework=self.casework_context("", text),
                gatherings=self.gatherings_known(""),
            )
        shared = place is not None and not place.private and self.others_here(account, person.adopter, place)
        return self._context(
            account,
            self.adopter(person.adopter),
            person,
            self.casework_context(person.id, text),
            history=not text,
            bound=bound,
            tried=tried,
            code_tries=self.code_tries(account, at) if link_in(text) else 0,
            link_person=self.person_of_link(tried.link, at),
            others_here=shared,
        )

    def with_history(self, context: TurnContext) -> TurnContext:
        """The same, with the history of the record where that was left out."""
        if context.earlier is not None or context.adopter is None:
            return context
        return replace(context, earlier=self._earlier(context.adopter.key, context.facts))

    def context_of(self, adopter: str, person: str = "") -> TurnContext:
        """The same, by adopter. `account` is the newest of `person`, or empty. Raises KeyError for an unknown one."""
        self.hold("adopter", adopter)
        found = self.adopter(adopter)
        if found is None:
            raise KeyError(adopter)
        somebody = self.person(person) if person else None
        accounts = self.accounts_of(person) if somebody is not None else []
        account = accounts[0] if accounts else Account("", "", "")
        return self._context(account, found, somebody, self.casework_context(person, ""))

    def _context(
        self,
        account: Account,
        adopter: Adopter | None,
        person: Person | None,
        casework: Casework,
        *,
        history: bool = True,
        bound: Adopter | None = None,
        tried: CodesTried = NOTHING_TRIED,
        code_tries: int = 0,
        link_person: Person | None = None,
        others_here: bool = False,
    ) -> TurnContext:
        key = "" if adopter is None else adopter.key
        dialogue = self.dialogue(person.id) if person is not None else DialogueState()
        facts = tuple(self.current_facts(key))
        people, assignments, unreachable = self._everybody(key)
        return TurnContext(
            account=account,
            adopter=adopter,
            person=person,
            people=people if key else ((person,) if person is not None else ()),
            accounts=self._accounts(key),
            facts=facts,
            recent=self._recent(dialogue.last, facts),
            earlier=self._earlier(key, facts) if history else None,
            entries_ever=self._entries_ever(key),
            dialogue=dialogue,
            assignments=self._assignments(key),
            people_states=assignments,
            workspace_adopter=bound,
            casework=casework,
            code_tries=code_tries,
            fresh_code=tried.fresh,
            fresh_code_hash=tried.fresh_hash,
            link_person=link_person,
            others_here=others_here,
            unreachable=unreachable,
            gatherings=self.gatherings_known(key),
            peers=self.peers_known(key),
        )

    def dialogue(self, talker: str) -> DialogueState:
        """Where the dialogue of a person (or of an account not yet linked) stands."""
        row = self.one("SELECT talk FROM talks WHERE talker = ?", (talker,))
        return DialogueState() if row is None else loads(DialogueState, row[0])

    def current_facts(self, adopter: str) -> list[Fact]:
        """The facts that count now: one for each name of each entry."""
        found = self.all(
            f"SELECT {FACT} FROM current_facts c JOIN facts f ON f.id = c.fact WHERE c.adopter = ?"  # noqa: S608
            " ORDER BY c.name, c.entry",
            (adopter,),
        )
        return [rows.fact_of(row) for row in found]

    def facts_named(self, name: str, after: int, limit: int) -> list[Fact]:
        """The facts of this name that count now, whoever's, some at a time."""
        found = self.all(
            f"SELECT {FACT} FROM current_facts c JOIN facts f ON f.id = c.fact JOIN adopters a ON a.key = c.adopter"  # noqa: S608
            " WHERE c.name = ? AND c.fact > ? AND a.merged_into = '' ORDER BY c.fact LIMIT ?",
            (name, after, limit),
        )
        return [rows.fact_of(row) for row in found]

    def _earlier(self, adopter: str, current: tuple[Fact, ...]) -> tuple[Fact, ...]:
        """The facts behind the current ones, whose place they took: all that was ever put right."""
        if all(fact.replaces is None for fact in current):
            return ()
        found = self.all(
            "WITH RECURSIVE behind (id) AS ("  # noqa: S608
            "SELECT f.replaces FROM current_facts c JOIN facts f ON f.id = c.fact"
            " WHERE c.adopter = ? AND f.replaces IS NOT NULL"
            " UNION SELECT f.replaces FROM behind b JOIN facts f ON f.id = b.id WHERE f.replaces IS NOT NULL)"
            f" SELECT {FACT} FROM behind b JOIN facts f ON f.id = b.id ORDER BY f.id",
            (adopter,),
        )
        return tuple(rows.fact_of(row) for row in found)

    def _entries_ever(self, adopter: str) -> tuple[tuple[str, int], ...]:
        """Each step with the highest number that an entry of it ever had, also of one that was taken back."""
        found = self.all(ENTRIES_EVER, (adopter, adopter, adopter))
        highest: dict[str, int] = {}
        for name, number in found:
            step = name.partition(".")[0]
            highest[step] = max(number, highest.get(step, 0))
        return tuple(highest.items())

    def _recent(self, ids: tuple[int, ...], current: tuple[Fact, ...]) -> tuple[Fact, ...]:
        """The facts of these ids and the ones that they replaced: those that no longer count too."""
        known = {fact.id: fact for fact in current}
        found = [fact for id_ in ids if (fact := known.get(id_) or self._fact_of_id(id_)) is not None]
        before = (self._fact_of_id(fact.replaces) for fact in found if fact.replaces is not None)
        return (*found, *(fact for fact in before if fact is not None))

    def _fact_of_id(self, id_: int) -> Fact | None:
        row = self.one(f"SELECT {FACT} FROM facts f WHERE f.id = ?", (id_,))  # noqa: S608
        return None if row is None else rows.fact_of(row)

    def _everybody(self, adopter: str) -> tuple[tuple[Person, ...], tuple[PersonState, ...], tuple[str, ...]]:
        """An adopter's people by name, their reminders, and whom no private message reaches: in one statement."""
        found = self.all(EVERYBODY, (adopter,))
        return (
            tuple(rows.person_of(row[:-3]) for row in found),
            tuple(rows.person_state_of(state, seen) for *_, state, seen, _ in found if state is not None),
            tuple(row[0] for row in found if not row[-1]),
        )

    def _accounts(self, adopter: str) -> tuple[tuple[Account, str], ...]:
        found = self.all(
            'SELECT a.channel, a.workspace, a."user", a.person FROM people p JOIN accounts a ON a.person = p.id'
            " WHERE p.adopter = ?",
            (adopter,),
        )
        return tuple((Account(*row[:3]), row[3]) for row in found)

    def _assignments(self, adopter: str) -> tuple[Assignment, ...]:
        found = self.all("SELECT care FROM step_cares WHERE adopter = ? ORDER BY step", (adopter,))
        return tuple(rows.assignment_of(row[0]) for row in found)
