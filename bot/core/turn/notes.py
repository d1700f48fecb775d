"""Notes: what was told and fits no question, kept in the person's own words, beside the step or entry it is about.

A note is an entry of the one step of the journey whose entries are notes: its words, and what it is about, as `STEP`
or `STEP#ENTRY`. So it is read back, kept, changed, taken back, exported and erased as every other fact is.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from bot.core.model.journey import EntryKind, Journey, Step
from bot.core.model.reading import Understood
from bot.core.record.entries import Entry, is_kept
from bot.core.turn.entries import title_of
from bot.core.turn.reply import Reply

Moved = dict[tuple[str, str], str]
"""Each entry, as its step with the id that it had, with the id that it has now."""


def is_note(journey: Journey, name: str) -> bool:
    """Whether a fact of this name is of a note."""
    step = journey.step_of_fact(name)
    return step is not None and step.entries is not None and bool(step.entries.about)


def is_about(journey: Journey, name: str) -> bool:
    """Whether a fact of this name says what a note is about."""
    kind = _kind(journey)
    return kind is not None and kind.about == name


def text_name(journey: Journey) -> str:
    """The fact that holds a note's words; empty for a journey without notes."""
    kind = _kind(journey)
    return kind.named_by[0] if kind is not None else ""


def notes_step(journey: Journey) -> Step | None:
    """The step whose entries are notes."""
    return next((s for s in journey.steps if s.entries is not None and s.entries.about), None)


def _kind(journey: Journey) -> EntryKind | None:
    step = notes_step(journey)
    return step.entries if step is not None else None


def made(journey: Journey, text: str, about: str, number: int) -> list[Understood]:
    """A note as something told: the message's note of that number."""
    kind = _kind(journey)
    if kind is None:
        return []
    # Far behind the numbers of what else is told: notes are no entries of any other step.
    told = [Understood(kind.named_by[0], text, True, text, str(number))]
    return [*told, Understood(kind.about, about, True, text, str(number))] if about else told


def apart(journey: Journey, told: Iterable[Understood]) -> tuple[list[Understood], list[Understood]]:
    """What is told to questions, and what is told in notes."""
    told = list(told)
    notes = [u for u in told if is_note(journey, u.name)]
    return [u for u in told if u not in notes], notes


def about_moved(journey: Journey, told: Sequence[Understood], moved: Moved) -> list[Understood]:
    """What is told, with notes about the entries as these are called now. One that is none is its step."""

    def now(understood: Understood) -> Understood:
        if not is_about(journey, understood.name):
            return understood
        step, _, entry = str(understood.value).partition("#")
        called = moved.get((step, entry), entry)
        kept = called.startswith("n") or is_kept(called)
        return replace(understood, value=f"{step}#{called}" if kept else step)

    return [now(u) for u in told]


def without_orphans(journey: Journey, told: Iterable[Understood]) -> list[Understood]:
    """What is told, without what a note is about whose words are gone."""
    told = list(told)
    texts = {u.entry for u in told if u.name == text_name(journey)}
    return [u for u in told if not is_about(journey, u.name) or u.entry in texts]


def say_about(reply: Reply, value: object) -> str:
    """What a note is about, in words: its step, and the entry by its name."""
    key, _, of = str(value).partition("#")
    step = reply.journey.step_by_key.get(key)
    if step is None:
        return ""
    entry = reply.recorded(step, of) if of else None
    name = step.short or step.title
    return f"{name}: {title_of(reply, step, entry)}" if entry is not None else name


def about_of(reply: Reply, entry: Entry) -> str:
    """What a recorded note is about, in words; empty where it is of no step."""
    kind = _kind(reply.journey)
    return say_about(reply, entry.value(kind.about)) if kind is not None and kind.about in entry.facts else ""
