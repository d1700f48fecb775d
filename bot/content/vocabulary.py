"""Reads the vocabulary of the reader: phrases of lemmas in `understanding/reader/`, and the weights learned with
them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import bot.core.reader
from bot.content.lexicon import read_lexicon
from bot.content.problems import Problem, Rule
from bot.content.reading import Node, read_yaml
from bot.core.language.lexicon import Phrase
from bot.core.reader.vocabulary import Vocabulary
from bot.core.reader.weights import Weights

FOLDER = "reader"
WORDS = "weights.json"
"""Weights on the programme's own words, beside the vocabulary that they were learned with."""
SHAPES = Path(bot.core.reader.__file__).parent / "weights.json"
"""Weights on shapes, beside the code that names them."""


def read_vocabulary(folder: Path) -> tuple[Vocabulary, list[Problem]]:
    """The reader's vocabulary in a folder of words, and everything that is wrong with it."""
    lexicon, problems = read_lexicon(folder)
    phrases: list[Phrase] = []
    paths = sorted((folder / FOLDER).glob("*.yaml"))
    if not paths:
        problems.append(Rule.FILE_MISSING.at(str(folder / FOLDER), 1, name="decision.yaml"))
    for path in paths:
        root = read_yaml(path, problems, f"{folder.name}/{FOLDER}/{path.name}")
        if root is None:
            continue
        for kind, node, _ in root.pairs():
            phrases += _phrases(kind, node)
    return Vocabulary(lexicon, tuple(phrases), _weights(folder / FOLDER / WORDS)), problems


def _phrases(kind: str, node: Node) -> list[Phrase]:
    if isinstance(node.value, str):
        return _block(kind, "", node)
    return [phrase for value, block, _ in node.pairs() for phrase in _block(kind, value, block)]


def _block(kind: str, value: str, node: Node) -> list[Phrase]:
    if not isinstance(node.value, str):
        node.source.problem(
            Rule.TYPE_WRONG, node.line, key=value or kind, wanted="lines of text", got="something else"
        )
        return []
    lines = ((line.partition("#")[0].strip(), at) for at, line in enumerate(node.value.splitlines(), node.line + 1))
    return [Phrase(words, kind, value, node.source.name, at) for words, at in lines if words]


def _weights(words: Path) -> Weights:
    shapes, own = _read(SHAPES), _read(words)
    intents: dict[str, Mapping[str, float]] = {**shapes.get("intents", {}), **own.get("intents", {})}
    return Weights(
        shapes.get("facts", {}), shapes.get("sure", {}), shapes.get("asks", {}), intents, shapes.get("thresholds", {})
    )


def _read(path: Path) -> dict[str, Any]:
    return json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}


__all__ = ["FOLDER", "SHAPES", "WORDS", "read_vocabulary"]
