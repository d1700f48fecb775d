"""A yes to what was read back, with more behind it: it is kept, and the rest is heard as a message of its own.

"Yes. And full board." keeps what was read back and then hears the rest. What takes the yes back ("yes but it was 24")
or only says it once more does not go through here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from bot.core.dialogue.own_answers import MIND_CHANGED
from bot.core.language.bags import bag
from bot.core.language.sentences import sentences_of
from bot.core.model import Outgoing
from bot.core.model.journey import Question
from bot.core.model.reading import TELLING, Understood, values_of_list
from bot.core.safety.guard import read_words, reading_of
from bot.core.turn import answers, asking, returning
from bot.core.turn.entries import in_hand
from bot.core.turn.heard import ADDED, APPROXIMATE, same
from bot.core.turn.reply import Reply
from bot.core.turn.understand import steps_in, understand
from bot.core.turn.wording import REFUSES

Answer = Callable[[Reply], bool]
"""Answers a message in words."""

MOST_WORDS_OF_A_FIGURE = 4
MOST_WORDS_OF_A_DETAIL = 6
FEW_WORDS = 4
_ON_SECOND_THOUGHT = re.compile(
    r"(?:[.,;!?]\s*no\b)|\b(?:but|though|except)\b.*(?:\d|\bnot\b(?! yet))", re.IGNORECASE
)
"""Behind a yes: "yes but sixty, not eleven", "yes full board. No, I meant she leads". Nothing is kept on that."""
LEFT_ALONE = frozenset(["unclear", "other", "confirm", "deny", "thanks", "greeting", "skip", "undo", "correct"])
"""Intents of words that mean nothing by themselves behind a yes."""


def kept_and_more(reply: Reply, rest: str, adds: bool, answer: Answer) -> bool:
    """Keeps all that was read back, and then hears the rest. False when the rest takes that back: not where it `adds`
    what somebody misses in it."""
    first, more = _first_of(rest)
    detail = _detail_behind(reply, rest) or (_detail_behind(reply, first) if more else ())
    behind = read_words(reply, rest)
    told, another = detail or tuple(f for f in behind.facts if f.sure), _of_another_activity(reply, behind.facts)
    beside = adds or another
    if _contradicts(reply, told, behind.facts) or (not beside and _second_thought(reply, rest, told)):
        return False  # "yes but it was 24": changed first, and read back anew
    again = bool(told) and all(_is_held(reply, f) for f in told)
    rest = _without_said_again(reply, rest) if again else rest
    reply.more_to_come = bool(rest)
    answers.confirm(reply)
    reply.more_to_come = False
    if not rest or reply.dialogue.heard:
        return True  # said once more; or a colleague changed it meanwhile, and that is asked first
    turn = reply.turn
    reply.turn, reply.reading = replace(turn, text=rest), None
    if detail:
        more = "" if len(rest.split()) <= MOST_WORDS_OF_A_DETAIL else more
        reply.more_to_come = bool(more)
        answers.hear(reply, [_in_hand(reply, f) for f in detail], words=first if more else rest)
        reply.more_to_come = False
        if more:
            heard_behind(reply, more, answer)
    elif another and behind.intent == "correct":  # Beside what is recorded now: it puts nothing of that right.
        answers.hear(reply, behind.facts, behind.open, rest)
    else:
        _hear(reply, answer)
    reply.turn = turn
    return True


def _in_hand(reply: Reply, told: Understood) -> Understood:
    """Of the entry that was just kept."""
    step = reply.step_of(told.name)
    has_one = step is not None and step.has_entries(told.name)
    return replace(told, entry=in_hand(reply, step) if step is not None and has_one else "")


def _first_of(rest: str) -> tuple[str, str]:
    """The first sentence, and those behind it."""
    first, *others = [s.strip() for s in sentences_of(rest)] or [rest]
    return first, ". ".join(others)


def heard_behind(reply: Reply, rest: str, answer: Answer) -> None:
    """Hears the rest of a message as one of its own, and then comes back to what waits, or goes on."""
    turn = reply.turn
    if rest:
        reply.turn, reply.reading = replace(turn, text=rest), None
        _hear(reply, answer)
        reply.turn = turn
    else:
        ask_on(reply)


def _hear(reply: Reply, answer: Answer) -> None:
    if not _says_nothing(reply) and not _told_and_asked(reply, answer):
        answer(reply)
    if not any(asks(m) for m in reply.messages):
        ask_on(reply)


def _told_and_asked(reply: Reply, answer: Answer) -> bool:
    """Something of which nothing can be recorded, and then a question: each by itself, so that neither hides the
    other. False when it is something else."""
    sentences = [s.strip() for s in sentences_of(reply.turn.text) if re.search(r"\w", s)]
    asked = [s for s in sentences if s.endswith("?")]
    told = ". ".join(s for s in sentences if s not in asked)
    if not asked or not told or (reading := read_words(reply, told)).facts or reading.intent not in _MAY_TELL:
        return False
    turn = reply.turn
    reply.turn, reply.reading, reply.more_to_come = replace(turn, text=told), None, True
    answer(reply)
    reply.turn, reply.reading, reply.more_to_come = replace(turn, text=" ".join(asked)), None, False
    answer(reply)
    reply.turn = turn
    return True


_MAY_TELL = frozenset([*TELLING, "unclear", "other"])


def _without_said_again(reply: Reply, rest: str) -> str:
    """The sentences that do something else than to say once more what was read back."""
    others = [s.strip() for s in sentences_of(rest) if read_words(reply, s).intent not in TELLING]
    return " ".join(s for s in others if len(s.split()) > 1)


def ask_on(reply: Reply) -> None:
    """What waits is put again; else what comes next is asked, once all of a message is served."""
    if reply.dialogue.heard:
        answers.go_on(reply)
    elif reply.asks_on is not None:
        asking.ask_next(reply, reply.journey.step_by_key.get(reply.asks_on))
    else:
        returning.carry_on(reply)


def asks(out: Outgoing) -> bool:
    """A question to whoever speaks; what goes to a colleague is none."""
    return bool(out.message.choices) and not out.person


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
    """ "Yes, in Feb 2027", "yes and it was the full board": a bare date, number or choice behind a yes is of what was
    read back, whatever else has one."""
    if len(rest.split()) > MOST_WORDS_OF_A_DETAIL:
        return ()
    for step in dict.fromkeys(reply.step_of(u.name) for u in reply.dialogue.heard):
        questions = [q for q in step.questions if _may_be_answered(reply, q, rest)] if step is not None else []
        for question in questions:
            if question.options:
                if (chosen := _chosen(question, rest)) is not None:
                    return (Understood(question.key, chosen, True, rest),)
                continue
            context = replace(reply.reading_context(question.key), asked=question.key, known=())
            facts = understand(reply.programme, rest, context).facts
            own = [f for f in facts if f.name in (question.key, f"{question.key.partition('.')[0]}.{APPROXIMATE}")]
            of_step = all(reply.step_of(f.name) is step for f in facts)
            if of_step and any(f.name == question.key for f in own):
                return tuple(own)
    return ()


_BESIDE_A_CHOICE = bag("it that this was were is the a an our at by with its it's to")


def _chosen(question: Question, rest: str) -> str | None:
    """The one choice that these words name, and nothing else."""
    said = set(re.findall(r"[\w'-]+", rest.casefold().replace("’", "'"))) - _BESIDE_A_CHOICE
    labels = ((o.value, set(re.findall(r"[\w'-]+", o.label.casefold().replace("’", "'")))) for o in question.options)
    found = [value for value, label in labels if said and said == label - _BESIDE_A_CHOICE]
    return found[0] if len(found) == 1 else None


def _may_be_answered(reply: Reply, question: Question, rest: str) -> bool:
    """Whether so few words may answer this: a date or a number with figures; a choice that was not read back."""
    if question.kind in ("date", "number"):
        named = steps_in(reply.programme, rest, reply.reading_context())
        short = len(rest.split()) <= MOST_WORDS_OF_A_FIGURE
        return short and re.search(r"\d", rest) is not None and not named
    told = {u.name for u in reply.dialogue.heard} | set(reply.facts_by_name)
    return question.kind == "choice" and question.key not in told and not rest.endswith("?")


def _says_nothing(reply: Reply) -> bool:
    """A few words behind a yes that mean nothing by themselves ("yes whatever you say")."""
    reading = reading_of(reply)
    few = len(reply.turn.text.split()) < FEW_WORDS or reading.intent == "skip"  # Of what was not asked yet.
    return reading.intent in LEFT_ALONE and not reading.facts and few
