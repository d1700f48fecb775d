"""The vocabulary of the content, read once, and a short way to read a message."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from bot.content.vocabulary import read_vocabulary
from bot.core.reader import Reading, Vocabulary, read
from bot.core.reader.jsonl import context_of

ROOT = Path(__file__).parents[2]
TODAY = "2026-11-24"


@pytest.fixture(scope="session")
def vocabulary() -> Vocabulary:
    found, problems = read_vocabulary(ROOT / "conversations" / "understanding")
    assert problems == []
    return found


Understands = Callable[..., Reading]


@pytest.fixture(scope="session")
def understands(vocabulary: Vocabulary) -> Understands:
    def see(
        text: str, asked: str | None = None, today: str = TODAY, known: Mapping[str, Any] | None = None
    ) -> Reading:
        return read(text, context_of({"today": today, "asked": asked, "known": known}), vocabulary)

    return see


def told(reading: Reading) -> dict[str, Any]:
    """The facts by name; those of a second or a recorded entry as NAME#ENTRY."""
    return {f.name if f.entry == 1 else f"{f.name}#{f.entry}": f.value for f in reading.facts}
