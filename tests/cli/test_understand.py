"""`python -m bot understand`: order, one line each, and lines that are no JSON."""

from __future__ import annotations

import io
import json
from typing import Any

from bot.cli.understand import run
from tests.programmes import together


def rows(*lines: str) -> list[dict[str, Any]]:
    out = io.StringIO()
    assert run(io.StringIO("\n".join(lines) + "\n"), out, together().vocabulary) == 0
    return [json.loads(line) for line in out.getvalue().splitlines()]


def test_the_example_of_the_page() -> None:
    line = '{"id": "u1", "text": "Board approved it on 3 March", "today": "2026-11-24", "asked": "board.outcome"}'
    assert rows(line) == [
        {
            "id": "u1",
            "intent": "answer",
            "facts": [
                {"name": "board.outcome", "value": "adopted", "sure": True},
                {"name": "board.date", "value": "2026-03-03/2026-03-03", "sure": True},
            ],
            "asks": [],
        }
    ]


def test_bad_lines_are_named_and_the_rest_go_on() -> None:
    good = '{"id": "a", "text": "hi", "today": "2026-11-24"}'
    found = rows("{", "[]", '{"text": 3}', '{"text": "x", "today": "soon"}', "[" * 3000, good)
    assert [row["id"] for row in found] == [None, None, None, None, None, "a"]
    assert found[0]["error"].startswith("line 1: ")
    assert found[4]["error"].startswith("line 5: ")
    assert found[5]["intent"] == "greeting"


def test_lists_are_lists() -> None:
    (row,) = rows('{"id": 1, "text": "focus groups", "today": "2026-11-24", "asked": "residents.method"}')
    assert row["facts"][0]["value"] == ["focus_group"]
