"""After somebody was pointed to help: nothing is asked, and nothing is taken for an answer, until they go on."""

from __future__ import annotations

from bot.core.model import NOT_KEPT_AFTER_HELP, Kind, Message
from bot.core.model.reading import TELLING
from bot.core.safety.guard import reading_of
from bot.core.safety.words import AFTERWARDS, MAYBE
from bot.core.turn.choosing import steps_named
from bot.core.turn.person_words import asks_for_person, asks_if_bot
from bot.core.turn.reply import Reply
from bot.core.turn.shortcuts import command_in

_GOES_ON = frozenset(
    ["status", "next", "guidance", "ask", "skip", "snooze", "pause", "resume", "hand_over", "learning", "badge",
     "person", "report", "help", "undo"]
)  # fmt: skip
"""Intents with which somebody takes up the programme again."""


def stays_calm(reply: Reply) -> bool:
    """Answers a turn that takes up nothing: a thank you, a yes, words about the same. False when the person goes on
    (by a button, a form, a command, a request, or something told surely), and when nobody was pointed to help."""
    if not reply.dialogue.calm:
        return False
    kind = reply.turn.kind
    if reply.state_of(reply.person.id).hushed_on != reply.today:
        reply.set(calm="")
        return False
    if kind in (Kind.OPEN, Kind.DELETE):
        return True
    if kind in (Kind.TEXT, Kind.EDIT) and reply.turn.text.strip() and not _goes_on(reply):
        say_afterwards(reply)
        return True
    reply.set(calm="")
    return False


def say_afterwards(reply: Reply) -> None:
    """A warm line to somebody who was just pointed to help. Their words are not kept."""
    reply.text = NOT_KEPT_AFTER_HELP
    reply.add(Message(reply.journey.safety.help[AFTERWARDS].answer, f"help_{AFTERWARDS}"))


def _goes_on(reply: Reply) -> bool:
    command = command_in(reply.turn.text)
    if command is not None:
        return command != "goodbye"
    if asks_for_person(reply.turn.text, [reply.journey.officer_name]) or asks_if_bot(reply.turn.text):
        return True
    reading = reading_of(reply)
    doubted = reply.dialogue.calm == MAYBE  # The words of then may have been about the steps.
    tells = reading.intent in TELLING and any(f.sure or doubted for f in reading.facts)
    tells = tells or (doubted and bool(reading.open) and bool(steps_named(reply)))
    return tells or reading.intent in _GOES_ON
