"""Entries of a step: each meeting of a body, each activity, with its own facts; and which of them counts.

An entry is nothing but the facts that carry its id. What was recorded before steps had entries carries none, and is
the first entry. Entries are never added up: a step's facts are those of the entry that leads it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from bot.core.model import Fact
from bot.core.model.journey import EntryKind, Step
from bot.core.model.reading import Value

FIRST = "e1"
"""The id of a step's first entry."""
NOT_KEPT_YET = 10**6
"""Entries that only wait for a yes (`n1`, `n2`) come after those that are recorded."""


def is_kept(entry: str) -> bool:
    """Whether it is the id of a recorded entry, rather than of one that only waits for a yes."""
    return entry.startswith("e")


def in_order(entry: str) -> int:
    """Entries follow each other as they were first told of; what is of none, or of an unknown one, is first."""
    number = entry[1:]
    return int(number) + (0 if is_kept(entry) else NOT_KEPT_YET) if number.isdecimal() else 0


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry, as far as it is known."""

    id: str
    facts: Mapping[str, Fact]
    """Its current facts by name."""

    def value(self, name: str) -> Value | None:
        fact = self.facts.get(name)
        return None if fact is None else fact.value

    @property
    def told(self) -> int:
        """Grows with the time at which it was first told of."""
        return in_order(self.id)

    @property
    def newest(self) -> int:
        """The id of the latest fact about it."""
        return max(fact.id for fact in self.facts.values())


@dataclass(frozen=True, slots=True)
class Standing:
    """What a step's entries come to."""

    leading: Entry | None = None
    """The entry whose facts speak for the step."""
    settled: bool = True
    """Whether the step may count as done by what the leading entry says."""
    beside: tuple[Entry, ...] = ()
    """Entries to come that stand beside a step that is done, and do not undo it."""


NO_ENTRIES = Standing()


def entry_id(step: Step, fact: Fact) -> str:
    """The entry that a fact belongs to; empty for a fact about the step as a whole."""
    return (fact.entry or FIRST) if step.has_entries(fact.name) else ""


def entries_of(step: Step, facts: Iterable[Fact]) -> tuple[Entry, ...]:
    """A step's entries, in the order in which they were first told. None for a step that has none."""
    found: dict[str, dict[str, Fact]] = {}
    for fact in facts:
        if key := entry_id(step, fact):
            found.setdefault(key, {})[fact.name] = fact
    return tuple(sorted((Entry(key, own) for key, own in found.items()), key=lambda e: e.told))


def next_id(entries: Iterable[Entry], highest: int = 0) -> str:
    """An id that none of the entries has; nor had, when `highest` is the highest number there ever was."""
    return f"e{max([highest, *(e.told for e in entries)]) + 1}"


def _when(entry: Entry, kind: EntryKind) -> tuple[str, int]:
    """By what entries follow each other: the last day of their date, else the order in which they were told."""
    for name, fact in entry.facts.items():
        if name.endswith(".date"):
            return str(fact.value).rpartition("/")[2], entry.told
    return "", entry.told


def in_time(entries: Iterable[Entry], kind: EntryKind) -> list[Entry]:
    """As they follow each other. Days are reckoned with only where there are two to tell apart."""
    found = list(entries)
    return sorted(found, key=lambda e: _when(e, kind)) if len(found) > 1 else found


def _is(entry: Entry, name: str, values: Sequence[str]) -> bool:
    return str(entry.value(name)) in values


def _latest_decision(step: Step, kind: EntryKind, entries: Sequence[Entry], flags: Mapping[str, Fact]) -> Standing:
    """The latest held entry of the body that the step is about; where that left it to somebody, their later one."""
    held = in_time((e for e in entries if _is(e, kind.state, kind.held)), kind)
    ahead = tuple(e for e in entries if _is(e, kind.state, kind.ahead))
    own = [e for e in held if str(e.value(kind.body) or kind.main) == kind.main]
    if not own:
        other = held[-1] if held else None
        newest = max(entries, key=lambda e: e.told, default=None)
        return Standing((ahead[-1] if ahead else None) or other or newest, settled=False, beside=ahead[:-1])
    last = own[-1]
    if _is(last, kind.state, kind.hands_on):
        later = [e for e in held if e not in own and _when(e, kind) >= _when(last, kind)]
        last = later[-1] if later else last
    return Standing(last, True, ahead)


def _all_done(step: Step, kind: EntryKind, entries: Sequence[Entry], flags: Mapping[str, Fact]) -> Standing:
    """One held and none still to come; or the word that there were no others: what comes after it stands beside."""
    held = [e for e in entries if _is(e, kind.state, kind.held)]
    ahead = tuple(e for e in entries if _is(e, kind.state, kind.ahead))
    told = flags.get(kind.all_told)
    if held and (not ahead or (told is not None and told.value is True)):
        return Standing(held[-1], True, ahead)
    return Standing(ahead[-1] if ahead else max(entries, key=lambda e: e.told, default=None), settled=False)


def _newest(step: Step, kind: EntryKind, entries: Sequence[Entry], flags: Mapping[str, Fact]) -> Standing:
    """The entry that is latest in time: a publication, a report."""
    ordered = in_time(entries, kind)
    held = [e for e in ordered if not kind.held or _is(e, kind.state, kind.held)]
    leading = held[-1] if held else ordered[-1] if ordered else None
    return Standing(leading, True, tuple(e for e in ordered if _is(e, kind.state, kind.ahead) and e is not leading))


def _listed(step: Step, kind: EntryKind, entries: Sequence[Entry], flags: Mapping[str, Fact]) -> Standing:
    """None speaks for the step: they are what it is about, and not how far it is."""
    return NO_ENTRIES


Rule = Callable[[Step, EntryKind, Sequence[Entry], Mapping[str, Fact]], Standing]

ENTRY_RULES: Mapping[str, Rule] = {
    "latest_decision": _latest_decision,
    "all_done": _all_done,
    "newest": _newest,
    "listed": _listed,
}
"""`latest_decision`: what the step's own body last decided counts. `all_done`: nothing may be still to come.
`newest`: the latest in time counts. `listed`: none counts, what is told of the step itself does."""


def standing_of(step: Step, entries: Sequence[Entry], flags: Mapping[str, Fact]) -> Standing:
    """What the step's entries come to; `flags` are the facts about the step as a whole, by name."""
    if step.entries is None or not entries:
        return NO_ENTRIES
    return ENTRY_RULES[step.entries.rule](step, step.entries, entries, flags)
