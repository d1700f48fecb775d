"""The content of the vocabulary: its own examples hold, and each mistake is said with its place."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from bot.content.vocabulary import FOLDER, read_vocabulary
from bot.core.reader.examples import check_examples
from bot.core.reader.vocabulary import Example
from tests.programmes import together


def test_every_example_gives_what_it_says() -> None:
    assert together().vocabulary.examples
    assert check_examples(together().vocabulary) == []


def test_an_example_that_no_longer_holds_is_named() -> None:
    wrong = Example(
        "the board noted it", "2026-11-24", None, "answer", (("board.outcome", "adopted"),), (), "e.yaml", 7
    )
    vocabulary = together().vocabulary
    (mismatch,) = check_examples(replace(vocabulary, examples=(wrong,)))
    assert (mismatch.file, mismatch.line) == ("e.yaml", 7)
    assert "noted" in mismatch.got


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("outcomes:\n  adopted: |\n    yes\n", "KEY_UNKNOWN", 1),
        ("steps:\n  board:\n    shape: verdict\n    words: |\n      board\n", "VALUE_UNKNOWN", 3),
        ("steps:\n  board:\n    shape: decision\n", "KEY_MISSING", 3),
        ("decision:\n  adopted: |\n    carried\n  noted: |\n    carried\n", "PATTERN_CLASH", 5),
        ("decision:\n  adopted: |\n    [they] ~qwxz it\n", "VERB_UNKNOWN", 3),
        ("decision:\n  adopted: [a, b]\n", "TYPE_WRONG", 2),
        ("examples:\n  - text: a\n    wanted: b\n", "KEY_UNKNOWN", 3),
    ],
)
def test_a_mistake_is_said_with_its_place(tmp_path: Path, text: str, code: str, line: int) -> None:
    (tmp_path / FOLDER).mkdir()
    (tmp_path / FOLDER / "words.yaml").write_text("yes: |\n  aye\n", encoding="utf-8")
    (tmp_path / "words.yaml").write_text(text, encoding="utf-8")
    _, problems = read_vocabulary(tmp_path)
    assert [(p.code, p.line) for p in problems] == [(code, line)]


def test_an_empty_folder_is_a_problem(tmp_path: Path) -> None:
    _, problems = read_vocabulary(tmp_path)
    assert [p.code for p in problems] == ["FILE_MISSING", "FILE_MISSING"]
