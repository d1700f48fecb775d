"""The measured sets: floors that must hold, and what is known not to be understood yet."""

from __future__ import annotations

import importlib.util
import json
from datetime import date
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from bot.cli.understand import as_row
from bot.core.language.lexicon import Lexicon
from bot.core.model.reading import Context
from bot.core.understanding import read

FOLDER = Path(__file__).parents[2] / "understanding"
FLOORS = {"intent_accuracy": 0.95, "fact_recall": 0.93, "sure_recall": 0.85, "asks_recall": 0.85}
OWN_FLOORS = {"intent_accuracy": 0.88, "fact_recall": 0.82}
TRAPS = {"fresh_9.jsonl": {"intent_accuracy": 0.8, "fact_recall": 0.82}}
"""A set of nothing but traps: what looks like a fact and is none."""


def _scorer() -> ModuleType:
    spec = importlib.util.spec_from_file_location("score", FOLDER / "score.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


SCORE = _scorer()


def _labels(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (FOLDER / name).read_text(encoding="utf-8").splitlines() if line.strip()]


def _answers(labels: list[dict[str, Any]], lexicon: Lexicon) -> list[dict[str, Any]]:
    return [
        as_row(row["id"], read(row["text"], Context(date.fromisoformat(row["today"]), row.get("asked")), lexicon))
        for row in labels
    ]


def test_the_development_set_is_understood(lexicon: Lexicon) -> None:
    labels = _labels("dev.jsonl")
    result, _ = SCORE.score(labels, _answers(labels, lexicon))
    assert {k: result[k] for k, floor in FLOORS.items() if result[k] < floor} == {}
    assert result["false_fact_share"] <= 0.005


@pytest.mark.parametrize("name", sorted(path.name for path in FOLDER.glob("fresh*.jsonl")))
def test_our_own_sets_are_understood(lexicon: Lexicon, name: str) -> None:
    labels = _labels(name)
    result, _ = SCORE.score(labels, _answers(labels, lexicon))
    floors = TRAPS.get(name, OWN_FLOORS)
    assert {k: result[k] for k, floor in floors.items() if result[k] < floor} == {}
    assert result["false_fact_share"] <= (0.035 if name in TRAPS else 0.015)


@pytest.mark.parametrize("label", _labels("not_yet.jsonl"), ids=lambda label: str(label["id"]))
def test_what_is_not_understood_yet(lexicon: Lexicon, label: dict[str, Any]) -> None:
    """When one of these is wholly right, take it out of not_yet.jsonl: the list may only shrink knowingly."""
    _, (line,) = SCORE.score([label], _answers([label], lexicon))
    assert not line["exact"]
