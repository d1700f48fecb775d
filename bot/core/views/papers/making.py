"""A paper while it is being made: its words, its values as plain text, and what may not be quoted. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from bot.core.calendar import span_of
from bot.core.model import Fact
from bot.core.model.document import Block, Heading, Line, Paragraph, Span, Table, line
from bot.core.model.journey import Question, Step
from bot.core.model.papers import Paper, Purpose, Section
from bot.core.model.reading import Value
from bot.core.record.entries import Entry
from bot.core.record.progress import StepProgress
from bot.core.safety.details import has_details
from bot.core.safety.look import first_look
from bot.core.turn.heard import is_number, rough_among
from bot.core.turn.reply import Reply
from bot.core.turn.saying import filled
from bot.core.turn.wording import first_upper, readable, say_day, say_value
from bot.core.views.papers.sources import Sources, called


@dataclass(slots=True)
class Making:
    """One section of a paper in the making, with what all of them share."""

    reply: Reply
    paper: Paper
    section: Section
    sources: Sources
    purpose: Purpose | None = None

    def of(self, section: Section) -> Making:
        """The same paper, at another section."""
        return replace(self, section=section)

    # ---- words

    def fill(self, text: str, /, **words: str) -> str:
        """A text of the content, with what every text may name."""
        reply = self.reply
        return filled(
            text, adopter=reply.adopter.name, programme=reply.journey.name, organisation=reply.journey.organisation,
            date=say_day(reply.today), **words,
        )  # fmt: skip

    def word(self, name: str, /, **words: str) -> str:
        """One of the section's words."""
        return self.fill(self.section.words[name], **words)

    def say(self, name: str, /, *more: Line, **words: str) -> list[Block]:
        """One of the section's words as a paragraph; nothing where the officer left it empty."""
        text = self.word(name, **words)
        return [Paragraph((*line(text), *(span for part in more for span in (Span(" "), *part))))] if text else []

    def table(self, caption: str, header: Iterable[str], rows: Iterable[tuple[Line, ...]], *widths: int) -> Table:
        """A table whose last column is the sources: left out where the paper lists none."""
        heads, cells = tuple(header), tuple(rows)
        if not self.paper.has_sources:
            heads, cells, widths = heads[:-1], tuple(row[:-1] for row in cells), widths[:-1]
        return Table(caption, heads, cells, widths)

    # ---- what was told

    def steps(self) -> list[StepProgress]:
        """The steps that the section is about."""
        return [self.reply.progress.of(key) for key in self.section.steps]

    def may_be_quoted(self, text: str) -> bool:
        """Whether words can stand in a paper: not somebody's private details, nor trouble that was told of."""
        names = [p.name for p in self.reply.context.people]
        return not has_details(text, names) and not first_look([text], self.reply.journey.safety)

    def value(self, question: Question | None, value: Value, rough: bool = False, words: str = "") -> str:
        """A value as it stands in a cell; words that may not be quoted as the section says."""
        if question is not None and question.kind in ("text", "address"):
            text = " ".join(readable(str(value)).split())
            return text if question.kind == "address" or self.may_be_quoted(text) else self.word("withheld")
        return first_upper(say_value(question, value, rough, words))

    def shown(self, fact: Fact | None, rough: bool = False) -> str:
        """A fact's value; empty where there is none."""
        return "" if fact is None else self.value(self.reply.question(fact.name), fact.value, rough, fact.words)

    def title(self, step: Step) -> str:
        """What the step is called here."""
        return called(self.paper, step)

    def called(self, step: Step, entry: Entry, *without: str) -> str:
        """An entry by its names, without its numbers: "Survey, May 2026"."""
        kind, parts = step.entries, []
        assert kind is not None, step.key
        for name in kind.named_by:
            question, fact = self.reply.question(name), entry.facts.get(name)
            value = fact.value if fact is not None else kind.main if name == kind.body and kind.main else None
            if value is not None and name not in without and not is_number(value):
                parts.append(say_value(question, value, words=fact.words if fact is not None else ""))
        return first_upper(", ".join(parts) or kind.name)


def is_rough(entry: Entry) -> bool:
    """Its numbers are approximate."""
    return rough_among(entry.facts) is not None


def date_of(reply: Reply, entry: Entry) -> Fact | None:
    """The fact that holds an entry's day."""
    questions = ((fact, reply.question(fact.name)) for fact in entry.facts.values())
    return next((fact for fact, question in questions if question is not None and question.kind == "date"), None)


def has_passed(fact: Fact | None, today: date) -> bool:
    """Whether the whole of a date lies behind."""
    return fact is not None and span_of(str(fact.value))[1] < today


def headed(making: Making, blocks: Iterable[Block]) -> list[Block]:
    """A section's heading and first words, and what is in it."""
    section = making.section
    head: list[Block] = [Heading(making.fill(section.heading))] if section.heading else []
    intro: list[Block] = [Paragraph(line(making.fill(section.intro)))] if section.intro else []
    return [*head, *intro, *blocks]
