"""`bot chat --json`: a conversation held by a program. JSON Lines in, one object out for each message of the bot.

    in   {"text": "…"}   {"press": LABEL or VALUE}   {"form": STEP, "fields": {QUESTION: TEXT}}
         {"as": NAME}    a colleague speaks from here on        {"pass": "6 days"}   time passes, reminders come
    out  {"of": N, "to": NAME, "phrase": …, "text": …, "choices": […], "rows": …, "encloses": […], "asks": …,
          "reads_back": […], "kept": […], "acts": […], "last": true}

`of` is the number of the line that was answered, and `last` marks the last object of its answer: a program that has
read it may speak. What was asked, read back and kept is as it stands after the whole turn, and is on the last object.
A line that is no such JSON gets {"of": N, "error": "…", "last": true}, and the conversation goes on.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, TextIO

from aiohttp import web

from bot.channels.abilities import ABILITIES
from bot.channels.console import account_of, address_of
from bot.channels.port import Ending, Sent
from bot.compose.app import App
from bot.core.model import Ability, Address, Adopter, Fact, Kind, Message, Person, Turn, TurnContext
from bot.core.model.reading import Understood, Value
from bot.core.model.views import FORM
from bot.core.safety.guard import read_early
from bot.rehearsal.transcript import span_in
from bot.runtime.passing import passing
from bot.store.port import PeopleTx


class InputError(ValueError):
    """A line that says nothing that can be done. The text says what is wrong with it."""


@dataclass(slots=True)
class Listener:
    """The channel of such a conversation: keeps what was sent, to whom, until it is written out."""

    name: str = "console"
    heard: list[tuple[str, Message]] = field(default_factory=list)

    def routes(self) -> list[web.RouteDef]:
        return []

    async def start(self) -> None:
        """Nothing to open."""

    async def close(self) -> None:
        """Nothing to close."""

    async def send(self, address: Address, message: Message, delivery: int, doubtful: bool) -> Sent:
        self.heard.append((address.conversation, message))
        return Sent(Ending.SENT, handle=str(delivery))


class JsonConversation:
    """One conversation: several people may speak in it, and time may pass."""

    def __init__(self, app: App, adopter: Adopter, name: str, listener: Listener) -> None:
        self._app, self._adopter, self._listener = app, adopter, listener
        self._name = name
        self._names: dict[str, str] = {}
        self._choices: dict[str, dict[str, str]] = {}
        """By person: what each label of the last answer presses."""

    async def run(self, lines: TextIO, out: TextIO) -> None:
        """Answers every line in order, flushed as it goes."""
        await self._speak_as(self._name)
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            try:
                answers = await self._answer(line)
            except InputError as error:
                answers = [{"error": f"line {number}: {error}"}]
            for nth, answer in enumerate(answers, 1):
                whole = {"of": number, **answer} | ({"last": True} if nth == len(answers) else {})
                out.write(json.dumps(whole, ensure_ascii=False) + "\n")
            out.flush()

    async def _answer(self, line: str) -> list[dict[str, Any]]:
        try:
            given = json.loads(line)
        except (ValueError, RecursionError):
            raise InputError("this is not JSON") from None
        if not isinstance(given, dict):
            raise InputError("this is not an object")
        if "as" in given:
            await self._speak_as(_text(given, "as"))
        if "pass" in given:
            return await self._let_pass(_text(given, "pass"))
        if "text" in given:
            return await self._take(Kind.TEXT, text=_text(given, "text"))
        if "press" in given:
            return await self._take(Kind.PRESS, press=self._pressed(_text(given, "press")))
        if "form" in given:
            return await self._take(Kind.FORM, press=f"{FORM}{_text(given, 'form')}", fields=_fields(given))
        if "as" in given:
            return await self._take(Kind.OPEN)
        raise InputError("say one of text, press, form, as, pass")

    async def _speak_as(self, name: str) -> None:
        """From here on this person speaks; somebody new joins the adopter."""
        account = account_of(name)

        def find(tx: PeopleTx) -> None:
            known = tx.person_of(account)
            if known is None or known.adopter != self._adopter.key:
                tx.save_person(Person(f"p-{uuid.uuid4().hex[:16]}", self._adopter.key, name), account)

        await self._app.store.write(find)
        self._name = name
        self._names[account.user] = name

    def _pressed(self, wanted: str) -> str:
        known = self._choices.get(account_of(self._name).user, {})
        if wanted not in known and wanted not in known.values():
            raise InputError(f"there is no button {wanted!r}; there are: {', '.join(known) or 'none'}")
        return known.get(wanted, wanted)

    async def _let_pass(self, text: str) -> list[dict[str, Any]]:
        span = span_in(text)
        if span is None:
            raise InputError(f"{text!r} is no span of time such as '6 days'")
        clock = self._app.clock
        async for now in passing(clock, self._app.turns, clock.now() + span):
            await self._app.outbox.drain(now)
        return self._messages() or [{"phrase": "", "text": "", "choices": []}]

    async def _take(
        self, kind: Kind, text: str = "", press: str = "", fields: tuple[tuple[str, str], ...] = ()
    ) -> list[dict[str, Any]]:
        account, now = account_of(self._name), self._app.clock.now()
        turn = Turn(
            f"console:{uuid.uuid4().hex}", kind, account, address_of(account), now, text=text, press=press,
            fields=fields, name=self._name, can=ABILITIES["console"] | {Ability.FORM},
        )  # fmt: skip
        programme = self._app.turns.programme()
        before = await self._app.store.read(lambda tx: tx.context(account, "", now, turn.address))
        early = read_early(programme, before, turn)
        await self._app.turns.take(turn)
        await self._app.outbox.drain(now)
        after = await self._app.store.read(lambda tx: tx.context(account, "", now, turn.address))
        answers = self._messages() or [{"phrase": "", "text": "", "choices": []}]
        answers[-1] |= _state(before, after) | {"acts": [early.reading.intent] if early else []}
        return answers

    def _messages(self) -> list[dict[str, Any]]:
        """What was sent, as objects; the buttons of the answer are remembered for each person."""
        sent, self._listener.heard = self._listener.heard, []
        for who in dict.fromkeys(who for who, _ in sent):
            mine = [choice for to, message in sent if to == who for choice in message.choices]
            if mine:
                self._choices[who] = {choice.label: choice.value for choice in mine}
        return [
            {
                "to": self._names.get(who, who),
                "phrase": message.phrase,
                "text": message.text,
                "choices": [{"label": c.label, "value": c.value} for c in message.choices],
                "rows": [list(row) for row in message.facts],
                "encloses": [enclosed.name for enclosed in message.encloses],
            }
            for who, message in sent
        ]


def _state(before: TurnContext, after: TurnContext) -> dict[str, Any]:
    """Where the conversation stands after a turn: what is asked, what is read back, and what the turn has kept."""
    known = {f.id for f in before.facts}
    dialogue = after.dialogue
    return {
        "asks": dialogue.asked,
        "reads_back": [_understood(u) for u in dialogue.heard] if dialogue.reading_back else [],
        "kept": [_fact(f) for f in after.facts if f.id not in known],
    }


def _understood(understood: Understood) -> dict[str, Any]:
    value = _plain(understood.value)
    return {"name": understood.name, "value": value, "sure": understood.sure, "entry": understood.entry}


def _fact(fact: Fact) -> dict[str, Any]:
    return {"name": fact.name, "value": _plain(fact.value), "entry": fact.entry}


def _plain(value: Value) -> Any:
    return list(value) if isinstance(value, tuple) else value


def _text(given: Mapping[str, Any], key: str) -> str:
    value = given[key]
    if not isinstance(value, str) or not value.strip():
        raise InputError(f"'{key}' should be some text")
    return value


def _fields(given: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    fields = given.get("fields")
    if not isinstance(fields, dict):
        raise InputError("'fields' should be an object of question and text")
    return tuple((str(key), str(value)) for key, value in fields.items())
