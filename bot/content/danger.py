"""Reads `danger_words.yaml`: the words of a life in danger, and which of them together mean what."""

from __future__ import annotations

import re

from bot.content.draft import Draft
from bot.content.phrase_lines import phrase_lines
from bot.content.problems import Rule
from bot.content.reading import Node, did_you_mean
from bot.core.safety.danger import KINDS, DangerWords, Sign

FILE = "danger_words.yaml"
_SIGN = re.compile(r"\??\s*[a-z_]+(?:\s*[+>]\s*[a-z_]+)*(?:\s+![a-z_]+)*$")


def read_danger(draft: Draft) -> DangerWords:
    """The file may be missing: then no danger is told apart from other trouble."""
    if not (draft.folder / FILE).exists():
        return DangerWords()
    node = draft.read(FILE)
    if node is None or not node.is_map(FILE):
        return DangerWords()
    node.known("words", "signs")
    words, signs = node.need("words"), node.need("signs")
    if words is None or signs is None or not words.is_map("words") or not signs.is_map("signs"):
        return DangerWords()
    phrases = tuple(p for family, block, _ in words.pairs() for p in phrase_lines(family, block))
    signs.known(*KINDS)
    known = tuple({family for family, _ in phrases})
    found = [sign for kind in KINDS if (block := signs.need(kind)) is not None for sign in _signs(kind, block, known)]
    return DangerWords(phrases, tuple(found))


def _signs(kind: str, block: Node, known: tuple[str, ...]) -> list[Sign]:
    """The signs of one kind, one a line."""
    if not isinstance(block.value, str):
        block.source.problem(Rule.TYPE_WRONG, block.line, key=kind, wanted="lines of text", got="something else")
        return []
    signs = []
    for number, line in enumerate(block.value.splitlines(), block.line + 1):
        told = line.partition("#")[0].strip()
        if not told:
            continue
        if not _SIGN.match(told):
            wanted = "names of families with + or > between them"
            block.source.problem(Rule.TYPE_WRONG, number, key=kind, wanted=wanted, got=f'"{told}"')
            continue
        sign = _sign(kind, told)
        for family in (*sign.families, *sign.never):
            if family not in known:
                suggestion = did_you_mean(family, known)
                block.source.problem(
                    Rule.REFERENCE_DEAD, number, value=family, what="family of words", suggestion=suggestion
                )
        signs.append(sign)
    return signs


def _sign(kind: str, told: str) -> Sign:
    together = told.partition("!")[0]
    return Sign(
        kind,
        tuple(re.findall(r"[a-z_]+", together)),
        tuple(">" if joint == ">" else "+" for joint in re.findall(r"[+>]", together)),
        tuple(re.findall(r"!([a-z_]+)", told)),
        told.startswith("?"),
    )
