"""What is recorded, on Slack's home and Teams' checklist: entry by entry, with buttons to change, add, take back."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from bot.channels.limits import limit
from bot.channels.slack.home import render
from bot.channels.teams.cards import size
from bot.channels.teams.checklist import checklist_card
from bot.content.journey import load
from bot.core.model import Account, Person
from bot.core.model.reading import Value
from bot.core.reader import Vocabulary
from bot.core.turn.reply import Programme
from bot.core.views.home import home_of
from bot.store.port import Tx
from tests.channels.slack.conftest import payload
from tests.channels.teams.valid import cards_in, complaints
from tests.channels.world import ADOPTER, LEAD, MATE, NOW, Bot, people, whole_bot
from tests.content.pledge import TINY
from tests.programmes import LONDON
from tests.stubs.connector import TENANT
from tests.stubs.slack_limits import trouble_with_view

ANA = "29:1fakeANA"
SURVEY: dict[str, Value] = {
    "state": "done", "method": ("survey",), "date": "2026-05-01/2026-05-31", "took_part": 212,
}  # fmt: skip
WORKSHOP: dict[str, Value] = {
    "state": "done", "method": ("workshop",), "date": "2026-06-03/2026-06-03", "took_part": 18,
}  # fmt: skip
DROP_IN: dict[str, Value] = {"state": "planned", "method": ("drop_in",), "date": "2027-01-12/2027-01-12"}


def with_ana(tx: Tx) -> None:
    people(tx)
    tx.save_person(Person("p-ana", ADOPTER, "Ana", "board_secretary"), Account("teams", TENANT, ANA))


@pytest.fixture
async def bot(tmp_path: Path) -> AsyncIterator[Bot]:
    async with whole_bot(tmp_path, with_ana, teams=True) as made:
        yield made
        assert made.connector is not None
        cards = [card for one in made.connector.delivered for card in cards_in(one.activity)]
        assert [wrong for card in cards for wrong in complaints(card)] == []


async def home(bot: Bot, user: str = LEAD) -> list[dict[str, Any]]:
    """The blocks of "Our record" on somebody's home in Slack."""
    view = await bot.opens_home(user)
    assert trouble_with_view(view, "home") == ""
    titles = [b.get("text", {}).get("text") if b["type"] == "header" else None for b in view["blocks"]]
    if "Our record" not in titles:
        return []
    return list(view["blocks"][titles.index("Our record") + 1 : titles.index("Reminders") - 1])


async def checklist(bot: Bot) -> dict[str, Any]:
    """The checklist in Ana's chat in Teams."""
    assert bot.connector is not None
    await bot.teams("personal_message", text="status")
    found = next(
        c for one in reversed(bot.connector.delivered) for c in cards_in(one.activity) if "refresh" in c
    )  # fmt: skip
    assert size({"card": found}) <= limit("teams", "message.bytes")
    return found


def elements(value: object) -> list[dict[str, Any]]:
    """Every button and option in blocks or a card."""
    if isinstance(value, dict):
        own = [value] if "value" in value or str(value.get("type", "")).startswith("Action.") else []
        return own + [each for part in value.values() for each in elements(part)]
    return [each for part in value for each in elements(part)] if isinstance(value, list) else []


def pressed(shown: object, label: str, nth: int = 0) -> str:
    """What the nth button with this label carries."""
    found = []
    for each in elements(shown):
        text = each.get("title") or each.get("text", {}).get("text")
        if text == label:
            found.append(each.get("value") or each["data"]["press"])
    return str(found[nth])


def behind(card: dict[str, Any], step: str) -> dict[str, Any]:
    """What is folded away behind a step."""
    return next(part for part in card["body"] if part.get("id") == f"answers-{step}")


def text(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def last(bot: Bot, user: str = LEAD) -> str:
    return bot.direct(user)[-1]


# ---------------------------------------------------------------- shown


async def test_both_show_a_line_a_step_and_behind_it_each_entry_with_whose_word_it_is(bot: Bot) -> None:
    await bot.records("residents", SURVEY, WORKSHOP, DROP_IN)
    row = next(r for r in (await bot.opens_home())["blocks"] if "*Consult residents*" in text(r))
    assert "3 activities" in text(row)
    answers, card = text(await home(bot)), await checklist(bot)
    unfolded = behind(card, "residents")
    assert unfolded["isVisible"] is False
    assert "3 activities" in text(card["body"][: card["body"].index(unfolded)])
    for shown in (answers, text(unfolded)):
        for words in (
            "Survey, May 2026, 212 residents took part", "Workshop, 3 June 2026, 18 residents took part",
            "Drop-in", "12 January 2027", "Priya, 24 November 2026", "Add another activity",
        ):  # fmt: skip
            assert words in shown, words
        assert shown.index("Survey, May") < shown.index("Workshop, 3 June") < shown.index("12 January")


async def test_the_checklist_unfolds_each_step_by_itself(bot: Bot) -> None:
    await bot.records("residents", SURVEY)
    await bot.records("board", {"outcome": "noted", "date": "2026-03-03/2026-03-03"})
    card = await checklist(bot)
    folds = [a for a in elements(card) if a.get("type") == "Action.ToggleVisibility"]
    assert {a["title"] for a in folds} == {"Our record"}
    assert [a["targetElements"] for a in folds] == [["answers-board"], ["answers-residents"]]
    assert [part["id"] for part in card["body"] if "id" in part] == ["answers-board", "answers-residents"]


async def test_nothing_recorded_shows_nothing(bot: Bot) -> None:
    assert await home(bot) == []
    assert "Our record" not in text(await checklist(bot))


async def test_what_two_people_said_of_one_entry_stands_with_each_ones_name(bot: Bot) -> None:
    await bot.records("residents", SURVEY)
    await bot.says("440 residents were invited to the survey", MATE)
    await bot.says("yes", MATE)
    for shown in (text(await home(bot)), text(behind(await checklist(bot), "residents"))):
        assert "440" in shown
        assert "Sam, 24 November 2026" in shown and "Priya, 24 November 2026" in shown


# ---------------------------------------------------------------- changed, added to, taken back


async def press_on(bot: Bot, where: str, label: str, step: str = "residents", nth: int = 0) -> str:
    """A button of the record, pressed there. What is then said."""
    if where == "slack":
        await bot.presses(pressed(await home(bot), label, nth))
        return last(bot)
    card = behind(await checklist(bot), step)
    await bot.teams("submit", value={"press": pressed(card, label, nth)})
    assert bot.connector is not None
    return text(bot.connector.delivered[-1].activity)


@pytest.mark.parametrize("where", ["slack", "teams"])
async def test_one_is_taken_back_after_a_yes_and_its_old_buttons_say_so(bot: Bot, where: str) -> None:
    await bot.records("residents", SURVEY, WORKSHOP)
    blocks, card = await home(bot), behind(await checklist(bot), "residents")
    said = await press_on(bot, where, "Take this back", nth=1)
    assert "Take all of this back?" in said and "Workshop, 3 June 2026" in said
    if where == "slack":
        await bot.says("yes")
    else:
        await bot.teams("personal_message", text="yes")
    assert "Workshop" not in text(await home(bot))
    assert "Workshop" not in text(behind(await checklist(bot), "residents"))
    assert bot.connector is not None
    for label in ("Change", "Take this back"):
        await bot.presses(pressed(blocks, label, 1))
        assert "That activity was taken back" in last(bot)
        assert bot.slack.opened == []
        await bot.teams("submit", value={"press": pressed(card, label, 1)})
        assert "That activity was taken back" in text(bot.connector.delivered[-1].activity)
    facts = await bot.app.store.read(lambda tx: list(tx.facts()))
    assert {(f.entry, f.value) for f in facts if f.name == "residents.took_part"} >= {("e1", 212)}


async def test_a_button_of_an_entry_that_a_colleague_changed_says_what_it_is_now(bot: Bot) -> None:
    await bot.records("residents", SURVEY)
    blocks, card = await home(bot), behind(await checklist(bot), "residents")
    await bot.says("the survey was 215, not 212", MATE)
    await bot.says("yes", MATE)
    await bot.presses(pressed(blocks, "Take this back"))
    assert bot.connector is not None
    await bot.teams("submit", value={"press": pressed(card, "Take this back")})
    for said in (" ".join(bot.direct(LEAD)[-2:]), text([d.activity for d in bot.connector.delivered[-2:]])):
        assert "215 residents took part" in said
        assert "Take all of this back?" not in said


async def test_what_is_done_rarely_is_behind_three_dots_in_slack(bot: Bot) -> None:
    await bot.records("residents", SURVEY | {"method": ("survey", "online")}, WORKSHOP)
    menus = [e for b in await home(bot) for e in b.get("elements", []) if e["type"] == "overflow"]
    assert [[o["text"]["text"] for o in m["options"]] for m in menus] == [["Same as another", "These were two"]]
    body = payload("press_overflow")
    body["actions"][0]["selected_option"] = menus[0]["options"][0]
    await bot.interact(body)
    assert "Are these the same?" in last(bot)


async def test_three_dots_that_are_old_say_so_too(bot: Bot) -> None:
    await bot.records("residents", SURVEY, WORKSHOP)
    await bot.interact(payload("press_overflow"))
    assert "Workshop, 3 June 2026" in " ".join(bot.direct(LEAD)[-2:])
    assert "Are these the same" not in " ".join(bot.direct(LEAD))


# ---------------------------------------------------------------- in another programme's words


async def test_another_programme_has_its_own_words_for_what_is_added(bot: Bot) -> None:
    """Its entries are rounds, and a round has no date."""
    journey = load(TINY).journey
    assert journey is not None
    await bot.records("visitors", {"state": "done", "way": "card", "took_part": 7}, {"state": "done", "took_part": 9})
    context = await bot.app.store.read(lambda tx: tx.context(Account("slack", "T0TEAM", LEAD)))
    page = home_of(Programme(journey, Vocabulary(), LONDON), context, NOW)
    for shown in (text(render(page)), text(checklist_card(page, NOW, ANA))):
        assert "Add another round" in shown
        assert "activit" not in shown and "meeting" not in shown


# ---------------------------------------------------------------- many


def many(count: int, **more: Value) -> list[dict[str, Value]]:
    return [
        WORKSHOP | {"date": f"2026-06-{n % 28 + 1:02}/2026-06-{n % 28 + 1:02}", "took_part": n} | more
        for n in range(count)
    ]


async def test_of_fifty_the_latest_stand_there_with_a_way_to_all_of_them_in_pages(bot: Bot) -> None:
    await bot.records("residents", *many(50))
    for where, shown in (("slack", await home(bot)), ("teams", behind(await checklist(bot), "residents"))):
        assert "49 residents took part" in text(shown), where
        assert "44 residents took part" not in text(shown), where
        assert "50 activities" in text(shown), where
    said = await press_on(bot, "slack", "All 50 activities")
    assert "Workshop, 1 June 2026" in said and "10. " in said and "11. " not in said
    assert "1. Workshop, 1 June 2026" in await press_on(bot, "teams", "All 50 activities")


LONG = "residents said that letters about repairs should say who comes and when, and that a person answers " * 9


async def test_fifty_with_long_findings_in_every_step_stay_within_what_the_providers_take(bot: Bot) -> None:
    for step in ("residents", "colleagues"):
        await bot.records(step, *many(50, findings=LONG))
    board: dict[str, Value] = {"outcome": "noted", "date": "2026-03-03/2026-03-03", "minute_ref": "7.2"}
    await bot.records("board", *[board] * 50)
    shown = await home(bot)
    card = await checklist(bot)
    for words in ("All 50 meetings", "All 50 activities"):
        assert words in text(shown)
    steps = [a["title"] for a in elements(card) if a.get("title", "").startswith("Our record")]
    assert len(steps) == 3, "each is still one press away"
    assert complaints(card) == []


# ---------------------------------------------------------------- what stands in a list


async def test_commitments_stand_there_however_long_and_hostile_they_are(bot: Bot) -> None:
    """No entry of a list speaks for its step, and each goes by its words: they keep to each channel's limits."""
    hard: dict[str, Value] = {
        "promise": "<b>*we*</b> & `commit` " + "to this " * 110,
        "theme": "quality",
        "owner": "x" * 900,
    }
    await bot.records("commitments", hard, {"promise": "Letters in plain English.", "theme": "communication"})
    answers, card = text(await home(bot)), await checklist(bot)
    for shown in (answers, text(behind(card, "commitments"))):
        assert "Letters in plain English" in shown
        assert "Add another commitment" in shown
    await bot.presses(pressed(await home(bot), "Add another commitment"))
