"""Two adopters become one: both histories go on under the one that stays.

Facts are append-only, so nothing is moved. What counts now at the one that goes, and that the other does not have, is
said again under the one that stays, as the word of whoever said it; where both have a fact, the one that stays keeps
its own, and the other stands in the history under the old key.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from bot.core.model import Fact, NewFact, Outcome, SaveAdopter, SaveAssignment, SavePerson, TurnContext, Wake
from bot.core.model.journey import Step


def going(gone: TurnContext, into: TurnContext) -> Outcome:
    """What is kept at the adopter that goes: where it went, and that the clock no longer looks at it."""
    assert gone.adopter is not None
    assert into.adopter is not None
    merged = replace(gone.adopter, merged_into=into.adopter.key, team_address=None)
    return Outcome(changes=(SaveAdopter(merged), Wake(None)))


def staying(gone: TurnContext, into: TurnContext, step_of: Callable[[str], Step | None]) -> Outcome:
    """What is kept at the adopter that stays: the other's people, its facts that are new here, and who does what."""
    assert into.adopter is not None
    key = into.adopter.key
    known = {f.name for f in into.facts}
    begun = {f.name.partition(".")[0] for f in into.facts}
    facts = tuple(
        _again(f, step_of(f.name))
        for f in gone.facts
        if f.name not in known and f.name.partition(".")[0] not in begun
    )
    cared = {c.step for c in into.assignments if c.owner}
    people = tuple(SavePerson(replace(p, adopter=key)) for p in gone.people)
    assignments = tuple(SaveAssignment(c) for c in gone.assignments if c.owner and c.step not in cared)
    return Outcome(facts=facts, changes=(*people, *assignments))


def _again(fact: Fact, step: Step | None) -> NewFact:
    return NewFact(
        name=fact.name, value=fact.value, words=fact.words, sure=fact.sure, person=fact.person,
        confirmed_by=fact.confirmed_by, step=step.key if step else "", step_version=step.version if step else 1,
    )  # fmt: skip
