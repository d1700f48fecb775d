"""What tells nothing gives no sure fact, whatever was asked: tests/understanding/no_facts.txt, a message a line."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from bot.core.understanding import Context, Lexicon, read

MESSAGES = [
    line
    for line in (Path(__file__).parents[2] / "understanding" / "no_facts.txt").read_text("utf-8").splitlines()
    if line and not line.startswith("#")
]
ASKED = (None, "board.outcome", "board.date", "residents.state", "residents.took_part")


@pytest.mark.parametrize("asked", ASKED)
def test_what_tells_nothing_is_never_sure(asked: str | None, lexicon: Lexicon) -> None:
    told = {}
    for message in MESSAGES:
        reading = read(message, Context(date(2026, 11, 28), asked), lexicon)
        sure = {f.name: f.value for f in reading.facts if f.sure and f.name.partition(".")[0] in lexicon.shape_of}
        if sure:
            told[message] = sure
    assert not told


def test_there_are_messages() -> None:
    assert len(MESSAGES) > 200
