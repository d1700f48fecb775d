"""A message is read up to a length: what was left out is said, and nothing of it is recorded, kept or overlooked."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.core.model.reading import MOST_READ, Context, as_read
from bot.core.turn.understand import understand
from tests.guidance.world import NOW, World, phrases, programme, texts

FILLER = "There is a lot to tell about that evening. " * 40
BOARD = "Our board noted it on 3 March 2026. "


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    made = await World(tmp_path).open()
    yield made
    await made.close()


@pytest.mark.parametrize("text", ["", "short", "x" * MOST_READ, "word " * 240, FILLER[:MOST_READ]])
def test_what_is_short_enough_is_read_whole(text: str) -> None:
    assert as_read(text) == text


@pytest.mark.parametrize(
    "text", ["x" * 5000, "word " * 1000, "a\n" * 3000, "x" * 1199 + " end", "x" * 1200 + " end", " " * 5000]
)
def test_the_rest_is_left_out_at_the_end_of_a_word(text: str) -> None:
    part = as_read(text)
    assert text.startswith(part)
    assert len(part) <= MOST_READ
    if " " in text.strip():
        assert text[len(part)].isspace()


def test_the_reader_takes_nothing_from_beyond() -> None:
    context = Context(today=NOW.date(), asked="board.outcome")
    content = programme()
    assert {f.name for f in understand(content, BOARD + FILLER, context).facts} >= {"board.outcome"}
    assert understand(content, FILLER + BOARD, context).facts == ()


async def test_what_was_left_out_is_said_and_what_was_read_counts(world: World) -> None:
    said = await world.says(BOARD + FILLER + "And the tenants chose Tuesday.")
    assert phrases(said)[0] == "left_out"
    assert "1,200" in texts(said)
    rest = (BOARD + FILLER)[len(as_read(BOARD + FILLER)) :].split()
    assert " ".join(rest[:6]) in texts(said).replace("\\", "")
    assert "3 March 2026" in texts(said)
    await world.says("yes")
    facts = await world.store.read(lambda tx: list(tx.facts("riverside-homes")))
    assert {f.name: f.value for f in facts}["board.outcome"] == "noted"
    assert not any("chose Tuesday" in f.words for f in facts)
    assert b"chose Tuesday" not in await world.bytes_kept()


async def test_danger_behind_what_is_read_is_not_overlooked(world: World) -> None:
    said = await world.says(FILLER + "One of our tenants is suicidal, what do I do?")
    assert phrases(said)[0].startswith("help_suicide")
    assert b"suicidal" not in await world.bytes_kept()


async def test_details_behind_what_is_read_are_not_kept(world: World) -> None:
    private = "Mrs Khan of 14 Mill Lane, her number is 07700 900123"
    said = await world.says(BOARD + FILLER + private)
    assert "too_long" in phrases(said)
    assert b"Mill Lane" not in await world.bytes_kept()


async def test_a_letter_to_a_person_is_not_cut(world: World) -> None:
    """It is passed on, and read by a human being."""
    letter = "Does our merger change what we agreed? " + "We are three boards and two landlords. " * 40
    assert MOST_READ < len(letter) < 2000
    await world.says("can I talk to someone?")
    said = await world.says(letter)
    assert phrases(said) == ["person_preview"]
    await world.presses("Send it")
    case = (await world.store.read(lambda tx: tx.cases()))[0]
    lines = await world.store.read(lambda tx: tx.case_lines(case.id))
    assert lines[0].words.strip() == letter.strip()
