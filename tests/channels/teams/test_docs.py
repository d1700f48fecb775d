"""docs/teams.md says what the code does: every status and code has its place in the table."""

from __future__ import annotations

import re
from pathlib import Path

from bot.channels.teams.manifest import SCHEMA_VERSION
from bot.channels.teams.sending import CODES, STATUSES

ROOT = Path(__file__).parents[3]
DOCS = (ROOT / "docs" / "teams.md").read_text(encoding="utf-8")


def test_every_status_and_code_is_explained() -> None:
    assert [status for status in STATUSES if not re.search(rf"\b{status}\b", DOCS)] == []
    assert [code for code in CODES if f"`{code}`" not in DOCS] == []
    assert f"schema {SCHEMA_VERSION}" in DOCS


def test_every_test_named_is_there() -> None:
    tests = "".join(path.read_text(encoding="utf-8") for path in Path(__file__).parent.glob("test_*.py"))
    for name in re.findall(r"`(test_[a-z_]+)(…?)`", DOCS):
        assert f"def {name[0]}" in tests, name


def test_every_file_of_the_folder_is_on_the_map() -> None:
    folder = ROOT / "bot" / "channels" / "teams"
    head = DOCS[: DOCS.index("## Set it up")]
    missing = [p.stem for p in folder.glob("*.py") if not re.search(rf"\b{p.stem}\b", head)]
    assert [name for name in missing if name != "__init__"] == []
