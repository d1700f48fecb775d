"""`python -m tests.training.danger`: learns the second opinion on danger again, to the byte (needs scikit-learn).

From lists of messages by several hands, and from ordinary messages, which are innocent. `--left-out` learns without
each list in turn and prints how that list would then be answered, with the rules alone beside it.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from bot.content.journey import load
from bot.content.safety import CHANCES, CHANCES_FILE
from bot.core.model.reading import Context, Reading
from bot.core.reader.weights import Chances
from bot.core.safety.danger import KINDS, sighting, without_idioms
from bot.core.safety.look import look, look_with
from bot.core.safety.opinion import INNOCENT, features
from bot.core.safety.words import RESIDENT, TROUBLE, Safety
from bot.core.turn.understand import understand
from tests.guidance.world import NOW, programme
from tests.training.data import lines
from tests.training.weights import dump, several

CONTENT = Path("conversations")
LISTS, OLDER = Path("tests/safety/lists"), Path("tests/safety")
SEALED = ("hand_e",)
"""Lists that are never learned from."""
WRITTEN = CONTENT / CHANCES_FILE
STRENGTH = 2.0
FOLDS = 4

Line = tuple[str, str]
"""A label and a message."""


def shipped() -> Safety:
    """The words, with the weights as they are now."""
    journey = load(CONTENT).journey
    assert journey is not None
    return journey.safety


def told(path: Path, between: str) -> list[Line]:
    """The lines of a list."""
    pairs = (line.partition(between) for line in path.read_text("utf-8").splitlines() if not line.startswith("#"))
    return [(label, text) for label, _, text in pairs if text]


def lists() -> dict[str, list[Line]]:
    """Every list that may be learned from, by its name."""
    return {path.stem: told(path, "\t") for path in sorted(LISTS.glob("*.tsv")) if path.stem not in SEALED}


def older(safety: Safety) -> list[Line]:
    """The older lists, which only say that somebody needs help: trouble, where the rules see no danger."""
    rules = replace(safety, chances=Chances())
    found = [line for path in sorted(OLDER.glob("*.txt")) for line in told(path, ": ")]
    kinds = {"care": TROUBLE, INNOCENT: INNOCENT}
    return [
        (kinds[kind], text)
        for kind, text in found
        if kind == INNOCENT or (kind == "care" and look(text, rules) not in KINDS)
    ]


def ordinary() -> list[tuple[str, str]]:
    """Author and text of ordinary messages: whoever labelled them saw nobody in trouble."""
    return [(line.author, line.row["text"]) for line in lines() if line.row["intent"] != "signpost"]


def rows_of(text: str, safety: Safety) -> list[Collection[str]]:
    """What the weights are on, part by part."""
    words, _ = without_idioms(text, safety.danger, safety.spelling)
    return features(words, sighting(words, safety.danger), safety.trouble.find(words.words))


def learned(data: Iterable[Line], rows: Callable[[str], list[Collection[str]]]) -> Chances:
    """The weights. Of a long message only an innocent one is learned from: where in it the danger is, nobody said."""
    seen, labels = [], []
    for label, text in data:
        parts = rows(text)
        if label == INNOCENT or len(parts) == 1:
            seen += parts
            labels += [label] * len(parts)
    return Chances(several(seen, labels, STRENGTH))


def answered(data: Sequence[Line], safety: Safety, reading: Callable[[str], Reading]) -> str:
    """How a list is answered: right kind, any help, trouble found, innocent caught."""
    got = [(label, look_with(text, reading(text), safety)) for label, text in data]
    helped = Counter(label for label, kind in got if kind not in ("", RESIDENT))
    right = sum(label == kind for label, kind in got if label in KINDS)
    return f"{right:4} {sum(helped[kind] for kind in KINDS):4} {helped[TROUBLE]:4} {helped[INNOCENT]:4}"


class Remembered(dict[str, list[Collection[str]]]):
    """Rows by text, made once."""

    def __init__(self, safety: Safety) -> None:
        super().__init__()
        self._safety = safety

    def __missing__(self, text: str) -> list[Collection[str]]:
        return self.setdefault(text, rows_of(text, self._safety))


def left_out(safety: Safety) -> None:
    """Each list as it is answered when everything but it was learned from."""
    rows, content = Remembered(safety), programme()
    known, more = lists(), older(safety)
    common = [(INNOCENT, text) for _, text in ordinary()]

    def reading(text: str) -> Reading:
        return understand(content, text, Context(NOW.date()))

    def show(name: str, data: Sequence[Line], others: Iterable[Line]) -> None:
        rules = replace(safety, chances=Chances())
        learnt = replace(safety, chances=learned(others, rows.__getitem__))
        size = Counter(label if label in (TROUBLE, INNOCENT) else "danger" for label, _ in data)
        counts = f"{size['danger']:4} {size[TROUBLE]:4} {size[INNOCENT]:5}"
        print(
            f"{name:20} {counts} | {answered(data, rules, reading)} | {answered(data, learnt, reading)}", flush=True
        )

    print("list                 danger trouble innocent | rules: right helped trouble caught | with the opinion")
    for name, data in known.items():
        show(name, data, [*(x for n, other in known.items() if n != name for x in other), *more, *common])
    authors = sorted({author for author, _ in ordinary()})
    for fold in range(FOLDS):
        mine = set(authors[fold::FOLDS])
        out = [(INNOCENT, text) for author, text in ordinary() if author in mine]
        rest = [(INNOCENT, text) for author, text in ordinary() if author not in mine]
        show(f"ordinary, part {fold + 1}", out, [*(x for data in known.values() for x in data), *more, *rest])


def main(told: Sequence[str]) -> None:
    """Learns from all lists that are not sealed and writes the weights, or shows what each list gains."""
    safety = shipped()
    if "--left-out" in told:
        left_out(safety)
        return
    data = [
        *(x for lines in lists().values() for x in lines),
        *older(safety),
        *((INNOCENT, t) for _, t in ordinary()),
    ]
    found = learned(data, Remembered(safety).__getitem__)
    dump(WRITTEN, {CHANCES: found.table})
    print(f"{len(data)} messages, {len(found.table)} features")


if __name__ == "__main__":
    main(sys.argv[1:])
