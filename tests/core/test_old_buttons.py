"""Buttons pressed late: what they were made under has changed, and that is said instead of done."""

from __future__ import annotations

from pathlib import Path

from bot.core.model import Kind
from tests.guidance.world import World, phrases


async def test_yes_of_an_older_read_back_keeps_nothing_of_the_newer(tmp_path: Path) -> None:
    world = await World(tmp_path).open()
    first = await world.says("Board noted it on 3 March")
    older = next(c.value for c in first[-1].choices if c.label.startswith("Yes"))
    second = await world.says("no, it was 10 March")
    assert older not in {c.value for c in second[-1].choices}
    said = await world.says("", kind=Kind.PRESS, press=older)
    assert phrases(said)[0].startswith("old_button"), "the button belongs to what was read back before"
    assert await world.store.read(lambda tx: list(tx.facts())) == []
    await world.says("yes")
    kept = await world.store.read(lambda tx: {f.name: f.value for f in tx.facts()})
    assert kept["board.date"] == "2026-03-10/2026-03-10"
    await world.close()
