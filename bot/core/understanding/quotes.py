"""Words in quotation marks: our own minutes are evidence, what somebody else is quoted as saying is not."""

from __future__ import annotations

import re

_QUOTE = re.compile(r"\"([^\"\n]{1,600})\"")
_SOURCE = re.compile(
    r"\b(?:minutes?|minuted|resolution|resolved|decision|recorded|agenda|paper|notice|board|committee|record)\b",
    re.IGNORECASE,
)
_SINGLE = re.compile(r"(?<![\w'])'(?=\w)([^'\n]{12,600})'(?!\w)")
_SHORT = 3


def without_foreign_quotes(text: str) -> str:
    """The text without what others are quoted as saying. One or two quoted words stay ("the board 'noted' it")."""
    if '"' not in text and "'" not in text:
        return text

    def keep(match: re.Match[str]) -> str:
        inside = match.group(1)
        before = text[max(match.start() - 60, 0) : match.start()]
        if len(inside.split()) <= _SHORT or _SOURCE.search(before) or match.start() == 0 == len(text) - match.end():
            return f" {inside} "
        return " "

    return _SINGLE.sub(keep, _QUOTE.sub(keep, text))
