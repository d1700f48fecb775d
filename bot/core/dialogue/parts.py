"""Messages that begin with a choice and go on: what was asked is answered, and then the rest. What a no lets go of.

A yes or a no to a read-back is in `verdicts.py`, other messages of several parts in `several.py`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from bot.core.dialogue import notes
from bot.core.dialogue.behind_a_yes import LEFT_ALONE, asks
from bot.core.dialogue.own_answers import MIND_CHANGED, own_answer
from bot.core.language.choices import matches
from bot.core.model.reading import Reading, Understood
from bot.core.safety.guard import read_words
from bot.core.turn import answers, confirming, returning
from bot.core.turn.heard import same
from bot.core.turn.notes import is_note
from bot.core.turn.reply import Reply
from bot.core.turn.wording import NO

Act = Callable[[Reply, Reading], None]
"""What is done by a reading's intent."""

MOST_WORDS_OF_A_CHOICE = 4
FEW_WORDS = 4
"""A "no" with so few words behind it changes one thing of the read-back, and leaves the rest."""
_FIRST = re.compile(r"\s*(?:[.,;!?\n]+|\s(?:and|but)\s)\s*", re.IGNORECASE)
_DOUBTED = re.compile(rf"^\W*(?:{NO}|wrong)\b|\b(?:not|mean|sorry|actually|wrong)\b|\?", re.IGNORECASE)


def let_go_of_denied(reply: Reply, facts: Sequence[Understood]) -> None:
    """After a "no", what else was read back: what was doubtful goes, and all of it when the words only say again
    what was right about it. "No, the 13th" changes the date and leaves the rest."""
    again = {f.name for f in facts if any(u.name == f.name and same(u.value, f.value) for u in reply.dialogue.heard)}
    steps = {f.name.partition(".")[0] for f in facts}
    short = len(reply.turn.text.split()) <= FEW_WORDS
    reply.set(
        heard=tuple(
            u for u in reply.dialogue.heard
            if u.name in again or is_note(reply.journey, u.name)
            or (not again and u.name.partition(".")[0] in steps and (u.sure or short))
        )
    )  # fmt: skip


def said_again(reply: Reply, reading: Reading, act: Act) -> bool:
    """What was read back, said once more and nothing else: that is a yes."""
    told = {f.name: f.value for f in reading.facts}
    question = reply.question(reply.dialogue.heard[0].name) if len(reply.dialogue.heard) == 1 else None
    if not told and question is not None and question.kind == "choice" and reading.intent in LEFT_ALONE:
        found = matches(reply.turn.text, [(o.value, o.label) for o in question.options])
        told = {question.key: found[0]} if len(found) == 1 else {}
    doubted = reading.open or reading.assent is False or _DOUBTED.search(reply.turn.text)
    if doubted or len(told) != len(reply.dialogue.heard):
        return False
    if not all(u.name in told and same(told[u.name], u.value) for u in reply.dialogue.heard):
        return False
    answers.confirm(reply)
    return True


def choice_and_more(reply: Reply, reading: Reading, act: Act) -> bool:
    """A choice of the question put, with more behind it: it is held, and the rest is heard."""
    question = reply.question(reply.dialogue.asked)
    if question is None or question.kind != "choice" or reading.intent in ("correct", "undo"):
        return False
    text = reply.turn.text.strip()
    found = _FIRST.search(text)
    rest = text[found.end() :] if found else ""
    first = text[: found.start()] if found else ""
    if not rest or not 0 < len(first.split()) <= MOST_WORDS_OF_A_CHOICE or MIND_CHANGED.match(rest):
        return False
    chosen = matches(first, [(o.value, o.label) for o in question.options])
    told = any(f.name == question.key and f.sure for f in reading.facts)
    if reading.intent == "hand_over" and read_words(reply, first).intent == "hand_over":
        return False  # "Priya takes residents and Tom the staff bit" is no residents' board.
    if len(chosen) != 1 or (told and read_words(reply, rest).intent in ("answer", "ask", *LEFT_ALONE)):
        return False  # no choice, or one of which the reader has all; a question is for `_question_in`
    answers.hold(reply, Understood(question.key, chosen[0], True, first))
    if not go_on_with(reply, rest, act):
        confirming.read_back(reply)
    return True


def go_on_with(reply: Reply, rest: str, act: Act) -> bool:
    """Answers the second part as words of its own. False (and nothing said) when it means nothing surely."""
    text = reply.turn.text
    reply.turn = replace(reply.turn, text=rest)
    read = read_words(reply)
    reading = replace(read, facts=tuple(f for f in read.facts if f.sure))
    if reading.intent in ("answer", *LEFT_ALONE):
        reading = own_answer(reply, reading) or reading
    if not reading.facts and reading.intent in ("answer", "unclear", "other"):
        told_so = notes.alone(reply, reading)
        reading = read if told_so is not None and read.facts else told_so or reading  # Never surely read, and asked.
    if reading.intent in LEFT_ALONE or (reading.intent == "answer" and not reading.facts):
        reply.turn = replace(reply.turn, text=text)
        return False
    _give_way(reply)
    act(reply, reading)
    if not any(asks(m) for m in reply.messages):
        returning.carry_on(reply)
    return True


def _give_way(reply: Reply) -> None:
    """The question that followed a part gives way to the answer of the next part."""
    kept = [m for m in reply.messages if not asks(m)]
    reply.messages = kept
