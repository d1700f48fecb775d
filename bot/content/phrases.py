"""Reads `phrases.yaml`: what the bot says, by name. A phrase is a text, or a list of variants used in turn."""

from __future__ import annotations

import re

from bot.content.draft import Draft, Text, TextKind
from bot.content.problems import Rule
from bot.content.reading import Node

BUTTON = "button_"
"""What a phrase is called that stands on a button."""
PLACEHOLDER = re.compile(r"\{([^{}]*)\}")


def placeholders(text: str) -> tuple[str, ...]:
    """The names in curly brackets, in order."""
    return tuple(PLACEHOLDER.findall(text))


def read_phrases(draft: Draft) -> dict[str, tuple[str, ...]]:
    """Every phrase with its variants."""
    node = draft.read("phrases.yaml")
    phrases: dict[str, tuple[str, ...]] = {}
    if node is None or not node.is_map("phrases.yaml"):
        return phrases
    draft.place(node, "phrases")
    for name, value, line in node.pairs():
        draft.places[("phrase", name)] = (node.source.name, line)
        variants = _variants(name, draft, value, line)
        if variants:
            phrases[name] = variants
    return phrases


def _variants(name: str, draft: Draft, value: Node, line: int) -> tuple[str, ...]:
    parts = value.value if isinstance(value.value, list) else [value]
    found: list[str] = []
    for part in parts:
        if part.value is None:
            if not part.refused:
                part.source.problem(Rule.VALUE_EMPTY, part.line, key=name)
        elif not isinstance(part.value, str):
            part.source.problem(Rule.TYPE_WRONG, part.line or line, key=name, wanted="text", got=part.kind)
        elif not part.value.strip():
            part.source.problem(Rule.VALUE_EMPTY, part.line, key=name)
        else:
            text = draft.linked(part.value.strip(), part.source.name, part.line)
            kind: TextKind = "label" if name.startswith(BUTTON) else "message"
            draft.texts.append(Text(part.source.name, part.line, text, kind, placeholders=None))
            draft.places[("phrase", name, str(len(found)))] = (part.source.name, part.line)
            found.append(text)
    return tuple(found)
