"""The words of the content, read once."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.content.lexicon import read_lexicon
from bot.core.language.lexicon import Lexicon

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def lexicon() -> Lexicon:
    found, problems = read_lexicon(ROOT / "conversations" / "understanding")
    assert problems == []
    return found
