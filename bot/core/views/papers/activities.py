"""The sections of a paper on what people said and what is promised: activities, and commitments by theme. Pure.

Numbers are never added up: each stands with its activity and says what it counts.
"""

from __future__ import annotations

from dataclasses import replace

from bot.core.model import Fact
from bot.core.model.document import Block, Heading, Items, Line, Paragraph, line
from bot.core.model.journey import Step
from bot.core.record.entries import Entry, in_time
from bot.core.record.progress import StepProgress
from bot.core.turn.wording import first_upper, say_value
from bot.core.views.papers.making import Making, date_of, is_rough

COUNTED = ("people", "responses", "attendances", "unknown")
"""What a number may count; each has a word of its own."""


def activities(making: Making) -> list[Block]:
    """Each activity with what was counted; then what people said, and who was not heard."""
    blocks: list[Block] = []
    for of in making.steps():
        blocks += [Heading(making.title(of.step), 2), *_of_step(making, of)]
    return blocks


def _of_step(making: Making, of: StepProgress) -> list[Block]:
    kind, step = of.step.entries, of.step
    told = [e for e in of.entries if kind is not None and str(e.value(kind.state)) in (*kind.held, *kind.ahead)]
    if kind is None or not told:
        return making.say("empty", step=making.title(step))
    ordered, word = in_time(told, kind), making.word
    header = [word("activity"), word("when"), word("took_part"), word("invited"), word("sources")]
    rows = [_row(making, step, entry) for entry in ordered]
    table = making.table(word("caption", step=making.title(step)), header, rows, 22, 25, 22, 19, 12)
    return [replace(table, caption_shown=False), *_said(making, step, ordered), *_not_heard(making, of)]


def _row(making: Making, step: Step, entry: Entry) -> tuple[Line, ...]:
    kind, day = step.entries, date_of(making.reply, entry)
    what = making.called(step, entry, day.name if day is not None else "")
    if kind is not None and str(entry.value(kind.state)) in kind.ahead:
        what = making.word("to_come", activity=what)
    invited = making.shown(entry.facts.get(f"{step.key}.invited"), is_rough(entry))
    cells = (what, making.shown(day), _took_part(making, step, entry), invited or making.word("nothing"))
    return (*(line(cell or making.word("nothing")) for cell in cells), making.sources.of(*entry.facts.values()))


def _took_part(making: Making, step: Step, entry: Entry) -> str:
    """The number that was counted, with what it counts."""
    number = entry.facts.get(f"{step.key}.took_part")
    if number is None:
        return ""
    counted = str(entry.value(f"{step.key}.counted"))
    said = say_value(making.reply.question(number.name), number.value, is_rough(entry))
    return making.word(counted if counted in COUNTED else "not_said", number=first_upper(said))


def _said(making: Making, step: Step, entries: list[Entry]) -> list[Block]:
    """What people said in each, and in all of them together."""
    found = [(entry, fact) for entry in entries if (fact := entry.facts.get(f"{step.key}.findings")) is not None]
    overall = making.reply.facts_by_name.get(f"{step.key}.overall")
    lines = tuple(
        (*line(f"{making.called(step, entry)}: {making.shown(fact)} "), *making.sources.of(fact))
        for entry, fact in found
    )
    blocks: list[Block] = []
    if lines or overall is not None:
        blocks.append(Heading(making.word("said"), 3))
    if overall is not None:
        blocks += making.say("overall", making.sources.of(overall), text=making.shown(overall))
    return [*blocks, Items(lines)] if lines else blocks


def _not_heard(making: Making, of: StepProgress) -> list[Block]:
    """Who was not heard; that nothing is known of it, where the step asks."""
    name = f"{of.step.key}.not_heard"
    question, fact = making.reply.question(name), making.reply.facts_by_name.get(name)
    if question is None:
        return []
    head: list[Block] = [Heading(making.word("not_heard"), 3)]
    if fact is None:
        return [*head, *making.say("not_heard_open")]
    return [*head, Paragraph((*line(making.shown(fact), " "), *making.sources.of(fact)))]


# ---------------------------------------------------------------- commitments


def commitments(making: Making) -> list[Block]:
    """What is promised, under each theme; the themes under which nothing is promised are named."""
    blocks: list[Block] = []
    for of in making.steps():
        theme = making.reply.question(f"{of.step.key}.theme")
        told = [e for e in of.entries if f"{of.step.key}.promise" in e.facts]
        if theme is None or not told:
            return making.say("empty")
        for option in theme.options:
            mine = [e for e in told if e.value(theme.key) == option.value]
            blocks += _promises(making, of.step, option.label, mine)
        blocks += _promises(making, of.step, making.word("unsorted"), [e for e in told if theme.key not in e.facts])
        held = {e.value(theme.key) for e in told}
        empty = [option.label for option in theme.options if option.value not in held]
        blocks += making.say("none", themes="; ".join(empty)) if empty else []
    return blocks


def _promises(making: Making, step: Step, theme: str, entries: list[Entry]) -> list[Block]:
    if not entries:
        return []
    word = making.word
    names = [f"{step.key}.{name}" for name in ("promise", "owner", "measure", "overseen")]
    rows = [
        (*(line(making.shown(entry.facts.get(n)) or word("nothing")) for n in names), _sources(making, entry))
        for entry in entries
    ]
    header = [word("commitment"), word("owner"), word("measure"), word("overseen"), word("sources")]
    table = making.table(word("caption", theme=theme), header, rows, 32, 16, 20, 20, 12)
    return [Heading(theme, 2), replace(table, caption_shown=False)]


def _sources(making: Making, entry: Entry) -> Line:
    facts: list[Fact] = list(entry.facts.values())
    return making.sources.of(*facts)
