"""`understand` with what is recorded: each fact with its entry, nothing in a wrong one, and asked when in doubt."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest

from bot.cli.understand import run
from bot.core.language.lexicon import Lexicon
from tests.programmes import together

SURVEY = {"id": "a", "method": ["survey"], "took_part": 212}
DROP_IN = {"id": "b", "method": ["drop_in"], "took_part": 41}
NOTED = {"id": "x", "outcome": "noted", "date": "2026-02-04/2026-02-04"}
BOOKED = {"id": "y", "outcome": "scheduled", "date": "2026-11-11/2026-11-11"}
Entries = dict[str, dict[str, Any]]


def answer(lexicon: Lexicon, text: str, known: object, asked: str | None = None) -> dict[str, Any]:
    row = {"id": 1, "text": text, "today": "2026-11-24", "asked": asked, "known": known}
    out = io.StringIO()
    assert run(io.StringIO(json.dumps(row) + "\n"), out, lexicon, programme=together) == 0
    found: dict[str, Any] = json.loads(out.getvalue())
    return found


@pytest.mark.parametrize(
    ("text", "asked", "known", "facts", "asks"),
    [
        # One is recorded: that one is meant, by its own id.
        ("it was 40 in the end", "residents.took_part", {"residents": [SURVEY]}, {"took_part": (40, "a")}, False),
        # Several: it cannot be told, and is asked; unless the question, or the words, are of one.
        (
            "it was 40 in the end", "residents.took_part", {"residents": [SURVEY, DROP_IN]},
            {"took_part": (40, "?")}, True,
        ),
        ("40", "residents.took_part#b", {"residents": [SURVEY, DROP_IN]}, {"took_part": (40, "b")}, False),
        (
            "60 residents came to the drop-in", None, {"residents": [SURVEY, {"id": "b", "method": ["drop_in"]}]},
            {"took_part": (60, "b")}, False,
        ),
        # What nobody recorded is new, and has no key.
        (
            "we also held a workshop with residents on 3 June, 18 came", None, {"residents": [SURVEY]},
            {"method": (["workshop"], None), "took_part": (18, None)}, False,
        ),
        # The only meeting still to come is the one that was held.
        ("the board approved it", None, {"board": [NOTED, BOOKED]}, {"outcome": ("adopted", "y")}, False),
        # Two told in one breath, of which one is recorded: this reader takes them for one, so it asks.
        (
            "41 residents at the drop-ins, 212 residents answered the survey", None, {"residents": [SURVEY]},
            {"method": (["drop_in", "survey"], "?")}, True,
        ),
        # What is recorded just so is only mentioned.
        ("I had it as noted", None, {"board": [NOTED]}, {}, False),
    ],
)  # fmt: skip
def test_each_fact_has_its_entry(
    lexicon: Lexicon, text: str, asked: str | None, known: object, facts: dict[str, tuple[Any, Any]], asks: bool
) -> None:
    found = answer(lexicon, text, known, asked)
    told = {f["name"].partition(".")[2]: (f["value"], f.get("entry")) for f in found["facts"]}
    assert {name: told.get(name) for name in facts} == facts
    assert facts or not found["facts"]
    assert any(a.endswith(".entry") for a in found["asks"]) is asks
    step = next(iter(known))  # type: ignore[call-overload]
    ids = {e["id"] for e in known[step]}  # type: ignore[index]
    assert {entry for _, entry in told.values()} <= {*ids, "?", None}


def test_a_reply_to_which_one_is_the_entrys_id(lexicon: Lexicon) -> None:
    found = answer(lexicon, "the survey", {"residents": [SURVEY, DROP_IN]}, "residents.entry")
    assert found["facts"] == [{"name": "residents.entry", "value": "a", "sure": True}]


def test_a_record_of_another_step_says_nothing_of_this_one(lexicon: Lexicon) -> None:
    text = "we surveyed residents in May, 212 took part"
    alone, beside = answer(lexicon, text, None), answer(lexicon, text, {"board": [NOTED, BOOKED]})
    assert alone == beside
    assert all("entry" not in f for f in alone["facts"])


@pytest.mark.parametrize(
    "known",
    [
        None, [], "x", 3, {}, {"residents": "x"}, {"residents": [3, None, []]}, {"nothing": [{"id": "a"}]},
        {"residents": [{"method": ["survey"]}]}, {"residents": [{"id": 7, "took_part": {"x": 1}}]},
        {"residents": [{"id": "a", "date": "soon", "method": "survey", "state": ["done"]}]},
        {"board": [{"id": "a", "date": "2026-13-45/2026-01-01", "body": None}]},
    ],
)  # fmt: skip
@pytest.mark.parametrize("text", ["40 residents came", "the board noted it on 3 March", "no, it was 41", ""])
def test_whatever_is_given_as_known_there_is_an_answer(lexicon: Lexicon, known: object, text: str) -> None:
    found = answer(lexicon, text, known, "residents.took_part")
    assert "error" not in found
    assert found["id"] == 1
