"""The form of what a person can set: shown, checked, taken; what it does not say stays as it was."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from bot.core.model import PersonState
from tests.core.test_entry_forms import Office, office

__all__ = ["office"]


async def state(office: Office, who: str = "ivy") -> PersonState:
    context = await office.context(who)
    found = next((s for s in context.people_states if s.person == who), PersonState(who))
    return replace(found, last_seen=None)


async def shown(office: Office, who: str = "ivy") -> dict[str, str]:
    return {f.key.partition(".")[2]: f.value for f in (await office.opens("settings", who)).fields}


async def test_it_shows_what_holds(office: Office) -> None:
    assert await shown(office) == {
        "name": "Ivy", "role": "lead", "reminders": "on", "days": "", "hours": "any",
        "leave_from": "", "leave_until": "",
    }  # fmt: skip


async def test_all_of_it_is_taken_and_shown_again(office: Office) -> None:
    wishes = {
        "name": "Ivy Rose", "role": "communications", "days": "tue, thu", "hours": "09:00-12:00",
        "leave_from": "21 December", "leave_until": "4 January",
    }  # fmt: skip
    said = await office.sends(await office.opens("settings"), **wishes)
    assert said[:2] == ["settings_saved", "settings"]
    person = (await office.context("ivy")).person
    assert person is not None and (person.name, person.role) == ("Ivy Rose", "communications")
    kept = await state(office)
    assert (kept.days, kept.hours, kept.leave) == (("tue", "thu"), "09:00-12:00", ("2026-12-21/2027-01-04",))
    assert not kept.paused
    again = await shown(office)
    assert again == wishes | {"reminders": "on", "leave_from": "21 December 2026", "leave_until": "4 January 2027"}
    facts = {(f.name, f.value) for f in (await office.context("ivy")).facts}
    assert {("reminders.from", "2026-12-21"), ("reminders.until", "2027-01-05")} <= facts


async def test_sent_as_it_was_shown_nothing_changes(office: Office) -> None:
    await office.sends(await office.opens("settings"), leave_from="21 December", leave_until="4 January")
    before, facts = await state(office), (await office.context("ivy")).facts
    await office.sends(await office.opens("settings"))
    assert await state(office) == before and (await office.context("ivy")).facts == facts


async def test_days_away_are_taken_out_by_emptying_both(office: Office) -> None:
    await office.sends(await office.opens("settings"), leave_from="21 December", leave_until="4 January")
    await office.sends(await office.opens("settings"), leave_from="", leave_until="")
    assert (await state(office)).leave == ()


async def test_off_and_on_again(office: Office) -> None:
    await office.sends(await office.opens("settings"), reminders="off")
    assert (await state(office)).paused
    await office.sends(await office.opens("settings"), reminders="on")
    assert not (await state(office)).paused


async def test_every_working_day_is_no_wish(office: Office) -> None:
    await office.sends(await office.opens("settings"), days="mon, tue, wed, thu, fri")
    assert (await state(office)).days == ()


async def test_it_is_about_whoever_sends_it_and_nobody_else(office: Office) -> None:
    await office.sends(await office.opens("settings"), "tom", name="Tomasz", reminders="off")
    assert (await shown(office))["name"] == "Ivy" and not (await state(office)).paused
    assert (await shown(office, "tom"))["name"] == "Tomasz" and (await state(office, "tom")).paused


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": " "}, "name"),
        ({"name": "x" * 41}, "name"),
        ({"leave_from": "21 December"}, "leave_until"),
        ({"leave_until": "21 December"}, "leave_from"),
        ({"leave_from": "some day", "leave_until": "4 January"}, "leave_from"),
        ({"leave_from": "4 January", "leave_until": "21 December"}, "leave_until"),
    ],
)
async def test_what_is_wrong_is_said_beside_its_field_and_nothing_is_taken(
    office: Office, changes: dict[str, str], field: str
) -> None:
    before = await state(office)
    form = await office.opens("settings")
    looked = await office.looks(form, **changes)
    assert [name for name, _ in looked.wrong] == [f"settings.{field}"]
    assert await office.sends(form, **changes) == ["form_wrong"]
    assert await state(office) == before


@pytest.mark.parametrize(("field", "value"), [("role", "queen"), ("hours", "all night"), ("reminders", "maybe")])
async def test_what_is_no_choice_leaves_things_as_they_are(office: Office, field: str, value: str) -> None:
    before = await shown(office)
    await office.sends(await office.opens("settings"), **{field: value})
    assert await shown(office) == before


async def test_a_day_away_that_has_begun_stays_that_day(office: Office) -> None:
    """It was shown as a day in the past; sent as shown, it is that day, and not the one next year."""
    await office.sends(await office.opens("settings"), leave_from="today", leave_until="4 January")
    assert date.fromisoformat((await state(office)).leave[0][:10]) == date(2026, 11, 24)
