"""Checks of what answers and briefings state: whole answers, facts that exist, and law only with a fact behind it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.content.draft import Draft, Fact
from bot.content.facts import LAW
from bot.content.problems import Problem, Rule
from bot.content.reading import did_you_mean

_OPENING = re.compile(
    r"(yes|no|not really|never|of course|certainly|sure|correct|exactly|right)\s*[.,:;!–-]", re.IGNORECASE
)


def fact_problems(draft: Draft) -> Iterator[Problem]:
    """Everything that can be wrong between facts and what is said."""
    for fact in draft.facts:
        if fact.about == LAW and fact.in_force_from is None and fact.announced_on is None:
            yield draft.problem(Rule.FACT_UNDATED, ("fact", fact.key), name=fact.key)
    for answer in draft.answers:
        here = ("answer", answer.key)
        if opening := _OPENING.match(answer.answer):
            yield draft.problem(Rule.ANSWER_OPENING, (*here, "answer"), words=opening.group(1))
        yield from _resting(draft, here, answer.facts, " ".join((*answer.questions, answer.answer)))
    for briefing in draft.briefings:
        here = ("briefing", briefing.key)
        said = " ".join((briefing.title, briefing.summary, briefing.body))
        yield from _resting(draft, here, briefing.facts, said)
        stated = [f for f in draft.facts if f.key in briefing.facts]
        for key in ("in_force_from", "announced_on"):
            when = getattr(briefing, key)
            if when is not None and when not in [getattr(f, key) for f in stated]:
                yield draft.problem(Rule.FACT_DATE, (*here, key), key=key, date=when.isoformat())


def _resting(draft: Draft, here: tuple[str, str], facts: tuple[str, ...], said: str) -> Iterator[Problem]:
    """The facts that are named exist; and what is said of law rests on one that is about it."""
    known = {f.key for f in draft.facts}
    folded = said.casefold()
    for key in facts:
        if key not in known:
            suggestion = did_you_mean(key, sorted(known))
            yield draft.problem(Rule.REFERENCE_DEAD, (*here, "facts"), value=key, what="fact", suggestion=suggestion)
    for name, about in _law(draft.facts).items():
        keys = [f.key for f in about]
        if name.casefold() in folded and _speaks_of(said, name) and not set(keys) & set(facts):
            yield draft.problem(Rule.FACT_UNNAMED, (*here, "facts"), name=name, facts=" or ".join(keys))


def _speaks_of(said: str, name: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(name)}(?!\w)", said, re.IGNORECASE) is not None


def _law(facts: list[Fact]) -> dict[str, list[Fact]]:
    """Each name of a law, with the facts that are about it."""
    named: dict[str, list[Fact]] = {}
    for fact in facts:
        for name in fact.names if fact.about == LAW else ():
            named.setdefault(name, []).append(fact)
    return named
