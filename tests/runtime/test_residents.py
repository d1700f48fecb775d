"""Residents who answer at once: each answer is an entry of its own, on every store, from two processes."""

from __future__ import annotations

import asyncio
from collections import Counter
from datetime import timedelta

import pytest

from bot.core.model import Outcome
from bot.core.model.confirm import RESIDENTS
from bot.runtime.residents import ResidentAnswers
from bot.store.port import Store
from tests.programmes import together
from tests.store.conftest import House, house, postgres
from tests.store.factories import NOW, Maker, add_adopter, add_person, fact

__all__ = ["house", "postgres"]
CLAIM = "Every call is answered within two days."


async def entries_of(store: Store, key: str) -> Counter[str]:
    """How many facts of each name each entry has."""
    facts = await store.read(lambda tx: list(tx.facts(key)))
    return Counter(f"{f.entry} {f.name}" for f in facts if f.person == RESIDENTS)


@pytest.mark.parametrize("round_", range(3))
async def test_answers_that_come_at_once_are_entries_of_their_own(house: House, round_: int) -> None:
    many = 16
    async with house.open() as one, house.open() as other:
        key = (await add_adopter(one)).key
        takers = [ResidentAnswers(store, together) for store in (one, other)]
        taken = await asyncio.gather(
            *(takers[n % 2].take(f"confirm:{n}", key, CLAIM, "yes", "", NOW) for n in range(many))
        )
        found = await entries_of(one, key)
    assert all(heard is not None and heard.outcome is not None for heard in taken)
    expected = [f"e{n} confirmed.{name}" for n in range(1, many + 1) for name in ("claim", "answer")]
    assert found == Counter(expected)


async def test_one_form_sent_twice_at_once_is_one_answer(house: House) -> None:
    async with house.open() as one, house.open() as other:
        key = (await add_adopter(one)).key
        takers = [ResidentAnswers(store, together) for store in (one, other)]
        await asyncio.gather(*(takers[n % 2].take("confirm:same", key, CLAIM, "no", "", NOW) for n in range(8)))
        assert await entries_of(other, key) == Counter(["e1 confirmed.claim", "e1 confirmed.answer"])


async def test_an_answer_waits_for_a_turn_of_its_adopter(house: House) -> None:
    """What somebody tells in the chat at that moment, and what residents say, are both kept."""
    async with house.open() as one, house.open() as other:
        adopter = await add_adopter(one)
        await add_person(one, adopter)
        answers, maker = ResidentAnswers(other, together), Maker("chat")

        async def tell(number: int) -> None:
            turn = maker.turn(f"told {number}", at=NOW + timedelta(minutes=number))
            out = Outcome(facts=(fact("residents.findings", f"finding {number}", entry=f"e{number + 1}"),))
            await one.write(lambda tx: tx.keep(turn, tx.context(turn.account), out))

        await asyncio.gather(
            *(tell(n) for n in range(8)),
            *(answers.take(f"confirm:{n}", adopter.key, CLAIM, "yes", "", NOW) for n in range(8)),
        )
        context = await one.read(lambda tx: tx.context_of(adopter.key))
    assert len([f for f in context.facts if f.name == "residents.findings"]) == 8
    assert len([f for f in context.facts if f.name == "confirmed.claim"]) == 8
