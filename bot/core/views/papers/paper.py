"""A paper made whole: the record and the content in, a document out. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from bot.core.model.document import Block, Document
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
    return Document(
        title=making.fill(paper.title),
        blocks=tuple(block for n in sorted(made) for block in made[n]),
        subtitle=making.fill(paper.subtitle),
        organisation=reply.adopter.name,
        subject=making.fill(paper.subtitle),
        page_words=paper.page,
    )
