"""What holds for any words: whose a value is, what a name or a clock time changes, what an answer survives."""

from __future__ import annotations

import random
import time
from itertools import product

import pytest

from bot.core.reader import Reading
from tests.reader.conftest import Understands, told

QUESTIONS = (
    "board.outcome", "board.date", "board.minute_ref", "residents.state", "residents.took_part", "colleagues.method",
    "way_forward.state", "commitments.url", "oversight.mechanism", "updates.frequency", "learning.choice", "confirm",
)  # fmt: skip
OWN_STEP = {
    "the board approved it on 3 March": "board",
    "the audit committee noted the charter in June": "board",
    "we surveyed tenants in May, 212 replied": "residents",
    "staff had a workshop on 4 June and 19 came": "colleagues",
    "the action plan was agreed on 9 July": "way_forward",
    "our commitments are published at https://homes.example/promises": "commitments",
    "the newsletter to tenants goes out every month": "updates",
}


@pytest.mark.parametrize(("text", "asked"), list(product(OWN_STEP, QUESTIONS)))
def test_a_value_never_goes_to_the_question_when_its_clause_names_another_step(
    text: str, asked: str, understands: Understands
) -> None:
    step = OWN_STEP[text]
    assert {name.partition(".")[0] for name in told(understands(text, asked))} <= {step}


PERSONS = (
    "{} ran the tenants' survey in June, 40 came back",
    "{} has surveyed the staff",
    "I asked {} to do the minutes, the board noted it on 4 February",
    "{} is leading on residents now",
    "{} from comms held two workshops with tenants",
    "the board approved it and {} wrote the minutes",
)


@pytest.mark.parametrize(("text", "name"), list(product(PERSONS, ("May", "April"))))
def test_a_name_of_the_calendar_is_a_name(text: str, name: str, understands: Understands) -> None:
    plain, odd = understands(text.format("Priya")), understands(text.format(name))
    assert {k: v for k, v in told(odd).items() if k != "owner.person"} == {
        k: v for k, v in told(plain).items() if k != "owner.person"
    }


CLOCKS = ("at 7", "at half past ten", "at 10.30", "at 2pm", "at noon", "from 10 till 12", "at six o'clock")
TIMED = (
    "we held a workshop with tenants on 3 March",
    "staff briefing on 3 March",
    "41 tenants came to the drop-in on 4 November",
    "the board noted it on 4 February",
)


@pytest.mark.parametrize(("text", "clock"), list(product(TIMED, CLOCKS)))
def test_a_clock_time_changes_no_number(text: str, clock: str, understands: Understands) -> None:
    def numbers(reading: Reading) -> dict[str, object]:
        return {k: v for k, v in told(reading).items() if "took_part" in k or "invited" in k}

    assert numbers(understands(f"{text} {clock}")) == numbers(understands(text))


OUTCOMES = {"noted": "noted", "adopted": "adopted", "deferred": "deferred", "not agreed": "not_agreed"}
HELD = ("I had it as {}", "you've put {}", "you had it down as {}", "you've got it as {}", "it says {}")


@pytest.mark.parametrize(("said", "held"), list(product(OUTCOMES, HELD)))
def test_what_the_record_holds_is_never_a_fact(said: str, held: str, understands: Understands) -> None:
    known = {"board": [{"id": "a", "outcome": "discussed", "date": "2026-11-04/2026-11-04"}]}
    for text in (held.format(said), f"sorry, {held.format(said)}", f"{held.format(said)}, where is that from?"):
        assert OUTCOMES[said] not in told(understands(text, "board.outcome", known=known)).values()


HOSTILE = {
    "empty": "",
    "blank": " \n\t ",
    "letterless": "?!…",
    "emoji": "🎉🎉🙃",
    "right to left": "لقد وافق المجلس على الميثاق",
    "brackets": "(" * 4000,
    "words": "board " * 660,
    "numbers": "12, " * 1000,
    "dates": "3 March, " * 440,
    "ands": "and " * 1000,
    "methods": "survey workshop " * 250,
    "controls": "\x00\x07\u200b" * 1000,
    "decisions": "approved it, noted, " * 200,
    "quotes": '"' * 4000,
    "lines": "-\n" * 2000,
    "nots": "not 5 " * 660,
    "too long": "a" * 100_000,
    "one word": "a" * 4000,
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_anything_gets_an_answer(kind: str, understands: Understands) -> None:
    assert understands(HOSTILE[kind]).intent


def test_noise_gets_an_answer(understands: Understands) -> None:
    letters = "abcdefghij 0123456789 \n.,;:!?()-'\"/&<>@#😀é"
    chance = random.Random(7)
    for _ in range(40):
        assert understands("".join(chance.choice(letters) for _ in range(400))).intent


@pytest.mark.parametrize("kind", HOSTILE)
def test_time_grows_with_length_and_no_faster(kind: str, understands: Understands) -> None:
    """Twice the words take at most about three times as long; generous, for slow machines."""
    text = HOSTILE[kind][:4000]
    understands(text)
    whole, half = _seconds(text, understands), _seconds(text[: len(text) // 2], understands)
    assert whole < 6 * half + 0.05


def _seconds(text: str, understands: Understands) -> float:
    best = 10.0
    for _ in range(3):
        start = time.perf_counter()
        understands(text)
        best = min(best, time.perf_counter() - start)
    return best
