"""What the bot tells people to say, it understands: what it quotes after "say" or "with", and all of its help."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.guidance.world import World, phrases
from tests.programmes import together

JOURNEY = together().journey
ALONE_NOTHING = frozenset(
    {
        "bot", "close", "done", "leave it", "no, the 13th", "next week", "after Easter", "41 people",
        "57 attendances", "212 responses", "about 40", "3 March", "last Thursday", "in the spring", "briefings on",
        "the board approved it with changes on 3 March", "the board noted it on 5 March",
        "Sam does residents while I am away",
    }
)  # fmt: skip
"""Said where something was asked or begun before: held by the tests and transcripts of that."""
NOT_HEARD = ("not_understood", "other", "answer_unsure", "about_charter", "read_back", "which_one")


def advised() -> Iterator[str]:
    """What phrases and answers tell people to say."""
    texts = [text for variants in JOURNEY.phrases.values() for text in variants]
    texts += [answer.answer for answer in JOURNEY.answers]
    for text in texts:
        for sentence in re.findall(r"\b(?:[Ss]ay|with)\b[^.?!]*", text):
            yield from re.findall(r'"([^"{}]+)"', sentence)
    yield from re.findall(r"\*\*([^*]+)\*\*", JOURNEY.phrases["help"][0])


WORDS = sorted({word.strip(" .,?") for word in advised()} - ALONE_NOTHING)


@pytest.mark.parametrize("asked", [False, True], ids=["nothing asked", "a question asked"])
@pytest.mark.parametrize("word", WORDS)
async def test_what_people_are_told_to_say_is_understood(tmp_path: Path, word: str, asked: bool) -> None:
    world = await World(tmp_path).open()
    await world.says("status")
    if asked:
        await world.says("next")
    said = phrases(await world.says(word))
    await world.close()
    assert said
    assert not [phrase for phrase in said if phrase.startswith(NOT_HEARD)]
