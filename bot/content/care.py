"""Reads `care.yaml`: the words of somebody in trouble, one phrase a line."""

from __future__ import annotations

from bot.content.draft import Draft
from bot.content.problems import Rule
from bot.core.care.vocabulary import FAMILIES, CareWords, sound

FILE = "care.yaml"


def read_care(draft: Draft) -> CareWords:
    """The file may be missing: then the grammar in Python is all there is."""
    if not (draft.folder / FILE).exists():
        return CareWords()
    node = draft.read(FILE)
    if node is None or not node.is_map(FILE):
        return CareWords()
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
    return CareWords(tuple(phrases))
