"""The sections of a draft: sentences made from what was told, each with whose word it is. Pure.

Nothing is said that nobody told: a sentence whose facts are not all known is left out, and what may be about one
person, or is for the board alone, never stands in one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from bot.core.model import Fact
from bot.core.model.document import Block, Items, Line, Paragraph, Span, line, plain
from bot.core.model.journey import values_of
from bot.core.model.papers import Sentence
from bot.core.record.entries import Entry
from bot.core.turn.drafting import is_news, missing
from bot.core.turn.wording import say_value
from bot.core.views.papers.making import Making

MOST_WORDS = 160
"""A message to residents has fewer."""
FACT = re.compile(r"\{([a-z_]+\.[a-z_]+)\}")
_PLACEHOLDER = re.compile(r"\{([a-z_.]+)\}")


@dataclass(frozen=True, slots=True)
class Told:
    """A sentence that was made."""

    lead: str
    words: str
    facts: tuple[Fact, ...]


def made(making: Making) -> Iterator[Told]:
    """The section's sentences that can be said. Of several about one fact, the first that can be said is."""
    said: set[int] = set()
    for sentence in making.section.sentences:
        for entry, known in _places(making, sentence):
            fact = known.get(sentence.fact)
            if fact is None or fact.id in said or not is_news(making.reply, making.paper, fact):
                continue
            if (told := _filled(making, sentence, fact, entry, known)) is not None:
                said.add(fact.id)
                yield told


def _places(making: Making, sentence: Sentence) -> Iterator[tuple[Entry | None, Mapping[str, Fact]]]:
    """Where the fact may be known: in each entry, or of the step as a whole."""
    reply = making.reply
    step, question = reply.step_of(sentence.fact), reply.question(sentence.fact)
    if step is None or question is None or question.private:
        return
    whole = {name: f for name, f in reply.facts_by_name.items() if not step.has_entries(name)}
    if not step.has_entries(sentence.fact):
        yield None, whole
        return
    for entry in reply.progress.of(step.key).entries:
        yield entry, {**whole, **entry.facts}


def _filled(
    making: Making, sentence: Sentence, fact: Fact, entry: Entry | None, known: Mapping[str, Fact]
) -> Told | None:
    if sentence.values and not set(map(str, values_of(fact.value))) & set(sentence.values):
        return None
    names = dict.fromkeys(FACT.findall(sentence.say))
    if not set(names) <= set(known):
        return None
    used = [fact, *(known[name] for name in names if name != sentence.fact)]
    if any(not _may_stand(making, f) for f in used):
        return None
    step = making.reply.step_of(sentence.fact)
    words = {name: _said(making, known[name]) for name in names}
    words["entry"] = making.called(step, entry) if entry is not None and step is not None else ""
    text = _PLACEHOLDER.sub(lambda m: words[m[1]] if m[1] in words else making.fill(m[0]), sentence.say)
    return Told(sentence.lead, text, tuple(used))


def _may_stand(making: Making, fact: Fact) -> bool:
    question = making.reply.question(fact.name)
    if question is None or question.private:
        return False
    return question.kind != "text" or making.may_be_quoted(str(fact.value))


def _said(making: Making, fact: Fact) -> str:
    question = making.reply.question(fact.name)
    if question is not None and question.kind in ("text", "address"):
        return making.value(question, fact.value).rstrip(" .")
    return say_value(question, fact.value, words=fact.words)


# ---------------------------------------------------------------- the sections


def sentences(making: Making) -> list[Block]:
    """A paragraph for each lead, with its sentences."""
    found: dict[str, list[Told]] = {}
    for told in made(making):
        found.setdefault(told.lead, []).append(told)
    blocks: list[Block] = []
    for lead, of in found.items():
        head = [Span(f"{making.fill(lead)}: ", strong=True)] if lead else []
        blocks.append(Paragraph((*head, *(span for told in of for span in _with_sources(making, told)))))
    return blocks or making.say("empty")


def _with_sources(making: Making, told: Told) -> Line:
    return (*line(told.words, " "), *making.sources.of(*told.facts), Span(" "))


def message(making: Making) -> list[Block]:
    """A greeting, as many of the sentences as there is room for, and an end."""
    told, left = list(made(making)), 0
    if not told:
        return making.say("empty")
    ends = (making.word("greeting"), making.word("closing"))
    while told and sum(len(text.split()) for text in (*ends, *(t.words for t in told))) >= MOST_WORDS:
        told, left = told[:-1], left + 1
    spans = [span for one in told for span in _with_sources(making, one)]
    blocks: list[Block] = [Paragraph(line(ends[0])), Paragraph(tuple(spans)), Paragraph(line(ends[1]))]
    count = sum(len(plain(p.words).split()) for p in blocks if isinstance(p, Paragraph))
    count -= sum(span.link.startswith("#") for span in spans)
    notes = [making.word("length", count=str(count)), making.word("shortened", count=str(left)) if left else ""]
    return [*blocks, Paragraph(line(" ".join(filter(None, notes))), "note")]


def table(making: Making) -> list[Block]:
    """Entries as they were told, a row each, those that lack most first."""
    names = [name for name, _ in making.section.facts]
    found = [
        (of.step, entry)
        for of in making.steps()
        for entry in of.entries
        if names[0] in entry.facts and any(is_news(making.reply, making.paper, f) for f in entry.facts.values())
    ]
    if not found:
        return making.say("empty")
    ordered = sorted(found, key=lambda f: len(set(names) & set(f[1].facts)))
    rows = [
        (*(line(making.shown(e.facts.get(n)) or making.word("unknown")) for n in names),
         making.sources.of(*(e.facts[n] for n in names if n in e.facts)))
        for _, e in ordered
    ]  # fmt: skip
    header = [*(heading for _, heading in making.section.facts), making.word("sources")]
    return [making.table(making.word("caption"), header, rows, *(88 // len(names) for _ in names), 12)]


def lacking(making: Making) -> list[Block]:
    """What nobody has told of yet, that the draft should have."""
    labels = dict(making.section.facts)
    found: list[str] = []
    for question, entry in missing(making.reply, making.paper):
        step = making.reply.journey.step_of_question[question.key]
        of = making.reply.progress.of(step.key).entry(entry) if entry else None
        words = making.word("missing", label=labels.get(question.key, question.label or question.key))
        found.append(making.word("of", missing=words, entry=making.called(step, of)) if of is not None else words)
    lines = tuple(line(words) for words in dict.fromkeys(found))
    return [Items(lines)] if lines else making.say("none")
