"""The engine: one turn in, one outcome out. Pure: the same context and turn always give the same outcome.

    respond(programme, context, turn) -> Outcome

What is done with which turn is in `dialogue/policy.py`.
"""

from __future__ import annotations

from bot.core.casework import letters
from bot.core.dialogue.coming import note_seen
from bot.core.dialogue.policy import FIRST, TURNS, follow
from bot.core.model import Outcome, Turn, TurnContext
from bot.core.model.reading import EarlyReading
from bot.core.people.zones import note_zone
from bot.core.turn.reply import Programme, Reply


def respond(programme: Programme, context: TurnContext, turn: Turn, early: EarlyReading | None = None) -> Outcome:
    """Answers one turn. Never raises for what people say or press. `early`: its words, as read beforehand."""
    reply = Reply(programme, context, turn, early=early)
    if follow(FIRST, reply):
        return reply.outcome()
    note_zone(reply)
    note_seen(reply)
    letter = letters.letter_of(reply)
    follow(TURNS, reply)
    letters.come_back(reply, letter)
    return reply.outcome()
