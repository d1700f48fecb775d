"""The record in the dialogue: shown entry by entry, changed, added to, taken back, joined, parted.

Every button says which entry it is of and what was known of it then; one that was changed or taken back meanwhile
says so.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from bot.core.dialogue import history
from bot.core.model import Ability, Choice, Fact
from bot.core.model.journey import Step
from bot.core.model.presses import Press, UnknownButtonError
from bot.core.model.reading import Understood, values_of_list
from bot.core.model.record_page import RecordEntry, RecordRow
from bot.core.record.entries import Entry, is_kept
from bot.core.turn import answers, asking, heard, recording, returning, standing, which
from bot.core.turn.entries import ENTRY, entries_now, fresh, take_in_hand, title_of
from bot.core.turn.offering import LABEL
from bot.core.turn.reading_back import in_words
from bot.core.turn.reply import Reply
from bot.core.turn.saying import text_of
from bot.core.turn.wording import first_upper, say_value
from bot.core.views.record import record_of

A_PAGE = 10
"""Entries that are shown at once; the others are behind a button."""
_TOLD = r"what (?:we|i)(?:'ve| have)? (?:told|said|given|recorded)|what you(?:'ve| have)? (?:got|down|recorded|kept)"
_ASKED = re.compile(
    r"\b(?:edit|change|show|see|check|list|view|correct|go over|read me)\b[^.?!]*"
    rf"\b(?:answers?|record(?:ed|s)?|entries|notes|evidence so far|{_TOLD})\b"
    r"|\bwhat (?:have we|have i|did we|do you|have you) (?:(?:got |have )?(?:recorded|down)|told you)\b"
    r"|\bwhat (?:(?:did (?:we|i|\w+) (?:tell|say to|give)|ha(?:s|ve) (?:we|i|\w+) (?:told|said to|given)) you)\b"
    r"|\b(?:did|have) (?:we|i) (?:already |ever )?(?:tell|told|give|given) you (?:about|of)\b"
    r"|^\W*(?:(?:so|and|but)\W+)?(?:does|do|did|is|has|have)\b[^.?!]*\b(?:what (?:i|we)(?:'ve| have)? "
    r"(?:saved|told you|recorded|said)|(?:the|my|our|your) record) (?:say|show|mention|include)"
    r"|\b(?:did|have) you (?:put|write|written|noted?|record(?:ed)?|saved?)(?: down)? that (?:the|we|i|our|it)\b",
    re.IGNORECASE,
)
_OTHERS = re.compile(r"\b(?:guidance|briefing|paper|report|csv|export|news|board pack)\b", re.IGNORECASE)


def asked_for(reply: Reply) -> bool:
    """ "Edit my answers", "show what we've recorded", "who changed it?"."""
    text = reply.turn.text
    if len(text.split()) > history.MOST_WORDS or _OTHERS.search(text):
        return False
    of_changes = history.asked_in(text)
    if not of_changes and not _ASKED.search(text):
        return False
    if not of_changes or not history.shown(reply):
        show(reply)
    return True


# ---------------------------------------------------------------- shown


def show(reply: Reply) -> None:
    """The whole record: a line for each entry, a button for each step."""
    page = record_of(reply)
    if not page.steps:
        reply.say("record_empty", choices=() if reply.in_hand else standing.menu(reply))
        returning.ask_again(reply)
        return
    lines, listed = [], list[str]()
    for step in page.steps:
        lines.append(f"**{step.title}**")
        lines += [f"{len(listed) + n}. {_entry_line(e)}" for n, e in enumerate(step.entries[:A_PAGE], 1)]
        listed += [f"{step.key}#{e.id}" for e in step.entries[:A_PAGE]]
        if len(step.entries) > A_PAGE:
            lines.append(text_of(reply.journey, "record_more", count=len(step.entries) - A_PAGE))
        lines += [f"- {_row_line(r)}" for r in step.rows]
    choices = [reply.choice(s.title[:LABEL], "entry", "step", s.key, "0") for s in page.steps]
    reply.set(listed=tuple(listed))  # "Number 2" is that line.
    reply.say("record", choices, summary="\n".join(lines))


def _entry_line(entry: RecordEntry) -> str:
    last = entry.rows[0] if entry.rows else None
    return f"{entry.title} ({last.person}, {last.when})" if last is not None else entry.title


def _change_labelled(reply: Reply, change: Choice, row: RecordRow) -> Choice:
    """The button that changes a row, with what it is about: it stands among others."""
    return replace(change, label=text_of(reply.journey, "button_change_row", label=row.label)[:LABEL])


def _row_line(row: RecordRow) -> str:
    return f"{row.label}: {row.said} ({row.person}, {row.when})"


def show_step(reply: Reply, key: str, first: int = 0) -> None:
    """One step: its entries as a numbered list, each with a button; ten at a time."""
    step = record_of(reply).step(key)
    if step is None:
        reply.say("record_empty", choices=standing.menu(reply))
        return
    shown = step.entries[first : first + A_PAGE]
    lines = [f"{n}. {_entry_line(e)}" for n, e in enumerate(shown, first + 1)]
    lines += [f"- {_row_line(r)}" for r in step.rows]
    choices = [
        reply.choice(f"{n}. {e.title}"[:LABEL], "entry", "show", key, e.id) for n, e in enumerate(shown, first + 1)
    ]
    if len(step.entries) > first + A_PAGE:
        choices.append(reply.button("show_more", "entry", "step", key, str(first + A_PAGE)))
    choices += [_change_labelled(reply, row.change, row) for row in step.rows if row.change is not None]
    reply.set(listed=tuple(f"{key}#{e.id}" for e in step.entries))
    reply.say("record_step", [*choices, *step.choices], step=step.title, summary="\n".join(lines))


def show_entry(reply: Reply, key: str, entry: str) -> None:
    """One entry: what it says, who said it and when, and what can be done with it."""
    step = record_of(reply).step(key)
    shown = next((e for e in step.entries if e.id == entry), None) if step is not None else None
    if step is None or shown is None:
        _gone(reply, reply.journey.step(key))
        return
    take_in_hand(reply, reply.journey.step(key), entry)
    choices = [_change_labelled(reply, row.change, row) for row in shown.rows if row.change is not None]
    lines = "\n".join(f"- {_row_line(row)}" for row in shown.rows)
    in_form = text_of(reply.journey, "button_change_in_form")
    forms = [replace(shown.form, label=in_form)] if shown.form and Ability.FORM in reply.turn.can else []
    reply.say("record_entry", [*choices, *forms, *shown.choices], entry=shown.title, summary=lines)


# ---------------------------------------------------------------- added, changed, and "that was all"


def add(reply: Reply, step: Step) -> None:
    """One more: its first question, of an entry that nobody has told of."""
    heard.forget(reply)
    entry = fresh(reply, step)
    reply.set(
        more_asked=tuple(k for k in reply.dialogue.more_asked if k != step.key),
        known_up_to=max((f.id for f in reply.context.facts), default=0),
    )
    kind = step.entries
    first = next((q for q in step.questions if kind is not None and q.key == kind.first), step.questions[0])
    take_in_hand(reply, step, entry)
    asking.ask(reply, first, begin=False, entry=entry)


def told_all(reply: Reply, step: Step) -> None:
    """There were no others: kept, where the step notes that; then on."""
    kind = step.entries
    reply.set(asked="")
    if kind is not None and kind.all_told:
        words = reply.turn.text or text_of(reply.journey, "button_that_was_all")
        recording.record(reply, [Understood(kind.all_told, True, True, words)], "")
    else:
        asking.ask_next(reply, step)


def change(reply: Reply, key: str, entry: str, name: str, stamp: int) -> None:
    """Another value for a fact: its question again, of that entry."""
    step, question = reply.journey.step(key), reply.journey.question_by_key[name]
    known = reply.fact_for(Understood(name, "", True, entry=entry))
    if known is None:
        _gone(reply, step)
    elif known.id != stamp:
        reply.say("old_button", now=heard.line_of(reply, known))
        show_entry(reply, key, entry) if entry else show_step(reply, key)
    else:
        heard.forget(reply)
        asking.ask(reply, question, begin=False, entry=entry)
        reply.set(confirming=heard.CORRECTING)


# ---------------------------------------------------------------- taken back whole


def ask_take_back(reply: Reply, step: Step, entry: str) -> None:
    """Before an entry goes: what it says, and a yes. One that only waits for a yes goes at once."""
    if not is_kept(entry):
        left = tuple(u for u in reply.dialogue.heard if not (step.has_entries(u.name) and u.entry == entry))
        gone = [u for u in reply.dialogue.heard if u not in left]
        reply.set(heard=left, open=tuple(o for o in reply.dialogue.open if o.entry != entry))
        reply.say("undone", facts=in_words(reply, gone))
        answers.go_on(reply) if left else heard.forget(reply)
        if not left:
            asking.ask_next(reply)
        return
    known = reply.recorded(step, entry)
    if known is None:
        _gone(reply, step)
        return
    heard.forget(reply)
    reply.new_stamp()
    reply.set(confirming=f"back:{step.key}#{entry}", asked="")
    choices = _yes_no(reply, "take_back", "keep_it", "gone", step, known)
    reply.say("take_back_confirm", choices, entry=title_of(reply, step, known))


def _yes_no(reply: Reply, yes: str, no: str, act: str, step: Step, entry: Entry, *more: str) -> list[Choice]:
    """The two buttons of those names: one does it, the other leaves all as it is."""
    return [
        reply.button(yes, "entry", act, step.key, entry.id, *more, stamp=entry.newest, style="danger"),
        reply.button(no, "entry", "keep", step.key, entry.id),
    ]


def take_back(reply: Reply, step: Step, entry: str) -> None:
    """The entry goes whole. Its history stays."""
    known = reply.recorded(step, entry)
    if known is None:
        _gone(reply, step)
        return
    title = title_of(reply, step, known)
    reply.set(confirming="", asked="", entry="")
    recording.take_in(reply, [w for f in known.facts.values() for w in recording.withdrawn(reply, f)])
    reply.say("entry_taken_back", entry=title)
    asking.ask_next(reply)


# ---------------------------------------------------------------- joined and parted


def ask_join(reply: Reply, step: Step, entry: str, other: str = "") -> None:
    """Two told as two that are one: what it would come to, and a yes."""
    now = entries_now(reply, step)
    mine = next((e for e in now if e.id == entry), now[-1])
    rest = [e for e in now if e.id != mine.id]
    if not rest:
        _gone(reply, step)
        return
    if not other and len(rest) > 1:
        which.offer(reply, step, [e.id for e in rest], "join", joining=mine.id)
        return
    second = next((e for e in rest if e.id == other), rest[0])
    first, second = sorted((mine, second), key=lambda e: e.told)
    if not is_kept(second.id):
        _move_held(reply, step, second.id, first.id)
        return
    facts = [recording.as_understood(f) for f in joined(first, second).values()]
    reply.new_stamp()
    reply.set(confirming=f"join:{step.key}#{first.id}#{second.id}", asked="")
    reply.say(
        "join_confirm",
        _yes_no(reply, "join_yes", "join_no", "one", step, first, second.id),
        entry=title_of(reply, step, first), other=title_of(reply, step, second), facts=in_words(reply, facts),
    )  # fmt: skip


def joined(first: Entry, second: Entry) -> dict[str, Fact]:
    """What one entry says when two are one: where both say something, what was said last."""
    names = dict.fromkeys((*first.facts, *second.facts))
    found = {n: max((e.facts[n] for e in (first, second) if n in e.facts), key=lambda f: f.id) for n in names}
    return {name: replace(fact, entry=first.id) for name, fact in found.items()}


def _move_held(reply: Reply, step: Step, entry: str, to: str) -> None:
    """What only waits for a yes is of a recorded entry: read back anew, with what it would change."""
    moved = [replace(u, entry=to) for u in reply.dialogue.heard if step.has_entries(u.name) and u.entry == entry]
    reply.set(heard=tuple(u for u in reply.dialogue.heard if not (step.has_entries(u.name) and u.entry == entry)))
    answers.hear(reply, moved, words=reply.turn.text, correcting=True)


def join(reply: Reply, step: Step, entry: str, other: str) -> None:
    """Two entries become one: what the second says is said of the first, and the second goes."""
    first, second = reply.recorded(step, entry), reply.recorded(step, other)
    if first is None or second is None or entry == other:
        _gone(reply, step)
        return
    facts = joined(first, second)
    said = [
        recording.said_again(reply, f, first.facts.get(name))
        for name, f in facts.items()
        if name not in first.facts or f.id != first.facts[name].id
    ]
    reply.set(confirming="", asked="")
    gone = [w for f in second.facts.values() for w in recording.withdrawn(reply, f)]
    recording.take_in(reply, [*said, *gone])
    take_in_hand(reply, step, entry)
    reply.say("joined_entries", facts=in_words(reply, [recording.as_understood(f) for f in facts.values()]))
    asking.ask_next(reply, step)


def ask_part(reply: Reply, step: Step, entry: str) -> bool:
    """One told as one that is two: which of its ways was by itself? False when there is none to part."""
    now = entries_now(reply, step)
    mine = next((e for e in now if e.id == entry), now[0] if len(now) == 1 else None)
    lists = [f for f in mine.facts.values() if isinstance(f.value, tuple) and len(f.value) > 1] if mine else []
    if mine is None or not lists:
        return False
    fact = lists[0]
    question = reply.question(fact.name)
    choices = [
        reply.choice(
            first_upper(say_value(question, v))[:LABEL], "entry", "apart", step.key, mine.id, fact.name, v,
            stamp=mine.newest,
        )
        for v in values_of_list(fact.value)
    ]  # fmt: skip
    reply.say("part_which", choices, entry=title_of(reply, step, mine))
    return True


def part(reply: Reply, step: Step, entry: str, name: str, value: str) -> None:
    """One of its ways was by itself, with the same day and state; numbers stay where they were told."""
    mine = next((e for e in entries_now(reply, step) if e.id == entry), None)
    fact = mine.facts.get(name) if mine is not None else None
    kind = step.entries
    if mine is None or fact is None or kind is None or value not in values_of_list(fact.value):
        _gone(reply, step)
        return
    new = fresh(reply, step)
    left = tuple(v for v in values_of_list(fact.value) if v != value)
    shared = [
        f for f in mine.facts.values()
        if f.name == kind.state or ((q := reply.question(f.name)) is not None and q.kind == "date")
    ]  # fmt: skip
    told = [
        Understood(name, left, True, "", entry),
        Understood(name, (value,), True, "", new),
        *(Understood(f.name, f.value, True, "", new) for f in shared),
    ]
    answers.hear(reply, told, words=reply.turn.text, correcting=True)


# ---------------------------------------------------------------- presses


def _gone(reply: Reply, step: Step) -> None:
    returning.entry_gone(reply, step)


def keep(reply: Reply, step: Step) -> None:
    """Nothing changes."""
    reply.set(confirming="")
    reply.say("nothing_changed_here")
    asking.ask_next(reply)


def _fresh(reply: Reply, step: Step, entry: str, stamp: int) -> bool:
    """Whether the entry is as it was when the button was shown; else it is said what it is now."""
    known = reply.recorded(step, entry)
    if known is None:
        _gone(reply, step)
        return False
    if known.newest != stamp:
        reply.say("old_button", now=f"{title_of(reply, step, known)}.")
        show_entry(reply, step.key, entry)
        return False
    return True


def press(reply: Reply, pressed: Press) -> None:
    """A button about entries. Raises UnknownButtonError for one that is none."""
    act = pressed.part(0, ACTS)
    step = reply.journey.step(pressed.part(1, reply.journey.step_by_key))
    if step.entries is None and act not in ("step", "change"):
        raise UnknownButtonError(step.key)
    if step.entries is not None and step.entries.by_link and act not in ("step", "show"):
        raise UnknownButtonError(step.key)
    if act in STAMPED and not _fresh(reply, step, _entry(pressed), pressed.stamp):
        return
    ACTS[act](reply, step, pressed)


def _entry(pressed: Press, nth: int = 2) -> str:
    """The entry that a button is about."""
    entry = pressed.part(nth)
    if not ENTRY.fullmatch(entry):
        raise UnknownButtonError(entry)
    return entry


def _which(reply: Reply, step: Step, pressed: Press) -> None:
    entry = pressed.part(2)
    waits = any(o.reason == "which" and o.name.startswith(f"{step.key}.") for o in reply.dialogue.open)
    if not waits or pressed.stamp != reply.dialogue.stamp:
        reply.say("old_button", now="")
        returning.ask_again(reply)
    elif entry and not any(e.id == entry for e in entries_now(reply, step)):
        _gone(reply, step)
    else:
        answers.which(reply, step, entry)


def _another(reply: Reply, step: Step, pressed: Press) -> None:
    if reply.dialogue.reading_back and pressed.stamp == reply.dialogue.stamp:
        answers.another(reply, step)
    else:
        reply.say("old_button", now="")
        returning.ask_again(reply)


def _out(reply: Reply, step: Step, pressed: Press) -> None:
    if reply.dialogue.heard and pressed.stamp == reply.dialogue.stamp:
        entry = _entry(pressed)
        answers.leave_out(reply, lambda u: u.entry == entry and step.has_entries(u.name))
    else:
        reply.say("old_button", now="")
        returning.ask_again(reply)


def _others(reply: Reply, step: Step, pressed: Press) -> None:
    """More of those that may be meant."""
    act, joining = pressed.part(2, ("which", "back", "join")), ""
    if act == "join":
        joining = _entry(pressed, 4)
        if reply.recorded(step, joining) is None:
            _gone(reply, step)
            return
    listed = [e for of, _, e in (one.partition("#") for one in reply.dialogue.listed) if of == step.key]
    if pressed.stamp != reply.dialogue.stamp or not listed:
        reply.say("old_button", now="")
        returning.ask_again(reply)
    else:
        which.offer(reply, step, listed, act, pressed.number(3), joining)


def _change(reply: Reply, step: Step, pressed: Press) -> None:
    entry = _entry(pressed) if pressed.part(2) else ""
    name = pressed.part(3, [q.key for q in step.questions])
    change(reply, step.key, entry, name, pressed.stamp)


def _join(reply: Reply, step: Step, pressed: Press) -> None:
    ask_join(reply, step, _entry(pressed), _entry(pressed, 3) if len(pressed.about) > 3 else "")


def _part(reply: Reply, step: Step, pressed: Press) -> None:
    if not ask_part(reply, step, _entry(pressed)):
        _gone(reply, step)


def _apart(reply: Reply, step: Step, pressed: Press) -> None:
    part(reply, step, _entry(pressed), pressed.part(3, [q.key for q in step.questions]), pressed.part(4))


STAMPED = frozenset({"back", "gone", "join", "one", "part", "apart"})
"""What is only done to an entry that is as it was shown."""

ACTS: dict[str, Callable[[Reply, Step, Press], None]] = {
    "add": lambda reply, step, pressed: add(reply, step),
    "all": lambda reply, step, pressed: told_all(reply, step),
    "which": _which,
    "another": _another,
    "out": _out,
    "others": _others,
    "step": lambda reply, step, pressed: show_step(reply, step.key, pressed.number(2)),
    "show": lambda reply, step, pressed: show_entry(reply, step.key, _entry(pressed)),
    "change": _change,
    "back": lambda reply, step, pressed: ask_take_back(reply, step, _entry(pressed)),
    "gone": lambda reply, step, pressed: take_back(reply, step, _entry(pressed)),
    "keep": lambda reply, step, pressed: keep(reply, step),
    "join": _join,
    "one": lambda reply, step, pressed: join(reply, step, _entry(pressed), _entry(pressed, 3)),
    "part": _part,
    "apart": _apart,
}
"""What each button does."""
