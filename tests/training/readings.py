"""`python -m tests.training.readings`: writes down how every open labelled line is read, one line each.

A change to the reader then shows its whole effect as a difference of one file, to be read before it is believed.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from bot.content.vocabulary import read_vocabulary
from bot.core.reader import Vocabulary, read
from bot.core.reader.jsonl import as_row
from tests.training.data import Line, lines

FILE = Path("tests/understanding/readings.tsv")
CONTENT = Path("conversations/understanding")


def rows_of(data: Sequence[Line], vocabulary: Vocabulary) -> Iterator[dict[str, Any]]:
    """What the command `understand` would write for each line."""
    for line in data:
        yield as_row(line.row["id"], read(line.row["text"], line.context, vocabulary))


def shown(author: str, row: Mapping[str, Any]) -> str:
    """A reading in one line: what is asked about first has a "?", an entry its mark."""
    facts = [_fact(fact) for fact in row["facts"]]
    return "\t".join((author, str(row["id"]), str(row["intent"]), "; ".join(facts), ", ".join(row["asks"]))).rstrip()


def _fact(fact: Mapping[str, Any]) -> str:
    entry = f"#{fact['entry']}" if "entry" in fact else ""
    value = fact["value"] if isinstance(fact["value"], str) else json.dumps(fact["value"], ensure_ascii=False)
    return f"{fact['name']}{entry}={' '.join(value.split())}{'' if fact['sure'] else ' ?'}"


def main() -> None:
    """Reads all lines and writes the file."""
    vocabulary, problems = read_vocabulary(CONTENT)
    for problem in problems:
        print(problem)
    data = lines()
    found = [shown(line.author, row) for line, row in zip(data, rows_of(data, vocabulary), strict=True)]
    FILE.write_text("\n".join(found) + "\n", encoding="utf-8")
    print(f"{len(found)} readings in {FILE}")


if __name__ == "__main__":
    main()
