"""One meeting or activity in a form, in Slack and in Teams alike: added, changed, and what happens meanwhile."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import pytest

from bot.core.model import Account
from bot.core.model.reading import Value
from tests.channels.slack.conftest import payload
from tests.channels.teams.valid import cards_in, complaints
from tests.channels.test_record import DROP_IN, SURVEY, WORKSHOP, behind, checklist, home, pressed, text, with_ana
from tests.channels.world import LEAD, MATE, Bot, whole_bot
from tests.stubs.slack_limits import trouble_with_view


@dataclass
class Shown:
    """A form as somebody sees it."""

    key: str
    words: str
    """All that is on it, with its errors."""
    values: dict[str, str]
    handle: str = ""


class Place(Protocol):
    """Where somebody fills in forms."""

    name: str

    async def opens(self, label: str, nth: int = 0) -> Shown: ...
    async def sends(self, form: Shown, **changes: str) -> Shown | None:
        """Sends the form with what it shows but for these; the form that comes back, if one does."""

    def said(self) -> str:
        """The last thing that was said to them."""

    async def says(self, words: str) -> None: ...


@dataclass
class OnSlack:
    """Priya, the lead, on her home."""

    bot: Bot
    name: str = "Priya"

    async def opens(self, label: str, nth: int = 0) -> Shown:
        value, before = pressed(await home(self.bot), label, nth), len(self.bot.slack.opened)
        await self.bot.presses(value)
        async with asyncio.timeout(5):
            while len(self.bot.slack.opened) == before:
                await asyncio.sleep(0.01)
        return self._shown(self.bot.slack.opened[-1])

    def _shown(self, view: dict[str, Any], errors: dict[str, str] | None = None) -> Shown:
        assert trouble_with_view(view, "modal") == ""
        inputs = {b["block_id"]: b["element"] for b in view["blocks"] if b["type"] == "input"}
        words = text([view["title"], [b for b in view["blocks"] if b["type"] != "input"], errors])
        values = {key: _value_of(element) for key, element in inputs.items()}
        return Shown(view["callback_id"].removeprefix("form:"), words, values)

    async def sends(self, form: Shown, **changes: str) -> Shown | None:
        step = form.key.partition("#")[0]
        filled = form.values | {f"{step}.{name}": given for name, given in changes.items()}
        self.bot.sent += 1
        body = payload("form_sent")
        state = {
            key: {"answer": {"type": "plain_text_input", "value": given or None}} for key, given in filled.items()
        }
        body["view"] |= {
            "id": f"V{self.bot.sent}", "callback_id": f"form:{form.key}", "state": {"values": state},
            "blocks": [{"type": "input", "block_id": key} for key in filled],
        }  # fmt: skip
        answer = await self.bot.interact(body)
        if answer.get("response_action") == "update":
            return self._shown(answer["view"])
        if answer.get("response_action") == "errors":
            return Shown(form.key, text(answer["errors"]), filled)
        assert answer == {}
        return None

    def said(self) -> str:
        return " ".join(self.bot.direct(LEAD)[-3:])

    async def says(self, words: str) -> None:
        await self.bot.says(words)


@dataclass
class OnTeams:
    """Ana, in her own chat."""

    bot: Bot
    name: str = "Ana"

    async def opens(self, label: str, nth: int = 0) -> Shown:
        await self.bot.teams(
            "submit", value={"press": pressed(behind(await checklist(self.bot), "residents"), label, nth)}
        )
        return self._last()

    def _last(self) -> Shown:
        assert self.bot.connector is not None
        one = self.bot.connector.delivered[-1]
        (card,) = cards_in(one.activity)
        assert complaints(card) == []
        inputs = {part["id"]: part.get("value", "") for part in card["body"] if part["type"].startswith("Input.")}
        words = text([part for part in card["body"] if not part["type"].startswith("Input.")])
        key = card["actions"][0]["data"]["press"] if inputs else ""
        return Shown(key.removeprefix("form:"), words, inputs, one.id)

    async def sends(self, form: Shown, **changes: str) -> Shown | None:
        step = form.key.partition("#")[0]
        filled = form.values | {f"{step}.{name}": given for name, given in changes.items()}
        data = {"press": f"form:{form.key}", "sent": True}
        await self.bot.teams("form", replyToId=form.handle, value=data | filled)
        assert self.bot.connector is not None
        one = self.bot.connector.delivered[-1]
        has_form = any(part["type"].startswith("Input.") for c in cards_in(one.activity) for part in c["body"])
        return self._last() if has_form and one.id == form.handle else None

    def said(self) -> str:
        assert self.bot.connector is not None
        return text([one.activity for one in self.bot.connector.delivered[-3:]])

    async def says(self, words: str) -> None:
        await self.bot.teams("personal_message", text=words)


def _value_of(element: dict[str, Any]) -> str:
    several = [option["value"] for option in element.get("initial_options", ())]
    return str(element.get("initial_value") or element.get("initial_option", {}).get("value") or ", ".join(several))


@pytest.fixture
async def bot(tmp_path: Path) -> AsyncIterator[Bot]:
    async with whole_bot(tmp_path, with_ana, teams=True) as made:
        yield made


@pytest.fixture(params=["slack", "teams"])
def place(request: pytest.FixtureRequest, bot: Bot) -> Place:
    return OnSlack(bot) if request.param == "slack" else OnTeams(bot)


async def recorded(bot: Bot, name: str) -> dict[str, Value]:
    """What is recorded now under a name, by entry."""
    context = await bot.app.store.read(lambda tx: tx.context(Account("slack", "T0TEAM", LEAD)))
    return {f.entry: f.value for f in context.facts if f.name == f"residents.{name}"}


# ---------------------------------------------------------------- added and changed


async def test_a_form_of_one_shows_that_one_and_changes_it_alone(bot: Bot, place: Place) -> None:
    await bot.records("residents", SURVEY, WORKSHOP)
    form = await place.opens("Change", 1)
    assert "Workshop, 3 June 2026, 18 residents took part" in form.words
    assert (form.values["residents.method"], form.values["residents.took_part"]) == ("workshop", "18")
    assert "residents.all" not in form.values
    assert await place.sends(form, took_part="19", invited="40") is None
    if place.name != "Priya":
        assert await recorded(bot, "took_part") == {"e1": 212, "e2": 18}, (
            "it is Priya's word: shown before it changes"
        )
        assert "Priya" in place.said() and "19" in place.said()
        await place.says("yes")
    assert await recorded(bot, "took_part") == {"e1": 212, "e2": 19}
    assert await recorded(bot, "invited") == {"e2": 40}


async def test_one_more_is_added_with_a_form(bot: Bot, place: Place) -> None:
    await bot.records("residents", SURVEY)
    form = await place.opens("Add another activity")
    assert "New activity" in form.words
    assert set(form.values.values()) == {""}
    assert await place.sends(form, state="done", method="workshop", date="3 June 2026", took_part="18") is None
    assert await recorded(bot, "took_part") == {"e1": 212, "e2": 18}
    assert "Took part: 18" in place.said()


async def test_what_is_wrong_stands_beside_its_field(bot: Bot, place: Place) -> None:
    await bot.records("residents", SURVEY)
    form = await place.opens("Add another activity")
    wrong = await place.sends(form, state="done", method="workshop", date="30 February 2026")
    assert wrong is not None
    assert "30 February" in wrong.words
    assert wrong.values["residents.method"] == "workshop"
    assert await recorded(bot, "state") == {"e1": "done"}
    assert await place.sends(wrong, date="3 June 2026") is None
    assert await recorded(bot, "state") == {"e1": "done", "e2": "done"}


async def test_what_was_emptied_is_shown_before_and_after_and_taken_out_when_it_is_sent_again(
    bot: Bot, place: Place
) -> None:
    await bot.records("residents", SURVEY | {"invited": 440})
    again = await place.sends(await place.opens("Change"), invited="")
    assert again is not None
    assert "Residents invited: Nothing. Before: 440 (from Priya)" in again.words
    assert again.values["residents.invited"] == ""
    assert await recorded(bot, "invited") == {"e1": 440}, "nobody has seen yet what it does"
    assert await place.sends(again) is None
    assert await recorded(bot, "invited") == {}
    assert await recorded(bot, "took_part") == {"e1": 212}


# ---------------------------------------------------------------- meanwhile


async def test_a_form_of_one_that_a_colleague_changed_meanwhile_says_so_and_keeps_what_was_typed(
    bot: Bot, place: Place
) -> None:
    await bot.records("residents", SURVEY, WORKSHOP)
    form = await place.opens("Change")
    await bot.says("the survey was 215, not 212", MATE)
    await bot.says("yes", MATE)
    again = await place.sends(form, took_part="220")
    assert again is not None
    assert "Sam changed this activity while your form was open" in again.words and "215" in again.words
    assert again.values["residents.took_part"] == "220"
    assert await recorded(bot, "took_part") == {"e1": 215, "e2": 18}
    assert await place.sends(again) is None
    assert await recorded(bot, "took_part") == {"e1": 215, "e2": 18}, "it is Sam's word, of a step that is done"
    assert "Residents who took part: 215" in place.said() and "Sam" in place.said()
    await place.says("yes")
    assert await recorded(bot, "took_part") == {"e1": 220, "e2": 18}


async def test_what_a_colleague_changed_meanwhile_stands_where_the_form_leaves_it_as_it_was(
    bot: Bot, place: Place
) -> None:
    await bot.records("residents", SURVEY)
    form = await place.opens("Change")
    await bot.says("the survey was 215, not 212", MATE)
    await bot.says("yes", MATE)
    assert await place.sends(form, invited="440") is None
    assert await recorded(bot, "took_part") == {"e1": 215}
    assert await recorded(bot, "invited") == {"e1": 440}


async def test_a_form_of_one_that_was_taken_back_says_so_and_can_be_kept_as_a_new_one(bot: Bot, place: Place) -> None:
    await bot.records("residents", SURVEY, WORKSHOP)
    form = await place.opens("Change", 1)
    await bot.says("take back the workshop", MATE)
    await bot.says("yes", MATE)
    assert await recorded(bot, "took_part") == {"e1": 212}
    again = await place.sends(form, took_part="19")
    assert again is not None
    assert "This activity was taken back while your form was open" in again.words
    assert again.values["residents.took_part"] == "19"
    assert await recorded(bot, "took_part") == {"e1": 212}
    assert await place.sends(again) is None
    assert await recorded(bot, "took_part") == {"e1": 212, "e3": 19}


async def test_two_who_add_the_same_in_two_channels_make_one(bot: Bot) -> None:
    await bot.records("residents", DROP_IN)
    slack, teams = OnSlack(bot), OnTeams(bot)
    one, other = await slack.opens("Add another activity"), await teams.opens("Add another activity")
    same = {"state": "done", "method": "survey", "date": "May 2026", "took_part": "212"}
    assert await slack.sends(one, **same) is None
    assert await teams.sends(other, **same | {"invited": "440"}) is None
    assert await recorded(bot, "took_part") == {"e2": 212}
    assert await recorded(bot, "invited") == {"e2": 440}
    assert "This was added while your form was open: Survey, May 2026" in teams.said()


async def test_two_who_add_the_same_with_other_numbers_are_asked(bot: Bot) -> None:
    await bot.records("residents", DROP_IN)
    slack, teams = OnSlack(bot), OnTeams(bot)
    one, other = await slack.opens("Add another activity"), await teams.opens("Add another activity")
    same = {"state": "done", "method": "survey", "date": "May 2026"}
    await teams.sends(other, **same, took_part="212")
    await slack.sends(one, **same, took_part="220")
    assert await recorded(bot, "took_part") == {"e2": 212}
    assert "Which activity is that?" in slack.said()


async def test_two_who_send_the_same_at_one_moment_make_one(bot: Bot) -> None:
    await bot.records("residents", DROP_IN)
    slack, teams = OnSlack(bot), OnTeams(bot)
    one, other = await slack.opens("Add another activity"), await teams.opens("Add another activity")
    same = {"state": "done", "method": "survey", "date": "May 2026", "took_part": "212"}
    await asyncio.gather(slack.sends(one, **same), teams.sends(other, **same))
    assert await recorded(bot, "took_part") == {"e2": 212}
    assert await recorded(bot, "method") == {"e1": ("drop_in",), "e2": ("survey",)}


async def test_one_in_words_and_one_in_a_form_make_one_or_a_question(bot: Bot) -> None:
    await bot.records("residents", DROP_IN)
    slack = OnSlack(bot)
    await bot.teams("personal_message", text="we surveyed residents in May, 212 took part")
    form = await slack.opens("Add another activity")
    await slack.sends(form, state="done", method="survey", date="May 2026", took_part="212")
    await bot.teams("personal_message", text="yes")
    assert await recorded(bot, "took_part") == {"e2": 212}
