"""What a turn led to, kept in one transaction: the event, facts, changes, talk, messages.

Which fact counts: a fact counts while no fact that counts replaces it. So a correction puts its forerunner out, and
a withdrawal puts the correction out, and the forerunner counts again. Of several that count under one name, the
newest is current; a withdrawal itself never is.
"""

from __future__ import annotations

import dataclasses
import json
from dataclasses import dataclass, field
from datetime import datetime

from bot.core.model import (
    Account,
    Address,
    BindWorkspace,
    Change,
    LinkAccount,
    NewFact,
    NewLinkCode,
    Nudged,
    Outcome,
    Outgoing,
    SaveAdopter,
    SaveCare,
    SavePerson,
    SavePersonCare,
    Scene,
    Talk,
    Turn,
    UsedLinkCode,
    Wake,
    WrongCode,
)
from bot.store.codec import clean, dumps, maybe_time_text, time_text
from bot.store.port import AlreadyKeptError
from bot.store.sqlite import rows
from bot.store.sqlite.outbox import Posting
from bot.store.sqlite.scenes import ScenesTx


@dataclass(slots=True)
class Keeping:
    """What is known while an outcome is being kept."""

    event: str
    at: datetime
    adopter: str
    person: str
    channel: str
    conversation: str
    link: str
    keep_text: bool
    account: Account | None
    """Whose turn it is; None for the clock."""
    address: Address | None = None
    """Where it happened; None for the clock."""
    saved: str = ""
    """The person saved last."""
    refused: set[str] = field(default_factory=set)
    """Keys of nudges that exist already: their messages do not go out."""

    def place(self) -> Address:
        """Where it happened. Raises ValueError for the clock, which is nowhere."""
        if self.address is None:
            raise ValueError("This needs a place, and the clock is in none.")
        return self.address


class LedgerTx(Posting, ScenesTx):
    __slots__ = ()

    def keep(self, turn: Turn, scene: Scene, outcome: Outcome) -> tuple[int, ...]:
        """Keeps the event's id, facts, talk, changes and messages. Returns the ids of the facts, in order.

        - A SavePerson with an empty id makes a person; a LinkAccount with an empty person links the one saved last.
        - A fact with an empty person or confirmed_by is that of the person whose turn it is (linked just now or not).
        - The talk's `last` becomes the ids of the facts kept here, when there are any that are no withdrawals.
        - The person's `last_seen`, and where they were met, are kept without being asked.
        - A message with neither address nor person goes to the turn's own address.

        Raises AlreadyKeptError when the event was kept before, and ValueError for what cannot be kept.
        """
        now = Keeping(
            event=turn.event,
            at=turn.at,
            adopter=_adopter_of(scene),
            person="" if scene.person is None else scene.person.id,
            channel=turn.account.channel,
            conversation=turn.address.conversation,
            link=turn.link,
            keep_text=outcome.keep_text,
            account=turn.account,
            address=turn.address,
        )
        if self.seen(turn.event):
            raise AlreadyKeptError(turn.event)
        self._change(now, outcome.changes)
        self._event(now, turn.kind.value)
        talker = now.person or rows.talker_of(turn.account)
        text = turn.text if outcome.text is None else outcome.text
        if turn.address.channel == "web" and text and outcome.keep_text:
            self.say(talker, "person", text, None, turn.at, turn.event)
        ids = self._facts(now, outcome.facts)
        self._talk(talker, outcome, ids)
        if now.person:
            self._met(now, turn)
        for out in outcome.messages:
            self._post(now, out, turn, talker)
        return ids

    def keep_clock(self, event: str, at: datetime, scene: Scene, outcome: Outcome) -> bool:
        """The same for a turn that time takes. False (and nothing kept) when the event or a nudge's key exists.

        A message with neither address nor person goes to the person of the scene. Raises ValueError when there is
        none.
        """
        keys = [change.key for change in outcome.changes if isinstance(change, Nudged)]
        if self.seen(event) or any(self.one("SELECT 1 FROM nudges WHERE key = ?", (key,)) for key in keys):
            return False
        person = "" if scene.person is None else scene.person.id
        now = Keeping(event, at, _adopter_of(scene), person, "clock", "", "", outcome.keep_text, None)
        self._change(now, outcome.changes)
        self._event(now, "clock")
        ids = self._facts(now, outcome.facts)
        if now.person:
            self._talk(now.person, outcome, ids)
        for out in outcome.messages:
            self._post(now, out, None, now.person)
        return True

    # ------------------------------------------------------------ the parts

    def _event(self, now: Keeping, kind: str) -> None:
        self.conn.execute(
            "INSERT INTO events (event, channel, kind, adopter, person, at) VALUES (?, ?, ?, ?, ?, ?)",
            (now.event, now.channel, kind, now.adopter or None, now.person or None, time_text(now.at)),
        )

    def _facts(self, now: Keeping, facts: tuple[NewFact, ...]) -> tuple[int, ...]:
        if facts and not now.adopter:
            raise ValueError("A fact needs an adopter: nobody knows whose it is.")
        return tuple(self._fact(now, fact) for fact in facts)

    def _fact(self, now: Keeping, fact: NewFact) -> int:
        touched = self._names_behind(now.adopter, fact)
        id_ = self.conn.execute(
            "INSERT INTO facts (adopter, name, value, words, person, channel, conversation, at, sure, confirmed_by,"
            " replaces, withdrawn, step, step_version, source_link, event)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
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
            ),
        ).lastrowid
        if id_ is None:
            raise ValueError(f"The fact {fact.name} was given no id.")
        if not fact.withdrawn:
            self._set_current(now.adopter, fact.name, id_)
            touched.discard(fact.name)
        for name in sorted(touched):
            self.work_out_current(now.adopter, name)
        return id_

    def _names_behind(self, adopter: str, fact: NewFact) -> set[str]:
        """The names of what this fact replaces, of what that replaced, and so on: what counts of them may change.

        Raises ValueError when it replaces a fact of somebody else.
        """
        names: set[str] = set()
        behind = fact.replaces
        while behind is not None:
            row = self.one("SELECT adopter, name, replaces FROM facts WHERE id = ?", (behind,))
            if row is None or row[0] != adopter:
                raise ValueError(f"The fact {behind} that {fact.name} replaces is not one of {adopter}'s.")
            names.add(row[1])
            behind = row[2]
        return names

    def _set_current(self, adopter: str, name: str, fact: int) -> None:
        self.conn.execute(
            "INSERT INTO current_facts (adopter, name, fact) VALUES (?, ?, ?)"
            " ON CONFLICT (adopter, name) DO UPDATE SET fact = excluded.fact",
            (adopter, name, fact),
        )

    def work_out_current(self, adopter: str, name: str) -> int | None:
        """Finds, from the facts alone, which one is current under a name, keeps that, and returns its id."""
        fact = self.current_id(adopter, name)
        if fact is None:
            self.conn.execute("DELETE FROM current_facts WHERE adopter = ? AND name = ?", (adopter, name))
        else:
            self._set_current(adopter, name, fact)
        return fact

    def current_id(self, adopter: str, name: str) -> int | None:
        """The id of the newest fact of this name that counts and is no withdrawal."""
        counting: dict[int, bool] = {}
        found = self.all(
            "SELECT id, withdrawn FROM facts WHERE adopter = ? AND name = ? ORDER BY id DESC", (adopter, name)
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

    def _talk(self, talker: str, outcome: Outcome, ids: tuple[int, ...]) -> None:
        talk = outcome.talk
        last = tuple(id_ for id_, fact in zip(ids, outcome.facts, strict=True) if not fact.withdrawn)
        if last:
            talk = dataclasses.replace(self.talk(talker) if talk is None else talk, last=last)
        if talk is None:
            return
        if not outcome.keep_text:
            talk = without_words(talk)
        self.conn.execute(
            "INSERT INTO talks (talker, talk) VALUES (?, ?) ON CONFLICT (talker) DO UPDATE SET talk = excluded.talk",
            (talker, dumps(talk)),
        )

    def _met(self, now: Keeping, turn: Turn) -> None:
        self.meet(now.person, turn.address, turn.at)
        self.conn.execute(
            "INSERT INTO person_cares (person, care, last_seen) VALUES (?, ?, ?)"
            " ON CONFLICT (person) DO UPDATE SET last_seen = excluded.last_seen",
            (now.person, f'{{"person":{json.dumps(now.person)}}}', time_text(turn.at)),
        )

    def _post(self, now: Keeping, out: Outgoing, turn: Turn | None, talker: str) -> None:
        if out.nudge and out.nudge in now.refused:
            return
        if out.address is None and not out.person:
            if turn is None and not now.person:
                raise ValueError("A message of the clock needs a person or an address.")
            out = (
                dataclasses.replace(out, person=now.person)
                if turn is None
                else dataclasses.replace(out, address=turn.address)
            )
        self.post(out, now.adopter, now.at, now.event, talker)

    # ------------------------------------------------------------ changes

    def _change(self, now: Keeping, changes: tuple[Change, ...]) -> None:
        for change in changes:
            match change:
                case SaveAdopter(adopter):
                    self.save_adopter(adopter, now.at)
                    now.adopter = now.adopter or adopter.key
                case SavePerson(person):
                    now.saved = self.save_person(person)
                    if now.person == now.saved:
                        now.adopter = person.adopter or now.adopter
                case LinkAccount():
                    self._link(now, change)
                case BindWorkspace(channel, workspace, key):
                    self.bind_workspace(channel, workspace, key)
                case WrongCode(account):
                    self.count_wrong_code(account, now.at)
                case SaveCare(care):
                    self._save_step_care(now.adopter, care.step, dumps(care))
                case SavePersonCare(person_care):
                    bare = dataclasses.replace(person_care, last_seen=None)
                    self.conn.execute(
                        "INSERT INTO person_cares (person, care, last_seen) VALUES (?, ?, ?) ON CONFLICT (person)"
                        " DO UPDATE SET care = excluded.care, last_seen = coalesce(excluded.last_seen, last_seen)",
                        (person_care.person, dumps(bare), maybe_time_text(person_care.last_seen)),
                    )
                case Wake(at):
                    self.conn.execute(
                        "UPDATE adopters SET wake_at = ? WHERE key = ?", (maybe_time_text(at), now.adopter)
                    )
                case Nudged():
                    self._nudged(now, change)
                case NewLinkCode():
                    self.new_link_code(change, now.at)
                case UsedLinkCode(person_id):
                    self.used_link_code(person_id)
                case _:
                    self.change_desk(now, change)

    def _link(self, now: Keeping, change: LinkAccount) -> None:
        """Links the account; when it is the one whose turn this is, the turn is that person's from here on."""
        id_ = change.person or now.saved or now.person
        if not id_:
            raise ValueError("An account can be linked to a person only: no person was saved before it.")
        self.link(change.account, id_, now.at)
        if change.account == now.account:
            person = self.person(id_)
            now.person = id_
            now.adopter = now.adopter if person is None else person.adopter or now.adopter

    def _save_step_care(self, adopter: str, step: str, care: str) -> None:
        self.conn.execute(
            "INSERT INTO step_cares (adopter, step, care) VALUES (?, ?, ?)"
            " ON CONFLICT (adopter, step) DO UPDATE SET care = excluded.care",
            (adopter, step, care),
        )

    def _nudged(self, now: Keeping, nudged: Nudged) -> None:
        done = self.conn.execute(
            "INSERT INTO nudges (key, adopter, person, steps, why, at) VALUES (?, ?, ?, ?, ?, ?)"
            " ON CONFLICT (key) DO NOTHING",
            (nudged.key, now.adopter, nudged.person, dumps(nudged.steps), nudged.why, time_text(now.at)),
        )
        if done.rowcount == 0:
            now.refused.add(nudged.key)


def _adopter_of(scene: Scene) -> str:
    return "" if scene.adopter is None else scene.adopter.key


def without_words(talk: Talk) -> Talk:
    """The talk without anybody's words."""
    return dataclasses.replace(
        talk,
        heard_words="",
        pending="",
        heard=tuple(dataclasses.replace(item, words="") for item in talk.heard),
        open=tuple(dataclasses.replace(item, words="") for item in talk.open),
    )
