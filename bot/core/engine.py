"""The engine: one turn in, one outcome out. Pure: the same context and turn always give the same outcome.

    respond(programme, context, turn) -> Outcome

A turn of somebody unknown goes to `joining`. A press goes by its verb, words go by what they are understood as.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from bot.core.casework import cases, letters
from bot.core.dialogue import calm, entry_words, joining, own_answers, parts, reminder_presses
from bot.core.dialogue.correcting import correct, take_off
from bot.core.dialogue.pressing import press
from bot.core.guidance.about import about, chosen, may_be_answered, outright
from bot.core.guidance.briefings import badge, guidance, help_text, learning
from bot.core.guidance.requests import wants_briefing
from bot.core.guidance.subscribing import subscriptions
from bot.core.model import Choice, Kind, Outcome, SavePersonState, Turn, TurnContext
from bot.core.model.reading import MOST_READ, OTHER_LANGUAGE, EarlyReading, Reading
from bot.core.people import leaving, owners, places
from bot.core.people.zones import note_zone
from bot.core.reminders import said as reminders_said
from bot.core.reminders import settings as reminders
from bot.core.safety import guard
from bot.core.turn import answers, asking, heard, returning
from bot.core.turn.reply import PREVIEW, WRITING, Programme, Reply
from bot.core.turn.shortcuts import command_in
from bot.core.turn.wording import escape
from bot.core.views import forms
from bot.core.views import report as evidence

AWAY_DAYS = 3
"""After so many days away, one line says where things stand."""


def respond(programme: Programme, context: TurnContext, turn: Turn, early: EarlyReading | None = None) -> Outcome:
    """Answers one turn. Never raises for what people say or press. `early`: its words, as read beforehand."""
    reply = Reply(programme, context, turn, early=early)
    if cases.is_inbox(context, turn):
        cases.in_inbox(reply)
        return reply.outcome()
    if guard.guard(reply):
        return reply.outcome()
    if context.person is None or context.adopter is None:
        joining.meet(reply)
        return reply.outcome()
    if cases.in_case(reply):
        return reply.outcome()
    note_zone(reply)
    if reply.dialogue.calm and calm.stays(reply):
        return reply.outcome()
    _note_seen(reply)
    letter = letters.letter_of(reply)
    _take(reply)
    letters.come_back(reply, letter)
    return reply.outcome()


def _take(reply: Reply) -> None:
    """Answers what was done or said, by its kind."""
    turn = reply.turn
    if turn.kind is Kind.PRESS:
        press(reply)
    elif turn.kind is Kind.FORM:
        _form(reply)
    elif turn.kind is Kind.OPEN:
        _greet(reply)
    elif turn.kind is Kind.EDIT:
        _edited(reply)
    elif turn.kind is Kind.DELETE:
        _deleted(reply)
    else:
        _words(reply)


def _form(reply: Reply) -> None:
    """A form that was sent; a field that asks for a human being is no answer."""
    asks = letters.asked_in_form(reply)
    if reply.turn.fields or not asks:
        forms.submit(reply)
    if asks:
        letters.ask_what(reply)


def _note_seen(reply: Reply) -> None:
    """Keeps when the person was last here; after days away, says in one line where things stand."""
    guard = reply.state_of(reply.person.id)
    reminded = guard.last_nudge is not None and guard.last_seen is not None and guard.last_nudge > guard.last_seen
    away = guard.last_seen is not None and (reply.at - guard.last_seen).days >= AWAY_DAYS
    if away and reply.turn.kind is Kind.TEXT and not reminded:  # a reminder has just said where things stand
        _welcome_back(reply)
    if guard.last_seen is None or (reply.at - guard.last_seen).total_seconds() > 3600:
        noted = replace(guard, last_seen=reply.at)
        others = tuple(c for c in reply.context.people_states if c.person != guard.person)
        reply.context = replace(reply.context, people_states=(*others, noted))
        reply.changes.append(SavePersonState(noted))


def _welcome_back(reply: Reply) -> None:
    summary = asking.summary_line(reply)
    if summary:
        reply.say("welcome_back", name=escape(reply.person.name), summary=summary)


def _greet(reply: Reply) -> None:
    """The chat was opened: a first hello, or where things stand."""
    if not reply.person.name or not (reply.person.role or reply.in_hand or reply.progress.facts):
        programme = reply.journey.name
        reply.say("joined", name=escape(reply.person.name), adopter=escape(reply.adopter.name), programme=programme)
        joining.ask_name_or_role(reply)
        return
    reply.say("greeting", name=escape(reply.person.name))
    if reply.progress.facts:
        _welcome_back(reply)
    returning.carry_on(reply)


def _edited(reply: Reply) -> None:
    """A message was changed after it was sent: what waits for a yes is understood anew; what is recorded stays."""
    if reply.dialogue.heard or reply.dialogue.shared:
        heard.forget(reply)
        _words(reply)
    else:
        reply.say("edited")


def _deleted(reply: Reply) -> None:
    """A message was taken away: what was not yet confirmed goes with it."""
    if reply.dialogue.heard or reply.dialogue.shared:
        heard.forget(reply)
        reply.say("deleted")


def _words(reply: Reply) -> None:
    """Somebody wrote something."""
    if not reply.turn.text.strip():
        reply.say("empty_message", choices=asking.menu(reply))
        return
    if letters.asked_for(reply):
        return
    if reply.dialogue.confirming in (WRITING, PREVIEW) and letters.take_words(reply, _read(reply)):
        return
    if len(reply.turn.text) > MOST_READ:
        guard.read_part(reply)
    if owners.taken_in_words(reply):
        return
    if reply.dialogue.joining and (rest := joining.introduce(reply)) is not None:
        if rest and not parts.go_on_with(reply, rest, _act):
            asking.ask_next(reply)
        return
    if reply.dialogue.confirming == "start_again" and returning.start_again_answer(reply):
        return
    if subscriptions(reply) or chosen(reply):
        return
    text = reply.turn.text
    if letters.letter_of(reply) is None:
        reply.set(pending="")
    command = command_in(text)
    if command is not None and not (command == "goodbye" and entry_words.that_was_all(reply)):
        COMMANDS[command](reply)
        return
    if entry_words.heard_in(reply):
        return
    if reminder_presses.answer(reply) or reminders_said.said(reply) or places.said(reply):
        return
    reading = _read(reply)
    if reply.dialogue.confirming == answers.DENIED and not reading.facts and reading.intent != "correct":
        heard.forget(reply)  # A no has ended it: it is not asked about again.
    if take_off(reply) or parts.two_parts(reply, reading, _act) or outright(reply, reading):
        return
    if reading.intent in ("unclear", "other", "answer", "skip") and (own := own_answers.own_answer(reply, reading)):
        reading = own
    if reading.intent in ("status", "other", "unclear", "help", "ask") and wants_briefing(text):
        guidance(reply, reading)
        return
    _act(reply, reading)


def _read(reply: Reply) -> Reading:
    return reply.reading or guard.read_words(reply)


def _act(reply: Reply, reading: Reading) -> None:
    INTENTS.get(reading.intent, _unclear)(reply, reading)


# ---------------------------------------------------------------- by what the words mean


def _answer(reply: Reply, reading: Reading) -> None:
    if reply.dialogue.confirming == answers.DENIED and reading.facts:
        parts.let_go_of_denied(reply, reading.facts)
    elif reply.dialogue.reading_back and reading.facts:  # A guess that was passed over is not carried along.
        reply.set(heard=tuple(u for u in reply.dialogue.heard if u.sure))
    if reading.facts or any(reply.question(o.name) for o in reading.open):
        answers.hear(reply, reading.facts, reading.open, reply.turn.text)
    else:
        _unclear(reply, reading)


def _confirm(reply: Reply, reading: Reading) -> None:
    if reply.dialogue.reading_back:
        answers.confirm(reply)
    else:
        _unclear(reply, reading)


def _deny(reply: Reply, reading: Reading) -> None:
    if reply.dialogue.reading_back:
        answers.deny(reply)
    else:
        _unclear(reply, reading)


def _unclear(reply: Reply, reading: Reading) -> None:
    """Asks instead of guessing: the question again with its hint, the likeliest readings as buttons, never the same
    sentence twice in a row. A bare yes or no, while something is held and not yet read back, is about that."""
    if reading.assent is not None and reply.dialogue.heard and reply.dialogue.confirming != answers.DENIED:
        reply.set(open=())
        answers.read_back(reply) if reading.assent else answers.deny(reply)
        return
    if reading.topic == OTHER_LANGUAGE:
        _other_language(reply)
        return
    if (answer := own_answers.yes_or_no(reply, reading)) is not None:
        answers.hear(reply, [answer], words=reply.turn.text)
        return
    if may_be_answered(reply):
        return
    reply.text = reply.text or guard.NOT_UNDERSTOOD
    question = reply.question(reply.dialogue.asked)
    if question is not None and not reply.dialogue.reading_back:
        hint = question.not_understood or question.good or question.ask
        reply.say("not_understood_question", asking.choices_of(reply, question), hint=hint)
    else:
        likeliest = _likeliest(reply, reading)
        reply.say("not_understood", likeliest or (() if reply.in_hand else asking.menu(reply)))
        returning.ask_again(reply)
    reply.set(failures=reply.dialogue.failures + 1)


def _other_language(reply: Reply) -> None:
    """Words that are not English are never guessed at: one kind line, with buttons."""
    reply.text = reply.text or guard.NOT_UNDERSTOOD
    reply.say("other_language", choices=() if reply.in_hand else asking.menu(reply))
    returning.ask_again(reply)
    reply.set(failures=reply.dialogue.failures + 1)


def _likeliest(reply: Reply, reading: Reading) -> list[Choice]:
    """The two readings that come closest, as buttons."""
    labels = {choice.value.rsplit("|", 1)[-1]: choice for choice in asking.menu(reply)}
    steps = reply.journey.step_by_key
    chosen = []
    for name in reading.likeliest[:2]:
        if name in steps:
            chosen.append(reply.choice(steps[name].title, "step", name))
        elif name in labels:
            chosen.append(labels[name])
    return chosen


def _other(reply: Reply, reading: Reading) -> None:
    if may_be_answered(reply):
        return
    reply.text = reply.text or guard.NOT_UNDERSTOOD
    reply.say("other", choices=() if reply.in_hand else asking.menu(reply))
    returning.ask_again(reply)


def _greeting(reply: Reply, reading: Reading) -> None:
    reply.say("greeting", name=escape(reply.person.name))
    returning.carry_on(reply)


def _thanks(reply: Reply, reading: Reading) -> None:
    reply.say("thanks")
    returning.ask_again(reply)


COMMANDS: dict[str, Callable[[Reply], None]] = {
    "why": returning.why,
    "start_again": returning.ask_start_again,
    "status": returning.status,
    "next": asking.say_next,
    "help": help_text,
    "skip": returning.skip,
    "undo": reminders.undo,
    "goodbye": returning.goodbye,
}
"""Words that always mean the same, whatever is asked."""

INTENTS: dict[str, Callable[[Reply, Reading], None]] = {
    "answer": _answer,
    "correct": correct,
    "undo": lambda reply, _: reminders.undo(reply),
    "confirm": _confirm,
    "deny": _deny,
    "status": lambda reply, _: returning.status(reply),
    "next": lambda reply, _: asking.say_next(reply),
    "guidance": guidance,
    "ask": about,
    "skip": lambda reply, _: returning.skip(reply),
    "snooze": reminders.snooze,
    "pause": lambda reply, _: reminders.pause(reply),
    "resume": lambda reply, _: reminders.resume(reply),
    "hand_over": leaving.leave_or_hand_over,
    "learning": lambda reply, _: learning(reply),
    "badge": lambda reply, _: badge(reply),
    "person": letters.person,
    "report": lambda reply, _: evidence.report(reply),
    "help": lambda reply, _: help_text(reply),
    "greeting": _greeting,
    "thanks": _thanks,
    "other": _other,
    "unclear": _unclear,
}
"""What each intent of understanding.md leads to."""
