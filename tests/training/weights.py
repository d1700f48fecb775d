"""`python -m tests.training.weights`: learns the reader's weights again, to the byte (needs scikit-learn).

Rules make candidates; what is learned is only which shapes to trust. The scores that the model of intents sees,
and the thresholds, come from authors that were left out: nothing is believed because its own author said it.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from bot.content.vocabulary import FOLDER, SHAPES, WORDS, read_vocabulary
from bot.core.reader.intents import features_of
from bot.core.reader.reading import Findings, findings
from bot.core.reader.vocabulary import Vocabulary
from bot.core.reader.weights import Weights
from tests.training.data import Line, lines, rights

CONTENT = Path("conversations/understanding")
FOLDS = 6
FEWEST = 3
"""Lines in which a feature of words must occur."""
SMALLEST = 0.02
FACTS_C, INTENTS_C, ASKS_C = 0.5, 1.0, 0.3


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
    model = LogisticRegression(C=strength, solver="lbfgs", max_iter=150, tol=1e-3)
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


def candidate_rows(
    data: Sequence[Line], seen: Sequence[Findings]
) -> tuple[list[int], list[tuple[str, ...]], list[bool]]:
    """Line, features and verdict of every candidate that no veto takes out."""
    at: list[int] = []
    rows: list[tuple[str, ...]] = []
    right: list[bool] = []
    for number, (line, found) in enumerate(zip(data, seen, strict=True)):
        live = [c for c in found.candidates if not c.vetoes]
        for c, verdict in zip(live, rights(line.row, live), strict=True):
            if verdict is not None:
                at.append(number)
                rows.append(c.features)
                right.append(verdict)
    return at, rows, right


def rescored(found: Findings, weights: Weights) -> Findings:
    """The findings as they are with other weights."""
    scored = tuple(replace(c, score=0.0 if c.vetoes else weights.of_fact(c.features)) for c in found.candidates)
    names = [a.name for a in (*found.asks, *found.handed.asks)]
    features = tuple(features_of(found.scene, scored, names))
    return replace(found, candidates=scored, features=features)


def train(data: Sequence[Line], seen: Sequence[Findings], vocabulary: Vocabulary) -> tuple[Weights, list[Findings]]:
    """The weights, and the findings of each line as weights of other authors score them."""
    fold = folds(data)
    at, rows, right = candidate_rows(data, seen)
    aside: list[Findings] = list(seen)
    for number in range(FOLDS):
        mine = [i for i, line in enumerate(at) if fold[line] != number]
        weights = Weights(facts=binary([rows[i] for i in mine], [right[i] for i in mine], FACTS_C))
        for i, found in enumerate(seen):
            if fold[i] == number:
                aside[i] = rescored(found, weights)
    facts = binary(rows, right, FACTS_C)
    intents = several([f.features for f in aside], [line.row["intent"] for line in data], INTENTS_C)
    return Weights(facts, {}, intents, thresholds(rows)), aside


SURE, STRICTER, ASK, FEW = 0.9, 0.93, 0.5, 300


def thresholds(rows: Sequence[Iterable[str]]) -> dict[str, float]:
    """Sure from one threshold on; a name with few examples takes a stricter one."""
    seen = Counter(f[len("name:") :] for row in rows for f in row if f.startswith("name:") and "/" not in f)
    strict = {f"sure:{name}": STRICTER for name, count in sorted(seen.items()) if count < FEW}
    return {"sure": SURE, "ask": ASK, **strict}


def write(weights: Weights, words: Path, beside: Path = SHAPES) -> None:
    """Weights on shapes beside the code, weights on words beside the vocabulary."""
    shapes = {f: w for f, w in weights.intents.items() if not f or f.startswith("f:")}
    own = {f: w for f, w in weights.intents.items() if f and not f.startswith("f:")}
    _dump(beside, {"facts": weights.facts, "asks": weights.asks, "thresholds": weights.thresholds, "intents": shapes})
    _dump(words, {"intents": own})


def _dump(path: Path, tables: Mapping[str, Mapping[str, Any]]) -> None:
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
    weights, _ = train(data, look_through(data, vocabulary), vocabulary)
    write(weights, CONTENT / FOLDER / WORDS)
    print(f"{len(data)} lines, {len(weights.facts)} shapes, {len(weights.intents)} features of intents")


if __name__ == "__main__":
    main()
