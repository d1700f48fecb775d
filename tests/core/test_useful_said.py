""" "Was this useful?" is a question, so a typed answer is heard: unless something else was asked after it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.guidance.world import World, phrases


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    made = await World(tmp_path).open()
    yield made
    await made.close()


async def read_one(world: World) -> list[str]:
    """A whole briefing, to its end."""
    said = await world.says("latest guidance")
    label = next(c.label for m in said for c in m.choices if c.label.startswith("Read: "))
    said = await world.presses(label)
    while any(c.label == "Read on" for m in said for c in m.choices):
        said = await world.presses("Read on")
    return phrases(said)


@pytest.mark.parametrize(
    ("typed", "answer"),
    [("yes", "useful_thanks"), ("yep", "useful_thanks"), ("no", "not_useful_thanks")],
)
async def test_a_typed_answer_is_heard(world: World, typed: str, answer: str) -> None:
    assert "briefing_useful" in await read_one(world)
    assert answer in phrases(await world.says(typed))
    assert phrases(await world.says("yes")) == ["nothing_waits"], "it was asked once"


async def test_other_words_are_no_answer_to_it(world: World) -> None:
    await read_one(world)
    assert phrases(await world.says("the board noted it on 3 March")) == ["read_back"]
    assert "recorded" in phrases(await world.says("yes"))


async def test_what_is_asked_after_it_has_the_yes(world: World) -> None:
    await world.says("next")
    assert "briefing_useful" in await read_one(world)
    said = phrases(await world.says("yes"))
    assert "useful_thanks" not in said
