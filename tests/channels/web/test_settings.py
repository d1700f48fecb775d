"""The page of settings: what is set, what is pressed there, and how it fits."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Browser, expect

from tests.browser import axe_violations
from tests.channels.web.pages import SIZES, at_office, keep_picture, press, said, write
from tests.channels.web.record_world import office_in

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", SIZES)
async def test_it_shows_what_can_be_set_and_fits(browser: Browser, tmp_path: Path, size: str, scheme: Any) -> None:
    async with office_in(tmp_path) as office:
        await office.enter("priya")
        async with at_office(browser, office, "/settings", viewport=SIZES[size], color_scheme=scheme) as page:
            await expect(page.get_by_role("heading", level=2)).to_have_text(
                ["Reminders", "You", "Privacy", "Sign out everywhere"]
            )
            await expect(page.get_by_role("main")).to_contain_text(
                "I call you Priya Nair. Your role: lead for the charter."
            )
            await expect(page.get_by_role("main")).to_contain_text("You talk to me in the web chat.")
            await keep_picture(page, f"settings-{size}-{scheme}")
            assert await axe_violations(page) == []
            assert not await page.evaluate("document.documentElement.scrollWidth > innerWidth")


async def test_what_is_pressed_there_is_said_in_the_chat_and_shows_there(browser: Browser, tmp_path: Path) -> None:
    async with office_in(tmp_path) as office:
        await office.enter("priya")
        async with at_office(browser, office, "/settings", java_script_enabled=False) as page:
            await press(page, "Stop my reminders")
            await expect(said(page, "Stop my reminders", exact=True)).to_be_visible()
            await page.get_by_role("link", name="Settings").click()
            await expect(page.get_by_role("main")).to_contain_text("Reminders to you are off.")
            await press(page, "Sign out everywhere")
            await page.goto(str(office.client.make_url("/settings")))
            await expect(page.get_by_role("button", name="Sign out everywhere")).to_have_count(0)


@pytest.mark.parametrize("script", [True, False])
async def test_its_form_is_filled_in_with_and_without_a_script(
    browser: Browser, tmp_path: Path, script: bool
) -> None:
    async with office_in(tmp_path) as office:
        await office.enter("priya")
        async with at_office(browser, office, "/settings", java_script_enabled=script) as page:
            await page.get_by_role("link", name="Change my settings").click()
            await expect(page.get_by_role("heading", level=1)).to_have_text("Your settings")
            await keep_picture(page, f"settings-form-{script}")
            if script:
                assert await axe_violations(page) == []
            await page.get_by_label("What shall I call you?").fill("Priya N")
            await page.get_by_label("Tuesday").check()
            await page.get_by_label("First day away").fill("21 December")
            await press(page, "Save")
            await expect(page.get_by_role("alert")).to_contain_text("Please give the first and the last day")
            assert await page.get_by_label("What shall I call you?").input_value() == "Priya N"
            await page.get_by_label("Last day away").fill("4 January")
            await press(page, "Save")
            await expect(page.get_by_role("status")).to_contain_text("That is saved.")
            await expect(page.get_by_role("main")).to_contain_text("I call you Priya N.")
            await expect(page.get_by_role("main")).to_contain_text("Only on Tuesdays.")
            away = "You are away: 21 December 2026 to 4 January 2027."
            await expect(page.get_by_role("main")).to_contain_text(away)
            assert (await page.get_by_role("main").inner_text()).count("You are away") == 1


async def test_signed_out_by_asking_every_page_is_closed(browser: Browser, tmp_path: Path) -> None:
    async with office_in(tmp_path) as office:
        await office.enter("priya")
        async with at_office(browser, office) as page:
            await write(page, "sign out everywhere")
            await expect(page.locator("#trouble")).to_contain_text("link", timeout=20_000)
            await page.goto(str(office.client.make_url("/settings")))
            await expect(page.get_by_role("link", name="Change my settings")).to_have_count(0)
