"""Learned weights, evaluated in plain Python. They are written by `python -m tests.training.weights`, never by
hand."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

Table = Mapping[str, Mapping[str, float]]


@dataclass(frozen=True)
class Chances:
    """Weights by feature, and by class what each adds to it; "" holds where every class starts from."""

    table: Table = field(default_factory=dict)

    @cached_property
    def _columns(self) -> tuple[list[str], list[float], dict[str, list[tuple[int, float]]]]:
        """The classes in order, where each starts from, and by feature what it adds to which."""
        start = self.table.get("", {})
        names = sorted(start)
        place = {name: i for i, name in enumerate(names)}
        rows = {f: [(place[n], w) for n, w in row.items()] for f, row in self.table.items() if f}
        return names, [start[n] for n in names], rows

    def of(self, features: Iterable[str]) -> dict[str, float]:
        """How likely each class is; empty where nothing was learned."""
        names, start, rows = self._columns
        if not names:
            return {}
        sums = list(start)
        for row in [rows[feature] for feature in features if feature in rows]:
            for column, weight in row:
                sums[column] += weight
        totals = dict(zip(names, sums, strict=True))
        top = max(totals.values())
        parts = {name: math.exp(total - top) for name, total in totals.items()}
        whole = sum(parts.values())
        return {name: part / whole for name, part in parts.items()}


@dataclass(frozen=True)
class Weights:
    """Weights by feature. `facts`: is a candidate right, before it is known what the message does; `sure`: is it
    right, once that is known; `intents`: what is done."""

    facts: Mapping[str, float] = field(default_factory=dict)
    sure: Mapping[str, float] = field(default_factory=dict)
    intents: Table = field(default_factory=dict)
    thresholds: Mapping[str, float] = field(default_factory=dict)

    @cached_property
    def _by_intent(self) -> Chances:
        return Chances(self.intents)

    def of_fact(self, features: Iterable[str]) -> float:
        """How likely it is that a candidate with these features is right."""
        return _chance(self.facts, features)

    def sum_of_sure(self, features: Iterable[str]) -> float:
        """What features that several candidates share add to each."""
        return _sum(self.sure, features)

    def of_sure(self, start: float, *features: Iterable[str]) -> float:
        """How likely it is that a candidate is right, once the intent is known."""
        return _logistic(self.sure.get("", 0.0) + start + sum(_sum(self.sure, f) for f in features))

    def of_intents(self, features: Iterable[str]) -> dict[str, float]:
        """How likely each intent is."""
        return self._by_intent.of(features)


def _chance(table: Mapping[str, float], features: Iterable[str]) -> float:
    return _logistic(table.get("", 0.0) + _sum(table, features))


def _sum(table: Mapping[str, float], features: Iterable[str]) -> float:
    return sum([table[f] for f in features if f in table])


def _logistic(total: float) -> float:
    return 1.0 / (1.0 + math.exp(-max(total, -30.0)))


def log_odds(chance: float) -> int:
    """A chance on the scale of the weights, in halves."""
    chance = min(max(chance, 0.0001), 0.9999)
    return round(2 * math.log(chance / (1 - chance)))
