"""The words of the content, read once."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.content.vocabulary import read_vocabulary
from bot.core.language.spelling import Speller

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def speller() -> Speller:
    found, problems = read_vocabulary(ROOT / "conversations" / "understanding")
    assert problems == []
    return found.speller
