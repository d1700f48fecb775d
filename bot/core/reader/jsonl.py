"""A line of the `understand` command as a context, and a reading as the page of the command fixes it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Any

from bot.core.model.reading import Value
from bot.core.reader.model import Context, Reading, Recorded


def context_of(row: Mapping[str, Any]) -> Context:
    """What a line says of the day, the question and the record. A bad day raises ValueError."""
    asked = row.get("asked")
    return Context(
        date.fromisoformat(str(row.get("today"))),
        asked if isinstance(asked, str) else None,
        None,
        _known(row.get("known")),
    )


def _known(known: object) -> tuple[Recorded, ...]:
    if not isinstance(known, Mapping):
        return ()
    out = []
    for step, entries in known.items():
        for entry in entries if isinstance(entries, list) else []:
            if isinstance(entry, Mapping):
                facts = {str(k): _value(v) for k, v in entry.items() if k != "id"}
                out.append(Recorded(str(step), str(entry.get("id") or ""), MappingProxyType(facts)))
    return tuple(out)


def _value(value: object) -> Value:
    if isinstance(value, list):
        return tuple(str(v) for v in value)
    return value if isinstance(value, bool | int) else str(value)


def as_row(key: Any, reading: Reading, explain: bool = False) -> dict[str, Any]:
    """A reading as one line of output; entries are named where a step has several, or a recorded one is meant."""
    several = {f.name.partition(".")[0] for f in reading.facts if isinstance(f.entry, int) and f.entry > 1}
    facts = []
    for fact in reading.facts:
        row: dict[str, Any] = {
            "name": fact.name, "value": list(fact.value) if isinstance(fact.value, tuple) else fact.value,
            "sure": fact.sure,
        }  # fmt: skip
        if isinstance(fact.entry, str) or fact.name.partition(".")[0] in several:
            row["entry"] = fact.entry
        if explain:
            row |= {"words": fact.words, "because": list(fact.because), "against": list(fact.against)}
        facts.append(row)
    out = {"id": key, "intent": reading.intent, "facts": facts, "asks": list(reading.asks)}
    if explain:
        out |= {
            "because": list(reading.because),
            "acts": [{"act": a.kind, "step": a.step, "words": a.words} for a in reading.acts],
        }
    return out
