"""`bot check`: every problem of the content, the vocabulary and its examples, and the settings, in one run."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from bot.channels.limits import LIMITS
from bot.compose.settings import Settings
from bot.content.journey import Loaded, load
from bot.content.problems import Problem, Rule
from bot.content.vocabulary import read_vocabulary
from bot.core.reader.examples import check_examples


def all_problems(folder: Path, settings: Settings) -> tuple[list[Problem], Loaded]:
    """Everything to mend, in order of file and line; and what was loaded."""
    today = datetime.now(settings.zone).date()
    loaded = load(folder, today, LIMITS)
    problems = list(loaded.problems)
    vocabulary, found = read_vocabulary(folder / "understanding")
    problems += found
    if not found:
        problems += [
            Rule.EXAMPLE_WRONG.at(m.file, m.line, text=m.text, got=m.got, wanted=m.wanted)
            for m in check_examples(vocabulary)
        ]
    return sorted(problems), loaded
