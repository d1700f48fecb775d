"""What a screen reader says of a conversation, by the virtual one of `tests/vendor`; and where the focus goes."""

from __future__ import annotations

import re

import pytest
from playwright.async_api import Browser, expect

from tests.browser import screen_reader, spoken
from tests.channels.web.pages import opened, press, said, write
from tests.channels.web.world import Client, World

pytestmark = pytest.mark.browser


def announced(phrases: list[str]) -> list[str]:
    """Of what was said, what live regions said."""
    return [phrase for phrase in phrases if re.match(r"(polite|assertive): ", phrase)]


async def test_a_conversation_is_read_out_once_and_without_noise(
    browser: Browser, world: World, client: Client
) -> None:
    async with opened(browser, client, bypass_csp=True) as page:
        await screen_reader(page)
        await spoken(page)
        await press(page, "Start with the board")
        await expect(page.get_by_role("button", name="Not yet")).to_be_visible()
        await page.wait_for_timeout(300)
        assert announced(await spoken(page)) == [
            "polite: Bot: Has the charter been to your board? If it has, what did the board decide?"
            " Choices: Noted, Discussed, Approved in principle, Adopted, Not yet."
        ], "no list of old buttons, no words of one's own"
        await press(page, "Noted")
        await expect(page.get_by_role("button", name="Yes, record it")).to_be_visible()
        await page.wait_for_timeout(300)
        (heard,) = announced(await spoken(page))
        assert "Board’s decision noted, not approved. Date Tuesday 17 November 2026." in heard
        assert heard.endswith("Choices: Yes, record it, No, change something.")
        await write(page, "a secret")
        await expect(said(page, "Not saved")).to_be_visible()
        await world.remind("priya")
        await expect(page.get_by_role("button", name="Later")).to_be_visible()
        await page.wait_for_timeout(300)
        assert announced(await spoken(page)) == [
            "polite: Bot: You wrote 8 characters.",
            "polite: Bot: A small reminder: the board’s date is a week away. Choices: Later, Done.",
        ]


async def test_trouble_is_read_out_at_once(browser: Browser, world: World, client: Client) -> None:
    async with opened(browser, client, bypass_csp=True) as page:
        await screen_reader(page)
        world.broken = True
        await spoken(page)
        await write(page, "hello")
        await expect(page.get_by_role("alert")).to_be_visible()
        await page.wait_for_timeout(300)
        assert "assertive: Your message could not be saved just now" in " ".join(announced(await spoken(page)))


@pytest.mark.parametrize("touch", [True, False])
async def test_after_a_tap_what_follows_is_next(browser: Browser, client: Client, touch: bool) -> None:
    async with opened(browser, client, has_touch=touch) as page:
        button = page.get_by_role("button", name="Start with the board")
        await (button.tap() if touch else button.click())
        await expect(page.get_by_role("button", name="Not yet")).to_be_visible()
        focused = page.locator(".line.from-person")
        await expect(focused).to_be_focused()
        await expect(focused).to_contain_text("Start with the board")
        await page.keyboard.press("Tab")
        await expect(page.get_by_role("button", name="Noted")).to_be_focused()


async def test_no_two_forms_have_one_name(browser: Browser, world: World, client: Client) -> None:
    async with opened(browser, client) as page:
        await write(page, "two questions")
        await expect(page.get_by_role("button", name="Not yet")).to_be_visible()
        names = await page.locator("form[aria-label]").evaluate_all("all => all.map(one => one.ariaLabel)")
        assert names == [
            "Choices: …been to your board? If it has, what did the board decide?",
            "Choices: This is what I understood. Is it right?",
        ]
