"""What waits for a yes, on the page: a small table, a button in each line, and what is heard and not saved below."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Browser, expect

from tests.browser import axe_violations, screen_reader, spoken
from tests.channels.web.pages import SIZES, at_office, keep_picture, press, said, write
from tests.channels.web.record_world import office_in

pytestmark = pytest.mark.browser
TOLD = "The board noted the charter on 3 March 2026, minute 4.2."


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", SIZES)
async def test_a_line_for_each_thing_that_fits(browser: Browser, tmp_path: Path, size: str, scheme: Any) -> None:
    async with office_in(tmp_path) as office:
        await office.enter("priya")
        async with at_office(browser, office, viewport=SIZES[size], color_scheme=scheme) as page:
            await write(page, TOLD)
            rows = page.get_by_role("table").get_by_role("row")
            await expect(rows).to_have_count(3)
            await expect(rows.nth(1)).to_contain_text("3 March 2026")
            await keep_picture(page, f"read-back-{size}-{scheme}")
            assert await axe_violations(page) == []
            assert not await page.evaluate("document.documentElement.scrollWidth > innerWidth")


@pytest.mark.parametrize("script", [True, False])
async def test_one_line_is_changed_and_the_others_stand(browser: Browser, tmp_path: Path, script: bool) -> None:
    async with office_in(tmp_path) as office:
        await office.enter("priya")
        async with at_office(browser, office, java_script_enabled=script) as page:
            await page.get_by_label("Your message").fill(TOLD)
            await press(page, "Send")
            await press(page, "Change: Board meeting")
            await expect(said(page, "What should it be?")).to_be_visible()
            await expect(said(page, "Change: Board meeting (chosen)")).to_have_count(1)
            await expect(page.get_by_role("button", name="Change: Minute reference")).to_have_count(0)
            await page.get_by_label("Your message").fill("5 March 2026")
            await press(page, "Send")
            await expect(page.get_by_role("table").last).to_contain_text("5 March 2026")
            await press(page, "Yes, save it")
            await expect(said(page, "Yes, save it (chosen)")).to_have_count(1)
        facts = await office.facts()
        assert (facts["board.date", "e1"].value, facts["board.minute_ref", "e1"].value) == (
            "2026-03-05/2026-03-05",
            "4.2",
        )


async def test_it_is_read_out_line_by_line_without_its_buttons(browser: Browser, tmp_path: Path) -> None:
    async with office_in(tmp_path) as office:
        await office.enter("priya")
        async with at_office(browser, office, bypass_csp=True) as page:
            await screen_reader(page)
            await spoken(page)
            await write(page, TOLD)
            await expect(page.get_by_role("table")).to_be_visible()
            await page.wait_for_timeout(300)
            (heard,) = [phrase for phrase in await spoken(page) if phrase.startswith("polite: ")]
            assert "Board's decision Noted, not approved. Board meeting 3 March 2026. Minute reference 4.2." in heard
            assert heard.endswith("Choices: Yes, save it, Change it.")
