"""The sections of a paper that can be checked: open points, every fact as told, and whose word each is. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from bot.core.model import Fact
from bot.core.model.confirm import RESIDENTS
from bot.core.model.document import Block, Items, Line, Span, Table, line
from bot.core.record.done_when import asked_of
from bot.core.record.entries import Entry
from bot.core.record.progress import State, StepProgress, counts
from bot.core.turn.heard import APPROXIMATE
from bot.core.turn.notes import about_of, is_about, text_name
from bot.core.turn.wording import say_day
from bot.core.views.papers.making import Making, date_of, has_passed, is_rough
from bot.core.views.papers.sources import anchor


def open_points(making: Making) -> list[Block]:
    """What is not done, not known, past its day, told differently before, or left out."""
    lines = [point for of in making.reply.progress.steps for point in _points(making, of)]
    return [Items(tuple(lines))] if lines else making.say("none")


def _points(making: Making, of: StepProgress) -> Iterator[Line]:
    word, step = making.word, of.step
    told = bool(of.facts or of.entries)
    if counts(step) and of.state is not State.DONE:
        yield line(word("step_begun" if told else "step_open", step=making.title(step)))
    for entry in of.entries:
        day, kind = date_of(making.reply, entry), step.entries
        ahead = kind is not None and str(entry.value(kind.state)) in kind.ahead
        if day is not None and ahead and has_passed(day, making.reply.today):
            what = f"{making.title(step)}: {making.called(step, entry, day.name, kind.state if kind else '')}"
            yield (*line(word("passed", what=what, day=making.shown(day)), " "), *making.sources.of(day))
    yield from _missing(making, of)
    yield from _changed(making, of)


def _missing(making: Making, of: StepProgress) -> Iterator[Line]:
    """What the officer wants named when it is not known, of each entry that has taken place."""
    step, kind = of.step, of.step.entries
    names = [name for name, _ in making.section.facts if name.partition(".")[0] == step.key]
    labels = dict(making.section.facts)
    whole = making.reply.facts_by_name
    for name in names if of.facts or of.entries else ():
        question = making.reply.question(name)
        held = [e for e in of.entries if kind is not None and str(e.value(kind.state)) in kind.held]
        places = [(making.called(step, e), {**whole, **e.facts}, e.facts) for e in held]
        if not step.has_entries(name):
            places = [(making.title(step), dict(whole), dict(whole))]
        lacking = [what for what, known, own in places
                   if name not in own and question is not None and asked_of(question, known)]  # fmt: skip
        if lacking:
            yield line(making.word("missing", what="; ".join(lacking), label=labels[name]))


def _changed(making: Making, of: StepProgress) -> Iterator[Line]:
    """What was told differently before, by whom: nobody has to find out by themselves that two people disagree."""
    for fact in (*_of_whole(of), *(f for e in of.entries for f in e.facts.values())):
        question = making.reply.question(fact.name)
        before = next((f for f in making.reply.behind(fact) if f.value != fact.value), None)
        if question is None or before is None or before.person == fact.person:
            continue
        day = say_day(before.at.astimezone(making.reply.programme.zone).date())
        said = making.word(
            "changed", label=question.label or question.key, now=making.shown(fact), before=making.shown(before),
            person=making.reply.name_of(before.person), day=day,
        )  # fmt: skip
        yield (*line(said, " "), *making.sources.of(fact))


def _of_whole(of: StepProgress) -> list[Fact]:
    return [f for f in of.facts if not of.step.has_entries(f.name)]


# ---------------------------------------------------------------- everything, and whose word it is


def evidence(making: Making) -> list[Block]:
    """Every fact as it was told, step by step."""
    blocks: list[Block] = []
    for of in making.reply.progress.steps:
        rows = [_told(making, of, None, f) for f in _of_whole(of)]
        rows += [_told(making, of, e, f) for e in of.entries for f in e.facts.values()]
        kept = [row for row in rows if row is not None]
        if kept:
            word = making.word
            header = [word("what"), word("of"), word("told"), word("sources")]
            blocks.append(making.table(word("caption", step=making.title(of.step)), header, kept, 24, 26, 38, 12))
    return blocks or making.say("empty")


def _told(making: Making, of: StepProgress, entry: Entry | None, fact: Fact) -> tuple[Line, ...] | None:
    question = making.reply.question(fact.name)
    if question is None or fact.name.endswith(f".{APPROXIMATE}") or is_about(making.reply.journey, fact.name):
        return None
    which = making.called(of.step, entry) if entry is not None else ""
    if of.holds_notes and entry is not None:
        which = about_of(making.reply, entry)
    value = making.shown(fact, entry is not None and is_rough(entry))
    return line(question.label or question.key), line(which), line(value), making.sources.of(fact)


def notes(making: Making) -> list[Block]:
    """What was told and fits no question, in people's own words, with what it is about."""
    rows = []
    for entry in (e for of in making.reply.progress.steps if of.holds_notes for e in of.entries):
        text = entry.facts.get(text_name(making.reply.journey))
        about = about_of(making.reply, entry)
        quoted = making.shown(text)
        if text is not None and making.may_be_quoted(str(text.value)):
            quoted = f"“{quoted}”"
        rows.append((line(quoted), line(about), making.sources.of(*entry.facts.values())))
    header = [making.word("note"), making.word("about"), making.word("sources")]
    return [making.table(making.word("caption"), header, rows, 55, 33, 12)] if rows else making.say("empty")


def sources(making: Making) -> list[Block]:
    """Who told the bot what, and when. Made last: it lists what the others named."""
    word, rows = making.word, []
    roles = {role.key: role.label for role in making.reply.journey.roles}
    people = {person.id: person for person in making.reply.context.people}
    for source, number in making.sources.numbers.items():
        teller = people.get(source.person)
        unknown = word("residents" if source.person == RESIDENTS else "gone")
        who = [making.reply.name_of(source.person) if teller is not None else unknown]
        if teller is not None and teller.role in roles:
            who.append(roles[teller.role])
        said = ", ".join(part for part in who if part)
        if source.confirmed_by != source.person:
            said = word("confirmed", who=said, person=making.reply.name_of(source.confirmed_by))
        cell = line(Span(str(number), anchor=anchor(number)))
        rows.append((cell, line(said), line(say_day(source.day)), line(source.step)))
    header = [word("number"), word("who"), word("when"), word("what")]
    if not rows:
        return making.say("empty")
    return [Table(word("caption"), tuple(header), tuple(rows), (8, 40, 22, 30))]
