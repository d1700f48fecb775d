"""Labelled lines to train on, by author, and what of a reading is right against a label."""

from __future__ import annotations

import importlib.util
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

from bot.core.reader.jsonl import context_of
from bot.core.reader.model import Candidate, Context

ROOT = Path("tests/understanding")
"""Lines before entries stand in files, one an author; later ones in folders under `sets`."""


def _scorer() -> ModuleType:
    """The scorer, which comes from outside as it is."""
    spec = importlib.util.spec_from_file_location("score", ROOT / "score.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


score = _scorer()


@dataclass(frozen=True)
class Line:
    """A labelled line and its author."""

    author: str
    row: Mapping[str, Any]

    @property
    def context(self) -> Context:
        return context_of(self.row)


def authors(root: Path = ROOT) -> Iterator[tuple[str, Path]]:
    """All authors whose lines may be trained on: those named "…_sealed" may not."""
    for path in sorted(root.glob("*.jsonl")):
        yield path.stem, path
    for path in sorted(root.glob("sets/*/lines.jsonl")):
        if not path.parent.name.endswith("_sealed"):
            yield path.parent.name, path


def lines(root: Path = ROOT) -> list[Line]:
    """All lines to train on, in a fixed order."""
    found = []
    for author, path in authors(root):
        for text in path.read_text(encoding="utf-8").splitlines():
            if text.strip():
                found.append(Line(author, json.loads(text)))
    return found


def rights(row: Mapping[str, Any], candidates: Sequence[Candidate]) -> list[bool | None]:
    """For each candidate whether its value matches the label, under the best order of entries; None where it is
    neutral."""
    wanted, also, _ = score.keyed(row)
    facts = [
        score.Fact(c.full, list(c.value) if isinstance(c.value, tuple) else c.value, True, _entry(c), None)
        for c in candidates
    ]
    if row.get("v") == 2:
        keyed = list(score.keys(wanted, also, facts))
        return [_right(row, f, wanted, also) for f in keyed]
    return _first_form(facts, wanted, also)


def _entry(c: Candidate) -> int | str:
    return c.entry if score.step(c.full) else 1


def _right(row: Mapping[str, Any], fact: Any, wanted: Any, also: Any) -> bool | None:
    if fact.key in wanted and score.same(fact.name, fact.value, wanted[fact.key]):
        return True
    if fact.key and fact.key in also and score.same(fact.name, fact.value, also[fact.key]):
        return None
    if score.restated(row, fact) and fact.key not in wanted:
        return None
    return False


def _first_form(facts: Sequence[Any], wanted: Any, also: Any) -> list[bool | None]:
    """Lines that do not know of entries say nothing of a second one, and where two are told apart ("EMT endorsed it,
    the board adopted it") they may have left out the first: what is not wanted is then no example."""
    several = {step for f in facts if (step := score.step(f.name)) and f.entry not in (1, None)}
    verdicts = [_flat(f, wanted, also) for f in facts]
    return [None if v is False and score.step(f.name) in several else v for f, v in zip(facts, verdicts, strict=True)]


def _flat(fact: Any, wanted: Any, also: Any) -> bool | None:
    key = (fact.name, 1)
    if fact.name.endswith(".counted"):
        return None
    if fact.name.startswith("consultation."):
        return None
    for source, verdict in ((wanted, True), (also, None)):
        if key in source:
            value = source[key]
            if score.same(fact.name, fact.value, value):
                return verdict
            if fact.name in score.LISTS and isinstance(value, list) and set(fact.value) <= set(value):
                return verdict
    return False
