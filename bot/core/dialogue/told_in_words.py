"""What people said, told unasked: "they said that repairs take too long".

A question in free text names the phrases that announce its answer (`told_by` in content); what they announce is held
beside whatever else the words tell.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from bot.core.language.clean import strip_markup
from bot.core.language.sentences import sentences_of
from bot.core.model.journey import Question, Step
from bot.core.model.reading import TELLING, Reading, Understood
from bot.core.safety.guard import reading_of
from bot.core.turn import asking
from bot.core.turn.choosing import steps_named
from bot.core.turn.entries import entries_now, in_hand
from bot.core.turn.heard import is_number
from bot.core.turn.reply import Reply

LONGEST = 1000
_ASKING = re.compile(r"\W*(?:who|what|when|where|why|how|which|can|could|do|does|did|is|are|should)\b", re.IGNORECASE)
_ADDRESS = re.compile(r"https?://[^\s<>|\"]+")
_FEW = 5
"""Fewer words than this announce something, and tell nothing."""


def told_unasked(reply: Reply) -> bool:
    """Holds what a question's own phrases announce, for the step that they are of. Always passes on."""
    reading = reading_of(reply)
    if reply.text is not None or reply.question(reply.dialogue.asked) in _announced(reply, reply.turn.text):
        return False  # Somebody's details were taken away; or it is the answer to the question put.
    for sentence in sentences_of(reply.turn.text):
        questions = _announced(reply, sentence)
        asks = sentence.endswith("?") or (_ASKING.match(sentence) and ":" not in sentence)
        if not questions or asks or len(sentence.split()) < _FEW:
            continue
        name = _of_all(reply, _name(reply, questions, reading), reading)
        if {f.name.partition(".")[0] for f in reading.facts} - {name.partition(".")[0]}:
            continue  # Of something else: "they said that it was approved".
        facts = [f for f in reading.facts if f.sure or f.words not in _behind(questions, sentence)]
        if _is_listed(reply, name):
            facts = [f for f in facts if f.sure]  # "Our commitment is to visit" is no plan to publish.
        words = " ".join(sentence.split()).strip(" ,-")[:LONGEST]
        entry = next((f.entry for f in facts), "")
        finding = Understood(name, words, False, words, entry)
        left = reading.open if facts else ()  # Nothing was left open: something else was told.
        reply.reading = Reading("answer", (*facts, finding), left)
        return False
    return False


def address_beside(reply: Reply) -> bool:
    """Holds the address that stands beside what is told of a step, where nothing else says what it is: "the update is
    out, https://…". Always passes on."""
    reading = reading_of(reply)
    steps = {f.name.partition(".")[0] for f in reading.facts}
    addresses = _ADDRESS.findall(strip_markup(reply.turn.text))
    if reply.text is not None or len(steps) != 1 or len(addresses) != 1 or reading.intent not in TELLING:
        return False
    step, address = reply.journey.step_by_key.get(steps.pop()), addresses[0].rstrip(".,;:!?)")
    asked = next((q for q in step.questions if q.kind == "address"), None) if step is not None else None
    if asked is None or any(f.name == asked.key for f in reading.facts):
        return False
    told = Understood(asked.key, address, True, address)
    reply.reading = replace(reading, facts=(*reading.facts, told))
    return False


def page_told(reply: Reply) -> bool:
    """ "Our page is up: https://…", "it's on our website now": of what there is to publish, which is it? The address,
    and that it is there, wait for that. False where the words say what it is, or something else."""
    pages = reply.journey.shared_of(PAGE)
    reading, text = reading_of(reply), strip_markup(reply.turn.text)
    if pages is None or reply.text is not None or reply.dialogue.reading_back or reading.intent not in _MAY_TELL:
        return False
    steps = {key for key, _ in pages.steps}
    asked = reply.journey.step_of_question.get(reply.dialogue.asked)
    told = {f.name.partition(".")[0] for f in reading.facts if f.sure} | set(steps_named(reply))
    of_page = told & steps or (asked is not None and asked.key in steps)
    addresses = _ADDRESS.findall(text)
    short = len(text.split()) <= _MOST_OF_A_PAGE and not told - steps
    if of_page or len(addresses) > 1 or not _PAGE.search(_ADDRESS.sub("", text)) or not (addresses or short):
        return False
    waiting = [Understood(f"{PAGE}.state", "published", True, text)]
    waiting += [Understood(f"{PAGE}.url", address.rstrip(".,;:!?)"), True, address) for address in addresses]
    reply.set(shared=tuple(waiting))
    asking.ask_whose(reply)
    return True


PAGE = "page"
"""The name in content of the steps that end in something published."""
_MAY_TELL = frozenset(["answer", "unclear", "other", "correct", "confirm"])
_MOST_OF_A_PAGE = 12
"""Without an address, more words than this tell of something else."""
_PAGE = re.compile(
    r"\b(?:(?:our|the|a|new) (?:web ?)?(?:page|site)\b.{0,20}\b(?:up|live|online|ready|published|there)"
    r"|(?:it(?:'s| is|’s)|that(?:'s| is|’s)|they(?:'re| are)|we(?:'ve| have)? put (?:it|that|this)|(?:it|this) went"
    r"|(?:it|this) has gone) (?:\w+ )?(?:on|up on|up|live|onto|out) (?:on )?(?:our|the)?\b.{0,12}"
    r"(?:web ?site|web ?page|site|page|online|live)"
    r"|(?:page|site|website) (?:is|went|has gone|just went) (?:now )?(?:up|live|online))",
    re.IGNORECASE,
)


def _is_listed(reply: Reply, name: str) -> bool:
    """Whether it is of a list, of which nothing takes place."""
    step = reply.step_of(name)
    return step is not None and step.entries is not None and not step.entries.state


def _announced(reply: Reply, text: str) -> list[Question]:
    """The questions whose phrases stand in the words."""
    return [q for q in reply.journey.question_by_key.values() if q.told_by and _phrases(q.told_by).search(text)]


def _behind(questions: Sequence[Question], sentence: str) -> str:
    """What the phrase announces: "nobody rings back" in it is no number of people."""
    found = [m for q in questions if (m := _phrases(q.told_by).search(sentence)) is not None]
    return sentence[min(m.end() for m in found) :]


@lru_cache(maxsize=64)
def _phrases(told_by: tuple[str, ...]) -> re.Pattern[str]:
    """Any of the phrases, as whole words."""
    each = (r"\s+".join(map(re.escape, phrase.split())) for phrase in told_by)
    return re.compile(rf"\b(?:{'|'.join(each)})\b", re.IGNORECASE)


def _of_all(reply: Reply, name: str, reading: Reading) -> str:
    """What people said, where nothing says at which of several activities, is of all of them together."""
    step = reply.step_of(name)
    kind = step.entries if step is not None else None
    if step is None or kind is None or not kind.together or not step.has_entries(name):
        return name
    of_one = any(step.has_entries(f.name) for f in reading.facts)
    several = len(entries_now(reply, step)) > 1
    talks_of_it = reply.dialogue.asked and reply.question(reply.dialogue.asked) is not None
    asks_of_one = talks_of_it and step.has_entries(reply.dialogue.asked) and _held_at(reply, step)
    return kind.together if several and not of_one and not asks_of_one else name


def _held_at(reply: Reply, step: Step) -> bool:
    """Whether anybody came to the activity that the talk is about."""
    mine = next((e for e in entries_now(reply, step) if e.id == in_hand(reply, step)), None)
    return mine is not None and not any(is_number(v) and v == 0 for f in mine.facts.values() for v in (f.value,))


def _name(reply: Reply, questions: Sequence[Question], reading: Reading) -> str:
    """Of which step it is: the only one announced, the one told of or talked of; else what asks whose it was."""
    keys = {q.key.partition(".")[0]: q.key for q in questions}
    if len(keys) == 1:
        return next(iter(keys.values()))
    talked = [f.name for f in reading.facts] + [reply.dialogue.asked, reply.dialogue.entry.replace("#", ".")]
    talked += [u.name for u in reversed(reply.dialogue.heard)]
    talked += [f.name for f in reversed(reply.context.recent) if f.id in reply.dialogue.last]
    found = next((keys[n.partition(".")[0]] for n in talked if n.partition(".")[0] in keys), None)
    if found is not None:
        return found
    first = questions[0].key
    shared = next((s for s in reply.journey.shared if set(keys) <= {key for key, _ in s.steps}), None)
    return f"{shared.name}.{first.partition('.')[2]}" if shared is not None else first
