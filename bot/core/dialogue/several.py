"""Messages in which somebody does several things: each is answered, in the order said, in one reply.

"With residents. Who else has done this?" is an answer and a question; "I'm off until January, Dan has the board" a
rest and a hand-over. Each part is answered as a message of its own, without coming back after it; what was told is
held meanwhile. Coming back, to one read-back or one question, is once, at the end.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from bot.core.dialogue.own_answers import NOT_YET
from bot.core.guidance.questions import match
from bot.core.model.reading import TELLING, Reading
from bot.core.safety.guard import read_words
from bot.core.turn import answers, asking, returning
from bot.core.turn.reply import Reply
from bot.core.turn.shortcuts import command_in

MOST_PARTS = 6
"""Parts of a message that are looked at one by one."""
DOING = frozenset(
    ["status", "next", "guidance", "ask", "learning", "badge", "report", "help", "snooze", "pause", "resume",
     "hand_over"]
)  # fmt: skip
"""Acts that want something done or answered, beside what is told."""
_ORDERS = DOING - {"ask", "help"}
"""Of these, those that a part of a sentence may be."""
_SENTENCE = re.compile(r"[^.!?;\n]+(?:[.](?=\S)[^.!?;\n]+)*[!?]*")
"""A full stop with no space behind it stands in an address, a time or a number."""
_QUESTION_WORDS = r"(?:who|what|when|where|why|how|which|can|could|do|does|did|is|are|should|have|has|will|would)\b"
_QUESTION_BEHIND = re.compile(rf",\s+(?:(?:and|but|so|also|then)\s+)?(?={_QUESTION_WORDS}[^,]*\?\s*$)", re.IGNORECASE)
_ASKING = re.compile(r"\W*(?:(?:and|but|so|also|then)\s+)?(?:who|what|when|where|why|how|which)\b", re.IGNORECASE)
FEW_WORDS = 6
_CLAUSE = re.compile(r"\s*[,;]\s*(?:and\s+)?|\s+and\s+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Part:
    """One thing that somebody does in a message, with its own words."""

    text: str
    reading: Reading

    @property
    def does(self) -> bool:
        """It wants something done, and tells nothing to record."""
        if command_in(self.text) in ("status", "next", "help", "why"):
            return True
        return self.reading.intent in DOING and not self.records and not self.names_nobody

    @property
    def names_nobody(self) -> bool:
        """A hand-over to nobody: "can't do this now" may be one, and is none beside something else."""
        return self.reading.intent == "hand_over" and all(f.name != "owner.person" for f in self.reading.facts)

    @property
    def records(self) -> bool:
        """It surely tells something of a step."""
        return any(f.sure and f.name.partition(".")[0] not in ("owner", "reminders") for f in self.reading.facts)

    @property
    def tells(self) -> bool:
        return self.reading.intent in TELLING and bool(self.reading.facts or self.reading.open)


def several(reply: Reply, answer: Callable[[Reply], bool]) -> bool:
    """Answers a message of several parts, each by `answer`. False when it is one thing."""
    parts = _parts(reply)
    if not parts:
        return False
    turn, reading = reply.turn, reply.reading
    reply.more_to_come = True
    for part in parts:
        reply.turn, reply.reading = replace(turn, text=part.text), part.reading
        answer(reply)
    reply.turn, reply.reading, reply.more_to_come = turn, reading, False
    _come_back(reply)
    return True


def _parts(reply: Reply) -> list[Part]:
    """What is done, in the order said: at least two things, of which one is not only told."""
    sentences = _sentences(reply)
    if len(sentences) == 1:
        return _orders(reply)
    found = _joined(reply, [_part(reply, text) for text in sentences])
    doing = [p for p in found if p.does]
    if len(found) == 1:
        return _orders(reply)
    if not doing:
        return []
    words = ". ".join(p.text for p in found if not p.does)
    told = _part(reply, words) if words else None
    if told is None or not told.tells:
        return doing if len(doing) > 1 else []
    if _only_not_yet(told) and any(p.reading.intent == "snooze" for p in doing):
        return []  # "Not yet, remind me next week": one wish.
    first = next(n for n, p in enumerate(found) if not p.does)
    before = [p for p in found[:first] if p.does]
    return [*before, told, *(p for p in found[first:] if p.does)]


def _joined(reply: Reply, parts: list[Part]) -> list[Part]:
    """A few words behind a question that ask nothing by themselves go on with it: "Who else needs to do something? Me
    or the liaison officer?"."""
    found: list[Part] = []
    for part in parts:
        goes_on = part.reading.intent == "ask" or (part.reading.intent == "status" and not _ASKING.match(part.text))
        behind = bool(found) and found[-1].does and goes_on and len(part.text.split()) <= FEW_WORDS
        if not behind or match(reply.journey, part.text).answer is not None:
            found.append(part)
    return found


def _only_not_yet(told: Part) -> bool:
    return bool(told.reading.facts) and all(f.value == NOT_YET for f in told.reading.facts)


def _part(reply: Reply, text: str) -> Part:
    return Part(text, read_words(reply, text))


def _sentences(reply: Reply) -> list[str]:
    """The sentences, and a question behind a comma by itself, unless the whole is a question that has an answer."""
    found: list[str] = []
    for sentence in _SENTENCE.findall(reply.turn.text):
        split = _QUESTION_BEHIND.search(sentence)
        if split is not None and match(reply.journey, sentence).answer is not None:
            split = None
        found += [sentence[: split.start()], sentence[split.end() :]] if split else [sentence]
    return [s.strip() for s in found if s.strip(" .,!?")][:MOST_PARTS]


def _orders(reply: Reply) -> list[Part]:
    """The parts of one sentence, where each of them wants something else."""
    texts = [t.strip() for t in _CLAUSE.split(reply.turn.text) if t.strip()]
    if not 1 < len(texts) <= MOST_PARTS:
        return []
    whole = reply.reading
    if whole is not None and whole.intent in TELLING and Part(reply.turn.text, whole).records:
        return []  # What is told is no order, and its parts need not be read.
    found: list[Part] = []
    for text in texts:
        part = _part(reply, text)
        if part.names_nobody or part.reading.intent not in _ORDERS - {p.reading.intent for p in found}:
            return []  # What stands behind it is not read for this.
        found.append(part)
    return found


def _come_back(reply: Reply) -> None:
    """To what waits for a yes, to what is open, or to the question that comes next."""
    dialogue = reply.dialogue
    if dialogue.confirming == answers.DENIED:
        return
    if answers.hold_and_ask_on(reply, dialogue.heard, dialogue.asked):
        return
    if dialogue.heard or dialogue.open or dialogue.shared:
        answers.go_on(reply)
    elif reply.asks_on is not None:
        asking.ask_next(reply, reply.journey.step_by_key.get(reply.asks_on))
    else:
        returning.ask_again(reply)
