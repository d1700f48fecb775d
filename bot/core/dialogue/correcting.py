"""Corrections: of what waits for a yes, or of what was recorded last."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.core.dialogue import my_answers
from bot.core.model import Choice
from bot.core.model.journey import Question
from bot.core.model.reading import Open, Reading, Understood, values_of_list
from bot.core.record.entries import is_kept
from bot.core.turn import answers, recording
from bot.core.turn.asking import ask_open
from bot.core.turn.entries import entries_now, facts_about
from bot.core.turn.heard import CORRECTING, key_of
from bot.core.turn.reply import CONFIRM, Reply
from bot.core.turn.wording import say_value
from bot.core.understanding import matches, retarget


def correct(reply: Reply, reading: Reading) -> None:
    """Changes what waits for a yes, or what was recorded last."""
    facts = reading.facts
    if not facts:
        last = reply.dialogue.heard or _last_recorded(reply)
        context = replace(reply.reading_context(CONFIRM), last=last)
        facts = retarget(reply.turn.text, context, reply.programme.lexicon)
        if any(f.value == "" for f in facts):
            _take_back(reply, {f.name for f in facts if f.value == ""})
            return
        facts = tuple(f if any(key_of(u) == key_of(f) for u in last) else replace(f, entry="") for f in facts)
        if facts and not reply.dialogue.heard:
            reply.set(heard_words="")
        if facts and reply.dialogue.heard:
            _drop_retargeted(reply, facts)
    if facts or reading.open:
        answers.hear(reply, facts, reading.open, reply.turn.text, correcting=True)
    elif reply.dialogue.heard:
        answers.deny(reply)
    else:
        reply.say("which_one", choices=_steps_with_facts(reply))


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


def _take_back(reply: Reply, names: set[str]) -> None:
    """ "Scrap the last bit": part of what waits for a yes goes; or else the last thing recorded is taken back."""
    kept = tuple(u for u in reply.dialogue.heard if u.name not in names)
    if kept and len(kept) < len(reply.dialogue.heard):
        reply.set(heard=kept)
        answers.read_back(reply)
    else:
        recording.undo(reply)


def _drop_retargeted(reply: Reply, facts: tuple[Understood, ...]) -> None:
    """What was heard for one step and meant for another leaves the first ("that was residents, not colleagues")."""
    kinds = {f.name.partition(".")[2] for f in facts}
    names = {f.name for f in facts}
    kept = [
        u for u in reply.dialogue.heard
        if u.name in names or u.name.partition(".")[2] not in kinds
    ]  # fmt: skip
    reply.set(heard=tuple(kept))


def _last_recorded(reply: Reply) -> tuple[Understood, ...]:
    return tuple(
        recording.as_understood(f) for f in reply.context.recent if f.id in reply.dialogue.last and not f.withdrawn
    )


def _steps_with_facts(reply: Reply) -> list[Choice]:
    return [reply.choice(s.step.title, "step", s.step.key) for s in reply.progress.steps if s.facts][:5]
