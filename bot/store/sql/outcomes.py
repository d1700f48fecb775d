"""What a turn led to, kept in one transaction: the event, facts, changes, dialogue, messages."""

from __future__ import annotations

import dataclasses
import json
from datetime import datetime

from bot.core.delivery import sort_of
from bot.core.model import Ability, DialogueState, Outcome, Outgoing, Reminded, Turn, TurnContext
from bot.store.codec import dumps, time_text
from bot.store.port import AlreadyKeptError
from bot.store.sql import rows
from bot.store.sql.changes import ChangesTx
from bot.store.sql.facts import FactsTx
from bot.store.sql.keeping import Keeping


class OutcomesTx(ChangesTx, FactsTx):
    __slots__ = ()

    def keep(self, turn: Turn, context: TurnContext, outcome: Outcome) -> tuple[int, ...]:
        """Keeps the event's id, facts, dialogue, changes and messages. Returns the ids of the facts, in order.

        - A SavePerson with an empty id makes a person; a LinkAccount with an empty person links the one saved last.
        - A fact with an empty person or confirmed_by is that of the person whose turn it is (linked just now or not).
        - The dialogue's `last` becomes the ids of the facts kept here, when there are any that are no withdrawals.
        - The person's `last_seen`, and where they were met, are kept without being asked.
        - A message with neither address nor person goes to the turn's own address.
        - Of the turn of somebody who is taken out of everything a mark of the event is kept, and the last message to
          them until it has arrived. A channel whose history is kept here shows its own.

        Raises AlreadyKeptError when the event was kept before, and ValueError for what cannot be kept.
        """
        now = Keeping(
            event=turn.event,
            at=turn.at,
            adopter=_adopter_of(context),
            person="" if context.person is None else context.person.id,
            channel=turn.account.channel,
            conversation=turn.address.conversation,
            link=turn.link,
            keep_text=outcome.keep_text,
            account=turn.account,
            address=turn.address,
        )
        if self.seen(turn.event):
            raise AlreadyKeptError(turn.event)
        self.change(now, outcome.changes)
        if now.erased:
            self._last_words(now, outcome)
            return ()
        self._event(now, turn.kind.value)
        talker = now.person or rows.talker_of(turn.account)
        text = turn.text if outcome.text is None else outcome.text
        if Ability.HISTORY in turn.can and text and outcome.keep_text:
            self.say(talker, "person", text, None, turn.at, turn.event)
        ids = self.add_facts(now, outcome.facts)
        self._dialogue(talker, outcome, ids, turn.at)
        if now.person:
            self._met(now, turn)
        for out in outcome.messages:
            self._put(now, out, turn, talker)
        return ids

    def keep_clock(self, event: str, at: datetime, context: TurnContext, outcome: Outcome) -> bool:
        """The same for a turn that time takes. False (and nothing kept) when the event or a reminder's key exists.

        A message with neither address nor person goes to the person of the context. Raises ValueError when there is
        none.
        """
        keys = [change.key for change in outcome.changes if isinstance(change, Reminded)]
        if self.seen(event) or any(self.one("SELECT 1 FROM nudges WHERE key = ?", (key,)) for key in keys):
            return False
        person = "" if context.person is None else context.person.id
        now = Keeping(event, at, _adopter_of(context), person, "clock", "", "", outcome.keep_text, None)
        self.change(now, outcome.changes)
        self._event(now, "clock")
        ids = self.add_facts(now, outcome.facts)
        if now.person:
            self._dialogue(now.person, outcome, ids, at)
        for out in outcome.messages:
            self._put(now, out, None, now.person)
        return True

    # ------------------------------------------------------------ the parts

    def _last_words(self, now: Keeping, outcome: Outcome) -> None:
        """The turn's person is gone. The provider may send the event again: so much of it is known."""
        gone = dataclasses.replace(now, event=rows.mark_of(now.event), channel="", adopter="", person="")
        self._event(gone, "erased")
        place = now.place()
        for out in outcome.messages:
            if not out.person and place.channel not in self.channels.histories:
                id_ = self.put(
                    dataclasses.replace(out, address=out.address or place), sort_of(out), "", now.at, "", ""
                )
                self.conn.execute("UPDATE outbox SET last = 1 WHERE id = ?", (id_,))

    def _event(self, now: Keeping, kind: str) -> None:
        self.conn.execute(
            "INSERT INTO events (event, channel, kind, adopter, person, at) VALUES (?, ?, ?, ?, ?, ?)",
            (now.event, now.channel, kind, now.adopter or None, now.person or None, time_text(now.at)),
        )

    def _dialogue(self, talker: str, outcome: Outcome, ids: tuple[int, ...], at: datetime) -> None:
        dialogue = outcome.dialogue
        if not all(fact.withdrawn for fact in outcome.facts):
            dialogue = dataclasses.replace(self.dialogue(talker) if dialogue is None else dialogue, last=ids)
        if dialogue is None:
            return
        if not outcome.keep_text:
            dialogue = without_words(dialogue)
        self.conn.execute(
            "INSERT INTO talks (talker, talk, at) VALUES (?, ?, ?)"
            " ON CONFLICT (talker) DO UPDATE SET talk = excluded.talk, at = excluded.at",
            (talker, dumps(dialogue), time_text(at)),
        )

    def _met(self, now: Keeping, turn: Turn) -> None:
        self.meet(now.person, turn.address, turn.at)
        self.conn.execute(
            "INSERT INTO person_cares (person, care, last_seen) VALUES (?, ?, ?)"
            " ON CONFLICT (person) DO UPDATE SET last_seen = excluded.last_seen",
            (now.person, f'{{"person":{json.dumps(now.person)}}}', time_text(turn.at)),
        )

    def _put(self, now: Keeping, out: Outgoing, turn: Turn | None, talker: str) -> None:
        if out.reminder and out.reminder in now.refused:
            return
        if out.address is None and not out.person:
            if turn is None and not now.person:
                raise ValueError("A message of the clock needs a person or an address.")
            out = (
                dataclasses.replace(out, person=now.person)
                if turn is None
                else dataclasses.replace(out, address=turn.address)
            )
        self.put(out, sort_of(out), now.adopter, now.at, now.event, talker)


def _adopter_of(context: TurnContext) -> str:
    return "" if context.adopter is None else context.adopter.key


def without_words(dialogue: DialogueState) -> DialogueState:
    """The dialogue without anybody's words."""
    return dataclasses.replace(
        dialogue,
        heard_words="",
        pending="",
        heard=tuple(dataclasses.replace(item, words="") for item in dialogue.heard),
        open=tuple(dataclasses.replace(item, words="") for item in dialogue.open),
        shared=tuple(dataclasses.replace(item, words="") for item in dialogue.shared),
        left_out=(),
    )
