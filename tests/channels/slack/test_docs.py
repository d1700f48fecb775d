"""docs/slack.md cannot rot: each rule names a test that exists, each file of the part is named."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[3]
DOCS = (ROOT / "docs" / "slack.md").read_text("utf-8")


def test_every_rule_names_a_test_that_exists() -> None:
    written = "".join(path.read_text("utf-8") for path in Path(__file__).parent.glob("test_*.py"))
    named = re.findall(r"`(test_\w+)`", DOCS)
    assert len(named) > 10
    assert [name for name in named if f"def {name}(" not in written] == []


def test_every_file_of_the_folder_is_named() -> None:
    folder = {path.stem for path in (ROOT / "bot" / "channels" / "slack").glob("*.py")} - {"__init__"}
    drawn = DOCS.split("    endpoint", 1)[1].split("##", 1)[0]
    assert {name for name in folder if name not in "endpoint" + drawn} - {"payloads", "replies"} == set()
