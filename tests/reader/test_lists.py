"""Lists written from imagination: what people want, what they tell plainly, and what tells nothing.

tests/understanding/wanted.tsv  the intent, the question that was put, the words
tests/understanding/told.tsv    the question that was put, the words, facts that must be among those understood
tests/understanding/no_facts.txt  a message a line; whatever was asked, none may give a sure fact

Nothing is learned from them: the floors are what strangers may expect.
"""

from __future__ import annotations

from datetime import date

import pytest

from bot.core.reader import Context, Told, Vocabulary, read
from tests.training.data import ROOT

DAY = date(2026, 11, 28)
WANTED, TOLD, SURE_OF_NOTHING = 0.93, 0.91, 0.04
ASKED = (None, "board.outcome", "board.date", "residents.state", "residents.took_part")


def lines_of(name: str) -> list[str]:
    lines = (ROOT / name).read_text("utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def test_what_is_wanted_is_told(vocabulary: Vocabulary) -> None:
    rows = [line.split("\t") for line in lines_of("wanted.tsv")]
    got = [read(words, Context(DAY, asked or None), vocabulary).intent for _, asked, words in rows]
    missed = [(wanted, got) for (wanted, *_), got in zip(rows, got, strict=True) if wanted != got]
    assert len(missed) <= (1 - WANTED) * len(rows), missed


def test_what_is_told_plainly_is_understood(vocabulary: Vocabulary) -> None:
    missed, count = [], 0
    for asked, words, wanted in (line.split("\t") for line in lines_of("told.tsv")):
        facts = read(words, Context(DAY, asked or None), vocabulary).facts
        told = {f"{fact.name}={_shown(fact)}" for fact in facts}
        methods = {name for f in facts for name in (f.value if isinstance(f.value, tuple) else ())}
        for want in wanted.split("; "):
            count += 1
            if want not in told and not set(want.partition("=")[2].split(",")) <= methods:
                missed.append((words, want))
    assert len(missed) <= (1 - TOLD) * count, missed


def _shown(fact: Told) -> str:
    return ",".join(sorted(fact.value)) if isinstance(fact.value, tuple) else str(fact.value)


@pytest.mark.parametrize("asked", ASKED)
def test_what_tells_nothing_is_seldom_sure(asked: str | None, vocabulary: Vocabulary) -> None:
    told = {}
    messages = lines_of("no_facts.txt")
    for message in messages:
        facts = read(message, Context(DAY, asked), vocabulary).facts
        sure = {f.name: f.value for f in facts if f.sure and f.name.partition(".")[0] in vocabulary.shape_of}
        if sure:
            told[message] = sure
    assert len(told) <= SURE_OF_NOTHING * len(messages) + 1, told
