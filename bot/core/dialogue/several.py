"""Messages in which somebody does several things: each is answered, in the order said, in one reply.

"With residents. Who else has done this?" is an answer and a question; "I'm off until January, Dan has the board" a
rest and a hand-over. Each part is answered as a message of its own, without coming back after it; what was told is
held meanwhile. Coming back, to one read-back or one question, is once, at the end.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from bot.core.dialogue.own_answers import NOT_YET
from bot.core.dialogue.putting_aside import wished
from bot.core.guidance.questions import match
from bot.core.guidance.ready import meant
from bot.core.language.asking import asks_how, only_leads, opens_asking
from bot.core.language.sentences import sentences_of
from bot.core.model.reading import TELLING, Reading
from bot.core.people.owners import pairs
from bot.core.people.sharing import is_said
from bot.core.reminders import words as reminders_words
from bot.core.safety.guard import read_words
from bot.core.turn import answers, asking, returning
from bot.core.turn.reply import Reply
from bot.core.turn.shortcuts import command_in
from bot.core.turn.wording import escape, readable
from bot.core.views.papers.asking import names_one

MOST_PARTS = 6
"""Parts of a message that are looked at one by one."""
DOING = frozenset(
    ["status", "next", "guidance", "ask", "learning", "badge", "report", "help", "snooze", "pause", "resume",
     "hand_over"]
)  # fmt: skip
"""Acts that want something done or answered, beside what is told."""
_ORDERS = DOING - {"ask", "help"}
"""Of these, those that a part of a sentence may be."""
_QUESTION_WORDS = (
    r"(?:who|what|wot|when|where|why|how|which|can|could|do|does|did|is|are|should|have|has|will|would)\b"
)
_QUESTION_BEHIND = re.compile(rf",\s+(?:(?:and|but|so|also|then)\s+)?(?={_QUESTION_WORDS}[^,]*\?\s*$)", re.IGNORECASE)
_ASKING = re.compile(r"\W*(?:(?:and|but|so|also|then)\s+)?(?:who|what|when|where|why|how|which)\b", re.IGNORECASE)
_WISH = (
    r"(?:please|can (?:you|u|i|we)|could (?:you|u|i|we)|would you|will you|i'?d like|i would like|i (?:want|need)"
    r"|remind me|stop|don'?t|do not|i(?:'m| am|'ll be| will be) (?:on|off|away|out)"
    r"|let me know|tell me|show me|send me|give me)\b"
)
_WANTS = re.compile(rf"\W*(?:{_QUESTION_WORDS}|{_WISH})", re.IGNORECASE)
_BESIDE = re.compile(
    rf"\s*(?:[,;]|\s[-–—]+\s)\s*(?:(?:and|but|so|also|then|plus|oh)\s+)*"
    rf"|\s+(?:and|but|also|plus)\s+(?:also\s+)?(?=(?:{_QUESTION_WORDS}|{_WISH}))"
    r"|\s+(?=(?:does|is|will|would) (?:that|this|it) (?:count|do|enough|ok|okay|alright|fine|valid)\b)",
    re.IGNORECASE,
)
"""Between what is told and what is wanted beside it in one sentence."""
FEW_WORDS = 6
FEWEST_WORDS_ASKED = 3
"""In fewer words nothing is asked that could be looked up: "can you?"."""
NO_MORE = frozenset(["unclear", "other", "answer", "person"])
"""What the reader makes of words that it cannot tell."""
MOST_ANSWERED = 2
"""Questions of one message that are answered; the others are named, to be asked by themselves."""
ASKED = frozenset(["ask", "guidance"])
_CLAUSE = re.compile(r"\s*[,;]\s*(?:and\s+)?|\s+and\s+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Part:
    """One thing that somebody does in a message, with its own words."""

    text: str
    reading: Reading
    plainly: bool = False
    """It puts something aside, says when somebody is away, who does what or what they wish of reminders, or asks for
    a paper or a file, in words that mean nothing else."""

    @property
    def does(self) -> bool:
        """It wants something done, and tells nothing to record."""
        if self.plainly or self.asks or command_in(self.text) in ("status", "next", "help", "why"):
            return True
        return self.reading.intent in DOING and not self.records and not self.names_nobody

    @property
    def asks(self) -> bool:
        """A question of which the reader made nothing, or nothing sure, or an order to nobody: it is looked up."""
        few = len(self.text.split()) < FEWEST_WORDS_ASKED or only_leads(self.text)
        made_nothing = self.reading.intent in NO_MORE or self.names_nobody
        return not (few or self.records) and made_nothing and opens_asking(self.text)

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
    asked = 0
    for part in parts:
        of_it = replace(part.reading, intent="ask", facts=(), open=()) if part.asks else part.reading
        question = of_it.intent in ASKED or (asks_how(part.text) and not part.plainly)
        asked += question
        if question and asked > MOST_ANSWERED:
            reply.say("asked_too", words=escape(readable(part.text)))
            continue
        reply.turn, reply.reading = replace(turn, text=part.text), of_it
        answer(reply)
    reply.turn, reply.reading, reply.more_to_come = turn, reading, False
    _come_back(reply)
    return True


def _parts(reply: Reply) -> list[Part]:
    """What is done, in the order said: at least two things, of which one is not only told."""
    sentences = _sentences(reply)
    if len(sentences) == 1:
        return _orders(reply)
    if any(reminders_words.is_plain(text) for text in sentences):
        sentences = [text for text in sentences if not reminders_words.only_goes_with(text)]
        if len(sentences) == 1:
            return [_part(reply, sentences[0])]
    found = _joined(reply, [_part(reply, text) for text in sentences])
    doing = [p for p in found if p.does]
    if len(found) == 1:
        return _orders(reply)
    if not doing:
        return []
    words = ". ".join(p.text for p in found if not p.does)
    told = _part(reply, words) if words else None
    if told is None or not told.tells:
        return doing if len(doing) > 1 or doing[0].plainly or _has_answer(reply, doing[0]) else []
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


def _has_answer(reply: Reply, part: Part) -> bool:
    """A question that is answered by itself, whatever stands before or behind it."""
    return (part.asks or part.reading.intent == "ask") and match(reply.journey, part.text).given is not None


def _only_not_yet(told: Part) -> bool:
    return bool(told.reading.facts) and all(f.value == NOT_YET for f in told.reading.facts)


def _part(reply: Reply, text: str) -> Part:
    plainly = wished(reply, text) is not None or reminders_words.is_plain(text)
    plainly = plainly or names_one(reply, text) or meant(reply, text) is not None or is_said(reply, text)
    return Part(text, read_words(reply, text), plainly)


def _sentences(reply: Reply) -> list[str]:
    """The sentences, and a question behind a comma by itself, unless the whole is a question that has an answer."""
    found: list[str] = []
    for sentence in sentences_of(reply.turn.text):
        split = _QUESTION_BEHIND.search(sentence)
        if split is None:
            found += _beside(reply, sentence)
        elif match(reply.journey, sentence).answer is not None:
            found.append(sentence)
        else:
            found += [sentence[: split.start()], sentence[split.end() :]]
    return [s.strip() for s in found if s.strip(" .,!?")][:MOST_PARTS]


def _beside(reply: Reply, sentence: str) -> list[str]:
    """What is told in a sentence, and each thing that is wanted beside it: "212 replied, Priya will do the staff bit,
    what does the badge cost and can you remind me in January"."""
    pieces = _pieces(sentence)
    if not 1 < len(pieces) <= MOST_PARTS + 2:
        return [sentence]
    found: list[tuple[bool, str]] = []
    for piece in pieces:
        part = _part(reply, _JOINED.sub("", piece).strip())
        own = _is_wanted(part)
        if found and not own and (not found[-1][0] or not part.records):  # It goes on with what stands before it.
            found[-1] = (found[-1][0], f"{found[-1][1]}{piece}")
        else:
            found.append((own, piece))
    return [_JOINED.sub("", text).strip() for _, text in found] if any(own for own, _ in found) else [sentence]


def _pieces(sentence: str) -> list[str]:
    """The sentence, cut where something else may be wanted; each piece with the mark in front of it."""
    starts = [0, *(m.start() for m in _BESIDE.finditer(sentence)), len(sentence)]
    return [sentence[a:b] for a, b in itertools.pairwise(starts) if sentence[a:b].strip(" ,;")]


def _is_wanted(part: Part) -> bool:
    """A part that surely wants something: a question, a wish, or who takes which step."""
    names = {f.name for f in part.reading.facts}
    if part.reading.intent == "hand_over":
        return {"owner.person", "owner.step"} <= names and not part.records
    return part.plainly or (part.does and (_WANTS.match(part.text) is not None or opens_asking(part.text)))


_JOINED = re.compile(r"^[\s,;]*(?:(?:and|but|so|also|then|plus|oh)\s+)*", re.IGNORECASE)


def _orders(reply: Reply) -> list[Part]:
    """The parts of one sentence, where each of them wants something else."""
    texts = [t.strip() for t in _CLAUSE.split(reply.turn.text) if t.strip()]
    if not 1 < len(texts) <= MOST_PARTS or len(pairs(reply)) > 1:
        return []  # One thing; or who takes which of several steps.
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
