"""The second opinion: it decides where the rules are in doubt, and overrules them only when it is very sure."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from bot.content.safety import CHANCES, CHANCES_FILE
from bot.core.model.reading import Context
from bot.core.safety.look import look_with
from bot.core.safety.opinion import CLASSES, INNOCENT, Opinion, weighed
from bot.core.safety.words import MAYBE, RESIDENT, TROUBLE
from bot.core.turn.understand import understand
from tests.guidance.world import NOW, programme
from tests.training import danger as training
from tests.training.danger import ordinary, rows_of, shipped

WEIGHTS = Path("conversations") / CHANCES_FILE


def thought(of: dict[str, float], words: int = 20) -> Opinion:
    """An opinion with these chances."""
    kinds = {name: chance for name, chance in of.items() if name not in (TROUBLE, INNOCENT)}
    kind = max(kinds, key=kinds.__getitem__, default="suicide")
    return Opinion(
        of.get(INNOCENT, 0.0), of.get(TROUBLE, 0.0), sum(kinds.values()), kind, kinds.get(kind, 0.0), words
    )


@pytest.mark.parametrize(
    ("rules", "of", "answered"),
    [
        ("gas", {"gas": 0.4, INNOCENT: 0.6}, "gas"),
        ("gas", {"collapse": 0.7, "gas": 0.3}, "collapse"),
        ("gas", {INNOCENT: 0.95, "gas": 0.05}, MAYBE),
        ("gas", {INNOCENT: 0.995, "gas": 0.005}, ""),
        ("violence", {TROUBLE: 0.9, "violence": 0.1}, TROUBLE),
        (TROUBLE, {"at_risk": 0.6, TROUBLE: 0.4}, "at_risk"),
        (TROUBLE, {INNOCENT: 0.95, TROUBLE: 0.05}, ""),
        (MAYBE, {TROUBLE: 0.6, INNOCENT: 0.4}, MAYBE),
        ("", {"suicide": 0.85, INNOCENT: 0.15}, "suicide"),
        ("", {"suicide": 0.55, INNOCENT: 0.45}, MAYBE),
        ("", {"suicide": 0.4, INNOCENT: 0.6}, ""),
        ("", {TROUBLE: 0.95, INNOCENT: 0.05}, TROUBLE),
        (RESIDENT, {TROUBLE: 0.9, INNOCENT: 0.1}, RESIDENT),
        (RESIDENT, {"violence": 0.9, INNOCENT: 0.1}, "violence"),
    ],
)
def test_the_rules_decide_when_sure_and_the_opinion_in_doubt(rules: str, of: dict[str, float], answered: str) -> None:
    assert weighed(rules, thought(of), told_surely=False) == answered


def test_a_danger_told_in_few_words_is_never_overruled() -> None:
    assert weighed("fire", thought({INNOCENT: 0.999, "fire": 0.001}, words=4), told_surely=False) == "fire"


def test_what_is_told_surely_is_doubted_only_by_a_very_sure_opinion() -> None:
    assert weighed("", thought({TROUBLE: 0.9, INNOCENT: 0.1}), told_surely=True) == ""
    assert weighed("", thought({"fire": 0.5, TROUBLE: 0.45, INNOCENT: 0.05}), told_surely=True) == MAYBE


def test_without_weights_the_rules_decide_alone() -> None:
    safety = replace(shipped(), chances=type(shipped().chances)())
    text = "I can smell gas in the hallway"
    assert look_with(text, understand(programme(), text, Context(NOW.date())), safety) == "gas"


def test_of_a_long_message_the_most_alarming_part_is_weighed() -> None:
    """Much talk of the work does not hide one clause of danger in it."""
    talk = "The board met on 3 March and noted the charter. The survey went to 400 homes. "
    text = talk * 4 + "The lad in 4 told me he will not be alive by Friday. " + talk * 4
    assert look_with(text, understand(programme(), text, Context(NOW.date())), shipped()) == "suicide"


def test_the_weights_name_every_class_and_are_rounded() -> None:
    table = json.loads(WEIGHTS.read_text("utf-8"))[CHANCES]
    assert set(table[""]) == set(CLASSES)
    assert all(round(w, 3) == w for row in table.values() for w in row.values())


def test_training_again_gives_the_same_weights(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("sklearn")
    monkeypatch.setattr(training, "WRITTEN", tmp_path / "weights.json")
    training.main([])
    assert (tmp_path / "weights.json").read_bytes() == WEIGHTS.read_bytes()


def test_of_ordinary_messages_one_in_two_hundred_is_caught_at_most() -> None:
    """Messages that somebody labelled and saw nobody in trouble in."""
    content, safety = programme(), shipped()
    texts = [text for _, text in ordinary()]
    caught = [
        text
        for text in texts
        if look_with(text, understand(content, text, Context(NOW.date())), safety) not in ("", RESIDENT)
    ]
    assert len(caught) <= 0.005 * len(texts), caught


def test_a_sealed_list_is_never_learned_from() -> None:
    assert not set(training.SEALED) & set(training.lists())
    assert all((training.LISTS / f"{name}.tsv").is_file() for name in training.SEALED)


def test_long_messages_are_weighed_part_by_part() -> None:
    assert len(rows_of("I can smell gas. It is strong.", shipped())) == 1
    assert len(rows_of("We met on Monday. " * 30, shipped())) > 10
