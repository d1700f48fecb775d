"""Messages that begin with a yes, a no or a choice, and go on: what was asked is answered, and then the rest.

"Yes. And full board." keeps what was read back and then hears the rest. "No! Friday is when the minutes go out" lets
go of what was read back wrongly. Other messages of several parts are in `several.py`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from bot.core.dialogue import notes
from bot.core.dialogue.own_answers import MIND_CHANGED, own_answer
from bot.core.language.choices import matches
from bot.core.model import Outgoing
from bot.core.model.reading import Reading, Understood, values_of_list
from bot.core.safety.guard import read_words, reading_of
from bot.core.turn import answers, asking, confirming, returning
from bot.core.turn.heard import ADDED, APPROXIMATE, forget, same
from bot.core.turn.notes import is_note
from bot.core.turn.reply import Reply
from bot.core.turn.understand import steps_in, understand
from bot.core.turn.wording import NO, REFUSES, YES

Act = Callable[[Reply, Reading], None]
"""What is done by a reading's intent."""

MOST_WORDS_OF_A_CHOICE = 4
FEW_WORDS = 4
"""A "no" with so few words behind it changes one thing of the read-back, and leaves the rest."""
_NOD = (
    rf"(?:{YES}|correct|(?:that'?s|that is|thats|it'?s|it is) (?:all )?(?:right|correct|it|fine|good)|spot on"
    r"|(?:please )?(?:save|keep) (?:it|that|this|them|both|all(?: of (?:it|that|them))?)|save|change it|it is"
    r"|to (?:all|both)(?: of)?(?: that| it| those| them| this)?|fine|great|perfect|lovely|brilliant|whatever|please"
    r"|thanks?(?: you)?)"
)
_YES = re.compile(
    rf"(?:{YES}|correct|(?:that'?s|that is|thats) (?:right|correct)|spot on|ok(?:ay)? save (?:it|that))\b[\s,.!;:–-]*"
    rf"(?:(?:and\s+)?{_NOD}(?:\b[\s,.!;:–-]+|\W*$))*",
    re.IGNORECASE,
)
"""A yes in any of its forms: "yep that's it.", "yes save that,", "yes to all that,"."""
_PARTLY = re.compile(r"to\s+(?:the|that|this)\b|(?:take|leave|strike)\b", re.IGNORECASE)
"""Behind a yes: it is to a part of what was read back, or to something else."""
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
            if u.name in again or is_note(reply.journey, u.name)
            or (not again and u.name.partition(".")[0] in steps and (u.sure or short))
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


def yes_and_more(reply: Reply, answer: Callable[[Reply], bool]) -> bool:
    """A yes to what was read back, with more behind it: it is kept, and the rest is heard as a message of its own."""
    text = reply.turn.text.strip()
    rest = _rest(text, _YES.match(text))
    if not rest or _COURTESY.fullmatch(rest) or _PARTLY.match(rest):
        return False
    detail = _detail_behind(reply, rest)
    behind = read_words(reply, rest)
    told, another = detail or tuple(f for f in behind.facts if f.sure), _of_another_activity(reply, behind.facts)
    if _contradicts(reply, told, behind.facts) or (not another and _second_thought(reply, rest, told)):
        return False  # "yes but it was 24": changed first, and read back anew
    turn, again = reply.turn, bool(told) and all(_is_held(reply, f) for f in told)
    reply.more_to_come = not again
    answers.confirm(reply)
    reply.more_to_come = False
    if again or reply.dialogue.heard:
        return True  # said once more; or a colleague changed it meanwhile, and that is asked first
    reply.turn, reply.reading = replace(turn, text=rest), None
    if detail:
        answers.hear(reply, [replace(f, entry="") for f in detail], words=rest)
    elif another and behind.intent == "correct":  # Beside what is recorded now: it puts nothing of that right.
        answers.hear(reply, behind.facts, behind.open, rest)
    elif not _says_nothing(reply):
        answer(reply)
    if not any(_asks(m) for m in reply.messages):
        _ask_on(reply)
    reply.turn = turn
    return True


def _second_thought(reply: Reply, rest: str, told: Sequence[Understood]) -> bool:
    """Whether what stands behind a yes takes it back: "yes. Hang on, make that the 28th". What it surely tells beside
    what was read back, or wants of another step, does not."""
    if _ON_SECOND_THOUGHT.search(reply.turn.text) and not told:
        return True
    intent = reading_of(reply).intent
    if intent not in ("correct", "undo") or ADDED.search(rest):
        return False
    if intent == "correct" and not (told or REFUSES.search(rest) or MIND_CHANGED.search(rest)):
        return False  # "yes, great, now open the survey" puts nothing right.
    held = {u.name.partition(".")[0] for u in reply.dialogue.heard}
    others = {*steps_in(reply.programme, rest, reply.reading_context()), *(f.name.partition(".")[0] for f in told)}
    return not others or (bool(others & held) and MIND_CHANGED.search(rest) is not None)


def _is_held(reply: Reply, told: Understood) -> bool:
    return any(u.name == told.name and same(u.value, told.value) for u in reply.dialogue.heard)


def _contradicts(reply: Reply, told: Sequence[Understood], behind: Sequence[Understood]) -> bool:
    """Whether something told differs from what was read back of the same, and is of no other activity."""
    for fact in told:
        of_it = [u for u in reply.dialogue.heard if u.name == fact.name]
        differs = of_it and not any(same(u.value, fact.value) for u in of_it)
        if differs and not _of_another_activity(reply, [f for f in behind if f.entry == fact.entry]):
            return True
    return False


def _of_another_activity(reply: Reply, told: Sequence[Understood]) -> bool:
    """Whether this is of an activity beside what was read back: it went another way ("and the poll had 63")."""
    ways = {v for u in reply.dialogue.heard if _is_a_list(reply, u.name) for v in values_of_list(u.value)}
    own = [f for f in told if isinstance(f.value, tuple)]
    return bool(ways) and any(set(values_of_list(f.value)).isdisjoint(ways) for f in own)


def _is_a_list(reply: Reply, name: str) -> bool:
    question = reply.question(name)
    return question is not None and question.kind == "choices"


def _detail_behind(reply: Reply, rest: str) -> tuple[Understood, ...]:
    """ "Yes, in Feb 2027": a bare date or number behind a yes is of what was read back, whatever else has one."""
    if len(rest.split()) > MOST_WORDS_OF_A_CHOICE or not re.search(r"\d", rest):
        return ()
    if steps_in(reply.programme, rest, reply.reading_context()):
        return ()
    for step in dict.fromkeys(reply.step_of(u.name) for u in reply.dialogue.heard):
        if step is None:
            continue
        for question in (q for q in step.questions if q.kind in ("date", "number")):
            context = replace(reply.reading_context(question.key), asked=question.key, known=())
            facts = understand(reply.programme, rest, context).facts
            own = [f for f in facts if f.name in (question.key, f"{step.key}.{APPROXIMATE}")]
            of_step = all(reply.step_of(f.name) is step for f in facts)
            if of_step and any(f.name == question.key for f in own):
                return tuple(own)
    return ()


def _says_nothing(reply: Reply) -> bool:
    """A few words behind a yes that mean nothing by themselves ("yes whatever you say")."""
    reading = reading_of(reply)
    few = len(reply.turn.text.split()) < FEW_WORDS or reading.intent == "skip"  # Of what was not asked yet.
    return reading.intent in _LEFT_ALONE and not reading.facts and few


def _ask_on(reply: Reply) -> None:
    """What comes next, once all of a message is served."""
    if reply.asks_on is not None:
        asking.ask_next(reply, reply.journey.step_by_key.get(reply.asks_on))
    else:
        returning.carry_on(reply)


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
    if not reading.facts and reading.intent in ("answer", "unclear", "other"):
        reading = notes.alone(reply, reading) or reading
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
