"""A paper made whole: the record and the content in, a document out. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from itertools import count

from bot.core.model.document import Block, Document, Heading
from bot.core.model.papers import Paper, Section
from bot.core.turn.reply import Reply
from bot.core.views.papers import activities, confirmed, drafts, evidence, sections
from bot.core.views.papers.making import Making, headed
from bot.core.views.papers.sources import Sources

Shows = Callable[[Making], list[Block]]
KINDS: Mapping[str, Shows] = {
    "front": sections.front,
    "text": sections.text,
    "to_write": sections.to_write,
    "progress": sections.progress,
    "decisions": sections.decisions,
    "activities": activities.activities,
    "answers": sections.answers,
    "commitments": activities.commitments,
    "dates": sections.dates,
    "open_points": evidence.open_points,
    "sources": evidence.sources,
    "evidence": evidence.evidence,
    "notes": evidence.notes,
    "sentences": drafts.sentences,
    "message": drafts.message,
    "table": drafts.table,
    "lacking": drafts.lacking,
    "confirmed": confirmed.confirmed,
}
LAST = "sources"
"""Made when all others are: it lists what they name. Where it stands is the content's."""


def paper_of(reply: Reply, paper: Paper, purpose: str = "") -> Document:
    """The paper, from everything that is recorded; `purpose` is the key of what it asks for. Raises
    HistoryLeftOutError where the reply is without the history of the record."""
    making = Making(reply, paper, Section("text"), Sources(reply, paper), paper.purpose(purpose))
    shown = [s for s in paper.sections if not s.purposes or purpose in s.purposes]
    made: dict[int, list[Block]] = {}
    for n in sorted(range(len(shown)), key=lambda n: shown[n].shows == LAST):
        part = making.of(shown[n])
        made[n] = headed(part, KINDS[part.section.shows](part))
    if paper.numbered:
        _number(made)
    return Document(
        title=making.fill(paper.title),
        blocks=tuple(block for n in sorted(made) for block in made[n]),
        subtitle=making.fill(paper.subtitle),
        organisation=reply.adopter.name,
        subject=making.fill(paper.subtitle),
        page_words=paper.page,
    )


def _number(made: dict[int, list[Block]]) -> None:
    """Puts a number before each section's heading, in the order in which they stand."""
    numbers = count(1)
    for n in sorted(made):
        first = made[n][0] if made[n] else None
        if isinstance(first, Heading):
            made[n][0] = replace(first, text=f"{next(numbers)}. {first.text}")
