"""Each hand is read by what others taught: none of its own lines is learned from, and the table says what it says."""

from __future__ import annotations

import pytest

from bot.core.reader import Vocabulary
from tests.training.data import lines
from tests.training.left_out import FIRST_FORM, HEAD, Known, hand_of, judged, judged_with, printed
from tests.training.weights import learned, look_through, set_aside

FEW = ("dev_entries", "dev_dialogues", "dev_englishes", "dev_requests")


@pytest.fixture(scope="module")
def known(vocabulary: Vocabulary) -> Known:
    pytest.importorskip("sklearn")
    data = [line for line in lines() if line.author in FEW]
    return Known(data, set_aside(data, look_through(data, vocabulary)), vocabulary)


def test_lines_from_before_entries_are_one_hand() -> None:
    hands = {hand_of(line) for line in lines()}
    assert FIRST_FORM in hands
    assert not any(hand.startswith("fresh") for hand in hands)


def test_nothing_is_learned_from_the_hand_that_is_left_out(known: Known) -> None:
    mine = frozenset(i for i, line in enumerate(known.data) if line.author == "dev_requests")
    words = {w for i in mine for w in known.aside.findings[i].features if w.startswith("w:")}
    others = {
        w for i in range(len(known.data)) if i not in mine for w in known.aside.findings[i].features if w[:2] == "w:"
    }
    weights = learned(known.data, known.aside, mine)
    assert words - others
    assert not (words - others) & set(weights.intents)


def test_every_line_of_the_hand_is_judged(known: Known) -> None:
    found = judged(known, "dev_dialogues")
    assert {row["hand"] for row in found} == {"dev_dialogues"}
    assert [row["id"] for row in found] == [line.row["id"] for line in known.data if line.author == "dev_dialogues"]


def test_the_table_has_a_row_for_each_hand_and_one_for_all(known: Known) -> None:
    hands = [(hand, list(judged_with([x for x in known.data if x.author == hand], known.vocabulary))) for hand in FEW]
    rows = list(printed(hands))
    assert rows[0] == HEAD
    assert [row.split()[0] for row in rows[1:-1]] == list(FEW)
    assert rows[-1].split()[:6] == ["all", "of", "the", "second", "form", str(len(known.data))]
