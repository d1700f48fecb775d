"""Reads `conversations/understanding/` into the reader's `Vocabulary`: every problem at once, each with its line.

Phrases stand one a line in a block of text, which is quick to write and quick to read. Those with verbs whose tense
is looked at stand in `reader/`, with the weights that were learned on the programme's own words.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import bot.core.reader
from bot.content.problems import Problem, Rule
from bot.content.reading import Node, did_you_mean, read_yaml
from bot.core.language.bags import bag
from bot.core.reader.patterns import LEMMA, words_in
from bot.core.reader.verbs import forms_of
from bot.core.reader.vocabulary import SHAPES as STEP_SHAPES
from bot.core.reader.vocabulary import Example, Phrase, Step, Vocabulary
from bot.core.reader.weights import Weights

FOLDER = "reader"
WORDS = "weights.json"
"""Weights on the programme's own words, beside the vocabulary that they were learned with."""
SHAPES = Path(bot.core.reader.__file__).parent / "weights.json"
"""Weights on shapes, beside the code that names them."""
KINDS = bag(
    """
    activity again agreement aside attend away body both_of called_off charter choice chosen condition
    consult_noun correct_to counted decision done draft each each_entry elsewhere english finished foreign
    frequency given_name hand hedge hope idiom intent last_one lead leaving maybe_record mechanism mention
    method minute_word moved_meeting next_meeting next_one no_words negation not_counted not_said not_the_thing
    not_yet_words occasion off_subject one_more one_way only_end order other_thing ours own_business people plan
    preparing publication quote_other recommend record reminder_word repair respond retarget return rough_word running
    sarcasm send sent sent_noun shadow signpost signpost_theme step team then third_party to_do topic
    vague_start whole whom wish_all workdays yes
    """
)
"""What words can stand for. A file may use these keys, and `steps` and `examples`."""
_EXAMPLE_KEYS = ("text", "today", "asked", "intent", "facts", "asks")


def read_vocabulary(folder: Path) -> tuple[Vocabulary, list[Problem]]:
    """The reader's vocabulary in a folder of words, and everything that is wrong with it."""
    problems: list[Problem] = []
    steps: list[Step] = []
    phrases: list[Phrase] = []
    ordinary: set[str] = set()
    examples: list[Example] = []
    for inside, needed in ((folder / FOLDER, "decision.yaml"), (folder, "steps.yaml")):
        paths = sorted(inside.glob("*.yaml"))
        if not paths:
            problems.append(Rule.FILE_MISSING.at(str(inside), 1, name=needed))
        for path in paths:
            name = str(path.relative_to(folder.parent))
            if path.stem == "ordinary":
                ordinary.update(_plain_words(path, problems, name))
            elif (root := read_yaml(path, problems, name)) is not None:
                _take_in(root, steps, phrases, examples)
    problems += _clashes(phrases)
    own = _weights(folder / FOLDER / WORDS)
    return Vocabulary(tuple(steps), tuple(phrases), frozenset(ordinary), tuple(examples), own), problems


def _take_in(root: Node, steps: list[Step], phrases: list[Phrase], examples: list[Example]) -> None:
    """What stands in one file."""
    for key, node, line in root.pairs():
        if key == "steps":
            _steps(node, steps, phrases)
        elif key == "examples":
            examples.extend(_examples(node))
        elif key in KINDS:
            phrases.extend(_phrases(node, key))
        else:
            known = ("steps", "examples", *sorted(KINDS))
            node.source.problem(Rule.KEY_UNKNOWN, line, key=key, suggestion=did_you_mean(key, known))


def _plain_words(path: Path, problems: list[Problem], name: str) -> list[str]:
    root = read_yaml(path, problems, name)
    return root.text("words").split() if root is not None else []


def _steps(node: Node, steps: list[Step], phrases: list[Phrase]) -> None:
    for key, block, line in node.pairs():
        block.known("shape", "words")
        shape = block.choose("shape", STEP_SHAPES, "shape of a step")
        if shape not in STEP_SHAPES:
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
    lines = ((line.partition("#")[0].strip(), at) for at, line in enumerate(node.value.splitlines(), node.line + 1))
    found = [Phrase(words, kind, value, node.source.name, at) for words, at in lines if words]
    for phrase in found:
        for verb in sorted(w.removeprefix(LEMMA) for w in words_in(phrase.words) if w.startswith(LEMMA)):
            if not forms_of(verb):
                node.source.problem(Rule.VERB_UNKNOWN, phrase.line, verb=verb)
    return found


def _clashes(phrases: list[Phrase]) -> list[Problem]:
    """The same words for two outcomes: one of them is a mistake."""
    problems = []
    seen: dict[tuple[str, str], Phrase] = {}
    for phrase in phrases:
        if phrase.kind not in ("decision", "frequency", "body"):
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


def _weights(words: Path) -> Weights:
    shapes, own = _read(SHAPES), _read(words)
    intents: dict[str, Mapping[str, float]] = {**shapes.get("intents", {}), **own.get("intents", {})}
    return Weights(shapes.get("facts", {}), shapes.get("sure", {}), intents, shapes.get("thresholds", {}))


def _read(path: Path) -> dict[str, Any]:
    return json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}


__all__ = ["FOLDER", "SHAPES", "WORDS", "read_vocabulary"]
