"""Where something told belongs: which entry of its step it completes or puts right, or whether it is a new one.

The words may have said it already (an entry's id); here it is worked out where they did not, by the settled cases of
entries. When it cannot be told, that is the answer, with the entries that it may be: then it is asked, never guessed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum

from bot.core.calendar import span_of
from bot.core.model.journey import EntryKind, Step
from bot.core.model.reading import Value, values_of_list
from bot.core.record.entries import Entry

TO_COME = ("planned", "scheduled")
NEW = "new"
OPEN = "?"
"""The entry of what is held until it was asked which one is meant."""


@dataclass(frozen=True, slots=True)
class Told:
    """What was told of one entry, and how."""

    values: Mapping[str, Value]
    added: bool = False
    """The words say that it is one more ("another", "again", "back")."""
    moved: bool = False
    """The words say that it is on another day now ("moved to", "brought forward")."""
    correcting: bool = False
    in_hand: str = ""
    """The entry that the question put, or what waits for a yes, is about."""


@dataclass(frozen=True, slots=True)
class Place:
    """The entry's id, or `NEW`; or `OPEN`, and which ones it may be."""

    entry: str
    among: tuple[str, ...] = ()


class Fit(Enum):
    """How what was told and an entry go together."""

    SAME = "same"
    OPEN = "open"
    """Nothing tells them apart, and nothing says that they are one."""
    DOUBT = "doubt"
    """Something speaks for either: it must be asked."""
    OTHER = "other"


def place(step: Step, told: Told, entries: Sequence[Entry], today: date) -> Place:
    """The entry that something told belongs to."""
    kind = step.entries
    if kind is None or not entries:
        return Place(NEW)
    shape = Shape.of(step, kind)
    if not kind.several:
        return Place(entries[0].id)
    if not kind.state:
        return _listed(shape, told, entries)
    if told.correcting:
        return _put_right(shape, told, entries, today)
    if not shape.tells(told.values):
        return _detail(shape, told, entries)
    if told.added and not shape.exactly(told.values, entries):
        return Place(NEW)
    fits = {e.id: shape.fit(told.values, e, today) for e in entries}
    if told.moved:
        fits = {e.id: shape.moved(told.values, e) or fits[e.id] for e in entries}
    same = [key for key, fit in fits.items() if fit is Fit.SAME]
    unclear = [key for key, fit in fits.items() if fit in (Fit.DOUBT, Fit.OPEN)]
    for chosen in (same, unclear):
        if len(chosen) == 1 and fits[chosen[0]] is not Fit.DOUBT:
            return Place(chosen[0])
        if told.in_hand in chosen and fits[told.in_hand] is not Fit.DOUBT:
            return Place(told.in_hand)
        if chosen:
            return Place(OPEN, tuple(chosen))
    return Place(NEW)


def _listed(shape: Shape, told: Told, entries: Sequence[Entry]) -> Place:
    """Of entries that stand in a list: the one that is named in the same words, or that a correction is about; other
    words are one more."""
    if not shape.tells(told.values):
        return _detail(shape, told, entries)
    same = [e.id for e in entries if shape.exactly(told.values, [e])]
    if same:
        return Place(same[0])
    if not told.correcting:
        return Place(NEW)
    known = {e.id for e in entries}
    mine = told.in_hand if told.in_hand in known else next(iter(known)) if len(known) == 1 else ""
    return Place(mine) if mine else Place(OPEN, tuple(e.id for e in entries))


def said_again(step: Step, values: Mapping[str, Value], entries: Sequence[Entry], today: date) -> tuple[str, ...]:
    """Of these entries, those that something told as one more may be after all: the same day and way or body and no
    other number, or one that was still to come."""
    kind = step.entries
    if kind is None or not entries:
        return ()
    shape = Shape.of(step, kind)

    def alike(entry: Entry) -> bool:
        to_come = str(entry.value(kind.state)) in kind.ahead
        same = shape.fit(values, entry, today) is Fit.SAME and (to_come or shape.days(values, entry) is Fit.SAME)
        return same or shape.exactly(values, [entry])

    return tuple(entry.id for entry in entries if alike(entry))


def _detail(shape: Shape, told: Told, entries: Sequence[Entry]) -> Place:
    """A date, a number, a reference by itself: of the entry asked about, of the one that its day names, of the only
    one there is."""
    if told.added and any(name in told.values for name in shape.dates):
        return Place(NEW)
    if told.in_hand and any(e.id == told.in_hand for e in entries):
        return Place(told.in_hand)
    on_that_day = [e.id for e in entries if shape.days(told.values, e) is Fit.SAME]
    if len(on_that_day) == 1:
        return Place(on_that_day[0])
    if len(entries) == 1:
        return Place(entries[0].id)
    return Place(OPEN, tuple(e.id for e in entries))


def _put_right(shape: Shape, told: Told, entries: Sequence[Entry], today: date) -> Place:
    """A correction: of the entry that its words name; its other values are what was wrong."""
    if len(entries) == 1:
        return Place(entries[0].id)
    named = [e.id for e in entries if shape.named(told.values, e)]
    day = [e.id for e in entries if shape.days(told.values, e) is Fit.SAME and (not named or e.id in named)]
    for chosen in (day, named):
        if len(chosen) == 1:
            return Place(chosen[0])
        if told.in_hand in chosen:
            return Place(told.in_hand)
    if told.in_hand and not named:
        return Place(told.in_hand)
    return Place(OPEN, tuple(named) or tuple(e.id for e in entries))


@dataclass(frozen=True, slots=True)
class Shape:
    """Which of an entry's facts tell it apart from another, by the kinds of their questions."""

    kind: EntryKind
    dates: tuple[str, ...]
    lists: tuple[str, ...]
    numbers: tuple[str, ...]
    texts: tuple[str, ...] = ()
    """Words by which an entry goes."""

    @staticmethod
    def of(step: Step, kind: EntryKind) -> Shape:
        def those(asked: str) -> tuple[str, ...]:
            return tuple(q.key for q in step.questions if q.kind == asked and q.key in kind.facts)

        texts = tuple(name for name in those("text") if name in kind.named_by)
        return Shape(kind, those("date"), those("choices"), those("number"), texts)

    def tells(self, values: Mapping[str, Value]) -> bool:
        """Whether it tells of something that took place or will, rather than of a detail of it."""
        return any(name in values for name in (self.kind.state, self.kind.body, *self.lists, *self.texts))

    def days(self, values: Mapping[str, Value], entry: Entry) -> Fit:
        """Whether its day is the entry's."""
        for name in self.dates:
            known = entry.value(name)
            if name in values and known is not None:
                (first, last), (begin, end) = span_of(str(values[name])), span_of(str(known))
                return Fit.SAME if first <= end and begin <= last else Fit.OTHER
        return Fit.OPEN

    def ways(self, values: Mapping[str, Value], entry: Entry) -> Fit:
        """Whether it was done in the entry's way, or one of its ways."""
        for name in self.lists:
            known = entry.value(name)
            if name in values and known is not None:
                shared = set(values_of_list(values[name])) & set(values_of_list(known))
                return Fit.SAME if shared else Fit.OTHER
        return Fit.OPEN

    def body(self, values: Mapping[str, Value], entry: Entry) -> Fit:
        """Whether the entry is of the same body; one that is not named is the step's own."""
        kind = self.kind
        if not kind.body or not (kind.body in values or kind.state in values):
            return Fit.OPEN
        told, known = (str(v or kind.main) for v in (values.get(kind.body), entry.value(kind.body)))
        return Fit.SAME if told == known else Fit.OTHER

    def named(self, values: Mapping[str, Value], entry: Entry) -> bool:
        """Whether the words name the entry, by its body or its way."""
        by_body = self.kind.body in values and self.body(values, entry) is Fit.SAME
        return by_body or self.ways(values, entry) is Fit.SAME

    def exactly(self, values: Mapping[str, Value], entries: Iterable[Entry]) -> bool:
        """Whether exactly that is known: said again, whatever the words say of "another"."""
        of_its_own = any(name in values for name in (*self.dates, *self.numbers, *self.texts))
        return of_its_own and any(all(e.value(name) == value for name, value in values.items()) for e in entries)

    def fit(self, values: Mapping[str, Value], entry: Entry, today: date) -> Fit:
        """How what was told and the entry go together."""
        body, ways, days = self.body(values, entry), self.ways(values, entry), self.days(values, entry)
        if Fit.OTHER in (body, ways):
            return Fit.OTHER
        told, known = self._phase(values.get(self.kind.state)), self._phase(entry.value(self.kind.state))
        bare = not any(entry.value(name) for name in (*self.lists, *self.dates))
        if told is Phase.NONE and self.kind.state in values:
            return Fit.SAME if known is Phase.NONE else Fit.OPEN
        if told is Phase.NONE or known is Phase.NONE:
            told_apart = days is Fit.OTHER and known is not Phase.NONE
            alike = known is Phase.NONE or Fit.SAME in (ways, days, body)
            return Fit.OTHER if told_apart else Fit.SAME if alike else Fit.OPEN
        if known is Phase.UNDER_WAY and told in (Phase.HELD, Phase.UNDER_WAY):
            return Fit.SAME
        if days is Fit.SAME:
            return self._numbers(values, entry)
        if known in AHEAD:
            return self._of_a_plan(values, entry, told, days, today)
        if told in AHEAD:
            to_come = any(name in values and span_of(str(values[name]))[0] > today for name in self.dates)
            return Fit.OTHER if days is Fit.OTHER or to_come else Fit.DOUBT
        if days is Fit.OTHER:
            return Fit.OTHER
        if bare or ways is Fit.SAME:
            return self._numbers(values, entry)
        if not self.lists and values.get(self.kind.state) != entry.value(self.kind.state):
            return Fit.DOUBT  # Two outcomes of one body: put right, or a second meeting.
        return Fit.OPEN

    def moved(self, values: Mapping[str, Value], entry: Entry) -> Fit | None:
        """A plan that is moved is one that is known, whatever day it was on."""
        if self._phase(entry.value(self.kind.state)) is not Phase.PLANNED:
            return None
        return Fit.OTHER if Fit.OTHER in (self.body(values, entry), self.ways(values, entry)) else Fit.SAME

    def _of_a_plan(self, values: Mapping[str, Value], entry: Entry, told: Phase, days: Fit, today: date) -> Fit:
        """The entry is still to come, and what was told is of no day or of another one."""
        if days is Fit.OPEN:
            return Fit.SAME
        due = any(span_of(str(value))[0] <= today for name in self.dates if (value := entry.value(name)) is not None)
        return Fit.DOUBT if due or told in AHEAD else Fit.OTHER

    def _numbers(self, values: Mapping[str, Value], entry: Entry) -> Fit:
        """Two different numbers of one kind are two of them, or one put right."""
        if any(n in values and entry.value(n) not in (None, values[n]) for n in self.numbers):
            return Fit.DOUBT
        return Fit.SAME

    def _phase(self, state: Value | None) -> Phase:
        if state in self.kind.held:
            return Phase.HELD
        if state in self.kind.ahead:
            return Phase.PLANNED if state in TO_COME else Phase.UNDER_WAY
        return Phase.NONE


class Phase(Enum):
    """How far something told, or an entry, is."""

    NONE = "none"
    """Nothing is said of it, or that it has not begun."""
    PLANNED = "planned"
    UNDER_WAY = "under_way"
    HELD = "held"


AHEAD = (Phase.PLANNED, Phase.UNDER_WAY)
