"""`python -m tests.training.weights`: learns the reader's weights again, to the byte (needs scikit-learn).

Rules make candidates; what is learned is only which shapes to trust. The scores that the model of intents sees,
and the thresholds, come from authors that were left out: nothing is believed because its own author said it.
"""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from bot.content.vocabulary import FOLDER, SHAPES, WORDS, read_vocabulary
from bot.core.reader.certainty import all_signs
from bot.core.reader.intents import features_of
from bot.core.reader.reading import Findings, findings
from bot.core.reader.vocabulary import Vocabulary
from bot.core.reader.weights import Weights
from tests.training.data import Line, lines, rights

CONTENT = Path("conversations/understanding")
FOLDS = 6
FEWEST = 5
"""Lines in which a feature of words must occur."""
SMALLEST = 0.02
FACTS_C, SURE_C, INTENTS_C = 0.5, 0.1, 1.0
FALSE_LINES, STRICTER, FEW = 0.01, 0.1, 300
"""At most so many lines of left-out authors with a wrong sure fact; what is stricter for a name with few examples."""
ASK, ASK_PASTED = 0.35, 0.5
"""From which chance on a candidate is worth a question; pasted text is full of what is none of ours."""
TELLING = frozenset({"answer", "correct", "hand_over"})


def look_through(data: Sequence[Line], vocabulary: Vocabulary) -> list[Findings]:
    """Every line up to its candidates."""
    return [findings(line.row["text"], line.context, vocabulary) for line in data]


def folds(data: Sequence[Line]) -> list[int]:
    """The fold of each line: whole authors, the largest first into the smallest fold."""
    sizes = Counter(line.author for line in data)
    filled = [0] * FOLDS
    place: dict[str, int] = {}
    for author, size in sorted(sizes.items(), key=lambda x: (-x[1], x[0])):
        place[author] = filled.index(min(filled))
        filled[place[author]] += size
    return [place[line.author] for line in data]


def matrix_of(rows: Sequence[Iterable[str]], fewest: int) -> tuple[list[str], Any]:
    """The features that occur often enough, sorted, and which row has which."""
    import numpy as np
    from scipy.sparse import csr_matrix

    counts = Counter(f for row in rows for f in set(row))
    names = sorted(f for f, n in counts.items() if n >= fewest)
    place = {f: i for i, f in enumerate(names)}
    columns = [sorted(place[f] for f in set(row) if f in place) for row in rows]
    starts = np.cumsum([0, *map(len, columns)], dtype=np.int32)
    flat = np.array([c for row in columns for c in row], dtype=np.int32)
    return names, csr_matrix((np.ones(len(flat)), flat, starts), shape=(len(rows), len(names)))


def binary(
    rows: Sequence[Iterable[str]], right: Sequence[bool], strength: float, fewest: int = 5
) -> dict[str, float]:
    """Weights by feature of a logistic regression; "" is the intercept."""
    from sklearn.linear_model import LogisticRegression

    names, matrix = matrix_of(rows, fewest)
    model = LogisticRegression(C=strength, solver="liblinear", max_iter=500, random_state=0)
    model.fit(matrix, list(right))
    found = {"": round(float(model.intercept_[0]), 3)}
    for name, weight in zip(names, model.coef_[0], strict=True):
        if abs(weight) >= SMALLEST / 2:
            found[name] = round(float(weight), 3)
    return found


def several(rows: Sequence[Iterable[str]], labels: Sequence[str], strength: float) -> dict[str, dict[str, float]]:
    """Weights by feature and class; "" holds the intercepts."""
    from sklearn.linear_model import LogisticRegression

    names, matrix = matrix_of(rows, FEWEST)
    model = LogisticRegression(C=strength, solver="lbfgs", max_iter=400, tol=2e-4)
    model.fit(matrix, list(labels))
    found: dict[str, dict[str, float]] = {
        "": {c: round(float(w), 3) for c, w in zip(model.classes_, model.intercept_, strict=True)}
    }
    columns = model.coef_.T
    for name, column in zip(names, columns, strict=True):
        row = {c: round(float(w), 3) for c, w in zip(model.classes_, column, strict=True) if abs(w) >= SMALLEST * 5}
        if row:
            found[name] = row
    return found


@dataclass(frozen=True)
class Row:
    """One candidate of a line, and whether it is right."""

    line: int
    name: str
    hedged: bool
    features: tuple[str, ...]
    right: bool


@dataclass(frozen=True)
class Rows:
    """Candidates to learn from."""

    all: tuple[Row, ...]

    @property
    def features(self) -> list[tuple[str, ...]]:
        return [row.features for row in self.all]

    @property
    def right(self) -> list[bool]:
        return [row.right for row in self.all]

    def without(self, number: int, fold: Sequence[int]) -> Rows:
        """Those whose line is in another fold."""
        return Rows(tuple(row for row in self.all if fold[row.line] != number))

    def but(self, out: Set[int]) -> Rows:
        """Those of other lines."""
        return Rows(tuple(row for row in self.all if row.line not in out))


@dataclass(frozen=True)
class Aside:
    """What weights of other authors make of each line."""

    seen: Sequence[Findings]
    findings: Sequence[Findings]
    chances: Sequence[Mapping[str, float]]
    ranked: Rows
    rows: Rows
    scores: Sequence[float]


def candidate_rows(
    data: Sequence[Line], seen: Sequence[Findings], chances: Sequence[Mapping[str, float]] = ()
) -> Rows:
    """Every candidate that no veto takes out; with what is seen once the intent is known, where that is given."""
    out: list[Row] = []
    for number, (line, found) in enumerate(zip(data, seen, strict=True)):
        live = [c for c in found.candidates if not c.vetoes]
        more = all_signs(live, found.scene, chances[number]) if chances else [()] * len(live)
        for c, signs, verdict in zip(live, more, rights(line.row, live), strict=True):
            if verdict is not None:
                out.append(Row(number, c.name, c.hedged, (*c.features, *signs), verdict))
    return Rows(tuple(out))


def rescored(found: Findings, weights: Weights) -> Findings:
    """The findings as they are with other weights."""
    scored = tuple(replace(c, score=0.0 if c.vetoes else weights.of_fact(c.features)) for c in found.candidates)
    names = [a.name for a in (*found.asks, *found.handed.asks)]
    features = tuple(features_of(found.scene, scored, names))
    return replace(found, candidates=scored, features=features)


def set_aside(data: Sequence[Line], seen: Sequence[Findings]) -> Aside:
    """What is made of each line by weights of other authors."""
    fold = folds(data)
    rows = candidate_rows(data, seen)
    aside: list[Findings] = list(seen)
    for number in range(FOLDS):
        mine = rows.without(number, fold)
        weights = Weights(facts=binary(mine.features, mine.right, FACTS_C))
        for i in (i for i in range(len(data)) if fold[i] == number):
            aside[i] = rescored(seen[i], weights)
    features, labels = [f.features for f in aside], [str(line.row["intent"]) for line in data]
    chances: list[Mapping[str, float]] = [{}] * len(data)
    for number in range(FOLDS):
        mine_too = [i for i in range(len(data)) if fold[i] != number]
        others = Weights(intents=several([features[i] for i in mine_too], [labels[i] for i in mine_too], INTENTS_C))
        for i in (i for i in range(len(data)) if fold[i] == number):
            chances[i] = others.of_intents(features[i])
    known = candidate_rows(data, aside, chances)
    return Aside(seen, aside, chances, rows, known, out_of_fold(known, fold))


def learned(data: Sequence[Line], aside: Aside, out: Set[int] = frozenset()) -> Weights:
    """The weights and thresholds, from all lines but those that are left out."""
    ranked, known = aside.ranked.but(out), aside.rows.but(out)
    kept = [i for i in range(len(data)) if i not in out]
    features, labels = [aside.findings[i].features for i in kept], [str(data[i].row["intent"]) for i in kept]
    return Weights(
        binary(ranked.features, ranked.right, FACTS_C), binary(known.features, known.right, SURE_C),
        several(features, labels, INTENTS_C), thresholds(data, aside, out),
    )  # fmt: skip


def out_of_fold(rows: Rows, fold: Sequence[int]) -> list[float]:
    """How certain each candidate is to weights of other authors."""
    scores = [0.0] * len(rows.right)
    for number in range(FOLDS):
        mine = rows.without(number, fold)
        weights = Weights(sure=binary(mine.features, mine.right, SURE_C))
        for i, row in enumerate(rows.all):
            if fold[row.line] == number:
                scores[i] = weights.of_sure(0.0, row.features)
    return scores


def thresholds(data: Sequence[Line], aside: Aside, out: Set[int] = frozenset()) -> dict[str, float]:
    """Sure from one threshold on: the lowest at which few enough lines of left-out authors have a wrong sure fact.
    Pasted text, and a name with few examples, take a stricter one."""
    told = [max(c, key=lambda i: (c[i], i)) in TELLING for c in aside.chances]
    second = {i for i, line in enumerate(data) if line.row.get("v") == 2} - out
    pasted = {i for i in second if aside.findings[i].looked.pasted}
    seen = Counter(row.name for row in aside.rows.but(out).all)
    few = {name for name, count in seen.items() if count < FEW}
    order = sorted(
        ((score - STRICTER) / (1 - STRICTER) if row.name in few else score, row.line, row.right)
        for score, row in zip(aside.scores, aside.rows.all, strict=True)
        if row.line in second and told[row.line] and not row.hedged
    )
    sure = _lowest([x for x in order if x[1] not in pasted], len(second) - len(pasted))
    strict = round(sure + (1 - sure) * STRICTER, 3)
    names = {f"sure:{name}": strict for name in sorted(few)}
    of_pasted = _lowest([x for x in order if x[1] in pasted], len(pasted))
    return {"sure": sure, "pasted": max(of_pasted, sure), "ask": ASK, "ask_pasted": ASK_PASTED, **names}


def _lowest(order: Sequence[tuple[float, int, bool]], lines_in_all: int) -> float:
    """The lowest score from which on few enough lines have something wrong."""
    wrong: set[int] = set()
    lowest = 1.0
    for score, line, right in reversed(order):
        if not right:
            wrong.add(line)
        if len(wrong) > FALSE_LINES * lines_in_all:
            break
        lowest = score
    return math.ceil(lowest * 1000) / 1000


def write(weights: Weights, words: Path, beside: Path = SHAPES) -> None:
    """Weights on shapes beside the code, weights on words beside the vocabulary."""
    shapes = {f: w for f, w in weights.intents.items() if not f or f.startswith("f:")}
    own = {f: w for f, w in weights.intents.items() if f and not f.startswith("f:")}
    tables = {"facts": weights.facts, "sure": weights.sure, "thresholds": weights.thresholds}
    dump(beside, {**tables, "intents": shapes})
    dump(words, {"intents": own})


def dump(path: Path, tables: Mapping[str, Mapping[str, Any]]) -> None:
    """One feature a line, sorted: a change shows as a difference that can be read."""
    parts = []
    for table, rows in tables.items():
        inner = ",\n".join(
            f"{json.dumps(k, ensure_ascii=False)}: {json.dumps(rows[k], sort_keys=True)}" for k in sorted(rows)
        )
        parts.append(f"{json.dumps(table)}: {{\n{inner}\n}}")
    path.write_text("{\n" + ",\n".join(parts) + "\n}\n", encoding="utf-8")


def main() -> None:
    """Learns from all lines and writes the weights."""
    vocabulary, problems = read_vocabulary(CONTENT)
    for problem in problems:
        print(problem)
    data = lines()
    weights = learned(data, set_aside(data, look_through(data, vocabulary)))
    write(weights, CONTENT / FOLDER / WORDS)
    print(f"{len(data)} lines, {len(weights.facts)} shapes, {len(weights.intents)} features of intents")


if __name__ == "__main__":
    main()
