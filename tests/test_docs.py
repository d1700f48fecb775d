"""The map is true: every file that the architecture page names is there, and every layer it draws is held."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
MAP = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
NAMED = sorted({name.rstrip("/") for name in re.findall(r"\b(?:bot|conversations|tests)/[\w./]+", MAP)})


def test_the_map_names_many_places() -> None:
    assert len(NAMED) > 40


@pytest.mark.parametrize("name", NAMED)
def test_a_place_on_the_map_is_there(name: str) -> None:
    path = ROOT / name.removesuffix(".")
    assert path.exists(), f"docs/architecture.md sends people to {name}, which is not there"


def test_every_part_of_the_core_is_on_the_map() -> None:
    parts = [p.name for p in (ROOT / "bot" / "core").iterdir() if p.is_dir() and (p / "__init__.py").exists()]
    assert [part for part in parts if f"{part}/" not in MAP] == []


def test_functions_that_the_ways_name_are_there() -> None:
    ways = MAP.split("## Five ways")[1].split("## Where")[0]
    code = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "bot").rglob("*.py"))
    named = re.findall(r"`(?:\w+\.)?([a-z_]+)`(?!\.py)", re.sub(r"`[\w/]+\.py`", "", ways))
    assert [name for name in named if not re.search(rf"def {name}\b|/{name}\b", code + ways)] == []


def test_every_page_sends_people_to_files_that_are_there() -> None:
    """Files of the code that any page of docs names, whole; those of a run, and patterns, are none."""
    gone = []
    for page in sorted((ROOT / "docs").glob("*.md")):
        for name in re.findall(
            r"`((?:bot|conversations|tests)/[\w./-]+\.(?:py|yaml|md|txt|sql))`", page.read_text("utf-8")
        ):
            if not (ROOT / name).exists() and "NNNN" not in name and "NAME" not in name:
                gone.append(f"{page.name}: {name}")
    assert gone == []


def test_every_test_that_a_page_names_is_there() -> None:
    """`path::test_name`, and `::test_name` for another one of the file named before it."""
    named = []
    for page in sorted((ROOT / "docs").glob("*.md")):
        file = ""
        for path, test in re.findall(r"`((?:tests/[\w./]+\.py)?)::(test_\w+)`", page.read_text("utf-8")):
            file = path or file
            named.append((page.name, file, test))
    assert len(named) > 15
    assert [n for n in named if f"def {n[2]}(" not in (ROOT / n[1]).read_text(encoding="utf-8")] == []
