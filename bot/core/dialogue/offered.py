"""Answers to what was offered: that something recorded is changed, taken back, or joined with another. The words of a
yes and of a no are a grammar of their own (`language/consent.py`): "ye change it", "ok take it off then".
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from bot.core.dialogue import my_answers
from bot.core.dialogue.naming import entries_named
from bot.core.language.consent import CHANGING, JOINING, TAKING_BACK, Consent, consent
from bot.core.model.journey import Step
from bot.core.turn import answers, asking
from bot.core.turn.confirming import asks_for_change, changed_to
from bot.core.turn.entries import title_of
from bot.core.turn.reply import Reply
from bot.core.turn.wording import YES, plain

BACK, JOIN = "back", "join"
_ONE = re.compile(
    r"(?:they(?:'re| are| were)? |it(?:'s| is| was)? )?(?:really )?(?:just )?(?:the same|same|one)(?: one)?"
)
_TWO = re.compile(r"(?:they(?:'re| are| were)? )?(?:really )?(?:two|different|separate|not the same)(?: ones)?")


_NOT_THAT = re.compile(
    r"\b(?:not|no,?) (?:that|this|it)\b(?: one)?|\bwrong one\b|\bi (?:meant|mean)\b|\bthe other\b", re.IGNORECASE
)


def answered(reply: Reply, words: Callable[[Reply], bool]) -> bool:
    """Takes a yes or a no to an offer, and hears what stands behind it. False when the words say something else,
    which lets an offer to take back or to join go."""
    act, _, about = reply.dialogue.confirming.partition(":")
    if act in (BACK, JOIN):
        return _about_an_entry(reply, act, about, words)
    return reply.dialogue.reading_back and _about_a_change(reply)


def put_again(reply: Reply) -> bool:
    """The offer to take something back that waits, once more. False when none does."""
    act, _, about = reply.dialogue.confirming.partition(":")
    key, *entries = about.split("#")
    if act not in (BACK, JOIN) or key not in reply.journey.step_by_key:
        return False
    step = reply.journey.step(key)
    if act == BACK:
        my_answers.ask_take_back(reply, step, entries[0])
    else:
        my_answers.ask_join(reply, step, entries[0], entries[1])
    return True


def _about_an_entry(reply: Reply, act: str, about: str, words: Callable[[Reply], bool]) -> bool:
    key, *entries = about.split("#")
    step = reply.journey.step_by_key.get(key)
    said = _said_of_entry(reply, act, step, entries) if step is not None else None
    reply.set(confirming="")
    if said is None or step is None:
        return act == BACK and _another_meant(reply)
    turn = reply.turn
    reply.more_to_come = bool(said.rest)
    if not said.yes:
        my_answers.keep(reply, step)
    elif act == BACK:
        my_answers.take_back(reply, step, entries[0])
    else:
        my_answers.join(reply, step, entries[0], entries[1])
    reply.more_to_come = False
    if said.rest:
        reply.turn, reply.reading = replace(turn, text=said.rest), None
        if not words(reply):
            asking.ask_next(reply)
        reply.turn = turn
    return True


def _another_meant(reply: Reply) -> bool:
    """ "Not that one, the survey": that is offered instead."""
    named = entries_named(reply, reply.turn.text) if _NOT_THAT.search(reply.turn.text) else []
    if len(named) == 1:
        my_answers.ask_take_back(reply, named[0][0], named[0][1].id)
    return len(named) == 1


def _said_of_entry(reply: Reply, act: str, step: Step, entries: list[str]) -> Consent | None:
    text = plain(reply.turn.text)
    if act == JOIN:
        found = consent(text, JOINING)
        alike = Consent(True) if _ONE.fullmatch(text) else Consent(False) if _TWO.fullmatch(text) else None
        return found or alike
    known = reply.recorded(step, entries[0])
    names = re.findall(r"[a-z]+", title_of(reply, step, known).casefold()) if known is not None else []
    return consent(reply.turn.text, TAKING_BACK, names=names)


def _about_a_change(reply: Reply) -> bool:
    """A yes or a no to "shall I change it?". Where more stands behind a yes, that is heard as behind any other."""
    values = changed_to(reply)
    if values is None and asks_for_change(reply) is None:
        return False
    now, before = values or ("", "")
    said = consent(reply.turn.text, CHANGING, now, before)
    if said is None:
        return False
    if not said.rest:
        answers.confirm(reply) if said.yes else answers.deny(reply)
        return True
    if said.yes and not re.match(rf"\W*(?:{YES})\b", reply.turn.text, re.IGNORECASE):
        reply.turn, reply.reading = replace(reply.turn, text=f"yes. {said.rest}"), None
    return False
