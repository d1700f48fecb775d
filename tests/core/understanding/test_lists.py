"""Lists written from imagination: what people want, what they tell plainly, and what tells nothing.

tests/understanding/wanted.tsv  the intent, the question that was put, the words
tests/understanding/told.tsv    the question that was put, the words, facts that must be among those understood
tests/understanding/no_facts.txt  a message a line; whatever was asked, none may give a sure fact
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from bot.core.language.lexicon import Lexicon
from bot.core.model.reading import Context, Understood
from bot.core.understanding import read

FOLDER = Path(__file__).parents[2] / "understanding"
DAY = date(2026, 11, 28)
ASKED = (None, "board.outcome", "board.date", "residents.state", "residents.took_part")


def lines_of(name: str) -> list[str]:
    lines = (FOLDER / name).read_text("utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def test_what_is_wanted_is_told(lexicon: Lexicon) -> None:
    rows = [line.split("\t") for line in lines_of("wanted.tsv")]
    got = {words: read(words, Context(DAY, asked or None), lexicon).intent for _, asked, words in rows}
    assert {words: got[words] for intent, _, words in rows if got[words] != intent} == {}
    assert len(rows) > 300


def test_what_is_told_plainly_is_understood(lexicon: Lexicon) -> None:
    missed = []
    rows = [line.split("\t") for line in lines_of("told.tsv")]
    for asked, words, wanted in rows:
        facts = read(words, Context(DAY, asked or None), lexicon).facts
        told = {f"{fact.name}={_shown(fact)}" for fact in facts}
        missed += [(words, want) for want in wanted.split("; ") if want not in told]
    assert missed == []
    assert len(rows) > 150


def _shown(fact: Understood) -> str:
    return ",".join(sorted(fact.value)) if isinstance(fact.value, tuple) else str(fact.value)


@pytest.mark.parametrize("asked", ASKED)
def test_what_tells_nothing_is_never_sure(asked: str | None, lexicon: Lexicon) -> None:
    told = {}
    messages = lines_of("no_facts.txt")
    for message in messages:
        facts = read(message, Context(DAY, asked), lexicon).facts
        sure = {f.name: f.value for f in facts if f.sure and f.name.partition(".")[0] in lexicon.shape_of}
        if sure:
            told[message] = sure
    assert told == {}
    assert len(messages) > 300
