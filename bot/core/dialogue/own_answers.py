"""Answers to the question in hand which the vocabulary does not know.

A choice by its number or nearly its words, free text where that is asked for, a bare yes or no.
"""

from __future__ import annotations

import re
from dataclasses import replace

from bot.core.language.choices import matches
from bot.core.language.telling import to_the_machine
from bot.core.model.journey import Group, Question
from bot.core.model.reading import Reading, Understood
from bot.core.turn.buttons import labels_of
from bot.core.turn.entries import entries_now
from bot.core.turn.heard import APPROXIMATE
from bot.core.turn.reply import Reply
from bot.core.turn.understand import steps_in, understand
from bot.core.turn.wording import plain

NOT_YET = "not_yet"
"""The value of a step's state, or of its outcome, that a bare "no" stands for."""
A_SENTENCE = 6
"""So many words are a sentence of one's own, rather than a value."""
A_NOD = 2
"""In so few words a yes or a no says nothing else."""
MIND_CHANGED = re.compile(r"\b(?:no|sorry|actually|i mean|rather|wait|hang on|make that)\b", re.IGNORECASE)


def own_answer(reply: Reply, reading: Reading) -> Reading | None:
    """An answer to the question in hand which the vocabulary does not know: a choice by number or near spelling, or
    free text where the question asks for that."""
    question = reply.question(reply.dialogue.asked)
    if question is None or reply.dialogue.reading_back:
        return None
    text = reply.turn.text
    if gives_no_number(reply):
        return Reading("skip")
    if put_right := _put_right(question, text, reading):
        return put_right
    if any(f.name == question.key for f in reading.facts):
        return None
    if answered := _answered_plainly(reply, question, reading):
        return Reading("answer", answered)
    if question.kind in ("choice", "choices") and not reading.facts:
        found = chosen_of(reply, question)
        if found and (question.kind == "choices" or len(found) == 1):
            kept = found if question.kind == "choices" else found[0]
            return Reading("answer", (Understood(question.key, kept, True, text),))
    if not reading.facts and (found_so := _read_as_its_kind(reply, question)):
        return Reading("answer", found_so)
    if again := _told_again(reply, question):
        return Reading("answer", again)
    if question.kind == "text" and not reading.facts and _there_is_none(question, text):
        return Reading("skip")
    whole = reply.text is None  # Words with somebody's details in them were taken away, and are no answer.
    if question.kind == "text" and whole and reading.intent != "skip" and _in_own_words(reply, question, reading):
        return Reading("answer", (Understood(question.key, " ".join(text.split())[:1000], True, text),))
    return None


def chosen_of(reply: Reply, question: Question) -> tuple[str, ...]:
    """The choices that the words name: of those shown also by their place, of the others only by their words."""
    text, labels = reply.turn.text, labels_of(reply, question)
    shown, others = labels
    found = matches(text, shown) or (() if re.search(r"\d", text) else matches(text, others))
    return tuple(value.partition("/")[0] for value in found if not value.startswith("#"))


def group_named(reply: Reply, reading: Reading, question: Question) -> Group | None:
    """The group of choices that the words open: by its label, or by a yes where it stands for that."""
    shown = labels_of(reply, question)[0]
    groups = {f"#{g.key}": g for g in question.groups if any(value == f"#{g.key}" for value, _ in shown)}
    if not groups:
        return None
    if reading.assent is True:
        return next((g for g in groups.values() if g.yes), None)
    if reading.facts or reading.intent not in ("unclear", "other", "answer", "confirm"):
        return None
    found = matches(reply.turn.text, shown)
    return groups.get(found[0]) if len(found) == 1 else None


def _put_right(question: Question, text: str, reading: Reading) -> Reading | None:
    """ "A committee. No, sorry, full board": of several choices the last, where nothing else is told."""
    if (
        question.kind != "choice"
        or any(f.name != question.key for f in reading.facts)
        or not MIND_CHANGED.search(text)
    ):
        return None
    found = matches(text, [(o.value, o.label) for o in question.options])
    if len(found) < 2:
        return None
    return Reading("answer", (Understood(question.key, found[-1], True, text),))


def _read_as_its_kind(reply: Reply, question: Question) -> tuple[Understood, ...]:
    """A date or an address, for a question that the reader does not know: read as the answer to one of its kind that
    it does."""
    if question.kind not in ("date", "address"):
        return ()
    step = reply.journey.step_of_question[question.key]
    others = [q for q in reply.journey.question_by_key.values() if q.kind == question.kind and q.key != question.key]
    for like in sorted(others, key=lambda q: reply.journey.step_of_question[q.key] is not step):
        context = replace(reply.reading_context(like.key), asked=like.key, known=())
        facts = understand(reply.programme, reply.turn.text, context).facts
        if found := tuple(replace(f, name=question.key, entry="") for f in facts if f.name == like.key):
            return found
    return ()


def _answered_plainly(reply: Reply, question: Question, reading: Reading) -> tuple[Understood, ...]:
    """ "15 September", to "which date was the meeting?": the answer to that, whatever else has a date that it may put
    right."""
    text, step = reply.turn.text, reply.journey.step_of_question[question.key]
    if question.kind not in ("date", "number") or len(text.split()) >= A_SENTENCE or MIND_CHANGED.search(text):
        return ()
    if not reading.facts or any(reply.step_of(f.name) is step for f in reading.facts):
        return ()
    if steps_in(reply.programme, text, reply.reading_context()):
        return ()
    told = _without_the_record(reply)
    own = {question.key, f"{step.key}.{APPROXIMATE}"}
    answers = any(f.name == question.key for f in told) and all(f.name in own for f in told)
    return tuple(replace(f, entry="") for f in told) if answers else ()


def _told_again(reply: Reply, question: Question) -> tuple[Understood, ...]:
    """What answers the question with what is recorded already: by itself, it is no news to the reader."""
    step = reply.journey.step_of_question[question.key]
    if question.key not in reply.facts_by_name and all(
        e.value(question.key) is None for e in entries_now(reply, step)
    ):
        return ()
    return tuple(replace(f, entry="") for f in _without_the_record(reply) if f.name == question.key and f.sure)


def _without_the_record(reply: Reply) -> tuple[Understood, ...]:
    """What the words tell, as if nothing were recorded."""
    context = replace(reply.reading_context(reply.dialogue.asked), known=())
    return understand(reply.programme, reply.turn.text, context).facts


def told_already(reply: Reply, reading: Reading) -> bool:
    """Whether the words tell nothing but what the record says already: "not been to the board yet", once more."""
    if reading.facts or reading.intent != "answer" or reply.dialogue.heard:
        return False
    told = _without_the_record(reply)
    return bool(told) and all(f.sure and is_recorded(reply, f) for f in told)


def is_recorded(reply: Reply, told: Understood) -> bool:
    """Whether the record says just that already, of whichever entry."""
    step = reply.step_of(told.name)
    if step is None or not step.has_entries(told.name):
        current = reply.facts_by_name.get(told.name)
        return current is not None and current.value == told.value
    return any(e.value(told.name) == told.value for e in entries_now(reply, step))


def _in_own_words(reply: Reply, question: Question, reading: Reading) -> bool:
    """Nothing else is told: no fact surely or with most of the words, nothing left open. In a longer answer, a word
    that is also the name of a way ("people wanted letters") tells nothing by itself; nor does one where somebody of
    a list is asked for ("the scrutiny panel")."""
    length = len(reply.turn.text.split())
    if reading.assent is not None and length <= A_NOD:
        return False  # "Yes" to "do you have a minute reference?": there is one, and which is still to be said.
    if is_no_answer(reply.turn.text):
        return False
    if not question.told_by and (_tells_of_one(reply, reading) or _is_another_choice(reply, question)):
        return False
    step = reply.journey.step_of_question[question.key]
    how_far = {
        s.entries.state if s.entries is not None else s.questions[0].key for s in reply.journey.steps if s.questions
    }
    others = {f.name.partition(".")[0] for f in reading.facts if f.name in how_far} - {step.key}
    if others & set(steps_in(reply.programme, reply.turn.text, reply.reading_context())):
        return False  # "The board approved it with changes" is not what residents said.
    told = [f for f in reading.facts if f.sure or 2 * len(f.words.split()) > length]
    left = [o for o in reading.open if o.name != question.key]
    if length >= A_SENTENCE or (step.has_entries(question.key) and step.entries and not step.entries.state):
        kinds = [reply.question(f.name) for f in told]
        return all(q is not None and q.kind == "choices" for q in kinds)
    return not told and not left


def is_no_answer(text: str) -> bool:
    """Whether words ask for something, or want something taken away: they are no words to keep as an answer."""
    said_of_it = to_the_machine(text) and not _QUOTES.search(text)
    return said_of_it or _ASKS.search(text) is not None or _TAKES_AWAY.match(text) is not None


_QUOTES = re.compile(
    r"[“”\"‘]|\b(?:they|people|residents|tenants|staff|some|most|one)\b.{0,20}\b(?:said|say|want|wanted)",
    re.IGNORECASE,
)
"""Somebody else's words, who may order anybody about: "they said you should ring back"."""


_ASKS = re.compile(
    r"\?\s*$|\?\s+[A-Z]|^\W*(?:(?:and|but|so|ok|okay|er+m*|um+|sorry|hang on)\b\W*)*"
    r"(?:(?:who|what|wh?ot|when|where|why|how|which)(?:'?s| is| are| was| do| does| did| can| should| will| would)\b"
    r"|(?:can|could|do|does|did|is|are|was|will|would|should) (?:i|we|you|it|this|that|there|what)\b)"
    r"|\bi (?:just |only |really )*(?:want|need|wanted|would like) to (?:know|no|understand|ask)\b",
    re.IGNORECASE,
)
_TAKES_AWAY = re.compile(
    r"^\W*(?:(?:no|yes|ok|okay|please|just|can you|and|but)\b\W*)*"
    r"(?:(?:take|leave|strike|cross) (?:it|that|this|them|those|the \w+(?: \w+)?) (?:off|out|away|back|empty|blank)"
    r"|(?:remove|delete|scrap|undo) (?:it|that|this|them|those|the)\b)",
    re.IGNORECASE,
)
_NONE = re.compile(
    r"\b(?:there (?:is|was|are|were)(?:n'?t| not)?|there'?s|(?:do|did|does|have|has)(?:n'?t| not)(?: have| got)?)\b"
    r"|^\W*(?:no|without|leave)\b",
    re.IGNORECASE,
)
_NOTHING = re.compile(r"\b(?:no|not|none|without|empty|blank)\b|n'?t\b", re.IGNORECASE)
MOST_WORDS_OF_NONE = 10
_NO_NUMBER = re.compile(
    r"(?:(?:no|sorry|well|actually|i'm afraid)\b[ ,.]*)*(?:there (?:is|isn't|isnt|'s)|there's|theres|we have|i have"
    r"|(?:we |i )?(?:do not|don't|dont|haven't|havent)(?: have| got)?(?: got)?)(?: not)?"
    r" (?:none|any|one|no (?:number|figure|count))"
    r"(?: of (?:that|those|it))?(?: (?:for|of) (?:that|this))?"
)


def gives_no_number(reply: Reply) -> bool:
    """ "There is none", to "how many?": there is no number, which is not that nobody came."""
    question = reply.question(reply.dialogue.asked)
    asked = question is not None and question.kind == "number"
    return asked and _NO_NUMBER.fullmatch(plain(reply.turn.text)) is not None


def _there_is_none(question: Question, text: str) -> bool:
    """ "There is no minute reference": what is asked for is not there, or not known."""
    words = set(re.findall(r"[a-z]+", text.casefold()))
    asked = re.findall(r"[a-z]{4,}", question.label.casefold())
    named = bool(words & set(asked)) or bool(re.search(r"\b(?:one|any|none)\W*$", text, re.IGNORECASE))
    few = len(text.split()) <= MOST_WORDS_OF_NONE and not re.search(r"\d", text)
    return few and named and _NONE.search(text) is not None and _NOTHING.search(text) is not None


def _is_another_choice(reply: Reply, question: Question) -> bool:
    """A choice of another question of the step: "full board" is no minute reference."""
    step = reply.journey.step_of_question[question.key]
    said = plain(reply.turn.text).removeprefix("the ")
    return any(said == plain(o.label) for q in step.questions for o in q.options)


def _tells_of_one(reply: Reply, reading: Reading) -> bool:
    """How something stands, and what else there is of it: that is told, however unsurely. "Not sure we have agreed
    anything, the executive looks at it on 11 December" is no minute reference."""
    entries = [(step.key, f.entry) for f in reading.facts if (step := reply.step_of(f.name)) is not None]
    states = {s.entries.state for s in reply.journey.steps if s.entries is not None and s.entries.state}
    return any(f.name in states and entries.count((f.name.partition(".")[0], f.entry)) > 1 for f in reading.facts)


def yes_or_no(reply: Reply, reading: Reading) -> Understood | None:
    """A bare yes or no as the answer to the question in hand: to a yes-or-no question, and "no" to "how far?"."""
    question = reply.question(reply.dialogue.asked)
    if question is None or reading.assent is None or reply.dialogue.heard or reply.dialogue.confirming:
        return None
    if question.kind == "flag":
        return Understood(question.key, reading.assent, True, reply.turn.text)
    if reading.assent is False and any(o.value == NOT_YET for o in question.options):
        return Understood(question.key, NOT_YET, True, reply.turn.text)
    return None
