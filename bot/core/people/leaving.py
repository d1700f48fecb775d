"""Somebody leaves: their steps are offered on, the history stays, and they are never reminded again."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from bot.core.model import Person, SavePerson
from bot.core.model.reading import Reading
from bot.core.people.owners import hand_over, take_choices, tell_in_hours
from bot.core.record.assignments import responsible
from bot.core.turn import days
from bot.core.turn.assigning import assignment, heard, keep
from bot.core.turn.reply import Reply
from bot.core.turn.returning import ask_again
from bot.core.turn.wording import escape, plain, say_day, say_list

_LEAVING = re.compile(
    r"\b(?:i'?m|i am|i'?ll be|i will be) (?:leaving|off|retiring|moving on|finishing|going)\b"
    r"|\bmy last (?:day|week)\b|\bi (?:leave|finish|retire)\b|\bno longer work here\b"
    r"|\bi(?:'ve| have)? (?:resigned|handed in my notice)\b"
    r"|\b(?:new job|another job|made redundant|pastures new)\b"
)


def is_leaving(reply: Reply) -> bool:
    """Whether the words say that whoever wrote them leaves the organisation."""
    return _LEAVING.search(plain(reply.turn.text)) is not None


def leave_or_hand_over(reply: Reply, reading: Reading) -> None:
    """Somebody leaves, or only hands a step over. Who leaves and names no step hands on all of theirs."""
    said = {f.name for f in reading.facts}
    if is_leaving(reply) and not {"owner.person", "owner.step"} <= said:
        ask(reply)
    else:
        hand_over(reply, reading)


def ask(reply: Reply) -> None:
    """Nothing happens before a yes: a step back from a task is no farewell."""
    day = _last_day(reply)
    reply.set(confirming=f"leaving:{day.isoformat()}")
    reply.say(
        "leaving_ask",
        choices=[
            reply.button("leaving_yes", "nudge", "leaving", day.isoformat()),
            reply.button("leaving_no", "nudge", "staying"),
        ],
        date=say_day(day),
        steps=say_list([reply.journey.step(k).title for k in steps_of(reply)]) or "none just now",
    )


def _last_day(reply: Reply) -> date:
    return days.day_in(reply.programme, reply.turn.text, reply.today) or reply.today


def steps_of(reply: Reply, person: Person | None = None) -> list[str]:
    """The steps that are with this person (or a colleague) now: owned, or reminded of."""
    who_asks = person or reply.person
    found = []
    for step in reply.journey.steps:
        who = responsible(reply.context, step)
        owner = assignment(reply, step.key).owner == who_asks.id
        open_now = any(s.step.key == step.key for s in reply.progress.pending) or (step.recurs and owner)
        if owner or (open_now and who is not None and who.id == who_asks.id):
            found.append(step.key)
    return found


def stay(reply: Reply) -> None:
    reply.set(confirming="")
    reply.say("leaving_stay")
    ask_again(reply)


def leave(reply: Reply, day: date) -> None:
    """The day is noted, every step of theirs is offered to whoever would be next, and reminders end."""
    reply.set(confirming="", asked="", heard=(), open=(), reading_back=False)
    _offer_on(reply, reply.person, day)
    reply.say("leaving")


def left(reply: Reply, person: Person, day: date) -> None:
    """A colleague has left: as if they had said so themselves."""
    reply.set(confirming="")
    reply.say("gone_noted", person=escape(person.name))
    _offer_on(reply, person, day)


def _offer_on(reply: Reply, person: Person, day: date) -> None:
    heirs: dict[str, list[str]] = {}
    for key in steps_of(reply, person):
        heir = responsible(reply.context, reply.journey.step(key), without=person.id)
        heirs.setdefault(heir.id if heir is not None else "", []).append(key)
    reply.changes.append(SavePerson(replace(person, left_on=day)))
    for heir_id, keys in heirs.items():
        heir = next((p for p in reply.context.people if p.id == heir_id), None)
        if heir is not None and heir.id == reply.person.id:
            _note_offered(reply, heir, keys)
            titles = say_list([reply.journey.step(k).title for k in keys])
            reply.say("gone_yours", take_choices(reply, ",".join(keys)), steps=titles)
        elif heir is not None:
            _offer(reply, heir, keys)


def _offer(reply: Reply, heir: Person, keys: list[str]) -> None:
    """The steps are offered together. Until somebody accepts, reminders go to whoever is next."""
    _note_offered(reply, heir, keys)
    titles = say_list([reply.journey.step(k).title for k in keys])
    tell_in_hours(
        reply, heir.id, "hand_over_asked_all", take_choices(reply, ",".join(keys)),
        by=escape(reply.person.name), steps=titles,
    )  # fmt: skip
    reply.say("leaving_offered", person=escape(heir.name), steps=titles)


def _note_offered(reply: Reply, heir: Person, keys: list[str]) -> None:
    for key in keys:
        heard(reply, key, owner="", offered_to=heir.id, offered_by=reply.person.id, offered_at=reply.at)
        keep(reply, "owner.person", heir.name or heir.id)
        keep(reply, "owner.step", key)
