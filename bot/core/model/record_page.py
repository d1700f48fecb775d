"""What is recorded, as a value to be shown: step by step, entry by entry, with whose word each is. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from bot.core.model.messages import Choice


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


@dataclass(frozen=True, slots=True)
class RecordStep:
    """One step: what is known of it as a whole, and its entries in the order told."""

    key: str
    title: str
    state: str
    rows: tuple[RecordRow, ...] = ()
    entries: tuple[RecordEntry, ...] = ()
    choices: tuple[Choice, ...] = ()
    """To add an entry."""
    form: Choice | None = None
    """Opens the form that adds an entry; where the step has none, the one that changes what is recorded."""
    own: Choice | None = None
    """Opens the form of what is of no entry, where something of that is recorded."""


@dataclass(frozen=True, slots=True)
class RecordPage:
    """The whole record of an adopter."""

    steps: tuple[RecordStep, ...] = ()

    def step(self, key: str) -> RecordStep | None:
        return next((s for s in self.steps if s.key == key), None)
