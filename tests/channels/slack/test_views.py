"""App Home, forms, the message shortcut, the assistant pane, uninstalling."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from bot.channels.port import Ending
from bot.channels.slack import SlackChannel, SlackSettings, home, modals
from bot.channels.slack.views import Field, Form, Home, HomeItem, HomeList, HomeRow
from bot.core.model import Account, Address, Choice, Kind, Message
from tests.channels.records import entry, recorded
from tests.channels.slack.conftest import SECRET, House, TurnHandler, payload
from tests.stubs.slack import TOKEN, Fault, SlackStub
from tests.stubs.slack_limits import trouble_with_view

LEAD = Account("slack", "T0TEAM", "U0LEAD")
RENDERED = Path(__file__).parents[1] / "rendered" / "slack"
HOME = Home(
    "Where Acme Homes stands",
    "Hello Priya. **Two of ten steps** are done.",
    (
        HomeRow("Sign up", "done", "Done", "Signed up on 1 September 2026"),
        HomeRow("Board <commits>", "begun", "Begun", choices=(Choice("Go on", "step|acme|0|board"),)),
        HomeRow(
            "Residents",
            "open",
            "Not begun",
            choices=(Choice("Begin", "s|1"), Choice("As a form", "form:residents")),
            record=recorded("*bold* <!channel> & _more_", many=12),
        ),
        HomeRow("Way forward", "waiting", "After board, residents and colleagues"),
    ),
    Message(
        "**Next:** when did your board commit?", choices=(Choice("Answer now", "next|1", "primary"),), title="Next"
    ),
    Message("I remind you on Tuesdays.", choices=(Choice("Pause", "pause|1"),), title="Reminders"),
    HomeList("Latest guidance", (HomeItem("Accountability", "Who answers, & to whom", Choice("Read", "read|1")),)),
    "Kept by Charter Bot",
)
FORM = Form(
    "board",
    "Record a board decision",
    (
        Field("board.state", "Has your board committed?", "choice", (("Yes", "true"), ("No", "false")), "true"),
        Field("board.date", "On which day?", "date", value="2026-11-03", hint="As in the minutes"),
        Field("board.note", "Anything else?", "long", optional=True),
        Field("residents.method", "How were residents asked?", "choices", (("Survey", "survey"), ("Panel", "panel"))),
        Field("residents.number", "How many took part?", "number"),
    ),
    "Only what your **minutes** say.",
    submit="Send",
    cancel="Close",
)


@dataclass
class Views:
    """Shows what it is given."""

    shown: Home | None = HOME
    wrong: dict[str, str] = field(default_factory=dict)
    made: int = 0

    async def home(self, account: Account, member_of: str | None = None) -> Home | None:
        self.made += 1
        return self.shown

    async def form(self, account: Account, key: str) -> Form | None:
        return FORM if key == "board" else None

    async def check(self, account: Account, key: str, fields: tuple[tuple[str, str], ...]) -> dict[str, str]:
        return self.wrong

    async def again(self, account: Account, key: str, fields: tuple[tuple[str, str], ...]) -> Form | None:
        return None


@dataclass
class Furnished(House):
    views: Views


@pytest.fixture
async def house(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Furnished]:
    async with SlackStub(people={"U0LEAD": "Priya"}) as slack:
        turns, views = TurnHandler(), Views()
        prompts = (("Where do we stand?", "status"),)
        settings = SlackSettings(SECRET, TOKEN, api_url=slack.api_url)
        channel = SlackChannel(settings, turns, views=views, prompts=lambda: prompts)
        channel.homes.settle = 0.05
        app = web.Application()
        app.add_routes(channel.routes())
        await channel.start()
        async with TestClient(TestServer(app)) as http:
            yield Furnished(slack, channel, turns, http, views)
        await channel.close()


async def until(true: Callable[[], Any]) -> None:
    async with asyncio.timeout(5):
        while not true():
            await asyncio.sleep(0.01)


async def quiet(house: Furnished) -> None:
    await until(lambda: not house.channel.homes._tasks)


async def open_home(house: Furnished, shown: str = "") -> None:
    body = payload("app_home_home")
    body["event"]["view"]["private_metadata"] = shown
    assert (await house.deliver(body)).status == 200
    await quiet(house)


@pytest.mark.parametrize("name", ["home", "form"])
def test_views_look_as_kept_and_slack_takes_them(name: str) -> None:
    view = home.render(HOME) if name == "home" else modals.render(FORM)
    path = RENDERED / f"_view_{name}.json"
    shown = json.dumps(view, indent=2, ensure_ascii=False) + "\n"
    if not path.exists():
        path.write_text(shown, "utf-8")
    assert shown == path.read_text("utf-8")
    assert trouble_with_view(view, "home" if name == "home" else "modal") == ""


@pytest.mark.parametrize("letters", [10, 300])
def test_what_is_done_rarely_is_behind_three_dots_or_beside_them_as_buttons(letters: int) -> None:
    """An adopter's name may be so long that a menu cannot hold what its buttons carry."""
    made = replace(recorded(""), entries=(entry("e1", "Survey", rarely=True, adopter="a" * letters),))
    view = home.render(Home("t", rows=(HomeRow("Residents", "done", "Done", record=made),)))
    elements = [e for block in view["blocks"] for e in block.get("elements", ())]
    assert ("overflow" in {e["type"] for e in elements}) is (letters == 10)
    assert "|part|residents|e1" in json.dumps(elements)
    assert trouble_with_view(view, "home") == ""


@pytest.mark.parametrize("steps", [3, 9, 24, 60])
def test_a_home_with_much_that_is_recorded_keeps_to_the_limits_and_a_way_to_all_of_it(steps: int) -> None:
    long = entry("e1", "Survey " * 40, *[("What people said", "words & more " * 90, f"P{n}") for n in range(9)])
    made = replace(recorded("", many=50), entries=(long,) * 5)
    view = home.render(Home("t", rows=(HomeRow("Residents", "done", "Done", record=made),) * steps))
    assert trouble_with_view(view, "home") == ""
    shown = sum("|back|" in json.dumps(block) for block in view["blocks"])
    assert {3: 15, 9: 18}.get(steps, 0) == shown
    ways = sum("|step|residents|0" in json.dumps(block) for block in view["blocks"])
    assert ways == (steps if steps < 20 else 0)
    assert "shortened" not in json.dumps(view), "what is next and the steps go before it"


def test_a_form_that_is_shown_again_says_above_it_why() -> None:
    view = modals.once_more(replace(FORM, note="Sam *changed* this."))
    assert view["response_action"] == "update"
    assert "Sam _changed_ this." in view["view"]["blocks"][0]["text"]["text"]
    assert trouble_with_view(view["view"], "modal") == ""


def test_a_forms_title_that_is_cut_stands_above_it_in_full() -> None:
    whole = "Take the charter to your board"
    cut, short = modals.render(replace(FORM, title=whole)), modals.render(replace(FORM, title="Your board"))
    assert cut["title"]["text"].endswith("…")
    assert cut["blocks"][0] == {"type": "header", "text": {"type": "plain_text", "text": whole, "emoji": True}}
    assert short["title"]["text"] == "Your board"
    assert short["blocks"][0]["type"] == "section"
    assert trouble_with_view(cut, "modal") == ""


def test_a_home_of_any_size_keeps_to_the_limits() -> None:
    row = HomeRow(
        "Step " * 40, "open", "said " * 50, "line " * 900, tuple(Choice(f"c{n}", f"v{n}") for n in range(7))
    )
    assert trouble_with_view(home.render(replace(HOME, rows=(row,) * 60, title="t" * 400)), "home") == ""
    items = HomeList("l" * 200, (HomeItem("b" * 200, "line " * 900, Choice("Read", "v")),) * 60)
    assert trouble_with_view(home.render(replace(HOME, rows=(row,), briefings=items)), "home") == ""


def test_a_button_says_what_it_is_about_to_a_screen_reader() -> None:
    shown = home.render(HOME)["blocks"]
    elements = [
        e for b in shown for e in (*b.get("elements", ()), b.get("accessory", {})) if "accessibility_label" in e
    ]
    labels = [e["accessibility_label"] for e in elements]
    assert labels == [
        "Go on: Board <commits>", "Begin: Residents", "As a form: Residents",
        "Add another activity: Consult residents", "Change: Survey, May 2026", "Take this back: Survey, May 2026",
        "Change: Workshop, 3 June 2026", "Take this back: Workshop, 3 June 2026", "Change: Consult residents",
        "All 12 activities: Consult residents", "Read: Accountability",
    ]  # fmt: skip


async def test_opening_the_home_publishes_it_once(house: Furnished) -> None:
    await open_home(house)
    view = house.slack.views["U0LEAD"]
    await open_home(house, view["private_metadata"])
    assert house.slack.count("views.publish") == 1
    assert not house.turns.turns


async def test_after_a_burst_of_changes_few_are_published_and_the_last_is_right(house: Furnished) -> None:
    await open_home(house)
    for number in range(50):
        house.views.shown = replace(HOME, intro=f"Change {number}")
        house.channel.homes.changed([LEAD])
        await asyncio.sleep(0.002)
    await quiet(house)
    assert "Change 49" in json.dumps(house.slack.views["U0LEAD"])
    assert house.slack.count("views.publish") <= 5


async def test_a_change_that_shows_nothing_new_is_not_published(house: Furnished) -> None:
    await open_home(house)
    house.channel.homes.changed([LEAD])
    await quiet(house)
    assert house.slack.count("views.publish") == 1


async def test_nobodys_home_is_made_who_has_not_opened_it(house: Furnished) -> None:
    house.channel.homes.changed([LEAD, Account("slack", "T0TEAM", "U0MATE")])
    assert house.views.made == 0


@pytest.mark.parametrize(
    "fault", [Fault(status=429, retry_after=0.1, error="ratelimited"), Fault(status=500), Fault(drop="after")]
)
async def test_a_home_that_could_not_be_published_is_tried_again(house: Furnished, fault: Fault) -> None:
    house.slack.fail("views.publish", fault)
    await open_home(house)
    assert "U0LEAD" in house.slack.views


async def test_a_home_that_slack_refuses_is_not_tried_for_ever(house: Furnished) -> None:
    house.slack.fail("views.publish", *[Fault(error="invalid_arguments")] * 3)
    await open_home(house)
    assert house.slack.count("views.publish") == 1


async def test_a_press_in_the_home_is_answered_as_a_direct_message(house: Furnished) -> None:
    await house.interact(payload("press_home"))
    (got,) = house.turns.turns
    assert (got.press, got.address.conversation, got.address.private) == ("step|acme|0|board", "U0LEAD", True)
    assert (await house.channel.send(got.address, Message("Here"), 1, False)).ending is Ending.SENT
    assert house.slack.said("D0LEAD") == ["Here"]


async def test_a_form_is_opened_and_what_was_filled_in_is_one_turn(house: Furnished) -> None:
    assert (await house.interact(payload("press_form"))).status == 200
    await until(lambda: house.slack.opened)
    assert not house.turns.turns
    answer = await house.interact(payload("form_sent"))
    assert (answer.status, await answer.text()) == (200, "")
    (got,) = house.turns.turns
    assert (got.kind, got.press) == (Kind.FORM, "form:board")
    assert got.fields == (
        ("board.state", "true"),
        ("board.date", "2026-11-03"),
        ("board.note", ""),
        ("residents.method", "survey, panel"),
    )
    await house.interact(payload("form_sent"))
    assert len(house.turns.turns) == 1


async def test_what_is_wrong_is_shown_beside_its_field_and_is_no_turn(house: Furnished) -> None:
    house.views.wrong = {"board.date": "That day is in the future."}
    answer = await house.interact(payload("form_sent"))
    assert await answer.json() == {
        "response_action": "errors",
        "errors": {"board.date": "That day is in the future."},
    }
    assert not house.turns.turns


async def test_a_form_nobody_knows_is_an_ordinary_press(house: Furnished) -> None:
    body = payload("press_form")
    body["actions"][0]["value"] = "form:unknown"
    await house.interact(body)
    assert house.turns.turns[0].press == "form:unknown"


async def test_the_shortcut_brings_the_words_and_their_link_to_the_one_who_pressed(house: Furnished) -> None:
    assert (await house.interact(payload("shortcut_record"))).status == 200
    (got,) = house.turns.turns
    assert got.text == "our board signed up on 3 November & minuted it"
    assert (got.account.user, got.address.conversation, got.address.private) == ("U0LEAD", "U0LEAD", True)
    assert got.link.startswith("https://acme.slack.com/archives/C0TEAM/p1764000050000100?thread_ts=")


async def test_the_assistant_pane_suggests_what_to_say(house: Furnished) -> None:
    await house.deliver(payload("assistant_thread_started"))
    await until(lambda: house.slack.count("assistant.threads.setSuggestedPrompts"))
    assert house.slack.calls[-1].args["prompts"] == [{"title": "Where do we stand?", "message": "status"}]


async def test_after_uninstalling_nothing_is_sent_and_nothing_is_lost(house: Furnished) -> None:
    place = Address("slack", "T0TEAM", "D0LEAD", reference='{"user":"U0LEAD"}')
    await house.deliver(payload("tokens_revoked_user"))
    assert (await house.channel.send(place, Message("Hi"), 1, False)).ending is Ending.SENT
    await house.deliver(payload("app_uninstalled"))
    assert (await house.channel.send(place, Message("Hi"), 2, False)).ending is Ending.GONE
    assert house.slack.said("D0LEAD") == ["Hi"]
