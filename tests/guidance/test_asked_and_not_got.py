"""What strangers asked for and did not get: the answer, given outright or as the likelier of two. The card beside the
list says who wrote it, and how little was answered before."""

from __future__ import annotations

import json
from pathlib import Path

from bot.core.guidance.questions import match
from tests.programmes import together

ASKED = [json.loads(x) for x in (Path(__file__).parent / "asked_and_not_got.jsonl").read_text("utf-8").splitlines()]
JOURNEY = together().journey


def test_what_was_asked_for_is_given() -> None:
    found = [(q, match(JOURNEY, q["question"])) for q in ASKED]
    assert [q["question"] for q, m in found if m.given is not None and m.given.key not in q["want"]] == []
    given = [m for _, m in found if m.given is not None]
    assert len(given) >= 0.95 * len(ASKED)


def test_of_two_near_answers_the_likelier_is_given_with_the_other() -> None:
    found = match(JOURNEY, "is it ok if the panel does the survey for us")
    assert found.answer is None
    assert len(found.nearest) == 2
    near = [m for q in ASKED if (m := match(JOURNEY, q["question"])).near]
    assert near
    assert all(m.given == m.nearest[0] and m.answer is None for m in near)
