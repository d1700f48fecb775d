"""Two adopters become one: both histories go on under the one that stays.

Facts are append-only, so nothing is moved. What counts now at the one that goes, and that the other does not have, is
said again under the one that stays, as the word of whoever said it. A step's entries (meetings, activities) of both
stand side by side, each with an id that no other ever had there; one that both have word for word is one. Of what is
about a step as a whole, the one that stays keeps its own, and the other stands in the history under the old key.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from bot.core.model import (
    DialogueState,
    Fact,
    NewFact,
    Outcome,
    SaveAdopter,
    SaveAssignment,
    SavePerson,
    TurnContext,
    Wake,
)
from bot.core.model.journey import Step
from bot.core.model.reading import Open, Understood
from bot.core.record.entries import Entry, entries_of, is_kept, next_id
from bot.core.record.placing import OPEN


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
    whole = (f for f in gone.facts if not _of_entry(step_of(f.name), f))
    facts = (
        *(_again(f, step_of(f.name)) for f in whole if f.name not in known and f.name.partition(".")[0] not in begun),
        *_entries(gone, into, step_of),
    )
    cared = {c.step for c in into.assignments if c.owner}
    people = tuple(SavePerson(replace(p, adopter=key)) for p in gone.people)
    assignments = tuple(SaveAssignment(c) for c in gone.assignments if c.owner and c.step not in cared)
    return Outcome(facts=facts, changes=(*people, *assignments))


def _of_entry(step: Step | None, fact: Fact) -> bool:
    return step is not None and step.has_entries(fact.name)


def _entries(gone: TurnContext, into: TurnContext, step_of: Callable[[str], Step | None]) -> Iterable[NewFact]:
    """The entries of the one that goes, with new ids; those that the other has word for word are left out."""
    ids = entry_ids(gone, into, step_of)
    for step in _steps(gone, step_of):
        here = _entries_at(into, step, step_of)
        there = {entry.id for entry in here}
        for entry in _entries_at(gone, step, step_of):
            new = ids[step.key, entry.id]
            if new in there:
                continue
            for fact in entry.facts.values():
                yield replace(_again(fact, step), entry=new)
            yield from _from_elsewhere(step, entry, new, any(_decided(step, e) for e in here))


Ids = Mapping[tuple[str, str], str]
"""By step and entry at the adopter that goes, the entry at the one that stays."""


def entry_ids(gone: TurnContext, into: TurnContext, step_of: Callable[[str], Step | None]) -> Ids:
    """Which entry each of the one that goes becomes: one that is there word for word, or a new one."""
    ids: dict[tuple[str, str], str] = {}
    highest = dict(into.entries_ever)
    for step in _steps(gone, step_of):
        here = _entries_at(into, step, step_of)
        for entry in _entries_at(gone, step, step_of):
            known = next((e.id for e in here if _says(e) == _says(entry)), "")
            new = known or next_id(here, highest.get(step.key, 0))
            ids[step.key, entry.id] = new
            highest[step.key] = max(highest.get(step.key, 0), int(new[1:]))
    return ids


def _steps(of: TurnContext, step_of: Callable[[str], Step | None]) -> Iterable[Step]:
    found = {step.key: step for f in of.facts if (step := step_of(f.name)) is not None and step.entries is not None}
    return found.values()


def _entries_at(of: TurnContext, step: Step, step_of: Callable[[str], Step | None]) -> tuple[Entry, ...]:
    return entries_of(step, (f for f in of.facts if step_of(f.name) is step))


# ---------------------------------------------------------------- talks that are under way


def talk_goes_on(talk: DialogueState, ids: Ids, step_of: Callable[[str], Step | None]) -> DialogueState:
    """A talk of somebody at the adopter that goes: what it says of an entry is of what that entry became, and what
    waits for a yes is looked at beside the whole record. An entry that became none is asked about anew."""

    def at(step: Step | None, entry: str) -> str:
        return ids.get((step.key, entry), OPEN) if step is not None and is_kept(entry) else entry

    def named(text: str) -> str:
        """`STEP#ENTRY`, or `QUESTION#ENTRY`; also with another entry behind it."""
        name, *entries = text.split("#")
        of = name.partition(".")[0]
        return "#".join([name, *(ids.get((of, e), "") if is_kept(e) else e for e in entries)])

    def stands(text: str) -> bool:
        return "" not in text.split("#")

    def of_heard(told: Understood) -> Understood:
        return replace(told, entry=at(step_of(told.name), told.entry))

    def of_open(gap: Open) -> Open:
        step = step_of(gap.name)
        among = tuple(a for a in (at(step, e) for e in gap.among) if a != OPEN)
        return replace(gap, entry=at(step, gap.entry), among=among)

    act, colon, about = talk.confirming.partition(":")
    of_entry = act in ("back", "join")
    about = named(about) if of_entry else about
    in_hand = named(talk.entry)
    return replace(
        talk,
        heard=tuple(map(of_heard, talk.heard)),
        shared=tuple(map(of_heard, talk.shared)),
        open=tuple(map(of_open, talk.open)),
        listed=tuple(t for t in map(named, talk.listed) if stands(t)),
        skipped=tuple(t for t in map(named, talk.skipped) if stands(t)),
        entry=in_hand if stands(in_hand) else "",
        confirming=f"{act}{colon}{about}" if stands(about) or not of_entry else "",
        known_up_to=min(talk.known_up_to, 0),
        last=(),
    )


def _decided(step: Step, entry: Entry) -> bool:
    """The step's own body has decided."""
    kind = step.entries
    if kind is None or not kind.body:
        return False
    return str(entry.value(kind.state)) in kind.held and str(entry.value(kind.body) or kind.main) == kind.main


def _from_elsewhere(step: Step, entry: Entry, new: str, decided: bool) -> Iterable[NewFact]:
    """Where the one that stays has decided itself, what the other's body decided is another body's word."""
    kind = step.entries
    if kind is None or not kind.elsewhere or not decided or not _decided(step, entry):
        return
    told = entry.facts[kind.state]
    yield replace(_again(told, step), name=kind.body, value=kind.elsewhere, entry=new)


def _says(entry: Entry) -> dict[str, object]:
    return {name: fact.value for name, fact in entry.facts.items()}


def _again(fact: Fact, step: Step | None) -> NewFact:
    return NewFact(
        name=fact.name, value=fact.value, words=fact.words, sure=fact.sure, person=fact.person,
        confirmed_by=fact.confirmed_by, step=step.key if step else "", step_version=step.version if step else 1,
    )  # fmt: skip
