"""A person, not a bot: with consent and a preview to the officer's inbox, and back to where it was asked.

    "can I talk to someone" -> what about? -> preview -> yes -> case -> officer replies -> person answers … -> closed

While a case is open the bot keeps quiet where it lives: what is written there goes to the officer. Care comes before
that: distress is answered by pointing to help, and private details are not passed on.
"""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import replace
from datetime import datetime
from typing import Any

from bot.core.calendar import WorkingDays
from bot.core.model import Change, Choice, Kind, Message, Outcome, Outgoing, Turn, TurnContext
from bot.core.model.casework import Case, CloseCase, HushCase, NoteOfficer, OpenCase, SayInCase, SetInbox
from bot.core.model.presses import Press
from bot.core.model.reading import Reading
from bot.core.turn.reply import Programme, Reply
from bot.core.turn.returning import ask_again, carry_on
from bot.core.turn.saying import text_of
from bot.core.turn.wording import NO, YES, escape, readable, say_day

ASKING = ("person_words", "person_preview")
"""What `DialogueState.confirming` is while a question for a person is being put together."""
MOST_WORDS = 2000
"""Characters of a question that are passed on."""
_ONLY_ASKS = re.compile(
    r"^(?:please |hi,? |hello,? )?(?:can|could|may) (?:i|we) (?:please )?(?:talk|speak|chat) (?:to|with) (?:someone|"
    r"somebody|a (?:human|person|real person|human being)|an? (?:actual|real) (?:human|person)|evelyn)(?: please)?$"
    r"|^(?:a )?(?:person|human|human being|real person|somebody|someone|talk to a person|ask a person|agent)"
    r"(?: please)?$"
)
_WITH_A_QUESTION = re.compile(r"\b(?:about|regarding|concerning|because|whether|to ask|on (?:the|our|how|what))\b")
_DROP = re.compile(
    rf"^(?:(?:{NO}|cancel|never ?mind|forget it|leave it|stop|nothing)(?: (?:thanks|thank you|please))?"
    r"|(?:no,? )?(?:please )?(?:don'?t|do not) (?:send|pass|share|ask)\b.*)$"
)
_SEND = re.compile(
    rf"^(?=.)(?:(?:{YES}|ok|okay|sure|please|go ahead|fine)\b,? ?)*(?:please )?"
    r"(?:(?:pass|send) (?:it|that|this)(?: on)?|send)?(?: please| thanks)?$"
)
_BACK = re.compile(r"^(?:bot|back to (?:the )?bot|talk to (?:the )?bot|hey bot)$")
_DONE = re.compile(r"^(?:close|done|closed|that'?s all|all done|solved|close (?:it|this))$")
_REPLY = re.compile(r"^(?:reply|answer|re)\s+#?([A-Za-z2-7]{6})\b[:,]?\s*(.+)$", re.IGNORECASE | re.DOTALL)
_CLOSE = re.compile(r"^close\s+#?([A-Za-z2-7]{6})$", re.IGNORECASE)


def case_id(event: str) -> str:
    """The case's short name, from the event that opened it: one event, one case."""
    return base64.b32encode(hashlib.sha256(event.encode()).digest()).decode()[:6]


def plain(text: str) -> str:
    return " ".join(text.casefold().replace("’", "'").split()).strip(" .!?")


# ---------------------------------------------------------------- asking for a person


def person(reply: Reply, reading: Reading | None = None) -> None:
    """Somebody wants a human being: what they want to ask is shown to them before it goes anywhere."""
    text = reply.turn.text if reply.turn.kind is Kind.TEXT else ""
    if text and not _ONLY_ASKS.match(plain(text)) and _WITH_A_QUESTION.search(plain(text)) and len(text.split()) > 6:
        preview(reply, text)
    else:
        ask_what(reply)


def ask_what(reply: Reply) -> None:
    """What is the question? The next message is taken for it."""
    reply.new_stamp()
    reply.set(confirming="person_words", pending="")
    reply.say("person_what", [reply.choice("Leave it", "person", "drop")], **_officer(reply))


def preview(reply: Reply, words: str) -> None:
    """Shows what would be passed on, and to whom. Nothing goes before the yes."""
    reply.new_stamp()
    reply.set(confirming="person_preview", pending=words[:MOST_WORDS])
    role = next((r.label for r in reply.journey.roles if r.key == reply.person.role), "")
    reply.say(
        "person_preview",
        [
            reply.choice("Pass it on", "person", "send", style="primary"),
            reply.choice("Change the words", "person", "change"),
            reply.choice("Leave it", "person", "drop"),
        ],
        name=escape(reply.person.name or "no name"),
        adopter=escape(reply.adopter.name),
        role=f" ({role})" if role else "",
        words=escape(words[:MOST_WORDS]),
        **_officer(reply),
    )


def _officer(reply: Reply) -> dict[str, Any]:
    return {"officer_name": reply.journey.officer_name, "officer_email": reply.journey.officer_email}


def take_words(reply: Reply) -> bool:
    """The next message after "what would you like to ask?", or a typed yes or no to the preview."""
    if reply.dialogue.confirming == "person_words":
        if _DROP.match(plain(reply.turn.text)):
            drop(reply)
        else:
            preview(reply, reply.turn.text)
        return True
    if reply.dialogue.confirming == "person_preview" and reply.dialogue.pending:
        said = plain(reply.turn.text)
        if _SEND.match(said):
            send(reply)
            return True
        first, _, rest = reply.turn.text.strip().partition(". ")
        if rest and _SEND.match(plain(first)):  # "pass it on. and is there anything on …": the rest is answered too
            send(reply)
            reply.turn, reply.reading = replace(reply.turn, text=rest), None
            return False
        if _DROP.match(said):
            drop(reply)
            return True
    return False


def drop(reply: Reply) -> None:
    """Nothing is passed on, and nothing of it is kept."""
    reply.set(confirming="", pending="")
    reply.say("person_dropped")
    ask_again(reply)


def send(reply: Reply) -> None:
    """With the person's yes, the case is opened and the inbox hears of it."""
    words = reply.dialogue.pending
    if not words:
        reply.say("old_button", now="")
        return
    reply.set(confirming="", pending="")
    case = case_id(reply.turn.event)
    reply.changes.append(OpenCase(case, words))
    reply.say("person_passed_on", case=case, hours=hours_line(reply.programme, reply.at), **_officer(reply))
    _tell_inbox(reply, "inbox_new", case, words)


def _tell_inbox(reply: Reply, phrase: str, case: str, words: str = "") -> None:
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


def pressed(reply: Reply, press: Press) -> None:
    """The buttons around asking a person."""
    what = press.part(0, ("ask", "send", "change", "drop", "close"))
    if what == "ask":
        words = reply.dialogue.pending
        preview(reply, words) if words else ask_what(reply)
    elif what == "close" and (case := reply.context.casework.case) is not None and press.about[1:] == (case.id,):
        close(reply, case)
    elif what == "close" or (what in ("send", "change", "drop") and press.stamp != reply.dialogue.stamp):
        reply.say("old_button", now="")
        ask_again(reply)
    else:
        {"send": send, "change": ask_what, "drop": drop}[what](reply)


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
        reply.say("case_aside", **_officer(reply))
        carry_on(reply)
    elif _DONE.match(said):
        close(reply, case)
    elif reply.turn.text.strip():
        words = readable(reply.turn.text)[:MOST_WORDS]
        reply.changes.append(SayInCase(case.id, "person", reply.person.id, words))
        _tell_inbox(reply, "inbox_more", case.id, words)
    return True


def close(reply: Reply, case: Case) -> None:
    """The person has what they needed."""
    reply.changes.append(CloseCase(case.id, reply.person.id))
    reply.say("case_closed")
    _tell_inbox(reply, "inbox_closed", case.id)
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
