"""One person in two places, on the real store: codes that work once, for a while, and for nobody else."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.core.model import Account, Turn
from bot.core.people.codes import LINK_LIKE
from bot.core.people.places import MINUTES
from bot.runtime.turns import TurnHandler
from bot.store.port import Store, Tx
from tests.programmes import together
from tests.store.factories import NOW, Maker, add_adopter, add_person, new_store

MAKER = Maker("places")


class World:
    """Asha in Slack at Riverside; whoever else is needed."""

    def __init__(self, store: Store) -> None:
        programme = together()
        self.store, self.turns = store, TurnHandler(store, lambda: programme)

    async def say(self, turn: Turn) -> str:
        """What the bot answers."""
        await self.turns.take(turn)

        def last(tx: object) -> str:
            return str(tx.one("SELECT message FROM outbox ORDER BY id DESC LIMIT 1")[0])  # type: ignore[attr-defined]

        return await self.store.read(last)

    async def code(self, user: str = "U1") -> str:
        found = LINK_LIKE.search(await self.say(MAKER.turn("link", user=user)))
        assert found is not None
        return found.group()

    async def who(self, user: str) -> str | None:
        account = Account("teams", "T9", user)
        person = await self.store.read(lambda tx: tx.person_of(account))
        return person.id if person is not None else None


def teams(text: str, user: str = "U2", minutes: float = 1) -> Turn:
    return MAKER.turn(text, user=user, channel="teams", workspace="T9", at=NOW + timedelta(minutes=minutes))


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async with new_store(tmp_path) as store:
        riverside = await add_adopter(store)
        await add_person(store, riverside, "Asha", id_="asha", user="U1")
        yield World(store)


async def test_the_code_shown_on_the_one_and_typed_on_the_other_makes_one_person(world: World) -> None:
    code = await world.code()
    assert "link_done" in await world.say(teams(code.lower()))
    assert await world.who("U2") == "asha"


async def test_a_code_works_once(world: World) -> None:
    code = await world.code()
    await world.say(teams(code))
    assert "link_wrong" in await world.say(teams(code, user="U3"))
    assert await world.who("U3") is None


async def test_a_code_works_for_minutes(world: World) -> None:
    code = await world.code()
    assert "link_wrong" in await world.say(teams(code, minutes=MINUTES + 1))


async def test_a_new_code_ends_the_old_one(world: World) -> None:
    old = await world.code()
    new = await world.code()
    assert old != new
    assert "link_wrong" in await world.say(teams(old))
    assert "link_done" in await world.say(teams(new))


async def test_the_code_of_somebody_who_left_lets_nobody_in(world: World) -> None:
    code = await world.code()

    def leave(tx: Tx) -> None:
        asha = tx.person("asha")
        assert asha is not None
        tx.save_person(replace(asha, left_on=NOW.date()))

    await world.store.write(leave)
    assert "link_done" not in await world.say(teams(code)), "a leaver's code opened the organisation's record"
    assert await world.who("U2") is None


async def test_guessing_is_slowed_down(world: World) -> None:
    for _ in range(5):
        await world.say(teams("LINK-AAAA-AAAA"))
    code = await world.code()
    assert "slow_down" in await world.say(teams(code))


async def test_nobody_of_another_adopter_is_linked(world: World) -> None:
    hilltop = await add_adopter(world.store, "Hilltop Housing", "HLTP-2345")
    await add_person(world.store, hilltop, "Bob", id_="bob", user="U2", channel="teams", workspace="T9")
    assert "link_wrong" in await world.say(teams(await world.code()))
    assert await world.who("U2") == "bob"


async def test_who_was_two_people_is_one(world: World) -> None:
    riverside = (await world.store.read(lambda tx: tx.adopters()))[0]
    await add_person(world.store, riverside, "Asha P", id_="double", user="U2", channel="teams", workspace="T9")
    assert "link_done" in await world.say(teams(await world.code()))
    assert await world.who("U2") == "asha"
    double = await world.store.read(lambda tx: tx.person("double"))
    assert double is not None
    assert double.left_on is not None


async def test_ones_own_code_is_for_the_other_place(world: World) -> None:
    code = await world.code()
    assert "link_self" in await world.say(MAKER.turn(code, user="U1", at=NOW + timedelta(minutes=1)))


async def test_the_code_is_kept_hashed(world: World) -> None:
    code = (await world.code()).removeprefix("LINK-")

    def kept(tx: object) -> str:
        return str(tx.all("SELECT key, value FROM machine_values"))  # type: ignore[attr-defined]

    text = await world.store.read(kept)
    assert code not in text
    assert code.replace("-", "") not in text
