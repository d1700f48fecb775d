"""A letter to the officer, while it is written: what about, the preview, and only a plain yes sends it.

    "can I talk to someone" -> what about? -> preview -> yes -> a case (cases.py)

Whatever is said in between is what it is: a question is answered, a thank you is thanked for, a command is followed.
The letter waits, and says so.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from bot.core.casework.cases import (
    MOST_WORDS,
    back_to_bot,
    case_id,
    close,
    hours_line,
    lives_here,
    officer,
    plain,
    tell_inbox,
)
from bot.core.model import Choice, Kind
from bot.core.model.casework import OpenCase
from bot.core.model.presses import Press
from bot.core.model.reading import Reading
from bot.core.turn.person_words import asks_for_person, asks_if_bot
from bot.core.turn.reply import PREVIEW, WRITING, Reply
from bot.core.turn.returning import ask_again
from bot.core.turn.shortcuts import command_in
from bot.core.turn.wording import NO, YES, escape, readable

_WITH_A_QUESTION = re.compile(r"\b(?:about|regarding|concerning|because|whether|to ask|on (?:the|our|how|what))\b")
_DROP = re.compile(
    rf"^(?:(?:{NO}|cancel|never ?mind|forget it|leave it|stop|nothing)(?: (?:thanks|thank you|please))?"
    r"|(?:no,? )?(?:please )?(?:don'?t|do not) (?:send|pass|share|ask)\b.*)$"
)
_ORDER = r"(?:pass|send) (?:it|that|this)(?: on)?|send"
_SEND = re.compile(
    rf"^(?=.)(?:(?:{YES}|ok|okay|sure|please|go ahead|fine)\b,? ?)*(?:please )?(?:{_ORDER})?(?: please| thanks)?$"
)
_SEND_AND_MORE = re.compile(rf"^(?:(?:{YES}|ok|okay|please)\b,? ?)*(?:{_ORDER})(?: please| thanks)?$")
"""In front of something else only the order itself sends: "fine. what's the minimum" is a question."""
_CHANGE = re.compile(r"^(?:change|edit|rewrite) (?:it|that|this|the words)(?: please)?$")
FEW = 3
"""Words that say what it is about: "about this" says nothing."""
_NO_LETTER = frozenset(["thanks", "greeting", "confirm", "deny"])
"""Intents of words that are no question to anybody."""


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter as it stood when the turn began."""

    words: str
    stamp: int


def person(reply: Reply, reading: Reading | None = None) -> None:
    """Somebody wants a human being: what they want to ask is shown to them before it goes anywhere."""
    text = reply.turn.text if reply.turn.kind is Kind.TEXT else ""
    letter = letter_of(reply)
    if letter is not None and letter.words:
        preview(reply, letter.words)
    elif text and (about := _WITH_A_QUESTION.search(plain(text))) and len(plain(text)[about.end() :].split()) >= FEW:
        preview(reply, text)
    else:
        ask_what(reply)


def asked_for(reply: Reply) -> bool:
    """Asking for a human being, or whether this is one: heard whatever is open. True when that was answered."""
    text = reply.turn.text
    if asks_if_bot(text):
        reply.say("am_bot", [reply.button("person", "do", "person")], **officer(reply))
        return True
    told = reply.reading is not None and reply.reading.intent == "person" and not reply.reading.facts
    if not _only_asks(reply) and not (told and letter_of(reply) is None):
        return False
    person(reply)
    return True


def asked_in_form(reply: Reply) -> bool:
    """Whether a field of a form asks for a human being. Such fields are taken out."""
    fields = tuple(f for f in reply.turn.fields if not asks_for_person(f[1], [reply.journey.officer_name]))
    found = len(fields) < len(reply.turn.fields)
    reply.turn = replace(reply.turn, fields=fields)
    return found


def _only_asks(reply: Reply) -> bool:
    names = [reply.journey.officer_name, *(p.name for p in reply.context.people)]
    return asks_for_person(reply.turn.text, names)


def ask_what(reply: Reply) -> None:
    """What is the question? The next message is taken for it."""
    reply.new_stamp()
    reply.set(confirming=WRITING, pending="", parked=False)
    reply.letter_put = True
    reply.say("person_what", [reply.button("leave_letter", "person", "drop")], **officer(reply))


def preview(reply: Reply, words: str) -> None:
    """Shows what would be passed on, and to whom. Nothing goes before the yes."""
    words = readable(words)[:MOST_WORDS]
    reply.new_stamp()
    reply.set(confirming=PREVIEW, pending=words, parked=False)
    reply.letter_put = True
    role = reply.role.label if reply.role is not None else ""
    reply.say(
        "person_preview",
        _buttons(reply),
        name=escape(reply.person.name or "no name"),
        adopter=escape(reply.adopter.name),
        role=f" ({role})" if role else "",
        words=escape(words),
        **officer(reply),
    )


def _buttons(reply: Reply) -> list[Choice]:
    return [
        reply.button("pass_on", "person", "send", style="primary"),
        reply.button("change_words", "person", "change"),
        reply.button("leave_letter", "person", "drop"),
    ]


def take_words(reply: Reply, reading: Reading) -> bool:
    """The next message after "what would you like to ask?", or a typed answer to the preview. False for anything
    else: it is answered as what it is."""
    said = plain(reply.turn.text)
    if reply.dialogue.confirming == WRITING:
        if _DROP.match(said):
            drop(reply)
        elif command_in(reply.turn.text) is not None or reading.intent in _NO_LETTER or _SEND.match(said):
            return False
        else:
            preview(reply, reply.turn.text)
        return True
    if reply.dialogue.confirming != PREVIEW or not reply.dialogue.pending:
        return False
    if _SEND.match(said):
        send(reply)
    elif _DROP.match(said):
        drop(reply)
    elif _CHANGE.match(said):
        ask_what(reply)
    else:
        return _sent_and_more(reply)
    return True


def _sent_and_more(reply: Reply) -> bool:
    """ "Pass it on. And is there anything on …": the letter goes, and the rest is still to be answered. "Fine. What's
    the minimum?" is that question, and the letter waits. False: there is something to answer."""
    first, _, rest = reply.turn.text.strip().partition(". ")
    if not rest:
        first, _, rest = reply.turn.text.strip().partition(", ")
    if rest and _SEND.match(plain(first)):
        if _SEND_AND_MORE.match(plain(first)):
            send(reply)
        reply.turn, reply.reading = replace(reply.turn, text=rest), None
    return False


def drop(reply: Reply) -> None:
    """Nothing is passed on, and nothing of it is kept."""
    reply.set(confirming="", pending="", parked=False)
    reply.letter_put = True
    reply.say("person_dropped")
    ask_again(reply)


def send(reply: Reply) -> None:
    """With the person's yes, the case is opened and the inbox hears of it."""
    words = reply.dialogue.pending
    if not words:
        reply.say("old_button", now="")
        return
    reply.set(confirming="", pending="", parked=False)
    reply.letter_put = True
    case = case_id(reply.turn.event)
    reply.changes.append(OpenCase(case, words))
    reply.say("person_passed_on", case=case, hours=hours_line(reply.programme, reply.at), **officer(reply))
    tell_inbox(reply, "inbox_new", case, words)


def letter_of(reply: Reply) -> Letter | None:
    """The letter that is being written, also while something else is confirmed."""
    dialogue = reply.dialogue
    if dialogue.confirming in (WRITING, PREVIEW) or dialogue.parked:
        return Letter(dialogue.pending, dialogue.stamp)
    return None


def come_back(reply: Reply, letter: Letter | None) -> None:
    """After something in between: the letter waits still, and says so; while a yes is asked for something else, it
    waits in silence."""
    if letter is None or reply.letter_put:
        return
    dialogue = reply.dialogue
    put_anew = dialogue.reading_back and dialogue.stamp != letter.stamp
    if put_anew or dialogue.confirming not in ("", WRITING, PREVIEW):
        reply.set(parked=bool(letter.words), pending=letter.words)
        return
    reply.new_stamp()
    reply.set(confirming=PREVIEW if letter.words else WRITING, pending=letter.words, parked=False)
    buttons = _buttons(reply) if letter.words else [reply.button("leave_letter", "person", "drop")]
    reply.say("person_waiting" if letter.words else "person_still", buttons, **officer(reply))


def pressed(reply: Reply, press: Press) -> None:
    """The buttons around asking a person."""
    what = press.part(0, ("ask", "close", "aside", "send", "change", "drop"))
    if what == "ask":
        words = reply.dialogue.pending
        preview(reply, words) if words else ask_what(reply)
    elif what == "close" and (case := reply.context.casework.case) is not None and press.about[1:] == (case.id,):
        close(reply, case)
    elif what == "aside" and (case := lives_here(reply)) is not None and press.about[1:] == (case.id,):
        back_to_bot(reply, case)
    elif what in ("close", "aside") or (what in ("send", "change", "drop") and press.stamp != reply.dialogue.stamp):
        reply.say("old_button", now="")
        ask_again(reply)
    else:
        {"send": send, "change": ask_what, "drop": drop}[what](reply)
