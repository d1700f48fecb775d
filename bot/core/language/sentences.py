"""Where a message's sentences end."""

from __future__ import annotations

import re

_SENTENCE = re.compile(r"[^.!?;\n]+(?:[.](?=\S)[^.!?;\n]+)*[!?]*")
"""A full stop with no space behind it stands in an address, a time or a number."""


def sentences_of(text: str) -> list[str]:
    """The sentences, each with its marks of question or call; what is between them is left out."""
    return _SENTENCE.findall(text)
