"""Names that are words too, and times of day, wherever they stand: they change nothing that is told."""

from __future__ import annotations

from itertools import product

import pytest

from bot.core.reader import Reading
from tests.reader.conftest import Understands, told

NAMES = ("May", "April", "June", "Jan", "Summer", "Will", "Mark", "Grace", "Dan", "Aisha", "Donna")
SAID = (
    "{} held two workshops with tenants in October",
    "{} says the board noted it on 4 November",
    "I asked {} and the staff survey closed on 4 November",
    "{}'s got the minutes, the board noted it on 4 November",
    "the board noted it on 4 November, {} wrote the minutes",
    "{} from comms put the commitments on our website",
    "we surveyed tenants, thanks to {}, and 212 replied",
)


@pytest.mark.parametrize(("text", "name"), list(product(SAID, NAMES)))
def test_whoever_it_was_the_facts_are_the_same(text: str, name: str, understands: Understands) -> None:
    def facts(who: str) -> dict[str, object]:
        return {k: v for k, v in told(understands(text.format(who))).items() if not k.startswith("owner.")}

    assert facts(name) == facts("Priya")


HANDED = ("{} is leading on residents now", "tell {} to do the residents step", "{} has the board step from Monday")


@pytest.mark.parametrize(("text", "name"), list(product(HANDED, ("Priya", "May", "April", "Jan", "Grace", "Dan"))))
def test_whoever_takes_a_step_is_named(text: str, name: str, understands: Understands) -> None:
    reading = understands(text.format(name))
    assert reading.intent == "hand_over"
    assert told(reading)["owner.person"] == name


CLOCKS = ("at 7", "at half past ten", "at 10.30", "from 2pm", "at noon", "from 10 till 12", "2–4pm", "at 18:00")
TIMED = (
    "tenants' drop-in on 4 November {}, 41 came",
    "the staff workshop on 4 November was {}",
    "41 tenants came on 4 November {}",
    "residents' focus group {} on 4 December, nine places taken",
)


@pytest.mark.parametrize(("text", "clock"), list(product(TIMED, CLOCKS)))
def test_a_time_of_day_counts_nobody(text: str, clock: str, understands: Understands) -> None:
    def numbers(reading: Reading) -> dict[str, object]:
        return {k: v for k, v in told(reading).items() if "took_part" in k or "invited" in k}

    assert numbers(understands(text.format(clock))) == numbers(understands(text.replace(" {}", "")))
