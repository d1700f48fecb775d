"""How far an adopter is and since when: turn by turn beside the facts, or afresh from all of them.

Both ways give the same: what is kept beside the facts is only a summary, and can be made again at any time.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from itertools import groupby

from bot.core.model import Fact
from bot.core.model.journey import Journey
from bot.core.model.tracks import Milestone, Track
from bot.core.record.progress import Progress, State, counts, next_step, progress_of

NOTHING = Track()


def stamp_of(journey: Journey) -> str:
    """What of the content decides how far an adopter is, in a few letters: when it changes, all is counted again."""
    steps = (
        (s.key, s.done_when, s.optional, s.opens_after, s.entries, s.owner, [
            (q.key, q.optional, q.only_if, q.unasked) for q in s.questions
        ])
        for s in journey.steps
    )  # fmt: skip
    return hashlib.sha256(repr(list(steps)).encode()).hexdigest()[:16]


def told(before: Track, progress: Progress, names: Iterable[str], at: datetime) -> Track:
    """The track after facts of these names were kept at `at`; `progress` is what counts from then on."""
    journey = progress.journey
    touched = {step.key for name in names if (step := journey.step_of_fact(name)) is not None}
    known = {m.step: m for m in before.milestones}
    for key in touched:
        known[key] = replace(known[key], last=at) if key in known else Milestone(key, "", at, None, at)
    milestones = tuple(_now(known[key], progress, at) for key in sorted(known) if key in progress.by_key)
    step = next_step(progress)
    return Track(step.key if step else "", milestones, _finished(milestones, progress))


def _now(milestone: Milestone, progress: Progress, at: datetime) -> Milestone:
    """The milestone as it stands; a step that is done since before stays reached then."""
    state = progress.of(milestone.step).state
    done = state is State.DONE
    return replace(
        milestone,
        state=state.value if state in (State.DONE, State.BEGUN) else "",
        reached=(milestone.reached or at) if done else None,
    )


def _finished(milestones: Iterable[Milestone], progress: Progress) -> datetime | None:
    """The day of the last step that counts; None while one is open."""
    reached = {m.step: m.reached for m in milestones if m.reached is not None}
    wanted = [step.key for step in progress.journey.steps if counts(step)]
    if not wanted or not reached.keys() >= set(wanted):
        return None
    return max(reached[key] for key in wanted)


def track_of(journey: Journey, facts: Iterable[Fact]) -> Track:
    """The same afresh, from every fact ever kept of one adopter: turn by turn, in the order of their ids."""
    track, current = NOTHING, _Current()
    for at, kept in groupby(sorted(facts, key=lambda fact: fact.id), key=lambda fact: fact.at):
        names = []
        for fact in kept:
            current.add(fact)
            names.append(fact.name)
        track = told(track, progress_of(journey, current.facts()), names, at)
    return track


class _Current:
    """Which facts count, after each that is added: one counts while no fact that counts replaces it, and of several
    under one name and entry the newest is current; a withdrawal never is."""

    def __init__(self) -> None:
        self._all: dict[int, Fact] = {}
        self._after: dict[int, list[int]] = {}
        self._named: dict[tuple[str, str], list[int]] = {}
        self._behind: dict[int, frozenset[tuple[str, str]]] = {}
        """The names and entries of what each replaces, of what that replaced, and so on."""
        self._current: dict[tuple[str, str], Fact] = {}

    def add(self, fact: Fact) -> None:
        self._all[fact.id] = fact
        self._named.setdefault((fact.name, fact.entry), []).append(fact.id)
        if fact.replaces is not None:
            self._after.setdefault(fact.replaces, []).append(fact.id)
        behind = self._all.get(fact.replaces or 0)
        names = self._behind[behind.id] | {(behind.name, behind.entry)} if behind is not None else frozenset()
        self._behind[fact.id] = names
        if not fact.withdrawn:
            self._current[fact.name, fact.entry] = fact
            names -= {(fact.name, fact.entry)}
        for name in names:
            self._work_out(name)

    def facts(self) -> list[Fact]:
        return list(self._current.values())

    def _work_out(self, name: tuple[str, str]) -> None:
        known: dict[int, bool] = {}
        for id_ in reversed(self._named[name]):
            if not self._all[id_].withdrawn and self._counts(id_, known):
                self._current[name] = self._all[id_]
                return
        self._current.pop(name, None)

    def _counts(self, fact: int, known: dict[int, bool]) -> bool:
        waiting = [fact]
        while waiting:
            after = self._after.get(waiting[-1], [])
            unknown = [id_ for id_ in after if id_ not in known]
            if unknown:
                waiting.extend(unknown)
                continue
            known[waiting.pop()] = not any(known[id_] for id_ in after)
        return known[fact]
