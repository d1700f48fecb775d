"""How far the whole is, above the conversation: a line, and behind it each step with its next act."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Browser, expect

from tests.browser import axe_violations
from tests.channels.web.pages import SIZES, at_office, keep_picture, press, said, write
from tests.channels.web.record_world import SURVEY, office_in

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", SIZES)
async def test_it_opens_the_list_and_fits(browser: Browser, tmp_path: Path, size: str, scheme: Any) -> None:
    async with office_in(tmp_path) as office:
        await office.enter("priya")
        await office.tell(SURVEY)
        async with at_office(browser, office, viewport=SIZES[size], color_scheme=scheme) as page:
            line = page.locator("#glance summary")
            await expect(line).to_contain_text("1 of 7 · next: Take the charter to your board")
            await expect(page.get_by_role("button", name="Begin: Consult colleagues")).to_be_hidden()
            await line.click()
            done = page.locator("#glance li", has_text="Consult residents").first
            await expect(done).to_contain_text("Done")
            await expect(done).to_contain_text("May 2026")
            await expect(done.get_by_role("link", name="Change: Consult residents")).to_be_visible()
            await expect(page.get_by_role("button", name="Begin: Consult colleagues")).to_be_visible()
            await keep_picture(page, f"glance-{size}-{scheme}")
            assert await axe_violations(page) == []
            wide = await page.evaluate("document.documentElement.scrollWidth > innerWidth")
            assert not wide, "the page scrolls sideways"


async def test_it_follows_what_is_told_here_and_by_colleagues_and_keeps_the_place(
    browser: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.channels.web.stream.BESIDE_EVERY", 0.1)
    async with office_in(tmp_path) as office:
        await office.enter("priya")
        async with at_office(browser, office) as page:
            await expect(page.locator("#glance summary")).to_contain_text("0 of 7")
            await write(page, "The board noted the charter on 3 March 2026.")
            await press(page, "Yes, save it")
            await expect(page.locator("#glance summary")).to_contain_text("1 of 7 · next: Consult residents")
            await page.locator("#glance summary").click()
            begin = page.get_by_role("button", name="Begin: Consult colleagues")
            await begin.focus()
            await office.enter("tom")
            await office.tell(SURVEY)
            await expect(page.locator("#glance summary")).to_contain_text("2 of 7")
            await expect(begin).to_be_visible()
            focused = await page.evaluate("document.activeElement.closest('#glance') !== null")
            assert focused, "who stands in the list is not thrown out of it"


async def test_a_step_is_begun_from_it_by_keyboard_alone(browser: Browser, tmp_path: Path) -> None:
    async with office_in(tmp_path) as office:
        await office.enter("priya")
        async with at_office(browser, office) as page:
            line = page.locator("#glance summary")
            await line.focus()
            await page.keyboard.press("Enter")
            await page.keyboard.press("Escape")
            await expect(page.locator("#glance li").first).to_be_hidden()
            await expect(line).to_be_focused()
            await page.keyboard.press("Enter")
            button = page.get_by_role("button", name="Begin: Consult residents")
            for _ in range(12):
                await page.keyboard.press("Tab")
                if await button.evaluate("one => one === document.activeElement"):
                    break
            await page.keyboard.press("Enter")
            await expect(said(page, "Begin: Consult residents")).to_be_visible()
            await expect(said(page, "Have you consulted residents about the charter?")).to_be_visible()
            await expect(page.locator("#glance li").first).to_be_hidden()
            await expect(page.get_by_label("Your message")).to_be_focused()


async def test_it_works_without_a_script(browser: Browser, tmp_path: Path) -> None:
    async with office_in(tmp_path) as office:
        await office.enter("priya")
        async with at_office(browser, office, java_script_enabled=False) as page:
            await page.locator("#glance summary").click()
            await page.get_by_role("button", name="Begin: Consult residents").click()
            await expect(said(page, re.compile("^Begin: Consult residents$"))).to_be_visible()
            await expect(said(page, "Have you consulted residents about the charter?")).to_be_visible()


async def test_the_chat_opens_without_it_where_it_cannot_be_made(tmp_path: Path) -> None:
    async with office_in(tmp_path) as office:
        await office.enter("priya")
        first = await office.page("/")
        office.views.broken = True
        page = await office.page("/")
        assert ("glance-line" in first, "glance-line" in page, "Write a message" in page) == (True, False, True)
