"""A person, not a bot: with consent and a preview to the officer's inbox, and back to where it was asked.

    "can I talk to someone" -> what about? -> preview -> yes -> case -> officer replies -> person answers … -> closed

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
from bot.core.model import Change, Choice, Kind, Message, Outcome, Outgoing, Turn, TurnContext
from bot.core.model.casework import Case, CloseCase, HushCase, NoteOfficer, SayInCase, SetInbox
from bot.core.model.presses import Press
from bot.core.turn.reply import Programme, Reply
from bot.core.turn.returning import ask_again, carry_on
from bot.core.turn.saying import text_of
from bot.core.turn.wording import escape, readable, say_day

MOST_WORDS = 2000
"""Characters of a question that are passed on."""
_BACK = re.compile(r"^(?:bot|back to (?:the )?bot|talk to (?:the )?bot|hey bot)$")
_DONE = re.compile(r"^(?:close|done|closed|that'?s all|all done|solved|close (?:it|this))$")
_REPLY = re.compile(r"^(?:reply|answer|re)\s+#?([A-Za-z2-7]{6})\b[:,]?\s*(.+)$", re.IGNORECASE | re.DOTALL)
_CLOSE = re.compile(r"^close\s+#?([A-Za-z2-7]{6})$", re.IGNORECASE)


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
    name, adopter = escape(reply.person.name or "Somebody"), escape(reply.adopter.name)
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
        return reply.turn.kind in (Kind.OPEN, Kind.EDIT, Kind.DELETE)
    said = plain(reply.turn.text)
    if _BACK.match(said):
        reply.changes.append(HushCase(case.id, False))
        reply.say("case_aside", **officer(reply))
        carry_on(reply)
    elif _DONE.match(said):
        close(reply, case)
    elif reply.turn.text.strip():
        words = readable(reply.turn.text)[:MOST_WORDS]
        reply.changes.append(SayInCase(case.id, "person", reply.person.id, words))
        tell_inbox(reply, "inbox_more", case.id, words)
    return True


def close(reply: Reply, case: Case) -> None:
    """The person has what they needed."""
    reply.changes.append(CloseCase(case.id, reply.person.id))
    reply.say("case_closed")
    tell_inbox(reply, "inbox_closed", case.id)
    ask_again(reply)


# ---------------------------------------------------------------- the officer's side


def case_named(text: str) -> str:
    """The case that words in the inbox are about; empty when they name none."""
    found = _REPLY.match(text.strip()) or _CLOSE.match(text.strip())
    return found.group(1).upper() if found else ""


def is_inbox(context: TurnContext, turn: Turn) -> bool:
    """Whether the turn happens in the inbox, or makes this place the inbox."""
    inbox = context.casework.inbox
    return context.casework.opens_inbox or (inbox is not None and inbox.lane == turn.address.lane)


def inbox(reply: Reply) -> bool:
    """Answers a turn in the inbox. False for one anywhere else."""
    if not is_inbox(reply.context, reply.turn):
        return False
    in_inbox(reply)
    return True


def in_inbox(reply: Reply) -> None:
    """Officers answer in the thread of a question, or write `reply CASE words` and `close CASE`; everything else they
    say there is not for the bot."""
    text = reply.turn.text.strip()
    if reply.context.casework.opens_inbox:
        reply.changes += [SetInbox(), NoteOfficer(reply.turn.account)]
        reply.keep_text = False
        reply.say("inbox_set")
        return
    case, named = reply.context.casework.case, case_named(text)
    if reply.turn.kind is not Kind.TEXT or not text or (case is None and not named):
        return
    if case is None or case.closed is not None:
        reply.say("inbox_unknown", case=escape(named or (case.id if case else "")))
        return
    if reply.turn.account not in reply.context.casework.officers:
        reply.changes.append(NoteOfficer(reply.turn.account))
    name = reply.turn.name or reply.journey.officer_name
    if _CLOSE.match(text) or (not named and plain(text) == "close"):
        reply.changes.append(CloseCase(case.id, name))
        reply.messages.append(closing_message(reply.programme, case, name))
    else:
        answer = _REPLY.match(text)
        words = answer.group(2) if answer else text
        reply.changes.append(SayInCase(case.id, "officer", name, words))
        reply.messages.append(officer_message(reply.programme, case, name, words))
    reply.say("inbox_done", case=case.id)


def officer_message(programme: Programme, case: Case, name: str, words: str) -> Outgoing:
    """The officer's words, named as from a person, where they were asked for."""
    text = text_of(programme.journey, "from_person", name=escape(name), words=words[:MOST_WORDS])
    button = Press("person", case.adopter, 0, ("close", case.id))
    return Outgoing(Message(text, "from_person", (Choice("Thank you, that is all", str(button)),)), case.address)


def closing_message(programme: Programme, case: Case, name: str) -> Outgoing:
    text = text_of(programme.journey, "case_closed_by", name=escape(name))
    return Outgoing(Message(text, "case_closed_by"), case.address)


def officer_outcome(programme: Programme, case: Case, name: str, words: str, closing: bool) -> Outcome:
    """What the officer does from the programme's pages: an answer, the end, or both."""
    messages: list[Outgoing] = []
    changes: list[Change] = []
    if words.strip():
        messages.append(officer_message(programme, case, name, words.strip()))
        changes.append(SayInCase(case.id, "officer", name, words.strip()))
    outcome = Outcome(tuple(messages), changes=tuple(changes))
    if not closing:
        return outcome
    return Outcome((*messages, closing_message(programme, case, name)), changes=(*changes, CloseCase(case.id, name)))
