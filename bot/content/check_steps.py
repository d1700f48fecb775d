"""Checks of the steps together: what names what, what waits for what, and whether every step can be reached."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from bot.content.draft import Draft
from bot.content.problems import Problem, Rule
from bot.content.reading import did_you_mean
from bot.core.model.journey import Condition, EntryKind, Question, Step

Name = tuple[str, ...]
_SKIP = re.compile(r"\bskip", re.IGNORECASE)


def step_problems(draft: Draft) -> Iterator[Problem]:
    """Everything that can be wrong between steps, questions, roles and facts."""
    yield from _duplicates(draft)
    questions = {q.key: q for s in draft.steps for q in s.questions}
    for step in draft.steps:
        yield from _step_references(draft, step, questions)
        for question in step.questions:
            for key, conditions in (("only_if", question.only_if), ("at_most_unless", question.at_most_unless)):
                for condition in conditions:
                    name = ("question", question.key, key, condition.fact)
                    yield from _condition(draft, name, condition, questions)
            yield from _groups(draft, question)
            yield from _skipped(draft, question)
            numbers = (key for key, q in questions.items() if q.kind == "number")
            yield from _dead(draft, ("question", question.key, "at_most"), question.at_most, "question", numbers)
        if step.done_when and step.done_when.rule != "never" and not step.questions:
            yield draft.problem(Rule.STEP_NO_QUESTION, ("step", step.key, "done_when"), name=step.key)
    yield from _order(draft)


def _skipped(draft: Draft, question: Question) -> Iterator[Problem]:
    """What people are told that they can skip, no form may ask for."""
    lets = question.optional or question.may_wait or question.unasked or bool(question.only_if)
    words = {"ask": question.ask, "good": question.good, "not_understood": question.not_understood}
    said = next((key for key, text in words.items() if _SKIP.search(text)), None)
    if said is not None and not lets:
        yield draft.problem(Rule.SKIP_REFUSED, ("question", question.key, said), name=question.key)


def _dead(draft: Draft, name: Name, value: str, what: str, known: Iterable[str]) -> Iterator[Problem]:
    """A problem when `value` is not one of `known`; nothing when it is empty (that was reported, or is allowed)."""
    names = list(known)
    if what.startswith("question") and draft.unread:
        return
    if value and value not in names:
        suggestion = did_you_mean(value, names)
        yield draft.problem(Rule.REFERENCE_DEAD, name, value=value, what=what, suggestion=suggestion)


def _duplicates(draft: Draft) -> Iterator[Problem]:
    """Two roles with one key, and two options of a question with one label."""
    for step in draft.steps:
        for question in step.questions:
            name = ("question", question.key)
            for place in ("", *(g.key for g in question.groups)):
                labels = [o.label.lower() for o in question.options if o.behind == place]
                labels += [g.label.lower() for g in question.groups if g.behind == place]
                yield from _repeated(draft, name, "label", labels)
    yield from _repeated(draft, ("head", "roles"), "role", [r.key for r in draft.head.roles])
    steps = [*(s.key for s in draft.steps), *draft.unread]
    for shared in draft.head.shared:
        for key, _ in shared.steps:
            yield from _dead(draft, ("head", "shared"), key, "step", steps)
    for key in draft.head.begins:
        yield from _dead(draft, ("head", "begins"), key, "step", steps)
    for key in (key for role in draft.head.roles for key in role.begins):
        yield from _dead(draft, ("head", "roles"), key, "step", steps)


def _repeated(draft: Draft, name: Name, what: str, values: Sequence[str]) -> Iterator[Problem]:
    for value in dict.fromkeys(v for v in values if v and values.count(v) > 1):
        yield draft.problem(Rule.DUPLICATE_NAME, name, what=what, name=value, other="the same list")


def _step_references(draft: Draft, step: Step, questions: dict[str, Question]) -> Iterator[Problem]:
    roles = [r.key for r in draft.head.roles]
    steps = [*(s.key for s in draft.steps), *draft.unread]
    here: Name = ("step", step.key)
    yield from _dead(draft, (*here, "owner"), step.owner, "role", roles)
    for other in step.opens_after:
        yield from _dead(draft, (*here, "opens_after"), other, "step", steps)
    if step.done_when is not None and step.done_when.fact:
        condition = Condition(step.done_when.fact, step.done_when.values)
        yield from _condition(draft, (*here, "done_when"), condition, questions)
    if step.entries is not None:
        yield from _entry_references(draft, step, step.entries, questions)
    if step.rhythm is not None:
        rhythm, place = step.rhythm, (*here, "rhythm")
        dates = [q.key for q in questions.values() if q.kind == "date"]
        yield from _dead(draft, (*place, "then_tell"), rhythm.then_tell, "role", roles)
        for key in ("before_date", "after_date"):
            for fact, _ in getattr(rhythm, key):
                yield from _dead(draft, (*place, key), fact, "question for a date", dates)
        yield from _dead(draft, (*place, "recurs_from"), rhythm.recurs_from, "question for a date", dates)
        yield from _dead(draft, (*place, "recurs_by"), rhythm.recurs_by, "question", questions)


def _entry_references(
    draft: Draft, step: Step, entries: EntryKind, questions: dict[str, Question]
) -> Iterator[Problem]:
    """What an entry has must be questions of its own step; its states must be answers to the question for them."""
    place: Name = ("step", step.key, "entries")
    own = [q.key for q in step.questions]
    for key in ("state", "body", "all_told", "together"):
        yield from _dead(draft, (*place, key), getattr(entries, key), "question of this step", own)
    for fact in entries.named_by:
        yield from _dead(draft, (*place, "named_by"), fact, "fact of an entry", entries.facts)
    if entries.about and entries.about not in entries.facts:
        yield from _dead(draft, (*place, "about"), entries.about, "fact of an entry", entries.facts)
    if entries.state and entries.state not in entries.facts:
        yield from _dead(draft, (*place, "state"), entries.state, "fact of an entry", entries.facts)
    for key in ("held", "ahead", "hands_on"):
        condition = Condition(entries.state, getattr(entries, key))
        yield from _condition(draft, (*place, key), condition, questions)
    if entries.body and entries.main:
        values = tuple(filter(None, (entries.main, entries.elsewhere)))
        yield from _condition(draft, (*place, "main"), Condition(entries.body, values), questions)


def _condition(draft: Draft, name: Name, condition: Condition, questions: dict[str, Question]) -> Iterator[Problem]:
    """The fact of a condition must be a question, and its values must be among that question's options."""
    yield from _dead(draft, name, condition.fact, "question", questions)
    question = questions.get(condition.fact)
    if question is not None and question.options:
        values = [o.value for o in question.options]
        for value in condition.values:
            if value not in values:
                yield draft.problem(
                    Rule.VALUE_UNKNOWN,
                    name,
                    value=value,
                    what=f"answer to '{condition.fact}'",
                    suggestion=did_you_mean(value, values),
                )


def _groups(draft: Draft, question: Question) -> Iterator[Problem]:
    """What stands behind a button must name a group, and a group must have something behind it."""
    known = [g.key for g in question.groups]
    for option in question.options:
        yield from _dead(draft, ("option", question.key, option.value), option.behind, "group", known)
    for group in question.groups:
        place = ("group", question.key, group.key)
        others = [key for key in known if key != group.key]
        yield from _dead(draft, place, group.behind, "group", others)
        if group.key not in {*(o.behind for o in question.options), *(g.behind for g in question.groups)}:
            yield draft.problem(Rule.VALUE_EMPTY, place, key=group.key)


def _order(draft: Draft) -> Iterator[Problem]:
    """Steps that wait for each other, or for a step that can never be done."""
    waits_for = {s.key: set(s.opens_after) for s in draft.steps}
    circle = {key for key in waits_for if key in _all_before(key, waits_for)}
    for members in _circles(circle, waits_for):
        names = " and ".join(f"'{m}'" for m in members)
        yield draft.problem(Rule.STEP_CYCLE, ("step", members[0], "opens_after"), names=names)
    endless = {s.key for s in draft.steps if s.done_when is None or s.done_when.rule == "never"}
    dead = {key for keys in waits_for.values() for key in keys if key not in waits_for} - draft.unread
    for step in draft.steps:
        before = _all_before(step.key, waits_for)
        if step.key not in circle and before & (circle | endless | dead):
            yield draft.problem(Rule.STEP_UNREACHABLE, ("step", step.key, "opens_after"), name=step.key)


def _all_before(key: str, waits_for: dict[str, set[str]]) -> set[str]:
    """Everything that a step waits for, directly or through others."""
    found: set[str] = set()
    todo = list(waits_for.get(key, ()))
    while todo:
        other = todo.pop()
        if other not in found:
            found.add(other)
            todo.extend(waits_for.get(other, ()))
    return found


def _circles(members: set[str], waits_for: dict[str, set[str]]) -> Iterator[list[str]]:
    """The members of circles, those that belong together in one list, in the order of the journey."""
    left = [key for key in waits_for if key in members]
    while left:
        first = left[0]
        together = [k for k in left if k == first or (first in _all_before(k, waits_for)
                                                      and k in _all_before(first, waits_for))]  # fmt: skip
        yield together
        left = [k for k in left if k not in together]
