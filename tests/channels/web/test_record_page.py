"""The record's pages in a real Chromium: on a phone and wide, by keyboard, without JavaScript."""

from __future__ import annotations

import os
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Browser, Page, ViewportSize, expect

from tests.browser import axe_violations
from tests.channels.web.record_world import SURVEY, WORKSHOP, Office, office_in

pytestmark = pytest.mark.browser
SIZES: dict[str, ViewportSize] = {"phone": {"width": 360, "height": 740}, "wide": {"width": 1280, "height": 900}}


@asynccontextmanager
async def opened(browser: Browser, office: Office, path: str, **how: Any) -> AsyncIterator[Page]:
    """A page of whoever is at the office's browser."""
    base = str(office.client.make_url("/")).rstrip("/")
    context = await browser.new_context(**how)
    context.set_default_timeout(10_000)
    for cookie in office.client.session.cookie_jar:
        await context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": base}])
    page = await context.new_page()
    await page.goto(base + path)
    yield page
    await context.close()


async def looks_right(page: Page, name: str) -> None:
    """It fits, and axe has nothing against it. With `WEB_SHOTS` the picture is kept."""
    if folder := os.environ.get("WEB_SHOTS"):
        await page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)
    width = page.viewport_size["width"] if page.viewport_size else 0
    assert await page.evaluate("document.documentElement.scrollWidth") <= width, f"{name} is too wide"
    assert await axe_violations(page) == [], name


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", SIZES)
async def test_every_page_of_the_record_fits_and_is_accessible(
    browser: Browser, tmp_path: Path, size: str, scheme: Any
) -> None:
    async with office_in(tmp_path) as office:
        await office.enter("priya")
        await office.tell(SURVEY)
        await office.tell(WORKSHOP)
        look = f"{size}-{scheme}"
        async with opened(browser, office, "/record", viewport=SIZES[size], color_scheme=scheme) as page:
            await looks_right(page, f"{look}-record")
            await page.get_by_role("link", name="Change Workshop, 12 June 2026, 19 residents took part").click()
            await looks_right(page, f"{look}-form")
            await page.get_by_label("How many residents took part?").fill("a few")
            await page.get_by_role("button", name="Save").click()
            await expect(page.locator(".summary")).to_be_focused()
            await looks_right(page, f"{look}-errors")
            await page.get_by_label("How many residents took part?").fill("21")
            await page.get_by_role("button", name="Save").click()
            await looks_right(page, f"{look}-check")
            await page.get_by_role("button", name="Keep the change: 21").click()
            await expect(page.get_by_text("That is saved.")).to_be_visible()
            await page.get_by_text("Earlier answers: Residents who took part").click()
            await looks_right(page, f"{look}-kept")
            await page.get_by_role("link", name="Take back Workshop").click()
            await looks_right(page, f"{look}-back")


async def test_going_back_shows_pages_and_sends_nothing_again(browser: Browser, tmp_path: Path) -> None:
    async with office_in(tmp_path) as office:
        await office.enter("priya")
        await office.tell(WORKSHOP)
        async with opened(browser, office, "/record", java_script_enabled=False) as page:
            await page.get_by_role("link", name="Change Workshop").click()
            await page.get_by_label("How many residents took part?").fill("a few")
            await page.get_by_role("button", name="Save").click()
            await page.get_by_label("How many residents took part?").fill("21")
            await page.get_by_role("button", name="Save").click()
            await page.go_back()
            await expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
            await page.go_forward()
            await page.get_by_role("button", name="Keep the change: 21").click()
            await expect(page.get_by_text("That is saved.")).to_be_visible()
            for _ in range(3):
                await page.go_back()
                await expect(page.get_by_role("heading", name="This form is saved already")).to_be_visible()
            await page.go_back()
            await expect(page.get_by_role("heading", name="Our record")).to_be_visible()
        assert (await office.facts())["residents.took_part", "e1"].value == 21


async def test_by_keyboard_alone_and_without_javascript(browser: Browser, tmp_path: Path) -> None:
    async with office_in(tmp_path) as office:
        await office.enter("priya")
        await office.tell(WORKSHOP)
        async with opened(browser, office, "/record", java_script_enabled=False) as page:
            await page.keyboard.press("Tab")
            await expect(page.get_by_role("link", name="Skip to the page")).to_be_focused()
            await page.get_by_role("link", name="Add another activity Consult residents").focus()
            await page.keyboard.press("Enter")
            await page.get_by_role("radio", name="Not yet").focus()
            await page.keyboard.press("ArrowDown")  # from the last round to the first: done
            await page.get_by_role("checkbox", name="Survey").focus()
            await page.keyboard.press("Space")
            await page.get_by_label("When did you consult residents").focus()
            await page.keyboard.type("soonish")
            await page.keyboard.press("Enter")
            summary = page.locator(".summary")
            await expect(summary).to_be_focused()
            await page.keyboard.press("Tab")
            await page.keyboard.press("Enter")
            field = page.get_by_label("When did you consult residents")
            await expect(page).to_have_url(re.compile(r"#f-residents-date$"))
            await field.fill("May 2026")
            await page.keyboard.press("Enter")
            await expect(page.get_by_text("That is saved.")).to_be_visible()
        facts = await office.facts()
        assert facts["residents.state", "e2"].value == "done"
        assert facts["residents.method", "e2"].value == ("survey",)
