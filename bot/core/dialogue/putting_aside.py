"""Putting something aside in plain words: the question, a whole step, or what is in hand for something else.

"Leave residents for now", "can we skip this", "let's do something else", "come back to this next week". What is put
aside is said, the next thing is offered, and where a day is named, the step comes back on it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from bot.core.model.journey import Step
from bot.core.reminders.settings import snooze_step, step_in_hand
from bot.core.turn import asking, days, returning
from bot.core.turn.entries import MORE, in_hand
from bot.core.turn.reply import Reply
from bot.core.turn.understand import steps_in
from bot.core.turn.wording import plain

_LEAD = (
    r"(?:(?:ok|okay|right|well|so|sorry|actually|please|just|and|but|no|hmm)[ ,]+)*"
    r"(?:(?:can|could|shall|may|should) (?:we|i|you)(?: just| please)? |let'?s(?: just)? |let us "
    r"|(?:we|i)(?:'ll| will) |i'?d (?:like|rather|prefer) (?:to )?|(?:we|i) (?:want|need) to )?(?:please |just )?"
)
_OBJECT = (
    r"(?P<object>(?:this|that|it)(?: one| question| bit| step| part| for)?"
    r"|(?:the|this|that) (?:\w+ )?(?:question|step)|(?:the |our )?[a-z' -]{3,40}?)"
)
_DAY = (
    r"(?P<day>(?:(?:in|on|after|from|until|till|before|by|at) )?(?:the )?"
    r"(?:next|tomorrow|monday|tuesday|wednesday|thursday|friday|\d|a (?:week|fortnight|month|few)|two|three|four|six"
    r"|january|february|march|april|may|june|july|august|september|october|november|december"
    r"|christmas|new year|end of|start of|spring|summer|autumn)\b.*)"
)
_WHILE = (
    r"(?:for (?:now|today|the moment|the time being|a (?:bit|while))|(?:just |right )?now|today|at the moment|aside"
    r"|to one side|on one side|(?:un)?til(?:l)? later|later(?: on)?|(?:for )?(?:another|some other) (?:day|time))"
)
_END = r"(?: please| thanks| then| if that'?s ok(?:ay)?)?"
_RETURNS = r"(?:(?:come|get|go) back to|return to|pick up|do|look at|deal with|revisit|finish|talk about)"
_PUTS_ASIDE = (
    re.compile(rf"{_LEAD}(?:leave|put|set|drop|hold|skip|park|put aside|not) {_OBJECT} {_WHILE}{_END}"),
    re.compile(rf"{_LEAD}(?:leave|hold|put off|park|put aside|skip) {_OBJECT} (?:(?:un)?til(?:l)? )?{_DAY}{_END}"),
    re.compile(rf"{_LEAD}{_RETURNS} {_OBJECT} (?:later(?: on)?|(?:another|some other) (?:day|time)|{_DAY}){_END}"),
    re.compile(rf"{_LEAD}(?:skip|park|pass on|put aside|put off|shelve) {_OBJECT}{_END}"),
)
_TURNS_TO = (
    r"(?:do|talk about|try|look at|move on to|move to|go (?:on )?to|switch to|start (?:with|on)|tell you about)"
)
_SOMETHING_ELSE = re.compile(
    rf"{_LEAD}(?:{_TURNS_TO} (?:something|anything) (?:else|different)"
    rf"|{_TURNS_TO} (?:another|a different|the next) (?:step|topic|part|bit|thing|subject|one)"
    r"|change (?:the )?subject)"
    r"(?: (?:please|instead|first|for now|now|then|today))*"
)
_POINTS = re.compile(
    r"(?:this|that|it)(?: one| question| bit| step| part| for)?|(?:the|this|that) (?:\w+ )?(?:question|step)"
)
_OF_STEP = re.compile(r"\b(?:step|part|bit)\b")


@dataclass(frozen=True, slots=True)
class Aside:
    """What is to be put aside."""

    step: Step | None = None
    """The step, where one is named, or all of the one in hand is meant."""
    until: date | None = None
    something_else: bool = False


def wished(reply: Reply, text: str) -> Aside | None:
    """What the whole of the words puts aside; None when they say anything else."""
    said = plain(text)
    if len(said) > 120 or "?" in said:
        return None
    if _SOMETHING_ELSE.fullmatch(said):
        return Aside(_in_hand(reply), something_else=True)
    found = next((m for pattern in _PUTS_ASIDE if (m := pattern.fullmatch(said))), None)
    if found is None:
        return None
    day = found.groupdict().get("day")
    until = days.day_in(reply.programme, day, reply.today) if day else None
    if day and until is None:
        return None
    what = found["object"]
    if _POINTS.fullmatch(what):
        mine = _in_hand(reply)
        return Aside(mine if until is not None or _OF_STEP.search(what) else None, until) if mine else None
    steps = reply.journey.step_by_key
    named = {key for key in steps_in(reply.programme, what, reply.reading_context()) if steps[key].questions}
    return Aside(steps[named.pop()], until) if len(named) == 1 else None


def put_aside(reply: Reply) -> bool:
    """Puts aside what the words want put aside. False when they say something else."""
    aside = wished(reply, reply.turn.text)
    if aside is None:
        return False
    if aside.until is not None and aside.step is not None:
        _until(reply, aside.step, aside.until)
    elif aside.something_else:
        _something_else(reply, aside.step)
    elif aside.step is not None:
        _step_aside(reply, aside.step)
        reply.say("step_put_aside", step=aside.step.title)
        _go_on(reply)
    else:
        returning.skip(reply)
    return True


def _in_hand(reply: Reply) -> Step | None:
    """The step that "this" is: the one asked about."""
    asked = reply.dialogue.asked
    if asked.endswith(MORE):
        return reply.journey.step(asked.removesuffix(MORE))
    found = reply.journey.step_of_question.get(asked)
    key = step_in_hand(reply) if found is None and reply.dialogue.reading_back else ""
    return found or reply.journey.step_by_key.get(key)


def _until(reply: Reply, step: Step, until: date) -> None:
    """The step, or the activity that was asked about, comes back on that day; meanwhile something else is asked."""
    entry = in_hand(reply, step) if _in_hand(reply) is step else ""
    snooze_step(reply, f"{step.key}#{entry}" if entry else step.key, until)
    if until > reply.today:
        _step_aside(reply, step)
        _go_on(reply)


def _step_aside(reply: Reply, step: Step) -> None:
    """None of its questions is asked again before somebody wants to know what is next."""
    left = [q.key for q in step.questions if q.key not in reply.dialogue.skipped]
    mine = _in_hand(reply) is step and not reply.dialogue.reading_back
    more = () if step.key in reply.dialogue.more_asked else (step.key,)
    reply.set(
        skipped=(*reply.dialogue.skipped, *left),
        more_asked=(*reply.dialogue.more_asked, *more),
        open=tuple(o for o in reply.dialogue.open if o.name.partition(".")[0] != step.key),
        asked="" if mine else reply.dialogue.asked,
    )


def _something_else(reply: Reply, step: Step | None) -> None:
    """The steps among which somebody may choose what to speak of instead."""
    if step is not None:
        _step_aside(reply, step)
    if reply.dialogue.heard:
        reply.say("skipped")
        _go_on(reply)
        return
    asking.ask_which_step(reply)


def _go_on(reply: Reply) -> None:
    """To what waits for a yes, to the question still open, or to the next one."""
    if reply.in_hand or reply.dialogue.heard:
        returning.ask_again(reply)
    else:
        asking.ask_next(reply)
