"""Cards in a real Chromium with the official renderer: no complaint from it, every word as it was meant, no markup
from people's words, buttons that give back what they carry. BOT_SHOTS=FOLDER keeps pictures to look at."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Browser, Page

from bot.channels.teams.cards import card
from bot.channels.teams.words import plain
from bot.core.model import Choice, Message
from tests.browser import browser  # noqa: F401  (a fixture)
from tests.channels.teams.test_at_home import card as shown_in
from tests.channels.teams.test_at_home import delivered, reminded, submit, with_ana, with_ana_as_lead
from tests.channels.teams.test_cards import EXAMPLES
from tests.channels.teams.test_forms import KEPT
from tests.channels.teams.valid import complaints
from tests.channels.test_record import DROP_IN, SURVEY, WORKSHOP
from tests.channels.world import whole_bot

VENDOR = Path(__file__).parent / "vendor"
PAGE = """<!doctype html><meta charset=utf-8><style>
body {margin: 0; background: #f5f5f5; font: 14px/20px "Segoe UI", "Noto Sans", sans-serif; padding: 16px}
#card {background: #fff; border-radius: 6px; box-shadow: 0 1px 3px #0003; max-width: 480px}
.ac-pushButton {border: 1px solid #d1d1d1; background: #fff; border-radius: 4px; padding: 6px 12px; font: inherit}
.style-positive {background: #5b5fc7; color: #fff} .style-destructive {color: #c4314b}
a {color: #5b5fc7}</style><div id=card></div>"""
RENDER = """([payload, host]) => {
  AdaptiveCards.AdaptiveCard.onProcessMarkdown = (text, result) => {
    result.outputHtml = markdownit().render(text); result.didProcess = true; };
  const made = new AdaptiveCards.AdaptiveCard();
  made.hostConfig = new AdaptiveCards.HostConfig(host);
  window.pressed = [];
  made.onExecuteAction = action => window.pressed.push(action.url ? {url: action.url} : action.data);
  const context = new AdaptiveCards.SerializationContext(new AdaptiveCards.Version(1, 5));
  made.parse(payload, context);
  const complaints = [];
  for (let n = 0; n < context.eventCount; n++) complaints.push(context.getEventAt(n).message);
  for (const event of made.validateProperties().validationEvents) complaints.push(event.message);
  document.getElementById("card").replaceChildren(made.render());
  return complaints;
}"""


@pytest.fixture
async def page(browser: Browser) -> Page:  # noqa: F811
    """A page with the renderer in it; any error in it fails the test."""
    return await opened(browser)


async def opened(browser: Browser, width: int = 520, zone: str = "Europe/London") -> Page:  # noqa: F811
    """The page of somebody who reads English as in Britain, in some time zone."""
    page = await browser.new_page(viewport={"width": width, "height": 360}, locale="en-GB", timezone_id=zone)
    await page.set_content(PAGE)
    for script in ("markdown-it.min.js", "adaptivecards.min.js"):
        await page.add_script_tag(content=(VENDOR / script).read_text(encoding="utf-8"))
    return page


async def render(page: Page, made: dict[str, Any], name: str = "") -> list[str]:
    """Draws a card; what the schema and the renderer have to complain about."""
    host = json.loads((VENDOR / "host.json").read_text(encoding="utf-8"))
    found: list[str] = [*complaints(made), *await page.evaluate(RENDER, [made, host])]
    if name and (folder := os.environ.get("BOT_SHOTS")):
        await page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)
    return found


def _words(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.browser
@pytest.mark.parametrize("name", sorted(EXAMPLES))
async def test_drawn_without_complaint_and_word_for_word(page: Page, name: str) -> None:
    message = EXAMPLES[name]
    assert await render(page, card(message), name) == []
    shown = _words(await page.inner_text("#card"))
    back = message.read_back
    told = [message.text] if back is None else [back.asks, back.beside, *(e.title for e in back.entries)]
    told += [part for line in (back.lines if back else ()) for part in (line.label, line.value, line.before)]
    for line in (line for part in told for line in plain(part).splitlines()):
        assert _words(line) in shown
    for label, value in message.facts:
        assert _words(label) in shown
        assert _words(value) in shown
    assert _words(message.title) in shown
    assert await page.locator("#card :is(script, b, at, img, h1, ol, ul)").count() == 0


@pytest.mark.browser
@pytest.mark.parametrize("name", ["question", "read_back", "long_labels"])
async def test_each_button_gives_back_its_value(page: Page, name: str) -> None:
    message = EXAMPLES[name]
    await render(page, card(message))
    for choice in message.choices:
        await page.get_by_role("button", name=choice.label, exact=True).click()
    pressed = await page.evaluate("() => window.pressed")
    assert [each["press"] for each in pressed] == [choice.value for choice in message.choices]
    assert [json.loads(each["msteams"]["value"])["press"] for each in pressed] == [
        choice.value for choice in message.choices
    ]


@pytest.mark.browser
async def test_a_select_gives_back_its_value(page: Page) -> None:
    await render(page, card(EXAMPLES["many_choices"]))
    await page.locator("select").select_option(label="Region 7")
    await page.get_by_role("button", name="Choose", exact=True).click()
    assert await page.evaluate("() => window.pressed") == [{"press": "region:7:5"}]


@pytest.mark.browser
async def test_only_safe_links(page: Page) -> None:
    await render(page, card(EXAMPLES["link"]))
    await page.get_by_text("guide", exact=True).click()
    assert await page.evaluate("() => window.pressed") == [{"url": "https://example.org/guide?a=1&b=2"}]
    assert await page.locator('a[href^="javascript"]').count() == 0


@pytest.mark.browser
async def test_hard_words(page: Page) -> None:
    """What people may write in a fact or a title: shown as written."""
    hard = [
        "1. a",
        "# a",
        "- a",
        "+ a",
        "> a",
        "=",
        "---",
        "`a`",
        "~~a~~",
        "a_b_c",
        "<https://x.y>",
        "&lt;",
        "\\",
        "![a](b)",
        "| a |",
    ]
    made = card(
        Message("x", facts=tuple((f"fact {n}", words) for n, words in enumerate(hard)), choices=(Choice("a", "b"),))
    )
    assert await render(page, made, "hard_words") == []
    values = await page.locator("td:nth-child(3)").all_inner_texts()
    assert [value.strip() for value in values] == hard


# Browsers differ in commas and in "4:00" or "04:00", so patterns.
WHERE = {
    "Europe/London": "As of Tue,? 24 Nov 2026, 12:00",
    "America/Los_Angeles": "As of Tue,? 24 Nov 2026, 0?4:00",
    "Pacific/Kiritimati": "As of Wed,? 25 Nov 2026, 0?2:00",
}


@pytest.mark.browser
@pytest.mark.parametrize("zone", sorted(WHERE))
async def test_an_instant_is_shown_in_the_readers_own_time_and_a_day_stays_that_day(
    browser: Browser,  # noqa: F811
    zone: str,
) -> None:
    page = await opened(browser, zone=zone)
    assert await render(page, KEPT["_checklist"]["attachments"][0]["content"]) == []
    shown = _words(await page.inner_text("#card"))
    assert re.search(WHERE[zone], shown)
    assert "{{DATE(2026-01-01T00:00:00Z)}}" in shown.replace("\u2060", ""), "somebody's words are no function"
    await render(page, card(EXAMPLES["read_back"]))
    assert "13 October 2026" in await page.inner_text("#card")


@pytest.mark.browser
async def test_nobodys_words_are_a_function(page: Page) -> None:
    words = (
        "{{DATE(2026-01-01T00:00:00Z, SHORT)}} {{TIME(2026-01-01T00:00:00Z)}} {{DATE}} {{{TIME(2026-01-01T00:00:00Z)"
    )
    await render(page, card(Message(words, title=words, facts=((words, words),))))
    shown = await page.locator("#card :is(p, span)").all_inner_texts()
    assert [each.replace("\u2060", "") for each in shown if "2026" in each] == [words] * 4


CUT = """button => {
  for (let part = button.parentElement; part; part = part.parentElement)
    if (getComputedStyle(part).overflowX !== "visible"
      && button.getBoundingClientRect().right > part.getBoundingClientRect().right + 1) return true;
  return false;
}"""
"""Whether what a button stands in hides its end."""


async def on_a_phone(page: Page, made: dict[str, Any], name: str) -> list[str]:
    """As `render`; and which buttons go over the edge, with all that is folded away unfolded."""
    found = await render(page, made, f"phone_{name}")
    folds = page.get_by_role("button", name="Our record", exact=True)
    for fold in await folds.all():
        await fold.click()
    if await folds.count() and (folder := os.environ.get("BOT_SHOTS")):
        await page.screenshot(path=Path(folder) / f"phone_{name}_unfolded.png", full_page=True)
    for each in await page.get_by_role("button").all():
        box = await each.bounding_box()
        if box is None or box["x"] + box["width"] > 344 or await each.evaluate(CUT):
            found.append(f"cut: {await each.inner_text()}")
    return found


DAY = {
    "checklist_begun": "status",
    "read_back_real": "the board noted it on 3 March",
    "recorded": "yes",
    "checklist": "status",
    "digest": "digest",
    "guidance": "guidance",
}


@pytest.mark.browser
async def test_a_day_with_the_real_bot_is_drawn_without_complaint_and_nothing_is_cut_on_a_phone(
    browser: Browser,  # noqa: F811
    tmp_path: Path,
) -> None:
    page = await opened(browser, width=360)
    async with whole_bot(tmp_path, with_ana, teams=True) as bot:
        for name, words in DAY.items():
            before = len(delivered(bot))
            await bot.teams("personal_message", text=words)
            for number, one in enumerate(delivered(bot)[before:]):
                if "attachments" in one.activity:
                    assert await on_a_phone(page, shown_in(one), f"{name}_{number}") == []
        for step in ("board", "residents"):
            await bot.teams("submit", value={"press": f"form:{step}"})
            assert await on_a_phone(page, shown_in(delivered(bot)[-1]), f"form_{step}") == []
        await bot.teams("submit", value={"press": "form:board"})
        await submit(bot, delivered(bot)[-1], outcome="noted", date="30 February 2026", by="a@b")
        assert await on_a_phone(page, shown_in(delivered(bot)[-1]), "form_wrong") == []
        await submit(bot, delivered(bot)[-1], outcome="noted", date="28 February 2026")
        sent = next(one for one in reversed(delivered(bot)) if one.method == "PUT")
        assert await on_a_phone(page, shown_in(sent), "form_sent") == []


@pytest.mark.browser
async def test_the_record_is_unfolded_step_by_step_and_nothing_is_cut_on_a_phone(
    browser: Browser,  # noqa: F811
    tmp_path: Path,
) -> None:
    page = await opened(browser, width=360)
    async with whole_bot(tmp_path, with_ana, teams=True) as bot:
        await bot.records("residents", SURVEY | {"method": ("survey", "online")}, WORKSHOP, DROP_IN)
        await bot.records("board", {"outcome": "noted", "date": "2026-03-03/2026-03-03", "minute_ref": "7.2"})
        await bot.teams("personal_message", text="status")
        made = shown_in(delivered(bot)[-1])
    assert await render(page, made) == []
    meeting, activity = page.get_by_text("Board, 3 March 2026"), page.get_by_text("Workshop, 3 June 2026")
    assert not await meeting.is_visible() and not await activity.is_visible()
    await page.get_by_role("button", name="Our record", exact=True).nth(1).click()
    assert await activity.is_visible() and not await meeting.is_visible()
    await page.get_by_role("button", name="Take this back", exact=True).nth(1).click()
    assert (await page.evaluate("() => window.pressed"))[-1]["press"].endswith("|back|residents|e2")
    assert await on_a_phone(page, made, "record") == []


@pytest.mark.browser
async def test_several_reminders_of_the_real_bot_on_a_phone(browser: Browser, tmp_path: Path) -> None:  # noqa: F811
    page = await opened(browser, width=360)
    async with whole_bot(tmp_path, with_ana_as_lead, teams=True) as bot:
        await bot.teams("personal_message", text="hello")
        assert await on_a_phone(page, shown_in(await reminded(bot)), "reminders") == []
    above = page.get_by_text("Has the charter been to your board?")
    below = page.get_by_text("Consult colleagues")
    top = [await each.evaluate("part => part.getBoundingClientRect().top") for each in (above, below)]
    for label in ("Done: Take the charter to your board", "Not yet", "Remind me…", "Someone else", "Pause"):
        box = await page.get_by_role("button", name=label, exact=True).bounding_box()
        assert box is not None and top[0] < box["y"] < top[1]
