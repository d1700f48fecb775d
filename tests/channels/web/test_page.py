"""The chat page in a real Chromium: what people see, press, hear and get back.

Set `WEB_SHOTS` to a folder to keep the pictures and look at them.
"""

from __future__ import annotations

import os
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Browser, Page, ViewportSize, expect

from tests.browser import axe_violations
from tests.channels.web.world import START, Client, World, endpoint, link

pytestmark = pytest.mark.browser
SIZES: dict[str, ViewportSize] = {
    "narrow": {"width": 320, "height": 568},
    "phone": {"width": 390, "height": 844},
    "wide": {"width": 1200, "height": 800},
}


@asynccontextmanager
async def opened(browser: Browser, client: Client, path: str = "/", **how: Any) -> AsyncIterator[Page]:
    """A page that may not log an error: a blocked script or style is one."""
    context = await browser.new_context(**{"viewport": SIZES["phone"], **how})
    context.set_default_timeout(10_000)
    page = await context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on(
        "console", lambda m: errors.append(m.text) if m.type == "error" and "Failed to load" not in m.text else None
    )
    await page.goto(str(client.make_url(path)))
    yield page
    await context.close()
    assert [error for error in errors if "Failed to load resource" not in error] == []


async def write(page: Page, text: str) -> None:
    await page.get_by_label("Your message").fill(text)
    await page.keyboard.press("Enter")


async def press(page: Page, name: str) -> None:
    await page.get_by_role("button", name=name).click()


async def keep_picture(page: Page, name: str) -> None:
    if folder := os.environ.get("WEB_SHOTS"):
        await page.wait_for_timeout(500)
        await page.screenshot(path=Path(folder) / f"{name}.png")


# ---------------------------------------------------------------- looks


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", SIZES)
async def test_it_fits_reads_and_is_accessible(browser: Browser, client: Client, size: str, scheme: Any) -> None:
    async with opened(browser, client, viewport=SIZES[size], color_scheme=scheme) as page:
        await keep_picture(page, f"{size}-{scheme}-1-hello")
        assert await axe_violations(page) == []
        await press(page, "Start with the board")
        await keep_picture(page, f"{size}-{scheme}-2-question")
        await press(page, "Noted")
        await expect(page.get_by_role("button", name="Yes, record it")).to_be_visible()
        await page.get_by_role("button", name="Yes, record it").focus()
        await keep_picture(page, f"{size}-{scheme}-3-read-back")
        await write(page, "guidance")
        await write(page, "A long answer\nin two lines, with a word that is " + "long" * 40)
        await expect(page.get_by_text(re.compile(r"You wrote \d{3} characters"))).to_be_visible()
        await keep_picture(page, f"{size}-{scheme}-4-long")
        assert await axe_violations(page) == []
        assert await page.evaluate("document.documentElement.scrollWidth") <= SIZES[size]["width"]


async def test_everything_to_press_is_big_enough(browser: Browser, client: Client) -> None:
    async with opened(browser, client, viewport=SIZES["narrow"]) as page:
        await write(page, "guidance")
        await write(page, "board")
        await expect(page.get_by_role("button", name="Not yet")).to_be_visible()
        for target in await page.locator("button:visible, a.choice:visible, textarea:visible").all():
            box = await target.bounding_box()
            assert box is not None
            assert box["height"] >= 44, await target.inner_text()


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_the_other_pages_are_accessible(browser: Browser, stranger: Client, scheme: Any) -> None:
    async with opened(browser, stranger, color_scheme=scheme) as page:
        await keep_picture(page, f"refused-{scheme}")
        tom, priya, old = link("tom"), link("priya"), link("tom", START - timedelta(days=30))
        for path in ("/", f"/join/{old}", "/join/x", "/nothing", f"/join/{tom}"):
            await page.goto(str(stranger.make_url(path)))
            assert await axe_violations(page) == [], path
        await keep_picture(page, f"join-{scheme}")
        await press(page, "Go on as Tom Okafor")
        await expect(page.get_by_label("Your message")).to_be_visible()
        await page.goto(str(stranger.make_url(f"/join/{priya}")))
        await expect(page.get_by_text("This browser is signed in as Tom Okafor.")).to_be_visible()
        assert await axe_violations(page) == []
        await keep_picture(page, f"switch-{scheme}")
        await page.goto(str(stranger.make_url("/")))
        await press(page, "Sign out")
        await expect(page.get_by_role("heading", name="You are signed out")).to_be_visible()
        assert await axe_violations(page) == []
        await keep_picture(page, f"left-{scheme}")
        await page.goto(str(stranger.make_url(f"/join/{tom}")))
        await expect(page.get_by_role("heading", name="This link was used already")).to_be_visible()
        assert await axe_violations(page) == []
        await keep_picture(page, f"used-{scheme}")


async def test_motion_stops_for_who_wants_none(browser: Browser, world: World, client: Client) -> None:
    async with opened(browser, client, reduced_motion="reduce") as page:
        world.slow = 1
        await write(page, "hello")
        dots = page.locator("#typing span").first
        await expect(dots).to_be_visible()
        assert await dots.evaluate("(dot) => getComputedStyle(dot).animationName") == "none"


# ---------------------------------------------------------------- talk


async def test_a_whole_conversation_by_keyboard(browser: Browser, world: World, client: Client) -> None:
    async with opened(browser, client) as page:
        keys = page.keyboard
        await keys.press("Tab")
        await expect(page.get_by_role("link", name="Skip to your message")).to_be_focused()
        await keys.press("Enter")
        await expect(page.get_by_label("Your message")).to_be_focused()
        await keys.type("board")
        await keys.press("Shift+Enter")
        await keys.press("Backspace")
        await keys.press("Enter")
        await expect(page.get_by_role("button", name="Not yet")).to_be_visible()
        await keys.press("Shift+Tab")
        await expect(page.get_by_role("button", name="Not yet")).to_be_focused()
        for _ in range(4):
            await keys.press("Shift+Tab")
        await keys.press("Space")
        await expect(page.get_by_role("button", name="Yes, record it")).to_be_visible()
        await expect(page.get_by_label("Your message")).to_be_focused()
        await keys.press("Shift+Tab")
        await keys.press("Shift+Tab")
        await keys.press("Enter")
        await expect(page.get_by_text("Recorded. Thank you.")).to_be_visible()
        assert [turn.press or turn.text for turn in world.taken] == ["", "board", "pick|noted", "yes|1"]


async def test_new_messages_are_read_out_and_own_words_are_named(browser: Browser, client: Client) -> None:
    async with opened(browser, client) as page:
        log = page.get_by_role("log", name="Conversation")
        await expect(log).to_have_attribute("aria-live", "polite")
        await press(page, "Start with the board")
        await expect(log.get_by_role("listitem").filter(has_text="You: Start with the board")).to_have_count(1)
        offered = page.get_by_role("list", name="Choices offered earlier")
        await expect(offered.get_by_text("Start with the board (chosen)")).to_be_visible()
        await expect(page.get_by_role("button", name="Start with the board")).to_have_count(0)


async def test_own_words_stay_the_same_element_so_that_they_are_not_read_twice(
    browser: Browser, world: World, client: Client
) -> None:
    async with opened(browser, client) as page:
        world.slow = 0.5
        await write(page, "one & <two>\nthree")
        await page.evaluate("document.querySelector('.waiting .words').marked = true")
        await write(page, "four")
        await expect(page.get_by_text("You wrote 4 characters.")).to_be_visible()
        assert await page.evaluate("document.querySelector('.from-person .words').marked")
        said = await page.locator(".line:not(.day) .words").all_inner_texts()
        assert said[1:] == ["one & <two>\nthree", "You wrote 17 characters.", "four", "You wrote 4 characters."]


async def test_reloading_restores_everything(browser: Browser, client: Client) -> None:
    async with opened(browser, client) as page:
        await press(page, "Start with the board")
        await write(page, "<b>not bold</b> & *not* **Markdown**")
        await write(page, "board")
        await expect(page.get_by_role("button", name="Not yet")).to_be_visible()
        before = await page.get_by_role("log").inner_text()
        await page.reload()
        await expect(page.get_by_role("button", name="Not yet")).to_be_visible()
        assert await page.get_by_role("log").inner_text() == before
        assert "<b>not bold</b> & *not* **Markdown**" in before


async def test_a_double_click_is_one_answer(browser: Browser, world: World, client: Client) -> None:
    async with opened(browser, client) as page:
        world.slow = 0.3
        await page.get_by_role("button", name="Start with the board").dblclick()
        await expect(page.get_by_text("what did the board decide")).to_have_count(1)
        assert len(world.taken) == 2


async def test_the_bot_is_seen_writing(browser: Browser, world: World, client: Client) -> None:
    async with opened(browser, client) as page:
        world.slow = 2.5
        await write(page, "hello")
        await expect(page.locator("#typing")).to_be_visible()
        await expect(page.get_by_role("status").filter(has_text="The bot is writing")).to_have_count(1)
        await keep_picture(page, "typing")
        await expect(page.get_by_text("You wrote 5 characters.")).to_be_visible()
        await expect(page.locator("#typing")).to_be_hidden()


async def test_what_was_not_sent_can_be_sent_again(browser: Browser, world: World, client: Client) -> None:
    async with opened(browser, client) as page:
        world.broken = True
        await write(page, "hello")
        await expect(page.get_by_role("alert")).to_contain_text("could not be kept")
        await keep_picture(page, "not-sent")
        assert await axe_violations(page) == []
        world.broken = False
        await press(page, "Try again")
        await expect(page.get_by_text("You wrote 5 characters.")).to_have_count(1)
        await expect(page.get_by_role("alert")).to_be_hidden()
        await expect(page.locator(".line.from-person")).to_have_count(1)


async def test_too_much_at_once_goes_back_into_the_box(browser: Browser, world: World, client: Client) -> None:
    async with opened(browser, client) as page:
        world.busy = True
        await write(page, "my answer\nin two lines")
        await expect(page.get_by_role("alert")).to_contain_text("sent a lot at once")
        await expect(page.get_by_label("Your message")).to_have_value("my answer\nin two lines")
        await expect(page.locator(".line.from-person")).to_have_count(0)
        await keep_picture(page, "busy")
        assert await axe_violations(page) == []
        world.busy = False
        await press(page, "Send")
        await expect(page.get_by_text("You wrote 22 characters.")).to_have_count(1)
        await expect(page.get_by_role("alert")).to_be_hidden()


async def test_private_words_are_said_not_to_be_kept(browser: Browser, client: Client) -> None:
    async with opened(browser, client) as page:
        await write(page, "a secret")
        await expect(page.get_by_text("Not kept")).to_be_visible()
        await page.reload()
        await expect(page.get_by_text("You wrote 8 characters.")).to_be_visible()
        await expect(page.get_by_text("a secret")).to_have_count(0)


async def test_two_windows_show_one_conversation(browser: Browser, client: Client) -> None:
    async with opened(browser, client) as page:
        other = await page.context.new_page()
        await other.goto(str(client.make_url("/")))
        await press(page, "Start with the board")
        await expect(other.get_by_role("button", name="Not yet")).to_be_visible()
        await expect(other.get_by_text("Start with the board (chosen)")).to_have_count(1)


async def test_a_restart_of_the_server_loses_and_repeats_nothing(browser: Browser, world: World) -> None:
    async with endpoint(world) as first:
        port = first.port
        context = await browser.new_context()
        page = await context.new_page()
        await page.goto(str(first.make_url("/")))
        await write(page, "one")
        await expect(page.get_by_text("You wrote 3 characters.")).to_be_visible()
    await world.remind("priya")
    world.channel = world.open()
    async with endpoint(world, port):
        await expect(page.get_by_text("a small reminder")).to_have_count(1, timeout=15_000)
        await write(page, "four")
        await expect(page.get_by_text("You wrote 4 characters.")).to_have_count(1)
        await expect(page.locator(".line")).to_have_count(6)
        await context.close()


async def test_who_reads_further_up_is_not_pulled_down(browser: Browser, world: World, client: Client) -> None:
    async with opened(browser, client, reduced_motion="reduce") as page:
        for number in range(8):
            await write(page, f"message number {number}")
        await expect(page.get_by_text("You wrote 16 characters.")).to_have_count(8)
        await page.evaluate("scrollTo({top: 0, behavior: 'instant'})")
        await world.remind("priya")
        await expect(page.get_by_role("button", name="More below")).to_be_visible()
        assert await page.evaluate("scrollY") == 0
        await press(page, "More below")
        await expect(page.get_by_role("button", name="Later")).to_be_in_viewport()


async def test_a_long_answer_is_read_from_its_start(browser: Browser, world: World, client: Client) -> None:
    async with opened(browser, client, viewport=SIZES["narrow"]) as page:
        for text in ("one", "guidance", "long"):
            await write(page, text)
        await expect(page.get_by_text("Paragraph 30")).to_be_attached()
        await expect(page.get_by_text("long", exact=True)).to_be_in_viewport()
        await expect(page.get_by_text("Paragraph 1", exact=True)).to_be_in_viewport()
        await press(page, "More below")
        await expect(page.get_by_text("Paragraph 30")).to_be_in_viewport()


async def test_the_demo_shows_a_reminder(browser: Browser, client: Client) -> None:
    async with opened(browser, client) as page:
        await press(page, "Move the clock + 1 week")
        await expect(page.locator("#clock")).to_have_text("Tue 1 Dec 2026")
        await expect(page.get_by_text("a small reminder")).to_have_count(1)
        await expect(page.get_by_role("listitem").filter(has_text="Tuesday 1 December 2026")).to_have_count(1)
        await keep_picture(page, "reminder")


# ---------------------------------------------------------------- without a script


async def test_without_a_script_the_plain_form_works(browser: Browser, world: World, client: Client) -> None:
    async with opened(browser, client, java_script_enabled=False) as page:
        await press(page, "Start with the board")
        await press(page, "Noted")
        await page.get_by_label("Your message").fill("hello")
        await press(page, "Send")
        await expect(page.get_by_text("You wrote 5 characters.")).to_be_visible()
        await expect(page.get_by_text("Noted (chosen)")).to_have_count(1)
        await press(page, "Move the clock + 1 day")
        await expect(page.get_by_text("a small reminder")).to_have_count(1)
        await keep_picture(page, "without-script")
        assert len(world.taken) == 4


# ---------------------------------------------------------------- a long history


@pytest.mark.parametrize("script", [True, False])
async def test_older_messages_are_a_link_away(browser: Browser, world: World, client: Client, script: bool) -> None:
    await world.say_much(150)
    async with opened(browser, client, java_script_enabled=script) as page:
        if not script:  # such a page opens at its top, and every answer at its end
            await page.goto(str(client.make_url("/#end")))
        await expect(page.get_by_text("message 149", exact=True)).to_be_in_viewport()
        await page.get_by_role("link", name="Earlier messages").click()
        await expect(page.get_by_text("message 49", exact=True)).to_be_attached()
        await expect(page.get_by_text("This is where the conversation began.")).to_be_visible()
        await keep_picture(page, f"earlier-{'script' if script else 'plain'}")
        if script:
            assert await axe_violations(page) == []
        await page.get_by_role("link", name="Back to the newest messages").click()
        await page.get_by_label("Your message").fill("hello again")
        await press(page, "Send")
        await expect(page.get_by_text("You wrote 11 characters.")).to_be_in_viewport()


async def test_a_page_that_missed_much_shows_the_newest_and_a_link(browser: Browser, world: World) -> None:
    async with endpoint(world) as first:
        port = first.port
        context = await browser.new_context(viewport=SIZES["phone"])
        page = await context.new_page()
        await page.goto(str(first.make_url("/")))
        await write(page, "one")
        await expect(page.get_by_text("You wrote 3 characters.")).to_be_visible()
    await world.say_much(150)
    world.channel = world.open()
    async with endpoint(world, port):
        await expect(page.get_by_text("message 149", exact=True)).to_have_count(1, timeout=15_000)
        link = page.get_by_role("link", name="Earlier messages")
        await expect(link).to_have_count(1)
        await link.scroll_into_view_if_needed()
        await keep_picture(page, "missed-much")
        assert await axe_violations(page) == []
        await link.click()
        await expect(page.get_by_text("message 49", exact=True)).to_be_attached()
        await context.close()
