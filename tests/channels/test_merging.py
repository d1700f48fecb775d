"""Two adopters become one while their people talk: both records' entries stand, and nothing goes to a wrong one."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.core.model import Account, Fact, Person
from bot.core.model.reading import Value
from bot.store.port import Tx
from tests.channels.test_record import ANA, DROP_IN, SURVEY, WORKSHOP, behind, checklist, home, pressed, text
from tests.channels.test_record_forms import OnTeams
from tests.channels.world import ADOPTER, LEAD, NOW, Bot, people, whole_bot
from tests.stubs.connector import TENANT

ZOE = "U0ZOE"
HILLSIDE = "hillside-homes"


def two_adopters(tx: Tx) -> None:
    """Priya leads at the one that stays; Zoe (in Slack) and Ana (in Teams) are at the one that goes."""
    people(tx)
    tx.add_adopter("Hillside Homes", "EFGH-ABCD", NOW)
    tx.save_person(Person("p-zoe", HILLSIDE, "Zoe", "lead"), Account("slack", "T0TEAM", ZOE))
    tx.save_person(Person("p-ana", HILLSIDE, "Ana", "board_secretary"), Account("teams", TENANT, ANA))


@pytest.fixture
async def bot(tmp_path: Path) -> AsyncIterator[Bot]:
    async with whole_bot(tmp_path, two_adopters, teams=True) as made:
        yield made


async def merge(bot: Bot) -> None:
    assert await bot.app.turns.merge(HILLSIDE, ADOPTER, bot.app.clock.move(timedelta(minutes=1)))


async def current(bot: Bot, name: str) -> dict[str, tuple[Value, str]]:
    """What counts now under a name, by entry, with whose word it is."""
    context = await bot.app.store.read(lambda tx: tx.context_of(ADOPTER))
    return {f.entry: (f.value, f.person) for f in context.facts if f.name == f"residents.{name}"}


async def history(bot: Bot, adopter: str) -> list[Fact]:
    return await bot.app.store.read(lambda tx: list(tx.facts(adopter)))


async def test_the_entries_of_both_stand_each_with_whose_word_it_is(bot: Bot) -> None:
    await bot.records("residents", SURVEY, WORKSHOP)
    await bot.records("residents", WORKSHOP | {"took_part": 25, "findings": "Repairs came first."}, DROP_IN, user=ZOE)
    before = await history(bot, HILLSIDE)
    await merge(bot)
    assert await current(bot, "took_part") == {
        "e1": (212, "p-priya"), "e2": (18, "p-priya"), "e3": (25, "p-zoe"),
    }  # fmt: skip
    assert await current(bot, "findings") == {"e3": ("Repairs came first.", "p-zoe")}
    assert await current(bot, "state") == {
        "e1": ("done", "p-priya"), "e2": ("done", "p-priya"), "e3": ("done", "p-zoe"), "e4": ("planned", "p-zoe"),
    }  # fmt: skip
    assert await history(bot, HILLSIDE) == before, "nothing is moved, and nothing is lost"
    for shown in (text(await home(bot)), text(behind(await checklist(bot), "residents"))):
        assert "25 residents took part" in shown and "212 residents took part" in shown
        assert "Zoe" in shown and "Priya" in shown


async def test_an_activity_that_both_have_word_for_word_is_one_and_no_number_is_used_again(bot: Bot) -> None:
    await bot.records("residents", SURVEY, WORKSHOP)
    await bot.says("take back the workshop")
    await bot.says("yes")
    await bot.records("residents", DROP_IN, SURVEY, user=ZOE)
    await merge(bot)
    assert await current(bot, "state") == {"e1": ("done", "p-priya"), "e3": ("planned", "p-zoe")}


async def test_a_correction_that_waits_goes_to_the_entry_that_it_was_told_of(bot: Bot) -> None:
    await bot.records("residents", SURVEY)
    await bot.records("residents", WORKSHOP, user=ZOE)
    await bot.says("the workshop was 19, not 18", ZOE)
    assert "took part: 19" in bot.direct(ZOE)[-1]
    await merge(bot)
    await bot.says("yes", ZOE)
    assert await current(bot, "took_part") == {"e1": (212, "p-priya"), "e2": (19, "p-zoe")}


async def test_taking_back_that_waits_takes_back_their_own(bot: Bot) -> None:
    await bot.records("residents", SURVEY)
    await bot.records("residents", WORKSHOP, user=ZOE)
    await bot.says("take back the workshop", ZOE)
    assert "Take all of this back?" in bot.direct(ZOE)[-1]
    await merge(bot)
    await bot.says("yes", ZOE)
    assert await current(bot, "took_part") == {"e1": (212, "p-priya")}


async def test_one_more_that_waits_is_looked_at_beside_the_record_of_both(bot: Bot) -> None:
    await bot.records("residents", SURVEY)
    await bot.says("we surveyed residents in May, 212 took part", ZOE)
    await merge(bot)
    await bot.says("yes", ZOE)
    assert await current(bot, "took_part") == {"e1": (212, "p-priya")}, "a survey of both, told by each"


async def test_buttons_of_before_do_nothing_to_the_record_of_the_other(bot: Bot) -> None:
    await bot.records("residents", SURVEY)
    await bot.records("residents", WORKSHOP, user=ZOE)
    blocks, card = await home(bot, ZOE), behind(await checklist(bot), "residents")
    await merge(bot)
    await bot.presses(pressed(blocks, "Take this back"), ZOE)
    await bot.teams("submit", value={"press": pressed(card, "Take this back")})
    assert bot.connector is not None
    for said in (bot.direct(ZOE)[-1], text(bot.connector.delivered[-1].activity)):
        assert "Take all of this back?" not in said
    await bot.presses(pressed(await home(bot, ZOE), "Take this back", 1), ZOE)
    assert "Workshop, 3 June 2026" in bot.direct(ZOE)[-1], "a button of today works"
    assert set(await current(bot, "took_part")) == {"e1", "e2"}
    assert bot.direct(LEAD) == []


async def test_a_form_of_before_puts_nothing_into_the_record_of_the_other(bot: Bot) -> None:
    await bot.records("residents", SURVEY)
    await bot.records("residents", WORKSHOP, user=ZOE)
    teams = OnTeams(bot)
    form = await teams.opens("Change")
    await merge(bot)
    await teams.sends(form, took_part="99")
    assert "from another organisation" in teams.said()
    await teams.says("yes")
    assert await current(bot, "took_part") == {"e1": (212, "p-priya"), "e2": (18, "p-zoe")}
