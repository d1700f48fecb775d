"""What must change nothing of what a message tells: politeness, markup, an end, capitals; and slips, seldom."""

from __future__ import annotations

import random
import re

import pytest

from bot.core.reader import Vocabulary, read
from tests.training.data import Line, lines

SHARE = 0.03
"""So many messages may be read otherwise: what is learned sees every word."""


def plain_lines() -> list[Line]:
    """Answers of the first form, short as in a chat."""
    found = [x for x in lines() if x.author in ("dev", "fresh") and x.row["intent"] == "answer" and x.row["facts"]]
    return [x for x in found if "http" not in x.row["text"] and not x.row["text"].startswith(">")]


def facts(text: str, line: Line, vocabulary: Vocabulary) -> set[tuple[str, object]]:
    return {(f.name, f.value) for f in read(text, line.context, vocabulary).facts}


def changed(frame: str, vocabulary: Vocabulary) -> list[str]:
    said = [(frame.format(x.row["text"].rstrip(".! ")), x) for x in plain_lines() if not x.row["text"].endswith("?")]
    return [text for text, x in said if facts(text, x, vocabulary) != facts(x.row["text"], x, vocabulary)]


@pytest.mark.parametrize(
    ("frame", "share"),
    [
        ("Hi, {}", SHARE), ("{}. Thanks!", SHARE), ("{}, thank you", 0.06), ("<@U07BOT> {}", SHARE),
        ("<p>{}</p>", SHARE), ("  {}  ", SHARE), ("{}!", SHARE), ("{}...", SHARE),
    ],
)  # fmt: skip
def test_politeness_and_markup_change_nothing(frame: str, share: float, vocabulary: Vocabulary) -> None:
    assert len(changed(frame, vocabulary)) <= share * len(plain_lines()), changed(frame, vocabulary)


def test_capitals_change_nothing(vocabulary: Vocabulary) -> None:
    rows = [x for x in plain_lines() if "minute_ref" not in str(x.row["facts"])]
    for case in (str.lower, str.upper):
        other = [
            x.row["text"] for x in rows
            if facts(case(x.row["text"]), x, vocabulary) != facts(x.row["text"], x, vocabulary)
        ]  # fmt: skip
        assert len(other) <= SHARE * len(rows), other


def test_slips_of_one_letter_seldom_change_a_fact(vocabulary: Vocabulary) -> None:
    """A slip that makes another English word ("stuff") cannot be seen; all others must not matter."""
    chance, other, tried = random.Random(4), [], 0
    for line in plain_lines() * 3:
        text, word = slipped(line.row["text"], chance)
        if word and word not in vocabulary.ordinary:
            tried += 1
            if facts(text, line, vocabulary) != facts(line.row["text"], line, vocabulary):
                other.append(text)
    assert tried > 300
    assert len(other) <= 2 * SHARE * tried, other


def slipped(text: str, chance: random.Random) -> tuple[str, str]:
    """The text with a letter of a longer word left out, doubled or swapped, and that word as it is then."""
    words = list(re.finditer(r"(?<![\w/.@'])[A-Za-z]{6,}(?![\w/.@'])", text))
    if not words:
        return text, ""
    match = chance.choice(words)
    word, at = match.group(), chance.randrange(1, len(match.group()) - 1)
    before, after = word[:at], word[at + 1 :]
    new = chance.choice([before + after, before + word[at] * 2 + after, before + word[at + 1] + word[at] + after[1:]])
    return text[: match.start()] + new + text[match.end() :], new.lower()
