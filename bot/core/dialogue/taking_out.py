"""Something goes, in plain words: a part of what waits for a yes, an entry of the record, one value of an entry.

"Remove the board line and save the rest", "the colleagues one is wrong, can you delete it", "take the minute
reference out", "undo the online june thing", "reopen the board step". What is named so is never heard as news.
"""

from __future__ import annotations

import re
from dataclasses import replace

from bot.core.dialogue import my_answers
from bot.core.dialogue.naming import by_line, by_title, entries_named, fits
from bot.core.dialogue.out_words import (
    CLAUSE,
    NOT_NAMED,
    ONE_OF_THE_RECORD,
    REST,
    Order,
    labels_in,
    notes_meant,
    order_in,
)
from bot.core.dialogue.what_waits import named_in
from bot.core.model.journey import Step
from bot.core.model.reading import Understood
from bot.core.record.entries import Entry
from bot.core.reminders import said as reminders_said
from bot.core.safety.guard import read_words
from bot.core.turn import answers, asking, recording, which
from bot.core.turn.heard import CORRECTING, said
from bot.core.turn.notes import notes_step, text_name
from bot.core.turn.offering import LABEL
from bot.core.turn.reading_back import in_words
from bot.core.turn.reply import PREVIEW, WRITING, Reply
from bot.core.turn.requesting import has_phrase, words_of
from bot.core.turn.understand import Naming, naming
from bot.core.turn.wording import YES

_REOPENED = re.compile(
    r"\bre-?open\b|\bstep (?:is|was)(?:n'?t| not) (?:yet )?(?:finished|done|complete[d]?|over)\b", re.IGNORECASE
)
_YES = re.compile(rf"\W*(?:{YES})\b", re.IGNORECASE)


def taken_out(reply: Reply) -> bool:
    """Takes out what the words want out. False when they want nothing out, or name nothing that is there."""
    if reply.dialogue.confirming in (WRITING, PREVIEW):
        return False
    if _reopened(reply):
        return True
    order = order_in(reply, reply.turn.text)
    if order is None:
        return False
    if _out_of_what_waits(reply, order) or _note_out(reply, order) or _out_of_the_record(reply, order):
        return True
    if order.only_not_asked and not reply.dialogue.heard and len(order.rest.split()) > 1:
        reply.turn = replace(reply.turn, text=order.rest)  # The rest is heard without it.
        reply.reading = None
    return False


# ---------------------------------------------------------------- of what waits for a yes


def _out_of_what_waits(reply: Reply, order: Order) -> bool:
    """That part goes, and the rest is read back; or kept at once, where that is said and all of it is sure."""
    heard = reply.dialogue.heard
    if not heard:
        return False
    if NOT_NAMED.fullmatch(order.what):
        gone = _only_one(reply)
        if not gone:
            _ask_which_line(reply)
            return True
    else:
        gone = named_in(reply, order.what, heard)
    if not gone:
        return False
    rest = order.rest
    while (more := order_in(reply, rest)) is not None:
        gone, rest = [*gone, *named_in(reply, more.what, heard)], more.rest
    steps = {u.name.partition(".")[0] for u in gone}
    told = read_words(reply, rest) if re.search(r"\w", REST.sub(" ", rest)) else None
    news = [f for f in told.facts if f.name.partition(".")[0] not in steps] if told is not None else []
    left = [u for u in heard if u not in gone]
    gaps = tuple(o for o in reply.dialogue.open if o.name.partition(".")[0] not in steps)
    reply.set(open=gaps)
    new = [f for f in news if not any(f.name == u.name and f.value == u.value for u in left)]
    if left and new:
        reply.set(heard=tuple(left), asked="", confirming="")
        answers.hear(reply, new, told.open if told is not None else (), rest)
    elif left and order.rest_is_kept and all(u.sure for u in left):
        reply.set(heard=tuple(left))
        answers.confirm(reply)
    else:
        answers.leave_out(reply, lambda u: u in gone)
    return True


def _only_one(reply: Reply) -> list[Understood]:
    """What "that line" is: the one that was asked about; all of it, where it is one; the one that is not sure."""
    heard = reply.dialogue.heard
    asked = [u for u in heard if u.name == reply.dialogue.asked and reply.dialogue.confirming == CORRECTING]
    unsure = [u for u in heard if not u.sure]
    for found in (asked, list(heard), unsure):
        if len(found) == 1:
            return found
    return []


def _ask_which_line(reply: Reply) -> None:
    """Which line goes: a button each."""
    reply.new_stamp()
    reply.set(reading_back=False, confirming=CORRECTING, asked="")
    lines = [
        reply.choice(line[0][:LABEL], "line", "out", u.name, u.entry)
        for u in reply.dialogue.heard if reply.question(u.name) is not None and (line := said(reply, [u]))
    ]  # fmt: skip
    reply.say("which_one", lines)


# ---------------------------------------------------------------- of the record


def _out_of_the_record(reply: Reply, order: Order) -> bool:
    """The entry that is named, after a yes, or which of several; one value at once; else the step's list."""
    whole = by_title(reply, reply.turn.text) or by_line(reply, reply.turn.text)
    if len(whole) == 1:
        return _entry_out(reply, order, *whole[0])
    if NOT_NAMED.fullmatch(order.what):
        beside = entries_named(reply, order.rest)
        return _entry_out(reply, order, *beside[0]) if len(beside) == 1 else _not_named(reply, order)
    of = naming(reply, order.what)
    labels = labels_in(reply, order.what)
    named = entries_named(reply, order.what)
    if len(named) == 1 and not (
        (labels and not _names_kind(order, named[0][0])) or order.only_a_number or _has_several(*named[0], of)
    ):
        return _entry_out(reply, order, *named[0])
    steps = [s for s in reply.progress.steps if s.facts and (not of.steps or s.step.key in of.steps)]
    numbers = of.numbers if order.only_a_number else frozenset()
    told = [f for s in steps for f in reply.context.facts if reply.step_of(f.name) is s.step]
    values = [f for f in told if f.name in labels or (type(f.value) is int and f.value in numbers)]
    if len(values) == 1:
        return _value_out(reply, order, values[0].name, values[0].entry)
    known = [
        (s.step, e) for s in steps if s.step.entries is not None and not s.step.entries.by_link for e in s.entries
    ]
    found = [(step, e) for step, e in known if fits(of, step, {n: f.value for n, f in e.facts.items()})]
    if not found and of.steps and not of.narrow:
        found = known
    if not found and not of.steps:
        return False
    if any(_has_several(step, e, of) for step, e in found):
        return False  # One of the values of a list: that goes off it.
    keys = {step.key for step, _ in found}
    if len(keys) > 1 or (not found and not steps):
        return False
    if len(found) == 1:
        return _entry_out(reply, order, *found[0])
    _yes_before(reply)
    _reminders_beside(reply, order)
    if found:
        which.offer(reply, found[0][0], [e.id for _, e in found], "back")
    else:
        my_answers.show_step(reply, steps[0].step.key)
    return True


def _note_out(reply: Reply, order: Order) -> bool:
    """ "Take out the note about the minutes": that note, after a yes. False where none is named."""
    step = notes_step(reply.journey)
    entries = reply.progress.of(step.key).entries if step is not None else ()
    texts = {e.id: str(e.value(text_name(reply.journey)) or "") for e in entries}
    meant = notes_meant(order.what, texts.values())
    found = [entry for entry, text in texts.items() if text in meant]
    if step is None or not found:
        return False
    _yes_before(reply)
    if len(found) == 1:
        my_answers.ask_take_back(reply, step, found[0])
    else:
        which.offer(reply, step, found, "back")
    return True


def _names_kind(order: Order, step: Step) -> bool:
    """Whether the words call it what an entry of the step is called: "the board meeting" is all of it."""
    return step.entries is not None and has_phrase(words_of(order.what), step.entries.name)


def _entry_out(reply: Reply, order: Order, step: Step, entry: Entry) -> bool:
    """An entry of the record goes whole, after a yes."""
    _yes_before(reply)
    _reminders_beside(reply, order)
    my_answers.ask_take_back(reply, step, entry.id)
    return True


def _not_named(reply: Reply, order: Order) -> bool:
    """ "I have taken the extra one out", and nothing says which: what the talk is about, or all of the record, with a
    button for each. False to "take it off", which may be a yes."""
    asked = reply.dialogue.confirming.startswith("back:")
    if asked or not ONE_OF_THE_RECORD.search(order.what) or not any(s.facts for s in reply.progress.steps):
        return False
    step = reply.dialogue.entry.partition("#")[0]
    if step and reply.progress.of(step).facts:
        my_answers.show_step(reply, step)
    else:
        my_answers.show(reply)
    return True


def _has_several(step: Step, entry: Entry, of: Naming) -> bool:
    """A list of the entry has more than what is named of it."""
    lists = [entry.value(q.key) for q in step.questions if q.kind == "choices" and step.has_entries(q.key)]
    return any(isinstance(v, tuple) and set(v) & of.values and not set(v) <= of.values for v in lists)


def _yes_before(reply: Reply) -> None:
    """ "Yes. And remove the colleagues one": what was read back is kept first."""
    if reply.dialogue.reading_back and _YES.match(reply.turn.text):
        answers.confirm(reply)
        reply.messages = [m for m in reply.messages if m.person or not m.message.choices]


def _reminders_beside(reply: Reply, order: Order) -> None:
    """ "And remind me in January": is answered too, before what is asked here."""
    if not re.search(r"\bremind", order.rest, re.IGNORECASE):
        return
    turn, reading = reply.turn, reply.reading
    reply.turn, reply.reading, reply.more_to_come = replace(turn, text=order.rest), None, True
    reminders_said.said(reply)
    reply.turn, reply.reading, reply.more_to_come = turn, reading, False


def _value_out(reply: Reply, order: Order, name: str, entry: str) -> bool:
    """One value goes, and is not asked for again. Where it says how far the step is, its step is shown."""
    step, question = reply.journey.step_of_question[name], reply.journey.question_by_key[name]
    fact = reply.fact_for(Understood(name, "", True, entry=entry))
    if fact is None:
        return False
    if not question.optional:
        my_answers.show_step(reply, step.key)
        return True
    _yes_before(reply)
    _reminders_beside(reply, order)
    line = in_words(reply, [recording.as_understood(fact)])
    recording.take_in(reply, recording.withdrawn(reply, fact))
    reply.set(asked="", skipped=(*reply.dialogue.skipped, f"{name}#{entry}" if entry else name))
    reply.say("undone", facts=line)
    asking.ask_next(reply)
    return True


# ---------------------------------------------------------------- a step that is not done


def _reopened(reply: Reply) -> bool:
    """ "The board step is not finished, reopen it": how it stands, with what can be changed or added."""
    text = reply.turn.text
    if not _REOPENED.search(text):
        return False
    clause = next(c for c in (*CLAUSE.split(text), text) if _REOPENED.search(c))
    steps = naming(reply, clause).steps or naming(reply, text).steps
    if len(steps) != 1:
        my_answers.show(reply)
    elif reply.progress.of(steps[0]).facts:
        my_answers.show_step(reply, steps[0])
    else:
        asking.ask_next(reply, reply.journey.step(steps[0]))
    return True
