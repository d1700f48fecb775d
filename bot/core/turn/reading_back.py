"""What would be kept, or was, entry by entry: as a value for channels, and as text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.core.model.journey import Step
from bot.core.model.read_back import ReadBack, ReadEntry, ReadLine
from bot.core.model.reading import Understood
from bot.core.record.entries import Entry, entries_of
from bot.core.record.placing import OPEN
from bot.core.turn.entries import entries_now, title_of
from bot.core.turn.heard import (
    APPROXIMATE,
    as_fact,
    changed_by,
    is_number,
    known_beside,
    one_text,
    rough_among,
    said,
)
from bot.core.turn.notes import apart, is_about
from bot.core.turn.reply import Reply
from bot.core.turn.wording import first_upper, say_line

Group = tuple[Step | None, str, list[Understood]]
"""A step (None for what is of none), an entry of it, and what is told of that."""


def groups_of(reply: Reply, facts: Iterable[Understood]) -> list[Group]:
    """What is told, step by step and entry by entry. A step's own facts stand with its first entry."""
    found: dict[tuple[str, str], Group] = {}
    for fact in facts:
        step = reply.step_of(fact.name)
        key = step.key if step is not None else fact.name
        entry = fact.entry
        if step is not None and not step.has_entries(fact.name):
            entry = next((of for name, of in found if name == key), "")
        found.setdefault((key, entry), (step, entry, []))[2].append(fact)
    return list(found.values())


def several(groups: Sequence[Group]) -> bool:
    """Whether more than one entry of a step is told of: then it is said as a list."""
    steps = [step.key for step, entry, _ in groups if step is not None and entry]
    return len(steps) > len(set(steps))


def in_words(reply: Reply, facts: Iterable[Understood]) -> str:
    """What is told as text: a few clauses, or one numbered line for each entry."""
    facts, noted = apart(reply.journey, facts)
    groups = groups_of(reply, facts)
    notes = groups_of(reply, noted)
    if not several(groups):
        whose = _one_of_several(reply, groups)
        told = one_text([*([whose] if whose else []), *said(reply, facts)])
        own = [f"{line}" for _, _, note in notes for line in said(reply, note)]
        return "\n\n".join(filter(None, (told.rstrip() if own else told, *own)))
    groups += notes
    lines = [f"{n}. {' '.join(f'{line}.' for line in said(reply, told))}" for n, (_, _, told) in enumerate(groups, 1)]
    return "\n" + "\n".join(lines) + "\n"


def _one_of_several(reply: Reply, groups: Sequence[Group]) -> str:
    """The recorded entry that all of it is about, by its name, where its step has others."""
    step, entry, told = groups[0] if len(groups) == 1 else (None, "", [])
    if step is None or step.entries is None or len(entries_now(reply, step)) < 2:
        return ""
    known = reply.recorded(step, reply.entry_for(told[0])) if entry != OPEN else None
    return f"**{title_of(reply, step, known)}**." if known is not None else ""


def listed(reply: Reply, facts: Iterable[Understood]) -> tuple[str, ...]:
    """The lines of that list, as `STEP#ENTRY`."""
    told, noted = apart(reply.journey, facts)
    groups = groups_of(reply, told)
    if not several(groups):
        return ()
    return tuple(f"{step.key}#{entry}" for step, entry, _ in (*groups, *groups_of(reply, noted)) if step is not None)


def as_told(reply: Reply, step: Step, entry: str, told: Sequence[Understood]) -> Entry | None:
    """The entry as it would be, with what is told of it."""
    known = reply.recorded(step, entry) if entry != OPEN else None
    recorded = list(known.facts.values()) if known is not None else []
    facts = [as_fact(reply, u, n) for n, u in enumerate(told) if step.has_entries(u.name)]
    return next((e for e in entries_of(step, [*recorded, *facts]) if e.id == (entry or "e1")), None)


def title_for(reply: Reply, step: Step | None, entry: str, told: Sequence[Understood]) -> str:
    """How the entry is named, with what is told of it."""
    if step is None:
        return ""
    if step.entries is None or not entry or entry == OPEN:
        return step.title
    found = as_told(reply, step, entry, told)
    return title_of(reply, step, found) if found is not None else step.title


def value_of(
    reply: Reply, facts: Sequence[Understood], not_kept: Iterable[str] = (), changeable: bool = False
) -> ReadBack:
    """What would be kept, as a value; `changeable`: each line can be changed by a button."""
    entries = []
    for step, entry, told in groups_of(reply, facts):
        rough = any(u.name.endswith(f".{APPROXIMATE}") and u.value is True for u in told)
        recorded = step is not None and entry not in ("", OPEN) and reply.recorded(step, entry) is not None
        entries.append(
            ReadEntry(
                step.title if step is not None else "",
                title_for(reply, step, entry, told),
                tuple(_read_line(reply, u, rough, changeable) for u in told if _has_line(reply, u)),
                first_upper(one_text(said(reply, told)).strip()),
                new=bool(entry) and not recorded,
            )
        )
    return ReadBack(tuple(entries), tuple(not_kept))


def _has_line(reply: Reply, told: Understood) -> bool:
    return reply.question(told.name) is not None and not is_about(reply.journey, told.name)


def _read_line(reply: Reply, told: Understood, rough: bool, changeable: bool) -> ReadLine:
    question = reply.question(told.name)
    label = question.label or question.key if question is not None else told.name
    value = first_upper(say_line(question, told.value, rough and is_number(told.value), told.words))
    change = reply.choice("", "line", "change", told.name, told.entry).value if changeable else ""
    old = changed_by(reply, told)
    if old is None:
        return ReadLine(label, value, change=change)
    was_rough = rough_among(known_beside(reply, old)) is not None and is_number(old.value)
    was = first_upper(say_line(question, old.value, was_rough, old.words))
    return ReadLine(label, value, was, reply.name_of(old.person), change)
