"""Corrections: of what waits for a yes, or of what was recorded last."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.core.dialogue import my_answers
from bot.core.dialogue.naming import entries_named
from bot.core.language.choices import matches
from bot.core.model import Choice
from bot.core.model.journey import Question
from bot.core.model.reading import Open, Reading, Understood, values_of_list
from bot.core.record.entries import is_kept
from bot.core.turn import answers, recording
from bot.core.turn.asking import ask_open
from bot.core.turn.choosing import steps_named
from bot.core.turn.entries import entries_now, facts_about
from bot.core.turn.heard import CORRECTING, key_of
from bot.core.turn.putting import forget_put
from bot.core.turn.reply import CONFIRM, Reply
from bot.core.turn.returning import not_understood
from bot.core.turn.understand import understand
from bot.core.turn.wording import REFUSES, say_value


def correct(reply: Reply, reading: Reading) -> None:
    """Changes what waits for a yes, or what was recorded last."""
    facts, gaps = _instead_of_known(reply) or reading.facts, reading.open
    if not facts and not gaps:
        last = reply.dialogue.heard or _last_recorded(reply)
        facts = _of_another_step(reply, last)
        if facts and reply.dialogue.heard:
            reply.set(heard=())
        if not facts:
            facts, gaps = _read_beside(reply, last)
        if not facts and not gaps:
            facts = _answered_otherwise(reply, last)
        if facts and not reply.dialogue.heard:
            reply.set(heard_words="")
    if facts or gaps:
        answers.hear(reply, facts, gaps, reply.turn.text, correcting=True)
    elif reply.dialogue.heard and REFUSES.search(reply.turn.text):
        answers.deny(reply)
    elif reply.dialogue.heard:  # "Discuss it" puts nothing right.
        not_understood(reply)
    else:
        _which_value(reply)


def _which_value(reply: Reply) -> None:
    """Something recorded is not right, and it is not clear what: the entry that is named, or all of the one step that
    it can be of, with a button for each value."""
    named = entries_named(reply, reply.turn.text)
    if len(named) == 1 and is_kept(named[0][1].id):
        my_answers.show_entry(reply, named[0][0].key, named[0][1].id)
        return
    steps = [s.step.key for s in reply.progress.steps if s.facts]
    meant = [key for key in steps_named(reply) if key in steps] or steps
    if len(meant) == 1:
        my_answers.show_step(reply, meant[0])
    else:
        reply.say("which_one", choices=_steps_with_facts(reply))


def _of_another_step(reply: Reply, last: Sequence[Understood]) -> tuple[Understood, ...]:
    """ "That was residents, not colleagues": all that was told of the one step is told of the other."""
    steps = {reply.step_of(u.name) for u in last}
    named = steps_named(reply)
    old = steps.pop() if len(steps) == 1 else None
    new = next((s for s in reply.journey.steps if s.key == named[0]), None) if named else None
    if old is None or new is None or new.key == old.key:
        return ()
    moved = tuple(replace(u, name=f"{new.key}.{u.name.partition('.')[2]}", sure=True, entry="") for u in last)
    return moved if all(reply.question(u.name) is not None for u in moved) else ()


def _read_beside(reply: Reply, last: Sequence[Understood]) -> tuple[tuple[Understood, ...], tuple[Open, ...]]:
    """ "No, the 13th": what the words put right when nothing but this is recorded."""
    own = {(step.key, u.entry) for u in last if (step := reply.step_of(u.name)) is not None}
    context = reply.reading_context(CONFIRM)
    known = tuple(k for k in context.known if (k.step, k.id) in own)
    if not known or known == context.known:
        return (), ()
    reading = understand(reply.programme, reply.turn.text, replace(context, known=known))
    return (reading.facts, reading.open) if reading.intent == "correct" else ((), ())


_CODE = re.compile(r"[A-Za-z0-9]*\d[\w./-]*\w|\d")


def _instead_of_known(reply: Reply) -> tuple[Understood, ...]:
    """ "I said minute 8.3, it's 8.2": what is recorded in just these words is named beside one other of its form."""
    said = list(dict.fromkeys(_CODE.findall(reply.turn.text)))
    found: list[Understood] = []
    for fact in reply.context.facts:
        question = reply.question(fact.name)
        if question is None or question.kind != "text" or fact.value not in said:
            continue
        others = [code for code in said if code != fact.value and _form(code) == _form(str(fact.value))]
        if len(others) == 1:
            found.append(Understood(fact.name, others[0], True, reply.turn.text, fact.entry))
    return tuple(found) if len(found) == 1 else ()


def _form(code: str) -> str:
    """The form of a code: which of it is figures, and what stands between them."""
    return re.sub(r"\d+", "9", code.casefold())


_LEADING = re.compile(r"^\W*(?:(?:no|nope|yes|yeah|sorry|oops|but|actually)\b\W*)+", re.IGNORECASE)
"""What a correction begins with, before the value itself."""


def _answered_otherwise(reply: Reply, last: Sequence[Understood]) -> tuple[Understood, ...]:
    """ "Yes but it was 24", "no, only planned": another answer to one of the questions whose answers were read back.

    Nothing where it may be the answer to several; a number alone is how many took part, rather than were invited.
    """
    text = _LEADING.sub("", reply.turn.text)
    found: list[Understood] = []
    for held in (u for u in last if reply.question(u.name) is not None):
        context = replace(reply.reading_context(held.name), known=())
        told = next((f for f in understand(reply.programme, text, context).facts if f.name == held.name), None)
        if told is not None and told.value != held.value:
            found.append(replace(held, value=told.value, sure=told.sure, words=told.words))
    kinds = {(u.entry, u.name.partition(".")[0], u.value) for u in found}
    return tuple(found[:1]) if len(kinds) == 1 else ()


_OFF = re.compile(
    r"(?<!not )(?<!n't )(?<!n’t )"
    r"(?:\b(?:take|leave|strike)\b[^.!?]*\b(?:off|out of)\b|\b(?:leave|strike)\b[^.!?]*\bout\b"
    r"|\b(?:remove|drop(?![- ]?ins?\b)|scrap|delete|ignore|forget)\b)",
    re.IGNORECASE,
)
"""That something goes off a list. A drop-in, "don't forget the panel" and "we took the survey out to them" do not."""
_OFF_THE_LIST = re.compile(r"\b(?:off|out of|from)\b", re.IGNORECASE)
"""That it is the list that it goes off. "Scrap the survey" may be the whole activity."""


def take_off(reply: Reply) -> bool:
    """ "Take panel off the residents' methods": one of several values goes, the others stay.

    False when the words name none that is there, or one that stands in the lists of several steps.
    """
    text = next((s for s in re.split(r"[.!?;\n]+", reply.turn.text) if _OFF.search(s)), "")
    if not text:
        return False
    found = []
    for question in (q for q in reply.journey.question_by_key.values() if q.kind == "choices"):
        for entry, values in _lists(reply, question):
            named = set(matches(text, [(o.value, o.label) for o in question.options if o.value in values]))
            if named and (len(named) < len(values) or _OFF_THE_LIST.search(text)):
                left = tuple(v for v in values if v not in named)
                found.append(Understood(question.key, left, True, text, entry))
    step_named = [u for u in found if u.name.partition(".")[0] in text.casefold()]
    if len(step_named or found) != 1:
        return False
    (one,) = (step_named or found)[:1]
    if one.value == ():
        _emptied(reply, one)
    else:
        answers.hear(reply, [one], words=text, correcting=True)
    return True


def _emptied(reply: Reply, told: Understood) -> None:
    """The only value goes off a list: that entry is taken back where there are others, after a yes. Else: what is it
    instead? Until that is said, or that it is not known, it stays."""
    step = reply.journey.step_of_question[told.name]
    lists = dict(_lists(reply, reply.journey.question_by_key[told.name]))
    if is_kept(told.entry) and len(lists) > 1:
        my_answers.ask_take_back(reply, step, told.entry)
        return
    said = say_value(reply.question(told.name), lists[told.entry])
    gap = Open(told.name, "emptied", said, told.entry)
    heard = tuple(u for u in reply.dialogue.heard if key_of(u) != key_of(told))
    others = tuple(o for o in reply.dialogue.open if o.name != told.name)
    reply.set(heard=heard, open=(gap, *others), confirming=CORRECTING)
    forget_put(reply, gap.name)
    ask_open(reply, gap)


def _lists(reply: Reply, question: Question) -> list[tuple[str, tuple[str, ...]]]:
    """What a question with several answers has now, of each entry where its step has them."""
    step = reply.journey.step_of_question[question.key]
    if step.has_entries(question.key):
        values = [(e.id, e.value(question.key)) for e in entries_now(reply, step)]
    else:
        known = facts_about(reply, step, "").get(question.key)
        values = [("", known.value if known is not None else None)]
    return [(entry, values_of_list(value)) for entry, value in values if value is not None]


def _last_recorded(reply: Reply) -> tuple[Understood, ...]:
    return tuple(
        recording.as_understood(f) for f in reply.context.recent if f.id in reply.dialogue.last and not f.withdrawn
    )


def _steps_with_facts(reply: Reply) -> list[Choice]:
    return [reply.choice(s.step.title, "step", s.step.key) for s in reply.progress.steps if s.facts][:5]
