"""The sections of a paper on where things stand: front page, progress, decisions, what is published, dates. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from bot.core.calendar import span_of
from bot.core.model import Fact
from bot.core.model.confirm import RESIDENTS
from bot.core.model.document import Block, Details, Line, Paragraph, Span, line
from bot.core.model.journey import LEAD, Step
from bot.core.record.comes_round import comes_round
from bot.core.record.entries import Entry, in_time
from bot.core.record.progress import State, StepProgress, counts
from bot.core.turn.standing import line_of
from bot.core.turn.wording import first_upper, say_day, say_list, say_span, say_value, unescape
from bot.core.views.papers.making import Making, date_of, has_passed


def front(making: Making) -> list[Block]:
    """Whose paper it is, for which meeting, what for, and from whom it comes."""
    reply, word, purpose = making.reply, making.word, making.purpose
    rows: list[tuple[str, Line]] = [(word("organisation"), line(reply.adopter.name))]
    if making.paper.purposes:
        rows.append((word("meeting"), line(_meeting(making))))
        said = making.fill(purpose.said) if purpose is not None else word("purpose_open")
        rows.append((word("purpose"), line(said)))
    if purpose is not None:
        rows.append((word("decision"), line(making.fill(purpose.decision))))
    if reply.person.name:
        rows.append((word("author"), line(reply.person.name)))
    if leads := [p.name for p in reply.context.people if p.role == LEAD and p.left_on is None and p.name]:
        rows.append((word("leads"), line(say_list(leads))))
    told = [f.person for f in reply.current if reply.question(f.name) and f.person != RESIDENTS]
    tellers = list(dict.fromkeys(map(reply.name_of, told)))
    if tellers:
        rows.append((word("prepared"), line(word("prepared_from", people=say_list(tellers)))))
    return [Details(tuple(rows))]


def _meeting(making: Making) -> str:
    """The meeting that comes next, of whichever body."""
    found = sorted(_booked(making), key=lambda b: b[0])
    return making.word("meeting_at", body=found[0][1], day=found[0][2]) if found else making.word("meeting_unknown")


def _booked(making: Making) -> Iterator[tuple[date, str, str]]:
    """Meetings to come: the last day of each, the body, the day in words."""
    reply = making.reply
    for progress in reply.progress.steps:
        kind = progress.step.entries
        for entry in progress.entries if kind is not None and kind.body else ():
            day = date_of(reply, entry)
            if kind is None or day is None or str(entry.value(kind.state)) not in kind.ahead:
                continue
            if not has_passed(day, reply.today):
                body = say_value(reply.question(kind.body), entry.value(kind.body) or kind.main)
                yield span_of(str(day.value))[1], first_upper(body), say_span(str(day.value))


def text(making: Making) -> list[Block]:
    """The officer's own words."""
    return making.say("text")


def to_write(making: Making) -> list[Block]:
    """What a person has to write, marked as such."""
    return [Paragraph(line(making.word("text")), "note")]


def progress(making: Making) -> list[Block]:
    """Each step, how far it is, and what is known of it in a line."""
    reply, word = making.reply, making.word
    rows = []
    for of in reply.progress.steps:
        if not (of.facts or of.entries) and (not counts(of.step) or of.step.done_when is None):
            continue
        if of.holds_notes or (of.step.entries is not None and of.step.entries.by_link):
            continue  # Nothing that anybody does: notes, and what residents answered, have sections of their own.
        known = _known(making, of) or word("nothing")
        facts = [*of.facts, *(f for e in of.entries for f in e.facts.values())]
        rows.append((line(making.title(of.step)), line(word(of.state.value)), line(known), making.sources.of(*facts)))
    header = [word("step"), word("state"), word("known"), word("sources")]
    return [making.table(word("caption"), header, rows, 30, 17, 40, 13)]


MOST_NAMED, MOST_TWICE = 4, 2
"""So many entries of a step are named in its row, and where another section tells of each; of more, how many there
are and the latest."""


def _known(making: Making, of: StepProgress) -> str:
    """What is recorded of a step, in a cell: its entries by name, or its answers beside how far it is."""
    kind, word = of.step.entries, making.word
    if kind is not None and kind.state and of.entries:
        ahead = [e for e in of.entries if str(e.value(kind.state)) in kind.ahead]
        been = in_time((e for e in of.entries if e not in ahead), kind)
        names = [making.called(of.step, e) for e in been]
        twice = any(of.step.key in section.steps for section in making.paper.sections)
        if len(names) > (MOST_TWICE if twice else MOST_NAMED):
            names = [word("latest", count=str(len(names)), name=kind.plural, entry=names[-1])]
        to_come = "; ".join(making.called(of.step, e, kind.state) for e in ahead)
        return first_upper("; ".join([*names, *([word("to_come", entries=to_come)] if to_come else [])]))
    states = {q.key for q in of.step.questions if q.options and q.key.endswith(".state")}
    shown = [making.shown(f) for f in of.facts if f.name not in states]
    if kind is not None and of.entries:
        count = len(of.entries)
        shown.append(word("listed", count=str(count), name=kind.name if count == 1 else kind.plural))
    return "; ".join(shown) or first_upper(unescape(line_of(making.reply, of)))


def decisions(making: Making) -> list[Block]:
    """Each meeting that has been, in order of time: which body, when, what it decided, where the minutes say so."""
    word, rows = making.word, []
    for of in making.steps():
        kind = of.step.entries
        held = [e for e in of.entries if kind is not None and str(e.value(kind.state)) in kind.held]
        for entry in in_time(held, kind) if kind is not None else ():
            cells = [line(_cell(making, of.step, entry, name)) for name, _ in making.section.facts]
            rows.append((*cells, making.sources.of(*entry.facts.values())))
    if not rows:
        return making.say("empty")
    header = [*(heading for _, heading in making.section.facts), word("sources")]
    return [making.table(word("caption"), header, rows, *(22 for _ in making.section.facts), 12)]


def _cell(making: Making, step: Step, entry: Entry, name: str) -> str:
    fact, kind = entry.facts.get(name), step.entries
    if fact is None and kind is not None and name == kind.body and kind.main:
        return making.value(making.reply.question(name), kind.main)
    return making.shown(fact) or making.word("unknown")


def answers(making: Making) -> list[Block]:
    """Some facts by their names, where they are known."""
    facts, rows = making.reply.facts_by_name, []
    for name, label in making.section.facts:
        if (fact := facts.get(name)) is not None:
            question = making.reply.question(name)
            link = str(fact.value) if question is not None and question.kind == "address" else ""
            rows.append((label, (*line(Span(making.shown(fact), link=link), " "), *making.sources.of(fact))))
    return [Details(tuple(rows))] if rows else making.say("empty")


# ---------------------------------------------------------------- days to come


def dates(making: Making) -> list[Block]:
    """What is booked, planned or due, in order of time."""
    found = sorted([*_days_of_entries(making), *_days_of_steps(making), *_due(making)], key=lambda d: (d[0], d[2]))
    rows = [(line(day), line(what), making.sources.of(*facts)) for _, day, what, facts in found]
    if not rows:
        return making.say("empty")
    header = [making.word("when"), making.word("what"), making.word("sources")]
    return [making.table(making.word("caption"), header, rows, 30, 57, 13)]


Day = tuple[date, str, str, tuple[Fact, ...]]
"""Its last day, the day in words, what it is, whose word that is."""


def _days_of_entries(making: Making) -> Iterator[Day]:
    for of in making.reply.progress.steps:
        kind = of.step.entries
        for entry in of.entries if kind is not None else ():
            day = date_of(making.reply, entry)
            ahead = kind is not None and str(entry.value(kind.state)) in kind.ahead
            if ahead and day is not None and not has_passed(day, making.reply.today):
                what = (
                    f"{making.title(of.step)}: {making.called(of.step, entry, day.name, kind.state if kind else '')}"
                )
                yield span_of(str(day.value))[1], say_span(str(day.value)), what, (day,)


def _days_of_steps(making: Making) -> Iterator[Day]:
    """Days of steps that have no entries."""
    for of in making.reply.progress.steps:
        for fact in of.facts if of.state is not State.DONE else ():
            question = making.reply.question(fact.name)
            if question is None or question.kind != "date" or of.step.has_entries(fact.name):
                continue
            if not has_passed(fact, making.reply.today):
                yield span_of(str(fact.value))[1], say_span(str(fact.value)), making.title(of.step), (fact,)


def _due(making: Making) -> Iterator[Day]:
    """What comes round again."""
    facts = making.reply.progress.facts
    for of in making.reply.progress.steps:
        if (due := comes_round(of.step, facts)) is not None and of.step.rhythm is not None:
            by, last = facts[of.step.rhythm.recurs_by], facts[of.step.rhythm.recurs_from]
            what = making.word("due", step=making.title(of.step), rhythm=_rhythm(making, of, by))
            yield due, say_day(due), what, (by, last)


def _rhythm(making: Making, of: StepProgress, by: Fact) -> str:
    return say_value(making.reply.question(by.name), by.value)
