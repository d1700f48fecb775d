"""Reads families of words: one phrase a line, `#` begins a comment."""

from __future__ import annotations

from bot.content.problems import Rule
from bot.content.reading import Node
from bot.core.safety.vocabulary import sound


def phrase_lines(family: str, block: Node) -> list[tuple[str, str]]:
    """(family, phrase) for each line; a line that cannot be read is reported and left out."""
    if not isinstance(block.value, str):
        block.source.problem(Rule.TYPE_WRONG, block.line, key=family, wanted="lines of text", got="something else")
        return []
    phrases = []
    for number, line in enumerate(block.value.splitlines(), block.line + 1):
        phrase = line.partition("#")[0].strip()
        if not phrase:
            continue
        if sound(phrase):
            phrases.append((family, phrase))
        else:
            wanted = "(a|b), [a] and words, with * only between words"
            block.source.problem(Rule.TYPE_WRONG, number, key=family, wanted=wanted, got=f'"{phrase}"')
    return phrases
