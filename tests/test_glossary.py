"""One term for each idea: every public class is in the glossary or plain, and the retired words are gone."""

from __future__ import annotations

import ast
import re
from pathlib import Path

ROOT = Path(__file__).parents[1]
GLOSSARY = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
RETIRED = re.compile(
    r"\b(?:Hall|Mind|Parcel|Desk|Shelf|Room|Talk|Scene|StepCare|PersonCare|SaveCare|Door|Ledger|Road|Wish)s?[A-Z]?\w*"
)
INSIDE = tuple(ROOT / "bot" / "core" / name for name in ("language", "reader"))
"""Reading keeps its words to itself: they are explained where they stand."""
PLAIN_PARTS = ("channels", "content", "http", "rehearsal", "store", "cli")
"""Inside these, a class that does not cross a border is named for its file, and explained there."""


def classes() -> dict[str, Path]:
    found = {}
    for path in sorted((ROOT / "bot").rglob("*.py")):
        if set(INSIDE) & set(path.parents):
            continue
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                found[node.name] = path.relative_to(ROOT)
    return found


def test_every_class_of_the_core_and_what_joins_is_in_the_glossary() -> None:
    crossing = {
        n: p for n, p in classes().items() if p.parts[1] not in PLAIN_PARTS or "port" in (p.stem, p.parent.name)
    }
    missing = {n: str(p) for n, p in crossing.items() if not re.search(rf"\b{n}\b", GLOSSARY)}
    assert missing == {}, "say in docs/glossary.md, in a sentence, what these are"


def test_the_glossary_names_nothing_that_is_gone() -> None:
    code = "".join(p.read_text(encoding="utf-8") for p in (ROOT / "bot").rglob("*.py"))
    named = set(re.findall(r"`([A-Z]\w+)`", GLOSSARY))
    assert {n for n in named if not re.search(rf"\b{n}\b", code)} == set()


def test_no_class_or_file_has_a_retired_name() -> None:
    named = [name for name in classes() if RETIRED.fullmatch(name)]
    files = [p.stem for p in (ROOT / "bot").rglob("*.py") if not set(INSIDE) & set(p.parents)]
    old = {
        "hall",
        "mind",
        "parcel",
        "desk",
        "shelf",
        "rooms",
        "talk",
        "scene",
        "scenes",
        "care",
        "door",
        "doors",
        "road",
    }
    assert (named, [f for f in files if f in old]) == ([], [])
