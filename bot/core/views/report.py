"""Evidence for people: what is recorded, who said it and when, in a form that a board secretary can paste."""

from __future__ import annotations

from collections.abc import Iterable

from bot.core.model.record_page import RecordRow, RecordStep
from bot.core.turn.reply import Reply
from bot.core.turn.standing import line_of, menu
from bot.core.views.record import record_of

IN_FULL = 12
"""So many entries of a step are told with all that is known of them; of more, a line each, so that it can be read."""


def report(reply: Reply) -> None:
    """The summary of everything recorded, step by step and entry by entry, with whose word it is."""
    lines: list[str] = []
    for step in record_of(reply).steps:
        lines += [_heading(reply, step), *_lines(step), ""]
    if not lines:
        reply.say("report_empty", choices=menu(reply))
        return
    papers = [reply.choice(paper.name, "paper", paper.key) for paper in reply.journey.papers if not paper.asks]
    reply.say("report", choices=papers or menu(reply), adopter=reply.adopter.name, summary="\n".join(lines).strip())


def _heading(reply: Reply, step: RecordStep) -> str:
    """The step; where several entries stand behind it, with what they come to."""
    if len(step.entries) < 2:
        return f"**{step.title}**"
    return f"**{step.title}**: {line_of(reply, reply.progress.of(step.key))}"


def _lines(step: RecordStep) -> list[str]:
    """One entry is the step's own lines; several are named, each with its lines; many have a line each."""
    if len(step.entries) < 2:
        return [*(line for e in step.entries for line in _rows(e.rows)), *_rows(step.rows)]
    lines: list[str] = []
    brief = len(step.entries) > IN_FULL
    for n, entry in enumerate(step.entries, 1):
        last = f" ({entry.rows[-1].person}, {entry.rows[-1].when})" if brief and entry.rows else ""
        lines += [f"{n}. {entry.title}{last}", *(f"   {line}" for line in _rows(entry.rows) if not brief)]
    return [*lines, *_rows(step.rows)]


def _rows(rows: Iterable[RecordRow]) -> list[str]:
    return [f"- {row.label}: {row.said} ({row.person}, {row.when})" for row in rows]
