"""Keeps the tiny programme's phrases in step with the engine: `python -m tests.content.fill`.

Its own wording stays. A phrase that is new, or that has placeholders which are filled no more, gets a bare text with
all its placeholders; one that is gone is taken out.
"""

from __future__ import annotations

import re
from pathlib import Path

from bot.content.phrases import placeholders
from bot.core.turn.saying import PHRASES

FILE = Path(__file__).parent / "tiny" / "phrases.yaml"


def filled(text: str) -> str:
    """The file's text with exactly the phrases that the engine says, those it had in their old order."""
    head, *blocks = re.split(r"^(?=[a-z_0-9]+:)", text, flags=re.MULTILINE)
    kept = {block.partition(":")[0]: block for block in blocks}
    kept = {name: block for name, block in kept.items() if set(placeholders(block)) <= PHRASES.get(name, frozenset())}
    new = {name: bare(name) for name in PHRASES if name not in kept}
    return head + "".join(block for name, block in (kept | new).items() if name in PHRASES)


def bare(name: str) -> str:
    """A text that says the phrase's name and its placeholders."""
    words = "".join(f" {{{word}}}" for word in sorted(PHRASES[name]))
    return f'{name}: "{name.replace("_", " ").capitalize()}.{words}"\n'


if __name__ == "__main__":
    FILE.write_text(filled(FILE.read_text(encoding="utf-8")), encoding="utf-8")
