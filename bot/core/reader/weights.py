"""Learned weights, evaluated in plain Python. They are written by `python -m tests.training.weights`, never by
hand."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

Table = Mapping[str, Mapping[str, float]]


@dataclass(frozen=True)
class Weights:
    """Weights by feature. `facts`: is a candidate right; `asks`: is an open question wanted; `intents`: what is
    done."""

    facts: Mapping[str, float] = field(default_factory=dict)
    asks: Mapping[str, float] = field(default_factory=dict)
    intents: Table = field(default_factory=dict)
    thresholds: Mapping[str, float] = field(default_factory=dict)

    def of_fact(self, features: Iterable[str]) -> float:
        """How likely it is that a candidate with these features is right."""
        return _chance(self.facts, features)

    def of_ask(self, features: Iterable[str]) -> float:
        """How likely it is that an open question with these features is wanted."""
        return _chance(self.asks, features)

    def of_intents(self, features: Iterable[str]) -> dict[str, float]:
        """How likely each intent is."""
        totals = dict(self.intents.get("", {}))
        for feature in features:
            for intent, weight in self.intents.get(feature, {}).items():
                totals[intent] = totals.get(intent, 0.0) + weight
        if not totals:
            return {}
        top = max(totals.values())
        parts = {intent: math.exp(total - top) for intent, total in totals.items()}
        whole = sum(parts.values())
        return {intent: part / whole for intent, part in parts.items()}


def _chance(table: Mapping[str, float], features: Iterable[str]) -> float:
    total = table.get("", 0.0)
    for feature in features:
        total += table.get(feature, 0.0)
    if total < -30:
        return 0.0
    return 1.0 / (1.0 + math.exp(-total))
