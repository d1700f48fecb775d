"""Somebody wants what is held about them deleted: told what goes and what stays, asked twice, then it is done. Pure.

Both questions are put to one person in one dialogue, and their buttons carry who that is, when they were asked and
under which stamp: nobody else's press deletes anything, nor does an old one.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from bot.core.model import Choice, EraseMe
from bot.core.model.presses import Press
from bot.core.turn.reply import Reply, Style
from bot.core.turn.requesting import asks_for, words_of
from bot.core.turn.returning import ask_again
from bot.core.turn.saying import text_of
from bot.core.turn.understand import yes_or_no
from bot.core.turn.wording import escape, say_list

ERASING = "erasing"
"""What `DialogueState.confirming` begins with while one of the two questions waits."""
FIRST, LAST = "first", "last"
"""The two questions."""
ASK, YES, NO = "ask", "yes", "no"
"""What a button about it says."""
LASTS = timedelta(hours=1)
"""How long a question waits."""

_YES = re.compile(
    r"(?:yes|yeah|yep|y|ok|okay|sure|go on|go ahead|do it|delete it)"
    r"(?: (?:please|sure|i'm sure|i am sure|go on|go ahead|do it|delete it|delete it all|delete everything|now))*"
)
"""Nothing less plain deletes anything."""


def asked(reply: Reply) -> bool:
    """Somebody wants it, in words of the content. False when they do not."""
    ways = dict(reply.journey.requests).get("erase", ())
    if not asks_for(reply.turn.text, map(words_of, ways)):
        return False
    ask(reply)
    return True


def ask(reply: Reply) -> None:
    """The first question: what goes, what stays and why."""
    channels = dict.fromkeys(a.channel for a, who in reply.context.accounts if who == reply.person.id)
    places = say_list([text_of(reply.journey, f"place_{channel}") for channel in channels])
    told = sum(fact.person == reply.person.id for fact in reply.context.facts)
    _begin(reply, FIRST)
    reply.say("erase_goes", name=escape(reply.person.name), places=places)
    if told:
        reply.say("erase_stays", adopter=escape(reply.adopter.name), count=str(told))
    else:
        reply.say("erase_nothing_stays")
    reply.say("erase_elsewhere")
    reply.say(
        "erase_ask",
        [
            _button(reply, "erase_go_on", YES, FIRST),
            _button(reply, "erase_keep", NO, FIRST),
            reply.button("see_what_is_held", "do", "held"),
        ],
    )


def _ask_last(reply: Reply) -> None:
    """The last question, which names whom it is about."""
    _begin(reply, LAST)
    now = _button(reply, "erase_now", YES, LAST, style="danger", person=reply.person.name)
    reply.say(
        "erase_sure",
        [now, _button(reply, "erase_keep", NO, LAST)],
        name=escape(reply.person.name),
        adopter=escape(reply.adopter.name),
    )


def _begin(reply: Reply, which: str) -> None:
    _alone(reply)
    reply.new_stamp()
    reply.set(confirming=f"{ERASING}:{which}:{reply.at.isoformat()}")


def _alone(reply: Reply) -> None:
    """Only whom it is about sees it."""
    if not reply.in_private_place:
        reply.hush = True


def _button(reply: Reply, label: str, what: str, which: str, style: Style = "", person: str = "") -> Choice:
    return reply.button(label, "erase", what, which, reply.person.id, style=style, person=person)


def pressed(reply: Reply, press: Press) -> None:
    """One of its buttons. Raises UnknownButtonError for one that is none."""
    what = press.part(0, (ASK, YES, NO))
    if what == ASK:
        ask(reply)
        return
    which, whose = press.part(1, (FIRST, LAST)), press.part(2)
    if whose != reply.person.id or press.stamp != reply.dialogue.stamp or _waits_for(reply) != which:
        _alone(reply)
        reply.say("erase_refused")
        ask_again(reply)
    else:
        _answered(reply, which, what == YES)


def answer(reply: Reply) -> bool:
    """A plain yes, or a no, in words. False for anything else, which lets the question go."""
    which = _waits_for(reply)
    yes = bool(_YES.fullmatch(words_of(reply.turn.text)))
    if not which or not (yes or yes_or_no(reply) is False):
        reply.set(confirming="")
        return False
    _answered(reply, which, yes)
    return True


def _waits_for(reply: Reply) -> str:
    """Which question waits for an answer; empty when none does, or none any more."""
    kind, _, rest = reply.dialogue.confirming.partition(":")
    which, _, at = rest.partition(":")
    there = kind == ERASING and reply.at <= datetime.fromisoformat(at) + LASTS
    return which if there else ""


def _answered(reply: Reply, which: str, yes: bool) -> None:
    _alone(reply)
    if not yes:
        reply.set(confirming="")
        reply.say("erase_kept")
        ask_again(reply)
    elif which == FIRST:
        _ask_last(reply)
    else:
        _erase(reply)


def _erase(reply: Reply) -> None:
    """Nothing else of this turn is kept, and the last words name nobody."""
    reply.start_over()
    reply.keep_text = False
    _alone(reply)
    reply.changes.append(EraseMe(text_of(reply.journey, "by_former_colleague")))
    reply.say("erased")
