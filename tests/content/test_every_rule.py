"""Every rule is broken by some test, and explained in docs/content.md."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.content.problems import Rule

HERE = Path(__file__).parent
DOCS = HERE.parents[1] / "docs" / "content.md"

ELSEWHERE = {"EXAMPLE_WRONG", "PATTERN_CLASH", "TRANSCRIPT_MISSING", "SETTING_WRONG"}
"""Rules of the vocabulary, the transcripts and the settings: broken in the tests of those."""


@pytest.mark.parametrize("rule", sorted({r.name for r in Rule} - ELSEWHERE))
def test_is_broken_by_some_test(rule: str) -> None:
    asserted = re.compile(rf'"{rule}", |"{rule.lower()}__\w*error"')
    tests = [HERE / "test_problems.py", HERE / "test_together.py"]
    assert any(asserted.search(t.read_text(encoding="utf-8")) for t in tests)


@pytest.mark.parametrize("rule", [r.name for r in Rule])
def test_is_explained_in_the_docs(rule: str) -> None:
    assert f"`{rule}`" in DOCS.read_text(encoding="utf-8")


def test_the_docs_explain_no_rule_that_is_gone() -> None:
    named = set(re.findall(r"^\| `([A-Z_]+)` \|", DOCS.read_text(encoding="utf-8"), re.MULTILINE))
    assert named == {r.name for r in Rule}
