"""Messages that begin with a yes, a no or a choice, and go on: what was asked is answered, and then the rest.

"Yes. And full board." keeps what was read back and then hears the rest. "No! Friday is when the minutes go out" lets
go of what was read back wrongly. Other messages of several parts are in `several.py`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from bot.core.dialogue.own_answers import MIND_CHANGED, own_answer
from bot.core.language.choices import matches
from bot.core.model import Outgoing
from bot.core.model.reading import Reading, Understood
from bot.core.safety.guard import read_words
from bot.core.turn import answers, confirming, returning
from bot.core.turn.heard import ADDED, forget, is_number, same
from bot.core.turn.reply import Reply
from bot.core.turn.wording import NO, YES

Act = Callable[[Reply, Reading], None]
"""What is done by a reading's intent."""

MOST_WORDS_OF_A_CHOICE = 4
FEW_WORDS = 4
"""A "no" with so few words behind it changes one thing of the read-back, and leaves the rest."""
_YES = re.compile(rf"(?:{YES}|correct|(?:that'?s|that is) (?:right|correct)|spot on)\b[\s,.!;:–-]*", re.IGNORECASE)
_NO = re.compile(
    rf"(?:{NO}|neither|wrong|not quite)"
    r"(?:[\s]*[,.!;:–-]+\s*|\s+(?=(?:i|it|that|this|the|we|they|she|he|actually|sorry)\b))",
    re.IGNORECASE,
)
_JOINING = re.compile(r"(?:(?:and|but|also|though|so|sorry|actually)\b[\s,]*)+", re.IGNORECASE)
_FIRST = re.compile(r"\s*(?:[.,;!?\n]+|\s(?:and|but)\s)\s*", re.IGNORECASE)
_ON_SECOND_THOUGHT = re.compile(
    r"(?:[.,;!?]\s*no\b)|\b(?:but|though|except)\b.*(?:\d|\bnot\b(?! yet))", re.IGNORECASE
)
"""Behind a yes: "yes but sixty, not eleven", "yes full board. No, I meant she leads". Nothing is kept on that."""
_DOUBTED = re.compile(rf"^\W*(?:{NO}|wrong)\b|\b(?:not|mean|sorry|actually|wrong)\b|\?", re.IGNORECASE)
_LEFT_ALONE = frozenset(["unclear", "other", "confirm", "deny", "thanks", "greeting", "skip", "undo", "correct"])
"""Intents which a part behind a yes or an answer does not have by itself."""


_COURTESY = re.compile(r"\W*(?:please|pls|thanks?|thank you|ta|cheers|then)\W*", re.IGNORECASE)
"""Behind a yes these say nothing more."""


def let_go_of_denied(reply: Reply, facts: Sequence[Understood]) -> None:
    """After a "no", what else was read back: what was doubtful goes, and all of it when the words only say again
    what was right about it. "No, the 13th" changes the date and leaves the rest."""
    again = {f.name for f in facts if any(u.name == f.name and same(u.value, f.value) for u in reply.dialogue.heard)}
    steps = {f.name.partition(".")[0] for f in facts}
    short = len(reply.turn.text.split()) <= FEW_WORDS
    reply.set(
        heard=tuple(
            u for u in reply.dialogue.heard
            if u.name in again or (not again and u.name.partition(".")[0] in steps and (u.sure or short))
        )
    )  # fmt: skip


def said_again(reply: Reply, reading: Reading, act: Act) -> bool:
    """What was read back, said once more and nothing else: that is a yes."""
    told = {f.name: f.value for f in reading.facts}
    question = reply.question(reply.dialogue.heard[0].name) if len(reply.dialogue.heard) == 1 else None
    if not told and question is not None and question.kind == "choice" and reading.intent in _LEFT_ALONE:
        found = matches(reply.turn.text, [(o.value, o.label) for o in question.options])
        told = {question.key: found[0]} if len(found) == 1 else {}
    doubted = reading.open or reading.assent is False or _DOUBTED.search(reply.turn.text)
    if doubted or len(told) != len(reply.dialogue.heard):
        return False
    if not all(u.name in told and same(told[u.name], u.value) for u in reply.dialogue.heard):
        return False
    answers.confirm(reply)
    return True


def yes_and_more(reply: Reply, reading: Reading, act: Act) -> bool:
    """A yes to what was read back, with more behind it: it is kept, and the rest is heard."""
    found = _YES.match(reply.turn.text.strip())
    rest = _rest(reply.turn.text.strip(), found)
    if not rest or _COURTESY.fullmatch(rest) or _ON_SECOND_THOUGHT.search(reply.turn.text):
        return False
    waiting: dict[str, list[Understood]] = {}
    for understood in reply.dialogue.heard:
        waiting.setdefault(understood.name, []).append(understood)
    numbers = {u.value for u in reply.dialogue.heard if is_number(u.value)}
    new = [
        f for f in reading.facts
        if f.name not in waiting and (reply.step_of(f.name) or reply.journey.shared_of(f.name))
        and not (is_number(f.value) and f.value in numbers)  # "yes 12" says again what was read back
    ]  # fmt: skip
    changed = (f for f in reading.facts if f.sure and f.name in waiting)
    if any(not any(same(u.value, f.value) for u in waiting[f.name]) for f in changed):
        return False  # "yes but it was 24": changed first, and read back anew
    if reading.intent in ("correct", "undo") and not ADDED.search(rest):
        return False  # "yes. Hang on, make that the 28th"
    answers.confirm(reply)
    if new:
        _give_way(reply)
        answers.hear(reply, new, reading.open, reply.turn.text)
    elif (not reading.facts or reading.intent == "hand_over") and rest.strip(" .!") not in {str(n) for n in numbers}:
        go_on_with(reply, rest, act)
    return True


def no_and_more(reply: Reply, reading: Reading, act: Act) -> bool:
    """A no to what was read back, with more behind it: it is let go, and the rest is heard."""
    rest = _rest(reply.turn.text.strip(), _NO.match(reply.turn.text.strip()))
    if not rest:
        return False
    if reading.facts:
        let_go_of_denied(reply, reading.facts)
        return False
    if reading.intent in ("correct", "undo"):
        return False
    waiting = reply.dialogue
    forget(reply)
    if go_on_with(reply, rest, act):
        return True
    reply.dialogue = waiting
    answers.deny(reply)
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
    if len(chosen) != 1 or (told and read_words(reply, rest).intent in ("answer", "ask", *_LEFT_ALONE)):
        return False  # no choice, or one of which the reader has all; a question is for `_question_in`
    answers.hold(reply, Understood(question.key, chosen[0], True, first))
    if not go_on_with(reply, rest, act):
        confirming.read_back(reply)
    return True


def _rest(text: str, found: re.Match[str] | None) -> str:
    """What stands behind the yes or no, without the words that join it."""
    if found is None:
        return ""
    rest = text[found.end() :]
    joined = _JOINING.match(rest)
    return rest[joined.end() :].strip() if joined else rest.strip()


def go_on_with(reply: Reply, rest: str, act: Act) -> bool:
    """Answers the second part as words of its own. False (and nothing said) when it means nothing surely."""
    text = reply.turn.text
    reply.turn = replace(reply.turn, text=rest)
    reading = read_words(reply)
    reading = replace(reading, facts=tuple(f for f in reading.facts if f.sure))
    if reading.intent in ("answer", *_LEFT_ALONE):
        reading = own_answer(reply, reading) or reading
    if reading.intent in _LEFT_ALONE or (reading.intent == "answer" and not reading.facts):
        reply.turn = replace(reply.turn, text=text)
        return False
    _give_way(reply)
    act(reply, reading)
    if not any(_asks(m) for m in reply.messages):
        returning.carry_on(reply)
    return True


def _give_way(reply: Reply) -> None:
    """The question that followed a part gives way to the answer of the next part."""
    kept = [m for m in reply.messages if not _asks(m)]
    reply.messages = kept


def _asks(out: Outgoing) -> bool:
    """A question to whoever speaks; what goes to a colleague is none."""
    return bool(out.message.choices) and not out.person
