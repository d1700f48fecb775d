"""What people in eight roles ask first, answered by the content alone.

The card beside the list says who wrote it, and how few were answered well before it was seen.
"""

from __future__ import annotations

import json
from pathlib import Path

from bot.core.guidance.questions import match
from tests.programmes import together

ASKED = [json.loads(x) for x in (Path(__file__).parent / "eight_roles.jsonl").read_text("utf-8").splitlines()]
JOURNEY = together().journey
SAFETY = {"hazard_heard"}
"""What is answered before any question is looked at: tests/safety has it."""


def test_what_eight_roles_ask_first_is_answered() -> None:
    asked = [q for q in ASKED if not SAFETY & set(q["want"])]
    found = {q["question"]: match(JOURNEY, q["question"]).answer for q in asked}
    missed = [q["question"] for q in asked if (a := found[q["question"]]) is None or a.key not in q["want"]]
    assert len(asked) == 39
    assert missed == []
