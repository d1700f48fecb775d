"""Holds the vocabulary to its own examples: each must still give what it says."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.core.reader.model import Context, Reading
from bot.core.reader.reading import read
from bot.core.reader.vocabulary import Example, Vocabulary


@dataclass(frozen=True, slots=True)
class Mismatch:
    """An example that is no longer understood as it says, and where it is written."""

    file: str
    line: int
    text: str
    wanted: str
    got: str


def check_examples(vocabulary: Vocabulary) -> list[Mismatch]:
    """Every example of the content that now gives something else."""
    found = []
    for example in vocabulary.examples:
        reading = read(example.text, Context(date.fromisoformat(example.today), example.asked), vocabulary)
        wanted, got = _wanted(example), _got(reading)
        if wanted != got:
            found.append(Mismatch(example.file, example.line, example.text, _said(wanted), _said(got)))
    return found


Gist = tuple[str, dict[str, Any], tuple[str, ...]]


def _wanted(example: Example) -> Gist:
    facts = {name: _plain(value) for name, value in example.facts}
    return example.intent, facts, tuple(sorted(example.asks))


def _got(reading: Reading) -> Gist:
    facts = {f.name if f.entry == 1 else f"{f.name}#{f.entry}": _plain(f.value) for f in reading.facts}
    return reading.intent, facts, tuple(sorted(reading.asks))


def _plain(value: Any) -> Any:
    return tuple(sorted(value)) if isinstance(value, tuple | list) else value


def _said(gist: Gist) -> str:
    intent, facts, asks = gist
    told = ", ".join(f"{name} {value}" for name, value in sorted(facts.items()))
    open_ = f" (open: {', '.join(asks)})" if asks else ""
    return f"{intent}{': ' + told if told else ''}{open_}"
