"""Reads `safety.yaml`: the words of somebody in trouble, one phrase a line."""

from __future__ import annotations

from bot.content.draft import Draft
from bot.content.problems import Rule
from bot.core.safety.vocabulary import FAMILIES, SafetyWords, sound

FILE = "safety.yaml"


def read_safety(draft: Draft) -> SafetyWords:
    """The file may be missing: then the grammar in Python is all there is."""
    if not (draft.folder / FILE).exists():
        return SafetyWords()
    node = draft.read(FILE)
    if node is None or not node.is_map(FILE):
        return SafetyWords()
    node.known(*FAMILIES)
    phrases: list[tuple[str, str]] = []
    for family in FAMILIES:
        block = node.need(family)
        if block is None:
            continue
        if not isinstance(block.value, str):
            block.source.problem(
                Rule.TYPE_WRONG, block.line, key=family, wanted="lines of text", got="something else"
            )
            continue
        for number, line in enumerate(block.value.splitlines(), block.line + 1):
            phrase = line.partition("#")[0].strip()
            if not phrase:
                continue
            if not sound(phrase):
                block.source.problem(
                    Rule.TYPE_WRONG, number, key=family, wanted="(a|b), [a] and words, with * only between words",
                    got=f'"{phrase}"',
                )  # fmt: skip
                continue
            phrases.append((family, phrase))
    return SafetyWords(tuple(phrases))
