"""Whole conversations of simulated people: nothing false is kept of somebody who reads, and what was told is kept."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.simulated.people import EVERYBODY, Simulated
from tests.simulated.talking import converse


@pytest.mark.parametrize("seed", [0, 1])
@pytest.mark.parametrize("who", EVERYBODY, ids=lambda who: who.name)
async def test_what_was_told_is_kept_and_nothing_else(who: Simulated, seed: int, tmp_path: Path) -> None:
    count = await converse(who, seed, tmp_path)
    assert count.wrong == [], "\n".join(count.log)
    assert count.missed == [], "\n".join(count.log)
    assert count.turns < 20, "\n".join(count.log)
