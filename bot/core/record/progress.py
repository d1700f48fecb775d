"""Where an adopter stands. Progress is derived from the facts, never stored.

The life of a step is one table (`LIFE`): what its prerequisites, its facts and its done rule say together.
A step that was done and whose facts change so that its rule no longer holds is simply begun again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from bot.core.model import Fact
from bot.core.model.journey import LEAD, Journey, Question, Step
from bot.core.record.done_when import asked_of, is_done
from bot.core.record.entries import NO_ENTRIES, Entry, entries_of, standing_of


class State(StrEnum):
    """The states of a step."""

    WAITING = "waiting"
    """Other steps come first; it can be talked about before."""
    OPEN = "open"
    BEGUN = "begun"
    DONE = "done"


LIFE: dict[tuple[bool, bool, bool], State] = {
    # (prerequisites done, has facts, rule holds): state
    (False, False, False): State.WAITING,
    (False, True, False): State.BEGUN,
    (False, True, True): State.DONE,
    (True, False, False): State.OPEN,
    (True, True, False): State.BEGUN,
    (True, True, True): State.DONE,
}
"""A rule that holds without any fact does not exist, so the two remaining combinations are left out."""


@dataclass(frozen=True, slots=True)
class StepProgress:
    """One step's state and what is known of it."""

    step: Step
    state: State
    facts: tuple[Fact, ...]
    """What speaks for the step: the facts of its leading entry, and those about the step as a whole."""
    entries: tuple[Entry, ...] = ()
    """All its entries, in the order in which they were first told."""
    leading: Entry | None = None
    beside: tuple[Entry, ...] = ()
    """Entries to come that do not undo a step that is done."""

    def entry(self, key: str) -> Entry | None:
        return next((e for e in self.entries if e.id == key), None)

    @property
    def holds_notes(self) -> bool:
        """Whether its entries are notes."""
        return self.step.entries is not None and bool(self.step.entries.about)

    @property
    def wants_new(self) -> bool:
        """What is known is done, and of another body than the step's own, whose entry is still to be told."""
        kind, leading = self.step.entries, self.leading
        if kind is None or leading is None or not kind.body or self.state is State.DONE:
            return False
        other = str(leading.value(kind.body) or kind.main) != kind.main
        return other and str(leading.value(kind.state)) in kind.held

    @property
    def asked_about(self) -> Entry | None:
        """The entry that the step's next question is about; None for one that nobody has told of yet."""
        kind = self.step.entries
        if not self.wants_new or kind is None:
            return self.leading
        own = [e for e in self.entries if str(e.value(kind.body) or kind.main) == kind.main]
        return own[-1] if own else None

    def to_ask(self, facts: Mapping[str, Fact], skipped: Iterable[str] = ()) -> Question | None:
        """The next question of the step, of the entry that speaks for it or of the one that is wanted."""
        entry = self.asked_about
        if self.wants_new:
            facts = {name: fact for name, fact in facts.items() if not self.step.has_entries(name)}
            facts |= entry.facts if entry is not None else {}
        return next_question(self.step, facts, put_aside(skipped, self.step, entry.id if entry is not None else ""))


@dataclass(frozen=True, slots=True)
class Progress:
    """The whole journey of one adopter."""

    journey: Journey
    facts: Mapping[str, Fact]
    by_key: Mapping[str, StepProgress]
    """Each step's, in the journey's order."""

    @property
    def told(self) -> bool:
        """Whether anything is recorded of a step that counts as told: of it or of one of its entries. Notes alone are
        no beginning."""
        return bool(self.facts) or any(of.entries and not of.holds_notes for of in self.by_key.values())

    @property
    def kept(self) -> bool:
        """Whether anything at all is recorded, be it a note."""
        return self.told or any(of.entries for of in self.by_key.values())

    @property
    def steps(self) -> tuple[StepProgress, ...]:
        return tuple(self.by_key.values())

    def of(self, key: str) -> StepProgress:
        return self.by_key[key]

    def done(self, key: str) -> bool:
        return self.of(key).state is State.DONE

    @property
    def pending(self) -> tuple[StepProgress, ...]:
        """Steps that can be worked on and count: open or begun, not optional."""
        return tuple(s for s in self.steps if s.state in (State.OPEN, State.BEGUN) and counts(s.step))

    @property
    def finished(self) -> bool:
        """Every step that counts is done."""
        return all(s.state is State.DONE for s in self.steps if counts(s.step))


FINISHED = "journey.finished"
"""The fact that the end was told, with its card. A step that a correction opens tells no other when it closes."""


def counts(step: Step) -> bool:
    """Whether the step is something to be done, rather than an offer or information."""
    return step.done_when is not None and step.done_when.rule != "never" and not step.optional


def by_name(facts: Iterable[Fact]) -> dict[str, Fact]:
    """Current facts by name; of several, the newest."""
    return {f.name: f for f in sorted(facts, key=lambda f: f.id)}


def progress_of(journey: Journey, facts: Iterable[Fact]) -> Progress:
    """Works out every step's state from the facts."""
    by_step: dict[str, list[Fact]] = {}
    for fact in facts:
        step = journey.step_of_fact(fact.name)
        by_step.setdefault(step.key if step else "", []).append(fact)
    named = by_name(by_step.pop("", ()))
    entries, standing = {}, {}
    told = [step for step in journey.steps if step.key in by_step]
    for step in told:
        own = by_step[step.key]
        whole = by_name(f for f in own if not step.has_entries(f.name))
        entries[step.key] = entries_of(step, own)
        standing[step.key] = stands = standing_of(step, entries[step.key], whole)
        named |= whole | dict(stands.leading.facts if stands.leading else {})
    known = {s.key: tuple(named[q.key] for q in s.questions if q.key in named) for s in told}
    done = {s.key for s in told if known[s.key] and standing[s.key].settled and is_done(s, named)}
    return Progress(journey, named, {
        s.key: StepProgress(
            s,
            LIFE[done.issuperset(s.opens_after), bool(known.get(s.key)), s.key in done],
            known.get(s.key, ()),
            entries.get(s.key, ()),
            standing.get(s.key, NO_ENTRIES).leading,
            standing.get(s.key, NO_ENTRIES).beside,
        )
        for s in journey.steps
    })  # fmt: skip


def next_question(step: Step, facts: Mapping[str, Fact], skipped: Iterable[str] = ()) -> Question | None:
    """The first question of the step still to be asked: those that count first, then the optional ones."""
    left_out = set(skipped)
    open_ones = [
        q for q in step.questions
        if q.key not in facts and q.key not in left_out and not q.unasked and asked_of(q, facts)
    ]  # fmt: skip
    return next((q for q in open_ones if not q.optional), None) or next(iter(open_ones), None)


def put_aside(skipped: Iterable[str], step: Step, entry: str) -> tuple[str, ...]:
    """The questions that were put aside: for good, or (`KEY#ENTRY`) of this entry, or of one not yet kept."""
    parts = [name.partition("#") for name in skipped]
    return tuple(
        name
        for name, _, of in parts
        if not step.has_entries(name) or of in ("", entry) or (of.startswith("n") and not entry.startswith("e"))
    )


def unlocks(journey: Journey, key: str) -> int:
    """How many steps wait for this one, directly or through others."""
    waiting = {s.key for s in journey.steps if key in s.opens_after}
    while more := {s.key for s in journey.steps if waiting & set(s.opens_after)} - waiting:
        waiting |= more
    return len(waiting)


def next_step(
    progress: Progress,
    mine: Iterable[str] = (),
    skipped: Iterable[str] = (),
    others: Iterable[str] = (),
    role: str = "",
) -> Step | None:
    """What to do now: what is one's own first, then what one's role usually looks after (also where it waits for
    another step: it can be told of), then something begun, then what unlocks most, then the order.

    `others` are steps that a colleague looks after: they are left to that colleague. The lead's role is all of them.
    """
    left = set(others)
    own, journey = set(mine), progress.journey
    order = [s.key for s in journey.steps]
    theirs = [
        s for s in progress.steps if s.state is State.WAITING and counts(s.step) and s.step.owner == role != LEAD
    ]
    ready = [
        s for s in (*progress.pending, *theirs)
        if s.step.key not in left and s.to_ask(progress.facts, skipped) is not None
    ]  # fmt: skip
    if not ready:
        return None
    return min(
        ready,
        key=lambda s: (
            s.step.key not in own,
            role in ("", LEAD) or s.step.owner != role,
            s.state is not State.BEGUN,
            -unlocks(journey, s.step.key),
            order.index(s.step.key),
        ),
    ).step
