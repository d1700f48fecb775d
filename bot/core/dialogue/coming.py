"""What comes that is no message in words, or is one that nobody can read whole: a form, the chat opened, a change."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from bot.core.casework import letters
from bot.core.dialogue import joining, offered
from bot.core.gatherings.chat import say_next
from bot.core.model import Kind, SavePersonState
from bot.core.model.reading import MOST_READ
from bot.core.safety.guard import read_part
from bot.core.turn import returning, standing
from bot.core.turn.heard import forget
from bot.core.turn.reply import Reply
from bot.core.turn.wording import escape
from bot.core.views.submitting import submit

AWAY_DAYS = 3
"""After so many days away, one line says where things stand."""


def note_seen(reply: Reply) -> None:
    """Keeps when the person was last here; after days away, says in one line where things stand."""
    state = reply.state_of(reply.person.id)
    reminded = state.last_nudge is not None and state.last_seen is not None and state.last_nudge > state.last_seen
    away = state.last_seen is not None and (reply.at - state.last_seen).days >= AWAY_DAYS
    if away and reply.turn.kind is Kind.TEXT and not reminded:  # a reminder has just said where things stand
        _welcome_back(reply)
    if state.last_seen is None or (reply.at - state.last_seen).total_seconds() > 3600:
        noted = replace(state, last_seen=reply.at)
        others = tuple(c for c in reply.context.people_states if c.person != state.person)
        reply.context = replace(reply.context, people_states=(*others, noted))
        reply.changes.append(SavePersonState(noted))


def _welcome_back(reply: Reply) -> None:
    summary = standing.summary_line(reply)
    if summary:
        reply.say("welcome_back", name=escape(reply.person.name), summary=summary)


def form(reply: Reply) -> None:
    """A form that was sent; a field that asks for a human being is no answer."""
    asks = letters.asked_in_form(reply)
    if not asks or any(text.strip() for _, text in reply.turn.fields):
        submit(reply)
    if asks:
        letters.ask_what(reply)


def opened(reply: Reply) -> None:
    """The chat was opened: a first hello, or where things stand."""
    if not reply.person.name or not (reply.person.role or reply.in_hand or reply.progress.told):
        programme = reply.journey.name
        reply.say("joined", name=escape(reply.person.name), adopter=escape(reply.adopter.name), programme=programme)
        say_next(reply)
        joining.ask_name_or_role(reply)
        return
    reply.say("greeting", name=escape(reply.person.name))
    if reply.progress.told:
        _welcome_back(reply)
    if not offered.put_again(reply):
        returning.carry_on(reply)


def edited(reply: Reply, words: Callable[[Reply], bool]) -> None:
    """A message was changed after it was sent: what waits for a yes is understood anew; what is recorded stays."""
    if reply.dialogue.heard or reply.dialogue.shared:
        forget(reply)
        words(reply)
    else:
        reply.say("edited")


def deleted(reply: Reply) -> None:
    """A message was taken away: what was not yet confirmed goes with it."""
    if reply.dialogue.heard or reply.dialogue.shared:
        forget(reply)
        reply.say("deleted")


def empty(reply: Reply) -> bool:
    """Nothing was written."""
    if reply.turn.text.strip():
        return False
    reply.say("empty_message", choices=standing.menu(reply))
    return True


def cut_short(reply: Reply) -> bool:
    """A message too long to be read whole: its beginning is, and where the rest begins is said. Always passes on."""
    if len(reply.turn.text) > MOST_READ:
        read_part(reply)
    return False


def leave_offered(reply: Reply) -> bool:
    """None of the questions offered was chosen: they are let go. Always passes on."""
    if letters.letter_of(reply) is None:
        reply.set(pending="")
    return False
