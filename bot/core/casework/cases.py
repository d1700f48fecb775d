"""A person, not a bot: with consent and a preview to the officer's inbox, and back to where it was asked.

    "can I talk to someone" -> what about? -> preview -> yes (letters.py) -> case -> the officer replies
    (officer_replies.py) -> the person answers … -> closed

While a case is open the bot keeps quiet where it lives: what is written there goes to the officer. Care comes before
that: distress is answered by pointing to help, and private details are not passed on.
"""

from __future__ import annotations

import base64
import hashlib
import re
from datetime import datetime
from typing import Any

from bot.core.calendar import WorkingDays
from bot.core.model import Kind, Message, Outgoing
from bot.core.model.casework import Case, CloseCase, HushCase, SayInCase
from bot.core.turn.reply import Programme, Reply
from bot.core.turn.returning import ask_again, carry_on
from bot.core.turn.saying import text_of
from bot.core.turn.wording import escape, readable, say_day

MOST_WORDS = 2000
"""Characters of a question that are passed on."""
_BACK = re.compile(r"^(?:bot|back to (?:the )?bot|talk to (?:the )?bot|hey bot)$")
_DONE = re.compile(r"^(?:close|done|closed|that'?s all|all done|solved|close (?:it|this))$")


def case_id(event: str) -> str:
    """The case's short name, from the event that opened it: one event, one case."""
    return base64.b32encode(hashlib.sha256(event.encode()).digest()).decode()[:6]


def plain(text: str) -> str:
    return " ".join(text.casefold().replace("’", "'").split()).strip(" .!?")


def officer(reply: Reply) -> dict[str, Any]:
    return {"officer_name": reply.journey.officer_name, "officer_email": reply.journey.officer_email}


def tell_inbox(reply: Reply, phrase: str, case: str, words: str = "") -> None:
    inbox = reply.context.casework.inbox
    if inbox is None:
        return
    name, adopter = escape(reply.person.name or text_of(reply.journey, "person_nameless")), escape(reply.adopter.name)
    text = text_of(reply.journey, phrase, case=case, name=name, adopter=adopter, words=escape(words))
    reply.messages.append(Outgoing(Message(text, phrase), inbox, about_case=case))


def hours_line(programme: Programme, at: datetime) -> str:
    """When people answer, how soon, and, out of hours, from which day on."""
    hours, journey = programme.journey.hours, programme.journey
    local = at.astimezone(programme.zone)
    days = WorkingDays(journey.nudging)
    line = text_of(
        journey, "person_hours", opens=_clock(hours.opens), closes=_clock(hours.closes), days=str(hours.reply_days)
    )
    works = days.works(local.date())
    if works and hours.opens <= local.hour < hours.closes:
        return line
    first = local.date() if works and local.hour < hours.opens else days.forth(local.date(), 1)
    return f"{line} {text_of(journey, 'person_out_of_hours', day=f'{first:%A} {say_day(first)}')}"


def _clock(hour: int) -> str:
    return f"{(hour - 1) % 12 + 1}{'am' if hour < 12 else 'pm'}"


# ---------------------------------------------------------------- while it is open


def lives_here(reply: Reply) -> Case | None:
    """The open case of this person, when this is where it lives."""
    case, here = reply.context.casework.case, reply.turn.address
    if case is None or case.address.lane != here.lane:
        return None
    return case if here.private or case.address.thread == here.thread else None


def in_case(reply: Reply) -> bool:
    """Words where a case lives go to the officer, and the bot keeps quiet. True when that is what happened."""
    case = lives_here(reply)
    if case is None or not case.quiet:
        return False
    if reply.turn.kind is not Kind.TEXT:
        if reply.turn.kind is Kind.OPEN:
            reply.say("case_open", **officer(reply))
        return reply.turn.kind in (Kind.OPEN, Kind.EDIT, Kind.DELETE)
    said = plain(reply.turn.text)
    if _BACK.match(said):
        back_to_bot(reply, case)
    elif _DONE.match(said):
        close(reply, case)
    elif reply.turn.text.strip():
        words = readable(reply.turn.text)[:MOST_WORDS]
        reply.changes.append(SayInCase(case.id, "person", reply.person.id, words))
        tell_inbox(reply, "inbox_more", case.id, words)
        reply.say("case_more", **officer(reply))
    return True


def back_to_bot(reply: Reply, case: Case) -> None:
    """The bot answers again; the question stays with the person at the programme."""
    reply.changes.append(HushCase(case.id, False))
    reply.say("case_aside", **officer(reply))
    carry_on(reply)


def close(reply: Reply, case: Case) -> None:
    """The person has what they needed."""
    reply.changes.append(CloseCase(case.id, reply.person.id))
    reply.say("case_closed")
    tell_inbox(reply, "inbox_closed", case.id)
    ask_again(reply)
