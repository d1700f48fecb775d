"""`python -m tests.training.left_out`: how strangers are understood (needs scikit-learn).

For each hand, everything is learned from the lines of all other hands, thresholds too; then the lines of that hand
are read and scored. Nothing is believed because its own author said it, so these are the figures to go by when the
grammar is changed; the weights that are kept come from `python -m tests.training.weights`.
What candidates of other lines look like to weights of other authors is worked out once, for all hands.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from bot.content.vocabulary import read_vocabulary
from bot.core.reader import Vocabulary
from tests.training.data import ROOT, Line, lines, score
from tests.training.readings import CONTENT, rows_of
from tests.training.weights import Aside, learned, look_through, set_aside

FIRST_FORM = "first form"
"""All lines that were written before entries: one hand wrote nearly all of them, and is left out as one."""

Judged = Mapping[str, Any]


@dataclass(frozen=True)
class Known:
    """All that is the same for every hand: the lines, and what weights of other authors make of each."""

    data: Sequence[Line]
    aside: Aside
    vocabulary: Vocabulary


def hand_of(line: Line) -> str:
    """Whose words a line is in."""
    return line.author if (ROOT / "sets" / line.author).is_dir() else FIRST_FORM


def judged(known: Known, hand: str) -> list[Judged]:
    """The lines of one hand, as they are read by what was learned from all others."""
    mine = frozenset(i for i, line in enumerate(known.data) if hand_of(line) == hand)
    weights = learned(known.data, known.aside, mine)
    return list(judged_with([known.data[i] for i in sorted(mine)], replace(known.vocabulary, weights=weights)))


def judged_with(mine: Sequence[Line], vocabulary: Vocabulary) -> Iterator[Judged]:
    """Lines as they are read with the weights of a vocabulary, each beside its label."""
    for line, row in zip(mine, rows_of(mine, vocabulary), strict=True):
        yield {**score.judge(line.row, row), "hand": hand_of(line), "facts": row["facts"], "label": line.row}


_KNOWN: list[Known] = []
"""Filled before the processes fork, so that each has it without its being sent."""


def _of_hand(hand: str) -> list[Judged]:
    return judged(_KNOWN[0], hand)


def all_hands(known: Known, hands: Sequence[str], processes: int) -> Iterator[list[Judged]]:
    """Every hand left out in turn, a few at once."""
    _KNOWN[:] = [known]
    with multiprocessing.get_context("fork").Pool(processes) as pool:
        yield from pool.imap(_of_hand, hands)


_WIDTH = 24


def table(name: str, found: Sequence[Judged]) -> str:
    """The figures of some lines as one row."""
    result = score.figures(found)
    shares = [
        result["intent_accuracy"], result["false_fact_share"], result["fact_recall"], result["sure_recall"],
        result["asks_recall"],
    ]  # fmt: skip
    wanted, apart = result["entries_wanted"], result["entries_told_apart"]
    shares.append(apart / wanted if wanted else None)
    cells = "".join("     –" if share is None else f"{100 * share:6.1f}" for share in shares)
    guessed = result["wrong_but_unsure_facts"] / len(found)
    return f"{name:{_WIDTH}}{len(found):6d} {cells}{100 * guessed:8.1f}{result['extra_asks'] / len(found):8.2f}"


HEAD = f"{'hand':{_WIDTH}} lines   int. false  rec.  sure  asks  entr. guessed  extra"


def printed(hands: Iterable[tuple[str, Sequence[Judged]]]) -> Iterator[str]:
    """The table: a row for each hand; what is of the second form together."""
    yield HEAD
    second: list[Judged] = []
    for hand, found in hands:
        yield table(hand, found)
        if hand != FIRST_FORM:
            second += found
    if second:
        yield table("all of the second form", second)


def main() -> None:
    """Leaves out each hand in turn and prints how its lines are read."""
    parser = argparse.ArgumentParser(prog="left_out", description=__doc__)
    parser.add_argument("hands", nargs="*", help="only these (default: all)")
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--write", type=Path, help="every line with its verdict, as JSON Lines")
    given = parser.parse_args()
    vocabulary, problems = read_vocabulary(CONTENT)
    for problem in problems:
        print(problem)
    data = lines()
    hands = given.hands or list(dict.fromkeys(hand_of(line) for line in data))
    known = Known(data, set_aside(data, look_through(data, vocabulary)), vocabulary)
    found = list(zip(hands, all_hands(known, hands, given.processes), strict=True))
    for row in printed(found):
        print(row)
    if given.write:
        rows = [json.dumps(row, ensure_ascii=False) for _, judged_lines in found for row in judged_lines]
        given.write.write_text("\n".join(rows) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
