"""Nothing that somebody tells vanishes: what fits no question becomes a note, in their own words.

What a note is about is decided by its clause, then by the message, then by what is being talked of; nobody is asked.
"""

from __future__ import annotations

from dataclasses import replace

from bot.core.dialogue.own_answers import is_recorded
from bot.core.dialogue.untaken import SortedOut, Untaken, sort_out
from bot.core.model.reading import Reading, Understood
from bot.core.record.placing import OPEN
from bot.core.safety.guard import asked_of
from bot.core.safety.look import look
from bot.core.safety.words import MAYBE
from bot.core.turn.entries import in_hand
from bot.core.turn.notes import made, notes_step
from bot.core.turn.reply import Reply
from bot.core.turn.understand import understand


def beside(reply: Reply, reading: Reading) -> Reading:
    """A reading with the notes beside what it tells, and without what only they should hold."""
    found = _sorted_out(reply, reading)
    if found is None:
        return reading
    notes = _as_told(reply, found)
    return replace(reading, facts=(*found.facts, *notes), open=found.open)


def alone(reply: Reply, reading: Reading) -> Reading | None:
    """Words that were taken for nothing, as notes; None where they tell nothing, or nothing that has to do with what
    is talked of: "the tap runs brown" is no evidence."""
    found = _sorted_out(reply, replace(reading, facts=(), open=()))
    near = found is not None and (any(one.steps or one.of_all for one in found.untaken) or _talked_of(reply))
    notes = _as_told(reply, found) if found is not None and near else ()
    return Reading("answer", notes) if notes else None


def _sorted_out(reply: Reply, reading: Reading) -> SortedOut | None:
    """None where no notes are kept, and where somebody's details were in the words."""
    if reply.text is not None and not reply.turn.text.strip():
        return None
    if notes_step(reply.journey) is None or reply.text is not None or reply.context.adopter is None:
        return None
    asked = asked_of(reply)
    return sort_out(reply.programme, reply.turn.text, reply.reading_context(asked), reading)


def _as_told(reply: Reply, found: SortedOut) -> tuple[Understood, ...]:
    """The notes as something told. A part of a message that would alarm anybody by itself is none."""
    notes: list[Understood] = []
    for number, one in enumerate(found.untaken, 1):
        if look(one.text, reply.journey.safety) in ("", MAYBE) and not _is_known(reply, one.text):
            notes += made(reply.journey, one.text, _about(reply, one, found), number)
    return tuple(notes)


def _is_known(reply: Reply, text: str) -> bool:
    """Whether the words only say again what is recorded or waits for a yes."""
    context = replace(reply.reading_context(), known=())
    facts = understand(reply.programme, text, context).facts
    held = {(u.name, u.value) for u in reply.dialogue.heard}
    return bool(facts) and all((f.name, f.value) in held or is_recorded(reply, f) for f in facts)


def _about(reply: Reply, one: Untaken, found: SortedOut) -> str:
    """What it is about, as `STEP` or `STEP#ENTRY`; empty for the adopter as a whole."""
    known = reply.journey.step_by_key
    named = [key for key in one.steps if key in known and known[key].questions]
    near = _place(reply, one.beside) if one.beside is not None else ""
    if named:
        beside_it = [_place(reply, f) for f in found.facts if f.name.partition(".")[0] in named]
        if near.partition("#")[0] in named:
            return near
        if beside_it:
            return beside_it[-1]
        mine = in_hand(reply, known[named[0]])
        return f"{named[0]}#{mine}" if mine else named[0]
    return near or ("" if one.of_all else _talked_of(reply))


def _place(reply: Reply, fact: Understood) -> str:
    step = reply.step_of(fact.name)
    if step is None:
        return ""
    has_one = step.has_entries(fact.name) and fact.entry not in ("", OPEN)
    return f"{step.key}#{fact.entry}" if has_one else step.key


def _talked_of(reply: Reply) -> str:
    """What the question put, what waits for a yes, or the talk is about."""
    dialogue = reply.dialogue
    step = reply.journey.step_of_question.get(dialogue.asked)
    if step is not None and not dialogue.reading_back:
        mine = in_hand(reply, step)
        return f"{step.key}#{mine}" if mine and reply.recorded(step, mine) is not None else step.key
    notes = notes_step(reply.journey)
    held = [u for u in dialogue.heard if reply.step_of(u.name) not in (None, notes)]
    return _place(reply, held[-1]) if held else dialogue.entry
