"""What must hold for any message: politeness, case, markup and slips change nothing; hostile text costs little."""

from __future__ import annotations

import json
import random
import re
import time
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.core.language.lexicon import Lexicon
from bot.core.model.reading import Context, Value
from bot.core.understanding import read
from tests.bench.understanding import HOSTILE

FOLDER = Path(__file__).parents[2] / "understanding"
CALM = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def _rows() -> list[dict[str, Any]]:
    lines = [line for name in ("dev", "fresh") for line in (FOLDER / f"{name}.jsonl").read_text("utf-8").splitlines()]
    rows = [json.loads(line) for line in lines]
    return [row for row in rows if row["intent"] == "answer" and row["facts"] and not row["text"].startswith(">")]


ROWS = st.sampled_from(_rows())


def sure(text: str, row: dict[str, Any], lexicon: Lexicon) -> set[tuple[str, Value]]:
    reading = read(text, Context(date.fromisoformat(row["today"]), row["asked"]), lexicon)
    return {(f.name, f.value) for f in reading.facts if f.sure}


@CALM
@given(ROWS, st.sampled_from(["{} please", "Hi, {}", "Good morning! {}", "please {}", "thanks, {}", "<@U07BOT> {}",
                              "<p>{}</p>", "<at>Charter Bot</at> {}", "  {}  "]))  # fmt: skip
def test_politeness_and_markup_change_nothing(lexicon: Lexicon, row: dict[str, Any], frame: str) -> None:
    assert sure(frame.format(row["text"]), row, lexicon) == sure(row["text"], row, lexicon)


@CALM
@given(ROWS, st.sampled_from([".", "!", "!!", "..."]))
def test_trailing_punctuation_changes_nothing(lexicon: Lexicon, row: dict[str, Any], end: str) -> None:
    if not row["text"].rstrip().endswith("?"):
        assert sure(row["text"].rstrip(".! ") + end, row, lexicon) == sure(row["text"], row, lexicon)


@CALM
@given(ROWS, st.sampled_from([str.lower, str.upper]))
def test_case_changes_nothing(lexicon: Lexicon, row: dict[str, Any], case: Any) -> None:
    if "http" not in row["text"] and "minute_ref" not in str(row["facts"]):
        assert sure(case(row["text"]), row, lexicon) == sure(row["text"], row, lexicon)


def test_slips_of_one_letter_seldom_change_a_sure_fact(lexicon: Lexicon) -> None:
    """A slip that makes another English word ("stuff") cannot be seen; all others must not matter."""
    rnd, changed, invented, tried = random.Random(4), [], [], 0
    for _ in range(1500):
        row = rnd.choice(_rows())
        slipped, word = _slip(row["text"], rnd)
        if "http" in row["text"] or "ref" in row["text"] or not word or word in lexicon.ordinary:
            continue
        tried += 1
        got, wanted = sure(slipped, row, lexicon), sure(row["text"], row, lexicon)
        changed += [slipped] if got != wanted else []
        invented += [slipped] if {name for name, _ in got - wanted} - {"board.body"} else []
    assert tried > 700
    assert len(changed) <= tried * 0.03, changed
    assert len(invented) <= tried * 0.01, invented


def _slip(text: str, rnd: random.Random) -> tuple[str, str]:
    words = list(re.finditer(r"(?<![\w/.@'])[A-Za-z]{5,}(?![\w/.@'])", text))
    if not words:
        return text, ""
    match = rnd.choice(words)
    word, i = match.group(), rnd.randrange(1, len(match.group()) - 1)
    new = rnd.choice(
        [
            word[:i] + word[i + 1 :],
            word[:i] + word[i + 1] + word[i] + word[i + 2 :],
            word[:i] + word[i : i + 1] * 2 + word[i + 1 :],
        ]
    )
    return text[: match.start()] + new + text[match.end() :], new.lower()


DENIALS = [
    ("the board approved it", "the board has not approved it"),
    ("the board approved it", "the board did not approve it"),
    ("we surveyed tenants", "we have not surveyed tenants"),
    ("we consulted staff", "we never consulted staff"),
    ("commitments are published", "commitments are not published"),
    ("way forward is agreed", "way forward is not agreed"),
    ("the board noted it", "it is not true that the board noted it"),
    ("the exec signed it off", "the exec haven't signed it off"),
    ("we held a workshop with tenants", "we haven't held a workshop with tenants"),
    ("we joined the peer network", "we have not joined the peer network"),
]  # fmt: skip


@pytest.mark.parametrize(("told", "denied"), DENIALS)
def test_a_negated_sentence_never_leaves_the_same_sure_fact(lexicon: Lexicon, told: str, denied: str) -> None:
    row = {"today": "2026-11-24", "asked": None}
    assert sure(told, row, lexicon)
    assert not sure(told, row, lexicon) & sure(denied, row, lexicon)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=300))
def test_any_text_gets_an_answer(lexicon: Lexicon, text: str) -> None:
    assert read(text, Context(date(2026, 11, 24)), lexicon).intent


@pytest.mark.parametrize("text", ["", "   ", "?!", "🙂🙂", "\x00\x01", "\u202e\u202d", "x" * 100_000, "(" * 5000])
def test_odd_text_is_unclear(lexicon: Lexicon, text: str) -> None:
    reading = read(text, Context(date(2026, 11, 24)), lexicon)
    assert (reading.intent, reading.facts) == ("unclear", ())


@pytest.mark.parametrize("name", sorted(HOSTILE))
def test_cost_grows_with_length_only(lexicon: Lexicon, name: str) -> None:
    """Twice the text, about twice the time: no pattern runs away (generous, since other work shares the machine)."""
    text = HOSTILE[name]
    context = Context(date(2026, 11, 24))

    def cost(part: str) -> float:
        best = 9.0
        for _ in range(3):
            begin = time.process_time()
            read(part, context, lexicon)
            best = min(best, time.process_time() - begin)
        return best

    whole = cost(text[:4000])
    assert whole < 0.15
    assert whole < 6 * cost(text[:2000]) + 0.01


@pytest.mark.parametrize("joining", ["and", "but", "not", "until", "hopefully we"])
def test_a_message_that_breaks_off_is_read(lexicon: Lexicon, joining: str) -> None:
    """Somebody presses Enter too soon: after any word, and after one that joins."""
    for row in _rows()[::2]:
        words = row["text"].split()
        for count in range(1, len(words) + 1):
            broken = " ".join(["hopefully", *words[:count], joining])
            assert read(broken, Context(date.fromisoformat(row["today"]), row["asked"]), lexicon).intent
