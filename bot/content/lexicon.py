"""Reads `conversations/understanding/` into a `Lexicon`: every problem at once, each with its line.

Phrases stand one a line in a block of text, which is quick to write and quick to read.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from bot.content.problems import Problem, Rule
from bot.content.reading import Node, did_you_mean, read_yaml
from bot.core.language.lexicon import KINDS, MOST_WAYS, SHAPES, Example, Lexicon, Phrase, Step, ways

FOLDER = "understanding"
_EXAMPLE_KEYS = ("text", "today", "asked", "intent", "facts", "asks")


def read_lexicon(folder: Path) -> tuple[Lexicon, list[Problem]]:
    """The vocabulary in a folder, and everything that is wrong with it."""
    problems: list[Problem] = []
    steps: list[Step] = []
    phrases: list[Phrase] = []
    ordinary: set[str] = set()
    examples: list[Example] = []
    paths = sorted(folder.glob("*.yaml"))
    if not paths:
        problems.append(Rule.FILE_MISSING.at(str(folder), 1, name="steps.yaml"))
    for path in paths:
        name = f"{folder.name}/{path.name}"
        if path.stem == "ordinary":
            ordinary.update(_plain_words(path, problems, name))
            continue
        root = read_yaml(path, problems, name)
        if root is None:
            continue
        for key, node, line in root.pairs():
            if key == "steps":
                _steps(node, steps, phrases)
            elif key == "examples":
                examples.extend(_examples(node))
            elif key in KINDS:
                phrases.extend(_phrases(node, key))
            else:
                known = ("steps", "examples", *KINDS)
                node.source.problem(Rule.KEY_UNKNOWN, line, key=key, suggestion=did_you_mean(key, known))
    problems += _clashes(phrases)
    return Lexicon(tuple(steps), tuple(phrases), frozenset(ordinary), tuple(examples)), problems


def _plain_words(path: Path, problems: list[Problem], name: str) -> list[str]:
    root = read_yaml(path, problems, name)
    return root.text("words").split() if root is not None else []


def _steps(node: Node, steps: list[Step], phrases: list[Phrase]) -> None:
    for key, block, line in node.pairs():
        block.known("shape", "words")
        shape = block.choose("shape", SHAPES, "shape of a step")
        if shape not in SHAPES:
            continue
        if any(step.key == key for step in steps):
            block.source.problem(Rule.YAML_DUPLICATE, line, key=key, first=line)
            continue
        steps.append(Step(key, shape))
        words = block.need("words")
        if words is not None:
            phrases.extend(_block(words, "step", key))


def _phrases(node: Node, kind: str) -> list[Phrase]:
    if isinstance(node.value, str):
        return _block(node, kind, "")
    return [phrase for value, block, _ in node.pairs() for phrase in _block(block, kind, value)]


def _block(node: Node, kind: str, value: str) -> list[Phrase]:
    if not isinstance(node.value, str):
        node.source.problem(
            Rule.TYPE_WRONG, node.line, key=value or kind, wanted="lines of text", got="something else"
        )
        return []
    found = []
    for number, line in enumerate(node.value.splitlines(), node.line + 1):
        words = line.partition("#")[0].strip()
        if not words:
            continue
        if (count := ways(words)) > MOST_WAYS:
            node.source.problem(Rule.PATTERN_WIDE, number, count=count, most=MOST_WAYS)
        else:
            found.append(Phrase(words, kind, value, node.source.name, number))
    return found


def _clashes(phrases: list[Phrase]) -> list[Problem]:
    """The same words for two outcomes: one of them is a mistake."""
    problems = []
    seen: dict[tuple[str, str], Phrase] = {}
    for phrase in phrases:
        if phrase.kind not in ("outcome", "frequency", "body"):
            continue
        first = seen.setdefault((phrase.kind, phrase.words), phrase)
        if first.value != phrase.value:
            problems.append(
                Rule.PATTERN_CLASH.at(
                    phrase.file, phrase.line, words=phrase.words, first=first.value, second=phrase.value
                )
            )
    return problems


def _examples(node: Node) -> list[Example]:
    found = []
    for item in node.items("examples"):
        item.known(*_EXAMPLE_KEYS)
        facts = item.get("facts")
        given: list[tuple[str, Any]] = []
        if facts is not None:
            given = [(name, _value(value)) for name, value, _ in facts.pairs()]
        day = item.day("today", required=False)
        found.append(
            Example(
                item.text("text"),
                day.isoformat() if day else "2026-11-24",
                item.text("asked", "") or None,
                item.text("intent", "answer"),
                tuple(given),
                item.texts("asks"),
                item.source.name,
                item.line,
            )
        )
    return found


def _value(node: Node) -> Any:
    if isinstance(node.value, list):
        return tuple(str(item.value) for item in node.value)
    return node.value if isinstance(node.value, bool | int) else str(node.value)


__all__ = ["FOLDER", "read_lexicon"]
