"""Every rule is broken by some test and explained in docs/content.md; every key is explained to the officer."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.content.answers import ANSWER_KEYS
from bot.content.badge import BADGE_KEYS, PUBLIC_FACT_KEYS
from bot.content.briefings import BRIEFING_KEYS
from bot.content.draft import CHECKED_KEYS
from bot.content.facts import FACT_KEYS
from bot.content.identity import IDENTITY_KEYS
from bot.content.links import LINK_KEYS
from bot.content.papers import PAPER_KEYS, PURPOSE_KEYS
from bot.content.problems import Problem, Rule
from bot.content.reading import Source, parse_yaml
from bot.content.steps import ENTRY_KEYS, KINDS, QUESTION_KEYS, RHYTHM_KEYS, STEP_KEYS
from bot.core.model.identity import COLOURS
from bot.core.model.papers import SECTIONS
from bot.core.record.done_when import DONE_RULES
from bot.core.record.entries import ENTRY_RULES

HERE = Path(__file__).parent
GUIDE = HERE.parents[1] / "conversations" / "README.md"
DOCS = HERE.parents[1] / "docs" / "content.md"

ELSEWHERE = {
    "EXAMPLE_WRONG", "PATTERN_CLASH", "VERB_UNKNOWN", "TRANSCRIPT_MISSING", "TIME_WRONG", "TIME_NEVER", "TIME_ORDER",
    "TIME_PAST",
}  # fmt: skip
"""Rules of the vocabulary, the transcripts and the gatherings: broken in the tests of those."""


@pytest.mark.parametrize("rule", sorted({r.name for r in Rule} - ELSEWHERE))
def test_is_broken_by_some_test(rule: str) -> None:
    asserted = re.compile(rf'"{rule}", |"{rule.lower()}__\w*error"')
    tests = [HERE / name for name in ("test_problems.py", "test_together.py", "test_identity.py")]
    assert any(asserted.search(t.read_text(encoding="utf-8")) for t in tests)


@pytest.mark.parametrize("rule", [r.name for r in Rule])
def test_is_explained_in_the_docs(rule: str) -> None:
    assert f"`{rule}`" in DOCS.read_text(encoding="utf-8")


def test_the_docs_explain_no_rule_that_is_gone() -> None:
    named = set(re.findall(r"^\| `([A-Z_]+)` \|", DOCS.read_text(encoding="utf-8"), re.MULTILINE))
    assert named == {r.name for r in Rule}


# ---------------------------------------------------------------- the officer's guide


KEYS = {
    *STEP_KEYS, *QUESTION_KEYS, *ENTRY_KEYS, *RHYTHM_KEYS, *BRIEFING_KEYS, *ANSWER_KEYS, *FACT_KEYS, *LINK_KEYS,
    *CHECKED_KEYS, *PAPER_KEYS, *PURPOSE_KEYS, *BADGE_KEYS, *PUBLIC_FACT_KEYS,
    *IDENTITY_KEYS, *COLOURS,
}  # fmt: skip


@pytest.mark.parametrize("key", sorted(KEYS))
def test_the_guide_shows_every_key(key: str) -> None:
    assert re.search(rf"^\W*{key}:", GUIDE.read_text(encoding="utf-8"), re.MULTILINE)


@pytest.mark.parametrize("name", [*KINDS, *DONE_RULES, *ENTRY_RULES, *SECTIONS])
def test_the_guide_names_every_kind_and_rule(name: str) -> None:
    assert re.search(rf"\b{name}\b", GUIDE.read_text(encoding="utf-8"))


def test_the_guides_examples_can_be_copied() -> None:
    """They are valid for the strict reader, and have no key that it does not know."""
    problems: list[Problem] = []
    blocks = re.findall(r"```yaml\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL)
    step = parse_yaml(blocks[0], Source("step", problems))
    assert step is not None
    step.known(*STEP_KEYS)
    for question in step.list_of("questions"):
        question.known(*QUESTION_KEYS)
    front = re.findall(r"```markdown\n---\n(.*?)---\n", GUIDE.read_text(encoding="utf-8"), re.DOTALL)[0]
    briefing = parse_yaml(front, Source("briefing", problems))
    assert briefing is not None
    briefing.known(*BRIEFING_KEYS)
    for block in blocks:
        assert parse_yaml(block, Source("example", problems)) is not None
    assert problems == []
