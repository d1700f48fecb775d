"""The lexicon of the content, read once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from bot.content.lexicon import read_lexicon
from bot.core.language.lexicon import Lexicon
from bot.core.model.reading import Context, Reading
from bot.core.understanding import read

ROOT = Path(__file__).parents[3]
TODAY = date(2026, 11, 24)


@pytest.fixture(scope="session")
def lexicon() -> Lexicon:
    found, problems = read_lexicon(ROOT / "conversations" / "understanding")
    assert problems == []
    return found


@pytest.fixture(scope="session")
def understood(lexicon: Lexicon) -> Callable[..., Reading]:
    def see(text: str, asked: str | None = None, today: date = TODAY) -> Reading:
        return read(text, Context(today, asked), lexicon)

    return see
