"""Which entry is meant: each is a button, so many at a time, and the others are one press away."""

from __future__ import annotations

from collections.abc import Sequence

from bot.core.model import Choice
from bot.core.model.journey import Step
from bot.core.model.reading import Open
from bot.core.record.entries import Entry
from bot.core.turn.entries import WHICH, entries_now, title_of
from bot.core.turn.offering import LABEL
from bot.core.turn.reply import Reply

AT_ONCE = 8
"""Entries that are offered as buttons at once."""


def ask_which(reply: Reply, gap: Open) -> None:
    """Asks which entry is meant, of what was told and waits for that."""
    step = reply.journey.step(gap.name.removesuffix(WHICH))
    reply.new_stamp()
    reply.set(asked=gap.name, reading_back=False)
    offer(reply, step, gap.among, "which")


def offer(reply: Reply, step: Step, entries: Sequence[str], act: str, first: int = 0, joining: str = "") -> None:
    """Which of these is meant, for what `act` does with it: a button each, from the one at `first` on. `joining` is
    the entry that the one meant is joined with."""
    kind = step.entries
    assert kind is not None, step.key
    now = {e.id: e for e in entries_now(reply, step)}
    there = [now[e] for e in entries if e in now]
    choices = [_button(reply, step, e, act, now.get(joining)) for e in there[first : first + AT_ONCE]]
    if len(there) > first + AT_ONCE:
        about = ("others", step.key, act, str(first + AT_ONCE), *([joining] if joining else []))
        choices.append(reply.button("show_more", "entry", *about))
    if act == "which" and kind.several:
        choices.append(reply.button("another", "entry", "which", step.key, "", entry=kind.name))
    reply.set(listed=tuple(f"{step.key}#{e.id}" for e in there))
    if joining:
        reply.say("join_which", choices, entry=title_of(reply, step, now[joining]), name=kind.name)
    else:
        reply.say("which_entry", choices, entry=kind.name)


def _button(reply: Reply, step: Step, entry: Entry, act: str, joining: Entry | None) -> Choice:
    label = title_of(reply, step, entry)[:LABEL]
    if joining is not None:
        return reply.choice(label, "entry", act, step.key, joining.id, entry.id, stamp=joining.newest)
    stamp = None if act == "which" else entry.newest
    return reply.choice(label, "entry", act, step.key, entry.id, stamp=stamp)
