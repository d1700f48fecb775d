"""What people say about reminders in words that mean the same whatever is asked: less often, for all, closed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

from bot.core.calendar import span_of
from bot.core.language.reminding import Wish, asks_when, asks_why, wish_in
from bot.core.language.sentences import sentences_of
from bot.core.model.reading import Reading
from bot.core.record.working_days import CLOSED
from bot.core.reminders import settings as reminders
from bot.core.reminders import words as words_on
from bot.core.turn import assigning, days
from bot.core.turn.reply import Reply
from bot.core.turn.returning import ask_again
from bot.core.turn.shortcuts import command_in
from bot.core.turn.understand import steps_in, understand
from bot.core.turn.wording import escape, say_span

SLOWEST = 8
"""However often somebody says "less often", a reminder comes at least in eight times the step's rhythm."""


def said(reply: Reply) -> bool:
    """Takes words on reminders that mean the same whatever is asked. False when the text says something else."""
    text = reply.turn.text
    if _wished(reply, text) or _asked(reply, text):
        return True
    if words_on.is_less(text):
        _pace(reply, min(SLOWEST, reply.state_of(reply.person.id).slower * 2), "less_often")
        return True
    if words_on.is_as_before(text):
        _pace(reply, 1, "as_often")
        return True
    if len(sentences_of(text)) == 1 and _plainly(reply, text):
        return True
    closed = words_on.closure(text)
    if closed is not None:
        _close(reply, closed)
        return True
    absent = words_on.absence(text)
    span = days.span_ahead(absent, reply.today) if absent is not None else None
    if span is not None:
        _away(reply, *span)
        return True
    return _scoped(reply, text) or _later(reply, words_on.later(text))


def _plainly(reply: Reply, text: str) -> bool:
    """A wish in one sentence: that reminders go on, which days somebody is away, what to be reminded of and when."""
    if words_on.keeps_on(text):
        reminders.resume(reply)
        return True
    between = words_on.away_between(text)
    span = days.days_in(reply.programme, between, reply.today) if between else None
    if span is not None:
        _away(reply, *span)
        return True
    return _about_a_step(reply, text)


MOST_BESIDE = 3
"""A sentence of so few words beside a wish tells nothing by itself ("thanks a lot")."""


def _wished(reply: Reply, text: str) -> bool:
    """On which days, at what time and how often: "Wednesdays after lunch", "one a week is enough"."""
    wish = wish_in(text)
    if not wish.anything or _tells_more(text, lambda s: wish_in(s).anything) or (wish.bare and _answers(reply, wish)):
        return False
    reminders.keep_wish(reply, wish)
    return True


def _tells_more(text: str, is_of_it: Callable[[str], bool]) -> bool:
    """Whether another sentence beside those tells something."""
    return any(not is_of_it(s) and len(s.split()) > MOST_BESIDE for s in sentences_of(text))


def _answers(reply: Reply, wish: Wish) -> bool:
    """Whether words that name no messages may be an answer to what is asked, or are of what was read back."""
    rhythms = {s.rhythm.recurs_by for s in reply.journey.steps if s.rhythm is not None}
    question = reply.question(reply.dialogue.asked)
    if wish.gap and ({reply.dialogue.asked, *(u.name for u in reply.dialogue.heard)} & (rhythms - {""})):
        return True
    return question is not None and question.kind in ("date", "text") and not reply.dialogue.reading_back


def _asked(reply: Reply, text: str) -> bool:
    """When and how often reminders come, and why they do."""
    if _tells_more(text, lambda s: asks_why(s) or asks_when(s) or words_on.asks_whether(s)):
        return False
    if asks_why(text):
        phrase = "reminders_why"
    elif asks_when(text) or words_on.asks_whether(text):
        phrase = "reminders_now"
    else:
        return False
    reply.say(phrase, whether=" ".join([assigning.whether(reply), *assigning.when(reply)]))
    ask_again(reply)
    return True


def _about_a_step(reply: Reply, text: str) -> bool:
    """A reminder of a step on a day: one that is named, or some time before its meeting."""
    dated, ahead = words_on.on_day_about(text), words_on.before_meeting(text)
    if dated is None and ahead is None:
        return False
    what = dated[1] if dated is not None else ahead[1] if ahead is not None else ""
    named = list(steps_in(reply.programme, what, reply.reading_context()))
    meetings = [(step, day) for step, _, day in reminders.dates_to_come(reply) if not named or step in named]
    if dated is not None:
        until = days.day_in(reply.programme, dated[0], reply.today)
        if until is None or not named:
            return False
        reminders.snooze_step(reply, named[0], until)
    elif ahead is not None and meetings:
        step, after = min(meetings, key=lambda m: m[1])
        reminders.snooze_step(reply, step, after - timedelta(days=1 + ahead[0]))
    else:
        reminders.ask_when(reply, named[0] if named else reminders.step_in_hand(reply))
    ask_again(reply)
    return True


def _away(reply: Reply, first: date, last: date) -> None:
    """ "I'm on leave next week": no reminder to this person on those days."""
    if first <= reply.today:
        reminders.snooze_until(reply, last + timedelta(days=1))
    else:
        reminders.away(reply, first, last + timedelta(days=1))
    ask_again(reply)


def _later(reply: Reply, when: str | None) -> bool:
    """ "Ask me on 29 October": a day to be asked on is no answer to a question for a date."""
    if when is None:
        return False
    until = days.day_in(reply.programme, when, reply.today) or reminders.after_meeting(
        reply, words_on.after_what(when)
    )
    if until is None:
        reminders.ask_when(reply, reminders.step_in_hand(reply))
    else:
        reminders.snooze_until(reply, until)
    return True


def _scoped(reply: Reply, text: str) -> bool:
    """ "Pause reminders for everybody", "stop chasing me about the board"."""
    about = words_on.about(text, reply.journey.step_by_key, reminders.step_asked(reply))
    if not (about.everybody or about.step):
        return False
    reading = understand(reply.programme, about.text, reply.reading_context())
    if (own := _OWN_WORDS.get(command_in(about.text) or "")) is not None:
        reading = replace(reading, intent=own)  # "resume for everybody", as the bot says it itself
    whole = understand(reply.programme, text, reply.reading_context())
    if reading.intent not in SCOPED or (about.step and whole.intent not in SCOPED):
        return False
    SCOPED[reading.intent](reply, reading, about)
    return True


def _pause_scoped(reply: Reply, reading: Reading, about: words_on.About) -> None:
    reminders.pause_all(reply) if about.everybody else reminders.pause_step(reply, reply.journey.step(about.step))


def _resume_scoped(reply: Reply, reading: Reading, about: words_on.About) -> None:
    if about.everybody:
        reminders.resume_all(reply)
    else:
        reminders.restart(reply, about.step)
        reply.say("resumed")


def _snooze_scoped(reply: Reply, reading: Reading, about: words_on.About) -> None:
    until = reminders.until_of(reading)
    if about.everybody and until is not None:
        reminders.snooze_all(reply, until)
    elif about.step:
        reminders.snooze_step(reply, about.step, until)
    else:
        reminders.snooze(reply, reading)


_OWN_WORDS = {"resume": "resume", "stop": "pause", "pause": "pause", "snooze": "snooze"}
"""The bot's own words for what may be for everybody, and what they mean."""
SCOPED: dict[str, Callable[[Reply, Reading, words_on.About], None]] = {
    "pause": _pause_scoped,
    "resume": _resume_scoped,
    "snooze": _snooze_scoped,
}


def _pace(reply: Reply, slower: int, phrase: str) -> None:
    gap = 0 if slower == 1 else reply.state_of(reply.person.id).gap
    assigning.save_own(reply, replace(reply.state_of(reply.person.id), slower=slower, gap=gap))
    reply.say(phrase)
    ask_again(reply)


def _close(reply: Reply, when: str) -> None:
    """The organisation's own closure: kept as a fact, with the closures known already that are still to come."""
    closed = days.days_in(reply.programme, when, reply.today) if when else None
    if closed is None:
        reply.say("closed_when")
        return
    known = reply.facts_by_name.get(CLOSED)
    before = known.value if known is not None and isinstance(known.value, tuple) else ()
    spans = [s for s in before if span_of(s)[1] >= reply.today]
    new = f"{closed[0]}/{closed[1]}"
    assigning.keep(reply, CLOSED, tuple(dict.fromkeys((*spans, new))), replaces=known.id if known else None)
    reply.say("closed_noted", adopter=escape(reply.adopter.name), dates=say_span(new))
    ask_again(reply)
