"""The record for people: each step, each of its entries, what each says, who said it and when. Pure.

One value for every place that shows it: the dialogue, a channel's own page, a page of the web chat, a report.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from bot.core.model import Choice, Fact
from bot.core.model.journey import Question, Step
from bot.core.model.record_page import RecordBefore, RecordEntry, RecordPage, RecordRow, RecordStep
from bot.core.model.views import ONE_MORE, OWN, form_choice
from bot.core.record.entries import Entry
from bot.core.record.progress import State, StepProgress
from bot.core.turn.entries import title_of
from bot.core.turn.heard import is_number, rough_among
from bot.core.turn.notes import is_about, say_about
from bot.core.turn.reply import Reply
from bot.core.turn.saying import text_of
from bot.core.turn.wording import first_upper, say_value


def record_of(reply: Reply) -> RecordPage:
    """Everything that is recorded."""
    told, nothing_yet = [], []
    for progress in reply.progress.steps:
        step = step_record(reply, progress)
        if step.rows or step.entries:
            told.append(step)
        elif progress.step.questions and progress.state is not State.WAITING:
            nothing_yet.append(step)
    return RecordPage(tuple(told), reply.adopter.name, tuple(nothing_yet))


def step_record(reply: Reply, progress: StepProgress, latest: int | None = None) -> RecordStep:
    """What is recorded of one step; with `latest`, only so many of its entries, those told of last."""
    step = progress.step
    whole = [f for f in progress.facts if not step.has_entries(f.name)]
    kind = step.entries
    add: tuple[Choice, ...] = ()
    form: Choice | None = None
    own: Choice | None = None
    by_link = kind is not None and kind.by_link
    if kind is None:
        form = form_choice(step, _label(reply, "change" if whole else "fill_in"))
    elif kind.several and not by_link:
        another = _label(reply, "add_entry" if progress.entries else "add_first_entry", entry=kind.name)
        add, form = (reply.choice(another, "entry", "add", step.key),), form_choice(step, another, ONE_MORE)
    if kind is not None and whole:
        own = form_choice(step, _label(reply, "change"), OWN)
    return RecordStep(
        step.key,
        step.title,
        progress.state.value,
        _rows(reply, step, whole),
        tuple(_entry(reply, progress, e) for e in progress.entries[-latest if latest else 0 :]),
        count=len(progress.entries),
        choices=add,
        form=form,
        own=own,
        show=reply.choice(_all(reply, progress), "entry", "step", step.key, "0"),
    )


def _label(reply: Reply, name: str, **words: str) -> str:
    return text_of(reply.journey, f"button_{name}", **words)


def _all(reply: Reply, progress: StepProgress) -> str:
    """What the button to all of it says."""
    kind, count = progress.step.entries, len(progress.entries)
    if kind is not None and count > 1:
        return _label(reply, "all_entries", count=str(count), entries=kind.plural)
    return _label(reply, "all_of_it")


def _entry(reply: Reply, progress: StepProgress, entry: Entry) -> RecordEntry:
    step = progress.step
    order = {q.key: n for n, q in enumerate(step.questions)}
    facts = sorted(entry.facts.values(), key=lambda f: order.get(f.name, len(order)))
    if step.entries is not None and step.entries.by_link:  # Nobody changes what residents said.
        rows = tuple(replace(row, change=None) for row in _rows(reply, step, facts, entry.id))
        return RecordEntry(entry.id, title_of(reply, step, entry), rows)
    return RecordEntry(
        entry.id,
        title_of(reply, step, entry),
        _rows(reply, step, facts, entry.id),
        counts=progress.leading is not None and progress.leading.id == entry.id,
        beside=any(e.id == entry.id for e in progress.beside),
        choices=_choices(reply, progress, entry),
        form=form_choice(step, _label(reply, "change"), entry.id),
        gone=reply.button("take_back", "entry", "gone", step.key, entry.id, stamp=entry.newest),
    )


def _choices(reply: Reply, progress: StepProgress, entry: Entry) -> tuple[Choice, ...]:
    key, stamp = progress.step.key, entry.newest
    choices = [reply.button("take_this_back", "entry", "back", key, entry.id, stamp=stamp)]
    if len(progress.entries) > 1:
        choices.append(reply.button("same_as", "entry", "join", key, entry.id, stamp=stamp))
    if any(isinstance(f.value, tuple) and len(f.value) > 1 for f in entry.facts.values()):
        choices.append(reply.button("were_two", "entry", "part", key, entry.id, stamp=stamp))
    return tuple(choices)


def _rows(reply: Reply, step: Step, facts: Iterable[Fact], entry: str = "") -> tuple[RecordRow, ...]:
    facts = list(facts)
    rough = rough_among({f.name: f for f in facts}) is not None
    rows = []
    for fact in facts:
        question = reply.question(fact.name)
        if question is None:
            continue
        reply.note_private(question)
        said = say_value(question, fact.value, rough and is_number(fact.value), fact.words)
        change: Choice | None = reply.button("change", "entry", "change", step.key, entry, fact.name, stamp=fact.id)
        if is_about(reply.journey, fact.name):
            said, change = say_about(reply, fact.value), None
        rows.append(
            RecordRow(
                fact.name,
                question.label or question.key,
                first_upper(said),
                said,
                reply.name_of(fact.person),
                reply.say_when(fact.at),
                fact.replaces is not None,
                change,
                tuple(_before(reply, question, f) for f in reply.behind(fact)) if reply.has_history else (),
                fact.id,
            )
        )
    return tuple(rows)


def _before(reply: Reply, question: Question, fact: Fact) -> RecordBefore:
    said = say_value(question, fact.value, words=fact.words)
    return RecordBefore(first_upper(said), said, reply.name_of(fact.person), reply.say_when(fact.at))
