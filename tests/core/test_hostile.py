"""Nothing anybody sends crashes a turn: random words and presses through the real hall, on the real content."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from bot.core.model import Account, Address, Kind, Person, Turn
from bot.core.model.presses import VERBS, Press
from bot.core.turn.reply import Programme
from bot.runtime.turns import TurnHandler
from bot.store.port import Tx
from tests.programmes import together
from tests.store.factories import new_store

CONTENT = Path(__file__).parent.parent.parent / "conversations"
NOW = datetime(2026, 11, 24, 10, tzinfo=UTC)
WORDS = [
    "board", "approved", "3 March", "yes", "no", "undo", "skip", "status", "next", "why", "start again", "Q2", "40",
    "residents", "staff", "survey", "in May", "Priya is leading on board", "stop", "remind me",
    "after Easter", "I'm leaving",
    "guidance", "person", "badge", "report", "the 13th", "not that", "https://x.example", "<!channel>", "{0}",
    "%s", "\u202e",
    "🏳️‍🌈", "' OR 1=1 --", "<script>", "\x00", "", "?", "31 February",
    "Mr Patel of 4 High St", "mould", "scrap the last bit",
]  # fmt: skip


@pytest.fixture(scope="module")
def programme() -> Programme:
    return together()


def random_turn(rng: random.Random, programme: Programme, number: int) -> Turn:
    account = Account("slack", "T1", rng.choice(["known", "lead", "stranger"]))
    address = Address("slack", "T1", rng.choice(["D1", "C1"]), private=rng.random() < 0.7)
    at = NOW + timedelta(minutes=number * rng.choice([1, 30, 3000]))
    kind = rng.choice([Kind.TEXT] * 6 + [Kind.PRESS] * 3 + [Kind.OPEN, Kind.EDIT, Kind.DELETE, Kind.FORM])
    text = " ".join(rng.choices(WORDS, k=rng.randint(0, 5)))
    return Turn(f"e{number}", kind, account, address, at, text=text, press=random_press(rng, programme), name="A <b>")


def random_press(rng: random.Random, programme: Programme) -> str:
    keys = [
        *programme.journey.question_by_key,
        *programme.journey.step_by_key,
        "nothing",
        "2026-13-45",
        "yes",
        "lead",
    ]
    about = tuple(rng.choice(keys) for _ in range(rng.randint(0, 3)))
    press = str(Press(rng.choice(sorted(VERBS)), rng.choice(["", "x", "riverside"]), rng.randint(0, 9), about))
    return rng.choice([press, press[:-1], "", "form:board", "💥", "|||", "a" * 3000])


@pytest.mark.parametrize("seed", range(6))
async def test_random_turns_are_all_answered_without_an_apology(
    tmp_path: Path, programme: Programme, seed: int
) -> None:
    rng = random.Random(seed)

    def people(tx: Tx) -> None:
        adopter = tx.add_adopter("Riverside", "ABCD-EFGH", NOW)
        for name, role in (("known", "board_secretary"), ("lead", "lead")):
            tx.save_person(Person("", adopter.key, name, role), Account("slack", "T1", name))

    async with new_store(tmp_path) as store:
        await store.write(people)
        turns = TurnHandler(store, lambda: programme)
        with capture_logs() as logs:
            for number in range(150):
                assert await turns.take(random_turn(rng, programme, number))
    assert [entry for entry in logs if entry["event"] == "turn_failed"] == []
