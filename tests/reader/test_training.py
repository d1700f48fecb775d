"""The weights are what training gives, to the byte; they are small enough to review."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.content.vocabulary import FOLDER, SHAPES, WORDS
from tests.training.data import authors
from tests.training.weights import CONTENT, write
from tests.training.weights import main as train

WEIGHTS = CONTENT / FOLDER / WORDS


def test_sealed_sets_are_never_trained_on() -> None:
    assert [name for name, _ in authors() if name.endswith("_sealed")] == []


def test_weights_are_rounded_and_name_no_step() -> None:
    shapes = json.loads(SHAPES.read_text(encoding="utf-8"))
    assert all(round(w, 3) == w for w in shapes["facts"].values())
    steps = {"board", "residents", "colleagues", "way_forward", "commitments", "updates"}
    assert [f for f in shapes["facts"] if set(f.replace("/", ":").split(":")) & steps] == []


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_training_again_gives_the_same_weights(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("sklearn")
    written: list[Path] = []

    def aside(weights: object, words: Path, beside: Path = SHAPES) -> None:
        write(weights, tmp_path / "words.json", tmp_path / "shapes.json")  # type: ignore[arg-type]
        written.append(words)

    monkeypatch.setattr("tests.training.weights.write", aside)
    train()
    assert written == [WEIGHTS]
    assert (tmp_path / "words.json").read_bytes() == WEIGHTS.read_bytes()
    assert (tmp_path / "shapes.json").read_bytes() == SHAPES.read_bytes()
