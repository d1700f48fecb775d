"""The officer's side of a case: what is written in the inbox or on the programme's pages, and what comes of it."""

from __future__ import annotations

import re

from bot.core.casework.cases import MOST_WORDS, plain
from bot.core.model import Change, Choice, Kind, Message, Outcome, Outgoing, Turn, TurnContext
from bot.core.model.casework import Case, CloseCase, NoteOfficer, SayInCase, SetInbox
from bot.core.model.presses import Press
from bot.core.turn.reply import Programme, Reply
from bot.core.turn.saying import text_of
from bot.core.turn.wording import escape

_REPLY = re.compile(r"^(?:reply|answer|re)\s+#?([A-Za-z2-7]{6})\b[:,]?\s*(.+)$", re.IGNORECASE | re.DOTALL)
_CLOSE = re.compile(r"^close\s+#?([A-Za-z2-7]{6})$", re.IGNORECASE)


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
    done = Choice(text_of(programme.journey, "button_case_done"), str(button))
    return Outgoing(Message(text, "from_person", (done,), author=name), case.address)


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
