"""Somebody asks that a colleague hears no more: their reminders stop, and when they have left, their steps go on.

Nothing is noted of somebody's leaving before a yes, since it is a colleague who says so.
"""

from __future__ import annotations

import re
from dataclasses import replace

from bot.core.model import Person
from bot.core.model.presses import UnknownButtonError
from bot.core.people import leaving
from bot.core.reminders import settings as reminders
from bot.core.reminders import words as words_on
from bot.core.turn.assigning import save_own
from bot.core.turn.reply import Reply
from bot.core.turn.returning import ask_again
from bot.core.turn.wording import escape, plain, say_list

_HAS_LEFT = re.compile(
    r"\b(?:(?:she|he|they)(?:'s| has|'ve| have)?|has|have|who(?:'s| has)?) (?:now |just |already |since )?"
    r"(?:left|gone|retired|moved on|resigned|finished)\b"
    r"|\bno longer (?:works?|here|with us)\b|\b(?:doesn'?t|does not) work here\b"
)
_STOPS_FOR = re.compile(
    r"\b[Ss]top (?:e-?mailing|sending|reminding|messaging|nudging|chasing|bothering|pestering|contacting)"
    r" ([A-Z][\w'’-]+)"
)
"""For somebody by name."""
GONE = "gone"
"""What `DialogueState.confirming` begins with while it is asked whether a colleague has left."""


def pause(reply: Reply) -> None:
    """Stops reminders: the speaker's own, or a colleague's who is named."""
    person = _named(reply)
    stranger = _STOPS_FOR.search(reply.turn.text) if person is None else None
    if stranger is not None:
        reply.say("nobody_so_named", person=escape(stranger[1]))
        ask_again(reply)
    elif person is None and words_on.keeps_on(reply.turn.text):
        reminders.resume(reply)
    elif person is None and not words_on.stops(reply.turn.text):
        reply.say("reminders_as_they_were")
        ask_again(reply)
    elif person is None:
        reminders.pause(reply)
    elif _HAS_LEFT.search(plain(reply.turn.text)):
        _ask_gone(reply, person)
    else:
        _pause(reply, person)


def _named(reply: Reply) -> Person | None:
    """The one colleague whom the words name; None when they name nobody, or several."""
    words = set(re.findall(r"[\w'-]+", reply.turn.text.casefold().replace("\u2019s", "").replace("'s", "")))
    others = (p for p in reply.context.people if p.id != reply.person.id and p.left_on is None and p.name)
    found = [p for p in others if p.name.split()[0].casefold() in words]
    return found[0] if len(found) == 1 else None


def _pause(reply: Reply, person: Person) -> None:
    save_own(reply, replace(reply.state_of(person.id), paused=True))
    reply.say("paused_for", person=escape(person.name))
    reply.tell(person.id, "paused_by", by=escape(reply.person.name))
    ask_again(reply)


def _ask_gone(reply: Reply, person: Person) -> None:
    steps = [reply.journey.step(key).title for key in leaving.steps_of(reply, person)]
    reply.set(confirming=f"{GONE}:{person.id}")
    reply.say(
        "gone_ask",
        [
            reply.button("left_yes", "nudge", GONE, person.id),
            reply.button("left_no", "nudge", "pause_for", person.id),
        ],
        person=escape(person.name),
        steps=say_list(steps) or "none just now",
    )


def _there(reply: Reply, person: str) -> Person:
    found = next((p for p in reply.context.people if p.id == person and p.left_on is None), None)
    if found is None:
        raise UnknownButtonError(person)
    return found


def gone(reply: Reply, person: str) -> None:
    """Yes: the colleague has left."""
    leaving.left(reply, _there(reply, person), reply.today)
    ask_again(reply)


def only_pause(reply: Reply, person: str) -> None:
    """No: they are still there, and only hear no more."""
    reply.set(confirming="")
    _pause(reply, _there(reply, person))
