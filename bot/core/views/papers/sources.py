"""Whose word each statement of a paper is: numbered, and listed at its end. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from bot.core.model import Fact
from bot.core.model.document import Line, Span
from bot.core.model.journey import Step
from bot.core.model.papers import Paper
from bot.core.turn.reply import Reply


@dataclass(frozen=True, slots=True)
class Source:
    """What one person told of one step on one day."""

    person: str
    confirmed_by: str
    day: date
    step: str


@dataclass(slots=True)
class Sources:
    """The sources of a paper, numbered as they are first needed."""

    reply: Reply
    paper: Paper
    numbers: dict[Source, int] = field(default_factory=dict)

    def of(self, *facts: Fact | None) -> Line:
        """The numbers of these facts' sources, each a link to its line in the list; nothing without a list."""
        if not self.paper.has_sources:
            return ()
        found = {self._number(fact): None for fact in facts if fact is not None}
        spans: list[Span] = []
        for number in sorted(found):
            spans += [*([Span(" ")] if spans else []), Span(f"[{number}]", link=f"#{anchor(number)}")]
        return tuple(spans)

    def _number(self, fact: Fact) -> int:
        day = fact.at.astimezone(self.reply.programme.zone).date()
        step = self.reply.step_of(fact.name)
        source = Source(fact.person, fact.confirmed_by or fact.person, day, called(self.paper, step) if step else "")
        return self.numbers.setdefault(source, len(self.numbers) + 1)


def called(paper: Paper, step: Step) -> str:
    """What a step is called in a paper."""
    return dict(paper.called).get(step.key, step.title)


def anchor(number: int) -> str:
    """The name of a source's line."""
    return f"source-{number}"
