"""A draft is written together: what it lacks is asked for, one thing after another, while the answers are to that.

What a draft tells is what was told since its last one went out (`Paper.since`); without one, everything.
"""

from __future__ import annotations

from collections.abc import Iterator

from bot.core.calendar import span_of
from bot.core.model import Fact
from bot.core.model.journey import Question, Step
from bot.core.model.papers import Paper
from bot.core.record.done_when import asked_of
from bot.core.turn.entries import MORE
from bot.core.turn.reply import Reply


def is_news(reply: Reply, paper: Paper, fact: Fact) -> bool:
    """Whether it was told since the last one went out, or after that was told."""
    last = reply.facts_by_name.get(paper.since)
    if last is None:
        return True
    told = fact.at.astimezone(reply.programme.zone).date()
    return fact.id > last.id or told > span_of(str(last.value))[1]


def missing(reply: Reply, paper: Paper) -> Iterator[tuple[Question, str]]:
    """What the draft lacks, each with the entry that lacks it; an empty one is of an entry still to be told."""
    for name in paper.asks:
        question, step = reply.question(name), reply.step_of(name)
        if question is None or step is None or name in reply.dialogue.skipped:
            continue
        if not step.has_entries(name):
            known = reply.facts_by_name.get(name)
            if (known is None or not is_news(reply, paper, known)) and asked_of(question, reply.facts_by_name):
                yield question, ""
        else:
            yield from ((question, entry) for entry in _lacking(reply, paper, step, question))


def _lacking(reply: Reply, paper: Paper, step: Step, question: Question) -> Iterator[str]:
    """The entries that lack it; an empty one where it is what an entry begins with, and none is news."""
    whole = {name: f for name, f in reply.facts_by_name.items() if not step.has_entries(name)}
    news = [e for e in reply.progress.of(step.key).entries if any(is_news(reply, paper, f) for f in e.facts.values())]
    if not question.only_if:
        put_aside = any(name.partition("#")[0] == question.key for name in reply.dialogue.skipped)
        if not put_aside and not any(question.key in e.facts for e in news):
            yield ""
        return
    for entry in news:
        open_there = question.key not in entry.facts and asked_of(question, {**whole, **entry.facts})
        if open_there and f"{question.key}#{entry.id}" not in reply.dialogue.skipped:
            yield entry.id


def begin(reply: Reply, paper: Paper) -> None:
    """What the draft lacks is asked for from now on, also what was put aside before."""
    aside = tuple(s for s in reply.dialogue.skipped if s.partition("#")[0] not in paper.asks)
    reply.set(drafting=paper.key, skipped=aside)
    if any(missing(reply, paper)):
        steps = _steps_of(paper)
        reply.set(more_asked=tuple(s for s in reply.dialogue.more_asked if s not in steps))


def drafted(reply: Reply) -> Paper | None:
    """The draft that is being written; None, and no more of it, when somebody has turned to something else."""
    paper = next((p for p in reply.journey.papers if p.key == reply.dialogue.drafting), None)
    if paper is None:
        return None
    before = reply.context.dialogue
    talked_of = {before.asked.removesuffix(MORE).partition(".")[0], before.entry.partition("#")[0]}
    talked_of |= {u.name.partition(".")[0] for u in before.heard}
    if before.drafting == paper.key and not talked_of & _steps_of(paper):
        reply.set(drafting="")
        return None
    return paper


def _steps_of(paper: Paper) -> set[str]:
    return {name.partition(".")[0] for name in paper.asks}
