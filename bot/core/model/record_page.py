"""What is recorded, as a value to be shown: step by step, entry by entry, with whose word each is. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from bot.core.model.messages import Choice


@dataclass(frozen=True, slots=True)
class RecordBefore:
    """What was recorded in a row's place before."""

    value: str
    said: str
    person: str
    when: str


@dataclass(frozen=True, slots=True)
class RecordRow:
    """One fact."""

    name: str
    label: str
    value: str
    """As a value by itself: "Done"."""
    said: str
    """As it stands in a line: "done"."""
    person: str
    when: str
    changed: bool = False
    """It took the place of an earlier one, which stands in the history."""
    change: Choice | None = None
    earlier: tuple[RecordBefore, ...] = ()
    """What it took the place of, the latest first; empty where the history was not loaded."""
    told: int = 0
    """Grows with the time at which it was recorded."""

    @property
    def whose(self) -> str:
        """Whose word it is, and when it was said."""
        return f"{self.person}, {self.when}"


def by_word(rows: Iterable[RecordRow]) -> tuple[tuple[str, tuple[RecordRow, ...]], ...]:
    """Rows by whose word they are, and from when: most often one person told all of an entry on one day."""
    found: dict[str, list[RecordRow]] = {}
    for row in rows:
        found.setdefault(row.whose, []).append(row)
    return tuple((whose, tuple(told)) for whose, told in found.items())


@dataclass(frozen=True, slots=True)
class RecordEntry:
    """One entry."""

    id: str
    title: str
    rows: tuple[RecordRow, ...]
    counts: bool = False
    """It speaks for its step."""
    beside: bool = False
    """It is still to come, and stands beside a step that is done."""
    choices: tuple[Choice, ...] = ()
    """To take it back whole, to join it with another, to part it."""
    form: Choice | None = None
    """Opens the form that changes it, where a channel has forms."""
    gone: Choice | None = None
    """Takes it back whole at once, for a channel that has asked before."""


@dataclass(frozen=True, slots=True)
class RecordStep:
    """One step: what is known of it as a whole, and its entries in the order told."""

    key: str
    title: str
    state: str
    rows: tuple[RecordRow, ...] = ()
    entries: tuple[RecordEntry, ...] = ()
    count: int = 0
    """How many entries there are, where only the latest are here."""
    choices: tuple[Choice, ...] = ()
    """To add an entry."""
    form: Choice | None = None
    """Opens the form that adds an entry; where the step has none, the one that changes what is recorded."""
    own: Choice | None = None
    """Opens the form of what is of no entry, where something of that is recorded."""
    show: Choice | None = None
    """To see all of it: where only some of it stands, the way to the rest."""


@dataclass(frozen=True, slots=True)
class RecordPage:
    """The whole record of an adopter."""

    steps: tuple[RecordStep, ...] = ()
    adopter: str = ""
    """Whose it is."""
    nothing_yet: tuple[RecordStep, ...] = ()
    """Steps that can be told of, and of which nothing is recorded."""

    def step(self, key: str) -> RecordStep | None:
        return next((s for s in self.steps if s.key == key), None)
