"""What waits for a yes, as a value that each channel may show in its own way. Pure."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ReadLine:
    """One thing that was understood: what it is about, and its value, in words."""

    label: str
    value: str
    before: str = ""
    """What is recorded, where a yes would change it."""
    person: str = ""
    """Whose word that was."""
    change: str = ""
    """What the button sends by which this line alone is changed."""


@dataclass(frozen=True, slots=True)
class ReadEntry:
    """What would be kept of one entry, or of a step that has none."""

    step: str
    """The step's title."""
    title: str
    """The entry as it is named to a person; the step's title where it has none."""
    lines: tuple[ReadLine, ...]
    sentence: str = ""
    """All of it in one clause, in the programme's own words."""
    new: bool = False
    """An entry that is not recorded yet."""


@dataclass(frozen=True, slots=True)
class ReadBack:
    """What would be kept on a yes; what was heard beside it and is not kept, with why in a few words."""

    entries: tuple[ReadEntry, ...]
    not_kept: tuple[str, ...] = ()
    asks: str = ""
    """What is said before its lines, where a channel shows those as a table."""
    beside: str = ""
    """What is said below them, of what is not kept."""
    change: str = ""
    """The label of a line's button."""

    @property
    def lines(self) -> tuple[ReadLine, ...]:
        """All its lines."""
        return tuple(line for entry in self.entries for line in entry.lines)

    @property
    def changes(self) -> tuple[ReadLine, ...]:
        """The lines that would change something recorded."""
        return tuple(line for line in self.lines if line.before)
