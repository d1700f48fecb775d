"""Which entries of the record somebody's words name: by the line of a list, by a day, a way or a body, or by any word
that was used when it was told and of no other: "the fun day", "the zoom one", "the one in the hall".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from bot.core.language.bags import bag
from bot.core.model.journey import Step
from bot.core.model.reading import Value, values_of_list
from bot.core.record.entries import Entry
from bot.core.turn.choosing import line_named
from bot.core.turn.entries import entries_now, in_hand, title_of
from bot.core.turn.notes import notes_step
from bot.core.turn.reply import Reply
from bot.core.turn.requesting import has_phrase, words_of
from bot.core.turn.understand import Naming, naming
from bot.core.turn.wording import unescape

Named = tuple[Step, Entry]

_GENERIC = bag(
    """
    the and our was were had has have did for with that this there they them then than from into about some also just
    not yes are who what when where how which been will would could should can all any one two three out off but its
    it's say says said put get got take took taken part came come people person persons residents resident tenants
    tenant customers customer colleagues colleague staff board charter held hold ran run told tell wrong right please
    change delete remove correct number date day week month year last next were saved save record recorded entry line
    bit thing things now actually sorry meant should only really still already yesterday today we've i've dont don't
    isnt isn't wasnt wasn't never ever happened sure know think because number numbers attended answered turned
    january february march april may june july august september october november december
    monday tuesday wednesday thursday friday saturday sunday consulted consultation consult
    approved adopted agreed discussed noted meeting meetings activity activities
    """
)
_WORD = re.compile(r"[a-z][a-z'’-]{2,}")


def steps_with_entries(reply: Reply) -> list[Step]:
    """The steps that have entries, recorded or waiting for a yes; the one that the talk is about first."""
    found = [
        s for s in reply.journey.steps if s.entries is not None and not s.entries.by_link and entries_now(reply, s)
    ]
    return sorted(found, key=lambda s: not in_hand(reply, s))


def every_entry(reply: Reply) -> list[Named]:
    """All entries of the record, with what waits for a yes. Notes go by their own words, in a way of their own."""
    steps = [step for step in steps_with_entries(reply) if step is not notes_step(reply.journey)]
    return [(step, entry) for step in steps for entry in entries_now(reply, step)]


def entries_named(reply: Reply, text: str, counting: bool = True) -> list[Named]:
    """The entries that the words name; empty where they name none. Unless `counting`, a number in them names none."""
    every = every_entry(reply)
    if there := by_line(reply, text) or by_title(reply, text):
        return there
    of = naming(reply, text)
    of = of if counting else replace(of, numbers=frozenset())
    there = [one for one in every if not of.steps or one[0].key in of.steps]
    known = {o.value for step, _ in there for q in step.questions if step.has_entries(q.key) for o in q.options}
    of = replace(of, values=of.values & known)  # "The board meeting" is no way in which residents were consulted.
    fitting = [one for one in there if fits(of, one[0], {n: f.value for n, f in one[1].facts.items()})]
    if len(fitting) == 1:
        return fitting
    own = by_own_words(text, fitting or there)
    return own or fitting or (there if of.steps and not of.narrow else [])


def by_line(reply: Reply, text: str) -> list[Named]:
    """The entry of the line of the list that was shown last: "number 2"."""
    line = line_named(reply, text)
    return [(step, entry) for step, entry in every_entry(reply) if line == (step.key, entry.id)]


def by_title(reply: Reply, text: str) -> list[Named]:
    """The entries whose whole name is in the text, as the record says it."""
    said = words_of(text)
    return [one for one in every_entry(reply) if has_phrase(said, words_of(unescape(title_of(reply, *one))))]


def by_own_words(text: str, among: Sequence[Named]) -> list[Named]:
    """Those of these entries that were told with a word which is in the text, and which the others were not."""
    said = _words([text])
    told = [_words(fact.words for fact in entry.facts.values()) for _, entry in among]
    hits = [len((said & words).difference(*told[:at], *told[at + 1 :])) for at, words in enumerate(told)]
    most = max(hits, default=0)
    return [one for one, hit in zip(among, hits, strict=True) if most and hit == most]


def _words(texts: Iterable[str]) -> frozenset[str]:
    return frozenset(word for text in texts for word in _WORD.findall(text.casefold())) - _GENERIC


def fits(of: Naming, step: Step, values: Mapping[str, Value | None]) -> bool:
    """Whether the way, the body, the day and the numbers that are named are these, and at least one of them is."""
    checks: list[bool] = []
    options = {q.key: {o.value for o in q.options} for q in step.questions if step.has_entries(q.key)}
    for name, allowed in options.items():
        if meant := of.values & allowed:
            value = values.get(name)
            checks.append(value is not None and bool(meant & set(values_of_list(value))))
    if of.days:
        dates = [str(values[q.key]) for q in step.questions if q.kind == "date" and values.get(q.key)]
        checks.append(any(of.on(day) for day in dates))
    if of.numbers:
        checks.append(any(type(v) is int and v in of.numbers for v in values.values()))
    return bool(checks) and all(checks)
